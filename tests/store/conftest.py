"""A store in a folder with a French name, and the same opened again."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.store import CaseState, Store

PLAN = {"niveau": 3, "principal": ["had", "usp"], "contrefactuels": []}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "Données de Zoé Lefèvre" / "cap palliatif"


@pytest.fixture
def store(folder: Path):
    store = Store(folder)
    yield store
    store.close()


@pytest.fixture
def state() -> CaseState:
    return CaseState(
        facts={"demandeur": "soignant", "age": "adulte", "besoin": ["soins", "repit"], "niveau": 3},
        plan=PLAN,
        plan_fingerprint="p1",
        content_version="2026.1",
        content_fingerprint="c1",
    )
