"""The twelve laws of docs/decisions.md § 6, each over the whole answer space of every need, or said to be a sample where it is one.

Laws restate that page on their own; they read no condition of the tables.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.decision.conditions import decider
from desktop.decision.space import COMPLEXITE
from desktop.proof import laws_calls, laws_explanation
from desktop.proof.whole_space import Echec, Vue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from desktop.decision.conditions import Boite, Condition
    from desktop.decision.space import Complexite
    from desktop.proof.whole_space import Issue, Preuve

SOIN = ("soins", "avis", "geste", "hospitalisation", "anticipation", "ethique")
SANS_PATIENT = ("deuil", "equipe")
HORS_SOURCE = "hors_source"

Loi = tuple[int, str, "Callable[[Preuve, str], Iterator[Echec]]"]


def complete(preuve: Preuve, besoin: str) -> Iterator[Echec]:
    """1. Every combination gets a plan, or the sources name nobody and it is said; the boxes make up the whole space."""
    couvertes = 0
    for boite, issue in preuve.cas(besoin, lambda b: preuve.issue(besoin, b)):
        couvertes += preuve.possibles(besoin, boite)
        if not issue.principal and preuve.donnees.non_nommee not in issue.alternatives:
            yield Echec(
                1, besoin, "ni principal, ni « les sources ne nomment personne »", preuve.exemple(besoin, boite)
            )
    total = preuve.possibles(besoin, preuve.pleine())
    preuve.combinaisons += total
    if couvertes != total:
        yield Echec(1, besoin, f"{couvertes} combinaisons couvertes sur {total}", {})


def sans_regle_morte(preuve: Preuve, besoin: str) -> Iterator[Echec]:
    """2. Every row and every statement of the need's table wins somewhere."""
    table = preuve.donnees.tables[besoin]
    for ligne in (*table.lignes, *table.complements):
        if not preuve.gagnants.get(ligne.id):
            yield Echec(2, besoin, f"la ligne {ligne.id} ne gagne jamais", {})
        for enonce in ligne.enonces:
            if not enonce.plan_de and not _tient(preuve, besoin, ligne.quand, enonce.si):
                yield Echec(2, besoin, f"l’énoncé {enonce.id} ne tient jamais", {})


def _tient(preuve: Preuve, besoin: str, *conditions: Condition) -> bool:
    cas = preuve.cas(besoin, lambda b: all(decider(c, b) for c in conditions))
    return any(vrai for _, vrai in cas)


def monotone(preuve: Preuve, besoin: str) -> Iterator[Echec]:
    """3. One dimension worse never lowers the level, never moves from USP back to LISP; the same for `faisable`."""
    complexite, faisable = preuve.espace.index[COMPLEXITE], preuve.espace.index["faisable"]
    pires = _pires(preuve, None)
    for bit, suivants in enumerate(pires):
        avant = preuve.espace.complexites[bit]
        for apres in _complexites(preuve, suivants):
            if apres.niveau < avant.niveau or apres.hors_ethique < avant.hors_ethique:
                yield Echec(3, besoin, f"{avant} → {apres} : le niveau baisse", {})
    for boite, selon in preuve.selon_complexite(besoin):
        yield from _retours(preuve, besoin, boite, selon, pires, complexite)
    oui, renfort, non = (preuve.espace.masque("faisable", v) for v in ("oui", "avec_renfort", "non"))
    echelle = [0] * 3
    echelle[oui.bit_length() - 1], echelle[renfort.bit_length() - 1] = renfort | non, non
    for boite, selon in preuve.cas(besoin, lambda b: _hors_lisp_en_place(preuve, besoin, faisable, b)):
        yield from _retours(preuve, besoin, boite, selon, echelle, faisable)


def _hors_lisp_en_place(preuve: Preuve, besoin: str, variable: int, boite: Boite) -> list[tuple[int, Issue]]:
    """The plan as a function of a variable; nothing where the person already is on a LISP, which the law leaves aside."""
    return [] if Vue(preuve, boite).en_place("lisp") else preuve.selon(besoin, variable, boite)


def _retours(
    preuve: Preuve, besoin: str, boite: Boite, selon: list[tuple[int, Issue]], pires: list[int], variable: int
) -> Iterator[Echec]:
    for masque, avant in selon:
        if "usp" not in avant.principal or preuve.sur_un_lisp(boite):
            continue
        suivants = _suivants(pires, masque)
        for autre, apres in selon:
            if autre & suivants and "lisp" in apres.principal and "usp" not in apres.principal:
                fautive = boite.copy()
                fautive[variable] = autre
                yield Echec(3, besoin, "une aggravation fait passer de l’USP au LISP", preuve.exemple(besoin, fautive))


def _pires(preuve: Preuve, seule: int | None) -> list[int]:
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


def _complexites(preuve: Preuve, masque: int) -> list[Complexite]:
    return [c for bit, c in enumerate(preuve.espace.complexites) if masque >> bit & 1]


def refus_specifique(preuve: Preuve, besoin: str) -> Iterator[Echec]:
    """4. What is refused stands nowhere; refusing one takes out nothing else that the unrefused plan held."""
    for refus, retires in (
        ("had", {"had"}),
        ("benevoles", {"benevoles"}),
        ("hospitalisation", {"usp", "lisp", "repli_hospitalier", "demande_anticipee_usp"}),
    ):
        variable = preuve.espace.index[f"refus.{refus}"]
        oui = preuve.espace.masque(f"refus.{refus}", "oui")

        def paire(boite: Boite, variable: int = variable, oui: int = oui) -> tuple[bool, dict[int, Issue]]:
            hopital = Vue(preuve, boite).est("lieu", "hopital")
            selon: dict[int, Issue] = {}
            for masque in (oui, 3 ^ oui):
                essai = boite.copy()
                essai[variable] = masque
                selon[masque] = preuve.issue(besoin, essai)
            return hopital, selon

        for boite, (hopital, selon) in preuve.cas(besoin, paire):
            refusee = boite.copy()
            refusee[variable] = oui
            if not preuve.possibles(besoin, refusee):
                continue
            permis = set(retires)
            if refus == "hospitalisation":
                permis |= {"service_hospitalier"} if not hopital else set()
                permis |= set(selon[3 ^ oui].portes)
            yield from _refus(preuve, besoin, refusee, selon[3 ^ oui], selon[oui], (retires, permis))


def _refus(
    preuve: Preuve, besoin: str, boite: Boite, sans: Issue, avec: Issue, retires: tuple[set[str], set[str]]
) -> Iterator[Echec]:
    interdits, permis = retires
    restes = (avec.structures | set(avec.anticiper)) & interdits
    if restes:
        yield Echec(4, besoin, f"refusé et pourtant au plan : {sorted(restes)}", preuve.exemple(besoin, boite))
    perdus = (sans.structures | set(sans.anticiper)) - permis - avec.structures - set(avec.anticiper) - {HORS_SOURCE}
    if perdus:
        yield Echec(4, besoin, f"le refus emporte aussi {sorted(perdus)}", preuve.exemple(besoin, boite))


def a_sa_place(preuve: Preuve, besoin: str) -> Iterator[Echec]:
    """7. Place and person fit, for the patient's needs; ethics alone never brings a HAD into a plan that had none."""
    if besoin in SANS_PATIENT:
        return
    for boite, message in preuve.cas(besoin, lambda b: _deplacee(preuve, besoin, b)):
        if message:
            yield Echec(7, besoin, message, preuve.exemple(besoin, boite))
    pires = _pires(preuve, preuve.q.niveau.dimensions.ethique)
    for boite, selon in preuve.selon_complexite(besoin):
        for masque, avant in selon:
            suivants = _suivants(pires, masque) if "had" not in avant.structures else 0
            if any(autre & suivants and "had" in apres.structures for autre, apres in selon):
                yield Echec(7, besoin, "l’éthique seule amène une HAD", preuve.exemple(besoin, boite))


# What does not fit: (where, structures). « Stays in hospital » is a place of its own.
_DEPLACEES: tuple[tuple[str, frozenset[str]], ...] = (
    ("reste", frozenset({"had", "hdj", "sad", "crt", "aides_a_domicile"})),
    ("sans_lieu", frozenset({"sad", "crt", "aides_a_domicile"})),
    ("ehpad", frozenset({"sad", "crt"})),
    ("esms", frozenset({"sad"})),
    ("hopital", frozenset({"sad"})),
)


def _deplacee(preuve: Preuve, besoin: str, boite: Boite) -> str:
    vue, structures = Vue(preuve, boite), preuve.issue(besoin, boite).structures
    for lieu, interdites in _DEPLACEES:
        fautives = structures & interdites
        if fautives and (vue.reste_a_l_hopital if lieu == "reste" else vue.est("lieu", lieu)):
            return f"{lieu} : {', '.join(sorted(fautives))} au plan"
    if "appui_territorial_geriatrique" in structures and vue.est("age", "mineur"):
        return "appui gériatrique pour un mineur"
    return ""


def _suivants(pires: list[int], masque: int) -> int:
    """What can follow any of these complexities."""
    suivants = 0
    for bit in range(masque.bit_length()):
        if masque >> bit & 1:
            suivants |= pires[bit]
    return suivants


def mineurs_et_benevoles(preuve: Preuve, besoin: str) -> Iterator[Echec]:
    """8. ERRSPP wherever a structure is proposed for a minor; bénévoles never for care."""

    def faute(boite: Boite) -> str:
        structures = preuve.issue(besoin, boite).structures
        if structures - {HORS_SOURCE} and "errspp" not in structures and Vue(preuve, boite).est("age", "mineur"):
            return "mineur sans ERRSPP"
        if "benevoles" in structures and besoin in (*SOIN, "psychosocial", "aide"):
            return "des bénévoles pour des soins"
        return ""

    for boite, message in preuve.cas(besoin, faute):
        if message:
            yield Echec(8, besoin, message, preuve.exemple(besoin, boite))


GENERAL = (1, 2, 10, 11, 12)
"""The laws that hold for any questionnaire; the others state what these very sources say."""
LOIS: tuple[Loi, ...] = (
    (1, "Complète", complete),
    (2, "Sans règle morte", sans_regle_morte),
    (3, "Monotone", monotone),
    (4, "Le refus est précis et absolu", refus_specifique),
    (5, "Le bon demandeur", laws_calls.bon_demandeur),
    (6, "Maintenant veut dire maintenant", laws_calls.maintenant),
    (7, "Le lieu et la personne conviennent", a_sa_place),
    (8, "Mineur : l’ERRSPP ; jamais de soins par les bénévoles", mineurs_et_benevoles),
    (9, "Ce qui est ouvert reste ouvert", laws_calls.ouvert),
    (10, "Sourcée", laws_explanation.sourcee),
    (11, "Expliquée (échantillon)", laws_explanation.expliquee),
    (12, "Insensible à l’ordre des réponses (échantillon)", laws_explanation.ordre_indifferent),
)
