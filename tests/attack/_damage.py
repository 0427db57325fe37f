"""Ways in which a text file of the content can be wrong: by accident of a disk or an editor, by ignorance, by malice."""

from __future__ import annotations

import os
import random
import re
from collections.abc import Callable
from pathlib import Path

CONTENT = Path(__file__).parents[2] / "content"

# What may stand where a value is expected. The last ones are long or deep enough to hang, kill or fill what reads naively.
VALUES = (
    "2023-13-45", "2023-02-30", "2023-06-21T99:99:99Z", "2023-06-21 12:00:00 +99:00", "1e400", "-1e400", ".nan", ".inf", "0x10",
    "010", "1_000", "12:30:45", "9" * 4301, "1" + "0" * 400, "true", "null", "~", "''", '""', '"\\ud800"', '"\\x00"',
    "!!binary x", "!!python/object/apply:os.system [false]", "!!set {a, b}", "! x", "&a [*a]", "*inconnu", "<<", "=", "[]",
    "{}", "{a: {b: c}}", "[[1], {2: 3}]", "? [x]", "{? [a, b] : c}", "{[a]: b}", "{1: a, b: c}", "{null: a, true: b}",
    "|\n  bloc", ">-\n  plié", "@x", "`x", "%x", "- a", "a: b: c", "'", '"', "\t", "é\u0301\u202e\u200b", "\U0001f4a9",
    "<img src=file:///etc/passwd>", "&amp;", "../../../etc/passwd", "javascript:alert(1)", "${jndi:x}", "{{7*7}}", "%s%n",
    "'; DROP TABLE x; --", "#", "# a", "[" * 200_000, "{a: " * 30_000, "- " * 30_000, "[*a," * 1000, '"' + "a" * 300_000 + '"',
    " " * 300_000,
)  # fmt: skip
# Lines that may turn up anywhere in a file.
LINES = (
    "---", "...", "%YAML 9.9", "%TAG ! tag:x,2000:", "? [x]", "? {a: b}\n: c", "x: &a [1]\ny: *a", "<<: {a: b}", "1: a",
    "\tid: x", "  id: x", "- x", "}", "]", "# <img src=file:///etc/passwd>", "## Titre", "## Titre {#}", "## Titre {#x}",
    '## T {#x source="a/b"}', "#### Trop profond {#trop}", "# Un", "- règle", "- règle {#x .requis}", "- règle {.requis}",
    "- r {#x .inconnu}", "- r {#X Y .requis}", "- r {#x .requis borne=fou}",
    '- r {#y .requis niveau="complexite:99999999999999999999"}', "- r {#z .requis niveau=x:²}", "- [^1]", "[^1]: note",
    "[^1]: [^1]", "[a](#b)", "![i](file:///etc/passwd)", "<script>x</script>", "> citation", "> Note éditoriale : x {#n}",
    "> Note éditoriale : x {#n regle=absente}", "| a | b |\n|---|---|\n| c {#t .requis} |", "|\n|-|\n||", "```\ncode",
    "    code", "***", "> " * 5000, "- " * 5000, "* " * 5000, "[" * 19_000, "`" * 19_000, "*a_" * 6000, "![" * 9000,
    "{" * 19_000, " " * 19_000 + "»", " " * 19_000 + "{", "<" * 19_000, "|" * 19_000, "[a](" * 4000, "&#x110000;" * 1500,
    "x " * 200_000, "[" * 200_000, "\0", "\x1b[31m", "\u2028", "\r", "\u202e", "a" * 19_000,
    "- a {#" + "b" * 9000 + " .requis}", "\n".join(f"- {'(' * 200} {{#r{n} .requis}}" for n in range(400)),
)  # fmt: skip

_VALUE = re.compile(r"(?<=: )[^\n]*")
Edit = Callable[[random.Random, str], str]


def edit_text(dice: random.Random, text: str) -> tuple[str, str]:
    """A damage by its name, and the text that it makes of one."""
    name = dice.choice(sorted(_EDITS))
    return name, _EDITS[name](dice, text)


def _cut(dice: random.Random, text: str) -> str:
    return text[: dice.randrange(len(text) + 1)]


def _cut_at_line(dice: random.Random, text: str) -> str:
    lines = text.split("\n")
    return "\n".join(lines[: dice.randrange(len(lines) + 1)]) + "\n"


def _lose_lines(dice: random.Random, text: str) -> str:
    lines = text.split("\n")
    start = dice.randrange(len(lines))
    return "\n".join(lines[:start] + lines[start + dice.randint(1, 5) :])


def _double_lines(dice: random.Random, text: str) -> str:
    lines = text.split("\n")
    start = dice.randrange(len(lines))
    end = start + dice.randint(1, 30)
    return "\n".join(lines[:end] + lines[start:end] + lines[end:])


def _shuffle_lines(dice: random.Random, text: str) -> str:
    lines = text.split("\n")
    start = dice.randrange(len(lines))
    piece = lines[start : start + 8]
    dice.shuffle(piece)
    return "\n".join(lines[:start] + piece + lines[start + 8 :])


def _add_line(dice: random.Random, text: str) -> str:
    lines = text.split("\n")
    start = dice.randrange(len(lines) + 1)
    return "\n".join([*lines[:start], dice.choice(LINES), *lines[start:]])


def _change_value(dice: random.Random, text: str) -> str:
    places = [found.span() for found in _VALUE.finditer(text)]
    if not places:
        return dice.choice(VALUES)
    start, end = dice.choice(places)
    return text[:start] + dice.choice(VALUES) + text[end:]


def _change_sign(dice: random.Random, text: str) -> str:
    place = dice.randrange(len(text) or 1)
    return text[:place] + dice.choice("[]{}:,#&*!|>'\"%@`-?.\t\n\0 é\u202f0") + text[place + 1 :]


def _change_indent(dice: random.Random, text: str) -> str:
    lines = text.split("\n")
    place = dice.randrange(len(lines))
    lines[place] = dice.choice(["", " ", "  ", "\t", "      "]) + lines[place].lstrip()
    return "\n".join(lines)


def _rename(dice: random.Random, text: str) -> str:
    names = re.findall(r"#([a-z0-9-]+)|id: ([a-z0-9_-]+)", text)
    words = sorted({a or b for a, b in names}) or ["a", "b"]
    return text.replace(dice.choice(words), dice.choice(words), dice.choice([1, -1]))


def _join(dice: random.Random, text: str) -> str:
    return text.replace("\n", dice.choice(["\r", "\r\n", " ", "\n\n"]), dice.choice([-1, dice.randint(1, 50)]))


_EDITS: dict[str, Edit] = {
    "cut": _cut,
    "cut at a line": _cut_at_line,
    "lines lost": _lose_lines,
    "lines twice": _double_lines,
    "lines shuffled": _shuffle_lines,
    "line added": _add_line,
    "value changed": _change_value,
    "sign changed": _change_sign,
    "indent changed": _change_indent,
    "names mixed up": _rename,
    "line ends": _join,
}


def edit_bytes(dice: random.Random, octets: bytes) -> tuple[str, bytes]:
    """A damage to a file's bytes by its name, and what it makes of them."""
    kind = dice.randrange(6)
    if kind == 0:
        changed = bytearray(octets or b"x")
        for _ in range(dice.randint(1, 20)):
            changed[dice.randrange(len(changed))] = dice.randrange(256)
        return "bytes flipped", bytes(changed)
    if kind == 1:
        return "bytes cut", octets[: dice.randrange(len(octets) + 1)]
    if kind == 2:
        return "other encoding", octets.decode("utf-8").encode(
            dice.choice(["latin-1", "cp1252", "utf-16", "utf-32", "cp850"]), "replace"
        )
    if kind == 3:
        return "filled with nothing", dice.choice([b"", b"\n", bytes(4096), b"\xff" * 4096, b"\xef\xbb\xbf" + octets])
    if kind == 4:
        return "far too big", octets + dice.choice([b"\n", b"x", b"[", b"- a\n"]) * (2 << 20)
    start = dice.randrange(len(octets) + 1)
    return "a sector of noise", octets[:start] + dice.randbytes(512) + octets[start + 512 :]


def place_oddly(dice: random.Random, place: Path, octets: bytes) -> str:
    """Put something at `place` that is no ordinary file, or under another name; says what."""
    kinds = ["folder", "missing", "locked"]
    if os.name == "posix":
        kinds += ["pipe", *_LINKS, "name that is no UTF-8", "name with a line end"]
    kind = dice.choice(kinds)
    if kind in _LINKS:
        place.symlink_to(_LINKS[kind](place))
        place.parents[2].joinpath("ailleurs").write_bytes(octets)
    elif kind == "folder":
        place.mkdir()
    elif kind == "pipe":
        os.mkfifo(place)
    elif kind != "missing":
        _write_oddly(kind, place, octets)
    return kind


def _write_oddly(kind: str, place: Path, octets: bytes) -> None:
    odd = os.fsencode(place)
    if kind == "name that is no UTF-8":
        odd = os.fsencode(place.parent) + b"/\xff\xfe" + os.fsencode(place.suffix)
    elif kind == "name with a line end":
        odd = os.fsencode(place.with_name("a\nb" + place.suffix))
    with open(odd, "wb") as stream:  # noqa: PTH123 - a Path can't hold every name
        stream.write(octets)
    if kind == "locked":
        place.chmod(0)


_LINKS: dict[str, Callable[[Path], Path]] = {
    "link to nothing": lambda place: place.with_name("absent"),
    "link in a circle": lambda place: place,
    "link elsewhere": lambda place: place.parents[2] / "ailleurs",
    "device": lambda _: Path("/dev/zero"),
}
