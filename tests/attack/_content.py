"""What must hold of a content folder in which one file is damaged, whatever the damage."""

from __future__ import annotations

import re
from pathlib import Path

from desktop.corpus import cache, load
from desktop.corpus.model import Corpus, Paragraph, Problem
from desktop.search.passages import zones

ENGLISH = re.compile(
    r"\b(error|errno|expected|found|invalid|could not|object|the|while|traceback|not a|no such|unexpected)\b",
    re.IGNORECASE,
)

SOUND = """---
id: sain
titre: Sain
titre_complet: Un document sain
nature: referentiel
resume: Il reste
source:
  fichier: "999"
  document: Synthèse
  annexe: 9
  date: "2023-06-21"
  statut: synthèse
---

# Sain

## Partie {#sain-partie source="999/A9/a"}

- Une règle qui reste. {#sain-regle .requis}
"""
LEXIQUE = "entrees:\n  - {id: sain, sigle: SAIN, developpe: Ce qui reste}\n"


def sound_folder(folder: Path) -> Path:
    """A content of one document that has nothing wrong."""
    content = folder / "content"
    for shelf in ("annexes", "profils", "guide"):
        (content / shelf).mkdir(parents=True)
    (content / "annexes" / "99-sain.md").write_text(SOUND, encoding="utf-8")
    (content / "lexique.yaml").write_text(LEXIQUE, encoding="utf-8")
    (content / "VERSION").write_text("2026.1\n", encoding="utf-8")
    return content


def read(content: Path, kept: Path) -> Corpus:
    """Read it, and hold it to what every reading owes; the second reading, from the kept copy, gives the same."""
    corpus = load(content, kept)
    check_faults(corpus.problemes)
    check_whole(corpus)
    if corpus.guide is not None:
        check_faults(corpus.guide.problemes)
        check_whole(corpus.guide)
    again = cache.read(kept, corpus.fingerprint)
    assert again == corpus, "the kept copy gives another corpus"
    zones(corpus)
    return corpus


def check_faults(faults: tuple[Problem, ...]) -> None:
    """Each fault has a file, a line unless the file is missing, and a French reason that can be written down."""
    for fault in faults:
        assert fault.fichier, fault
        assert (fault.ligne or 0) >= 1 or "manque" in fault.message, fault
        assert len(fault.message) > 10, fault
        assert len(fault.message) < 1000, fault
        assert "que le programme ne sait pas lire" not in fault.message, (
            fault
        )  # the last net: a reader should have said it
        fault.message.encode("utf-8")
        fault.fichier.encode("utf-8")
        told = re.sub(r"«[^»]*»|\([^)]*\)", "", fault.message)
        assert not ENGLISH.search(told), fault


def check_whole(corpus: Corpus) -> None:
    """Everything that one thing names is there: no page would end in an error."""
    for document in corpus.documents.values():
        assert all(rubrique in corpus.rubriques for rubrique in document.rubriques), document.id
        assert all(reference in corpus.references for reference in document.references), document.id
        assert all(chiffre in corpus.chiffres for chiffre in document.chiffres), document.id
        assert document.source.citation
    shown: set[str] = set()
    for rubrique in corpus.rubriques.values():
        assert rubrique.document in corpus.documents, rubrique.id
        assert rubrique.parent is None or corpus.rubriques[rubrique.parent].document == rubrique.document, rubrique.id
        assert all(note in corpus.notes_editoriales for note in rubrique.notes_editoriales), rubrique.id
        for bloc in rubrique.blocs:
            if not isinstance(bloc, Paragraph):
                for regle in bloc.regles:
                    assert corpus.regles[regle].rubrique == rubrique.id, regle
                    assert regle not in shown, f"{regle} is shown twice"
                    shown.add(regle)
    assert shown == set(corpus.regles), "a rule is found and not shown"
    for regle in corpus.regles.values():
        assert corpus.reference_of(regle.id)
        assert regle.chapeau is None or regle.chapeau in corpus.regles, regle.id
    for note in corpus.notes_editoriales.values():
        assert note.rubrique in corpus.rubriques, note.id
