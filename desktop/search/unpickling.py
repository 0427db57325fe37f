"""Whoosh's pickles, read as plain values: nothing that stands in a file can name code to run.

Whoosh keeps its table of contents, the directory of a segment and the heads of its postings as pickles, and a pickle may name any
function of any module and have it called. Here every way in which Whoosh reads one is replaced by a reader that knows four types
and refuses the rest. docs/adr/0003-nothing-is-believed.md lists what is read so, and why.
"""

from __future__ import annotations

import io
import marshal
import pickle
import sys
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import ModuleType

# Types only, and none whose making, or the setting of whose state, does anything.
PERMITTED = frozenset(
    (
        ("builtins", "int"),
        ("collections", "defaultdict"),
        ("whoosh.codec.whoosh3", "W3Codec"),
        ("whoosh.codec.whoosh3", "W3Segment"),
    )
)


class _PlainUnpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401 - what pickle asks for
        if (module, name) not in PERMITTED:
            raise pickle.UnpicklingError("the index names something that is no value")
        return super().find_class(module, name)


def load(stream: Any) -> Any:  # noqa: ANN401 - whatever has `read` and `readline`
    """Read one pickle of plain values from a stream. Raises pickle.UnpicklingError for anything else."""
    return _PlainUnpickler(stream).load()


def loads(data: bytes) -> Any:  # noqa: ANN401
    """Read one pickle of plain values. Raises pickle.UnpicklingError for anything else."""
    return _PlainUnpickler(io.BytesIO(data)).load()


def refuse(*_: object, **__: object) -> NoReturn:
    """Stand where Whoosh would read what our index never holds: another version's pickle, or marshalled code."""
    raise pickle.UnpicklingError("this form is not read")


class PlainPickle:
    """What a module of Whoosh finds under the name `pickle`."""

    load, loads = staticmethod(load), staticmethod(loads)
    dump, dumps = staticmethod(pickle.dump), staticmethod(pickle.dumps)
    PicklingError, UnpicklingError = pickle.PicklingError, pickle.UnpicklingError
    Unpickler = _PlainUnpickler
    HIGHEST_PROTOCOL = pickle.HIGHEST_PROTOCOL


def _replacement(found: object) -> object:
    for dangerous, plain in (
        (pickle, PlainPickle),
        (pickle.load, load),
        (pickle.loads, loads),
        (pickle.Unpickler, _PlainUnpickler),
        (marshal.load, refuse),
        (marshal.loads, refuse),
    ):
        if found is dangerous:
            return plain
    # Whoosh's own reader of older formats looks names up by itself.
    if isinstance(found, type) and issubclass(found, pickle.Unpickler) and found is not _PlainUnpickler:
        return refuse
    return found


def restrict(package: str = "whoosh", modules: Iterable[ModuleType] | None = None) -> None:
    """Replace every reader of pickles and marshals in the loaded modules of a package. Harmless when done again."""
    # Copied in one piece: the window's thread imports meanwhile, and a walk through a dictionary that grows breaks off.
    loaded = (
        modules if modules is not None else [m for n, m in sys.modules.copy().items() if n.partition(".")[0] == package]
    )
    for module in list(loaded):
        for name, found in vars(module).copy().items():
            if (plain := _replacement(found)) is not found:
                setattr(module, name, plain)
