"""The decision path as a picture: answers, level, rows that apply, structures.

`compose` lays it out as plain values (boxes, edges, texts, in pixels), which an SVG (`chemin_svg.write`) and a painter on a
screen draw alike. Colours are named by token (`desktop.colours`, light and dark); nothing is told by colour alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.decision.path import PathStep
from desktop.export.text_width import fold_text, text_width
from desktop.text.typography import french

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from desktop.decision.path import PathLink
    from desktop.telling.path_graph import ToldNode, ToldPath
    from desktop.telling.story import Story

PETIT, CORPS, GRAND = 15, 17, 24
"""Sizes of text, in pixels of the picture: 15 is read from the back of a room when the picture fills the width."""
DRAWN = (
    "bg", "panel", "ink", "soft", "line", "edge", "primary", "primary_soft", "alert", "niveau1", "niveau2", "niveau3",
    "open_ground", "open_line",
)  # fmt: skip
"""The tokens that a picture uses (`desktop.colours`)."""


@dataclass(frozen=True, slots=True)
class DrawnText:
    """One line of text. `x`, `y`: start of its baseline (its end when `fin`)."""

    x: float
    y: float
    texte: str
    taille: int
    couleur: str = "ink"
    gras: bool = False
    fin: bool = False


@dataclass(frozen=True, slots=True)
class DrawnBox:
    """One box. `fond` and `bord` are tokens; `tirets`: something is still unknown.

    `objet`: identifier of the fact, row or structure it shows; `said`: the box in one sentence, for who can't see it.
    """

    id: str
    colonne: PathStep
    genre: str
    objet: str
    besoin: str
    x: float
    y: float
    largeur: float
    hauteur: float
    fond: str
    bord: str
    epaisseur: float
    tirets: bool
    textes: tuple[DrawnText, ...]
    dit: str


@dataclass(frozen=True, slots=True)
class DrawnLink:
    """One link: from `depart` straight to `coude`, then a cubic curve by `tire1` and `tire2` to `arrivee`, and an arrow head."""

    de: str
    vers: str
    depart: tuple[float, float]
    coude: tuple[float, float]
    tire1: tuple[float, float]
    tire2: tuple[float, float]
    arrivee: tuple[float, float]
    pointe: tuple[tuple[float, float], tuple[float, float], tuple[float, float]]
    couleur: str
    epaisseur: float
    tirets: bool


@dataclass(frozen=True, slots=True)
class DrawnBand:
    """The ground of one need (or of whom to reach now), behind its rows and structures."""

    id: str
    titre: str
    x: float
    y: float
    largeur: float
    hauteur: float


@dataclass(frozen=True, slots=True)
class PathDrawing:
    """The whole picture: paint `bg`, then bands, edges, boxes with their texts, then `textes`.

    `description`: all of it in words.
    """

    titre: str
    description: str
    largeur: float
    hauteur: float
    bandes: tuple[DrawnBand, ...]
    aretes: tuple[DrawnLink, ...]
    boites: tuple[DrawnBox, ...]
    textes: tuple[DrawnText, ...]

    def box(self, identifiant: str) -> DrawnBox:
        """The box of this id. Raises KeyError."""
        for boite in self.boites:
            if boite.id == identifiant:
                return boite
        raise KeyError(identifiant)


def compose(story: Story, graphe: ToldPath) -> PathDrawing:
    """Lay out the path of a plan, or of one of its needs, under the sentence of its story."""
    return _Layout(graphe, story.phrase or "Aucun besoin n’est encore dit.", story.securite).drawing()


# Geometry -------------------------------------------------------------------------------------------------------

MARGE, ESPACE, INTERIEUR = 28.0, 12.0, 12.0
_X = {PathStep.ANSWER: 28.0, PathStep.LEVEL: 412.0, PathStep.ROW: 680.0, PathStep.STRUCTURE: 1130.0}
_L = {PathStep.ANSWER: 330.0, PathStep.LEVEL: 170.0, PathStep.ROW: 370.0, PathStep.STRUCTURE: 380.0}
LARGEUR = _X[PathStep.STRUCTURE] + _L[PathStep.STRUCTURE] + 2 * MARGE
_TITRES = {
    PathStep.ANSWER: "1. Réponses",
    PathStep.LEVEL: "2. Niveau",
    PathStep.ROW: "3. Règles qui s’appliquent",
    PathStep.STRUCTURE: "4. Structures",
}
_ASPECT = {
    "reponse": ("panel", "edge", 1.5),
    "manquante": ("bg", "edge", 1.5),
    "niveau": ("panel", "edge", 3.0),
    "ligne": ("panel", "edge", 1.5),
    "principal": ("primary_soft", "primary", 3.0),
    "joindre": ("primary_soft", "primary", 3.0),
    "alternative": ("panel", "edge", 1.5),
    "appui": ("panel", "line", 1.5),
    "anticiper": ("open_ground", "open_line", 1.5),
    "personne": ("panel", "alert", 3.0),
}


class _Layout:
    def __init__(self, graphe: ToldPath, phrase: str, securite: str) -> None:
        self._graphe = graphe
        self._phrase = phrase
        self._securite = securite
        self._boites: dict[str, DrawnBox] = {}
        self._bandes: list[DrawnBand] = []
        self._textes: list[DrawnText] = []

    def drawing(self) -> PathDrawing:
        haut = self._head()
        bas = max(self._band_column(haut), self._answer_column(haut))
        hauteur = self._foot(bas + 2 * ESPACE)
        description = _in_words(self._graphe, self._phrase, self._boites)
        return PathDrawing(
            "Le chemin de la réponse", description, LARGEUR, hauteur,
            tuple(self._bandes), tuple(self._links()), tuple(self._boites.values()), tuple(self._textes),
        )  # fmt: skip

    def _head(self) -> float:
        y = MARGE + GRAND
        for ligne in fold_text(self._phrase, LARGEUR - 2 * MARGE, GRAND, gras=True):
            self._textes.append(DrawnText(MARGE, y, ligne, GRAND, gras=True))
            y += GRAND * 1.3
        y += ESPACE
        for colonne, titre in _TITRES.items():
            if self._graphe.of(colonne):
                self._textes.append(DrawnText(_X[colonne], y, titre, CORPS, "soft", gras=True))
        return y + ESPACE

    def _band_column(self, haut: float) -> float:
        """Rows and structures, need after need; the bottom."""
        y = haut
        for identifiant, titre in self._graphe.groups:
            debut = y
            x = _X[PathStep.ROW] - INTERIEUR
            lignes = fold_text(titre, LARGEUR - x - MARGE - 2 * INTERIEUR, CORPS, gras=True)
            y += ESPACE
            for ligne in lignes:
                y += CORPS * 1.2
                self._textes.append(DrawnText(_X[PathStep.ROW], y, ligne, CORPS, gras=True))
            y += ESPACE
            bas = y
            for colonne in (PathStep.ROW, PathStep.STRUCTURE):
                bas = max(bas, self._stack(self._graphe.of(colonne, identifiant), y, ESPACE))
            y = bas + INTERIEUR
            self._bandes.append(DrawnBand(identifiant, titre, x, debut, LARGEUR - x - MARGE / 2, y - debut))
            y += ESPACE
        return y

    def _answer_column(self, haut: float) -> float:
        """Answers from the top, the level beside its dimensions; the bottom."""
        bas = self._stack(self._graphe.of(PathStep.ANSWER), haut, ESPACE)
        for noeud in self._graphe.of(PathStep.LEVEL):
            sources = [self._boites[lien.origin] for lien in self._graphe.links if lien.target == noeud.id]
            centre = (sources[0].y + sources[-1].y + sources[-1].hauteur) / 2
            boite = self._box(noeud, 0.0)
            self._boites[noeud.id] = self._box(noeud, centre - boite.hauteur / 2)
        return bas

    def _stack(self, noeuds: Iterable[ToldNode], y: float, espace: float) -> float:
        for noeud in noeuds:
            boite = self._box(noeud, y)
            self._boites[noeud.id] = boite
            y += boite.hauteur + espace
        return y

    def _box(self, noeud: ToldNode, y: float) -> DrawnBox:
        x, place = _X[noeud.column], _L[noeud.column]
        textes, hauteur = _write(noeud, x + INTERIEUR, y, place - 2 * INTERIEUR)
        lie = noeud.column != PathStep.ANSWER or any(lien.origin == noeud.id for lien in self._graphe.links)
        fond, bord, epaisseur = _ASPECT[noeud.kind]
        bord = f"niveau{noeud.level}" if noeud.level else bord
        bord = bord if lie else "line"
        return DrawnBox(
            noeud.id, noeud.column, noeud.kind, noeud.object, noeud.need, x, y, place, hauteur, fond, bord, epaisseur,
            not noeud.certain, textes, _spoken(noeud),
        )  # fmt: skip

    def _links(self) -> Iterator[DrawnLink]:
        """The links; those that reach one box arrive side by side, in the order of where they come from."""
        rangs = {boite: rang for rang, boite in enumerate(self._boites)}
        for vers in self._boites:
            arrivants = [lien for lien in self._graphe.links if lien.target == vers]
            arrivants.sort(key=lambda lien: (self._boites[lien.origin].y, rangs[lien.origin]))
            pas = min(9.0, (self._boites[vers].hauteur - 2 * INTERIEUR) / max(1, len(arrivants)))
            for rang, lien in enumerate(arrivants):
                yield self._link(lien, (rang - (len(arrivants) - 1) / 2) * pas)

    def _link(self, lien: PathLink, ecart: float) -> DrawnLink:
        de, vers = self._boites[lien.origin], self._boites[lien.target]
        depart = (de.x + de.largeur, de.y + de.hauteur / 2)
        arrivee = (vers.x, vers.y + vers.hauteur / 2 + ecart)
        # What passes beside the level goes straight until after it, so that no line crosses a box.
        passe = de.colonne == PathStep.ANSWER and vers.colonne != PathStep.LEVEL
        coude_x = _X[PathStep.LEVEL] + _L[PathStep.LEVEL] if passe else depart[0]
        bout = (arrivee[0] - 9.0, arrivee[1])
        milieu = (coude_x + bout[0]) / 2
        couleur = "primary" if lien.carries else "edge"
        pointe = (arrivee, (bout[0], bout[1] - 5.0), (bout[0], bout[1] + 5.0))
        return DrawnLink(
            lien.origin, lien.target, depart, (coude_x, depart[1]), (milieu, depart[1]), (milieu, bout[1]), bout, pointe,
            couleur, 3.0 if lien.carries else 1.6, not lien.certain,
        )  # fmt: skip

    def _foot(self, y: float) -> float:
        notes = [self._securite]
        if any(not lien.certain for lien in self._graphe.links):
            notes.insert(0, "Trait plein : certain. Tirets : dépend d’une réponse qui manque.")
        if any(lien.carries for lien in self._graphe.links):
            notes.insert(0, "Trait épais : ce qui fixe le niveau.")
        if any(boite.colonne == PathStep.ANSWER and boite.bord == "line" for boite in self._boites.values()):
            notes.insert(0, "Une réponse sans trait n’est lue par aucune des règles qui s’appliquent.")
        for note in notes:
            for ligne in fold_text(french(note), LARGEUR - 2 * MARGE, PETIT):
                y += PETIT * 1.35
                self._textes.append(DrawnText(MARGE, y, ligne, PETIT, "soft"))
        return y + MARGE


# Words ----------------------------------------------------------------------------------------------------------


def _write(noeud: ToldNode, x: float, y: float, place: float) -> tuple[tuple[DrawnText, ...], float]:
    """The lines of a box and its height."""
    if noeud.column == PathStep.STRUCTURE and noeud.kind != "personne":
        return _write_structure(noeud, x, y, place)
    couleur = f"niveau{noeud.level}" if noeud.level else "ink"
    titre = [(ligne, CORPS, couleur, True) for ligne in fold_text(noeud.title, place, CORPS, gras=True)]
    if noeud.column == PathStep.ROW:
        titre = [(ligne, CORPS, "ink", False) for ligne in fold_text(noeud.title, place, CORPS)]
    detail = [(ligne, PETIT, "soft", False) for ligne in fold_text(noeud.detail, place, PETIT) if ligne]
    # The question stands above its answer; what explains stands below.
    ordre = [*detail, *titre] if noeud.column == PathStep.ANSWER else [*titre, *detail]
    return _stack_lines(ordre, x, y)


def _write_structure(noeud: ToldNode, x: float, y: float, place: float) -> tuple[tuple[DrawnText, ...], float]:
    """Name at the left, role at the right; below, whether it answers now."""
    large = text_width(noeud.role, PETIT) + INTERIEUR
    gras = noeud.kind in ("principal", "joindre")
    lignes = [(ligne, CORPS, "ink", gras) for ligne in fold_text(noeud.title, place - large, CORPS, gras=gras)]
    if noeud.detail and noeud.detail != noeud.role:
        lignes += [(ligne, PETIT, "soft", False) for ligne in fold_text(noeud.detail, place, PETIT)]
    textes, hauteur = _stack_lines(lignes, x, y)
    return (*textes, DrawnText(x + place, textes[0].y, noeud.role, PETIT, "soft", fin=True)), hauteur


def _stack_lines(
    lignes: Sequence[tuple[str, int, str, bool]], x: float, y: float
) -> tuple[tuple[DrawnText, ...], float]:
    textes = []
    bas = y + 8.0
    for texte, taille, couleur, gras in lignes:
        bas += taille * 1.25
        textes.append(DrawnText(x, bas - taille * 0.25, texte, taille, couleur, gras))
    return tuple(textes), bas + 8.0 - y


def _spoken(noeud: ToldNode) -> str:
    """One box in one sentence."""
    suite = "" if noeud.certain or noeud.kind == "manquante" else ", selon une réponse qui manque"
    if noeud.column == PathStep.ANSWER:
        return french(f"{noeud.detail} {noeud.title}")
    if noeud.role:
        detail = f", {noeud.detail.lstrip('●○? ')}" if noeud.detail and noeud.detail != noeud.role else ""
        return french(f"{noeud.title} ({noeud.role}{detail}{suite})")
    return french(f"{noeud.title.rstrip('.')} ({noeud.detail}){suite}")


def _cause(noeud: ToldNode) -> str:
    return f"« {noeud.detail} » n’est pas encore dit" if noeud.kind == "manquante" else noeud.title


def _in_words(graphe: ToldPath, phrase: str, boites: dict[str, DrawnBox]) -> str:
    """The whole picture in sentences, in the order of the path."""
    phrases = [phrase]
    if reponses := graphe.of(PathStep.ANSWER):
        phrases.append(f"Réponses : {' ; '.join(boites[n.id].dit for n in reponses)}.")
    for noeud in graphe.of(PathStep.LEVEL):
        porteurs = [graphe.nodes[lien.origin] for lien in graphe.links if lien.target == noeud.id and lien.carries]
        par = f", porté par : {', '.join(n.title for n in porteurs)}" if porteurs else ""
        phrases.append(f"{boites[noeud.id].dit}{par}.")
    for identifiant, titre in graphe.groups:
        lignes = []
        for noeud in graphe.of(PathStep.ROW, identifiant):
            vers = [boites[lien.target].dit for lien in graphe.links if lien.origin == noeud.id]
            causes = [graphe.nodes[lien.origin] for lien in graphe.links if lien.target == noeud.id]
            de = [_cause(cause) for cause in causes if cause.object != graphe.asked]
            parce = f" parce que : {', '.join(de)}" if de else ""
            mene = f" ; elle mène à : {' ; '.join(vers)}" if vers else ""
            lignes.append(f"{boites[noeud.id].dit.rstrip('.')}{parce}{mene}.")
        seules = [boites[n.id].dit for n in graphe.of(PathStep.STRUCTURE, identifiant) if n.kind == "personne"]
        phrases.append(french(f"{titre} : {' '.join([*lignes, *(f'{s}.' for s in seules)])}"))
    return "\n".join(phrases)
