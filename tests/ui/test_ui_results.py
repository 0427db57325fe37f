"""The list of results: the model behaves, the delegate paints what it is given and nothing else."""

from __future__ import annotations

import dataclasses
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QStyle, QStyleOptionViewItem

from desktop.corpus.model import Borne, Force
from desktop.search.results import Hit, Results, Span
from desktop.telling import labels
from desktop.telling.hits import badges, families
from desktop.telling.meanings import NOTES
from desktop.ui.kit.utf16 import utf16
from desktop.ui.reader.guide import GuideLines
from desktop.ui.results.model import HIT_ROLE, HitsModel
from desktop.ui.results.panel import ResultsPanel, _summary


def hit(
    regle: str = "usp-lits-unite",
    force: Force | None = Force.REQUIS,
    borne: Borne | None = None,
    texte: str = "Dix lits.",
    **more,
):
    return Hit("usp", "usp-lits", regle, force, borne, 1.0, "Nombre de lits", (Span(10, 14),), texte, texte, (), **more)


def results(*hits: Hit, **more) -> Results:
    return Results("lits", hits, len(hits), ("usp",), **more)


@pytest.fixture
def model(petit, qtbot, qapp):
    made = HitsModel()
    tester = QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal)
    yield made
    del tester


def test_the_model_keeps_qts_contract_through_every_change(model, petit):
    model.show_results(results(hit(), hit("usp-tutorat", Force.POSSIBILITE)), petit)
    model.set_families(frozenset({"possibilite"}))
    model.set_families(frozenset())
    model.show_results(results(), petit)
    model.show_results(None, petit)
    assert model.rowCount() == 0


def test_a_row_is_a_hit_and_a_sentence_for_screen_readers(model, petit):
    one = hit(borne=Borne.MINIMUM)
    model.show_results(results(one), petit)
    index = model.index(0)
    assert index.data(HIT_ROLE) is one
    sentence = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert sentence == "Annexe 2 · USP, Nombre de lits. Requis, Minimum\u00a0: Dix lits."
    assert model.data(QModelIndex()) is None
    assert model.hit(5) is None


def test_the_filter_counts_families_and_lets_go_when_it_would_hide_all(model, petit):
    hits = (hit(borne=Borne.MINIMUM), hit("b", Force.EXEMPLE), hit("c", None, kind=NOTES, passage="1"))
    model.show_results(results(*hits), petit)
    assert model.counts() == {"obligation": 1, "borne": 1, "indicatif": 1, "note": 1}
    model.set_families(frozenset({"borne", "note"}))
    assert [model.hit(row).regle for row in range(model.rowCount())] == ["usp-lits-unite", "c"]
    model.show_results(results(hit("d", Force.EXEMPLE)), petit)
    assert model.rowCount() == 1
    assert model.families == frozenset()


def test_every_kind_of_hit_says_what_it_is(model, petit):
    note, guide = hit("c", None, kind=NOTES, passage="1"), hit("d", None, kind=GuideLines.kind)
    assert (badges(note), families(note, petit)) == ((("Ma note", "own"),), {"note"})
    assert (badges(guide), families(guide, petit)) == ((("Guide", "guide"),), {"guide"})
    model.show_results(results(note, guide), petit)
    assert [model.sentence(one).split(". ")[1].split("\u00a0:")[0] for one in (note, guide)] == ["Ma note", "Guide"]
    assert badges(hit(force=Force.DESCRIPTION)) == (("Énoncé", "enonce"),)
    assert badges(hit(borne=Borne.MINIMUM)) == (("Requis", "obligation"), ("Minimum", "borne"))


def test_the_lines_of_a_note_are_not_run_together(petit, qtbot, session):
    delegate = session.window.reading.results.delegate
    note = hit("c", None, texte="à vérifier ?\ndeuxième", kind=NOTES, passage="1")
    assert delegate._lay(note, 300).excerpt.text() == "à vérifier ? deuxième"


def test_the_summary_says_what_is_listed_and_what_the_filter_lets_through(petit):
    some = results(hit(), hit("b", Force.EXEMPLE))
    assert _summary(some, None) == "2 règles · 1 document"
    assert _summary(some, 1) == "1 sur 2 règles"
    cut = dataclasses.replace(some, total=63)
    assert _summary(cut, None) == "2 premières règles sur 63"
    assert _summary(cut, 1) == "1 parmi les 2 premières"
    assert _summary(results(), None) == "Aucune règle"


@given(st.text(max_size=40), st.integers(0, 40))
def test_positions_are_counted_as_qt_counts(text, position):
    position = min(position, len(text))
    assert utf16(text, position) == len(text[:position].encode("utf-16-le", "surrogatepass")) // 2


@pytest.mark.parametrize("width", [60, 300, 900])
@pytest.mark.parametrize("texte", ["", "Dix lits.", "mot " * 2000, "x" * 5000, "𝒜 lits 😀"])
def test_any_hit_is_painted_in_any_width(window, width, texte):
    panel = window.reading.results
    one = hit(texte=texte)
    panel.model.show_results(results(one), window.context.corpus)
    option = QStyleOptionViewItem()
    size = panel.delegate._drawn(one, width)
    option.rect = QRect(0, 0, width, size.height)
    option.state = QStyle.StateFlag.State_Selected
    picture = QImage(width, size.height, QImage.Format.Format_ARGB32)
    painter = QPainter(picture)
    panel.delegate.paint(painter, option, panel.model.index(0))
    painter.end()
    assert size.excerpt.lineCount() <= 3
    assert 40 <= size.height < 400


def test_spans_become_formats_of_the_layout(window):
    panel = window.reading.results
    drawn = panel.delegate._drawn(hit(), 300)
    assert [(f.start, f.length) for f in drawn.title.formats()] == [(10, 4)]


def test_a_long_text_ends_with_an_ellipsis(window):
    drawn = window.reading.results.delegate._drawn(hit(texte="mot " * 200), 300)
    assert drawn.excerpt.text().endswith("…")


PATH = "I. Dispositifs médico-sociaux de prise en charge à destination des personnes › Établissement › Équipe de nuit"


def test_the_end_of_a_long_path_is_what_stays(window):
    delegate = window.reading.results.delegate
    one = replace(hit(), title=PATH, title_spans=(Span(3, 14), Span(len(PATH) - 4, len(PATH))))
    narrow = delegate._drawn(one, 260).title
    assert narrow.text() == "… › Établissement › Équipe de nuit"
    assert [(f.start, f.length) for f in narrow.formats()] == [(len(narrow.text()) - 4, 4)]
    wide = delegate._drawn(replace(one), 1400).title
    assert wide.text() == PATH
    one_long_name = replace(hit(), title="mot " * 60, title_spans=())
    assert delegate._drawn(one_long_name, 260).title.text().endswith("…")


def test_a_chapeau_is_softer_than_the_words_that_have_the_force(window):
    one = hit(texte="Les acteurs, par convention : concluent.", excerpt_own=30)
    first = window.reading.results.delegate._drawn(one, 300).excerpt.formats()[0]
    assert (first.start, first.length) == (0, 30)
    assert first.format.foreground().color() == window.context.theme.colour("soft")


def test_a_rule_of_one_structure_in_a_document_on_several_says_which(corpus):
    several, one = corpus.documents["personnes-agees"], corpus.documents["usp"]
    assert labels.rule_origin(corpus, several, "ehpad-orientations-cpom") == "Annexe 8 · EHPAD"
    assert labels.rule_origin(corpus, several, "inconnue") == labels.origin(several)
    assert labels.rule_origin(corpus, one, "usp-nombre-lits-unite") == "Annexe 2 · USP"


@pytest.mark.parametrize(("width", "zoom"), [(260, 100), (372, 100), (372, 150), (320, 200)])
def test_the_head_of_the_list_cuts_neither_its_count_nor_its_filter(session, petit, width, zoom):
    session.window.looks.set_zoom(zoom)
    panel = ResultsPanel(session.context)
    panel.show_results(dataclasses.replace(results(hit(), hit("b", Force.EXEMPLE)), total=191))
    panel.filter.set_families(frozenset({"obligation", "indicatif", "borne"}))
    assert panel.filter.text() == "✓ 3 forces"
    panel.filter.set_families(frozenset({"obligation", "borne"}))
    panel.filter.changed.emit()
    panel.resize(width, 400)
    panel.show()
    QApplication.processEvents()
    for widget in (panel.summary, panel.filter):
        assert widget.width() >= widget.sizeHint().width()
        assert panel.rect().contains(QRect(widget.mapTo(panel, QPoint()), widget.size()))
    panel.close()
    panel.deleteLater()
