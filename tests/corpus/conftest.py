from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

ENTETE = """---
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
CORPS = """
# Essai

## Nombre de lits {#essai-lits source="004/A9/principes"}

- Au moins **3 lits** par unité. {#essai-lits-minimum .recommandation borne=minimum}
"""
LEXIQUE = "entrees:\n  - {id: usp, sigle: USP, developpe: Unité de soins palliatifs}\n"


@pytest.fixture
def contenu(tmp_path: Path) -> Callable[..., Path]:
    """Write a content folder of one annexe and give its path; a value of None leaves the file out."""

    def ecrire(corps: str = CORPS, *, entete: str = ENTETE, suite: str = "", lexique: str | None = LEXIQUE) -> Path:
        dossier = tmp_path / "content"
        (dossier / "annexes").mkdir(parents=True, exist_ok=True)
        texte = entete.replace("{suite}", suite) + corps
        (dossier / "annexes" / "09-essai.md").write_text(texte, encoding="utf-8")
        (dossier / "VERSION").write_text("2023.1\n", encoding="utf-8")
        if lexique is not None:
            (dossier / "lexique.yaml").write_text(lexique, encoding="utf-8")
        return dossier

    return ecrire
