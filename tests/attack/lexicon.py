"""The lexique or the version is damaged: an entry costs itself, it is said with file and line, the documents open."""

from __future__ import annotations

import random
from pathlib import Path

from tests.attack import _content, _damage, harness


def trial(dice: random.Random, folder: Path) -> tuple[str, str]:
    """One damaged file beside a sound document."""
    content = _content.sound_folder(folder)
    name = "lexique.yaml" if dice.random() < 0.9 else "VERSION"
    whole = (_damage.CONTENT / name).read_bytes()
    place = content / name
    place.unlink()
    if dice.random() < 0.1:
        done = _damage.place_oddly(dice, place, whole)
    elif dice.random() < 0.2:
        done, octets = _damage.edit_bytes(dice, whole)
        place.write_bytes(octets)
    else:
        text = whole.decode("utf-8")
        if name != "VERSION" and dice.random() < 0.5:
            text = text[: text.index("\n  - id:", 4000)] + "\n"
        done, text = _damage.edit_text(dice, text)
        place.write_bytes(text.encode("utf-8", "surrogatepass"))
    corpus = _content.read(content, folder / "cache")
    assert corpus.regles["sain-regle"].texte == "Une règle qui reste."
    if not corpus.lexique.entrees and name != "VERSION":
        assert corpus.problemes, "lost without a word"
    return f"{name}: {done}", ("entries" if corpus.lexique.entrees else "none") + (", said" if corpus.problemes else "")


if __name__ == "__main__":
    raise SystemExit(harness.main(trial, __name__, __file__))
