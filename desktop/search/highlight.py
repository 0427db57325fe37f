"""Where a hit answers: spans in its title and text, and the part of the text that is worth showing."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from desktop.search.concepts import marque
from desktop.search.index import canon_de, forme_de
from desktop.search.results import Span
from desktop.search.tokens import MOTS_VIDES, Jeton, jetons

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from desktop.search.index import Indice

LONGUEUR_EXTRAIT = 280
# A règle that with its chapeau is longer than this is shown with a short piece of the chapeau, so that its own words are seen.
LONGUEUR_VUE, LONGUEUR_CHAPEAU = 90, 40
TEXTES_GARDES = 4096
ELLIPSE = "…"


class Repere(NamedTuple):
    """An index term and where it stands in a text."""

    terme: str
    debut: int
    fin: int


class Surligneur:
    """Finds terms in texts; the analysis of `gardes` texts is kept, for they are shown again at the next key press."""

    def __init__(self, indice: Indice, gardes: int = TEXTES_GARDES) -> None:
        self._indice, self._gardes = indice, gardes
        self._lus: dict[str, tuple[Jeton, ...]] = {}
        self._reperes: dict[str, tuple[Repere, ...]] = {}

    def forget(self) -> None:
        """Forget the texts that were read: a note that was erased must not stay here."""
        self._reperes.clear()
        self._lus.clear()

    def jetons(self, texte: str) -> tuple[Jeton, ...]:
        """The words of a text with their places."""
        connus = self._lus.get(texte)
        if connus is None:
            if len(self._lus) >= self._gardes:
                del self._lus[next(iter(self._lus))]
            connus = self._lus[texte] = tuple(jetons(texte))
        return connus

    def reperes(self, texte: str) -> tuple[Repere, ...]:
        """All index terms of a text with their places."""
        connus = self._reperes.get(texte)
        if connus is None:
            if len(self._reperes) >= self._gardes:
                del self._reperes[next(iter(self._reperes))]
            connus = self._reperes[texte] = tuple(self._lire(texte, self.jetons(texte)))
        return connus

    def _lire(self, texte: str, lus: Iterable[Jeton]) -> Iterable[Repere]:
        mots, concepts = self._indice.vocabulaire, self._indice.concepts
        pleins = []
        for jeton in lus:
            forme = forme_de(jeton, texte, concepts.vides)
            if forme in MOTS_VIDES:
                continue
            # A copy for the rare acronym only: forty notes are read at a key press, some thousand words.
            lu = jeton if forme == jeton.forme else jeton._replace(forme=forme)
            canon = canon_de(mots, lu)
            yield Repere(canon, jeton.debut, jeton.fin)
            if not jeton.seconde:
                pleins.append((canon, lu))
        canons = [canon for canon, _ in pleins]
        for trouve in concepts.dans(canons, [jeton.forme for _, jeton in pleins]):
            yield Repere(marque(trouve.nom.concept), pleins[trouve.debut][1].debut, pleins[trouve.fin - 1][1].fin)
        for dernier, concept in concepts.cibles(canons):
            premier = dernier - concept.count(" ")
            yield Repere(marque(concept), pleins[premier][1].debut, pleins[dernier][1].fin)

    def spans(self, texte: str, termes: frozenset[str]) -> tuple[Span, ...]:
        """Places of the terms, in order, merged where they touch or overlap."""
        places = sorted((r.debut, r.fin) for r in self.reperes(texte) if r.terme in termes)
        fondus: list[tuple[int, int]] = []
        for debut, fin in places:
            if fondus and debut <= fondus[-1][1]:
                fondus[-1] = (fondus[-1][0], max(fin, fondus[-1][1]))
            else:
                fondus.append((debut, fin))
        return tuple(Span(d, f) for d, f in fondus)


def extraire(texte: str, spans: Sequence[Span], longueur: int = LONGUEUR_EXTRAIT) -> tuple[str, tuple[Span, ...]]:
    """The stretch of a text, about `longueur` characters, that holds most spans, cut between words."""
    if len(texte) <= longueur + 20:
        return texte, tuple(spans)
    depart = _meilleur_depart(spans, longueur)
    debut = 0 if depart < longueur // 3 else _debut_de_mot(texte, max(0, depart - 40))
    fin = min(len(texte), debut + longueur)
    if fin < len(texte):
        fin = max(texte.rfind(" ", debut + longueur // 2, fin), debut + longueur // 2)
    devant = ELLIPSE if debut else ""
    derriere = ELLIPSE if fin < len(texte) else ""
    decalage = len(devant) - debut
    garde = tuple(
        Span(max(s.debut, debut) + decalage, min(s.fin, fin) + decalage)
        for s in spans
        if s.fin > debut and s.debut < fin
    )
    return f"{devant}{texte[debut:fin]}{derriere}", garde


def extraire_regle(texte: str, spans: Sequence[Span], propre: int) -> tuple[str, tuple[Span, ...], int]:
    """The excerpt of a règle, its spans, and where its own words begin in it (they begin at `propre` in `texte`).

    Three hits under one chapeau must not look alike, and the force shown beside the excerpt is that of the own words only.
    """
    if not propre or len(texte) <= LONGUEUR_VUE:
        return *extraire(texte, spans), propre
    tete, du_chapeau = extraire(texte[: propre - 1], [s for s in spans if s.fin < propre], LONGUEUR_CHAPEAU)
    siens = [Span(max(s.debut, propre) - propre, s.fin - propre) for s in spans if s.fin > propre]
    corps, du_corps = extraire(texte[propre:], siens, LONGUEUR_EXTRAIT - LONGUEUR_CHAPEAU)
    debut = len(tete) + 1
    return f"{tete} {corps}", (*du_chapeau, *(Span(s.debut + debut, s.fin + debut) for s in du_corps)), debut


def _meilleur_depart(spans: Sequence[Span], longueur: int) -> int:
    if not spans:
        return 0
    comptes = [(sum(1 for s in spans if d.debut <= s.debut and s.fin <= d.debut + longueur), -d.debut) for d in spans]
    return -max(comptes)[1]


def _debut_de_mot(texte: str, place: int) -> int:
    while 0 < place < len(texte) and not texte[place - 1].isspace():
        place -= 1
    return place
