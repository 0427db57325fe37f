"""The words of the content: their families, the endings of what is being typed, the nearest to what was mistyped.

Each form (a folded word) has one **canon**, the stem under which it is indexed. « complexité » and « complexe » share one;
so do « décès » and « deces », because the stem is taken from the accented spelling when the content has one, and every other
way to stem a form (fold then stem, stem then fold) leads to the same canon. A word costs one posting list, not two.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from desktop.search.tokens import MOTS_VIDES, plier, sans_elision

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

LETTRES = "abcdefghijklmnopqrstuvwxyz"
# Shorter words have too many neighbours for a correction to mean anything.
LONGUEUR_CORRIGEE = 3
LONGUEUR_DEUX_FAUTES = 7
# A shorter stump is shared by words that have nothing in common.
LONGUEUR_SOUCHE = 4


@lru_cache(maxsize=1)
def _raciniseur() -> Any:  # noqa: ANN401
    # snowballstemmer loads all its languages, except in the bundle, which has this one alone: 26 ms that the start does not pay.
    from snowballstemmer.french_stemmer import FrenchStemmer

    return FrenchStemmer()


@lru_cache(maxsize=65536)
def racine(surface: str) -> str:
    """The folded French stem of a word; a word with a digit is its own."""
    if any(c.isdigit() for c in surface) or len(surface) < 3:
        return plier(surface)
    return plier(_raciniseur().stemWord(surface)) or plier(surface)


@lru_cache(maxsize=1)
def _suffixes() -> re.Pattern[str]:
    return re.compile(
        r"""(?:
            [ai]b(?:ilites?|les?|lement) | alis(?:ation|er|ee?)s? | is(?:ation|er|ee?)s? | (?:at|t|it)ions? | at(?:eur|rice)s?
          | (?<=scri)(?:ptions?|te?s?|re|v\w+) | ptions? | (?<=on)(?:ses?|dre|dus?|d|dent) | euses? | eurs? | (?:e|a|i)?ments?
          | ances? | ences? | i(?:er|ere)s? | i(?:fs?|ves?) | iques? | istes? | ants? | antes? | ages? | ies? | ues? | ats? | ites?
          | i?r(?:e|s)? | er | ee?s? | s
        )$""",
        re.VERBOSE,
    )


@lru_cache(maxsize=65536)
def souche(forme: str) -> str:
    """What is left of a folded word without its derivational ending: « traçabilité » and « tracé » share « trac »."""
    reste = forme
    for _ in range(2):
        coupe = _suffixes().sub("", reste, count=1)
        if coupe == reste or len(coupe) < LONGUEUR_SOUCHE:
            break
        reste = coupe
    return reste if len(reste) >= LONGUEUR_SOUCHE else ""


def distance(gauche: str, droite: str, borne: int) -> int:
    """Damerau-Levenshtein distance (a swap is one fault), or `borne + 1` as soon as it must exceed `borne`."""
    if abs(len(gauche) - len(droite)) > borne:
        return borne + 1
    avant: list[int] = []
    ligne = list(range(len(droite) + 1))
    for i, a in enumerate(gauche, 1):
        suivante = [i]
        for j, b in enumerate(droite, 1):
            cout = min(ligne[j] + 1, suivante[j - 1] + 1, ligne[j - 1] + (a != b))
            if i > 1 and j > 1 and a == droite[j - 2] and b == gauche[i - 2]:
                cout = min(cout, avant[j - 2] + 1)
            suivante.append(cout)
        # A swap reaches back two rows: both must be hopeless.
        if min(suivante) > borne and min(ligne) > borne:
            return borne + 1
        avant, ligne = ligne, suivante
    return min(ligne[-1], borne + 1)


class Vocabulaire:
    """Forms, canons, frequencies. Built once with the index and read back as it was."""

    def __init__(
        self,
        formes: list[str],
        surfaces: list[str],
        canons: list[str],
        tiges: list[str],
        souches: list[str],
        frequences: list[int],
    ) -> None:
        """`formes` must be sorted; the other lists run beside it. `tiges` are the stems of the folded forms."""
        self.formes = formes
        self.surfaces = surfaces
        self.canons = canons
        self.tiges = tiges
        self.souches = souches
        self.frequences = frequences
        self.numero = {forme: i for i, forme in enumerate(formes)}
        self._par_canon: dict[str, list[int]] = defaultdict(list)
        self._familles: dict[str, set[str]] = defaultdict(set)
        for i, canon in enumerate(canons):
            self._par_canon[canon].append(i)
            self._familles[canon].add(canon)
            self._familles[tiges[i]].add(canon)
        self._par_taille: dict[tuple[str, int], list[str]] | None = None
        self._corrigees: dict[str, tuple[str, ...]] = {}

    @classmethod
    def construire(cls, surfaces: Mapping[str, int]) -> Vocabulaire:
        """From how often each spelling occurs. The most accented spelling of a form gives its stem."""
        ecritures: dict[str, Counter[str]] = defaultdict(Counter)
        for surface, fois in surfaces.items():
            ecritures[plier(surface)][surface] += fois
        formes = sorted(ecritures)
        meilleures = [max(ecritures[f].items(), key=lambda e: (not e[0].isascii(), e[1], e[0]))[0] for f in formes]
        canons = [racine(surface) for surface in meilleures]
        frequences = [ecritures[f].total() for f in formes]
        return cls(formes, meilleures, canons, [racine(f) for f in formes], [souche(f) for f in formes], frequences)

    def vers_json(self) -> list[Any]:
        """What `depuis_json` reads."""
        return [self.formes, self.surfaces, self.canons, self.tiges, self.souches, self.frequences]

    @classmethod
    def depuis_json(cls, brut: list[Any]) -> Vocabulaire:
        """Raises ValueError when the lists are not six of one length."""
        formes, surfaces, canons, tiges, souches, frequences = brut
        if len({len(liste) for liste in brut}) != 1:
            raise ValueError("listes de longueurs différentes")
        return cls(formes, surfaces, canons, tiges, souches, frequences)

    def connait(self, forme: str) -> bool:
        """Whether the content has this very form."""
        return forme in self.numero

    def canon(self, forme: str) -> str | None:
        """The canon of a form of the content."""
        numero = self.numero.get(forme)
        return None if numero is None else self.canons[numero]

    def formes_de(self, canon: str) -> list[int]:
        """Numbers of the forms that share a canon."""
        return self._par_canon.get(canon, [])

    def famille(self, forme: str, surface: str) -> tuple[str, ...]:
        """Canons that a word leads to: its own, else those that one of its two stems leads to."""
        if (canon := self.canon(forme)) is not None:
            return (canon,)
        trouves: dict[str, None] = {}
        for tige in (racine(surface), racine(forme)):
            trouves.update(dict.fromkeys(sorted(self._familles.get(tige, ()))))
        return tuple(trouves)

    @cached_property
    def _souches(self) -> dict[str, set[str]]:
        souches: dict[str, set[str]] = defaultdict(set)
        for reste, canon in zip(self.souches, self.canons, strict=True):
            souches[reste].add(canon)
        return souches

    def derives(self, forme: str) -> list[str]:
        """Canons of the words that derive from the same as a form does."""
        numero = self.numero.get(forme)
        reste = souche(forme) if numero is None else self.souches[numero]
        return sorted(self._souches.get(reste, ())) if reste else []

    def surface(self, forme: str) -> str:
        """How the content spells a form, accents included."""
        numero = self.numero.get(forme)
        return forme if numero is None else self.surfaces[numero]

    def completions(self, prefixe: str, combien: int) -> list[str]:
        """The most frequent forms that begin so, one a canon; the bound is what keeps a key press cheap."""
        meilleures: dict[str, tuple[int, str]] = {}
        for i in range(bisect_left(self.formes, prefixe), len(self.formes)):
            forme = self.formes[i]
            if not forme.startswith(prefixe):
                break
            if forme in MOTS_VIDES:
                continue
            candidate = (self.frequences[i], forme)
            if candidate > meilleures.get(self.canons[i], (0, "")):
                meilleures[self.canons[i]] = candidate
        return [forme for _, forme in sorted(meilleures.values(), key=lambda e: (-e[0], e[1]))[:combien]]

    def corrections(self, forme: str, combien: int = 3) -> tuple[str, ...]:
        """Nearest known forms to an unknown one, best first; empty when nothing is near."""
        cle = f"{combien} {forme}"
        if cle not in self._corrigees:
            if len(self._corrigees) > 4096:
                self._corrigees.clear()
            self._corrigees[cle] = self._corriger(forme, combien)
        return self._corrigees[cle]

    def _corriger(self, forme: str, combien: int) -> tuple[str, ...]:
        if len(forme) < LONGUEUR_CORRIGEE or any(c.isdigit() for c in forme):
            return ()
        if (reste := sans_elision(forme)) is not None and self.connait(reste):
            return (reste,)
        proches = {f for f in _voisines(forme) if self._vraisemblable(f, forme)}
        if not proches and len(forme) >= LONGUEUR_DEUX_FAUTES:
            proches = self._a_deux_fautes(forme)
        return tuple(sorted(proches, key=lambda f: self._cout(forme, f))[:combien])

    def _vraisemblable(self, candidate: str, tapee: str) -> bool:
        """Known, meaningful, and for a short word one that the content itself has: « plaie » is not the lexique's « paie »."""
        numero = self.numero.get(candidate)
        return numero is not None and candidate not in MOTS_VIDES and (self.frequences[numero] > 0 or len(tapee) > 5)

    def _cout(self, tape: str, forme: str) -> tuple[int, float, str]:
        """A doubled, lost or swapped letter is likelier than another letter; the first letter is seldom wrong."""
        ecart = distance(tape, forme, 2)
        autres_lettres = sorted(tape) != sorted(forme) and len(tape) == len(forme)
        premiere = tape[0] != forme[0]
        return (2 * ecart + autres_lettres + 2 * premiere, -float(self.frequences[self.numero[forme]]), forme)

    def _a_deux_fautes(self, forme: str) -> set[str]:
        if self._par_taille is None:
            rangees: dict[tuple[str, int], list[str]] = defaultdict(list)
            for f in self.formes:
                rangees[f[0], len(f)].append(f)
            self._par_taille = rangees
        tailles = range(len(forme) - 2, len(forme) + 3)
        lettres = Counter(forme)
        return {
            f
            for taille in tailles
            for f in self._par_taille.get((forme[0], taille), ())
            if _lettres_proches(lettres, f) and distance(forme, f, 2) <= 2
        }

    def separer(self, forme: str) -> tuple[str, str] | None:
        """Two known words that were typed as one, the longest first word first."""
        for place in range(len(forme) - 3, 2, -1):
            if self._plein(forme[:place]) and self._plein(forme[place:]):
                return forme[:place], forme[place:]
        return None

    def _plein(self, forme: str) -> bool:
        return forme in self.numero and forme not in MOTS_VIDES


def _lettres_proches(lettres: Counter[str], forme: str) -> bool:
    # Two letters that are both wrong make another word, not a slip: « réanimation » is not « réalisation ».
    return sum((lettres - Counter(forme)).values()) <= 1


def _voisines(forme: str) -> Iterable[str]:
    """All strings one fault away: a letter missing, too many, replaced, or two neighbours swapped."""
    for i in range(len(forme) + 1):
        tete, queue = forme[:i], forme[i:]
        if queue:
            yield tete + queue[1:]
        if len(queue) > 1:
            yield tete + queue[1] + queue[0] + queue[2:]
        for lettre in LETTRES:
            yield tete + lettre + queue
            if queue:
                yield tete + lettre + queue[1:]
