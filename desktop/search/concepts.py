"""Acronyms and names that say one thing: « EMSP », « équipe mobile de soins palliatifs », « équipe mobile ».

Each entry of the lexique becomes a term of its own (`@emsp`), put beside the words wherever one of its names stands, in the
content as in the query. So an acronym finds the full name and the other way round, at the cost of one posting list.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from desktop.search.texte import MOTS_VIDES, Jeton, jetons, plier, proches

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from desktop.corpus.model import EntreeLexique, Lexique

# How sure a name makes us: of the entry's own names, then of what people call it.
SUR, COURANT = 1.0, 0.85
# Another concept that goes by the same name.
AUSSI = 0.7


@dataclass(frozen=True, slots=True)
class Nom:
    """One name of a concept, as the canons of its full words.

    `propre`: it is the concept's acronym or full name. `aussi` are other concepts that people give the same name.
    """

    concept: str
    mots: tuple[str, ...]
    formes: tuple[str, ...]
    surete: float
    propre: bool
    aussi: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Trouvaille:
    """A name found in a sequence of words: from `debut` (included) to `fin` (excluded)."""

    nom: Nom
    debut: int
    fin: int


@dataclass(frozen=True, slots=True)
class Renvoi:
    """Words (as canons) that lead to other words: « samedi soir » → « week-end », « permanence »."""

    mots: tuple[str, ...]
    formes: tuple[str, ...]
    vers: tuple[str, ...]
    equivalent: bool


def marque(concept: str) -> str:
    """The index term of a concept; no word of a text can be it."""
    return f"@{concept}"


def sigles_vides(lexique: Lexique) -> frozenset[str]:
    """Acronyms that in lower case are stop words (« DU »): they count in capitals only."""
    return frozenset(plier(e.sigle) for e in lexique.entrees if e.sigle and plier(e.sigle) in MOTS_VIDES)


def pleins(texte: str, vides: frozenset[str]) -> list[Jeton]:
    """Tokens that carry meaning. « DU » in capitals becomes the form « =du »."""
    sortie = []
    for jeton in jetons(texte):
        if jeton.forme not in MOTS_VIDES:
            sortie.append(jeton)
        elif jeton.forme in vides and texte[jeton.debut : jeton.fin].isupper():
            sortie.append(jeton._replace(forme=f"={jeton.forme}", surface=f"={jeton.forme}"))
    return sortie


class Concepts:
    """The names of the lexique, ready to be found in a sequence of canons."""

    def __init__(self, lexique: Lexique, canon: Callable[[Jeton], str]) -> None:
        """`canon` gives the index term of a token."""
        vides = sigles_vides(lexique)
        self.vides = vides
        # After the entries come the targets of expansions that are several words: they too are terms of the index.
        self.ids: list[str] = [e.id for e in lexique.entrees]
        # Where the content treats of a concept: a document, a structure, a rubrique.
        self.lieux = {e.id: frozenset(x for x in (e.structure, e.document) if x) for e in lexique.entrees}
        self._noms: dict[str, list[Nom]] = defaultdict(list)
        self._renvois: dict[str, list[Renvoi]] = defaultdict(list)
        self._cibles: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        self._concept_de: dict[tuple[str, ...], str] = {}

        def mots(texte: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
            lus = [j for j in pleins(texte, vides) if not j.seconde]
            return tuple(canon(j) for j in lus), tuple(j.forme for j in lus)

        self._nommer(lexique, mots)
        for noms in self._noms.values():
            noms.sort(key=lambda n: -len(n.mots))
        for expansion in lexique.expansions:
            self._ajouter_renvois(expansion.termes, expansion.vers, mots)

    def _nommer(self, lexique: Lexique, mots: Callable[[str], tuple[tuple[str, ...], tuple[str, ...]]]) -> None:
        """Own names first: « SSIAD » is an entry of its own, and only then an old name of another."""
        noms: dict[tuple[str, ...], Nom] = {}
        niveaux: tuple[tuple[float, bool, Callable[[EntreeLexique], tuple[str, ...]]], ...] = (
            (SUR, True, lambda e: (e.sigle or "", e.developpe)),
            (SUR, False, lambda e: (*e.synonymes, *e.anciens_noms, *e.variantes_fautives)),
            (COURANT, False, lambda e: e.mots_courants),
        )
        for surete, propre, textes in niveaux:
            for entree in lexique.entrees:
                for suite, formes in dict.fromkeys(mots(t) for t in textes(entree)):
                    if not suite:
                        continue
                    premier = noms.get(suite)
                    if premier is None:
                        noms[suite] = Nom(entree.id, suite, formes, surete, propre)
                    elif entree.id not in (premier.concept, *premier.aussi):
                        noms[suite] = replace(premier, aussi=(*premier.aussi, entree.id))
        for suite, nom in noms.items():
            self._noms[suite[0]].append(nom)
            if nom.surete == SUR:
                self._concept_de[suite] = nom.concept

    def _ajouter_renvois(
        self, termes: Sequence[str], vers: Sequence[str], mots: Callable[[str], tuple[tuple[str, ...], tuple[str, ...]]]
    ) -> None:
        for terme in termes:
            suite, formes = mots(terme)
            if suite:
                cibles = vers or [autre for autre in termes if autre != terme]
                self._renvois[suite[0]].append(Renvoi(suite, formes, tuple(cibles), equivalent=not vers))
        for cible in vers or termes:
            suite, _ = mots(cible)
            if len(suite) > 1 and suite not in self._concept_de:
                self._concept_de[suite] = " ".join(suite)
                self._cibles[suite[0]].append(suite)
                self.ids.append(" ".join(suite))

    def dans(self, suite: Sequence[str], formes: Sequence[str], *, courants: bool = False) -> list[Trouvaille]:
        """Longest names first, left to right, none over another. `courants` also accepts what people call things.

        `suite` are canons, `formes` the words beside them: one stem may be two words, « équipe » and « équipement ».
        """
        trouves: list[Trouvaille] = []
        place = 0
        while place < len(suite):
            for nom in self._noms.get(suite[place], ()):
                fin = place + len(nom.mots)
                if (courants or nom.surete == SUR) and _dit(nom, suite[place:fin], formes[place:fin]):
                    trouves.append(Trouvaille(nom, place, fin))
                    place = fin - 1
                    break
            place += 1
        return trouves

    def cibles(self, suite: Sequence[str]) -> Iterable[tuple[int, str]]:
        """Targets of expansions that stand in the sequence, wherever: (index of their last word, concept)."""
        for place, mot in enumerate(suite):
            for cible in self._cibles.get(mot, ()):
                fin = place + len(cible)
                if tuple(suite[place:fin]) == cible:
                    yield fin - 1, " ".join(cible)

    def termes(self, suite: tuple[str, ...]) -> list[str]:
        """The index terms of a target: that of a name, of words that stand together, or the word itself."""
        if (concept := self._concept_de.get(suite)) is not None:
            return [marque(concept)]
        return list(suite) if len(suite) == 1 else []

    def renvois(self, suite: Sequence[str], formes: Sequence[str]) -> Iterable[tuple[int, int, Renvoi]]:
        """Every expansion whose words stand together in the sequence, with its place."""
        for place, mot in enumerate(suite):
            for renvoi in self._renvois.get(mot, ()):
                fin = place + len(renvoi.mots)
                if _dit(renvoi, suite[place:fin], formes[place:fin]):
                    yield place, fin, renvoi


def _dit(nom: Nom | Renvoi, suite: Sequence[str], formes: Sequence[str]) -> bool:
    """Whether words say a name."""
    return tuple(suite) == nom.mots and all(proches(a, b) for a, b in zip(formes, nom.formes, strict=True))


def textes_du_lexique(lexique: Lexique) -> list[str]:
    """All words of the lexique: they join the vocabulary, so that they are completed and corrected too."""
    textes: list[str] = []
    for e in lexique.entrees:
        textes += [e.sigle or "", e.developpe, *e.synonymes, *e.mots_courants, *e.anciens_noms]
    for x in lexique.expansions:
        textes += [*x.termes, *x.vers]
    return textes
