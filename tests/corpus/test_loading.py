"""Reading the folder: what can be read is there, what can't is said, nothing is lost."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from desktop.corpus import load
from desktop.corpus.loading import read_folder
from desktop.errors import ContentError

BROKEN_HEADS = [
    ("id: essai\n---\n", "l’en-tête manque"),
    ("---\nid: essai\n", "l’en-tête n’est pas fermé"),
    ("---\nid: [\n---\n", "le YAML ne se lit pas"),
    ("---\n- liste\n---\n", "n’est pas une suite de champs"),
    ("---\nid: essai\n---\n", "« fichier »"),
]


@pytest.mark.parametrize(("head", "message"), BROKEN_HEADS, ids=[m for _, m in BROKEN_HEADS])
def test_a_broken_head_is_refused_and_the_rest_opens(content, head, message):
    folder = content()
    (folder / "annexes" / "10-casse.md").write_text(head, encoding="utf-8")
    corpus = read_folder(folder)
    assert "essai" in corpus.documents
    faults = [p for p in corpus.problemes if p.fichier == "annexes/10-casse.md"]
    if "« fichier »" in message:
        assert "source" in faults[0].message
    else:
        assert message in faults[0].message


def test_a_file_that_is_not_utf8_is_said(content):
    folder = content()
    (folder / "annexes" / "10-latin.md").write_bytes("---\nid: é\n---\n".encode("latin-1"))
    corpus = read_folder(folder)
    assert any("UTF-8" in p.message for p in corpus.problemes)


def test_an_empty_folder_raises_with_what_was_expected(tmp_path):
    with pytest.raises(ContentError, match="aucun document"):
        read_folder(tmp_path)


def test_a_missing_lexique_costs_the_lexique_alone(content):
    corpus = read_folder(content(lexique=None))
    assert corpus.lexique.entrees == ()
    assert [p.fichier for p in corpus.problemes] == ["lexique.yaml"]


@pytest.mark.parametrize(
    ("lexique", "message"),
    [
        ("entrees: 3\n", "pas de liste"),
        ("entrees:\n  - {id: x}\n", "« developpe » manque"),
        ("entrees:\n  - {id: x, developpe: X, couleur: bleu}\n", "champ inconnu"),
        ("entrees:\n  - {id: x, developpe: X, synonymes: un}\n", "liste de mots"),
    ],
)
def test_a_broken_lexique_is_said(content, lexique, message):
    corpus = read_folder(content(lexique=lexique))
    assert message in corpus.problemes[0].message
    assert corpus.documents


def test_the_cache_gives_the_same_corpus(corpus, root, tmp_path):
    first = load(root / "content", tmp_path)
    second = load(root / "content", tmp_path)
    assert first == second == corpus
    assert len(list(tmp_path.glob("corpus-*.json"))) == 1


def test_reading_from_the_cache_needs_neither_yaml_nor_markdown(root, tmp_path):
    import subprocess

    load(root / "content", tmp_path)
    code = (
        "import sys; from pathlib import Path; from desktop.corpus import load; "
        f"c = load(Path({str(root / 'content')!r}), Path({str(tmp_path)!r})); "
        "assert len(c.documents) >= 14; "
        "print([m for m in ('yaml', 'markdown_it', 'mdit_py_plugins', 'PySide6') if m in sys.modules])"
    )
    env = {**os.environ, "PYTHONPATH": str(root)}
    out = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, env=env)
    assert out.stdout.strip() == "[]"


@pytest.mark.parametrize("damaged", [b"", b"{", b'{"empreinte": "autre"}', b"[1, 2]"])
def test_a_damaged_cache_is_made_anew(content, tmp_path, damaged):
    folder, cache = content(), tmp_path / "cache é à"
    expected = load(folder, cache)
    (file,) = cache.glob("corpus-*.json")
    file.write_bytes(damaged)
    assert load(folder, cache) == expected
    assert file.read_bytes() != damaged


def test_a_stale_cache_is_dropped(content, tmp_path):
    folder, cache = content(), tmp_path / "cache"
    load(folder, cache)
    (folder / "VERSION").write_text("2023.2\n", encoding="utf-8")
    assert load(folder, cache).version == "2023.2"
    assert len(list(cache.glob("corpus-*.json"))) == 1


def test_a_cache_that_cannot_be_written_costs_nothing(content, tmp_path):
    obstacle = tmp_path / "fichier"
    obstacle.write_text("un fichier à la place du dossier", encoding="utf-8")
    assert load(content(), obstacle).documents
    assert obstacle.read_text(encoding="utf-8").startswith("un fichier")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full, a disk that is always full")
def test_a_full_disk_leaves_nothing_half_written(content, tmp_path, monkeypatch):
    def plein(_handful):
        raise OSError(28, "No space left on device")

    cache = tmp_path / "cache"
    with monkeypatch.context() as m:
        m.setattr("desktop.files._full_sync", plein)
        assert load(content(), cache).documents
    assert list(cache.iterdir()) == []


def test_the_fingerprint_changes_with_any_byte(content):
    folder = content()
    before = read_folder(folder).fingerprint
    file = folder / "annexes" / "09-essai.md"
    file.write_bytes(file.read_bytes() + b" ")
    assert read_folder(folder).fingerprint != before


def test_the_guide_is_read_beside_the_content_and_never_taken_for_it(corpus):
    assert corpus.guide is not None
    assert corpus.guide.problemes == ()
    assert {d.nature for d in corpus.guide.documents.values()} == {"guide"}
    assert not set(corpus.guide.regles) & set(corpus.regles)
    assert all(d.nature != "guide" for d in corpus.documents.values())


def test_a_missing_guide_costs_the_guide_alone(content):
    assert read_folder(content()).guide is None
