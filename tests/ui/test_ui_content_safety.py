"""Content that means harm: nothing of it runs, nothing is fetched, nothing outside the content is shown or opened."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSizeF, QUrl
from PySide6.QtGui import QGuiApplication, QTextDocument
from PySide6.QtWidgets import QAbstractButton, QLabel

from desktop.corpus.loading import files_in_order, read_folder
from desktop.search import SearchEngine

HEAD = """---
id: piege
titre: Piège
titre_complet: Un document qui veut du mal
nature: referentiel
resume: <img src="file:///etc/passwd"> en résumé
source:
  fichier: "004"
  document: Synthèse
  annexe: 9
  date: "2023-06-21"
  statut: synthèse
references:
  - id: adresse
    type: circulaire
    intitule: Une circulaire
    citation: Une circulaire
    statut: abrogée selon la source
    url: {url}
---
"""
BODY = """
# Piège

## A <b>titre</b> {{#piege-a source="004/A9/a"}}

- Un <script>alert(1)</script> et <img src="{picture}"> restent du texte. {{#piege-html .requis}}
- Une image ![portrait](../../image.png) ou ![photo](https://exemple.invalid/i.png) n’est pas montrée. {{#piege-image .requis}}
- Un [lien sûr](https://exemple.invalid/page), un [fichier](file:///etc/passwd). {{#piege-liens .requis}}
- Un [script](javascript:alert(1)), un [autre](data:text/html,x). {{#piege-scripts .requis}}
- Un [chemin](../../../etc/passwd) hors du contenu. {{#piege-chemin .requis}}
"""


@pytest.fixture
def trapped(tmp_path):
    folder = tmp_path / "contenu"
    (folder / "annexes").mkdir(parents=True)
    picture = tmp_path / "image.png"
    from PySide6.QtGui import QImage

    made = QImage(4, 4, QImage.Format.Format_RGB32)
    made.fill(0xFF0000)
    assert made.save(str(picture))
    text = HEAD.format(url="https://exemple.invalid/texte") + BODY.format(picture=picture.as_uri())
    (folder / "annexes" / "09-piege.md").write_text(text, encoding="utf-8")
    (folder / "lexique.yaml").write_text("entrees:\n  - {id: usp, sigle: USP, developpe: Unité}\n", encoding="utf-8")
    (folder / "VERSION").write_text("2026.1\n", encoding="utf-8")
    return folder


@pytest.fixture
def reading(opener, services, trapped, tmp_path):
    corpus = read_folder(trapped)

    def engine(_corpus):
        made = SearchEngine(corpus, tmp_path / "cache")
        made.prepare()
        return made

    session = opener(services._replace(load_corpus=lambda: corpus, make_engine=engine, content_dir=trapped))
    session.context.open_content("piege")
    return session.window.reading


def buttons(popup):
    return {b.text(): b for b in popup.findChildren(QAbstractButton)}


def test_html_in_the_content_stays_text(reading):
    shown = reading.view.toPlainText()
    for raw in ("<script>alert(1)</script>", "<img src=", "<b>titre</b>"):
        assert raw in shown
    corpus = reading.context.corpus
    assert "<script>alert(1)</script>" in corpus.regles["piege-html"].texte


def test_no_picture_is_asked_for_and_none_is_shown(reading):
    html = reading.view.document().toHtml()
    assert "<img" not in html.replace("&lt;img", "")
    assert "Une image" in reading.view.toPlainText()
    assert "\ufffc" not in reading.view.toPlainText()  # what stands for a picture
    kind = QTextDocument.ResourceType.ImageResource
    picture = next(reading.context.services.content_dir.parent.glob("*.png"))
    for address in (QUrl.fromLocalFile(str(picture)), QUrl("https://exemple.invalid/i.png"), QUrl(str(picture))):
        assert reading.view.loadResource(kind, address) is None
        assert not reading.view.document().resource(kind, address)


def test_on_paper_and_in_a_copy_nothing_is_read_either(reading):
    from desktop.ui.door.printable import Printable

    source = reading.print_source()
    assert isinstance(source, Printable)
    picture = next(reading.context.services.content_dir.parent.glob("*.png"))
    address = QUrl.fromLocalFile(str(picture))
    kind = QTextDocument.ResourceType.ImageResource
    assert QTextDocument().resource(kind, address)  # Qt's own document would have read it
    assert not source.document(reading.context.theme, QSizeF()).resource(kind, address)


def test_what_is_no_address_of_the_web_is_no_link(reading):
    regles = reading.context.corpus.regles
    links = {f.lien for key in ("piege-liens", "piege-scripts") for f in regles[key].fragments if f.lien}
    assert links == {"https://exemple.invalid/page"}


def test_a_link_to_the_web_is_shown_and_goes_to_the_browser_only_on_request(reading, monkeypatch):
    asked: list[QUrl] = []
    monkeypatch.setattr("desktop.ui.reader.popup.QDesktopServices.openUrl", asked.append)
    reading.view.link_activated.emit("https://exemple.invalid/page")
    assert reading.popup.isVisible()
    assert "https://exemple.invalid/page" in [label.text() for label in reading.popup.findChildren(QLabel)]
    buttons(reading.popup)["Copier l’adresse"].click()
    assert QGuiApplication.clipboard().text() == "https://exemple.invalid/page"
    assert asked == []
    buttons(reading.popup)["Ouvrir dans le navigateur"].click()
    assert asked == [QUrl("https://exemple.invalid/page")]
    assert reading.document is not None
    assert reading.document.id == "piege"  # the reader itself went nowhere


@pytest.mark.parametrize(
    "link", ["file:///etc/passwd", "../../../etc/passwd", "javascript:alert(1)", "data:text/html,x"]
)
def test_a_link_to_anything_else_opens_nothing(reading, monkeypatch, link):
    asked: list[QUrl] = []
    monkeypatch.setattr("desktop.ui.reader.popup.QDesktopServices.openUrl", asked.append)
    reading.view.link_activated.emit(link)
    assert asked == []
    assert not reading.popup.isVisible()
    assert "root:" not in reading.view.toPlainText()


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "javascript:alert(1)", "C:\\\\Windows\\\\notepad.exe", "cap.exe"]
)
def test_a_reference_whose_address_is_not_of_the_web_is_refused(trapped, url):
    (trapped / "annexes" / "09-piege.md").write_text(HEAD.format(url=f'"{url}"') + BODY.format(picture="x"), "utf-8")
    (trapped / "annexes" / "10-autre.md").write_text(
        (HEAD.format(url="https://exemple.invalid") + BODY.format(picture="x")).replace("piege", "autre"), "utf-8"
    )
    corpus = read_folder(trapped)
    assert set(corpus.documents) == {"autre"}
    assert any("une adresse du web" in problem.message for problem in corpus.problemes)


def test_an_address_that_came_another_way_is_shown_but_not_opened(reading):
    reading.popup._box.addWidget(QLabel())
    assert [b.text() for b in reading.popup._address("file:///etc/passwd")] == ["Copier l’adresse"]


def test_a_file_that_leads_out_of_the_content_is_not_read(trapped, tmp_path):
    secret = tmp_path / "secret.md"
    secret.write_text(HEAD.format(url="https://x.invalid").replace("piege", "secret") + "# S\n", encoding="utf-8")
    try:
        (trapped / "annexes" / "11-lien.md").symlink_to(secret)
    except OSError:
        pytest.skip("no links here")
    assert [path.name for path in files_in_order(trapped)] == ["09-piege.md"]
    assert set(read_folder(trapped).documents) == {"piege"}
