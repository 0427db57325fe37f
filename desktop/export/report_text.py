"""The report in shapes that other programs take: plain text for a letter, Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.text.typography import bare, french

if TYPE_CHECKING:
    from desktop.telling.report import Element, Rapport


def support(element: Element) -> str:
    """« [Le référentiel indique : annexe 4, Type de patients] », "" where nothing supports it."""
    details = french(" : ".join(filter(None, (element.nature, " ; ".join(element.references)))))
    return f" [{details}]" if details else ""


def texte(rapport: Rapport) -> str:
    """Plain text, for the body of a letter: plain spaces, no mark-up, no raised letters."""
    lignes = [rapport.titre, rapport.date, "", rapport.phrase]
    for section in rapport.sections:
        lignes += [""] if section.niveau == 1 else []
        lignes.append(section.titre.upper() if section.niveau == 1 else f"{section.titre} :")
        for e in section.elements:
            puce = "-" if e.case is None else ("[x]" if e.case else "[ ]")
            lignes.append(f"{puce} {e.texte}{support(e)}")
    lignes += ["", rapport.securite, *rapport.pied]
    return bare("\n".join(lignes)).replace("1ᵉʳ", "1er") + "\n"


def markdown(rapport: Rapport) -> str:
    """Markdown, with the references after each line."""
    lignes = [f"# {_md(rapport.titre)}", "", f"*{rapport.date}*", "", f"**{_md(rapport.phrase)}**"]
    for section in rapport.sections:
        lignes += ["", f"{'#' * (section.niveau + 1)} {_md(section.titre)}", ""]
        for e in section.elements:
            puce = "-" if e.case is None else ("- [x]" if e.case else "- [ ]")
            lignes.append(f"{puce} {_md(e.texte)}{_md(support(e))}")
    lignes += ["", f"> {_md(rapport.securite)}", "", "---", "", *(f"{_md(p)}  " for p in rapport.pied)]
    return "\n".join(lignes) + "\n"


def _md(texte: str) -> str:
    for signe in "\\`*_[]<>#":
        texte = texte.replace(signe, "\\" + signe)
    return texte
