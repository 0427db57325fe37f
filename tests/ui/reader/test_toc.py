"""The rubriques beside a document."""

from __future__ import annotations

from window_steps import place


def test_the_table_of_contents_leads_and_follows(window, qtbot):
    window.context.open_content("usp")
    page = window.reading
    titles = [page.rubriques.list.item(row).text() for row in range(page.rubriques.list.count())]
    assert titles == ["Présentation", "Nombre de lits", "Articulation", "Équipe"]
    page.rubriques.list.itemClicked.emit(page.rubriques.list.item(2))
    assert place(window).cible == "usp-articulation"
