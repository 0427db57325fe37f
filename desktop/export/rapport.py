"""The report of a plan: composed once as plain values, then written as text, Markdown or HTML.

It says when and for which hour, the answers, the level, the plan with its reasons and references, what the texts leave open,
what would change the answer, the version of the content and the limits of the tool. It holds no identity: none is asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from desktop.corpus.typographie import aplanir, typographier
from desktop.decision import dire, premiere_phrase

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from desktop.corpus import Corpus
    from desktop.decision import Plan, PlanDeBesoin, Questionnaires
    from desktop.decision.contrefactuels import Contrefactuel
    from desktop.decision.model import Source

LIMITES = (
    "Aide à la décision, ni texte réglementaire ni dispositif médical ; elle ne remplace ni les référentiels ni un avis médical.",
    "Les six dimensions du niveau et « le plus haut l’emporte » sont une lecture de l’outil.",
    "Aucune identité n’est demandée ni gardée.",
)
ROLES = (("principal", "À solliciter"), ("alternatives", "Sinon"), ("appuis", "En appui"))
OUVERTS = ("ouvert", "refus")
MOIS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
JOURS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


@dataclass(frozen=True, slots=True)
class Cadre:
    """What stands around a plan: when it was made, for which content and program, and the free label, if any."""

    instant: datetime
    version_contenu: str
    version_programme: str
    libelle: str = ""


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


def date_en_mots(instant: datetime) -> str:
    """« samedi 21 novembre 2026, 22 h 10 »."""
    jour = "1er" if instant.day == 1 else str(instant.day)
    return f"{JOURS[instant.weekday()]} {jour} {MOIS[instant.month - 1]} {instant.year}, {instant.hour} h {instant.minute:02}"


class _Composition:
    def __init__(self, questionnaires: Questionnaires, corpus: Corpus, plan: Plan, cadre: Cadre) -> None:
        self._q = questionnaires
        self._o = questionnaires.orientation
        self._corpus = corpus
        self._plan = plan
        self._cadre = cadre

    def rapport(self) -> Rapport:
        sections = [
            Section("Réponses données", tuple(self._reponses())),
            Section("Niveau de complexité", tuple(self._niveau())),
        ]
        if self._plan.joindre:
            sections.append(Section("Joindre maintenant", tuple(self._joindre())))
        for besoin in self._plan.besoins:
            sections += self._besoin(besoin)
        sections += [
            Section("Ce que les textes laissent ouvert", tuple(self._ouverts())),
            Section("Ce qui changerait la réponse", tuple(self._contrefactuels())),
        ]
        titre = "Orientation d’une situation" + (f" : {self._cadre.libelle}" if self._cadre.libelle else "")
        return Rapport(
            titre=typographier(titre),
            date=date_en_mots(self._cadre.instant),
            phrase=premiere_phrase(self._q, self._plan),
            securite=self._o.textes.securite,
            sections=tuple(s for s in sections if s.elements),
            pied=(
                *(typographier(limite) for limite in LIMITES),
                f"Contenu {self._cadre.version_contenu}, Cap palliatif {self._cadre.version_programme}.",
            ),
        )

    def _reponses(self) -> Iterator[Element]:
        for nom, valeur in self._plan.faits.items():
            fait = self._q.faits[nom]
            donnees = valeur if isinstance(valeur, list | tuple) else [valeur]
            mots = ", ".join(fait.valeur(str(v)).court for v in donnees) or "rien"
            yield Element(typographier(f"{fait.question} {mots}"))

    def _niveau(self) -> Iterator[Element]:
        niveaux = self._plan.niveau
        if niveaux:
            dit = " ou ".join(map(str, niveaux))
            yield Element(f"Niveau {dit}", self._o.textes.natures["interpretation"], ())
        for nom, niveau in self._plan.dimensions.items():
            if niveau is not None:
                yield Element(typographier(f"{self._q.faits[nom].question} Plan de niveau {niveau}."))

    def _joindre(self) -> Iterator[Element]:
        for appel in self._plan.joindre or ():
            yield self._element(f"{self._nom(appel.structure)}. {appel.pour}", appel.source)

    def _besoin(self, besoin: PlanDeBesoin) -> list[Section]:
        titre = self._q.faits["besoin"].valeur(besoin.besoin).libelle
        sections = [Section(titre, ())]
        for role, mot in ROLES:
            if structures := getattr(besoin, role):
                suite = f" ({self._o.textes.ouvert})" if role == "principal" and besoin.ouvert else ""
                sections.append(Section(mot + suite, tuple(self._structure(besoin, s) for s in structures), 2))
        if besoin.anticiper:
            enonces = {e.structure: e for e in besoin.enonces}
            elements = tuple(self._element(self._o.anticipations[a], enonces[a].source) for a in besoin.anticiper)
            sections.append(Section("À anticiper", elements, 2))
        if besoin.conditions:
            conditions = tuple(self._element(c.texte, c.source, case=c.remplie is True) for c in besoin.conditions)
            sections.append(Section("Conditions à réunir", conditions, 2))
        if notes := tuple(self._element(n.texte, n.source) for n in besoin.notes if n.genre not in OUVERTS):
            sections.append(Section("À savoir", notes, 2))
        premiere, *suite_sections = sections
        return [Section(premiere.titre, premiere.elements or (Element(self._dire_principal(besoin)),)), *suite_sections]

    def _dire_principal(self, besoin: PlanDeBesoin) -> str:
        if not besoin.principal:
            return self._o.textes.personne
        return typographier(f"D’abord : {dire(self._q, besoin.principal, 'ou' if besoin.ouvert else 'et')}.")

    def _structure(self, besoin: PlanDeBesoin, structure: str) -> Element:
        enonce = next(e for e in besoin.enonces if e.structure == structure)
        parties = [self._nom(structure), self._o.textes.maintenant[besoin.maintenant.get(structure, "inconnu")]]
        if (acces := besoin.acces.get(structure)) is not None:
            parties.append(self._acces(acces.mode, acces.par))
        return self._element(", ".join(p for p in parties if p) + f". {enonce.pour}", enonce.source)

    def _acces(self, mode: str, par: tuple[str, ...]) -> str:
        if mode == "a_mobiliser":
            return "déjà en place : à mobiliser"
        demandeurs = {v.id: v.court for v in self._q.faits["demandeur"].valeurs}
        return "à demander par : " + ", ".join(demandeurs.get(p, p) for p in par) if par else ""

    def _ouverts(self) -> Iterator[Element]:
        vus = set()
        for besoin in self._plan.besoins:
            for note in besoin.notes:
                if note.genre in OUVERTS and note.id not in vus:
                    vus.add(note.id)
                    yield self._element(note.texte, note.source)

    def _contrefactuels(self) -> Iterator[Element]:
        for c in self._plan.contrefactuels:
            yield Element(typographier(self._changement(c)))

    def _changement(self, c: Contrefactuel) -> str:
        changes = []
        for nom, valeur in c.changer.items():
            fait = self._q.faits[nom]
            donnees = valeur if isinstance(valeur, list | tuple) else [valeur]
            changes.append(f"{fait.question} {', '.join(fait.valeur(str(v)).court for v in donnees) or 'rien'}")
        suite = [f"niveau {' ou '.join(map(str, c.niveau))}"] if c.niveau_change else []
        suite.append(dire(self._q, c.principal, "ou") or "personne n’est nommé")
        return " et ".join(changes) + " → " + " ; ".join(suite)

    def _nom(self, structure: str) -> str:
        return self._o.structures[structure].libelle

    def _element(self, texte: str, source: Source, *, case: bool | None = None) -> Element:
        references = tuple(dict.fromkeys(self._reference(r) for r in source.regles if r in self._corpus.regles))
        return Element(typographier(texte), self._o.textes.natures[source.nature.value], references, case)

    def _reference(self, regle: str) -> str:
        document = self._corpus.documents[self._corpus.regles[regle].document]
        rubrique = " › ".join(self._corpus.rubriques[self._corpus.regles[regle].rubrique].chemin)
        ou = document.titre if document.source.annexe is None else f"annexe {document.source.annexe}"
        return f"{ou}, « {rubrique} »"


# Shapes ---------------------------------------------------------------------------------------------------------


def _suite(element: Element) -> str:
    details = " ; ".join(filter(None, (element.nature, *element.references)))
    return f" [{details}]" if details else ""


def texte(rapport: Rapport) -> str:
    """Plain text, for the body of a letter: plain spaces, no mark-up."""
    lignes = [rapport.titre, rapport.date, "", rapport.phrase]
    for section in rapport.sections:
        lignes += [""] if section.niveau == 1 else []
        lignes.append(section.titre.upper() if section.niveau == 1 else f"{section.titre} :")
        for e in section.elements:
            puce = "-" if e.case is None else ("[x]" if e.case else "[ ]")
            lignes.append(f"{puce} {e.texte}{_suite(e)}")
    lignes += ["", rapport.securite, *rapport.pied]
    return aplanir("\n".join(lignes)) + "\n"


def markdown(rapport: Rapport) -> str:
    """Markdown, with the references after each line."""
    lignes = [f"# {_md(rapport.titre)}", "", f"*{rapport.date}*", "", f"**{_md(rapport.phrase)}**"]
    for section in rapport.sections:
        lignes += ["", f"{'#' * (section.niveau + 1)} {_md(section.titre)}", ""]
        for e in section.elements:
            puce = "-" if e.case is None else ("- [x]" if e.case else "- [ ]")
            lignes.append(f"{puce} {_md(e.texte)}{_md(_suite(e))}")
    lignes += ["", f"> {_md(rapport.securite)}", "", "---", "", *(f"{_md(p)}  " for p in rapport.pied)]
    return "\n".join(lignes) + "\n"


def _md(texte: str) -> str:
    for signe in "\\`*_[]<>#":
        texte = texte.replace(signe, "\\" + signe)
    return texte


def html(rapport: Rapport) -> str:
    """Simple HTML: only what QTextDocument prints; every word escaped."""
    corps = [
        f"<h1>{escape(rapport.titre)}</h1>",
        f"<p>{escape(rapport.date)}</p>",
        f"<p><b>{escape(rapport.phrase)}</b></p>",
    ]
    for section in rapport.sections:
        corps.append(f"<h{section.niveau + 1}>{escape(section.titre)}</h{section.niveau + 1}><ul>")
        for e in section.elements:
            case = "" if e.case is None else ("☑ " if e.case else "☐ ")
            suite = f"<br/><small>{escape(_suite(e).strip(' []'))}</small>" if _suite(e) else ""
            corps.append(f"<li>{case}{escape(e.texte)}{suite}</li>")
        corps.append("</ul>")
    corps.append(f"<p><b>{escape(rapport.securite)}</b></p>")
    corps += [f"<p><small>{escape(p)}</small></p>" for p in rapport.pied]
    return f"<html><head><title>{escape(rapport.titre)}</title></head><body>{''.join(corps)}</body></html>"
