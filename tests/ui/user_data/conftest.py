"""A window on the small content with a database of its own."""

from __future__ import annotations

import pytest
from data_owner import Owner


@pytest.fixture
def services(services, tmp_path):
    return services._replace(data_dir=tmp_path / "data")


@pytest.fixture
def owner(qtbot, session):
    return Owner(qtbot, session).ready()
