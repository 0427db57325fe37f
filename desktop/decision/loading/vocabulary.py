"""From the data's closed vocabulary of conditions to compiled ones. Nothing here runs what the data says.

A condition is a mapping; all its entries must hold. An entry is

- `fait: valeur`, `fait: [a, b]` (one of), `fait: {sauf: a}` (none of), for a scale `fait: {au_moins: "complexite:2"}` or `au_plus`;
- for a fact with several values: `fait: a` (holds a), `fait: [a, b]` (holds one), `{tous: […]}`, `{aucun: […]}`;
- `un_de: […]`, `tous: […]`, `aucun: […]` over conditions;
- `est: nom` or `est: [a, b]`: conditions named in `definitions`.

The fact of what is in place reads what is in place and not refused; its name with `_declare` behind, what was said to be in place.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from desktop.decision.conditions import Condition, atome, atoms, et, non, ou
from desktop.decision.loading.sources import FICHIER, LIGNE, MARQUES, REGLE, Brut
from desktop.decision.model import FactParts
from desktop.decision.space import COMPLEXITE, NO, YES, Complexite, Espace
from desktop.errors import ContentError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from desktop.corpus.model import Scale
    from desktop.decision.model import Fait
    from desktop.decision.space import Derived

# Real ones nest twice and read a dozen facts. Each that names another twice doubles what it reads: it must end somewhere.
DEFINITIONS_EMBOITEES, ATOMES = 12, 2000
DECLARED = "_declare"
"""Behind the name of the fact of what is in place: whatever is refused."""
_LOGIQUES: dict[str, Callable[..., Condition]] = {
    "un_de": ou,
    "tous": et,
    "aucun": lambda *parties: non(ou(*parties)),
}


class Vocabulaire:
    """Compiles conditions over one space; refuses what is not in the vocabulary, with file and line.

    `derived`: facts that are read of the dimensions. `parts`: which fact is in place, which is refused. `gone`: what is not in
    place any more, by what is refused.
    """

    def __init__(
        self,
        espace: Espace,
        faits: Mapping[str, Fait],
        echelles: Mapping[str, Scale],
        definitions: Mapping[str, Any],
        derived: Mapping[str, Derived] | None = None,
        parts: FactParts | None = None,
        gone: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        self.espace = espace
        self._faits = faits
        self._echelles = echelles
        self._definitions = definitions
        self.derived = derived or {}
        self.parts = parts or FactParts("")
        self._gone = gone or {}
        self._connues: dict[str, Condition] = {}
        self._en_cours: list[str] = []

    def compiler(self, brut: Brut, hote: Mapping[str, Any]) -> Condition:
        """The compiled condition; `hote` is the mapping it stands in, for the place of a refusal."""
        if brut is None:
            return et()
        if not isinstance(brut, dict):
            raise refus(hote, "une condition est une table de faits", attendu="{fait: valeur}")
        parties = []
        for cle, valeur in brut.items():
            if cle in MARQUES:
                continue
            if cle in _LOGIQUES:
                membres = valeur if isinstance(valeur, list) else [valeur]
                parties.append(_LOGIQUES[cle](*(self.compiler(membre, brut) for membre in membres)))
            elif cle == "est":
                noms = valeur if isinstance(valeur, list) else [valeur]
                parties.append(et(*(self._definition(nom, brut) for nom in noms)))
            else:
                parties.append(self._fait(cle, valeur, brut))
        return et(*parties)

    def _definition(self, nom: Brut, hote: Mapping[str, Any]) -> Condition:
        if not isinstance(nom, str):
            raise refus(hote, "« est » nomme une condition définie", attendu=_liste(self._definitions))
        if nom in self._connues:
            return self._connues[nom]
        if nom in self._en_cours:
            boucle = " → ".join([*self._en_cours[self._en_cours.index(nom) :], nom])
            raise refus(hote, f"les définitions tournent en rond : {boucle}")
        if nom not in self._definitions:
            raise refus(hote, f"« {nom} » n’est pas une condition définie", attendu=_liste(self._definitions))
        if len(self._en_cours) >= DEFINITIONS_EMBOITEES:
            raise refus(hote, "les définitions s’emboîtent trop", attendu=f"{DEFINITIONS_EMBOITEES} au plus")
        self._en_cours.append(nom)
        compilee = self.compiler(self._definitions[nom], hote)
        self._en_cours.pop()
        if sum(1 for _ in islice(atoms(compilee), ATOMES + 1)) > ATOMES:
            raise refus(hote, f"la condition « {nom} » est trop longue", attendu=f"{ATOMES} faits au plus")
        self._connues[nom] = compilee
        return compilee

    def _fait(self, nom: str, valeur: Brut, hote: Mapping[str, Any]) -> Condition:
        if nom in self.derived and self.espace.dimensions:
            return self._derive(self.derived[nom], valeur, hote)
        en_place = self.parts.in_place
        fait = self._faits.get(en_place if en_place and nom == en_place + DECLARED else nom)
        if fait is None:
            raise refus(
                hote, f"« {nom} » n’est pas un fait", attendu=_liste([*self._faits, *self.derived, *_LOGIQUES, "est"])
            )
        if fait.plusieurs:
            return self._plusieurs(nom, fait, valeur, hote)
        retenues, sauf = self._choisies(nom, valeur, fait.identifiants, hote)
        if self.espace.dimensions and nom in self.espace.dimensions.noms:
            masque = sum(self.espace.dimension_mask(nom, v) for v in retenues)
            condition = self._complexite(masque)
        elif nom in self.espace.index:
            variable = self.espace.index[nom]
            masque = sum(self.espace.mask(nom, v) for v in retenues)
            condition = atome(variable, masque, self.espace.full(variable))
        else:
            raise refus(
                hote, f"le fait « {nom} » n’appartient pas à ce questionnaire", attendu=_liste(self.espace.index)
            )
        return non(condition) if sauf else condition

    def _complexite(self, masque: int) -> Condition:
        variable = self.espace.index[COMPLEXITE]
        return atome(variable, masque, self.espace.full(variable))

    def _derive(self, derived: Derived, valeur: Brut, hote: Mapping[str, Any]) -> Condition:
        nom, dimensions = derived.id, self.espace.dimensions
        echelle = dimensions.echelle if dimensions is not None else ""
        if not derived.ranked:
            permis: tuple[str, ...] = (YES, NO)
            retenues, sauf = self._choisies(nom, valeur, permis, hote)
        elif isinstance(valeur, dict) and ("au_moins" in valeur or "au_plus" in valeur):
            sens = "au_moins" if "au_moins" in valeur else "au_plus"
            seuil = self.rang(valeur[sens], echelle, valeur, nom)
            bornes = self._echelles[echelle]
            rangs = range(seuil, bornes.maximum + 1) if sens == "au_moins" else range(bornes.minimum, seuil + 1)
            retenues, sauf = tuple(f"{echelle}:{rang}" for rang in rangs), False
        else:
            donnees = valeur if isinstance(valeur, list) else [valeur]
            retenues, sauf = tuple(f"{echelle}:{self.rang(v, echelle, hote, nom)}" for v in donnees), False

        def lire(complexite: Complexite) -> str:
            lu = derived.read(complexite)
            return f"{echelle}:{lu}" if derived.ranked else (YES if lu else NO)

        condition = self._complexite(self.espace.complexite_mask(lambda c: lire(c) in retenues))
        return non(condition) if sauf else condition

    def rang(self, valeur: Brut, echelle: str, hote: Mapping[str, Any], nom: str) -> int:
        """The rank in `complexite:2`. A value of another scale is refused: they don't compare."""
        lue, deux_points, rang = str(valeur).partition(":")
        bornes = self._echelles.get(echelle)
        if bornes is None:
            raise refus(hote, f"l’échelle « {echelle} » n’existe pas", attendu=_liste(self._echelles))
        if not deux_points or not rang.isdigit() or not bornes.minimum <= int(rang) <= bornes.maximum:
            attendu = f"{echelle}:{bornes.minimum} à {echelle}:{bornes.maximum}"
            raise refus(hote, f"« {valeur} » n’est pas une valeur de « {nom} »", attendu=attendu)
        if lue != echelle:
            message = f"« {nom} » est sur l’échelle « {echelle} » : il ne se compare pas à l’échelle « {lue} »"
            raise refus(hote, message, attendu=f"{echelle}:{rang}")
        return int(rang)

    def _plusieurs(self, nom: str, fait: Fait, valeur: Brut, hote: Mapping[str, Any]) -> Condition:
        assemble: Callable[..., Condition] = ou
        if isinstance(valeur, dict):
            cles = [cle for cle in valeur if cle not in MARQUES]
            if len(cles) != 1 or cles[0] not in ("tous", "aucun"):
                raise refus(
                    valeur,
                    f"« {nom} » n’a pas cette forme",
                    attendu="une valeur, une liste, {tous: […]} ou {aucun: […]}",
                )
            assemble, valeur = _LOGIQUES[cles[0]], valeur[cles[0]]
        donnees = valeur if isinstance(valeur, list) else [valeur]
        return assemble(*(self._membre(nom, fait, v, hote) for v in donnees))

    def _membre(self, nom: str, fait: Fait, valeur: Brut, hote: Mapping[str, Any]) -> Condition:
        if valeur not in fait.identifiants:
            raise refus(hote, f"« {valeur} » n’est pas une valeur de « {nom} »", attendu=_liste(fait.identifiants))
        if f"{fait.id}.{valeur}" not in self.espace.index:
            raise refus(
                hote, f"le fait « {nom} » n’appartient pas à ce questionnaire", attendu=_liste(self.espace.index)
            )
        present = self._present(fait.id, valeur)
        if nom != self.parts.in_place:
            return present
        refusees = [refus_de for refus_de, structures in self._gone.items() if valeur in structures]
        return et(present, *(non(self._present(self.parts.refusal, refus_de)) for refus_de in refusees))

    def _present(self, fait: str, valeur: str) -> Condition:
        nom = f"{fait}.{valeur}"
        variable = self.espace.index[nom]
        return atome(variable, self.espace.mask(nom, YES), self.espace.full(variable))

    def _choisies(
        self, nom: str, valeur: Brut, permis: Sequence[str], hote: Mapping[str, Any]
    ) -> tuple[tuple[str, ...], bool]:
        sauf = False
        if isinstance(valeur, dict):
            cles = [cle for cle in valeur if cle not in MARQUES]
            if cles != ["sauf"]:
                raise refus(valeur, f"« {nom} » n’a pas cette forme", attendu="une valeur, une liste ou {sauf: valeur}")
            sauf, valeur = True, valeur["sauf"]
        donnees = tuple(valeur) if isinstance(valeur, list) else (valeur,)
        for donnee in donnees:
            if donnee not in permis:
                raise refus(hote, f"« {donnee} » n’est pas une valeur de « {nom} »", attendu=_liste(permis))
        return donnees, sauf


def refus(hote: Mapping[str, Any], message: str, attendu: str = "") -> ContentError:
    """A refusal of the data, with file, line and the rule it stands in."""
    regle = hote.get("id") or hote.get(REGLE) or None
    return ContentError(
        message, fichier=str(hote.get(FICHIER, "")), ligne=hote.get(LIGNE), identifiant=regle, attendu=attendu
    )


def _liste(noms: Brut) -> str:
    return ", ".join(str(nom) for nom in noms if nom not in MARQUES)
