"""The YAML head of a content file: read safely, checked field by field, never guessed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from desktop.corpus.model import Borne, Chiffre, Document, Force, Reference, Source
from desktop.corpus.typographie import typographier
from desktop.errors import ContentError

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
    """Parse YAML; a fault raises ContentError with the line in the file."""
    import yaml

    try:
        return yaml.load(texte, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - both loaders are safe
    except yaml.YAMLError as fault:
        marque = getattr(fault, "problem_mark", None)
        ligne = None if marque is None else marque.line + 1 + decalage
        raise ContentError(
            "le YAML ne se lit pas",
            fichier=fichier,
            ligne=ligne,
            attendu=str(getattr(fault, "problem", "") or "du YAML"),
        ) from fault


class _Champs:
    """A mapping whose fields are taken one by one, each with its check."""

    def __init__(self, valeurs: object, fichier: str, quoi: str) -> None:
        if not isinstance(valeurs, dict):
            raise ContentError(
                f"{quoi} n’est pas une suite de champs",
                fichier=fichier,
                attendu="des lignes « champ: valeur »",
            )
        self._valeurs: dict[str, Any] = dict(valeurs)
        self._fichier = fichier
        self._quoi = quoi

    def texte(self, nom: str) -> str:
        valeur = self._valeurs.pop(nom, None)
        if not isinstance(valeur, str | int) or not str(valeur).strip():
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

    def entier_ou_rien(self, nom: str) -> int | None:
        valeur = self._valeurs.pop(nom, None)
        if valeur is not None and not isinstance(valeur, int):
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
            f"{self._quoi} : le champ « {nom} » ne va pas{suite}", fichier=self._fichier, attendu=attendu
        )


def lire_entete(texte: str, fichier: str) -> Entete:
    """Read the head of a file. Raises ContentError with file, line and what was expected."""
    tete, corps, decalage = couper(texte, fichier)
    champs = _Champs(lire_yaml(tete, fichier, decalage=1), fichier, "en-tête")
    references = tuple(_reference(r, fichier) for r in champs.liste("references"))
    chiffres = tuple(_chiffre(c, fichier) for c in champs.liste("chiffres"))
    source = _source(champs.brut("source"), fichier)
    document = Document(
        id=champs.texte("id"),
        titre=typographier(champs.texte("titre")),
        titre_complet=typographier(champs.texte("titre_complet")),
        nature=champs.choix("nature", NATURES),
        resume=typographier(champs.texte("resume")),
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
    return Entete(document, references, chiffres, corps, decalage)


def _typo(texte: str | None) -> str | None:
    return None if texte is None else typographier(texte)


def _source(valeurs: object, fichier: str) -> Source:
    champs = _Champs(valeurs, fichier, "source")
    source = Source(
        fichier=champs.texte("fichier"),
        document=typographier(champs.texte("document")),
        annexe=champs.entier_ou_rien("annexe"),
        date=champs.texte_ou_rien("date"),
        statut=typographier(champs.texte("statut")),
    )
    champs.finir()
    return source


def _reference(valeurs: object, fichier: str) -> Reference:
    champs = _Champs(valeurs, fichier, "référence")
    identifiant = champs.texte("id")
    reference = Reference(
        id=identifiant,
        type=champs.choix("type", TYPES_DE_REFERENCE),
        intitule=typographier(champs.texte("intitule")),
        citation=typographier(champs.texte("citation")),
        statut=champs.choix("statut", STATUTS_DE_REFERENCE),
        date=champs.texte_ou_rien("date"),
        note=_typo(champs.texte_ou_rien("note")),
        url=champs.adresse_ou_rien("url"),
    )
    champs.finir()
    return reference


def _chiffre(valeurs: object, fichier: str) -> Chiffre:
    champs = _Champs(valeurs, fichier, "chiffre")
    identifiant = champs.texte("id")
    brut = champs.brut("valeur")
    nombres = brut if isinstance(brut, list) else [brut]
    if not nombres or not all(isinstance(n, int | float) and not isinstance(n, bool) for n in nombres):
        raise ContentError(
            "la valeur n’est pas un nombre",
            fichier=fichier,
            identifiant=identifiant,
            attendu="3, 0.3 ou [3, 4]",
        )
    chiffre = Chiffre(
        id=identifiant,
        valeur=tuple(float(n) for n in nombres),
        unite=typographier(champs.texte("unite")),
        borne=Borne(champs.choix("borne", tuple(Borne))),
        force=Force(champs.choix("force", tuple(Force))),
        regle=champs.texte("regle"),
        texte=champs.texte_ou_rien("texte"),
    )
    champs.finir()
    return chiffre
