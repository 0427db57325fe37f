"""One bad row hides nothing: it is set aside with a word, the rest is shown, saved and brought back."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.store import CaseState, Draft, Kind, Mode, Store, UnreadableRecordError, schema, sqlite

DAMAGE = {
    "a date that is a word": ("notes", "created", "hier", "sa date"),
    "a date of another age": ("notes", "created", "0001-01-01T00:00:00+23:59", "sa date"),
    "bytes that are no UTF-8": ("notes", "text", b"secret \xff\xfe", "son texte"),
    "answers that are no JSON": ("cases", "facts", "{", "ses réponses"),
    "answers that are a list": ("cases", "facts", "[]", "ses réponses"),
    "a plan without end": ("cases", "plan", "[" * 100_000, "sa conduite à tenir"),
    "a day that is none": ("cases", "review", "demain", "la date de la revoir"),
    "another kind of mark": ("bookmarks", "kind", "autre", "ce qu’il marque"),
    "a draft that is a word": ("drafts", "facts", "mot", "ses réponses"),
    "an earlier state": ("revisions", "kept", "", "sa date"),
    "a reading": ("readings", "read", "2026", "sa date"),
}


def spoil(folder: Path, table: str, column: str, value: object) -> None:
    """Change one row as a failing disk or another program would."""
    connection = sqlite.connect(folder / schema.FILE_NAME)
    given = "CAST(? AS TEXT)" if isinstance(value, bytes) else "?"
    connection.execute(
        f"UPDATE [{table}] SET [{column}] = {given} WHERE rowid = (SELECT min(rowid) FROM [{table}])",  # noqa: S608
        (value,),
    )
    connection.commit()
    connection.close()


def fill(store: Store, number: int = 4) -> None:
    for place in range(number):
        kept = store.cases.keep("niveau", CaseState({"n": place}, {"niveau": 3}), f"cas {place}")
        store.cases.change(kept.id, CaseState({"n": -place - 1}))
        store.notes.add("had-motifs", f"note {place}")
        store.bookmarks.add(f"regle-{place}", Kind.REGLE, "Règle")
        store.readings.record(f"regle-{place}", "Règle")
        store.drafts.save(Draft("orientation", {"n": place}, id=f"brouillon-{place}"))


def shown(store: Store) -> dict[str, int]:
    cases = store.cases.all()
    return {
        "cases": len(cases),
        "revisions": sum(len(store.cases.revisions(case.id)) for case in cases),
        "bookmarks": len(store.bookmarks.all()),
        "notes": len(store.notes.all()),
        "readings": len(store.readings.recent()),
        "drafts": len(store.drafts.all()),
    }


@pytest.mark.parametrize(("table", "column", "value", "reason"), DAMAGE.values(), ids=DAMAGE)
def test_one_bad_row_is_set_aside_and_the_rest_shown_and_saved(
    folder: Path, tmp_path: Path, table: str, column: str, value: object, reason: str
) -> None:
    with Store(folder) as store:
        fill(store)
    spoil(folder, table, column, value)
    with Store(folder) as store:
        found = shown(store)
        assert found[table] == 3
        lost = {table} | ({"revisions"} if table == "cases" else set())
        assert [number for name, number in found.items() if name not in lost] == [4] * (6 - len(lost))
        (unreadable,) = store.unreadable()
        assert (unreadable.table, unreadable.reason) == (table, reason)
        assert "secret" not in unreadable.words
        store.save_to(tmp_path / "export.zip")
        store.cases.keep("niveau", CaseState({}), "et l'on continue")
    with Store.temporary() as other:
        other.take_back(Store.read_saved(tmp_path / "export.zip"), Mode.REPLACE)
        assert shown(other)[table] == 3


def test_the_lists_of_the_screens_go_on_too(folder: Path) -> None:
    with Store(folder) as store:
        fill(store)
    for table, column, value, _ in DAMAGE.values():
        spoil(folder, table, column, value)
    with Store(folder) as store:
        assert [line.label for line in store.cases.lines(("$.niveau",))] == ["cas 3", "cas 2", "cas 1"]
        assert [note.text for note in store.notes.page(after=None, limit=10)[0]] == ["note 1", "note 2", "note 3"]
        assert len(store.notes.on("had-motifs")) == 3
        assert next(iter(store.drafts.all()), None) == Draft("orientation", {"n": 3}, id="brouillon-3")


def test_what_is_asked_for_by_its_id_says_that_it_can_not_be_read(folder: Path) -> None:
    with Store(folder) as store:
        fill(store)
        (first,) = [case.id for case in store.cases.all() if case.label == "cas 0"]
    spoil(folder, "cases", "facts", "{")
    with Store(folder) as store, pytest.raises(UnreadableRecordError, match="tous les autres restent lisibles"):
        store.cases.get(first)


def test_a_word_says_kind_and_time_and_nothing_of_the_content(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    with Store(folder) as store:
        fill(store)
    spoil(folder, "notes", "created", "Mme Secrète")
    with Store(folder) as store:
        store.notes.all()
        (unreadable,) = store.unreadable()
        assert unreadable.words.startswith("une note du ")
        assert unreadable.words.endswith(" : sa date ne se lit pas")
    assert "Secrète" not in caplog.text
