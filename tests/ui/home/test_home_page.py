"""What stands on the first screen."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractButton

from desktop.bootstrap import load_questionnaires
from desktop.ui.home import content
from desktop.ui.home.resume import ResumeLine


def test_it_opens_at_home_with_the_structures_and_the_profiles(window):
    home = window.navigator.page
    names = [b.accessibleName() for b in home.findChildren(QAbstractButton)]
    assert "USP, Unité de soins palliatifs, 3ᵉ recours" in names
    assert "Médecin coordonnateur" in [b.text() for b in home.findChildren(QAbstractButton)]
    assert window.focusWidget() is window.topbar.field


def test_a_start_draws_it_once_and_what_is_to_be_resumed_once_more(opener, services, tmp_path, monkeypatch, qtbot):
    """Many rooms say at the start that they have read what is theirs: what says the same is not drawn again."""
    drawn: list[tuple[ResumeLine, ...]] = []
    fill = content.fill
    monkeypatch.setattr(content, "fill", lambda context, box, lines: drawn.append(lines) or fill(context, box, lines))
    context = opener(services._replace(load_questionnaires=load_questionnaires, data_dir=tmp_path / "data")).context
    told: list[object] = []
    context.resume_changed.connect(lambda: told.append(None))
    qtbot.waitUntil(lambda: context.data.is_settled and len(told) >= 3, timeout=10_000)
    assert drawn == [()]
    context.registry.document_actions["signet"].handler("usp")
    qtbot.waitUntil(lambda: len(drawn) == 2, timeout=10_000)
    (line,) = drawn[1]
    assert line.texte
    assert line.detail.startswith("marqué")
    context.resume_changed.emit()
    assert len(drawn) == 2
