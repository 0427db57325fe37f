"""What the reader shows where there is no document."""

from __future__ import annotations

from desktop.ui.shell import deeds


def test_an_id_that_is_gone_is_said(window):
    window.context.open_content("disparu-depuis")
    assert "n’existe plus dans ce contenu" in window.reading.reader.state_label.text()
    assert deeds.printable(window) is None
