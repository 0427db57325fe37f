"""A kept copy of the content, of the questionnaires, or a file of the index is damaged: what is served is what was shipped."""

from __future__ import annotations

import random
import shutil
from functools import cache
from pathlib import Path

from desktop import decision
from desktop.corpus import load
from desktop.corpus.kept import KEPT_LIMIT, read_plain
from desktop.search import SearchEngine
from tests.attack import _content, _damage, harness

QUERIES = ("règle qui reste", "sain", "reste")


def trial(dice: random.Random, folder: Path) -> tuple[str, str]:
    """Keep, damage one file, read again: the same content, the same tables, the same answers."""
    content = _content.sound_folder(folder)
    kept = folder / "cache"
    corpus = load(content, kept)
    engine = SearchEngine(corpus, kept)
    engine.prepare()
    answers = _answers(engine)
    engine.close()
    place = _questionnaires(kept)
    files = sorted(file for file in kept.rglob("*") if file.is_file() and not file.name.endswith("WRITELOCK"))
    victim = dice.choice(files)
    done = _harm(dice, victim, files)
    assert load(content, kept) == corpus, "another content is served"
    assert decision.charger(place, kept).orientation == _tables().orientation, "another plan is served"
    again = SearchEngine(corpus, kept)
    again.prepare()
    assert _answers(again) == answers, "another answer is served"
    origin = again.origin
    again.close()
    return f"{victim.suffix or victim.name}: {done}", str(origin)


@cache
def _tables() -> decision.Questionnaires:
    return decision.charger(_damage.CONTENT / "questionnaires")


@cache
def _source() -> tuple[str, bytes]:
    """The kept questionnaires, made once: their name and bytes."""
    with harness.place() as folder:
        decision.charger(_damage.CONTENT / "questionnaires", folder)
        (file,) = folder.glob("questionnaires-*.json")
        return file.name, file.read_bytes()


def _questionnaires(kept: Path) -> Path:
    name, octets = _source()
    (kept / name).write_bytes(octets)
    (kept / name).chmod(0o600)
    return _damage.CONTENT / "questionnaires"


def _answers(engine: SearchEngine) -> list[tuple[str, ...]]:
    return [tuple(hit.regle for hit in engine.search(query).hits) for query in QUERIES]


def _harm(dice: random.Random, victim: Path, files: list[Path]) -> str:
    octets = read_plain(victim, KEPT_LIMIT)
    kind = dice.randrange(5)
    if kind == 0:
        victim.unlink()
        return _damage.place_oddly(dice, victim, octets)
    if kind == 1:
        other = dice.choice(files)
        shutil.copyfile(other, victim) if other != victim else victim.write_bytes(b"")
        return "another file in its place"
    if kind == 2:
        words = [(b"reste", b"parte"), (b"sain", b"fou!"), (b'"emsp"', b'"usp" '), (b"1", b"9"), (b"true", b"null")]
        old, new = dice.choice(words)
        victim.write_bytes(octets.replace(old, new))
        return "words changed"
    if kind == 3:
        victim.chmod(dice.choice((0o666, 0o622, 0o000, 0o777)))
        return "rights changed"
    done, harmed = _damage.edit_bytes(dice, octets if victim.suffix == ".json" else octets[:4096].hex().encode())
    victim.write_bytes(
        harmed if victim.suffix == ".json" else bytes(dice.randrange(256) for _ in range(64)) + octets[64:]
    )
    return done if victim.suffix == ".json" else "bytes flipped"


if __name__ == "__main__":
    raise SystemExit(harness.main(trial, __name__, __file__))
