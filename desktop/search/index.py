"""The index as the search uses it: words, sequences, postings. Built from fiches, kept in a folder, read back.

A folder holds Whoosh's files, `mots.json` (vocabulary), `suites.bin` (each passage as numbers of forms, zone by zone) and
`manifeste.json`, written last, which names every file with its digest. `desktop.search.shelf` decides where folders live.
"""

from __future__ import annotations

import json
import sys
from array import array
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from desktop.search.backend import IndexIllisibleError
from desktop.search.concepts import Concepts, compiler, marque, pleins, sigles_vides, textes_du_lexique
from desktop.search.passages import REGLAGES, Zone
from desktop.search.tokens import MOTS_VIDES, Jeton, jetons
from desktop.search.vocabulary import Vocabulaire, racine

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from desktop.corpus.model import Lexique
    from desktop.search.backend import Fabrique, Moteur

# Raise it whenever the same fiches give another index: weights, files, terms.
VERSION_INDICE = 5
# Where a repeated word stops counting more (BM25's k1).
SATURATION = 0.8
MOTS, SUITES = "mots.json", "suites.bin"
_NB_ZONES = len(Zone)


@dataclass(frozen=True)
class Indice:
    """An open index.

    In a sequence, numbers below `len(vocabulaire.formes)` are forms; then come concepts, then the same concepts again where they
    stand under their acronym or full name.
    """

    vocabulaire: Vocabulaire
    concepts: Concepts
    moteur: Moteur
    suites: array[int]
    bornes: array[int]
    moyennes: tuple[float, ...]

    @property
    def nombre(self) -> int:
        """How many passages there are."""
        return len(self.bornes) // _NB_ZONES

    def suite(self, numero: int, zone: int) -> Sequence[int]:
        """A zone of a passage as numbers of forms and concepts, in reading order."""
        place = numero * _NB_ZONES + zone
        return self.suites[self.bornes[place] : self.bornes[place + 1]]

    @cached_property
    def numero_concept(self) -> dict[str, int]:
        """The number of each concept in the sequences."""
        premier = len(self.vocabulaire.formes)
        return {concept: premier + i for i, concept in enumerate(self.concepts.ids)}

    @cached_property
    def chiffres(self) -> frozenset[int]:
        """The forms that are numbers."""
        return frozenset(i for i, forme in enumerate(self.vocabulaire.formes) if forme[0].isdigit())

    def numeros(self, terme: str) -> list[int]:
        """The numbers, in the sequences, that an index term stands for."""
        if terme.startswith("@"):
            return [self.numero_concept[terme[1:]]]
        if terme.startswith("=@"):
            return [self.numero_concept[terme[2:]] + len(self.concepts.ids)]
        return self.vocabulaire.formes_de(terme)

    def analyser(self, texte: str) -> list[int]:
        """A text of the user's own, as a sequence of the same numbers; unknown words are -1."""
        return list(_suite(jetons(texte), texte, self.vocabulaire, self.concepts, self.numero_concept))


def forme_de(jeton: Jeton, texte: str, vides: frozenset[str]) -> str:
    """The form of a token; « DU » in capitals is the acronym `=du`, not the stop word."""
    if jeton.forme in vides and texte[jeton.debut : jeton.fin].isupper():
        return f"={jeton.forme}"
    return jeton.forme


def _suite(
    lus: Iterable[Jeton], texte: str, mots: Vocabulaire, concepts: Concepts, numero_concept: dict[str, int]
) -> Iterator[int]:
    """Forms in order; each concept after the last word of its name."""
    formes = [(forme_de(j, texte, concepts.vides), j.seconde) for j in lus]
    places = [i for i, (forme, seconde) in enumerate(formes) if not seconde and forme not in MOTS_VIDES]
    canons = [mots.canon(formes[i][0]) or "" for i in places]
    apres: dict[int, list[int]] = {}
    for trouve in concepts.dans(canons, [formes[i][0] for i in places]):
        numeros = apres.setdefault(places[trouve.fin - 1], [])
        numeros.append(numero_concept[trouve.nom.concept])
        if trouve.nom.propre:
            numeros.append(numero_concept[trouve.nom.concept] + len(concepts.ids))
    for dernier, concept in concepts.cibles(canons):
        apres.setdefault(places[dernier], []).append(numero_concept[concept])
    numero = mots.numero
    for i, (forme, _) in enumerate(formes):
        yield numero.get(forme, -1)
        if i in apres:
            yield from apres[i]


def canon_de(mots: Vocabulaire, jeton: Jeton) -> str:
    """The index term of a token: that of the content, else its stem."""
    return mots.canon(jeton.forme) or racine(jeton.surface)


def construire(
    passages: Sequence[tuple[str, ...]], lexique: Lexique, fabrique: Fabrique, dossier: Path | None
) -> Indice:
    """Index passages, given as the texts of their zones, in `dossier` or in memory.

    Raises OSError when the folder can't be written.
    """
    mots, lus = _lire_mots(passages, lexique)
    concepts = compiler(lexique, lambda j: canon_de(mots, j))
    numero_concept = {c: len(mots.formes) + i for i, c in enumerate(concepts.ids)}
    suites, bornes = array("I"), array("I", [0])
    for passage in passages:
        for zone in passage:
            suites.extend(_suite(lus[zone], zone, mots, concepts, numero_concept))
            bornes.append(len(suites))
    lus.clear()
    moyennes = _moyennes(bornes)
    sacs = _Sacs(mots, concepts, suites, bornes, moyennes)
    moteur = fabrique.construire(dossier, sacs.tous())
    indice = Indice(mots, concepts, moteur, suites, bornes, moyennes)
    if dossier is not None:
        _ecrire(dossier, indice)
    return indice


def _lire_mots(passages: Sequence[tuple[str, ...]], lexique: Lexique) -> tuple[Vocabulaire, dict[str, list[Jeton]]]:
    vides = sigles_vides(lexique)
    fois = Counter(zone for passage in passages for zone in passage)
    lus = {zone: jetons(zone) for zone in fois}
    surfaces: Counter[str] = Counter()
    for zone, liste in lus.items():
        for jeton in liste:
            forme = forme_de(jeton, zone, vides)
            surfaces[forme if forme.startswith("=") else jeton.surface] += fois[zone]
    for texte in textes_du_lexique(lexique):
        # A word of the lexique alone is known, and the rarest of all.
        for jeton in pleins(texte, vides):
            surfaces.setdefault(jeton.surface, 0)
    return Vocabulaire.construire(surfaces), lus


def _moyennes(bornes: array[int]) -> tuple[float, ...]:
    nombre = max(1, len(bornes) // _NB_ZONES)
    longueurs = [0] * _NB_ZONES
    for place in range(len(bornes) - 1):
        longueurs[place % _NB_ZONES] += bornes[place + 1] - bornes[place]
    return tuple(max(1.0, longueur / nombre) for longueur in longueurs)


class _Sacs:
    """Passages as `{term: saturated BM25F weight}`."""

    def __init__(
        self, mots: Vocabulaire, concepts: Concepts, suites: array[int], bornes: array[int], moyennes: Sequence[float]
    ) -> None:
        self._suites, self._bornes, self._moyennes = suites, bornes, moyennes
        muets = {i for i, forme in enumerate(mots.formes) if forme in MOTS_VIDES}
        self._termes = ["" if i in muets else canon for i, canon in enumerate(mots.canons)]
        self._termes += [marque(c) for c in concepts.ids] + [""] * len(concepts.ids)

    def tous(self) -> Iterator[dict[str, float]]:
        for numero in range(len(self._bornes) // _NB_ZONES):
            yield self._un(numero)

    def _un(self, numero: int) -> dict[str, float]:
        poids: dict[str, float] = {}
        for zone, reglage in REGLAGES.items():
            place = numero * _NB_ZONES + zone
            debut, fin = self._bornes[place], self._bornes[place + 1]
            if debut == fin:
                continue
            poids_zone = poids_dans(reglage.poids, reglage.longueur, fin - debut, self._moyennes[zone])
            for i in self._suites[debut:fin]:
                terme = self._termes[i]
                poids[terme] = poids.get(terme, 0.0) + poids_zone
        poids.pop("", None)
        return {terme: tf / (tf + SATURATION) for terme, tf in poids.items()}


def poids_dans(poids: float, longueur: float, taille: int, moyenne: float) -> float:
    """What one occurrence counts in a zone of that size (BM25F)."""
    return poids / (1.0 - longueur + longueur * taille / moyenne)


def _ecrire(dossier: Path, indice: Indice) -> None:
    mots = {
        "mots": indice.vocabulaire.vers_json(),
        "concepts": indice.concepts.vers_json(),
        "moyennes": indice.moyennes,
        "suites": len(indice.suites),
    }
    (dossier / MOTS).write_text(json.dumps(mots, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
    with (dossier / SUITES).open("wb") as sortie:
        for suite in (indice.suites, indice.bornes):
            sortie.write(_petit_boutien(suite).tobytes())


def _petit_boutien(suite: array[int]) -> array[int]:
    if sys.byteorder == "little":
        return suite
    copie = array("I", suite)
    copie.byteswap()
    return copie


def ouvrir(dossier: Path, fabrique: Fabrique) -> Indice:
    """Read an index back. Raises IndexIllisibleError when a file is missing or not what it should be, OSError when unreadable."""
    try:
        brut = json.loads((dossier / MOTS).read_bytes())
        mots = Vocabulaire.depuis_json(brut["mots"])
        concepts = Concepts.depuis_json(brut["concepts"])
        entiers = array("I", (dossier / SUITES).read_bytes())
        coupe = int(brut["suites"])
        moyennes = tuple(float(m) for m in brut["moyennes"])
    except (ValueError, KeyError, TypeError) as faute:
        raise IndexIllisibleError(f"{MOTS} ou {SUITES} ({type(faute).__name__})") from faute
    entiers = _petit_boutien(entiers)
    return Indice(mots, concepts, fabrique.ouvrir(dossier), entiers[:coupe], entiers[coupe:], moyennes)
