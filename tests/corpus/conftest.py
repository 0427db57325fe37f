from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

HEADER = """---
id: essai
titre: Essai
titre_complet: Référentiel d'essai
nature: referentiel
resume: Un document d'essai
source:
  fichier: "004"
  document: Synthèse d'essai
  annexe: 9
  date: "2023-06-21"
  statut: essai
{suite}---
"""
BODY = """
# Essai

## Nombre de lits {#essai-lits source="004/A9/principes"}

- Au moins **3 lits** par unité. {#essai-lits-minimum .recommandation borne=minimum}
"""
SCALES = """echelles:
  - {id: complexite, titre: "Niveau de complexité", minimum: 1, maximum: 3}
  - {id: recours, titre: "Niveau de recours", minimum: 1, maximum: 3}
"""
LEXIQUE = "entrees:\n  - {id: usp, sigle: USP, developpe: Unité de soins palliatifs}\n"


@pytest.fixture
def content(tmp_path: Path) -> Callable[..., Path]:
    """Write a content folder of one annexe and give its path; a value of None leaves the file out."""

    def write(
        body: str = BODY,
        *,
        head: str = HEADER,
        following: str = "",
        lexique: str | None = LEXIQUE,
        scales: str = SCALES,
    ) -> Path:
        folder = tmp_path / "content"
        (folder / "annexes").mkdir(parents=True, exist_ok=True)
        whole = head.replace("{suite}", following) + body
        (folder / "annexes" / "09-essai.md").write_text(whole, encoding="utf-8")
        (folder / "VERSION").write_text("2023.1\n", encoding="utf-8")
        (folder / "questionnaires").mkdir(exist_ok=True)
        (folder / "questionnaires" / "faits.yaml").write_text(scales, encoding="utf-8")
        if lexique is not None:
            (folder / "lexique.yaml").write_text(lexique, encoding="utf-8")
        return folder

    return write
