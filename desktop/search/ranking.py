"""Which passages answer, and in which order.

First every posting of every slot is added up (BM25F, the weights being in the index): that is exact and costs what the words
cost. Then the best few are looked at closely: do they hold the words together, in the title, with a figure?
"""

from __future__ import annotations

from dataclasses import dataclass
from heapq import heapify, heappop, heapreplace, nlargest
from itertools import pairwise
from math import log
from typing import TYPE_CHECKING

from desktop.search.concepts import COURANT, SUR
from desktop.search.passages import Zone
from desktop.search.tokens import MOTS_VIDES, proches

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.search.index import Indice
    from desktop.search.passages import Fiche
    from desktop.search.slots import Creneau, Plan

# How many passages are looked at closely.
RELUS = 120
# How strongly a passage that answers only part of the query falls behind (1 = in proportion).
COUVERTURE = 1.3
# Below this share of what the best passage covers, a passage does not answer.
SEUIL_COUVERTURE = 0.3
PROXIMITE, TITRE, CHIFFRE, EXACT, LIEU, SUITE = 0.35, 0.3, 0.4, 0.5, 0.3, 0.4
# A word in the text and a structure that the page is about: how near they count.
DANS_LA_PAGE = 0.7
# A word that the content lacks is answered by what it leads to, at this rate.
A_DEFAUT = 0.85
# An expansion that tells less than this share of what the typed word tells is left out.
BANAL = 0.5
# A query that names a structure asks for its rules first.
NOM_DE_LIEU = 1.3
# What the next hit of the same rubrique, of the same document keeps of its score when results are interleaved.
MEME_RUBRIQUE, MEME_DOCUMENT = 0.93, 0.98


@dataclass(frozen=True, slots=True)
class Candidat:
    """A passage with its score; `couverture` is the share of the query's weight that it answers."""

    numero: int
    score: float
    couverture: float


def idf(nombre: int, frequence: int) -> float:
    """How much a term tells (BM25)."""
    return log(1.0 + (nombre - frequence + 0.5) / (frequence + 0.5))


@dataclass(frozen=True, slots=True)
class Ponderation:
    """The terms of each slot with their worth in this index, and the worth of each slot."""

    termes: tuple[dict[str, float], ...]
    creneaux: tuple[float, ...]
    muets: frozenset[int] = frozenset()

    @property
    def totale(self) -> float:
        """The worth of all that the content can answer."""
        return sum(v for rang, v in enumerate(self.creneaux) if rang not in self.muets) or 1.0


def ponderer(plan: Plan, indice: Indice) -> Ponderation:
    """Each term's weight times its idf; a slot is worth its best term."""
    termes: list[dict[str, float]] = []
    creneaux: list[float] = []
    muets: list[int] = []
    for creneau in plan.creneaux:
        valeurs = _valeurs(creneau, indice)
        commune = max(valeurs.values(), default=0.0)
        if not valeurs:
            # A word that the content does not have: only a note of the user's can answer it.
            muets.append(len(termes))
            commune = idf(indice.nombre, 0) * creneau.portee
        termes.append(valeurs)
        creneaux.append(0.0 if creneau.facultatif else commune)
    return Ponderation(tuple(termes), tuple(creneaux), frozenset(muets))


def _valeurs(creneau: Creneau, indice: Indice) -> dict[str, float]:
    """What each term of a slot is worth; empty when the index has none of them."""
    nombre = indice.nombre
    frequences = {t: f for t in creneau.termes if (f := indice.moteur.frequence(t))}
    if not frequences:
        return {}
    mieux = max(creneau.termes[t] for t in frequences)
    rarete = max(idf(nombre, f) for t, f in frequences.items() if creneau.termes[t] >= 0.8 * mieux)
    # What is said everywhere answers nothing in the place of a word that is not.
    parlants = {
        t: f for t, f in frequences.items() if creneau.termes[t] >= 0.8 * mieux or idf(nombre, f) >= BANAL * rarete
    }
    # A slot is worth its commonest good term: synonyms share what they tell, and a word that may mean much tells little.
    commune = idf(nombre, max(f for t, f in parlants.items() if creneau.termes[t] >= 0.5 * mieux)) * creneau.portee
    if any(indice.concepts.lieux.get(t[1:]) for t in parlants if t[0] == "@" and creneau.termes[t] >= SUR):
        commune *= NOM_DE_LIEU
    return {t: creneau.termes[t] * min(commune, idf(nombre, f)) / max(mieux, A_DEFAUT) for t, f in parlants.items()}


def additionner(ponderation: Ponderation, indice: Indice, permis: set[int] | None) -> dict[int, tuple[float, float]]:
    """For each passage that holds any term: its BM25F score, and the worth of the slots that it answers."""
    scores: dict[int, float] = {}
    couverts: dict[int, float] = {}
    for termes, valeur_creneau in zip(ponderation.termes, ponderation.creneaux, strict=True):
        du_creneau: dict[int, float] = {}
        reponse: dict[int, float] = {}
        for terme, valeur in termes.items():
            numeros, poids = indice.moteur.occurrences(terme)
            part = min(1.0, valeur / valeur_creneau) if valeur_creneau else 0.0
            for numero, p in zip(numeros, poids, strict=True):
                v = valeur * p
                if v > du_creneau.get(numero, 0.0):
                    du_creneau[numero] = v
                    reponse[numero] = part
        for numero, v in du_creneau.items():
            if permis is None or numero in permis:
                scores[numero] = scores.get(numero, 0.0) + v
                couverts[numero] = couverts.get(numero, 0.0) + valeur_creneau * reponse[numero]
    total = ponderation.totale
    return {n: (s * (couverts[n] / total) ** COUVERTURE, couverts[n] / total) for n, s in scores.items()}


class Relecture:
    """The close look at the best candidates of one query."""

    def __init__(self, plan: Plan, ponderation: Ponderation, indice: Indice, passages: Sequence[Fiche]) -> None:
        self._indice, self._passages, self._plan = indice, passages, plan
        self._ponderation = ponderation
        # Number of a form or concept → (slot, share of the slot's worth).
        self._sens: dict[int, tuple[int, float]] = {}
        for rang, termes in enumerate(ponderation.termes):
            for terme, valeur in termes.items():
                for numero in indice.numeros(terme):
                    connu = self._sens.get(numero)
                    if connu is None or valeur > connu[1]:
                        self._sens[numero] = (rang, valeur)
        formes = indice.vocabulaire.formes
        # Number of a form → what was typed as such, by slot.
        self._exacts = {
            n: (rang, terme)
            for rang, creneau in enumerate(plan.creneaux)
            for terme, forme in creneau.tapes
            for n in indice.numeros(terme)
            if not forme or proches(formes[n], forme)
        }
        self._valeurs_exactes = [
            v / max(1, len(c.tapes)) for v, c in zip(ponderation.creneaux, plan.creneaux, strict=True)
        ]
        self._lieux = {
            lieu: rang
            for rang, creneau in enumerate(plan.creneaux)
            for terme, poids in creneau.termes.items()
            if terme[0] == "@" and poids >= COURANT
            for lieu in indice.concepts.lieux.get(terme[1:], ())
        }
        self._chiffres = indice.chiffres if plan.veut_un_nombre else frozenset()
        self._suites_du_titre: dict[str, float] = {}
        self._titres: dict[str, tuple[float, float]] = {}

    def relire(self, candidats: list[Candidat]) -> list[Candidat]:
        """Score anew, best first."""
        notes = [Candidat(c.numero, c.score * self._facteur(c.numero), c.couverture) for c in candidats]
        notes.sort(key=lambda c: (-c.score, c.numero))
        return notes

    def _facteur(self, numero: int) -> float:
        texte = self._indice.suite(numero, Zone.TEXTE)
        valeurs, total = self._ponderation.creneaux, self._ponderation.totale
        places = self._places(texte)
        ici = {self._lieux[lieu] for lieu in self._passages[numero].lieux if lieu in self._lieux}
        facteur = 1.0 + PROXIMITE * self._proximite(places, ici)
        part, precision = self._titre(numero)
        facteur += TITRE * part / total * precision
        facteur += EXACT * self._exactitude(texte) / total
        facteur += LIEU * sum(valeurs[rang] for rang in ici) / total
        facteur += SUITE * self._suites(numero)
        if self._chiffres:
            facteur += CHIFFRE * self._chiffre(texte, places)
        return facteur

    def _exactitude(self, texte: Sequence[int]) -> float:
        """The worth of what stands in the text in the very words that were typed."""
        return sum(self._valeurs_exactes[rang] for rang, _ in {self._exacts[m] for m in texte if m in self._exacts})

    def _chiffre(self, texte: Sequence[int], places: dict[int, list[int]]) -> float:
        """A number beside what is counted, or somewhere in the text."""
        chiffres = [i for i, mot in enumerate(texte) if mot in self._chiffres]
        if not chiffres:
            return 0.0
        pres = any(abs(i - place) <= 4 for i in chiffres for du_creneau in places.values() for place in du_creneau)
        return 1.0 if pres else 0.4

    def _suites(self, numero: int) -> float:
        """Pairs of words that the query and the rubrique's title share, stop words included."""
        if not self._plan.suites:
            return 0.0
        rubrique = self._passages[numero].rubrique
        if rubrique not in self._suites_du_titre:
            formes = len(self._indice.vocabulaire.formes)
            titre = [m for m in self._indice.suite(numero, Zone.RUBRIQUE) if m < formes]
            self._suites_du_titre[rubrique] = min(2, len(self._plan.suites.intersection(pairwise(titre)))) / 2
        return self._suites_du_titre[rubrique]

    def _places(self, texte: Sequence[int]) -> dict[int, list[int]]:
        """Where each slot is answered in a text."""
        places: dict[int, list[int]] = {}
        for place, mot in enumerate(texte):
            if (sens := self._sens.get(mot)) is not None:
                places.setdefault(sens[0], []).append(place)
        return places

    def _proximite(self, places: dict[int, list[int]], ici: set[int]) -> float:
        """Share of the query's neighbouring slots that stand near one another in the text.

        What the whole page is about stands near everything on it.
        """
        if not self._plan.paires:
            return 0.0
        proches = 0.0
        for a, b in self._plan.paires:
            if a in places and b in places:
                ecart = min(abs(x - y) for x in places[a] for y in places[b])
                proches += 1.0 if ecart <= 4 else 0.5 if ecart <= 10 else 0.0
            elif (a in places and b in ici) or (b in places and a in ici):
                proches += DANS_LA_PAGE
        return proches / len(self._plan.paires)

    def _titre(self, numero: int) -> tuple[float, float]:
        """What the rubrique's title answers of the query, and which share of the title's words the query uses."""
        rubrique = self._passages[numero].rubrique
        connu = self._titres.get(rubrique)
        if connu is None:
            titre = self._indice.suite(numero, Zone.RUBRIQUE)
            formes = self._indice.vocabulaire.formes
            pleins = [m for m in titre if m >= len(formes) or formes[m] not in MOTS_VIDES]
            repondus: dict[int, float] = {}
            for mot in pleins:
                if (sens := self._sens.get(mot)) is not None:
                    repondus[sens[0]] = max(repondus.get(sens[0], 0.0), sens[1])
            touches = sum(1 for mot in pleins if mot in self._sens)
            connu = (sum(repondus.values()), touches / len(pleins) if pleins else 0.0)
            self._titres[rubrique] = connu
        return connu


def classer(
    plan: Plan, indice: Indice, passages: Sequence[Fiche], permis: set[int] | None
) -> tuple[list[Candidat], list[Candidat]]:
    """All that answers, best first; and, of these, those that were looked at closely."""
    ponderation = ponderer(plan, indice)
    sommes = additionner(ponderation, indice, permis)
    if not sommes:
        return [], []
    seuil = SEUIL_COUVERTURE * max(couverture for _, couverture in sommes.values())
    candidats = [Candidat(n, score, couverture) for n, (score, couverture) in sommes.items() if couverture >= seuil]
    meilleurs = nlargest(RELUS, candidats, key=lambda c: (c.score, -c.numero))
    relus = Relecture(plan, ponderation, indice, passages).relire(meilleurs)
    return candidats, relus


def entremeler(classes: list[Candidat], passages: Sequence[Fiche], combien: int) -> list[Candidat]:
    """Best first, each hit paying for those of its rubrique and of its document that stand before it."""
    rubriques: dict[str, int] = {}
    documents: dict[str, int] = {}

    def valeur(c: Candidat) -> float:
        fiche = passages[c.numero]
        rang = rubriques.get(fiche.rubrique, 0)
        return c.score * MEME_RUBRIQUE**rang * MEME_DOCUMENT ** documents.get(fiche.document, 0)

    # What a hit is worth only falls as others are taken: the best of the heap is the best once its worth is up to date.
    tas = [(-c.score, c.numero, rang) for rang, c in enumerate(classes)]
    heapify(tas)
    sortie: list[Candidat] = []
    while tas and len(sortie) < combien:
        _, numero, rang = tas[0]
        meilleur = classes[rang]
        actuelle = (-valeur(meilleur), numero, rang)
        if len(tas) > 1 and actuelle > min(tas[1 : min(3, len(tas))]):
            heapreplace(tas, actuelle)
            continue
        heappop(tas)
        sortie.append(meilleur)
        fiche = passages[numero]
        rubriques[fiche.rubrique] = rubriques.get(fiche.rubrique, 0) + 1
        documents[fiche.document] = documents.get(fiche.document, 0) + 1
    return sortie
