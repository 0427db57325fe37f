"""The report of a plan, composed once as plain values; `rapport_formes` writes it, and on paper it is the annexe of the sheet.

It says when and for which hour, the answers, the level, the plan with its reasons and references, what the texts leave open,
what would change the answer, the version of the content and the limits of the tool. It holds no identity: none is asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.decision import dire
from desktop.decision import facts as lecture
from desktop.decision.model import Role
from desktop.telling import said, words
from desktop.text import dates
from desktop.text.typography import french

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime

    from desktop.corpus import Corpus
    from desktop.decision import Plan, PlanDeBesoin, Questionnaires
    from desktop.decision.counterfactuals import Contrefactuel
    from desktop.decision.loading.sources import Brut
    from desktop.decision.model import Source
    from desktop.decision.plan import NoteDite

LIMITES = (
    "Aide à la décision, ni texte réglementaire ni dispositif médical ; elle ne remplace ni les référentiels ni un avis médical.",
    "Les six plans de la complexité et « le plus haut l’emporte » sont une lecture de l’outil.",
    "Aucune identité n’est demandée ni gardée.",
)
ROLES = (("principal", "À solliciter"), ("alternatives", "Sinon"), ("appuis", "En appui"))
OUVERT, NIVEAU = "ouvert", "niveau"


@dataclass(frozen=True, slots=True)
class Cadre:
    """What stands around a plan: when it was made, for which content and program, and the free label, if any.

    `quand` stands for « maintenant »: « à 22 h 10 »; "" for a report that is read at once.
    """

    instant: datetime
    version_contenu: str
    version_programme: str
    libelle: str = ""
    quand: str = ""


@dataclass(frozen=True, slots=True)
class Element:
    """One line: its text, what supports it in words, and the references it leans on. `case` draws a box to tick."""

    texte: str
    nature: str = ""
    references: tuple[str, ...] = ()
    case: bool | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its lines; `niveau` 1 for a part of the report, 2 inside one."""

    titre: str
    elements: tuple[Element, ...]
    niveau: int = 1


@dataclass(frozen=True, slots=True)
class Rapport:
    """The whole report, ready to be written in any shape."""

    titre: str
    date: str
    phrase: str
    securite: str
    sections: tuple[Section, ...]
    pied: tuple[str, ...]


def composer(questionnaires: Questionnaires, corpus: Corpus, plan: Plan, cadre: Cadre) -> Rapport:
    """Gather all that the report says. Nothing is computed here but words."""
    return _Composition(questionnaires, corpus, plan, cadre).rapport()


class _Composition:
    def __init__(self, questionnaires: Questionnaires, corpus: Corpus, plan: Plan, cadre: Cadre) -> None:
        self._q = questionnaires
        self._o = questionnaires.orientation
        self._corpus = corpus
        self._plan = plan
        self._cadre = cadre
        self._boite = lecture.boite(questionnaires, dict(plan.faits))
        # What was said once, for one need or for the level, is not said again.
        self._dits: set[tuple[str, ...]] = set()

    def rapport(self) -> Rapport:
        sections = [Section("Réponses données", tuple(self._reponses()))]
        sections.append(Section("Niveau de complexité", tuple(self._niveau())))
        if self._plan.joindre:
            sections.append(Section(f"À joindre {self._cadre.quand or 'maintenant'}", tuple(self._joindre())))
        for besoin in self._plan.besoins:
            sections += self._besoin(besoin)
        sections += [
            Section("Ce que les textes laissent ouvert", tuple(self._notes(OUVERT))),
            Section("Ce qui changerait la réponse", tuple(self._contrefactuels())),
        ]
        titre = "Orientation d’une situation" + (f" : {self._cadre.libelle}" if self._cadre.libelle else "")
        return Rapport(
            titre=french(titre),
            date=french(self._date()),
            phrase=french(said.first_sentence(self._q, self._plan, self._cadre.quand)),
            securite=french(self._o.textes.securite),
            sections=tuple(s for s in sections if s.elements),
            pied=(
                *(french(limite) for limite in LIMITES),
                f"Contenu {self._cadre.version_contenu}, Cap palliatif {self._cadre.version_programme}.",
            ),
        )

    def _date(self) -> str:
        moment = self._plan.faits.get("moment")
        suite = f" ; moment retenu : {self._court('moment', moment)}" if moment else ""
        return dates.day_and_hour(self._cadre.instant) + suite

    def _reponses(self) -> Iterator[Element]:
        """What was answered, less the dimensions: they stand with the level that they make."""
        for nom, valeur in self._plan.faits.items():
            if nom not in self._plan.dimensions:
                yield Element(french(f"{words.nom_du_fait(self._q, nom)} : {self._court(nom, valeur)}"))
        if manquants := [words.nom_du_fait(self._q, nom) for nom in self._plan.questions_utiles]:
            yield Element(french(f"Pas encore dit, et qui peut changer le plan : {', '.join(manquants)}"))

    def _niveau(self) -> Iterator[Element]:
        niveaux = self._plan.niveau
        connues = {nom: niveau for nom, niveau in self._plan.dimensions.items() if niveau is not None}
        if not connues and "niveau" not in self._plan.faits:
            return
        seul = self._q.faits["niveau"].valeur(str(niveaux[0])).libelle if len(niveaux) == 1 else ""
        dit = seul or f"Niveau {words.niveaux_dits(niveaux)}, selon ce qui n’est pas encore dit"
        yield Element(french(dit), self._o.textes.natures["interpretation"])
        for nom, niveau in connues.items():
            fixe = ", fixe le niveau" if niveau == max(niveaux) > 1 else ""
            reponse = self._court(nom, self._plan.faits[nom])
            yield Element(french(f"{words.nom_du_fait(self._q, nom)} : {reponse} ({niveau}{fixe})"))
        yield from self._notes(NIVEAU)
        if any("had" in besoin.structures for besoin in self._plan.besoins) and len(self._plan.expertise_had) == 1:
            for ligne in self._q.niveau.expertise:
                if ligne.donne == self._plan.expertise_had[0]:
                    yield self._element(f"Expertise attendue de l’HAD : {words.minuscule(ligne.titre)}", ligne.source)

    def _joindre(self) -> Iterator[Element]:
        for appel in self._plan.joindre or ():
            yield self._element(f"{self._nom(appel.structure)}. {appel.pour}", appel.source)

    def _besoin(self, besoin: PlanDeBesoin) -> list[Section]:
        titre = french(self._q.faits["besoin"].valeur(besoin.besoin).libelle)
        sections = [Section(titre, (Element(self._dire_principal(besoin)),))]
        for role, mot in ROLES:
            if structures := getattr(besoin, role):
                sections.append(Section(mot, tuple(self._structure(besoin, s) for s in structures), 2))
        if besoin.anticiper:
            enonces = {e.structure: e for e in besoin.enonces if e.role == Role.ANTICIPER}
            elements = tuple(self._element(self._o.anticipations[a], enonces[a].source) for a in besoin.anticiper)
            sections.append(Section("À anticiper", elements, 2))
        sections += self._conditions(besoin)
        if notes := tuple(self._notes_de((besoin,), lambda note: note.genre not in (OUVERT, NIVEAU))):
            sections.append(Section("À savoir", notes, 2))
        return sections

    def _dire_principal(self, besoin: PlanDeBesoin) -> str:
        if not besoin.principal:
            return french(said.at_the_hour(self._o.textes.personne, self._cadre.quand))
        incertain = set(besoin.principal) & set(besoin.incertains)
        lien = "ou" if besoin.ouvert or incertain else "et"
        suite = f" {self._o.textes.ouvert}" if besoin.ouvert else ""
        suite += " Une réponse qui manque peut encore en décider." if incertain else ""
        return french(f"D’abord : {dire(self._q, besoin.principal, lien)}.{suite}")

    def _structure(self, besoin: PlanDeBesoin, structure: str) -> Element:
        enonce = next(e for e in besoin.enonces if e.structure == structure and e.role != Role.ANTICIPER)
        maintenant = besoin.maintenant.get(structure, "inconnu")
        dite = words.disponibilite(self._q, self._boite, structure, maintenant)
        parties = [self._nom(structure), said.at_the_hour(dite, self._cadre.quand)]
        if (acces := besoin.acces.get(structure)) is not None:
            parties.append(words.acces(self._q, acces))
        if not enonce.certain:
            parties.append("dépend d’une réponse qui manque")
        return self._element(", ".join(parties) + f". {enonce.pour}", enonce.source)

    def _conditions(self, besoin: PlanDeBesoin) -> Iterator[Section]:
        """What is still to be met, structure by structure."""
        for structure in dict.fromkeys(c.structure for c in besoin.conditions):
            elements = tuple(
                self._element(c.texte, c.source, case=c.remplie is True)
                for c in besoin.conditions
                if c.structure == structure and self._nouveau("condition", structure, c.id)
            )
            if elements:
                yield Section(french(f"À réunir pour {self._o.structures[structure].dire}"), elements, 2)

    def _notes(self, genre: str) -> Iterator[Element]:
        return self._notes_de(self._plan.besoins, lambda note: note.genre == genre)

    def _notes_de(self, besoins: Iterable[PlanDeBesoin], voulue: Callable[[NoteDite], bool]) -> Iterator[Element]:
        for besoin in besoins:
            for note in besoin.notes:
                if voulue(note) and self._nouveau("note", note.id):
                    yield self._element(note.texte, note.source)

    def _nouveau(self, *cle: str) -> bool:
        """Whether this was not said yet; from now on it is."""
        nouveau = cle not in self._dits
        self._dits.add(cle)
        return nouveau

    def _contrefactuels(self) -> Iterator[Element]:
        for c in self._plan.contrefactuels:
            yield Element(french(self._changement(c)))

    def _changement(self, c: Contrefactuel) -> str:
        changes = [
            f"{words.nom_du_fait(self._q, nom)} : {self._court(nom, valeur)}" for nom, valeur in c.changer.items()
        ]
        suite = [f"niveau {words.niveaux_dits(c.niveau)}"] if c.niveau_change else []
        if c.principal != self._plan.principal or not suite:
            suite.append(dire(self._q, c.principal, "ou") or "personne n’est nommé")
        return " et ".join(changes) + " → " + " ; ".join(suite)

    def _court(self, fait: str, valeur: Brut) -> str:
        return words.reponse_courte(self._q, fait, valeur)

    def _nom(self, structure: str) -> str:
        return self._o.structures[structure].libelle

    def _element(self, texte: str, source: Source, *, case: bool | None = None) -> Element:
        connues = [regle for regle in source.regles if regle in self._corpus.regles]
        references = tuple(dict.fromkeys(words.reference(self._corpus, regle) for regle in connues))
        return Element(french(texte), self._o.textes.natures[source.nature.value], references, case)
