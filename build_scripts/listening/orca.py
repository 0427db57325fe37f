#!/usr/bin/env python3
"""One walk with Orca, whose words are compared: from a search to a règle, from a question to a plan that is kept.

Usage: orca.py [--mots]. Orca speaks through the dummy module of speech-dispatcher; what it says is read in its own journal.
Ends with 0 when every word was said in its order, 1 otherwise, and 0 with a word where Orca is not to be had. « --mots » prints
all that was said. Needs what `listen` needs, and Debian's orca and speech-dispatcher.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from build_scripts.listening import listen

INSIDE = "--inside"
SPOKEN = re.compile(r"SPEECH OUTPUT: '(.*?)'(?:\{|$)")
PATIENCE = 30.0
STEP = 8.0
"""Seconds that a step waits for its words before the next is taken: some come with it only."""
CALM = 1.5
"""Seconds without a word after which Orca has finished."""
DUMMY = 'LogLevel 1\nLogDir "default"\nAddModule "dummy" "sd_dummy" ""\nDefaultModule dummy\n'
WALK: tuple[tuple[dict[str, object], tuple[str, ...]], ...] = (
    ({"keys": ["lits usp"]}, ()),
    ({"keys": ["<Return>"]}, ("Unité de soins palliatifs", "Texte : Unité de soins palliatifs")),
    (
        {"go": ["orienter", "besoin"]},
        ("De quoi s’agit-il ?", "1 : Organiser ou renforcer les soins check box not checked"),
    ),
    ({"keys": ["1"]}, ("checked",)),
    ({"keys": ["<Return>"]}, ("Où se trouve la personne aujourd’hui ?", "1 : À domicile", "radio button")),
    ({"keys": ["1"]}, ("Qu’est-ce qui est déjà en place ?", "1 : L’HAD check box not checked")),
    ({"keys": ["<Return>"]}, ("Les soins sont-ils possibles là où elle vit ?", "1 : Oui")),
    ({"keys": [*"11111111"]}, ("Maintenant : joindre l’appui téléphonique régional. heading",)),
    ({"keys": ["<Alt+Down>"]}, ("heading",)),
    ({"keys": ["<Ctrl+S>"]}, ("Garder la situation", "Libellé")),
)
"""A step (see program.py), and what must be said after it, in this order, whatever is said between."""


def missing() -> str:
    """What this machine lacks, in French; "" if nothing."""
    lacks = [name for name in ("orca", "speech-dispatcher") if shutil.which(name) is None]
    words = listen.missing()
    return words or (f"Orca n’est pas à disposition, il manque : {', '.join(lacks)}" if lacks else "")


def plain(words: str) -> str:
    """With spaces that are all alike."""
    return " ".join(words.replace("\u00a0", " ").replace("\u202f", " ").split())


class Orca:
    """Orca in this session; its words, as its journal has them."""

    def __init__(self, home: Path) -> None:
        self.journal = home / "orca.log"
        folder = home / ".config" / "speech-dispatcher"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "speechd.conf").write_text(DUMMY, encoding="utf-8")
        silent = subprocess.DEVNULL
        self.process = subprocess.Popen(
            ["orca", "--replace", f"--debug-file={self.journal}"], stdout=silent, stderr=silent
        )
        self.read = 0

    def words(self, first: str = "") -> list[str]:
        """What was said since the last call; waits until `first` was said, if it is to come, and until Orca is calm."""
        until, calm, before = time.monotonic() + STEP, time.monotonic() + CALM, -1
        said: list[str] = []
        while time.monotonic() < until:
            text = self.journal.read_text(encoding="utf-8", errors="replace") if self.journal.exists() else ""
            said = [plain(found) for found in SPOKEN.findall(text[self.read :])]
            if len(said) != before:
                before, calm = len(said), time.monotonic() + CALM
            if time.monotonic() > calm and (not first or any(first in one for one in said)):
                break
            time.sleep(0.1)
        self.read = len(self.journal.read_text(encoding="utf-8", errors="replace")) if self.journal.exists() else 0
        return said


def compare(said: list[str]) -> int:
    """Print what was said and what was not, in the order of the walk; how many words are absent.

    Orca may say a thing after the next step only: the words of the whole walk are compared, each after the one before.
    """
    rest, absent = " ".join(said), 0
    for step, wanted in WALK:
        for words in wanted:
            _before, found, after = rest.partition(words)
            rest = after if found else rest
            absent += not found
            print(f"{'dit' if found else 'ABSENT'} : {words}   {step}")
    return absent


def walk(home: Path, *, every_word: bool) -> int:
    """Inside a session bus: start the bus of AT-SPI, Orca, the program; take the steps."""
    subprocess.Popen(
        [str(listen.LAUNCHER), "--launch-immediately"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    command = ["gdbus", "call", "--session", "--dest", "org.a11y.Bus", "--object-path", "/org/a11y/bus", "--method"]
    for status in ("IsEnabled", "ScreenReaderEnabled"):
        value = [*command, "org.freedesktop.DBus.Properties.Set", "org.a11y.Status", status, "<true>"]
        subprocess.run(value, check=True, capture_output=True, timeout=PATIENCE)
    orca, said = Orca(home), []
    try:
        said += orca.words("Screen reader on")
        with listen.Program(os.environ) as program:
            said += orca.words("Rechercher")
            for step, wanted in WALK:
                program.ask(**step)
                said += orca.words(next(iter(wanted), ""))
    finally:
        orca.process.terminate()
        orca.process.wait(PATIENCE)
    if every_word:
        print(*said, "", sep="\n")
    return int(compare(said) > 0)


def main() -> int:
    """Outside: a screen and a session bus, then the same program inside them."""
    if INSIDE in sys.argv:
        return walk(Path(os.environ["HOME"]), every_word="--mots" in sys.argv)
    if words := missing():
        print(words)
        return 0
    with listen.Screen() as screen:
        command = ["dbus-run-session", "--", sys.executable, __file__, INSIDE, *sys.argv[1:]]
        return subprocess.run(command, env=screen.env, check=False, timeout=600, stderr=subprocess.DEVNULL).returncode


if __name__ == "__main__":
    sys.exit(main())
