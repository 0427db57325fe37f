from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.decision import charger
from desktop.decision.loading.sources import lire
from desktop.errors import ContentError
from tests.decision.conftest import DOSSIER

RACINE = Path(__file__).parents[2]


@pytest.fixture
def copie(tmp_path):
    return Path(shutil.copytree(DOSSIER, tmp_path / "questionnaires"))


def test_le_cache_donne_les_memes_donnees(copie, tmp_path):
    premiere = lire(copie, tmp_path / "cache")
    charger(copie, tmp_path / "cache")
    fichiers = list((tmp_path / "cache").iterdir())
    assert len(fichiers) == 1
    seconde = lire(copie, tmp_path / "cache")
    assert seconde.prouvees
    assert seconde.fichiers == premiere.fichiers == lire(copie).fichiers


def test_un_cache_perime_n_est_pas_lu(copie, tmp_path):
    avant = charger(copie, tmp_path / "cache")
    niveau = copie / "niveau.yaml"
    niveau.write_text(niveau.read_text() + "\n# un mot\n")
    apres = charger(copie, tmp_path / "cache")
    assert apres.empreinte != avant.empreinte
    assert len(list((tmp_path / "cache").iterdir())) == 1


@pytest.mark.parametrize("abime", [b"", b"{", b"[]", b'{"empreinte": "x", "fichiers": {}}'])
def test_un_cache_abime_est_refait(copie, tmp_path, abime):
    bon = charger(copie, tmp_path / "cache")
    fichier = next((tmp_path / "cache").iterdir())
    fichier.write_bytes(abime)
    assert charger(copie, tmp_path / "cache").empreinte == bon.empreinte
    assert json.loads(fichier.read_bytes().partition(b"\n")[2])["empreinte"] == bon.empreinte


def test_une_structure_changee_dans_le_cache_n_est_jamais_servie(copie, tmp_path):
    charger(copie, tmp_path / "cache")
    fichier = next((tmp_path / "cache").iterdir())
    octets = fichier.read_bytes()
    fichier.write_bytes(octets.replace(b'"emsp"', b'"usp"'))
    assert charger(copie, tmp_path / "cache").orientation == charger(copie).orientation
    assert fichier.read_bytes() == octets


def test_un_cache_livre_est_lu_sans_rien_ecrire(copie, tmp_path):
    charger(copie, tmp_path / "livre")
    lues = lire(copie, None, tmp_path / "livre")
    assert (lues.prouvees, lues.fichiers) == (True, lire(copie).fichiers)


def test_la_ou_rien_ne_s_ecrit_on_lit_quand_meme(copie, tmp_path):
    obstacle = tmp_path / "cache"
    obstacle.write_text("un fichier, pas un dossier")
    assert charger(copie, obstacle).faits


def test_un_dossier_vide_est_refuse(tmp_path):
    with pytest.raises(ContentError, match="aucun questionnaire"):
        lire(tmp_path)


def test_les_exemples_ne_changent_pas_l_empreinte(copie):
    avant = lire(copie).empreinte
    shutil.rmtree(copie / "exemples")
    assert lire(copie).empreinte == avant


def test_un_demarrage_avec_cache_n_importe_pas_yaml(copie, tmp_path):
    charger(copie, tmp_path / "cache")
    programme = (
        "import sys; from pathlib import Path; from desktop.decision import Orientation, charger;"
        f"Orientation(charger(Path({str(copie)!r}), Path({str(tmp_path / 'cache')!r}))).orienter({{'besoin': ['avis']}});"
        "print([m for m in ('yaml', 'holidays', 'PySide6', 'hypothesis') if m in sys.modules])"
    )
    sortie = subprocess.run([sys.executable, "-c", programme], cwd=RACINE, capture_output=True, text=True, check=True)
    assert sortie.stdout.strip() == "[]"
