"""Plans on paper: every worked example read back word by word, one page that is complete, the present label, the hour."""

from __future__ import annotations

import datetime as dt

import pytest
from paper_proof import check, light_words, pdftotext, pypdf, without_dates, words
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QPushButton
from situations_data import NIGHT

from build_scripts.decisions.examples import read_examples
from desktop.export import report
from desktop.export import sheet as sheets
from desktop.telling.frame import Frame
from desktop.telling.story import tell_plan
from desktop.text.typography import bare
from desktop.ui.kit.ask_file import file_name
from desktop.ui.kit.theme import ThemeMode
from desktop.ui.paper.printing import write_pdf
from desktop.ui.shell import deeds
from desktop.ui.situations import on_paper

pytestmark = pytest.mark.slow
INSTANT = dt.datetime(2026, 11, 21, 22, 10, tzinfo=dt.timezone(dt.timedelta(hours=1)))
FRAME = Frame(INSTANT, "2023.1", "9.9.9", "visite du samedi", "à 22\u00a0h\u00a010")


@pytest.fixture(scope="session")
def examples(root):
    """Facts of every worked example of the orientation that is a plan."""
    read = read_examples(root / "content" / "questionnaires" / "exemples")
    return {e.id: dict(e.facts) for e in read if "besoin" in e.facts and "erreur_contient" not in e.expected}


def on_sheet(pages) -> list[str]:
    """The words of the pages before the annexe."""
    return words(pages.document.toPlainText().partition(on_paper.ANNEXE)[0])


def sheet_pages(pages) -> int:
    """How many pages stand before the annexe."""
    block = pages.document.begin()
    while not block.text().startswith(on_paper.ANNEXE):
        block = block.next()
    top = pages.document.documentLayout().blockBoundingRect(block).top()
    return sum(cut.body.top < top - 1 for cut in pages.cuts)


def told(questionnaires, plan, corpus, frame=FRAME):
    """The story that paper sets out."""
    return tell_plan(questionnaires, plan, corpus, frame)


def essentials(sheet: sheets.PlanSheet) -> list[str]:
    """What page 1 never gives up."""
    found = [sheet.entete, sheet.libelle, sheet.phrase, sheet.ensuite, *sheet.securite, sheet.niveau]
    found += [said for contact in sheet.joindre for said in (contact.nom, contact.detail)]
    found += [said for besoin in sheet.besoins for said in (besoin.titre, besoin.phrase)]
    return [*found, *(texte for texte, _ in sheet.to_meet), *sheet.to_prepare]


def flat(text: str) -> str:
    return " ".join(bare(text).split())


def test_every_worked_example_is_whole_and_its_first_page_complete(
    qapp, questionnaires, orientation, corpus, examples, tmp_path
):
    assert len(examples) > 100
    for rank, (name, facts) in enumerate(examples.items()):
        plan = orientation.orienter(facts)
        source = on_paper.printable(told(questionnaires, plan, corpus))
        # pypdf takes its time: every tenth plan is read by both.
        pages = check(source, tmp_path / "plan.pdf", (pdftotext, pypdf) if rank % 10 == 0 else (pdftotext,))
        assert sheet_pages(pages) == 1, name
        sheet = flat(" ".join(on_sheet(pages)))
        for said in essentials(sheets.compose(told(questionnaires, plan, corpus))):
            assert flat(said) in sheet, (name, said)
        # The line of the 15 is at the top: nothing but whom to reach stands before it.
        before = sheet.partition(flat(on_paper_safety(questionnaires)))[0]
        assert all(flat(b.titre) not in before for b in sheets.compose(told(questionnaires, plan, corpus)).besoins)
        everything = flat(pages.document.toPlainText())
        for section in report.compose(told(questionnaires, plan, corpus)).sections:
            for element in section.elements:
                assert flat(element.texte) in everything, (name, element.texte)
                assert all(flat(reference) in everything for reference in element.references), (name, element.texte)
        assert "maintenant" not in everything.lower(), name
        assert light_words(pages.document) == [], name


def on_paper_safety(questionnaires) -> str:
    return questionnaires.orientation.textes.securite.partition(". ")[0]


def test_all_needs_at_once_still_have_a_complete_first_page(qapp, questionnaires, orientation, corpus, tmp_path):
    every = [value.id for value in questionnaires.faits["besoin"].valeurs]
    for count in (4, 6, 9, 12, len(every)):
        facts = {**NIGHT, "demandeur": "soignant", "besoin": every[-count:]}
        plan = orientation.orienter(facts)
        pages = check(on_paper.printable(told(questionnaires, plan, corpus)), tmp_path / "plan.pdf")
        assert sheet_pages(pages) == 1, count
        sheet = flat(" ".join(on_sheet(pages)))
        for said in essentials(sheets.compose(told(questionnaires, plan, corpus))):
            assert flat(said) in sheet, (count, said)


@pytest.fixture
def kept(person):
    """The situation of the acceptance test, kept as « visite du samedi »."""
    person.role("soignant").answered(NIGHT)
    person.situation.keep("visite du samedi")
    person.settle()
    assert person.on_plan
    return person


def test_a_kept_case_is_whole_in_every_look(kept, tmp_path):
    made = set()
    for mode in (ThemeMode.LIGHT, ThemeMode.DARK):
        for zoom in (100, 160):
            kept.window.looks.set_mode(mode)
            kept.window.looks.set_zoom(zoom)
            check(deeds.printable(kept.window), tmp_path / "plan.pdf", (pdftotext, pypdf))
            made.add(without_dates(tmp_path / "plan.pdf"))
    assert len(made) == 1


def test_title_name_footer_and_metadata_follow_the_present_label(kept, tmp_path, monkeypatch):
    from pypdf import PdfReader

    kept.situation.data.write(lambda store: store.cases.rename(kept.situation.session.cas, "sans nom de personne"))
    kept.settle()
    asked = []
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *a: (asked.append(a[2]), (str(tmp_path / "plan.pdf"), ""))[1]
    )
    kept.page.plan.findChild(QPushButton, "action-pdf").click()
    assert asked[0].endswith("/Orientation d’une situation sans nom de personne.pdf")
    assert file_name("x") == "x"
    read = PdfReader(tmp_path / "plan.pdf")
    assert read.metadata.title.replace("\u00a0", " ") == "Orientation d’une situation : sans nom de personne"
    raw = (tmp_path / "plan.pdf").read_bytes()
    for page in pdftotext(tmp_path / "plan.pdf"):
        assert "sans nom de personne" in page
        assert "visite du samedi" not in page
    assert "visite du samedi".encode("utf-16-be") not in raw
    assert b"visite du samedi" not in raw


def test_a_plan_that_has_aged_speaks_of_its_hour(person, tmp_path):
    person.role("soignant").answered(NIGHT)
    made = person.situation.session.instant
    person.situation.clock = lambda: made + dt.timedelta(hours=6)
    person.situation.steady = lambda: 6 * 3600.0
    person.page.plan.findChild(QPushButton, "action-copier").click()
    letter = QGuiApplication.clipboard().text()
    person.page.plan.findChild(QPushButton, "action-tout").click()
    whole = QGuiApplication.clipboard().text()
    write_pdf(deeds.printable(person.window), tmp_path / "plan.pdf")
    for said in (letter, whole, " ".join(pdftotext(tmp_path / "plan.pdf"))):
        assert "maintenant" not in said.lower()
        assert "22 h 10" in flat(said)


def test_a_letter_has_ten_lines_and_everything_is_beside_it(person):
    person.role("soignant").answered(NIGHT)
    person.page.plan.findChild(QPushButton, "action-copier").click()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert len(lines) <= sheets.LETTER_LINES
    letter = "\n".join(lines)
    for said in ("22 h 10", "joindre l'appui téléphonique régional", "À réunir : ", "À préparer : ", "appeler le 15"):
        assert said in letter, said
    person.page.plan.findChild(QPushButton, "action-tout").click()
    whole = QGuiApplication.clipboard().text()
    assert len(whole.splitlines()) > 30
    assert "annexe 4" in whole


def test_every_letter_has_at_most_ten_lines(questionnaires, orientation, examples):
    every = [value.id for value in questionnaires.faits["besoin"].valeurs]
    for name, facts in [*examples.items(), ("all", {"besoin": every})]:
        plan = orientation.orienter(facts)
        letter = sheets.letter(sheets.compose(told(questionnaires, plan, None)))
        assert len(letter.splitlines()) <= sheets.LETTER_LINES, name
        assert "appeler le 15" in letter, name
        assert "maintenant" not in letter.lower(), name


def test_what_a_person_typed_is_no_markup_on_paper(qapp, questionnaires, orientation, corpus, tmp_path):
    frame = Frame(INSTANT, "1", "1", "<b>gras</b> <img src=x> & c’est", "à 22 h 10")
    source = on_paper.printable(told(questionnaires, orientation.orienter({"besoin": ["avis"]}), corpus, frame))
    check(source, tmp_path / "plan.pdf")
    assert "<b>gras</b> <img src=x> & c’est" in pdftotext(tmp_path / "plan.pdf")[0]


def test_a_sheet_gives_up_in_the_order_that_is_declared(questionnaires, orientation):
    facts = {**NIGHT, "demandeur": "soignant", "besoin": ["soins", "repit"]}
    sheet = sheets.compose(told(questionnaires, orientation.orienter(facts), None))
    steps = [sheets.reduced(sheet, count) for count in range(len(sheets.STEPS) + 1)]
    assert steps[0] == sheet
    assert all(essentials(step) == essentials(sheet) for step in steps)
    assert (steps[0].notes, steps[1].notes) == (sheets.NOTE_LINES, 0)
    assert steps[1].dimensions
    assert not steps[2].dimensions
    assert steps[3].besoins[0].appui
    assert not steps[3].besoins[1].appui
    assert not steps[4].besoins[0].appui
    assert steps[6].besoins[0].details
    assert not steps[6].besoins[1].details
    assert not steps[7].besoins[0].details
    assert steps[7].apart
    assert not steps[8].apart
