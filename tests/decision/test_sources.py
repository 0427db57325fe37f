from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.decision.sources import lire
from desktop.errors import ContentError
from tests.decision.conftest import DOSSIER

RACINE = Path(__file__).parents[2]


@pytest.fixture
def copie(tmp_path):
    return Path(shutil.copytree(DOSSIER, tmp_path / "questionnaires"))


def test_le_cache_donne_les_memes_donnees(copie, tmp_path):
    premiere = lire(copie, tmp_path / "cache")
    fichiers = list((tmp_path / "cache").iterdir())
    assert len(fichiers) == 1
    assert lire(copie, tmp_path / "cache") == premiere == lire(copie)


def test_un_cache_perime_n_est_pas_lu(copie, tmp_path):
    avant = lire(copie, tmp_path / "cache")
    niveau = copie / "niveau.yaml"
    niveau.write_text(niveau.read_text() + "\n# un mot\n")
    apres = lire(copie, tmp_path / "cache")
    assert apres.empreinte != avant.empreinte
    assert len(list((tmp_path / "cache").iterdir())) == 1


@pytest.mark.parametrize("abime", [b"", b"{", b"[]", b'{"empreinte": "x", "fichiers": {}}'])
def test_un_cache_abime_est_refait(copie, tmp_path, abime):
    bon = lire(copie, tmp_path / "cache")
    fichier = next((tmp_path / "cache").iterdir())
    fichier.write_bytes(abime)
    assert lire(copie, tmp_path / "cache") == bon
    assert json.loads(fichier.read_bytes())["empreinte"] == bon.empreinte


def test_un_cache_livre_est_lu_sans_rien_ecrire(copie, tmp_path):
    lire(copie, tmp_path / "livre")
    assert lire(copie, None, tmp_path / "livre") == lire(copie)


def test_la_ou_rien_ne_s_ecrit_on_lit_quand_meme(copie, tmp_path):
    obstacle = tmp_path / "cache"
    obstacle.write_text("un fichier, pas un dossier")
    assert lire(copie, obstacle).fichiers


def test_un_dossier_vide_est_refuse(tmp_path):
    with pytest.raises(ContentError, match="aucun questionnaire"):
        lire(tmp_path)


def test_les_exemples_ne_changent_pas_l_empreinte(copie):
    avant = lire(copie).empreinte
    shutil.rmtree(copie / "exemples")
    assert lire(copie).empreinte == avant


def test_un_demarrage_avec_cache_n_importe_pas_yaml(copie, tmp_path):
    lire(copie, tmp_path / "cache")
    programme = (
        "import sys; from pathlib import Path; from desktop.decision import Orientation, charger;"
        f"Orientation(charger(Path({str(copie)!r}), Path({str(tmp_path / 'cache')!r}))).orienter({{'besoin': ['avis']}});"
        "print([m for m in ('yaml', 'holidays', 'PySide6', 'hypothesis') if m in sys.modules])"
    )
    sortie = subprocess.run([sys.executable, "-c", programme], cwd=RACINE, capture_output=True, text=True, check=True)
    assert sortie.stdout.strip() == "[]"
