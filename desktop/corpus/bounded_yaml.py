"""YAML as values with line numbers, read within bounds: depth, number of nodes, no alias, no tag, one document.

The library's own loaders walk a document by calling themselves: 200,000 brackets end the process, and nine aliases of nine aliases
fill the memory. Here its events are taken one by one, and a bound is met before anything was built. Nothing is guessed either: a
number is written in decimal digits, and what YAML 1.1 would turn into another one (`004`, `12:30`) is refused with words.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from dataclasses import dataclass, field
from typing import Any

from desktop.errors import ContentError

DEPTH_LIMIT = 24
NODE_LIMIT = 100_000
DIGIT_LIMIT = 15

_INT = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")
_FLOAT = re.compile(r"[-+]?[0-9]+\.[0-9]*(?:[eE][-+]?[0-9]+)?|[-+]?[0-9]+[eE][-+]?[0-9]+")
_TAG = "tag:yaml.org,2002:"
# What the library says in English, said again; anything else gets the general sentence.
_FRENCH = {
    "found character that cannot start any token": "un signe ne peut pas commencer une valeur ici : mettez-la entre guillemets",
    "found character '\\t' that cannot start any token": "une tabulation sert de retrait : mettez des espaces",
    "found a tab character that violates indentation": "une tabulation sert de retrait : mettez des espaces",
    "mapping values are not allowed in this context": "un deux-points de trop : mettez la valeur entre guillemets",
    "mapping values are not allowed here": "un deux-points de trop : mettez la valeur entre guillemets",
    "could not find expected ':'": "il manque un deux-points après le nom du champ",
    "did not find expected key": "un champ est mal aligné, ou un guillemet manque",
    "did not find expected '-' indicator": "un tiret de liste est mal aligné",
    "did not find expected ',' or ']'": "une virgule ou un crochet manque",
    "did not find expected ',' or '}'": "une virgule ou une accolade manque",
    "did not find expected node content": "une valeur manque",
    "found unexpected end of stream": "un guillemet ouvert n’est pas fermé",
    "found unknown escape character": "une barre oblique inversée ne va pas entre guillemets droits",
    "control characters are not allowed": "un caractère de commande ne peut pas figurer ici",
}


class YamlTable(dict[str, Any]):
    """A mapping that knows the line where it begins and the line of each of its keys."""

    __slots__ = ("line", "lines")

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}


class YamlList(list[Any]):
    """A list that knows the line where it begins."""

    __slots__ = ("line",)

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line


@dataclass(frozen=True, slots=True)
class Scalar:
    """A value as it is written. `tag`: what YAML takes it for (`int`, `bool`, `timestamp`, …), `str` when it is quoted."""

    text: str
    tag: str
    line: int


@dataclass(slots=True)
class _Builder:
    """What has been read so far: the open collections, and the key that waits for its value in each."""

    file: str
    offset: int
    root: Any = None
    stack: list[tuple[Any, list[str]]] = field(default_factory=list)
    nodes: int = 0
    done: bool = False

    def fault(self, message: str, line: int, expected: str = "") -> ContentError:
        return ContentError(message, fichier=self.file, ligne=line, attendu=expected)

    def add(self, value: Any, line: int) -> None:  # noqa: ANN401 - a value is any shape
        self.nodes += 1
        if self.nodes > NODE_LIMIT:
            raise self.fault("le YAML contient trop de valeurs", line, f"{NODE_LIMIT // 1000}\u202f000 au plus")
        if not self.stack:
            if self.done:
                raise self.fault("le fichier contient plusieurs documents YAML", line, "un seul")
            self.root, self.done = value, True
            return
        holder, waiting = self.stack[-1]
        if isinstance(holder, list):
            holder.append(value)
        elif waiting:
            holder[waiting.pop()] = value
        else:
            waiting.append(self._key(holder, value, line))

    def _key(self, table: YamlTable, value: Any, line: int) -> str:  # noqa: ANN401
        if not isinstance(value, Scalar):
            raise self.fault("le nom d’un champ est une liste ou une table", line, "un mot")
        if value.text in table.lines:
            raise self.fault(f"« {value.text[:40]} » est écrit deux fois", line)
        table.lines[value.text] = line
        return value.text

    def open(self, value: YamlTable | YamlList) -> None:
        self.add(value, value.line)
        self.stack.append((value, []))
        if len(self.stack) > DEPTH_LIMIT:
            raise self.fault("le YAML est trop profondément imbriqué", value.line, f"{DEPTH_LIMIT} niveaux au plus")


def compose(text: str, file: str, offset: int = 0) -> YamlTable | YamlList | Scalar | None:
    """The document as `YamlTable`, `YamlList` and `Scalar`; None when it is empty. Lines count from `offset` + 1.

    Raises ContentError with file and line.
    """
    import yaml

    build = _Builder(file, offset)
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        for event in yaml.parse(text, Loader=loader):
            _take(build, event, yaml)
    except yaml.YAMLError as fault:
        raise _refused(fault, text, file, offset) from fault
    return build.root  # type: ignore[no-any-return]


def _take(build: _Builder, event: Any, yaml: Any) -> None:  # noqa: ANN401 - the library is typed in part only
    line = build.offset + (event.start_mark.line + 1 if event.start_mark else 1)
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        raise build.fault("un renvoi YAML (« & », « * ») n’est pas permis", line, "la valeur écrite en toutes lettres")
    if isinstance(event, yaml.ScalarEvent):
        if event.tag is not None:
            raise build.fault("une étiquette YAML (« ! ») n’est pas permise", line, "une valeur simple")
        build.add(Scalar(event.value, _tag(event.value, yaml) if event.implicit[0] else "str", line), line)
    elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
        if event.tag is not None:
            raise build.fault("une étiquette YAML (« ! ») n’est pas permise", line, "une liste ou des champs")
        build.open(YamlTable(line) if isinstance(event, yaml.MappingStartEvent) else YamlList(line))
    elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
        build.stack.pop()


def _tag(value: str, yaml: Any) -> str:  # noqa: ANN401
    resolvers = yaml.SafeLoader.yaml_implicit_resolvers
    for tag, pattern in (*resolvers.get(value[:1], ()), *resolvers.get(None, ())):
        if pattern.match(value):
            return str(tag).removeprefix(_TAG)
    return "str"


def _refused(fault: Any, text: str, file: str, offset: int) -> ContentError:  # noqa: ANN401
    mark = getattr(fault, "problem_mark", None) or getattr(fault, "context_mark", None)
    position = getattr(fault, "position", None)
    if mark is not None:
        line = mark.line + 1
    elif isinstance(position, int):  # the reader's faults count characters
        line = text.count("\n", 0, position) + 1
    else:
        line = 1
    problem = str(getattr(fault, "problem", "") or getattr(fault, "reason", "") or "")
    expected = _FRENCH.get(problem, "des lignes « champ: valeur » et des tirets de liste, bien alignés")
    return ContentError("le YAML ne se lit pas", fichier=file, ligne=line + offset, attendu=expected)


def plain(value: Any, file: str) -> Any:  # noqa: ANN401 - a value is any shape
    """Tables and lists with their scalars as text, number, truth or None. Raises ContentError for a number out of bounds."""
    if isinstance(value, Scalar):
        return scalar(value, file)
    if isinstance(value, YamlTable):
        for key, inner in value.items():
            value[key] = plain(inner, file)
        return value
    if isinstance(value, YamlList):
        value[:] = [plain(inner, file) for inner in value]
    return value


def scalar(value: Scalar, file: str) -> str | int | float | bool | None:
    """What a scalar stands for; a date stays as it is written once it is one. Raises ContentError."""
    if value.tag == "null":
        return None
    if value.tag == "bool":
        return value.text.lower() in ("true", "yes", "on")
    if value.tag in ("int", "float"):
        return _number(value, file)
    if value.tag == "timestamp":
        try:
            dt.datetime.fromisoformat(value.text)
        except ValueError as fault:
            raise ContentError(
                f"la date « {value.text} » n’existe pas", fichier=file, ligne=value.line, attendu="AAAA-MM-JJ"
            ) from fault
    return value.text


def _number(value: Scalar, file: str) -> int | float:
    written = value.text
    digits = sum(sign.isdigit() for sign in written)
    if digits > DIGIT_LIMIT:
        raise ContentError(
            f"un nombre a {digits} chiffres", fichier=file, ligne=value.line, attendu=f"{DIGIT_LIMIT} chiffres au plus"
        )
    if _INT.fullmatch(written):
        return int(written)
    if _FLOAT.fullmatch(written) and math.isfinite(number := float(written)):
        return number
    raise ContentError(
        f"« {written[:40]} » se lirait comme un autre nombre",
        fichier=file,
        ligne=value.line,
        attendu="un nombre en chiffres décimaux, ou un texte entre guillemets",
    )
