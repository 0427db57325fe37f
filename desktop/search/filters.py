"""What the filters of a query mean on this content: a set of passages that may answer."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from desktop.corpus.forces import chosen
from desktop.corpus.model import Borne
from desktop.search.grammar import AVEC_VALEUR
from desktop.search.tokens import MOTS_VIDES, jetons, plier, sans_elision

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop.corpus.model import Corpus
    from desktop.search.grammar import Filtre, Requete
    from desktop.search.passages import Fiche

CLEFS_LIEU = {"document", "doc", "structure", "profil", "dans"}
CLEFS_TITRE = {"rubrique", "titre"}


@dataclass(slots=True)
class Cadre:
    """`permis` is None when nothing is filtered; `mots` are filter values that turn out to be words to look for."""

    permis: set[int] | None = None
    mots: list[str] = field(default_factory=list)
    inconnus: list[str] = field(default_factory=list)
    lieux: set[str] = field(default_factory=set)

    def retenir(self, numeros: set[int]) -> None:
        """Narrow what may answer."""
        self.permis = numeros if self.permis is None else self.permis & numeros


class Filtres:
    """The filters that this content knows, with the passages of each."""

    def __init__(self, corpus: Corpus, passages: Sequence[Fiche]) -> None:
        self._passages = passages
        self._forces: dict[str, set[int]] = defaultdict(set)
        self._chiffres = {numero for numero, fiche in enumerate(passages) if fiche.id in corpus.chiffrees}
        self._bornes: dict[str, set[int]] = defaultdict(set)
        self._annexes: dict[str, set[int]] = defaultdict(set)
        self._lieux: dict[str, set[int]] = defaultdict(set)
        self._noms: dict[str, str] = {}
        self._titres: dict[str, list[str]] = {}
        for numero, fiche in enumerate(passages):
            self._forces[fiche.force or ""].add(numero)
            self._bornes[fiche.borne or ""].add(numero)
            self._annexes[str(fiche.annexe or 0)].add(numero)
            for lieu in {fiche.document, *fiche.structures}:
                self._lieux[lieu].add(numero)
                self._noms[plier(lieu)] = lieu
        for document in corpus.documents.values():
            for nom in (document.sigle, document.titre):
                if nom:
                    self._noms[plier(nom)] = document.id
        for entree in corpus.lexique.entrees:
            vise = entree.structure or entree.document
            if vise is not None and vise in self._lieux:
                for autre in (entree.sigle, entree.developpe, *entree.anciens_noms):
                    if autre:
                        self._noms.setdefault(plier(autre), vise)

    @property
    def lieux(self) -> frozenset[str]:
        """Ids of the documents and structures that can be named before a colon."""
        return frozenset(self._lieux)

    def lieu(self, nom: str) -> str | None:
        """The document or structure that a name means."""
        plie = plier(nom.strip())
        return (
            self._noms.get(plie)
            or self._noms.get(plie.split("'")[-1].split("’")[-1])
            or self._noms.get(sans_elision(plie) or "")
        )

    def cadre(self, requete: Requete) -> Cadre:
        """Resolve every filter of a query."""
        cadre = Cadre()
        for filtre in requete.filtres:
            self._un(filtre, cadre)
        return cadre

    def _un(self, filtre: Filtre, cadre: Cadre) -> None:
        if filtre.clef == "force":
            trouve = self._force(filtre.valeur)
        elif filtre.clef == "borne":
            trouve = self._choisir(filtre, [b.value for b in Borne], self._bornes)
        elif filtre.clef == "annexe":
            trouve = self._annexes.get(filtre.valeur.lstrip("0") or "0")
        elif filtre.clef in CLEFS_TITRE:
            trouve = self._sous_titre(filtre.valeur)
        elif filtre.clef in CLEFS_LIEU:
            trouve = self._dans(self.lieu(filtre.valeur), cadre)
        else:
            trouve = self._dans(self.lieu(filtre.clef), cadre)
            cadre.mots.append(filtre.valeur if trouve is not None else f"{filtre.clef} {filtre.valeur}")
        if trouve is not None:
            cadre.retenir(trouve)
        elif (filtre.valeur or filtre.clef not in AVEC_VALEUR) and filtre.brut[len(filtre.clef) :].startswith(":"):
            cadre.inconnus.append(filtre.brut)

    def _dans(self, lieu: str | None, cadre: Cadre) -> set[int] | None:
        if lieu is None:
            return None
        cadre.lieux.add(lieu)
        return self._lieux[lieu]

    def _force(self, valeur: str) -> set[int] | None:
        """The passages of a force, of a family of forces, or with a figure: what the menu of the results means by the same word."""
        meant = chosen(plier(valeur).replace(" ", "-"))
        if meant is None:
            return None
        found = set().union(*(self._forces.get(force.value, set()) for force in meant.forces))
        return found | self._chiffres if meant.figures else found

    def _choisir(self, filtre: Filtre, valeurs: list[str], parmi: dict[str, set[int]]) -> set[int] | None:
        """By the beginning of the name, so that results follow the typing; a whole name wins over a beginning."""
        plie = plier(filtre.valeur).replace(" ", "-")
        if not plie:
            return None
        noms = [v for v in valeurs if v == plie] or [
            v for v in valeurs if v.startswith(plie) or v.replace("-", "") == plie
        ]
        return set().union(*(parmi.get(v, set()) for v in noms)) if noms else None

    def _sous_titre(self, valeur: str) -> set[int] | None:
        """Passages whose path of titles holds every word, the last one perhaps unfinished."""
        cherches = [j.forme for j in jetons(valeur) if j.forme not in MOTS_VIDES]
        if not cherches:
            return None
        bons = {
            f.rubrique
            for f in self._passages
            if self._porte(
                f, cherches, lambda mot, debut: mot.startswith(debut[:6]) if len(debut) > 5 else mot.startswith(debut)
            )
        }
        return {n for n, f in enumerate(self._passages) if f.rubrique in bons} if bons else None

    def _porte(self, fiche: Fiche, cherches: list[str], proche: Callable[[str, str], bool]) -> bool:
        mots = self._titres.get(fiche.titre)
        if mots is None:
            mots = self._titres[fiche.titre] = [j.forme for j in jetons(fiche.titre)]
        return all(any(proche(mot, c) for mot in mots) for c in cherches)
