"""The YAML head of a content file: read safely, checked field by field, never guessed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from desktop.corpus import bounded_yaml
from desktop.corpus.model import Borne, Document, Figure, Force, Provenance, Reference
from desktop.errors import ContentError
from desktop.text.typography import french

NATURES = ("referentiel", "document", "guide")
REFERENCE_TYPES = (
    "loi", "decret", "arrete", "instruction", "circulaire", "article", "note", "manuel", "repertoire", "convention",
    "organisme", "autre",
)  # fmt: skip
REFERENCE_STATES = ("citée par la source", "abrogée selon la source", "à vérifier")


@dataclass(frozen=True, slots=True)
class Head:
    """What the head of one file declares, and the body that follows, with the line where the body begins."""

    document: Document
    references: tuple[Reference, ...]
    chiffres: tuple[Figure, ...]
    body: str
    shift: int
    lignes: dict[str, int]
    """Line of each reference (`ref:id`) and figure (`chiffre:id`)."""


def split(text: str, file: str) -> tuple[str, str, int]:
    """Split a file into head, body and the number of lines before the body. Raises ContentError."""
    lines = text.split("\n")
    if not lines or lines[0].strip() != "---":
        raise ContentError("l’en-tête manque", fichier=file, ligne=1, attendu="une première ligne « --- »")
    for i, line in enumerate(lines[1:], start=1):
        if line.strip() == "---":
            return "\n".join(lines[1:i]), "\n".join(lines[i + 1 :]), i + 1
    raise ContentError("l’en-tête n’est pas fermé", fichier=file, ligne=1, attendu="une ligne « --- » après l’en-tête")


def read_yaml(text: str, file: str, shift: int = 0) -> Any:  # noqa: ANN401 - YAML is untyped until checked
    """Parse YAML within bounds; a fault raises ContentError with the line in the file."""
    return bounded_yaml.plain(bounded_yaml.compose(text, file, shift), file)


def _exists(day: str) -> bool:
    """Whether it is a day, written AAAA-MM-JJ."""
    try:
        return dt.date.fromisoformat(day).isoformat() == day
    except ValueError:
        return False


class _Fields:
    """A mapping whose fields are taken one by one, each with its check."""

    def __init__(self, values: object, file: str, what: str, line: int = 1) -> None:
        if not isinstance(values, bounded_yaml.YamlTable):
            raise ContentError(
                f"{what} n’est pas une suite de champs",
                fichier=file,
                ligne=getattr(values, "line", line),
                attendu="des lignes « champ: valeur »",
            )
        self._values: dict[str, Any] = dict(values)
        self.line, self._lines = values.line, values.lines
        self._file = file
        self._what = what

    def line_of(self, name: str) -> int:
        """Where a field stands; where the mapping begins if it is not there."""
        return self._lines.get(name, self.line)

    def text(self, name: str) -> str:
        valeur = self._values.pop(name, None)
        if not isinstance(valeur, str | int) or isinstance(valeur, bool) or not str(valeur).strip():
            raise self._fault(name, "un texte")
        return str(valeur).strip()

    def text_or_none(self, name: str) -> str | None:
        return None if self._values.get(name) is None and self._drop(name) else self.text(name)

    def address_or_none(self, name: str) -> str | None:
        """An address of the web: a browser that is handed anything else could open a file or start a program."""
        address = self.text_or_none(name)
        if address is not None and not address.startswith(("https://", "http://")):
            raise self._fault(name, "une adresse du web, « https://… »", address)
        return address

    def date_or_none(self, name: str) -> str | None:
        """A day that exists, quoted or not."""
        read_one = self.text_or_none(name)
        if read_one is not None and not _exists(read_one):
            raise self._fault(name, "AAAA-MM-JJ, un jour qui existe, ou null", read_one[:40])
        return read_one

    def int_or_none(self, name: str) -> int | None:
        valeur = self._values.pop(name, None)
        if valeur is not None and (not isinstance(valeur, int) or isinstance(valeur, bool)):
            raise self._fault(name, "un nombre entier ou null")
        return valeur

    def choice(self, name: str, allowed: tuple[str, ...]) -> str:
        valeur = self.text(name)
        if valeur not in allowed:
            raise self._fault(name, "l’un de : " + ", ".join(allowed), valeur)
        return valeur

    def list_of(self, name: str) -> list[Any]:
        valeur = self._values.pop(name, None) or []
        if not isinstance(valeur, list):
            raise self._fault(name, "une liste")
        return valeur

    def raw(self, name: str) -> Any:  # noqa: ANN401
        return self._values.pop(name, None)

    def finish(self) -> None:
        if self._values:
            raise self._fault(next(iter(self._values)), "un champ connu")

    def _drop(self, name: str) -> bool:
        self._values.pop(name, None)
        return True

    def _fault(self, name: str, expected: str, received: str | None = None) -> ContentError:
        following = "" if received is None else f" (reçu : « {received} »)"
        return ContentError(
            f"{self._what} : le champ « {name} » ne va pas{following}",
            fichier=self._file,
            ligne=self.line_of(name),
            attendu=expected,
        )


def read_head(text: str, file: str) -> Head:
    """Read the head of a file. Raises ContentError with file, line and what was expected."""
    head, body, shift = split(text, file)
    fields = _Fields(read_yaml(head, file, shift=1), file, "en-tête")
    references_line, figures_line = fields.line_of("references"), fields.line_of("chiffres")
    raw_references, raw_figures = fields.list_of("references"), fields.list_of("chiffres")
    references = tuple(_reference(r, file, references_line) for r in raw_references)
    chiffres = tuple(_figure(c, file, figures_line) for c in raw_figures)
    lines = {f"ref:{r.id}": raw.line for r, raw in zip(references, raw_references, strict=True)}
    lines |= {f"chiffre:{c.id}": raw.line for c, raw in zip(chiffres, raw_figures, strict=True)}
    source = _source(fields.raw("source"), file, fields.line_of("source"))
    document = Document(
        id=fields.text("id"),
        titre=french(fields.text("titre")),
        titre_complet=french(fields.text("titre_complet")),
        nature=fields.choice("nature", NATURES),
        resume=french(fields.text("resume")),
        source=source,
        rubriques=(),
        sigle=fields.text_or_none("sigle"),
        structure=fields.text_or_none("structure"),
        formulaire=fields.text_or_none("formulaire"),
        niveau_de_recours=_typo(fields.text_or_none("niveau_de_recours")),
        niveau_de_recours_regle=fields.text_or_none("niveau_de_recours_regle"),
        references=tuple(r.id for r in references),
        chiffres=tuple(c.id for c in chiffres),
        fichier=file,
    )
    fields.finish()
    return Head(document, references, chiffres, body, shift, lines)


def _typo(text: str | None) -> str | None:
    return None if text is None else french(text)


def _source(values: object, file: str, line: int) -> Provenance:
    fields = _Fields(values, file, "source", line)
    source = Provenance(
        fichier=fields.text("fichier"),
        document=french(fields.text("document")),
        annexe=fields.int_or_none("annexe"),
        date=fields.date_or_none("date"),
        statut=french(fields.text("statut")),
    )
    fields.finish()
    return source


def _reference(values: object, file: str, line: int) -> Reference:
    fields = _Fields(values, file, "référence", line)
    identifier = fields.text("id")
    reference = Reference(
        id=identifier,
        type=fields.choice("type", REFERENCE_TYPES),
        intitule=french(fields.text("intitule")),
        citation=french(fields.text("citation")),
        statut=fields.choice("statut", REFERENCE_STATES),
        date=fields.date_or_none("date"),
        note=_typo(fields.text_or_none("note")),
        url=fields.address_or_none("url"),
    )
    fields.finish()
    return reference


def _figure(values: object, file: str, line: int) -> Figure:
    fields = _Fields(values, file, "chiffre", line)
    identifier = fields.text("id")
    raw = fields.raw("valeur")
    numbers = raw if isinstance(raw, list) else [raw]
    if not numbers or not all(isinstance(n, int | float) and not isinstance(n, bool) for n in numbers):
        raise ContentError(
            "la valeur n’est pas un nombre",
            fichier=file,
            ligne=fields.line_of("valeur"),
            identifiant=identifier,
            attendu="3, 0.3 ou [3, 4]",
        )
    chiffre = Figure(
        id=identifier,
        valeur=tuple(float(n) for n in numbers),
        unite=french(fields.text("unite")),
        borne=Borne(fields.choice("borne", tuple(Borne))),
        force=Force(fields.choice("force", tuple(Force))),
        regle=fields.text("regle"),
        texte=fields.text_or_none("texte"),
    )
    fields.finish()
    return chiffre
