"""One language rule: names in the code are English, but for the domain's words, which docs/glossary.md lists.

python build_scripts/language.py            what is not English, and class names that two modules share
python build_scripts/language.py --shrink   take out of tests/language_debt.txt what is no longer there

Modules, packages, classes, functions and methods of `desktop` and `build_scripts` are read; a name is cut into words, and every
word must be in the word list of Debian's wamerican, among the technical words, or part of a term of the glossary. What was French
before the rule was kept stands in tests/language_debt.txt, a list that may only shrink.
"""

from __future__ import annotations

import argparse
import ast
import re
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

ROOT = Path(__file__).resolve().parent.parent
ENGLISH = Path("/usr/share/dict/american-english")
GLOSSARY = ROOT / "docs" / "glossary.md"
WORDS = ROOT / "tests" / "language_words.txt"
DEBT = ROOT / "tests" / "language_debt.txt"
ROOMS = ("desktop", "build_scripts")

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-zà-ÿ]+")
_TERM = re.compile(r"^\| ((?:`[\w]+`(?:, )?)+) \|", re.MULTILINE)
_TWICE = "twice "


class Named(NamedTuple):
    """A name that somebody chose: of a module, package, class, function or method."""

    name: str
    kind: str
    place: str


class Language:
    """What counts as English here. `terms`: the glossary's, cut into words; `french`: words that both languages have."""

    def __init__(
        self, english: Collection[str], terms: Iterable[str], technical: Collection[str], french: Collection[str]
    ) -> None:
        self._english = {*english, *technical} - set(french)
        self._terms = {tuple(words(term)) for term in terms}
        self._longest = max((len(term) for term in self._terms), default=0)

    @classmethod
    def of_the_house(cls) -> Language:
        """The word list of the system, the two lists and the glossary of the repository. Raises SystemExit with what to install."""
        if not ENGLISH.exists():
            raise SystemExit(f"{ENGLISH} is missing: apt-get install wamerican")
        english = {word.lower() for word in ENGLISH.read_text(encoding="utf-8").split() if "'" not in word}
        lists = sections(WORDS.read_text(encoding="utf-8"))
        return cls(english, glossary_terms(GLOSSARY.read_text(encoding="utf-8")), lists["technical"], lists["french"])

    def foreign(self, name: str) -> list[str]:
        """Words of a name that are neither English nor the domain's; terms of several words are looked for first."""
        left, rest = [], words(name)
        while rest:
            size = next((n for n in range(self._longest, 0, -1) if tuple(rest[:n]) in self._terms), 0)
            if not size and rest[0] not in self._english and len(rest[0]) > 1:
                left.append(rest[0])
            rest = rest[size or 1 :]
        return left


def words(name: str) -> list[str]:
    """« _pages_of », « SansPresseError », « A4Page » cut into lower-case words."""
    return [word.lower() for word in _WORD.findall(name)]


def sections(text: str) -> dict[str, set[str]]:
    """Words of a file under its « [heading] » lines; « # » begins a comment."""
    found: dict[str, set[str]] = {}
    for line in text.splitlines():
        bare = line.partition("#")[0].strip()
        if bare.startswith("["):
            current = found.setdefault(bare.strip("[]"), set())
        elif bare:
            current.update(bare.split())
    return found


def glossary_terms(text: str) -> list[str]:
    """Terms of the glossary: what stands in code in the first cell of its rows."""
    return [term for cell in _TERM.findall(text) for term in re.findall(r"`(\w+)`", cell)]


def chosen_names(root: Path = ROOT) -> Iterator[Named]:
    """Every name of the rooms that the rule bears on. Qt's own names are English already; dunders are Python's."""
    for room in ROOMS:
        for path in sorted((root / room).rglob("*.py")):
            place = path.relative_to(root).as_posix()
            stem = path.parent.name if path.stem == "__init__" else path.stem
            if not stem.startswith("__"):
                yield Named(stem, "module", place)
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ClassDef):
                    yield Named(node.name, "class", place)
                elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("__"):
                    yield Named(node.name, "function", place)


def shared_classes(names: Iterable[Named]) -> dict[str, list[str]]:
    """Public class names of `desktop` that stand in more than one module."""
    places: dict[str, list[str]] = defaultdict(list)
    for named in names:
        if named.kind == "class" and named.place.startswith("desktop/") and not named.name.startswith("_"):
            places[named.name].append(named.place)
    return {name: where for name, where in sorted(places.items()) if len(where) > 1}


def owed(names: Collection[Named], language: Language) -> set[str]:
    """What breaks the rule today, as the lines of the debt: a name that is not English, « twice » and a shared class."""
    foreign = {named.name for named in names if language.foreign(named.name)}
    return foreign | {_TWICE + name for name in shared_classes(names)}


def debt(path: Path = DEBT) -> list[str]:
    """Lines of the debt, comments aside."""
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]


def shrink(found: Collection[str], path: Path = DEBT) -> int:
    """Take out of the debt what is no longer owed; how many lines that was. Nothing is ever added."""
    lines = path.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if line.startswith("#") or line in found]
    path.write_text("\n".join(kept) + "\n", encoding="utf-8")
    return len(lines) - len(kept)


def main() -> int:
    """Say what is new, or shrink the debt; 1 when something new breaks the rule."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--shrink", action="store_true", help="take out of the debt what is no longer there")
    wanted = parser.parse_args()
    language, names = Language.of_the_house(), list(chosen_names())
    found = owed(names, language)
    if wanted.shrink:
        print(f"{shrink(found)} names less")
    new = found - set(debt())
    for named in names:
        if named.name in new:
            print(f"{named.place}: {named.name} ({', '.join(language.foreign(named.name))})")
    for name, places in shared_classes(names).items():
        if _TWICE + name in new:
            print(f"{name}: {', '.join(places)}")
    print(f"{len(new)} new, {len(debt())} owed")
    return 1 if new else 0


if __name__ == "__main__":
    raise SystemExit(main())
