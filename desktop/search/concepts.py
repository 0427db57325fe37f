"""Acronyms and names that say one thing: « EMSP », « équipe mobile de soins palliatifs », « équipe mobile ».

Each entry of the lexique becomes a term of its own (`@emsp`), put beside the words wherever one of its names stands, in the
content as in the query. So an acronym finds the full name and the other way round, at the cost of one posting list.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from desktop.search.tokens import MOTS_VIDES, Jeton, jetons, plier, proches

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
    """Words (as canons) that lead to index terms: « samedi soir » → « week-end », « permanence »."""

    mots: tuple[str, ...]
    formes: tuple[str, ...]
    vers: tuple[str, ...]
    equivalent: bool


def marque(concept: str) -> str:
    """The index term of a concept; no word of a text can be it."""
    return f"@{concept}"


def nom_propre(concept: str) -> str:
    """The mark of a concept that stands under its acronym or full name; for a close look only, it has no postings."""
    return f"=@{concept}"


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

    def __init__(
        self,
        ids: list[str],
        lieux: dict[str, frozenset[str]],
        vides: frozenset[str],
        noms: list[Nom],
        renvois: list[Renvoi],
    ) -> None:
        """`ids`: the entries, then the targets of expansions that are several words, named by their canons.

        `lieux`: where the content treats of a concept (document, structure, rubrique); `vides`: see `sigles_vides`.
        """
        self.ids, self.lieux, self.vides = ids, lieux, vides
        self._tous_les_noms, self._tous_les_renvois = noms, renvois
        self._noms: dict[str, list[Nom]] = defaultdict(list)
        self._renvois: dict[str, list[Renvoi]] = defaultdict(list)
        self._cibles: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        for nom in sorted(noms, key=lambda n: -len(n.mots)):
            self._noms[nom.mots[0]].append(nom)
        for renvoi in renvois:
            self._renvois[renvoi.mots[0]].append(renvoi)
        for ident in ids[len(lieux) :]:
            cible = tuple(ident.split())
            self._cibles[cible[0]].append(cible)

    def vers_json(self) -> list[Any]:
        """What `depuis_json` reads: compiling the lexique at each start would cost as much as all the rest."""
        return [
            self.ids,
            [[ident, sorted(lieux)] for ident, lieux in self.lieux.items()],
            sorted(self.vides),
            [[n.concept, n.mots, n.formes, n.surete, n.propre, n.aussi] for n in self._tous_les_noms],
            [[r.mots, r.formes, r.vers, r.equivalent] for r in self._tous_les_renvois],
        ]

    @classmethod
    def depuis_json(cls, brut: list[Any]) -> Concepts:
        """Read back what `vers_json` gave. Raises ValueError or TypeError for anything else."""
        ids, lieux, vides, noms, renvois = brut
        return cls(
            ids,
            {ident: frozenset(les) for ident, les in lieux},
            frozenset(vides),
            [Nom(n[0], tuple(n[1]), tuple(n[2]), n[3], n[4], tuple(n[5])) for n in noms],
            [Renvoi(tuple(r[0]), tuple(r[1]), tuple(r[2]), r[3]) for r in renvois],
        )

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

    def sigle(self, forme: str) -> list[str]:
        """The index terms of an acronym that in lower case is a stop word."""
        return [marque(nom.concept) for nom in self._noms.get(f"={forme}", ()) if len(nom.mots) == 1]

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


class _Compilation:
    """The lexique on its way to `Concepts`."""

    def __init__(self, lexique: Lexique, canon: Callable[[Jeton], str]) -> None:
        self._lexique, self._canon = lexique, canon
        self.vides = sigles_vides(lexique)
        self.noms: dict[tuple[str, ...], Nom] = {}
        self.renvois: list[Renvoi] = []
        # A suite of words → the concept that is indexed wherever they stand.
        self.indexes: dict[tuple[str, ...], str] = {}
        self.cibles: list[str] = []

    def mots(self, texte: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The canons and the forms of a name's full words."""
        lus = [j for j in pleins(texte, self.vides) if not j.seconde]
        return tuple(self._canon(j) for j in lus), tuple(j.forme for j in lus)

    def nommer(self) -> None:
        """Own names first: « SSIAD » is an entry of its own, and only then an old name of another."""
        niveaux: tuple[tuple[float, bool, Callable[[EntreeLexique], tuple[str, ...]]], ...] = (
            (SUR, True, lambda e: (e.sigle or "", e.developpe)),
            (SUR, False, lambda e: (*e.synonymes, *e.anciens_noms, *e.variantes_fautives)),
            (COURANT, False, lambda e: e.mots_courants),
        )
        for surete, propre, textes in niveaux:
            for entree in self._lexique.entrees:
                for suite, formes in dict.fromkeys(self.mots(t) for t in textes(entree)):
                    if suite:
                        self._un_nom(Nom(entree.id, suite, formes, surete, propre))
        self.indexes.update((suite, nom.concept) for suite, nom in self.noms.items() if nom.surete == SUR)

    def _un_nom(self, nom: Nom) -> None:
        premier = self.noms.setdefault(nom.mots, nom)
        if nom.concept not in (premier.concept, *premier.aussi):
            self.noms[nom.mots] = replace(premier, aussi=(*premier.aussi, nom.concept))

    def renvoyer(self) -> None:
        """Targets first, for an expansion may lead to what another one makes a term."""
        for expansion in self._lexique.expansions:
            for cible in expansion.vers or expansion.termes:
                suite, _ = self.mots(cible)
                if len(suite) > 1 and suite not in self.indexes:
                    self.indexes[suite] = " ".join(suite)
                    self.cibles.append(" ".join(suite))
        for expansion in self._lexique.expansions:
            for terme in expansion.termes:
                suite, formes = self.mots(terme)
                cibles = expansion.vers or [autre for autre in expansion.termes if autre != terme]
                vers = tuple(dict.fromkeys(t for c in cibles if (t := self._terme(c))))
                if suite and vers:
                    self.renvois.append(Renvoi(suite, formes, vers, equivalent=not expansion.vers))

    def _terme(self, cible: str) -> str:
        """The index term of a target: that of a name, of words that stand together, or the word itself."""
        suite, _ = self.mots(cible)
        if suite in self.indexes:
            return marque(self.indexes[suite])
        return suite[0] if len(suite) == 1 else ""


def compiler(lexique: Lexique, canon: Callable[[Jeton], str]) -> Concepts:
    """The names and expansions of a lexique; `canon` gives the index term of a token."""
    compilation = _Compilation(lexique, canon)
    compilation.nommer()
    compilation.renvoyer()
    return Concepts(
        [*(e.id for e in lexique.entrees), *compilation.cibles],
        {e.id: frozenset(x for x in (e.structure, e.document) if x) for e in lexique.entrees},
        compilation.vides,
        list(compilation.noms.values()),
        compilation.renvois,
    )


def textes_du_lexique(lexique: Lexique) -> list[str]:
    """All words of the lexique: they join the vocabulary, so that they are completed and corrected too."""
    textes: list[str] = []
    for e in lexique.entrees:
        textes += [e.sigle or "", e.developpe, *e.synonymes, *e.mots_courants, *e.anciens_noms]
    for x in lexique.expansions:
        textes += [*x.termes, *x.vers]
    return textes
