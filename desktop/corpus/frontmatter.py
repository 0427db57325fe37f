"""The YAML head of a content file: read safely, checked field by field, never guessed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from desktop.corpus import bounded_yaml
from desktop.corpus.model import Borne, Chiffre, Document, Force, Reference, Source
from desktop.errors import ContentError
from desktop.text.typography import french

NATURES = ("referentiel", "document", "guide")
TYPES_DE_REFERENCE = (
    "loi", "decret", "arrete", "instruction", "circulaire", "article", "note", "manuel", "repertoire", "convention",
    "organisme", "autre",
)  # fmt: skip
STATUTS_DE_REFERENCE = ("citée par la source", "abrogée selon la source", "à vérifier")


@dataclass(frozen=True, slots=True)
class Entete:
    """What the head of one file declares, and the body that follows, with the line where the body begins."""

    document: Document
    references: tuple[Reference, ...]
    chiffres: tuple[Chiffre, ...]
    corps: str
    decalage: int
    lignes: dict[str, int]
    """Line of each reference (`ref:id`) and figure (`chiffre:id`)."""


def couper(texte: str, fichier: str) -> tuple[str, str, int]:
    """Split a file into head, body and the number of lines before the body. Raises ContentError."""
    lignes = texte.split("\n")
    if not lignes or lignes[0].strip() != "---":
        raise ContentError("l’en-tête manque", fichier=fichier, ligne=1, attendu="une première ligne « --- »")
    for i, ligne in enumerate(lignes[1:], start=1):
        if ligne.strip() == "---":
            return "\n".join(lignes[1:i]), "\n".join(lignes[i + 1 :]), i + 1
    raise ContentError(
        "l’en-tête n’est pas fermé", fichier=fichier, ligne=1, attendu="une ligne « --- » après l’en-tête"
    )


def lire_yaml(texte: str, fichier: str, decalage: int = 0) -> Any:  # noqa: ANN401 - YAML is untyped until checked
    """Parse YAML within bounds; a fault raises ContentError with the line in the file."""
    return bounded_yaml.plain(bounded_yaml.compose(texte, fichier, decalage), fichier)


def _existe(jour: str) -> bool:
    """Whether it is a day, written AAAA-MM-JJ."""
    try:
        return dt.date.fromisoformat(jour).isoformat() == jour
    except ValueError:
        return False


class _Champs:
    """A mapping whose fields are taken one by one, each with its check."""

    def __init__(self, valeurs: object, fichier: str, quoi: str, ligne: int = 1) -> None:
        if not isinstance(valeurs, bounded_yaml.Table):
            raise ContentError(
                f"{quoi} n’est pas une suite de champs",
                fichier=fichier,
                ligne=getattr(valeurs, "line", ligne),
                attendu="des lignes « champ: valeur »",
            )
        self._valeurs: dict[str, Any] = dict(valeurs)
        self.ligne, self._lignes = valeurs.line, valeurs.lines
        self._fichier = fichier
        self._quoi = quoi

    def ligne_de(self, nom: str) -> int:
        """Where a field stands; where the mapping begins if it is not there."""
        return self._lignes.get(nom, self.ligne)

    def texte(self, nom: str) -> str:
        valeur = self._valeurs.pop(nom, None)
        if not isinstance(valeur, str | int) or isinstance(valeur, bool) or not str(valeur).strip():
            raise self._faute(nom, "un texte")
        return str(valeur).strip()

    def texte_ou_rien(self, nom: str) -> str | None:
        return None if self._valeurs.get(nom) is None and self._jeter(nom) else self.texte(nom)

    def adresse_ou_rien(self, nom: str) -> str | None:
        """An address of the web: a browser that is handed anything else could open a file or start a program."""
        adresse = self.texte_ou_rien(nom)
        if adresse is not None and not adresse.startswith(("https://", "http://")):
            raise self._faute(nom, "une adresse du web, « https://… »", adresse)
        return adresse

    def date_ou_rien(self, nom: str) -> str | None:
        """A day that exists, quoted or not."""
        lue = self.texte_ou_rien(nom)
        if lue is not None and not _existe(lue):
            raise self._faute(nom, "AAAA-MM-JJ, un jour qui existe, ou null", lue[:40])
        return lue

    def entier_ou_rien(self, nom: str) -> int | None:
        valeur = self._valeurs.pop(nom, None)
        if valeur is not None and (not isinstance(valeur, int) or isinstance(valeur, bool)):
            raise self._faute(nom, "un nombre entier ou null")
        return valeur

    def choix(self, nom: str, permis: tuple[str, ...]) -> str:
        valeur = self.texte(nom)
        if valeur not in permis:
            raise self._faute(nom, "l’un de : " + ", ".join(permis), valeur)
        return valeur

    def liste(self, nom: str) -> list[Any]:
        valeur = self._valeurs.pop(nom, None) or []
        if not isinstance(valeur, list):
            raise self._faute(nom, "une liste")
        return valeur

    def brut(self, nom: str) -> Any:  # noqa: ANN401
        return self._valeurs.pop(nom, None)

    def finir(self) -> None:
        if self._valeurs:
            raise self._faute(next(iter(self._valeurs)), "un champ connu")

    def _jeter(self, nom: str) -> bool:
        self._valeurs.pop(nom, None)
        return True

    def _faute(self, nom: str, attendu: str, recu: str | None = None) -> ContentError:
        suite = "" if recu is None else f" (reçu : « {recu} »)"
        return ContentError(
            f"{self._quoi} : le champ « {nom} » ne va pas{suite}",
            fichier=self._fichier,
            ligne=self.ligne_de(nom),
            attendu=attendu,
        )


def lire_entete(texte: str, fichier: str) -> Entete:
    """Read the head of a file. Raises ContentError with file, line and what was expected."""
    tete, corps, decalage = couper(texte, fichier)
    champs = _Champs(lire_yaml(tete, fichier, decalage=1), fichier, "en-tête")
    ligne_refs, ligne_chiffres = champs.ligne_de("references"), champs.ligne_de("chiffres")
    bruts_refs, bruts_chiffres = champs.liste("references"), champs.liste("chiffres")
    references = tuple(_reference(r, fichier, ligne_refs) for r in bruts_refs)
    chiffres = tuple(_chiffre(c, fichier, ligne_chiffres) for c in bruts_chiffres)
    lignes = {f"ref:{r.id}": brut.line for r, brut in zip(references, bruts_refs, strict=True)}
    lignes |= {f"chiffre:{c.id}": brut.line for c, brut in zip(chiffres, bruts_chiffres, strict=True)}
    source = _source(champs.brut("source"), fichier, champs.ligne_de("source"))
    document = Document(
        id=champs.texte("id"),
        titre=french(champs.texte("titre")),
        titre_complet=french(champs.texte("titre_complet")),
        nature=champs.choix("nature", NATURES),
        resume=french(champs.texte("resume")),
        source=source,
        rubriques=(),
        sigle=champs.texte_ou_rien("sigle"),
        structure=champs.texte_ou_rien("structure"),
        niveau_de_recours=_typo(champs.texte_ou_rien("niveau_de_recours")),
        niveau_de_recours_regle=champs.texte_ou_rien("niveau_de_recours_regle"),
        references=tuple(r.id for r in references),
        chiffres=tuple(c.id for c in chiffres),
        fichier=fichier,
    )
    champs.finir()
    return Entete(document, references, chiffres, corps, decalage, lignes)


def _typo(texte: str | None) -> str | None:
    return None if texte is None else french(texte)


def _source(valeurs: object, fichier: str, ligne: int) -> Source:
    champs = _Champs(valeurs, fichier, "source", ligne)
    source = Source(
        fichier=champs.texte("fichier"),
        document=french(champs.texte("document")),
        annexe=champs.entier_ou_rien("annexe"),
        date=champs.date_ou_rien("date"),
        statut=french(champs.texte("statut")),
    )
    champs.finir()
    return source


def _reference(valeurs: object, fichier: str, ligne: int) -> Reference:
    champs = _Champs(valeurs, fichier, "référence", ligne)
    identifiant = champs.texte("id")
    reference = Reference(
        id=identifiant,
        type=champs.choix("type", TYPES_DE_REFERENCE),
        intitule=french(champs.texte("intitule")),
        citation=french(champs.texte("citation")),
        statut=champs.choix("statut", STATUTS_DE_REFERENCE),
        date=champs.date_ou_rien("date"),
        note=_typo(champs.texte_ou_rien("note")),
        url=champs.adresse_ou_rien("url"),
    )
    champs.finir()
    return reference


def _chiffre(valeurs: object, fichier: str, ligne: int) -> Chiffre:
    champs = _Champs(valeurs, fichier, "chiffre", ligne)
    identifiant = champs.texte("id")
    brut = champs.brut("valeur")
    nombres = brut if isinstance(brut, list) else [brut]
    if not nombres or not all(isinstance(n, int | float) and not isinstance(n, bool) for n in nombres):
        raise ContentError(
            "la valeur n’est pas un nombre",
            fichier=fichier,
            ligne=champs.ligne_de("valeur"),
            identifiant=identifiant,
            attendu="3, 0.3 ou [3, 4]",
        )
    chiffre = Chiffre(
        id=identifiant,
        valeur=tuple(float(n) for n in nombres),
        unite=french(champs.texte("unite")),
        borne=Borne(champs.choix("borne", tuple(Borne))),
        force=Force(champs.choix("force", tuple(Force))),
        regle=champs.texte("regle"),
        texte=champs.texte_ou_rien("texte"),
    )
    champs.finir()
    return chiffre
