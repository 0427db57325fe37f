from __future__ import annotations

from pathlib import Path

import pytest

from desktop.store import BadValueError, Draft, Kind, Store, UnknownRecordError
from desktop.store.readings import KEPT


def test_bookmarks_keep_their_order_and_stand_once(store: Store) -> None:
    for target in ("had-motifs", "usp-lits", "had-motifs"):
        store.bookmarks.add(target, Kind.RUBRIQUE, f"Titre de {target}")
    assert [mark.target for mark in store.bookmarks.all()] == ["had-motifs", "usp-lits"]
    assert store.bookmarks.targets() == {"had-motifs", "usp-lits"}
    store.bookmarks.remove("had-motifs")
    store.bookmarks.remove("had-motifs")
    assert store.bookmarks.targets() == {"usp-lits"}


def test_notes_are_plain_text_with_their_lines(store: Store) -> None:
    note = store.notes.add("had-motifs", "  À revoir\r\navec **l'équipe**\x07 ", about="Motifs d'admission")
    assert note.text == "À revoir\navec **l'équipe**"
    other = store.notes.add("had-motifs", "une autre")
    assert store.notes.on("had-motifs") == (note, other)
    assert store.notes.on("usp-lits") == ()
    changed = store.notes.change(note.id, "réécrite")
    assert store.notes.get(note.id) == changed
    store.notes.erase(other.id)
    assert store.notes.all() == (changed,)


def test_empty_and_endless_notes_are_refused(store: Store) -> None:
    for text in (" \n ", "x" * 20_001):
        with pytest.raises(BadValueError):
            store.notes.add("had-motifs", text)
    assert store.notes.all() == ()


@pytest.mark.parametrize("target", ["", "a\nb", "x" * 201])
def test_what_cannot_be_a_stable_id_is_refused(store: Store, target: str) -> None:
    with pytest.raises(BadValueError):
        store.bookmarks.add(target, Kind.REGLE, "")
    with pytest.raises(BadValueError):
        store.notes.add(target, "note")


def test_an_erased_note_is_said_in_french(store: Store) -> None:
    note = store.notes.add("had-motifs", "note")
    store.notes.erase(note.id)
    with pytest.raises(UnknownRecordError, match="Cette note n’existe pas"):
        store.notes.change(note.id, "autre")


def test_what_no_longer_resolves_is_kept_and_can_be_moved(store: Store) -> None:
    store.bookmarks.add("had-motifs", Kind.RUBRIQUE, "Motifs")
    lost_mark = store.bookmarks.add("had-disparue", Kind.REGLE, "Une règle d'avant")
    store.notes.add("had-motifs", "reste")
    lost = store.notes.add("had-disparue", "ne se perd pas", about="Une règle d'avant")
    assert lost_mark in store.bookmarks.all()
    moved = store.notes.move(lost.id, "had-neuve", "La règle nouvelle")
    store.bookmarks.remove("had-disparue")
    assert (moved.text, moved.target) == ("ne se perd pas", "had-neuve")
    assert {note.target for note in store.notes.all()} == {"had-motifs", "had-neuve"}


def test_readings_tell_the_last_place_first(store: Store) -> None:
    for target in ("a", "b", "a", "c"):
        store.readings.record(target, f"Titre {target}")
    assert [(reading.target, reading.times) for reading in store.readings.recent()] == [("c", 1), ("a", 2), ("b", 1)]
    last = store.readings.last()
    assert last is not None
    assert last.target == "c"
    assert [reading.target for reading in store.readings.recent(1)] == ["c"]


def test_the_history_forgets_its_oldest_places(store: Store) -> None:
    for number in range(KEPT + 5):
        store.readings.record(f"place-{number}", "Titre")
    found = [reading.target for reading in store.readings.recent(1000)]
    assert len(found) == KEPT
    assert (found[0], found[-1]) == (f"place-{KEPT + 4}", "place-5")


def test_the_history_is_erased_whole_and_can_come_back(store: Store) -> None:
    store.readings.record("a", "A")
    store.readings.erase()
    assert store.readings.last() is None
    assert store.undo() == "effacer l’historique de lecture"
    assert [reading.target for reading in store.readings.recent()] == ["a"]


def test_a_draft_is_on_disk_at_each_answer(folder: Path) -> None:
    store = Store(folder)
    store.drafts.save(Draft("orientation", {"age": "adulte"}, extra={"question": "lieu"}))
    store.drafts.save(Draft("niveau", {"soins": "simples"}))
    last = Draft("orientation", {"age": "adulte", "lieu": "domicile"}, extra={"question": "besoin"}, label="samedi")
    store.drafts.save(last)
    store._engine.connection.close()  # as a crash does: neither purge nor backup
    with Store(folder) as again:
        assert again.drafts.get("orientation") == last
        assert next(iter(again.drafts.all()), None) == last
        again.drafts.discard("orientation")
        assert next(iter(again.drafts.all()), None) == Draft("niveau", {"soins": "simples"})
        assert again.undo() == "abandonner le questionnaire en cours"
        assert again.drafts.get("orientation") == last
