"""The kept index: opened when whole, built anew when not, in memory when nothing can be kept, safe for two at once."""

from __future__ import annotations

import errno
import json
import multiprocessing
import os
import shutil
from typing import TYPE_CHECKING

import pytest

from desktop.errors import raison_systeme
from desktop.search import SearchEngine
from desktop.search.backend import IndexIllisibleError
from desktop.search.shelf import ABANDON, MANIFESTE
from desktop.search.whoosh_backend import FabriqueWhoosh
from tests.search.conftest import fabriquer

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from desktop.corpus import Corpus
    from desktop.search.backend import Moteur


def preparer(corpus: Corpus, dossier: Path, livre: Path | None = None) -> SearchEngine:
    moteur = SearchEngine(corpus, dossier, livre)
    moteur.prepare()
    return moteur


def repond(moteur: SearchEngine) -> bool:
    return moteur.search("combien de lits").hits[0].regle == "usp-lits"


def seul_index(dossier: Path) -> Path:
    (index,) = dossier.iterdir()
    return index


def test_built_once_then_kept(petit: Corpus, vide: Path) -> None:
    premier, second = preparer(petit, vide), preparer(petit, vide)
    assert (premier.origine, second.origine) == ("construit", "gardé")
    assert premier.search("lits") == second.search("lits")
    assert second.avertissement is None


def test_another_content_has_another_index_and_the_old_one_goes(petit: Corpus, vide: Path) -> None:
    preparer(petit, vide).fermer()
    ancien = seul_index(vide)
    assert preparer(fabriquer(empreinte="autre"), vide).origine == "construit"
    assert seul_index(vide) != ancien


def test_another_version_of_the_engine_has_another_index(
    petit: Corpus, vide: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    preparer(petit, vide).fermer()
    monkeypatch.setattr(FabriqueWhoosh, "version", "whoosh 99")
    assert preparer(petit, vide).origine == "construit"


def couper(fichier: Path) -> None:
    octets = fichier.read_bytes()
    fichier.write_bytes(octets[: len(octets) // 2])


def salir(fichier: Path) -> None:
    octets = bytearray(fichier.read_bytes())
    octets[len(octets) // 2] ^= 0xFF
    fichier.write_bytes(octets)


@pytest.mark.parametrize("motif", ["*.seg", "*.toc", "mots.json", "suites.bin", MANIFESTE])
@pytest.mark.parametrize("abimer", [couper, salir, lambda f: f.unlink(), lambda f: f.write_bytes(b"")])
def test_a_damaged_file_is_built_anew(petit: Corpus, vide: Path, motif: str, abimer) -> None:
    preparer(petit, vide).fermer()
    (fichier,) = seul_index(vide).glob(motif)
    abimer(fichier)
    moteur = preparer(petit, vide)
    assert moteur.origine == "construit"
    assert repond(moteur)
    assert preparer(petit, vide).origine == "gardé"


def test_a_file_that_the_program_did_not_write_is_never_opened(petit: Corpus, vide: Path) -> None:
    preparer(petit, vide).fermer()
    # Whoosh would open the newest table of contents, and unpickle it.
    (seul_index(vide) / "_MAIN_9.toc").write_bytes(b"cos\nsystem\n(S'false'\ntR.")
    assert preparer(petit, vide).origine == "construit"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
@pytest.mark.parametrize("motif", ["*.seg", "*.toc", "mots.json", MANIFESTE])
def test_a_pipe_in_the_place_of_a_file_hangs_nothing(petit: Corpus, vide: Path, motif: str) -> None:
    preparer(petit, vide).fermer()
    (fichier,) = seul_index(vide).glob(motif)
    fichier.unlink()
    os.mkfifo(fichier)
    moteur = preparer(petit, vide)
    assert (moteur.origine, repond(moteur)) == ("construit", True)


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="POSIX permissions")
@pytest.mark.parametrize("droits", [0o775, 0o770, 0o733])
def test_an_index_whose_folder_others_may_write_is_not_trusted(petit: Corpus, vide: Path, droits: int) -> None:
    preparer(petit, vide).fermer()
    vide.chmod(droits)
    assert preparer(petit, vide).origine == "construit"
    seul_index(vide).chmod(droits)
    assert preparer(petit, vide).origine == "construit"
    next(seul_index(vide).glob("*.seg")).chmod(0o622)
    assert preparer(petit, vide).origine == "construit"
    assert preparer(petit, vide).origine == "gardé"


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="POSIX permissions")
def test_an_index__that_anybody_could_have_written_is_not_trusted(petit: Corpus, vide: Path) -> None:
    preparer(petit, vide).fermer()
    seul_index(vide).chmod(0o777)
    assert preparer(petit, vide).origine == "construit"


def test_an_index_that_came_with_the_program_is_read_and_nothing_is_written(petit: Corpus, tmp_path: Path) -> None:
    livre, cache = tmp_path / "livré", tmp_path / "cache"
    preparer(petit, livre).fermer()
    avant = {f: f.stat().st_mtime_ns for f in livre.rglob("*")}
    moteur = preparer(petit, cache, livre)
    assert (moteur.origine, repond(moteur), cache.exists()) == ("livré", True, False)
    assert {f: f.stat().st_mtime_ns for f in livre.rglob("*")} == avant


def test_a_damaged_index_that_came_with_the_program_is_left_and_another_built(petit: Corpus, tmp_path: Path) -> None:
    livre, cache = tmp_path / "livré", tmp_path / "cache"
    preparer(petit, livre).fermer()
    couper(next(livre.rglob("*.seg")))
    assert preparer(petit, cache, livre).origine == "construit"
    assert len(list(cache.iterdir())) == len(list(livre.iterdir())) == 1


def test_a_file_stands_where_the_folder_should(petit: Corpus, tmp_path: Path) -> None:
    obstacle = tmp_path / "cache"
    obstacle.write_text("")
    moteur = preparer(petit, obstacle)
    assert (moteur.origine, repond(moteur)) == ("mémoire", True)
    assert moteur.avertissement is not None
    assert str(obstacle) in moteur.avertissement


class Refuse(FabriqueWhoosh):
    """Writes nothing: the disk is full, or read-only."""

    def __init__(self, numero: int) -> None:
        self.numero = numero

    def construire(self, dossier: Path | None, passages: Iterable[dict[str, float]]) -> Moteur:
        if dossier is not None:
            (dossier / "a-moitie").write_bytes(b"x")
            raise OSError(self.numero, os.strerror(self.numero), str(dossier))
        return super().construire(None, passages)


@pytest.mark.parametrize("numero", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_a_full_or_read_only_folder_leaves_the_index_in_memory(petit: Corpus, vide: Path, numero: int) -> None:
    moteur = SearchEngine(petit, vide, fabrique=Refuse(numero))
    moteur.prepare()
    assert (moteur.origine, repond(moteur)) == ("mémoire", True)
    assert moteur.avertissement is not None
    assert raison_systeme(OSError(numero, "")) in moteur.avertissement
    assert os.strerror(numero) not in moteur.avertissement
    assert list(vide.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root writes everywhere")
def test_a_folder_without_the_right_to_write(petit: Corpus, tmp_path: Path) -> None:
    ferme = tmp_path / "fermé"
    ferme.mkdir(mode=0o500)
    assert preparer(petit, ferme).origine == "mémoire"


def test_what_a_dead_process_left_goes_but_not_what_is_being_built(petit: Corpus, vide: Path) -> None:
    vide.mkdir()
    vieux, neuf = vide / "index-vieux.tmp", vide / "index-neuf.tmp"
    for chantier in (vieux, neuf):
        chantier.mkdir()
    os.utime(vieux, (0, vieux.stat().st_mtime - 2 * ABANDON))
    preparer(petit, vide)
    assert not vieux.exists()
    assert neuf.exists()


def test_an_index_that_cannot_be_read_back_falls_to_memory(petit: Corpus, vide: Path) -> None:
    class Illisible(FabriqueWhoosh):
        def ouvrir(self, dossier: Path) -> Moteur:
            raise IndexIllisibleError(dossier.name)

    moteur = SearchEngine(petit, vide, fabrique=Illisible())
    moteur.prepare()
    assert (moteur.origine, repond(moteur)) == ("mémoire", True)


def test_a_manifest_of_another_content_under_this_name(petit: Corpus, vide: Path) -> None:
    preparer(petit, vide).fermer()
    manifeste = seul_index(vide) / MANIFESTE
    brut = json.loads(manifeste.read_text(encoding="utf-8"))
    manifeste.write_text(json.dumps({**brut, "empreinte": "autre"}), encoding="utf-8")
    assert preparer(petit, vide).origine == "construit"


def _en_meme_temps(dossier: Path, depart, resultats) -> None:
    moteur = SearchEngine(fabriquer(), dossier)
    depart.wait(30)
    moteur.prepare()
    resultats.put((moteur.origine, moteur.avertissement, repond(moteur)))


@pytest.mark.parametrize("abime", [False, True])
def test_processes_that_start_at_once(petit: Corpus, vide: Path, abime: bool) -> None:
    if abime:
        preparer(petit, vide).fermer()
        couper(next(vide.rglob("*.seg")))
    contexte = multiprocessing.get_context("spawn")
    depart, resultats = contexte.Barrier(3), contexte.Queue()
    processus = [contexte.Process(target=_en_meme_temps, args=(vide, depart, resultats)) for _ in range(3)]
    for p in processus:
        p.start()
    recus = [resultats.get(timeout=60) for _ in processus]
    for p in processus:
        p.join(30)
        assert p.exitcode == 0
    assert all(repondu and avertissement is None for _, avertissement, repondu in recus)
    assert preparer(petit, vide).origine == "gardé"


def test_the_folder_goes_away_while_it_is_searched(petit: Corpus, vide: Path) -> None:
    moteur = preparer(petit, vide)
    avant = moteur.search("lits")
    shutil.rmtree(vide, ignore_errors=True)
    assert moteur.search("lits") == avant
    moteur.fermer()
    assert not moteur.pret
