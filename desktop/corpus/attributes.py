"""The braces at the end of a heading, an item or a cell: `{#id .force borne=minimum niveau="complexite:2"}`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from desktop.corpus.model import Borne, Force, ScaleValue
from desktop.errors import ContentError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop.corpus.model import Scale

# The spaces before the braces are cut by hand: a pattern would try each of them again and again.
_END = re.compile(r"\{(?P<dedans>[^{}]*)\}\Z")
_WORD = re.compile(
    r'#(?P<id>[^\s"]+)|\.(?P<classe>[^\s"]+)|(?P<cle>[\w-]+)=(?:"(?P<cite>[^"]*)"|(?P<nu>[^\s"]+))|(?P<reste>\S+)'
)
VALID_ID = re.compile(r"^[a-z0-9]+(?:-[a-z0-9]+)*$")


@dataclass(frozen=True, slots=True)
class Attributes:
    """What the braces say."""

    id: str | None = None
    force: Force | None = None
    values: dict[str, str] = field(default_factory=dict)


def split_off(text: str) -> tuple[str, str | None]:
    """Cut the closing braces off `text`; the second value is what stands in them, or None."""
    trimmed = text.rstrip()
    found = _END.match(trimmed, trimmed.rfind("{")) if trimmed.endswith("}") and "{" in trimmed else None
    return (text, None) if found is None else (trimmed[: found.start()].rstrip(), found["dedans"])


def read(inside: str, file: str, line: int, keys: tuple[str, ...]) -> Attributes:
    """Read the inside of the braces. Raises ContentError for what is not in the closed vocabulary."""
    identifier: str | None = None
    force: Force | None = None
    values: dict[str, str] = {}
    for word in _WORD.finditer(inside):
        if word["id"]:
            identifier = word["id"]
            if not VALID_ID.match(identifier):
                raise ContentError(
                    "identifiant mal formé",
                    fichier=file,
                    ligne=line,
                    identifiant=identifier,
                    attendu="a-z, 0-9, tirets",
                )
        elif word["classe"]:
            force = _force(word["classe"], file, line, identifier)
        elif word["cle"] and word["cle"] in keys:
            values[word["cle"]] = word["cite"] if word["cite"] is not None else word["nu"]
        else:
            raise ContentError(
                f"attribut inconnu « {word[0]} »",
                fichier=file,
                ligne=line,
                identifiant=identifier,
                attendu=", ".join(keys),
            )
    return Attributes(identifier, force, values)


def _force(word: str, file: str, line: int, identifier: str | None) -> Force:
    try:
        return Force(word)
    except ValueError as fault:
        raise ContentError(
            f"force inconnue « {word} »",
            fichier=file,
            ligne=line,
            identifiant=identifier,
            attendu=", ".join(Force),
        ) from fault


def read_borne(word: str | None, file: str, line: int) -> Borne | None:
    """The side on which a figure binds, or None."""
    if word is None:
        return None
    try:
        return Borne(word)
    except ValueError as fault:
        raise ContentError(f"borne inconnue « {word} »", fichier=file, ligne=line, attendu=", ".join(Borne)) from fault


def read_scale_values(
    words: str | None, scales: Mapping[str, Scale] | None, file: str, line: int
) -> tuple[ScaleValue, ...]:
    """Typed levels: « complexite:2 complexite:3 »; none where the scales themselves can't be read, which is said once."""
    return () if scales is None else tuple(_scale_value(word, scales, file, line) for word in (words or "").split())


def _scale_value(word: str, scales: Mapping[str, Scale], file: str, line: int) -> ScaleValue:
    name, _, valeur = word.partition(":")
    scale = scales.get(name)
    if scale is None or not valeur.isdecimal() or not scale.minimum <= int(valeur) <= scale.maximum:
        known = ", ".join(f"{one.id}:{one.minimum} à {one.id}:{one.maximum}" for one in scales.values())
        raise ContentError(
            f"niveau inconnu « {word} »",
            fichier=file,
            ligne=line,
            attendu=known or "une échelle de questionnaires/faits.yaml",
        )
    return ScaleValue(scale, int(valeur))
