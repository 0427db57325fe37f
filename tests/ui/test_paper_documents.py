"""Every document on paper, in both themes and two text sizes: written as the window writes it, read back word by word."""

from __future__ import annotations

import pytest
from paper_proof import check, light_words, pdftotext, pypdf, without_dates
from PySide6.QtGui import QTextTable
from PySide6.QtWidgets import QApplication

from desktop.telling.document import Options
from desktop.ui.kit.theme import ThemeMode
from desktop.ui.paper.pagination import paginate
from desktop.ui.paper.printing import PAPER, pages_of, write_pdf
from desktop.ui.reader.on_paper import printable
from desktop.ui.shell import deeds

pytestmark = pytest.mark.slow
LOOKS = ((ThemeMode.LIGHT, 100), (ThemeMode.DARK, 100), (ThemeMode.LIGHT, 160), (ThemeMode.DARK, 160))


@pytest.fixture
def window(opener, services, corpus):
    return opener(services._replace(load_corpus=lambda: corpus)).window


def _all(corpus):
    return [*corpus.documents.values(), *corpus.guide.documents.values()]


def test_every_document_is_whole_in_every_look(window, corpus, tmp_path):
    """The looks make no difference at all, so that one of them is read back for all."""
    made: dict[str, set[bytes]] = {}
    for mode, zoom in LOOKS:
        window.looks.set_mode(mode)
        window.looks.set_zoom(zoom)
        assert window.context.theme.dark is (mode is ThemeMode.DARK)
        for document in _all(corpus):
            window.context.open_content(document.id)
            source = deeds.printable(window)
            path = tmp_path / f"{document.id}.pdf"
            if (mode, zoom) == LOOKS[-1]:
                check(source, path, (pdftotext, pypdf))
            else:
                write_pdf(source, path)
            made.setdefault(document.id, set()).add(without_dates(path))
    assert len(made) == len(_all(corpus)) > 14
    assert [key for key, written in made.items() if len(written) != 1] == []


def test_paper_holds_every_rule_note_and_reference(corpus, tmp_path):
    """What is laid out is what the content holds: the document itself has lost nothing either."""
    for document in _all(corpus):
        own = corpus.home_of(document)
        said = " ".join(pages_of(printable(corpus, document)).document.toPlainText().split())
        for regle in own.regles.values():
            if regle.document == document.id:
                for cell in regle.cellules or (regle.fragments,):
                    for fragment in cell:
                        wanted = " ".join(fragment.texte.split())
                        assert (fragment.lien or "").startswith("note:") or wanted in said, (regle.id, wanted)
        for fragments in document.notes.values():
            assert all(" ".join(f.texte.split()) in said for f in fragments if not (f.lien or "").startswith("note:"))


def test_what_is_cited_from_a_pdf_is_what_was_written(corpus, tmp_path):
    """References, apostrophes, brackets and quotes: contextual forms of the letters put other signs in their place."""
    everything = ""
    for document in _all(corpus):
        path = tmp_path / f"{document.id}.pdf"
        write_pdf(printable(corpus, document), path)
        for page in pdftotext(path):
            assert not any("\ue000" <= sign <= "\uf8ff" or sign in "ʼˮ\ufffd" for sign in page)
            everything += page
    for cited in ("L. 1110-11", "(USP)", "d’accompagnement", "« socle »", "24 h/24", "…"):
        assert " ".join(cited.split()) in " ".join(everything.split()), cited


def test_ink_is_dark_whatever_the_screen_looks_like(corpus):
    for document in _all(corpus):
        assert light_words(printable(corpus, document).document(PAPER, None)) == [], document.id


def test_a_filtered_document_says_that_it_is_an_extract(corpus):
    document = corpus.documents["usp"]
    said = pages_of(printable(corpus, document, Options(familles=frozenset({"obligation"})))).document.toPlainText()
    assert " règles sur " in said.split("Statut de la source", 1)[1][:160]
    assert "Tout montrer" not in said


def test_pages_do_not_depend_on_how_far_the_layout_had_come(corpus):
    document = corpus.documents["emsp"]
    pages = pages_of(printable(corpus, document))
    assert paginate(pages.document, pages.text.height()) == pages.cuts
    QApplication.processEvents()
    assert paginate(pages.document, pages.text.height()) == pages.cuts


def test_the_rows_of_a_table_have_their_line(corpus):
    """Setting the letters of a cell's first block once took its edge away, on the screen and on paper."""
    document = pages_of(printable(corpus, corpus.documents["emsp"])).document
    tables = [frame for frame in document.rootFrame().childFrames() if isinstance(frame, QTextTable)]
    assert tables
    for table in tables:
        for row in range(table.rows()):
            assert table.cellAt(row, 0).format().toTableCellFormat().bottomBorder() == 1
