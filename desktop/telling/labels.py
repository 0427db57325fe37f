"""Short names of documents, règles and references, as every screen writes them. No Qt."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from desktop.search.tokens import fold as fold_word

if TYPE_CHECKING:
    from desktop.corpus.model import Corpus, Document, Problem, Regle, ScaleValue


def short_name(document: Document) -> str:
    """The acronym, or the title of a document that has none."""
    return document.sigle or document.titre


def long_name(document: Document) -> str:
    """The title with its acronym."""
    return f"{document.titre} ({document.sigle})" if document.sigle else document.titre


def shelf(document: Document) -> str:
    """Where the document stands: « Annexe 2 », « Instruction », « Profil »."""
    if document.nature != "referentiel":
        return "Guide" if document.nature == "guide" else "Profil"
    return "Instruction" if document.source.annexe is None else f"Annexe {document.source.annexe}"


def recourse(document: Document) -> str:
    """The label of the card, its ordinals raised: « 3ᵉ recours »; "" if the document has none."""
    return re.sub(r"\b(\d+)e\b", r"\1ᵉ", document.niveau_de_recours or "")


def origin(document: Document) -> str:
    """« Annexe 2 · USP »: a document in two words."""
    return short_name(document) if document.nature == "guide" else f"{shelf(document)} · {short_name(document)}"


def rule_origin(corpus: Corpus, document: Document, regle: str) -> str:
    """« Annexe 8 · EHPAD »: the line above a hit; in a document on several structures, the one that the règle is about."""
    about = rule.structure if document.structure is None and (rule := corpus.regles.get(regle)) else None
    sigle = next((e.sigle for e in corpus.lexique.entrees if about and e.sigle and e.sigle.lower() == about), None)
    return f"{shelf(document)} · {sigle}" if sigle else origin(document)


def structures(corpus: Corpus, document: Document) -> tuple[str, ...]:
    """The structures that a document describes, as acronyms: its own, or those of its rubriques."""
    if document.structure:
        return (short_name(document),)
    ids = dict.fromkeys(
        s for key in document.rubriques if (r := corpus.rubriques.get(key)) and (s := r.structure) is not None
    )
    known = {e.sigle.lower(): e.sigle for e in corpus.lexique.entrees if e.sigle}
    named = tuple(known[name] for name in ids if name in known)
    return named or ((document.titre,) if ids else ())


def level(niveau: ScaleValue) -> str:
    """A niveau with the name of its scale: two are never written alike."""
    return niveau.scale.badge.format(niveau.valeur)


def rule_text(corpus: Corpus, regle: Regle) -> str:
    """A règle as it is read: after its chapeau, if it has one."""
    if regle.chapeau and (head := corpus.regles.get(regle.chapeau)):
        return f"{rule_text(corpus, head)} {regle.texte}"
    return regle.texte


def citation(corpus: Corpus, regle: Regle) -> str:
    """A règle to paste elsewhere: its words, its force, where it stands, and that it is a reformulation."""
    force = regle.force.label.lower()
    if regle.borne is not None:
        force += f", {regle.borne.label.lower()}"
    return (
        f"{rule_text(corpus, regle)} [{force}]\n"
        f"— {corpus.reference_of(regle.id)}. Reformulation de Cap palliatif, contenu {corpus.version} ; "
        "le texte d’origine fait foi."
    )


def problem(probleme: Problem) -> str:
    """What could not be read, with its place, said once."""
    place = f"{probleme.fichier}, ligne {probleme.ligne}" if probleme.ligne else probleme.fichier
    message = probleme.message.removeprefix(place).removeprefix(probleme.fichier).lstrip(" :\u00a0")
    return f"{place}\u00a0: {message}"


def fold(text: str) -> str:
    """Lower case without accents, ligatures opened, apostrophes alike: for comparing, never for showing.

    The search's own folding; the result may be longer or shorter than the text: compare words, not positions.
    """
    return fold_word(text.replace("’", "'"))
