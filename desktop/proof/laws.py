"""The twelve laws of docs/decisions.md § 6, each over the whole answer space of every need, or said to be a sample where it is one.

Laws restate that page on their own; they read no condition of the tables.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.decision.conditions import decide
from desktop.decision.space import COMPLEXITE
from desktop.proof import laws_calls, laws_explanation
from desktop.proof.whole_space import BoxView, Failure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from desktop.decision.conditions import Boite, Condition
    from desktop.decision.space import Complexite
    from desktop.proof.whole_space import Issue, WholeSpace

SOIN = ("soins", "avis", "geste", "hospitalisation", "anticipation", "ethique")
SANS_PATIENT = ("deuil", "equipe")
HORS_SOURCE = "hors_source"

Loi = tuple[int, str, "Callable[[WholeSpace, str], Iterator[Failure]]"]


def complete(preuve: WholeSpace, besoin: str) -> Iterator[Failure]:
    """1. Every combination gets a plan, or the sources name nobody and it is said; the boxes make up the whole space."""
    couvertes = 0
    for boite, issue in preuve.cases(besoin, lambda b: preuve.issue(besoin, b)):
        couvertes += preuve.count_possible(besoin, boite)
        if not issue.principal and preuve.donnees.non_nommee not in issue.alternatives:
            yield Failure(
                1, besoin, "ni principal, ni « les sources ne nomment personne »", preuve.example(besoin, boite)
            )
    total = preuve.count_possible(besoin, preuve.everything())
    preuve.combinaisons += total
    if couvertes != total:
        yield Failure(1, besoin, f"{couvertes} combinaisons couvertes sur {total}", {})


def no_dead_rule(preuve: WholeSpace, besoin: str) -> Iterator[Failure]:
    """2. Every row and every statement of the need's table wins somewhere."""
    table = preuve.donnees.tables[besoin]
    for ligne in (*table.lignes, *table.complements):
        if not preuve.gagnants.get(ligne.id):
            yield Failure(2, besoin, f"la ligne {ligne.id} ne gagne jamais", {})
        for enonce in ligne.enonces:
            if not enonce.plan_de and not _holds(preuve, besoin, ligne.quand, enonce.si):
                yield Failure(2, besoin, f"l’énoncé {enonce.id} ne tient jamais", {})


def _holds(preuve: WholeSpace, besoin: str, *conditions: Condition) -> bool:
    cas = preuve.cases(besoin, lambda b: all(decide(c, b) for c in conditions))
    return any(vrai for _, vrai in cas)


def monotone(preuve: WholeSpace, besoin: str) -> Iterator[Failure]:
    """3. One dimension worse never lowers the level, never moves from USP back to LISP; the same for `faisable`."""
    complexite, faisable = preuve.espace.index[COMPLEXITE], preuve.espace.index["faisable"]
    pires = _worse(preuve, None)
    for bit, suivants in enumerate(pires):
        avant = preuve.espace.complexites[bit]
        for apres in _combinations(preuve, suivants):
            if apres.niveau < avant.niveau or apres.hors_ethique < avant.hors_ethique:
                yield Failure(3, besoin, f"{avant} → {apres} : le niveau baisse", {})
    for boite, selon in preuve.by_complexite(besoin):
        yield from _steps_back(preuve, besoin, boite, selon, pires, complexite)
    oui, renfort, non = (preuve.espace.mask("faisable", v) for v in ("oui", "avec_renfort", "non"))
    echelle = [0] * 3
    echelle[oui.bit_length() - 1], echelle[renfort.bit_length() - 1] = renfort | non, non
    for boite, selon in preuve.cases(besoin, lambda b: _unless_on_lisp(preuve, besoin, faisable, b)):
        yield from _steps_back(preuve, besoin, boite, selon, echelle, faisable)


def _unless_on_lisp(preuve: WholeSpace, besoin: str, variable: int, boite: Boite) -> list[tuple[int, Issue]]:
    """The plan as a function of a variable; nothing where the person already is on a LISP, which the law leaves aside."""
    return [] if BoxView(preuve, boite).en_place("lisp") else preuve.by_variable(besoin, variable, boite)


def _steps_back(
    preuve: WholeSpace, besoin: str, boite: Boite, selon: list[tuple[int, Issue]], pires: list[int], variable: int
) -> Iterator[Failure]:
    for masque, avant in selon:
        if "usp" not in avant.principal or preuve.on_a_lisp(boite):
            continue
        suivants = _following(pires, masque)
        for autre, apres in selon:
            if autre & suivants and "lisp" in apres.principal and "usp" not in apres.principal:
                fautive = boite.copy()
                fautive[variable] = autre
                yield Failure(
                    3, besoin, "une aggravation fait passer de l’USP au LISP", preuve.example(besoin, fautive)
                )


def _worse(preuve: WholeSpace, seule: int | None) -> list[int]:
    """For each complexity, those with one dimension one or more steps worse (`seule`: that dimension only)."""
    complexites = preuve.espace.complexites
    resultat = []
    for avant in complexites:
        masque = 0
        for bit, apres in enumerate(complexites):
            if avant.dimensions is None or apres.dimensions is None:
                continue
            differents = [r for r, (a, b) in enumerate(zip(avant.dimensions, apres.dimensions, strict=True)) if a != b]
            if len(differents) == 1 and seule in (None, differents[0]):
                rang = differents[0]
                if apres.dimensions[rang] > avant.dimensions[rang]:
                    masque |= 1 << bit
        resultat.append(masque)
    return resultat


def _combinations(preuve: WholeSpace, masque: int) -> list[Complexite]:
    return [c for bit, c in enumerate(preuve.espace.complexites) if masque >> bit & 1]


def specific_refus(preuve: WholeSpace, besoin: str) -> Iterator[Failure]:
    """4. What is refused stands nowhere; refusing one takes out nothing else that the unrefused plan held."""
    for refus, retires in (
        ("had", {"had"}),
        ("benevoles", {"benevoles"}),
        ("hospitalisation", {"usp", "lisp", "repli_hospitalier", "demande_anticipee_usp"}),
    ):
        variable = preuve.espace.index[f"refus.{refus}"]
        oui = preuve.espace.mask(f"refus.{refus}", "oui")

        def pair(boite: Boite, variable: int = variable, oui: int = oui) -> tuple[bool, dict[int, Issue]]:
            hopital = BoxView(preuve, boite).is_any("lieu", "hopital")
            selon: dict[int, Issue] = {}
            for masque in (oui, 3 ^ oui):
                essai = boite.copy()
                essai[variable] = masque
                selon[masque] = preuve.issue(besoin, essai)
            return hopital, selon

        for boite, (hopital, selon) in preuve.cases(besoin, pair):
            refusee = boite.copy()
            refusee[variable] = oui
            if not preuve.count_possible(besoin, refusee):
                continue
            permis = set(retires)
            if refus == "hospitalisation":
                permis |= {"service_hospitalier"} if not hopital else set()
                permis |= set(selon[3 ^ oui].portes)
            yield from _refus(preuve, besoin, refusee, selon[3 ^ oui], selon[oui], (retires, permis))


def _refus(
    preuve: WholeSpace, besoin: str, boite: Boite, sans: Issue, avec: Issue, retires: tuple[set[str], set[str]]
) -> Iterator[Failure]:
    interdits, permis = retires
    restes = (avec.structures | set(avec.anticiper)) & interdits
    if restes:
        yield Failure(4, besoin, f"refusé et pourtant au plan : {sorted(restes)}", preuve.example(besoin, boite))
    perdus = (sans.structures | set(sans.anticiper)) - permis - avec.structures - set(avec.anticiper) - {HORS_SOURCE}
    if perdus:
        yield Failure(4, besoin, f"le refus emporte aussi {sorted(perdus)}", preuve.example(besoin, boite))


def in_its_place(preuve: WholeSpace, besoin: str) -> Iterator[Failure]:
    """7. Place and person fit, for the patient's needs; ethics alone never brings a HAD into a plan that had none."""
    if besoin in SANS_PATIENT:
        return
    for boite, message in preuve.cases(besoin, lambda b: _misplaced(preuve, besoin, b)):
        if message:
            yield Failure(7, besoin, message, preuve.example(besoin, boite))
    pires = _worse(preuve, preuve.q.niveau.dimensions.ethique)
    for boite, selon in preuve.by_complexite(besoin):
        for masque, avant in selon:
            suivants = _following(pires, masque) if "had" not in avant.structures else 0
            if any(autre & suivants and "had" in apres.structures for autre, apres in selon):
                yield Failure(7, besoin, "l’éthique seule amène une HAD", preuve.example(besoin, boite))


# What does not fit: (where, structures). « Stays in hospital » is a place of its own.
_DEPLACEES: tuple[tuple[str, frozenset[str]], ...] = (
    ("reste", frozenset({"had", "hdj", "sad", "crt", "aides_a_domicile"})),
    ("sans_lieu", frozenset({"sad", "crt", "aides_a_domicile"})),
    ("ehpad", frozenset({"sad", "crt"})),
    ("esms", frozenset({"sad"})),
    ("hopital", frozenset({"sad"})),
)


def _misplaced(preuve: WholeSpace, besoin: str, boite: Boite) -> str:
    vue, structures = BoxView(preuve, boite), preuve.issue(besoin, boite).structures
    for lieu, interdites in _DEPLACEES:
        fautives = structures & interdites
        if fautives and (vue.stays_in_hospital if lieu == "reste" else vue.is_any("lieu", lieu)):
            return f"{lieu} : {', '.join(sorted(fautives))} au plan"
    if "appui_territorial_geriatrique" in structures and vue.is_any("age", "mineur"):
        return "appui gériatrique pour un mineur"
    return ""


def _following(pires: list[int], masque: int) -> int:
    """What can follow any of these complexities."""
    suivants = 0
    for bit in range(masque.bit_length()):
        if masque >> bit & 1:
            suivants |= pires[bit]
    return suivants


def minors_and_benevoles(preuve: WholeSpace, besoin: str) -> Iterator[Failure]:
    """8. ERRSPP wherever a structure is proposed for a minor; bénévoles never for care."""

    def fault(boite: Boite) -> str:
        structures = preuve.issue(besoin, boite).structures
        if structures - {HORS_SOURCE} and "errspp" not in structures and BoxView(preuve, boite).is_any("age", "mineur"):
            return "mineur sans ERRSPP"
        if "benevoles" in structures and besoin in (*SOIN, "psychosocial", "aide"):
            return "des bénévoles pour des soins"
        return ""

    for boite, message in preuve.cases(besoin, fault):
        if message:
            yield Failure(8, besoin, message, preuve.example(besoin, boite))


GENERAL = (1, 2, 10, 11, 12)
"""The laws that hold for any questionnaire; the others state what these very sources say."""
LOIS: tuple[Loi, ...] = (
    (1, "Complète", complete),
    (2, "Sans règle morte", no_dead_rule),
    (3, "Monotone", monotone),
    (4, "Le refus est précis et absolu", specific_refus),
    (5, "Le bon demandeur", laws_calls.right_demandeur),
    (6, "Maintenant veut dire maintenant", laws_calls.maintenant),
    (7, "Le lieu et la personne conviennent", in_its_place),
    (8, "Mineur : l’ERRSPP ; jamais de soins par les bénévoles", minors_and_benevoles),
    (9, "Ce qui est ouvert reste ouvert", laws_calls.ouvert),
    (10, "Sourcée", laws_explanation.sourced),
    (11, "Expliquée (échantillon)", laws_explanation.explained),
    (12, "Insensible à l’ordre des réponses (échantillon)", laws_explanation.order_indifferent),
)
