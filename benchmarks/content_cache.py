"""The parsed content read back: our own positional JSON beside cattrs and msgspec, where they are installed, in one run.

python -m benchmarks.content_cache        docs/adr/0010-attributes-and-cache.md says what was found, and what was kept
"""

from __future__ import annotations

import dataclasses
import functools
import importlib
import json
import operator
import time
import types
import typing
from typing import TYPE_CHECKING, Any

from desktop import paths
from desktop.corpus import cache, model
from desktop.corpus.loading import read_folder

if TYPE_CHECKING:
    from collections.abc import Callable

TIMES = 40
BLOCKS = (model.RuleList, model.RuleTable, model.Paragraph)
CLASSES: tuple[Any, ...] = (
    model.ScaleValue, model.Fragment, model.Regle, model.NoteEditoriale, *BLOCKS, model.Rubrique, model.Reference, model.Figure,
    model.Provenance, model.Document, model.LexiqueEntry, model.Expansion, model.Lexique, model.Problem, model.Corpus,
)  # fmt: skip


def best(read: Callable[[], object]) -> float:
    """The least milliseconds of processor time of `TIMES` readings."""
    taken = []
    for _ in range(TIMES):
        start = time.process_time()
        read()
        taken.append(1000 * (time.process_time() - start))
    return min(taken)


def with_cattrs(corpus: model.Corpus) -> tuple[Callable[[], object], int]:
    """By cattrs, over the dataclasses as they are, by names; it can't tell the three kinds of blocks apart by itself."""
    converter = importlib.import_module("cattrs.preconf.json").make_converter()

    def block(raw: dict[str, Any], _: object) -> object:
        kind = model.Paragraph if "fragments" in raw else model.RuleTable if "entetes" in raw else model.RuleList
        return converter.structure(raw, kind)

    converter.register_structure_hook_func(lambda kind: kind == model.Block, block)
    raw = json.dumps(converter.unstructure(corpus), ensure_ascii=False)
    if converter.structure(json.loads(raw), model.Corpus) != corpus:
        raise SystemExit("cattrs gives another content")
    return lambda: converter.structure(json.loads(raw), model.Corpus), len(raw.encode())


def with_msgspec(corpus: model.Corpus) -> tuple[Callable[[], object], int]:
    """msgspec, positional, over classes of its own: dataclasses it reads by names only, and no union of several."""
    msgspec = importlib.import_module("msgspec")
    structs: dict[Any, Any] = {}

    def hint(kind: Any) -> Any:  # noqa: ANN401 - a type
        origin, arguments = typing.get_origin(kind), typing.get_args(kind)
        if kind in structs:
            return structs[kind]
        if origin in (tuple, dict):
            return origin[tuple(one if one is ... else hint(one) for one in arguments)]
        if origin in (typing.Union, types.UnionType):
            return functools.reduce(operator.or_, map(hint, arguments))
        return kind

    for one in CLASSES:
        hints = typing.get_type_hints(one) | ({"guide": object} if one is model.Corpus else {})
        fields = [(field.name, hint(hints[field.name])) for field in dataclasses.fields(one)]
        tag = {"tag": one.__name__} if one in BLOCKS else {}
        structs[one] = msgspec.defstruct(one.__name__, fields, frozen=True, array_like=True, **tag)

    def same(value: Any) -> Any:  # noqa: ANN401 - any part of the content
        if type(value) in structs:
            return structs[type(value)](*(same(getattr(value, f.name)) for f in dataclasses.fields(value)))
        if isinstance(value, tuple):
            return tuple(map(same, value))
        return {key: same(one) for key, one in value.items()} if isinstance(value, dict) else value

    raw = [
        msgspec.json.encode(same(dataclasses.replace(one, guide=None)))
        for one in (corpus, corpus.guide)
        if one is not None
    ]
    decoder = msgspec.json.Decoder(structs[model.Corpus])
    return lambda: [decoder.decode(one) for one in raw], sum(map(len, raw))


def own(corpus: model.Corpus) -> tuple[Callable[[], object], int]:
    """What the program does."""
    raw = json.dumps(cache._to_json(corpus), ensure_ascii=False, separators=(",", ":"))  # noqa: SLF001
    return lambda: cache._corpus(json.loads(raw)), len(raw.encode())  # noqa: SLF001


def main() -> int:
    """Measure what is installed."""
    corpus = read_folder(paths.content_dir())
    print("| reader | import, ms | reading, ms | size, kB |\n|---|---|---|---|")
    for name, module, make in (
        ("own", "json", own),
        ("cattrs", "cattrs", with_cattrs),
        ("msgspec", "msgspec", with_msgspec),
    ):
        start = time.process_time()
        try:
            importlib.import_module(module)
        except ModuleNotFoundError:
            print(f"| {name} | not installed | — | — |")
            continue
        imported = 1000 * (time.process_time() - start)
        read, size = make(corpus)
        print(f"| {name} | {imported:.0f} | {best(read):.1f} | {size / 1000:.0f} |")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
