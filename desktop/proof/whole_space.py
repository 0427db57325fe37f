"""What the laws are proven on: the whole answer space, cut into boxes on which a plan is one and the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from desktop.decision.conditions import Boite, Condition, Undecided, atoms, decide, split_boxes, volume
from desktop.decision.model import HitPolicy, Role
from desktop.decision.space import COMPLEXITE, YES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from desktop.decision.engine import PlanBesoin
    from desktop.decision.forms import Form
    from desktop.decision.orientation import Orientation

T = TypeVar("T")
# A plan, or (variable, values, plans inside, plans outside).
Noeud = Any


@dataclass(frozen=True, slots=True)
class Issue:
    """A plan reduced to what laws read; equal plans are one object.

    `portes`: structures that stand only for an admission. `first`: the row that won. `groupes`: (open choice, role) of each
    structure that belongs to one. `notes`: those that the rows call.
    """

    principal: tuple[str, ...]
    alternatives: tuple[str, ...]
    appuis: tuple[str, ...]
    anticiper: tuple[str, ...]
    ouverts: tuple[str, ...]
    portes: tuple[str, ...]
    premiere: str
    groupes: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]

    @property
    def structures(self) -> frozenset[str]:
        """Every structure, in any role of care."""
        return frozenset((*self.principal, *self.alternatives, *self.appuis))


# A situation that no row of a table answers: law 1 fails on it.
SANS_LIGNE = Issue((), (), (), (), (), (), "", (), ())


@dataclass(frozen=True, slots=True)
class Failure:
    """A law that does not hold: where, and facts that show it."""

    loi: int
    besoin: str
    message: str
    faits: dict[str, Any]

    def __str__(self) -> str:
        return f"loi {self.loi}, {self.besoin} : {self.message} — {self.faits}"


class BoxView:
    """A box as laws read it: each question is decided or splits the box."""

    __slots__ = ("_boite", "_espace")

    def __init__(self, preuve: WholeSpace, boite: Boite) -> None:
        self._espace = preuve.espace
        self._boite = boite

    def is_any(self, fait: str, *valeurs: str) -> bool:
        """The fact has one of these values."""
        variable = self._espace.index[fait]
        masque = sum(self._espace.mask(fait, valeur) for valeur in valeurs)
        possible = self._boite[variable]
        dedans = possible & masque
        if dedans and dedans != possible:
            raise Undecided(variable, dedans)
        return bool(dedans)

    def contains(self, fait: str, valeur: str) -> bool:
        """The fact with several values holds this one."""
        return self.is_any(f"{fait}.{valeur}", YES)

    @property
    def stays_in_hospital(self) -> bool:
        """« Stays in hospital », as docs/decisions.md § 2.1 says it."""
        return self.is_any("lieu", "hopital") and (
            self.is_any("souhait", "hospitalisation") or self.is_any("faisable", "non")
        )

    def en_place(self, structure: str) -> bool:
        """In place and not refused: what is refused is not in place."""
        refus = {"had": "had", "benevoles": "benevoles", "usp": "hospitalisation", "lisp": "hospitalisation"}.get(
            structure
        )
        return self.contains("en_place", structure) and not (refus and self.contains("refus", refus))

    def may_call(self, structure: str) -> bool:
        """Modifier 10 (docs/decisions.md § 2.3), restated: who may call whom, what is in place aside."""
        soignants = ("medecin", "soignant")
        if structure in ("had", "hdj"):
            return self.is_any("demandeur", "medecin")
        if structure in ("appui_telephonique_regional", "appui_territorial_sp"):
            return self.is_any("demandeur", *soignants)
        if structure == "appui_territorial_geriatrique":
            return self.is_any("demandeur", *soignants) and self.is_any("lieu", "ehpad", "domicile")
        if structure == "benevoles":
            return self.is_any("demandeur", "medecin", "patient_ou_proche")
        if structure in ("dac", "crt"):
            return not self.is_any("demandeur", "patient_ou_proche")
        return True


class WholeSpace:
    """The space, the exact plans, and what is possible in it."""

    def __init__(self, orientation: Orientation) -> None:
        self.orientation = orientation
        self.q = orientation.questionnaires
        self.donnees = orientation.donnees
        self.espace = orientation.espace
        self.gagnants: dict[str, int] = {}
        self.regles_du_contenu: frozenset[str] | None = None
        self.combinaisons = 0
        self.regions: dict[str, int] = {}
        self._arbres: dict[str, Noeud] = {}
        self._issues: dict[Issue, Issue] = {}
        self._memo: dict[tuple[object, ...], int] = {}
        self._impossibles = {
            besoin: [regle.quand for regle in self.q.impossibles if besoin not in regle.sauf_besoins]
            for besoin in self.donnees.tables
        }
        self._selon: dict[str, list[tuple[Boite, list[tuple[int, Issue]]]]] = {}
        self._lues = sorted(self._variables_impossibles())

    def _variables_impossibles(self) -> set[int]:
        return {variable for regle in self.q.impossibles for variable, _ in atoms(regle.quand)}

    def regles(self) -> list[str]:
        """Identifiers of every rule that should win somewhere: rows, modifiers, resolutions, calls, availability, level."""
        donnees = self.donnees
        lignes = [ligne.id for table in donnees.tables.values() for ligne in (*table.lignes, *table.complements)]
        autres = [m.id for m in (*donnees.modifications, *donnees.apres_refus)]
        autres += [*(r.id for r in donnees.resolutions), *(j.id for j in donnees.joindre)]
        disponibles = [ligne.id for rangees in donnees.disponibilites.values() for ligne in rangees]
        niveaux = [ligne.id for ligne in self.q.niveau.lignes]
        niveaux += [ligne.id for ligne in self.q.niveau.expertise]
        niveaux += [row.id for form in self.forms() for row in form.table.rows]
        return [*lignes, *autres, *disponibles, *niveaux]

    def wins(self, regle: str) -> bool:
        """Whether a rule wins at least once: counted by law 1 for rows and modifiers, decided here for the others."""
        return bool(self.gagnants.get(regle)) or self._wins_first(regle)

    def _wins_first(self, regle: str) -> bool:
        """In a first-hit or collected list outside the needs' tables: some situation in which this one holds first."""
        found = next(((rows, start) for rows, start in self._lists() if regle in rows), None)
        return found is not None and self._first_somewhere(found[0], regle, found[1])

    def _lists(self) -> Iterator[tuple[dict[str, Condition], Boite]]:
        """Every such list, as rule → condition, with the space it reads; where rules don't hide one another, a list a rule."""
        donnees, pleine = self.donnees, self.everything()
        for structure in {resolution.structure for resolution in donnees.resolutions}:
            yield {r.id: r.quand for r in donnees.resolutions if r.structure == structure}, pleine
        for rangees in donnees.disponibilites.values():
            yield {ligne.id: ligne.quand for ligne in rangees}, pleine
        for appel, condition in self.orientation.entourage.a_joindre(set(donnees.structures)):
            yield {appel.id: condition}, pleine
        for ligne in (*self.q.niveau.lignes, *self.q.niveau.expertise):
            yield {ligne.id: ligne.quand}, pleine
        for form in self.forms():
            alone = form.table.policy in (HitPolicy.COLLECT, HitPolicy.PRIORITY)
            rows = {row.id: row.quand for row in form.table.rows}
            start = [variable.full for variable in form.space.variables]
            yield from (({key: when}, start) for key, when in rows.items()) if alone else ((rows, start),)

    def forms(self) -> list[Form]:
        """The forms over spaces of their own."""
        return [form for form in self.q.forms.values() if form is not self.q.niveau.form]

    def _first_somewhere(self, conditions: dict[str, Condition], regle: str, depart: Boite) -> bool:
        def first(boite: Boite) -> bool:
            for identifiant, condition in conditions.items():
                if decide(condition, boite):
                    return identifiant == regle
            return False

        return any(gagne for _, gagne in split_boxes(first, depart))

    def everything(self) -> Boite:
        """Every situation, with the nine ways of giving the level directly."""
        return [variable.full for variable in self.espace.variables]

    def cases(self, besoin: str, fonction: Callable[[Boite], T]) -> Iterator[tuple[Boite, T]]:
        """Boxes of one need, each with the one value of an exact function; what holds nothing possible is left out."""
        for boite, valeur in split_boxes(fonction, self.everything()):
            if self.count_possible(besoin, boite):
                yield boite, valeur

    def issue(self, besoin: str, boite: Boite) -> Issue:
        """The exact plan of a need on a box, reduced; read from the tree of all its plans, which is made once."""
        noeud = self.tree(besoin)
        while type(noeud) is tuple:
            variable, masque, dedans, dehors = noeud
            possible = boite[variable]
            commun = possible & masque
            if commun and commun != possible:
                raise Undecided(variable, commun)
            noeud = dedans if commun else dehors
        issue: Issue = noeud
        return issue

    def tree(self, besoin: str) -> Noeud:
        """Every exact plan of a need: inner nodes split on (variable, values), leaves are plans. Counts who wins on the way."""
        if besoin not in self._arbres:
            self.regions[besoin] = 0
            self._arbres[besoin] = self._node(besoin, self.everything())
        return self._arbres[besoin]

    def _node(self, besoin: str, boite: Boite) -> Noeud:
        try:
            plan = self.orientation.moteur.plan(besoin, boite, exact=True)
        except Undecided as signal:
            return self._cut(besoin, boite, signal.variable, signal.masque)
        except LookupError:
            return SANS_LIGNE
        if self.count_possible(besoin, boite):
            self.regions[besoin] += 1
            gagnants = [ligne.id for ligne in plan.lignes] + [place.enonce.id for place in plan.places]
            for gagnant in (*gagnants, *plan.modifications):
                self.gagnants[gagnant] = self.gagnants.get(gagnant, 0) + 1
        return self.reduced(plan)

    def _cut(self, besoin: str, boite: Boite, variable: int, masque: int) -> Noeud:
        dedans, dehors = boite.copy(), boite.copy()
        dedans[variable] &= masque
        dehors[variable] &= ~masque
        return variable, masque, self._node(besoin, dedans), self._node(besoin, dehors)

    def reduced(self, plan: PlanBesoin) -> Issue:
        """A plan as laws read it."""
        nouvelle = Issue(
            tuple(plan.in_role(Role.PRINCIPAL)),
            tuple(plan.in_role(Role.ALTERNATIVE)),
            tuple(plan.in_role(Role.APPUI)),
            tuple(plan.in_role(Role.ANTICIPER)),
            tuple(plan.ouverts()),
            tuple(place.structure for place in plan.places if place.enonce.porte),
            plan.lignes[0].id,
            tuple((choix, place.role.value) for place in plan.places for choix in place.ouvert),
            tuple(sorted({note for ligne in plan.lignes for note in ligne.notes})),
        )
        return self._issues.setdefault(nouvelle, nouvelle)

    def by_variable(self, besoin: str, variable: int, boite: Boite) -> list[tuple[int, Issue]]:
        """The plan as a function of one variable, all others decided: (values, plan)."""
        resultat = []
        pile = [boite[variable]]
        while pile:
            essai = boite.copy()
            essai[variable] = pile.pop()
            try:
                issue = self.issue(besoin, essai)
            except Undecided as signal:
                if signal.variable != variable:
                    raise
                pile += [essai[variable] & ~signal.masque, signal.masque]
            else:
                resultat.append((essai[variable], issue))
        return resultat

    def by_complexite(self, besoin: str) -> list[tuple[Boite, list[tuple[int, Issue]]]]:
        """The plan of a need as a function of the complexity, everywhere; « on a LISP » is decided. Made once."""
        if besoin not in self._selon:
            complexite = self.espace.index[COMPLEXITE]

            def by_level(boite: Boite) -> list[tuple[int, Issue]]:
                BoxView(self, boite).en_place("lisp")
                return self.by_variable(besoin, complexite, boite)

            self._selon[besoin] = list(self.cases(besoin, by_level))
        return self._selon[besoin]

    def on_a_lisp(self, boite: Boite) -> bool:
        """On a LISP that is not refused, on a box that decides it."""
        return BoxView(self, boite).en_place("lisp")

    def count_possible(self, besoin: str, boite: Boite) -> int:
        """How many situations of a box no impossible combination excludes."""
        impossibles = self._impossibles[besoin]
        cle = (len(impossibles), *(boite[variable] for variable in self._lues))
        if cle not in self._memo:
            reduite = [boite[rang] if rang in self._lues else 1 for rang in range(len(boite))]
            self._memo[cle] = sum(
                volume(partie)
                for partie, exclue in split_boxes(lambda b: any(decide(c, b) for c in impossibles), reduite)
                if not exclue
            )
        autres = 1
        for rang, masque in enumerate(boite):
            if rang not in self._lues:
                autres *= masque.bit_count()
        return self._memo[cle] * autres

    def example(self, besoin: str, boite: Boite) -> dict[str, Any]:
        """Facts of one possible situation of a box."""
        impossibles = self._impossibles[besoin]
        for partie, exclue in split_boxes(lambda b: any(decide(c, b) for c in impossibles), boite):
            if not exclue:
                return {**self._facts(partie), self.q.parts.need: [besoin]}
        return {}

    def _facts(self, boite: Boite) -> dict[str, Any]:
        faits: dict[str, Any] = {}
        for variable, masque in zip(self.espace.variables, boite, strict=True):
            bit = (masque & -masque).bit_length() - 1
            nom, _, membre = variable.nom.partition(".")
            if variable.nom == COMPLEXITE:
                complexite = self.espace.complexites[bit]
                noms = self.q.niveau.dimensions.noms
                if complexite.valeurs:
                    faits.update(zip(noms, complexite.valeurs, strict=True))
                else:
                    rang = self.q.niveau.dimensions.ethique
                    niveaux = self.q.niveau.dimensions.niveaux[rang]
                    faits[self.q.parts.level] = complexite.hors_ethique
                    faits[noms[rang]] = next(v for v, niveau in niveaux.items() if niveau == complexite.ethique)
            elif not membre:
                faits[nom] = variable.valeurs[bit]
            elif variable.valeurs[bit] == YES:
                faits.setdefault(nom, []).append(membre)
        return faits
