"""How wide a text is, without a font library: widths of Inter, the bundled font, rounded up to a twentieth of an em.

A picture that is written as text is drawn later by who knows which program and font; so a margin is kept for wider ones.
"""

from __future__ import annotations

_MAIGRES = {
    0.25: "ijlîï", 0.30: " !',.:IÎÏ’·\u00a0\u202f", 0.35: ";`t|", 0.40: "()/[\\]fr›", 0.45: "1{}“”", 0.50: '-"^_–°',
    0.55: "*?ksx", 0.60: "57FJLacehnouvyzàâäéèêëôöùûüÿç«»", 0.65: "#$&0234689EPRSTZbdgpqÉÈÊË", 0.70: "+<=>ABKVXY~ÀÂ€",
    0.75: "CDGHUÙÛÇ", 0.80: "NOQÔ", 0.85: "w", 0.90: "m…", 0.95: "Mæ●○",
}  # fmt: skip
_GRAS = {
    0.30: " ijlîïIÎÏ\u00a0\u202f", 0.35: "!',.:;’·", 0.40: "()/[\\]`ft|", 0.45: "1r›", 0.50: "-^_{}–°", 0.55: "“”",
    0.60: '"*7?FJLaceksvxzàâäéèêëç', 0.65: "#23569EPbdghnopquyôöùûüÿÉÈÊË", 0.70: "$&+048<=>BRSTZ~«»€", 0.75: "ACDHKUVXYÀÂÙÛÇ",
    0.80: "GNOQÔ", 0.85: "w", 0.95: "Mmæ●○",
}  # fmt: skip
_LARGE = 1.05
_MARGE = 1.06


def _table(classes: dict[float, str]) -> dict[str, float]:
    return {signe: largeur for largeur, signes in classes.items() for signe in signes}


_LARGEURS = {False: _table(_MAIGRES), True: _table(_GRAS)}


def text_width(texte: str, taille: float, *, gras: bool = False) -> float:
    """Width in the unit of `taille` (the font's pixel size), never less than Inter's own."""
    table = _LARGEURS[gras]
    return sum(table.get(signe, _LARGE) for signe in texte) * taille * _MARGE


def fold_text(texte: str, place: float, taille: float, *, gras: bool = False) -> tuple[str, ...]:
    """The lines into which a text is folded so that each is at most `place` wide.

    Only plain spaces break, as French typography wants; a word that is wider than the place stands alone on its line.
    """
    lignes: list[str] = []
    for mot in texte.split(" "):
        essai = f"{lignes[-1]} {mot}" if lignes else mot
        if lignes and text_width(essai, taille, gras=gras) <= place:
            lignes[-1] = essai
        else:
            lignes.append(mot)
    return tuple(lignes)
