"""Long actions tell how far they are, and leave everything as it was when they are cancelled, wherever that is."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_store_archive import everything, fill

from desktop.store import CancelledError, CaseState, Mode, Store


class Watcher:
    """Keeps the shares it is told; cancels at the `stop`th."""

    def __init__(self, stop: int | None = None) -> None:
        self.shares: list[float] = []
        self.stop = stop

    def __call__(self, share: float) -> None:
        self.shares.append(share)
        if self.stop is not None and len(self.shares) > self.stop:
            raise CancelledError


@pytest.fixture
def filled(store: Store) -> Store:
    fill(store)
    for number in range(230):
        store.cases.keep("niveau", CaseState({"n": number}, {"niveau": number}), f"autre {number}")
    return store


def watched(filled: Store, tmp_path: Path, action: str, stop: int | None = None) -> Watcher:
    watcher = Watcher(stop)
    if action == "save":
        filled.save_to(tmp_path / "données.zip", watcher)
        return watcher
    path = tmp_path / "source.zip"
    with Store.temporary() as other:
        fill(other)
        for number in range(130):
            other.cases.keep("niveau", CaseState({"d": number}), f"d'ailleurs {number}")
        other.save_to(path)
    if action == "read":
        Store.read_saved(path, watcher)
    else:
        filled.take_back(Store.read_saved(path), Mode(action), watcher)
    return watcher


ACTIONS = ["save", "read", "ajouter", "remplacer"]


@pytest.mark.parametrize("action", ACTIONS)
def test_the_shares_grow_from_nothing_to_almost_all(filled: Store, tmp_path: Path, action: str) -> None:
    shares = watched(filled, tmp_path, action).shares
    assert shares == sorted(shares)
    assert 0 <= shares[0] < (0.5 if action != "read" else 1.01)  # a small file is read in one piece
    assert 0.9 < shares[-1] <= 1.0


@pytest.mark.parametrize("action", ACTIONS)
def test_cancelled_at_any_step_nothing_is_written(filled: Store, tmp_path: Path, action: str) -> None:
    (tmp_path / "une fois").mkdir()
    whole = watched(filled, tmp_path / "une fois", action)
    if action in ("ajouter", "remplacer"):
        filled.undo()
    before, label = everything(filled), filled.undo_label
    steps = len(whole.shares)
    for stop in sorted({0, 1, steps // 2, steps - 1}):
        folder = tmp_path / f"arrêt {stop}"
        folder.mkdir()
        with pytest.raises(CancelledError):
            watched(filled, folder, action, stop)
        assert everything(filled) == before
        assert filled.undo_label == label
        assert sorted(path.name for path in folder.iterdir()) == ([] if action == "save" else ["source.zip"])


def test_a_cancelled_saving_leaves_the_former_file(filled: Store, tmp_path: Path) -> None:
    path = tmp_path / "données.zip"
    filled.save_to(path)
    former = path.read_bytes()
    with pytest.raises(CancelledError):
        filled.save_to(path, Watcher(2))
    assert path.read_bytes() == former
    assert [found.name for found in tmp_path.iterdir() if found.is_file()] == ["données.zip"]
