"""One damaged file costs itself, with its line and a French reason; nothing that is deep, long or odd ends or hangs the process."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from desktop.corpus.bounded_yaml import DEPTH_LIMIT, compose, plain
from desktop.corpus.folder import FILE_LIMIT
from desktop.corpus.loading import read_folder
from desktop.errors import ContentError

HEAD = (
    "---\nid: autre\ntitre: T\ntitre_complet: T\nnature: document\nresume: R\nsource:\n  fichier: '1'\n  document: D\n"
    "  date: {}\n  statut: s\n---\n# T\n"
)
BOMB = "a: &a [x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join([f'*{chr(97 + n)}'] * 9)}]\n" for n in range(12)
)


def damaged(content, data, name="10-autre.md"):
    """Read a folder in which one file is damaged; the faults of that file."""
    folder = content()
    (folder / "annexes" / name).write_bytes(data if isinstance(data, bytes) else data.encode())
    corpus = read_folder(folder)
    assert corpus.regles["essai-lits-minimum"].texte
    return [(p.ligne, p.message) for p in corpus.problemes]


@pytest.mark.parametrize("date", ["2023-13-45", "2023-02-30", "2023-06-21 25:00:00"])
def test_a_date_that_does_not_exist_costs_its_file_alone(content, date):
    ((line, said),) = damaged(content, HEAD.format(date))
    assert line == 10
    assert "n’existe pas" in said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("9" * 4301, "4301 chiffres"), ("1" + "0" * 400, "401 chiffres"), ("1e400", "un jour qui existe"),
        ("1.0e+400", "un autre nombre"),
        ("'2023-02-30'", "un jour qui existe"), (".nan", "un autre nombre"),
        ("0x10", "un autre nombre"), ("010", "un autre nombre"), ("12:30", "un autre nombre"), ("1_000", "un autre nombre"),
        ("&a x", "renvoi"), ("*a", "renvoi"), ("!!binary x", "étiquette"), ("{? [x] : y}", "une liste ou une table"),
        ("[x", "une virgule ou un crochet"), ("true", "« date » ne va pas"), ("[" * 300, "trop profondément"),
    ],
)  # fmt: skip
def test_a_value_that_is_no_value_is_said_with_its_line(content, written, said):
    ((line, told),) = damaged(content, HEAD.format(written))
    assert said in told
    assert line in (10, 11)


@pytest.mark.parametrize(
    "data",
    [
        HEAD.format("x").encode("utf-16"), "---\nid: é\n---\n".encode("latin-1"), b"\0" * 100, b"", b"x" * (FILE_LIMIT + 1),
        b"---\n" + b"[" * 200_000,
    ],
    ids=["utf-16", "latin-1", "zeros", "empty", "too big", "brackets"],
)  # fmt: skip
def test_what_is_no_text_is_said_with_a_line(content, data):
    ((line, said),) = damaged(content, data)
    assert line is not None
    assert "lit" in said or "UTF-8" in said or "en-tête" in said or "grand" in said or "long" in said or "nul" in said


@pytest.mark.skipif(os.name != "posix", reason="pipes and names of bytes")
def test_a_pipe_and_a_name_that_is_no_utf8_are_said(content):
    folder = content()
    os.mkfifo(folder / "annexes" / "10-tube.md")
    with open(os.fsencode(folder / "annexes") + b"/11-\xff.md", "wb") as odd:  # noqa: PTH123 - a Path can't hold the name
        odd.write(b"x")
    corpus = read_folder(folder)
    assert [(p.fichier, p.ligne) for p in corpus.problemes] == [("annexes/10-tube.md", 1), ("annexes/11-\ufffd.md", 1)]
    assert corpus.documents


@pytest.mark.parametrize(
    "yaml", ["[" * 200_000, "{a: " * 100_000, "- " * 100_000, "? " * 100_000, BOMB, "x: &x [*x]\n"], ids=range(6)
)
def test_depth_and_aliases_neither_kill_nor_hang(yaml):
    """In a process of its own: the library's loaders end it."""
    code = (
        "import sys\nfrom desktop.corpus.bounded_yaml import compose\nfrom desktop.errors import ContentError\n"
        "try:\n    compose(sys.stdin.read(), 'f.yaml')\nexcept ContentError as fault:\n    print(fault.ligne)\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], input=yaml, capture_output=True, text=True, timeout=60, check=True
    )
    assert int(ended.stdout) >= 1


def test_values_come_as_they_are_written():
    read = plain(
        compose("a: 12\nb: 0.5\nc: oui\nd: true\ne: null\nf: 2023-06-21\ng: '004'\nh: [x, {i: j}]\n", "f", 4), "f"
    )
    assert read == {
        "a": 12,
        "b": 0.5,
        "c": "oui",
        "d": True,
        "e": None,
        "f": "2023-06-21",
        "g": "004",
        "h": ["x", {"i": "j"}],
    }
    assert (read.line, read.lines["h"], read["h"].line, read["h"][1].line) == (5, 12, 12, 12)


def test_the_deepest_that_is_read():
    compose("[" * DEPTH_LIMIT + "]" * DEPTH_LIMIT, "f")
    with pytest.raises(ContentError, match="imbriqué"):
        compose("[" * (DEPTH_LIMIT + 1) + "]" * (DEPTH_LIMIT + 1), "f")


def test_a_rule_whose_id_is_taken_is_shown_nowhere_and_said(content):
    """Its rubrique would have shown the words of the other rule of that name."""
    body = (
        '\n# Essai\n\n## Un {#essai-un source="004/A9/a"}\n\n- Premier. {#essai-r .requis}\n\n'
        '## Deux {#essai-deux source="004/A9/a"}\n\n- Second. {#essai-r .requis}\n- Troisième. {#essai-s .requis}\n'
    )
    corpus = read_folder(content(body))
    assert [block.regles for block in corpus.rubriques["essai-deux"].blocs] == [("essai-s",)]
    assert corpus.regles["essai-r"].texte == "Premier."
    assert ["essai-r" in p.message for p in corpus.problemes] == [True]


def test_an_entry_of_the_lexique_costs_itself_alone(content):
    lexique = "entrees:\n  - {id: a, sigle: A, developpe: Un}\n  - {id: b, developpe: [x]}\n  - 3\n  - {id: c, developpe: Trois}\n"
    corpus = read_folder(content(lexique=lexique))
    assert [entry.id for entry in corpus.lexique.entrees] == ["a", "c"]
    assert [p.ligne for p in corpus.problemes] == [3, 1]
