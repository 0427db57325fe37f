"""The decision path painted on the screen: the same plain values as its SVG, in the colours of the window."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen, QPolygonF
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from desktop import files
from desktop.colours import TOKENS
from desktop.errors import system_reason
from desktop.export import path_svg
from desktop.ui.kit.ask_file import ask_save
from desktop.ui.kit.notice import notice
from desktop.ui.kit.plain import plain
from desktop.ui.kit.theme import FAMILIES_OF_LETTERS
from desktop.ui.kit.widgets import button

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QKeyEvent, QPaintEvent, QResizeEvent

    from desktop.export.path_layout import DrawnBox, DrawnLink, DrawnText, PathDrawing
    from desktop.ui.door.context import Context

ZOOM_STEP, ZOOM_MIN, ZOOM_MAX = 1.25, 0.25, 6.0
NEARLY = 0.8
"""The whole picture is shown at once if that costs no more of its size than this."""
PNG_SCALE = 2.0
"""Pixels of the PNG for one of the picture: sharp on a projector and on paper."""


class Brush:
    """Paints a path on any device."""

    def __init__(self, painter: QPainter, *, dark: bool) -> None:
        self.painter = painter
        self.dark = dark

    def colour(self, token: str) -> QColor:
        """The colour of a token in this theme."""
        return QColor(TOKENS[token][self.dark])

    def paint(self, path: PathDrawing) -> None:
        """Ground, bands, links, boxes, texts."""
        p = self.painter
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        p.fillRect(QRectF(0, 0, path.largeur, path.hauteur), self.colour("bg"))
        for band in path.bandes:
            p.setPen(QPen(self.colour("line"), 1.5))
            p.setBrush(Qt.BrushStyle.NoBrush)
            p.drawRoundedRect(QRectF(band.x, band.y, band.largeur, band.hauteur), 14, 14)
        for link in path.aretes:
            self._link(link)
        for box in path.boites:
            self._box(box)
        for words in path.textes:
            self._text(words)

    def _pen(self, token: str, width: float, *, dashed: bool) -> QPen:
        pen = QPen(self.colour(token), width)
        if dashed:
            pen.setStyle(Qt.PenStyle.CustomDashLine)
            pen.setDashPattern([7 / width, 5 / width])
        return pen

    def _link(self, link: DrawnLink) -> None:
        line = QPainterPath(QPointF(*link.depart))
        line.lineTo(QPointF(*link.coude))
        line.cubicTo(QPointF(*link.tire1), QPointF(*link.tire2), QPointF(*link.arrivee))
        self.painter.strokePath(line, self._pen(link.couleur, link.epaisseur, dashed=link.tirets))
        head = QPainterPath()
        head.addPolygon(QPolygonF([QPointF(*point) for point in link.pointe]))
        head.closeSubpath()
        self.painter.fillPath(head, self.colour(link.couleur))

    def _box(self, box: DrawnBox) -> None:
        self.painter.setBrush(self.colour(box.fond))
        self.painter.setPen(self._pen(box.bord, box.epaisseur, dashed=box.tirets))
        self.painter.drawRoundedRect(QRectF(box.x, box.y, box.largeur, box.hauteur), 8, 8)
        for words in box.textes:
            self._text(words)

    def _text(self, words: DrawnText) -> None:
        p = self.painter
        font = p.font()
        font.setFamilies(list(FAMILIES_OF_LETTERS))
        font.setPixelSize(words.taille)
        font.setBold(words.gras)
        p.setFont(font)
        p.setPen(self.colour(words.couleur))
        left = words.x - p.fontMetrics().horizontalAdvance(words.texte) if words.fin else words.x
        p.drawText(QPointF(left, words.y), words.texte)


class PathPicture(QWidget):
    """The picture as wide as it is given, or enlarged; what a box says is told on hover and to a screen reader."""

    def __init__(self, path: PathDrawing, *, dark: bool) -> None:
        super().__init__()
        self.path = path
        self.dark = dark
        self.scale = 0.0
        self.setMouseTracking(True)
        self.setAccessibleName(path.titre)
        self.setAccessibleDescription(path.description)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def enlarge(self, scale: float) -> None:
        """A scale of its own; 0 fits the width."""
        self.scale = scale
        if scale:
            self.setFixedSize(round(self.path.largeur * scale), round(self.path.hauteur * scale))
        else:
            self.setMinimumSize(0, 0)
            self.setMaximumSize(16_777_215, 16_777_215)
        self.updateGeometry()
        self.update()

    def shown_scale(self) -> float:
        """The scale it is painted at."""
        return self.scale or self.width() / self.path.largeur

    def sizeHint(self) -> QSize:
        """As wide as it may be, in proportion."""
        return QSize(round(self.path.largeur / 2), round(self.path.hauteur / 2))

    def heightForWidth(self, width: int) -> int:
        """In proportion."""
        return round(width * self.path.hauteur / self.path.largeur)

    def paintEvent(self, event: QPaintEvent) -> None:
        """All of it."""
        del event
        painter = QPainter(self)
        scale = self.shown_scale()
        painter.scale(scale, scale)
        Brush(painter, dark=self.dark).paint(self.path)
        painter.end()

    def event(self, event: QEvent) -> bool:
        """What the box under the pointer says, in full."""
        if event.type() == event.Type.ToolTip:
            scale = self.shown_scale()
            x, y = event.pos().x() / scale, event.pos().y() / scale  # type: ignore[attr-defined]
            for box in self.path.boites:
                if box.x <= x <= box.x + box.largeur and box.y <= y <= box.y + box.hauteur:
                    QToolTip.showText(event.globalPos(), plain(box.dit), self)  # type: ignore[attr-defined]
                    return True
            QToolTip.hideText()
            return True
        return super().event(event)


class _Area(QScrollArea):
    """Tells when the room for the picture changed."""

    resized = Signal()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()


class Projection(QDialog):
    """The picture on the whole screen, for a room: + and − enlarge, 0 fits, Esc leaves."""

    def __init__(self, path: PathDrawing, *, dark: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(path.titre)
        self.picture = PathPicture(path, dark=dark)
        self.area = _Area()
        self.area.setWidget(self.picture)
        self.area.setWidgetResizable(False)
        self.area.setAlignment(Qt.AlignmentFlag.AlignCenter)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.area)
        tools = QHBoxLayout()
        tools.setContentsMargins(12, 6, 12, 6)
        for words, action in (
            ("Agrandir (+)", partial(self.zoom, ZOOM_STEP)),
            ("Réduire (−)", partial(self.zoom, 1 / ZOOM_STEP)),
            ("Ajuster (0)", self.fit),
            ("Quitter (Échap)", self.reject),
        ):
            tools.addWidget(button(words, action))
        tools.addStretch(1)
        box.addLayout(tools)
        self.area.setFocus()
        self._fitted = True
        self.area.resized.connect(self._on_resized)

    def fit(self) -> None:
        """The whole width; all of it where that stays nearly as large."""
        self._fitted = True
        room = self.area.viewport().size()
        path = self.picture.path
        wide, tall = room.width() / path.largeur, room.height() / path.hauteur
        self.picture.enlarge(tall if NEARLY * wide < tall < wide else wide)

    def zoom(self, factor: float) -> None:
        """Larger or smaller."""
        self._fitted = False
        self.picture.enlarge(min(ZOOM_MAX, max(ZOOM_MIN, self.picture.shown_scale() * factor)))

    def _on_resized(self) -> None:
        """Fit again, unless the person chose a size."""
        if self._fitted:
            self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """+, −, 0, Esc."""
        if event.text() in ("+", "="):
            self.zoom(ZOOM_STEP)
        elif event.text() in ("-", "−"):
            self.zoom(1 / ZOOM_STEP)
        elif event.text() in ("0", "à"):
            self.fit()
        else:
            super().keyPressEvent(event)


def png(path: PathDrawing, *, dark: bool = False) -> QImage:
    """The picture as pixels."""
    image = QImage(
        round(path.largeur * PNG_SCALE), round(path.hauteur * PNG_SCALE), QImage.Format.Format_ARGB32_Premultiplied
    )
    painter = QPainter(image)
    painter.scale(PNG_SCALE, PNG_SCALE)
    Brush(painter, dark=dark).paint(path)
    painter.end()
    return image


def _bytes(image: QImage) -> bytes:
    """An image as a PNG file."""
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def export(context: Context, path: PathDrawing, kind: str, parent: QWidget) -> None:
    """Ask for a file and write the picture as `svg` or `png`."""
    words = "Image SVG (*.svg)" if kind == "svg" else "Image PNG (*.png)"
    if target := ask_save(parent, f"Enregistrer le chemin en {kind.upper()}", f"chemin.{kind}", words):
        write(context, path, target, kind)


def write(context: Context, path: PathDrawing, target: Path, kind: str) -> None:
    """Write the picture; a refusal is shown with what to do."""
    try:
        files.write(target, path_svg.write(path) if kind == "svg" else _bytes(png(path)))
    except OSError as error:
        words = f"Le fichier {target} n’a pas pu être écrit : {system_reason(error)}."
        notice("Enregistrer le chemin", words, "Choisissez un autre dossier.")
        return
    context.say(f"Écrit : {target}.")
