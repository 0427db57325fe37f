"""One hostile string in every field of every kind of data: it is read letter by letter, and the file it names stays shut."""

from __future__ import annotations

import copy
import dataclasses
import os
import time
from enum import Enum
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QImage, Qt, QTextDocument
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QTextEdit, QToolTip
from situations_data import NIGHT

from desktop.corpus.model import Fragment, Problem, Regle
from desktop.decision.loading.questionnaires import construire
from desktop.decision.loading.sources import MARQUES, lire
from desktop.errors import ContentError
from desktop.search import SearchEngine
from desktop.ui.kit.notice import notice
from desktop.ui.kit.plain import plain
from desktop.ui.life.fault_box import FaultBox
from desktop.ui.shell import dialogs
from desktop.ui.shell.palette import Palette
from desktop.ui.situations.reasoning_view import ReasoningView

# Fields that name something else: words in them would only break the links between the data.
NAMES = frozenset(
    (
        *(
            "id",
            "rubrique",
            "rubriques",
            "regle",
            "regles",
            "references",
            "chiffres",
            "notes_editoriales",
            "structure",
            "chapeau",
        ),
        *(
            "parent",
            "lien",
            "url",
            "nature",
            "niveau_de_recours_regle",
            "termes",
            "vers",
            "empreinte",
            "type",
            "statut",
            "sigle",
        ),
    )
)
SAID = frozenset(
    (
        *(
            "titre",
            "question",
            "texte",
            "libelle",
            "court",
            "aide",
            "exemple",
            "libelle_proche",
            "message",
            "dire",
            "pour",
        ),
        *("pour_conclure", "ouvert", "roles", "natures", "maintenant"),
    )
)


@pytest.fixture(scope="session")
def bait(tmp_path_factory) -> Path:
    """A picture that nobody may open."""
    place = tmp_path_factory.mktemp("appât") / "image.png"
    picture = QImage(4, 4, QImage.Format.Format_RGB32)
    picture.fill(0xFF0000)
    assert picture.save(str(place))
    return place


@pytest.fixture(scope="session")
def hostile(bait) -> str:
    return f' <img src="{bait.as_uri()}"> <a href="file:///etc/passwd">lien</a> &amp; <b>gras</b>'


class Watch:
    """Whether a file was read, by this process or any other: its time of access, put far back, moves."""

    LONG_AGO = 1_000_000_000

    def __init__(self, file: Path) -> None:
        self._file = file
        os.utime(file, (self.LONG_AGO, time.time()))

    def opened(self) -> bool:
        return self._file.stat().st_atime != self.LONG_AGO


@pytest.fixture
def watch(bait):
    made = Watch(bait)
    probe = bait.with_name("témoin")
    probe.write_bytes(b"x")
    witness = Watch(probe)
    probe.read_bytes()
    if not witness.opened():
        pytest.skip("this file system does not say when a file was read")
    return made


def poisoned(value, words, field=""):
    """The same data with the words at the end of every text that is shown."""
    if isinstance(value, Regle):
        fragments = (*value.fragments, Fragment(words))
        cells = tuple((*cell, Fragment(words)) for cell in value.cellules)
        return dataclasses.replace(value, texte=value.texte + words, fragments=fragments, cellules=cells)
    if isinstance(value, Enum) or value is None or isinstance(value, bool | int | float):
        return value
    if dataclasses.is_dataclass(value):
        changed = {
            f.name: poisoned(getattr(value, f.name), words, f.name)
            for f in dataclasses.fields(value)
            if f.init and f.name not in NAMES
        }
        if type(value).__name__ == "Corpus":
            changed |= {
                name: poisoned(getattr(value, name), words, "")
                for name in ("rubriques", "regles", "references", "chiffres")
            }
            changed["notes_editoriales"] = poisoned(value.notes_editoriales, words, "")
        for name in ("document", "fichier"):
            # Of a source both are words; elsewhere `document` is an id.
            if type(value).__name__ != "Source" and name in changed:
                changed[name] = getattr(value, name)
        return dataclasses.replace(value, **changed)
    if isinstance(value, dict):
        return {key: poisoned(inner, words, field) for key, inner in value.items()}
    if isinstance(value, tuple):
        return tuple(poisoned(inner, words, field) for inner in value)
    return value + words if value else value


def poisoned_tables(value, words, key=""):
    """The same raw questionnaires, words at the end of what is said."""
    if isinstance(value, dict):
        return {
            k: v if k in MARQUES else poisoned_tables(v, words, key if key in ("roles", "natures", "maintenant") else k)
            for k, v in value.items()
        }
    if isinstance(value, list):
        return [poisoned_tables(inner, words, key if isinstance(inner, str) else "") for inner in value]
    if isinstance(value, str) and key in SAID and not (key == "ouvert" and " " not in value):
        return value + words
    return value


@pytest.fixture(scope="module")
def evil_corpus(corpus, hostile):
    made = poisoned(corpus, hostile)
    return dataclasses.replace(
        made, problemes=(Problem(f"annexes/{hostile}.md", 1, f"le fichier {hostile} ne va pas"),)
    )


@pytest.fixture(scope="module")
def evil_questionnaires(root, hostile):
    given = lire(root / "content" / "questionnaires")
    return construire(dataclasses.replace(given, fichiers=poisoned_tables(copy.deepcopy(given.fichiers), hostile)))


@pytest.fixture
def services(services, evil_corpus, evil_questionnaires, tmp_path):
    def engine(_corpus):
        made = SearchEngine(evil_corpus, tmp_path / "cache")
        made.prepare()
        return made

    return services._replace(
        load_corpus=lambda: evil_corpus, load_questionnaires=lambda: evil_questionnaires, make_engine=engine
    )


def assert_shown_as_words(words: str, where: str) -> None:
    """What a place that guesses would make of `words`: text, without a picture and without a link of the data's."""
    if not Qt.mightBeRichText(words):
        return
    shown = QTextDocument()
    shown.setHtml(words)
    assert "\ufffc" not in shown.toPlainText(), where
    assert 'passwd">lien' in shown.toPlainText() or "passwd" not in words, where


def assert_words_everywhere() -> int:
    """Every label, tooltip, list and document that is there now; how many places held the hostile words."""
    held = 0
    tips = set()
    for widget in QApplication.allWidgets():
        where = f"{type(widget).__module__}.{type(widget).__name__} {widget.objectName()}"
        if tip := widget.toolTip():
            assert_shown_as_words(tip, f"tooltip of {where}")
            tips.add(tip)
        if isinstance(widget, QLabel):
            held += _label(widget, where)
        elif isinstance(widget, QTextEdit):
            assert "\ufffc" not in widget.toPlainText(), where
            assert "<img" not in widget.document().toHtml().replace("&lt;img", ""), where
            held += "passwd" in widget.toPlainText()
        elif isinstance(widget, QAbstractItemView) and widget.model() is not None:
            _rows(widget, where)
    for tip in sorted(tips)[:40]:
        QToolTip.showText(QPoint(10, 10), tip)
        QApplication.processEvents()
        held += "passwd" in tip
    QToolTip.hideText()
    return held


def _label(label: QLabel, where: str) -> bool:
    if label.textFormat() == Qt.TextFormat.RichText:
        assert "<img" not in label.text(), where
        assert 'href="file:' not in label.text(), where
    elif label.textFormat() == Qt.TextFormat.AutoText:
        assert_shown_as_words(label.text(), where)
    return "passwd" in label.text()


def _rows(view: QAbstractItemView, where: str) -> None:
    for row in range(min(view.model().rowCount(), 50)):
        for role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.StatusTipRole, Qt.ItemDataRole.WhatsThisRole):
            said = view.model().index(row, 0).data(role)
            assert_shown_as_words(str(said or ""), f"row {row} of {where}")


def test_the_watch_sees_what_a_label_that_guesses_opens(qapp, watch, hostile, qtbot):
    label = QLabel(hostile)
    qtbot.addWidget(label)
    label.show()
    qtbot.waitUntil(watch.opened)


def test_what_plain_gives_is_read_letter_by_letter(hostile, qapp):
    shown = QTextDocument()
    shown.setHtml(plain(hostile))
    assert shown.toPlainText() == hostile
    assert plain("deux & trois &amp; « quatre »") == "deux & trois &amp; « quatre »"


def test_hostile_words_in_the_content_and_the_questionnaires_stay_words(person, watch, hostile, evil_corpus):
    held = {}
    for page in person.context.registry.pages:
        person.context.go(page)
        person.settle()
        held[page] = assert_words_everywhere()
    for document in ("usp", "had", *[d.id for d in evil_corpus.guide.documents.values()]):
        person.context.open_content(document)
        person.settle()
        held[document] = assert_words_everywhere()
    view = person.window.reading.view
    assert "<img" in view.explain("USP")
    assert_shown_as_words(plain(view.explain("USP")), "the reader's acronyms")
    for link in [f"ref:{next(iter(evil_corpus.references))}", "note:1", "usp", "https://exemple.invalid/<b>x</b>"]:
        view.link_activated.emit(link)
        person.settle()
        assert_words_everywhere()
    person.context.search("lits")
    person.settle()
    assert_words_everywhere()
    person.context.search(hostile)
    person.settle()
    assert_words_everywhere()
    assert sum(held.values()) > 50, held
    assert not watch.opened()


def test_hostile_words_in_a_situation_stay_words(person, watch, hostile):
    person.role("soignant").context.go("orienter", "besoin")
    session = person.situation.session
    while session.current is not None:
        person.situation.advance(session)
        person.settle()
        assert assert_words_everywhere()
        session = session.answer(session.current, NIGHT[session.current])
    person.situation.advance(session)
    person.settle()
    assert assert_words_everywhere() > 10
    person.situation.keep(hostile.replace("file:///etc", "passwd"))
    person.settle()
    assert_words_everywhere()
    for page in ("situations", "accueil", "donnees"):
        person.context.go(page)
        person.settle()
        assert_words_everywhere()
    view = person.window.findChild(ReasoningView)
    assert view is None or assert_words_everywhere() >= 0
    assert not watch.opened()


def test_hostile_words_of_the_user_and_of_errors_stay_words(person, watch, hostile, tmp_path, qtbot):
    marks = person.window.navigator.page_of("signets").marks
    marks.save("usp-nombre-de-lits", hostile, [("", hostile)])
    person.settle()
    for place in ("signets", "usp-nombre-de-lits"):
        person.context.go(place) if place == "signets" else person.context.open_content(place)
        person.settle()
        assert_words_everywhere()
    fault = ContentError(f"le fichier {hostile} ne va pas", fichier=hostile, ligne=1)
    boxes = [
        notice("Titre", fault.message, f"{fault.action} {hostile}"),
        FaultBox(None, "x", hostile, tmp_path / hostile[:20]),
    ]
    boxes[1].open()
    person.context.say(hostile)
    shown = [
        dialogs.About(person.context, person.window),
        dialogs.Shortcuts(person.context, person.window),
        Palette(person.context, person.window),
    ]
    for dialog in shown:
        dialog.show()
    person.settle()
    assert assert_words_everywhere() >= 2
    for box in (*boxes, *shown):
        box.close()
        box.deleteLater()
    person.settle()
    assert not watch.opened()
