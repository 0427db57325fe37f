"""The report of a plan in shapes that other programs take: plain text for a letter, Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.text.typography import bare, french

if TYPE_CHECKING:
    from desktop.export.report import Element, PlanReport


def support(element: Element) -> str:
    """« [Le référentiel indique : annexe 4, Type de patients] », "" where nothing supports it."""
    details = french(" : ".join(filter(None, (element.nature, " ; ".join(element.references)))))
    return f" [{details}]" if details else ""


def plain_text(report: PlanReport) -> str:
    """Plain text, for the body of a letter: plain spaces, no mark-up, no raised letters."""
    lignes = [report.titre, report.date, "", report.phrase]
    for section in report.sections:
        lignes += [""] if section.niveau == 1 else []
        lignes.append(section.titre.upper() if section.niveau == 1 else f"{section.titre} :")
        for e in section.elements:
            puce = "-" if e.case is None else ("[x]" if e.case else "[ ]")
            lignes.append(f"{puce} {e.texte}{support(e)}")
            lignes += [f"  {detail}" for detail in e.details]
    lignes += ["", report.securite, *report.pied]
    return bare("\n".join(lignes)).replace("1ᵉʳ", "1er") + "\n"


def markdown(report: PlanReport) -> str:
    """Markdown, with the references after each line."""
    lignes = [f"# {_md(report.titre)}", "", f"*{report.date}*", "", f"**{_md(report.phrase)}**"]
    for section in report.sections:
        lignes += ["", f"{'#' * (section.niveau + 1)} {_md(section.titre)}", ""]
        for e in section.elements:
            puce = "-" if e.case is None else ("- [x]" if e.case else "- [ ]")
            lignes.append(f"{puce} {_md(e.texte)}{_md(support(e))}")
            lignes += [f"  - {_md(detail)}" for detail in e.details]
    lignes += ["", f"> {_md(report.securite)}", "", "---", "", *(f"{_md(p)}  " for p in report.pied)]
    return "\n".join(lignes) + "\n"


def _md(texte: str) -> str:
    for signe in "\\`*_[]<>#":
        texte = texte.replace(signe, "\\" + signe)
    return texte
