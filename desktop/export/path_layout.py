"""The decision path as a picture: answers, level, rows that apply, structures.

`composer` lays it out as plain values (boxes, edges, texts, in pixels), which an SVG (`chemin_svg.ecrire`) and a painter on a
screen draw alike. Colours are named by token (`desktop.colours`, light and dark); nothing is told by colour alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.decision import premiere_phrase
from desktop.export.text_width import couper, largeur
from desktop.telling import path_graph
from desktop.telling.path_graph import Colonne, Graphe, Lien, Noeud
from desktop.text.typography import french

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from desktop.decision import Plan, Questionnaires

PETIT, CORPS, GRAND = 15, 17, 24
"""Sizes of text, in pixels of the picture: 15 is read from the back of a room when the picture fills the width."""
DRAWN = (
    "bg", "panel", "ink", "soft", "line", "edge", "primary", "primary_soft", "alert", "niveau1", "niveau2", "niveau3",
    "open_ground", "open_line",
)  # fmt: skip
"""The tokens that a picture uses (`desktop.colours`)."""


@dataclass(frozen=True, slots=True)
class Texte:
    """One line of text. `x`, `y`: start of its baseline (its end when `fin`)."""

    x: float
    y: float
    texte: str
    taille: int
    couleur: str = "ink"
    gras: bool = False
    fin: bool = False


@dataclass(frozen=True, slots=True)
class Boite:
    """One box. `fond` and `bord` are tokens; `tirets`: something is still unknown.

    `objet`: identifier of the fact, row or structure it shows; `dit`: the box in one sentence, for who can't see it.
    """

    id: str
    colonne: Colonne
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
    textes: tuple[Texte, ...]
    dit: str


@dataclass(frozen=True, slots=True)
class Arete:
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
class Bande:
    """The ground of one need (or of whom to reach now), behind its rows and structures."""

    id: str
    titre: str
    x: float
    y: float
    largeur: float
    hauteur: float


@dataclass(frozen=True, slots=True)
class Chemin:
    """The whole picture: paint `bg`, then bands, edges, boxes with their texts, then `textes`.

    `description`: all of it in words.
    """

    titre: str
    description: str
    largeur: float
    hauteur: float
    bandes: tuple[Bande, ...]
    aretes: tuple[Arete, ...]
    boites: tuple[Boite, ...]
    textes: tuple[Texte, ...]

    def boite(self, identifiant: str) -> Boite:
        """The box of this id. Raises KeyError."""
        for boite in self.boites:
            if boite.id == identifiant:
                return boite
        raise KeyError(identifiant)


def composer(questionnaires: Questionnaires, plan: Plan, besoin: str | None = None) -> Chemin:
    """Lay out the path of a plan, or of one of its needs. Raises KeyError for a need that the plan does not have."""
    graphe = path_graph.tracer(questionnaires, plan, besoin)
    securite = french(questionnaires.orientation.textes.securite)
    phrase = french(premiere_phrase(questionnaires, plan)) or "Aucun besoin n’est encore dit."
    return _Mise(graphe, phrase, securite, questionnaires.parts.need).chemin()


# Geometry -------------------------------------------------------------------------------------------------------

MARGE, ESPACE, INTERIEUR = 28.0, 12.0, 12.0
_X = {Colonne.REPONSE: 28.0, Colonne.NIVEAU: 412.0, Colonne.LIGNE: 680.0, Colonne.STRUCTURE: 1130.0}
_L = {Colonne.REPONSE: 330.0, Colonne.NIVEAU: 170.0, Colonne.LIGNE: 370.0, Colonne.STRUCTURE: 380.0}
LARGEUR = _X[Colonne.STRUCTURE] + _L[Colonne.STRUCTURE] + 2 * MARGE
_TITRES = {
    Colonne.REPONSE: "1. Réponses",
    Colonne.NIVEAU: "2. Niveau",
    Colonne.LIGNE: "3. Règles qui s’appliquent",
    Colonne.STRUCTURE: "4. Structures",
}
_ROLES = {
    "principal": "à solliciter",
    "alternative": "sinon",
    "appui": "en appui",
    "anticiper": "à anticiper",
    "joindre": "maintenant",
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


class _Mise:
    def __init__(self, graphe: Graphe, phrase: str, securite: str, demande: str) -> None:
        self._graphe = graphe
        self._demande = demande
        self._phrase = phrase
        self._securite = securite
        self._boites: dict[str, Boite] = {}
        self._bandes: list[Bande] = []
        self._textes: list[Texte] = []

    def chemin(self) -> Chemin:
        haut = self._en_tete()
        bas = max(self._colonne_des_bandes(haut), self._colonne_des_reponses(haut))
        hauteur = self._pied(bas + 2 * ESPACE)
        description = _en_mots(self._graphe, self._phrase, self._boites, self._demande)
        return Chemin(
            "Le chemin de la réponse", description, LARGEUR, hauteur,
            tuple(self._bandes), tuple(self._aretes()), tuple(self._boites.values()), tuple(self._textes),
        )  # fmt: skip

    def _en_tete(self) -> float:
        y = MARGE + GRAND
        for ligne in couper(self._phrase, LARGEUR - 2 * MARGE, GRAND, gras=True):
            self._textes.append(Texte(MARGE, y, ligne, GRAND, gras=True))
            y += GRAND * 1.3
        y += ESPACE
        for colonne, titre in _TITRES.items():
            if self._graphe.de(colonne):
                self._textes.append(Texte(_X[colonne], y, titre, CORPS, "soft", gras=True))
        return y + ESPACE

    def _colonne_des_bandes(self, haut: float) -> float:
        """Rows and structures, need after need; the bottom."""
        y = haut
        for identifiant, titre in self._graphe.groupes:
            debut = y
            x = _X[Colonne.LIGNE] - INTERIEUR
            lignes = couper(titre, LARGEUR - x - MARGE - 2 * INTERIEUR, CORPS, gras=True)
            y += ESPACE
            for ligne in lignes:
                y += CORPS * 1.2
                self._textes.append(Texte(_X[Colonne.LIGNE], y, ligne, CORPS, gras=True))
            y += ESPACE
            bas = y
            for colonne in (Colonne.LIGNE, Colonne.STRUCTURE):
                bas = max(bas, self._empiler(self._graphe.de(colonne, identifiant), y, ESPACE))
            y = bas + INTERIEUR
            self._bandes.append(Bande(identifiant, titre, x, debut, LARGEUR - x - MARGE / 2, y - debut))
            y += ESPACE
        return y

    def _colonne_des_reponses(self, haut: float) -> float:
        """Answers from the top, the level beside its dimensions; the bottom."""
        bas = self._empiler(self._graphe.de(Colonne.REPONSE), haut, ESPACE)
        for noeud in self._graphe.de(Colonne.NIVEAU):
            sources = [self._boites[lien.de] for lien in self._graphe.liens if lien.vers == noeud.id]
            centre = (sources[0].y + sources[-1].y + sources[-1].hauteur) / 2
            boite = self._boite(noeud, 0.0)
            self._boites[noeud.id] = self._boite(noeud, centre - boite.hauteur / 2)
        return bas

    def _empiler(self, noeuds: Iterable[Noeud], y: float, espace: float) -> float:
        for noeud in noeuds:
            boite = self._boite(noeud, y)
            self._boites[noeud.id] = boite
            y += boite.hauteur + espace
        return y

    def _boite(self, noeud: Noeud, y: float) -> Boite:
        x, place = _X[noeud.colonne], _L[noeud.colonne]
        textes, hauteur = _ecrire(noeud, x + INTERIEUR, y, place - 2 * INTERIEUR)
        lie = noeud.colonne != Colonne.REPONSE or any(lien.de == noeud.id for lien in self._graphe.liens)
        fond, bord, epaisseur = _ASPECT[noeud.genre]
        bord = f"niveau{noeud.niveau}" if noeud.niveau else bord
        bord = bord if lie else "line"
        return Boite(
            noeud.id, noeud.colonne, noeud.genre, noeud.objet, noeud.besoin, x, y, place, hauteur, fond, bord, epaisseur,
            not noeud.certain, textes, _dire(noeud),
        )  # fmt: skip

    def _aretes(self) -> Iterator[Arete]:
        """The links; those that reach one box arrive side by side, in the order of where they come from."""
        rangs = {boite: rang for rang, boite in enumerate(self._boites)}
        for vers in self._boites:
            arrivants = [lien for lien in self._graphe.liens if lien.vers == vers]
            arrivants.sort(key=lambda lien: (self._boites[lien.de].y, rangs[lien.de]))
            pas = min(9.0, (self._boites[vers].hauteur - 2 * INTERIEUR) / max(1, len(arrivants)))
            for rang, lien in enumerate(arrivants):
                yield self._arete(lien, (rang - (len(arrivants) - 1) / 2) * pas)

    def _arete(self, lien: Lien, ecart: float) -> Arete:
        de, vers = self._boites[lien.de], self._boites[lien.vers]
        depart = (de.x + de.largeur, de.y + de.hauteur / 2)
        arrivee = (vers.x, vers.y + vers.hauteur / 2 + ecart)
        # What passes beside the level goes straight until after it, so that no line crosses a box.
        passe = de.colonne == Colonne.REPONSE and vers.colonne != Colonne.NIVEAU
        coude_x = _X[Colonne.NIVEAU] + _L[Colonne.NIVEAU] if passe else depart[0]
        bout = (arrivee[0] - 9.0, arrivee[1])
        milieu = (coude_x + bout[0]) / 2
        couleur = "primary" if lien.fort else "edge"
        pointe = (arrivee, (bout[0], bout[1] - 5.0), (bout[0], bout[1] + 5.0))
        return Arete(
            lien.de, lien.vers, depart, (coude_x, depart[1]), (milieu, depart[1]), (milieu, bout[1]), bout, pointe,
            couleur, 3.0 if lien.fort else 1.6, not lien.certain,
        )  # fmt: skip

    def _pied(self, y: float) -> float:
        notes = [self._securite]
        if any(not lien.certain for lien in self._graphe.liens):
            notes.insert(0, "Trait plein : certain. Tirets : dépend d’une réponse qui manque.")
        if any(lien.fort for lien in self._graphe.liens):
            notes.insert(0, "Trait épais : ce qui fixe le niveau.")
        if any(boite.colonne == Colonne.REPONSE and boite.bord == "line" for boite in self._boites.values()):
            notes.insert(0, "Une réponse sans trait n’est lue par aucune des règles qui s’appliquent.")
        for note in notes:
            for ligne in couper(french(note), LARGEUR - 2 * MARGE, PETIT):
                y += PETIT * 1.35
                self._textes.append(Texte(MARGE, y, ligne, PETIT, "soft"))
        return y + MARGE


# Words ----------------------------------------------------------------------------------------------------------


def _ecrire(noeud: Noeud, x: float, y: float, place: float) -> tuple[tuple[Texte, ...], float]:
    """The lines of a box and its height."""
    if noeud.colonne == Colonne.STRUCTURE and noeud.genre != "personne":
        return _ecrire_structure(noeud, x, y, place)
    couleur = f"niveau{noeud.niveau}" if noeud.niveau else "ink"
    titre = [(ligne, CORPS, couleur, True) for ligne in couper(noeud.titre, place, CORPS, gras=True)]
    if noeud.colonne == Colonne.LIGNE:
        titre = [(ligne, CORPS, "ink", False) for ligne in couper(noeud.titre, place, CORPS)]
    detail = [(ligne, PETIT, "soft", False) for ligne in couper(noeud.detail, place, PETIT) if ligne]
    # The question stands above its answer; what explains stands below.
    ordre = [*detail, *titre] if noeud.colonne == Colonne.REPONSE else [*titre, *detail]
    return _poser(ordre, x, y)


def _ecrire_structure(noeud: Noeud, x: float, y: float, place: float) -> tuple[tuple[Texte, ...], float]:
    """Name at the left, role at the right; below, whether it answers now."""
    role = _ROLES[noeud.genre]
    large = largeur(role, PETIT) + INTERIEUR
    gras = noeud.genre in ("principal", "joindre")
    lignes = [(ligne, CORPS, "ink", gras) for ligne in couper(noeud.titre, place - large, CORPS, gras=gras)]
    if noeud.detail and noeud.detail != role:
        lignes += [(ligne, PETIT, "soft", False) for ligne in couper(noeud.detail, place, PETIT)]
    textes, hauteur = _poser(lignes, x, y)
    return (*textes, Texte(x + place, textes[0].y, role, PETIT, "soft", fin=True)), hauteur


def _poser(lignes: Sequence[tuple[str, int, str, bool]], x: float, y: float) -> tuple[tuple[Texte, ...], float]:
    textes = []
    bas = y + 8.0
    for texte, taille, couleur, gras in lignes:
        bas += taille * 1.25
        textes.append(Texte(x, bas - taille * 0.25, texte, taille, couleur, gras))
    return tuple(textes), bas + 8.0 - y


def _dire(noeud: Noeud) -> str:
    """One box in one sentence."""
    suite = "" if noeud.certain or noeud.genre == "manquante" else ", selon une réponse qui manque"
    if noeud.colonne == Colonne.REPONSE:
        return french(f"{noeud.detail} {noeud.titre}")
    if noeud.genre in _ROLES:
        role = _ROLES[noeud.genre]
        detail = f", {noeud.detail.lstrip('●○? ')}" if noeud.detail and noeud.detail != role else ""
        return french(f"{noeud.titre} ({role}{detail}{suite})")
    return french(f"{noeud.titre.rstrip('.')} ({noeud.detail}){suite}")


def _cause(noeud: Noeud) -> str:
    return f"« {noeud.detail} » n’est pas encore dit" if noeud.genre == "manquante" else noeud.titre


def _en_mots(graphe: Graphe, phrase: str, boites: dict[str, Boite], demande: str) -> str:
    """The whole picture in sentences, in the order of the path; `demande`: the fact that says what is asked for."""
    phrases = [phrase]
    if reponses := graphe.de(Colonne.REPONSE):
        phrases.append(f"Réponses : {' ; '.join(boites[n.id].dit for n in reponses)}.")
    for noeud in graphe.de(Colonne.NIVEAU):
        porteurs = [graphe.noeuds[lien.de] for lien in graphe.liens if lien.vers == noeud.id and lien.fort]
        par = f", porté par : {', '.join(n.titre for n in porteurs)}" if porteurs else ""
        phrases.append(f"{boites[noeud.id].dit}{par}.")
    for identifiant, titre in graphe.groupes:
        lignes = []
        for noeud in graphe.de(Colonne.LIGNE, identifiant):
            vers = [boites[lien.vers].dit for lien in graphe.liens if lien.de == noeud.id]
            causes = [graphe.noeuds[lien.de] for lien in graphe.liens if lien.vers == noeud.id]
            de = [_cause(cause) for cause in causes if cause.objet != demande]
            parce = f" parce que : {', '.join(de)}" if de else ""
            mene = f" ; elle mène à : {' ; '.join(vers)}" if vers else ""
            lignes.append(f"{boites[noeud.id].dit.rstrip('.')}{parce}{mene}.")
        seules = [boites[n.id].dit for n in graphe.de(Colonne.STRUCTURE, identifiant) if n.genre == "personne"]
        phrases.append(french(f"{titre} : {' '.join([*lignes, *(f'{s}.' for s in seules)])}"))
    return "\n".join(phrases)
