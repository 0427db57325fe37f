"""A référentiel, a profile or the guide is damaged: it costs what it costs, it is said with file and line, the rest opens."""

from __future__ import annotations

import random
from pathlib import Path

from tests.attack import _content, _damage, harness

FILES = sorted(
    path.relative_to(_damage.CONTENT)
    for shelf in ("annexes", "profils", "guide")
    for path in (_damage.CONTENT / shelf).glob("*.md")
)


def trial(dice: random.Random, folder: Path) -> tuple[str, str]:
    """One damaged file beside a sound one."""
    content = _content.sound_folder(folder)
    name = dice.choice(FILES)
    whole = (_damage.CONTENT / name).read_bytes()
    place = content / name
    if dice.random() < 0.1:
        done = _damage.place_oddly(dice, place, whole)
    elif dice.random() < 0.2:
        done, octets = _damage.edit_bytes(dice, whole)
        place.write_bytes(octets)
    else:
        done, text = _damage.edit_text(dice, _nearer_the_head(dice, whole.decode("utf-8")))
        place.write_bytes(text.encode("utf-8", "surrogatepass"))
    corpus = _content.read(content, folder / "cache")
    assert corpus.regles["sain-regle"].texte == "Une règle qui reste."
    opened = len(corpus.documents) - 1 + (0 if corpus.guide is None else 1)
    said = len(corpus.problemes) + (0 if corpus.guide is None else len(corpus.guide.problemes))
    assert opened or said or done in ("missing", "link to nothing", "link in a circle", "link elsewhere", "device"), (
        "lost without a word"
    )
    return done, ("opened" if opened else "refused") + (", said" if said else "")


def _nearer_the_head(dice: random.Random, text: str) -> str:
    """Half of the time only the head and some of the body, so that the fields of the head are met as often as the rules."""
    return text if dice.random() < 0.5 else text[: text.index("\n---\n", 4) + 1500]


if __name__ == "__main__":
    raise SystemExit(harness.main(trial, __name__, __file__))
