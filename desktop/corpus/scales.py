"""The scales that the questionnaires declare: a règle may name a value on one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop.corpus.bounded_yaml import YamlTable
from desktop.corpus.frontmatter import read_yaml
from desktop.corpus.model import Scale
from desktop.errors import ContentError

if TYPE_CHECKING:
    from collections.abc import Mapping

REQUIRED = ("id", "titre", "minimum", "maximum")
OPTIONAL = ("nom", "badge")


def scale_of(raw: Mapping[str, Any]) -> Scale:
    """A scale of fields that were checked. Without words of its own it is told by its title."""
    titre = raw["titre"]
    return Scale(
        raw["id"], titre, raw["minimum"], raw["maximum"], raw.get("nom") or titre, raw.get("badge") or titre + " {}"
    )


def read_scales(text: str, file: str) -> dict[str, Scale]:
    """The scales of `faits.yaml`, by id. Raises ContentError."""
    raw = read_yaml(text, file)
    given = raw.get("echelles", []) if isinstance(raw, YamlTable) else None
    if not isinstance(given, list):
        raise ContentError("les échelles ne se lisent pas", fichier=file, ligne=1, attendu="echelles: - {id: …}")
    return {scale.id: scale for scale in (_scale(one, file) for one in given)}


def _scale(raw: object, file: str) -> Scale:
    if isinstance(raw, YamlTable):
        texts = [raw.get(key, "") for key in ("id", "titre", *OPTIONAL)]
        ends = [raw.get(key) for key in ("minimum", "maximum")]
        if (
            all(isinstance(text, str) for text in texts)
            and all(isinstance(end, int) for end in ends)
            and all(texts[:2])
        ):
            return scale_of(raw)
    raise ContentError(
        "une échelle ne se lit pas", fichier=file, ligne=getattr(raw, "line", 1), attendu=", ".join(REQUIRED)
    )
