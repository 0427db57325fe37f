"""A picture of the decision path as SVG, written as text: text stays text, a title and a description say all of it.

Colours stand as attributes, so that any program draws them; for a file that follows the reader's own light or dark, a style with
a media query stands beside them.
"""

from __future__ import annotations

from html import escape  # xml.sax.saxutils would load urllib and http
from typing import TYPE_CHECKING

from desktop.colours import TOKENS
from desktop.export.path_layout import DRAWN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desktop.export.path_layout import DrawnBand, DrawnBox, DrawnLink, DrawnText, PathDrawing

POLICES = "Inter, 'Segoe UI', 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif"
_TIRETS = ' stroke-dasharray="7 5"'


def write(chemin: PathDrawing, *, sombre: bool | None = None) -> str:
    """The SVG. `sombre`: light or dark for good; None follows the reader's setting where the program knows one."""
    return "\n".join(_Pen(sombre).document(chemin)) + "\n"


class _Pen:
    def __init__(self, sombre: bool | None) -> None:
        self._suit = sombre is None
        self._rang = 1 if sombre else 0

    def document(self, chemin: PathDrawing) -> Iterator[str]:
        largeur, hauteur = _n(chemin.largeur), _n(chemin.hauteur)
        yield '<?xml version="1.0" encoding="UTF-8"?>'
        yield (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {largeur} {hauteur}" width="{largeur}" height="{hauteur}" '
            'role="graphics-document document" aria-labelledby="titre" aria-describedby="description" '
            f'aria-roledescription="schéma" xml:lang="fr" lang="fr" font-family="{POLICES}">'
        )
        yield f'<title id="titre">{_t(chemin.titre)}</title>'
        yield f'<desc id="description">{_t(chemin.description)}</desc>'
        if self._suit:
            yield f"<style>{self._style()}</style>"
        yield f'<rect width="{largeur}" height="{hauteur}"{self._paint("fill", "bg")}/>'
        for bande in chemin.bandes:
            yield f'<rect {_frame(bande, 14)} fill="none" stroke-width="1.5"{self._paint("stroke", "line")}/>'
        yield '<g aria-hidden="true">'
        for arete in chemin.aretes:
            yield self._link(arete)
        yield "</g>"
        for boite in chemin.boites:
            yield from self._box(boite)
        for texte in chemin.textes:
            yield self._text(texte)
        yield "</svg>"

    def _paint(self, attribut: str, token: str) -> str:
        classe = f' class="{attribut[0]}-{token}"' if self._suit else ""
        return f'{classe} {attribut}="{TOKENS[token][self._rang]}"'

    def _style(self) -> str:
        regles = "".join(
            f".{attribut[0]}-{token}{{{attribut}:{TOKENS[token][1]}}}"
            for token in DRAWN
            for attribut in ("fill", "stroke")
        )
        return f"@media (prefers-color-scheme: dark){{{regles}}}"

    def _link(self, arete: DrawnLink) -> str:
        trace = f"M{_p(arete.depart)} L{_p(arete.coude)} C{_p(arete.tire1)} {_p(arete.tire2)} {_p(arete.arrivee)}"
        pointe = "M" + " L".join(_p(point) for point in arete.pointe) + " Z"
        tirets = _TIRETS if arete.tirets else ""
        return (
            f'<path d="{trace}" fill="none" stroke-width="{_n(arete.epaisseur)}"{tirets}{self._paint("stroke", arete.couleur)}/>'
            f'<path d="{pointe}"{self._paint("fill", arete.couleur)}/>'
        )

    def _box(self, boite: DrawnBox) -> Iterator[str]:
        yield f'<g role="graphics-symbol" aria-label="{escape(_xml(boite.dit))}">'
        yield f"<title>{_t(boite.dit)}</title>"
        tirets = _TIRETS if boite.tirets else ""
        # One class an element: the ground and the border are two.
        forme = _frame(boite, 8)
        yield f"<rect {forme}{self._paint('fill', boite.fond)}/>"
        yield f'<rect {forme} fill="none" stroke-width="{_n(boite.epaisseur)}"{tirets}{self._paint("stroke", boite.bord)}/>'
        for texte in boite.textes:
            yield self._text(texte)
        yield "</g>"

    def _text(self, texte: DrawnText) -> str:
        gras = ' font-weight="700"' if texte.gras else ""
        fin = ' text-anchor="end"' if texte.fin else ""
        return (
            f'<text x="{_n(texte.x)}" y="{_n(texte.y)}" font-size="{texte.taille}"{gras}{fin}'
            f"{self._paint('fill', texte.couleur)}>{_t(texte.texte)}</text>"
        )


def _frame(forme: DrawnBox | DrawnBand, rayon: int) -> str:
    place = f'x="{_n(forme.x)}" y="{_n(forme.y)}" width="{_n(forme.largeur)}" height="{_n(forme.hauteur)}"'
    return f'{place} rx="{rayon}"'


def _n(nombre: float) -> str:
    return f"{nombre:.1f}".removesuffix(".0")


def _p(point: tuple[float, float]) -> str:
    return f"{_n(point[0])},{_n(point[1])}"


def _xml(texte: str) -> str:
    """Only what XML can hold."""
    return "".join(signe for signe in texte if signe in "\n\t" or signe >= " ")


def _t(texte: str) -> str:
    return escape(_xml(texte), quote=False)
