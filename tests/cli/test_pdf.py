"""`pdf` and `orienter --pdf`: whole PDFs from the command line, without any screen."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from desktop.bootstrap import line_services
from desktop.cli import main
from desktop.cli.help import SITUATION

pypdf = pytest.importorskip("pypdf")


def run(root, folder, *arguments, feed=""):
    """The real program, where no display is to be had and Qt was told nothing."""
    env = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
    return subprocess.run(
        [sys.executable, "-m", "desktop", *arguments], env={**env, "PYTHONPATH": str(root)}, cwd=folder, timeout=300,
        input=feed, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip


def said(path):
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(path).pages).split())


def test_a_document_without_a_screen(root, tmp_path, corpus):
    done = run(root, tmp_path, "pdf", "had", "sortie.pdf")
    assert (done.returncode, done.stderr) == (0, "")
    pages = len(pypdf.PdfReader(tmp_path / "sortie.pdf").pages)
    assert done.stdout == f"Écrit : sortie.pdf ({pages} pages).\n"
    text = said(tmp_path / "sortie.pdf").replace(" ", "")
    missing = [
        fragment.texte
        for regle in corpus.regles.values()
        if regle.document == "had"
        for cell in regle.cellules or (regle.fragments,)
        for fragment in cell
        if not (fragment.lien or "").startswith("note:") and "".join(fragment.texte.split()) not in text
    ]
    assert missing == []


def test_the_guide_too(root, tmp_path):
    assert run(root, tmp_path, "pdf", "guide", "guide.pdf").returncode == 0
    assert "Trouver une règle" in said(tmp_path / "guide.pdf")


def test_a_plan_says_the_moment_of_its_facts(root, tmp_path):
    (tmp_path / "faits.json").write_text(SITUATION, encoding="utf-8")
    done = run(root, tmp_path, "orienter", "faits.json", "--pdf", "plan.pdf")
    assert (done.returncode, done.stderr) == (0, "")
    text = said(tmp_path / "plan.pdf")
    assert "La nuit : joindre" in text
    assert "maintenant" not in text.lower()
    assert "Annexe" in text


def test_a_plan_for_the_hour_of_the_clock(root, tmp_path):
    facts = json.loads(SITUATION)
    del facts["moment"]
    done = run(root, tmp_path, "orienter", "--maintenant", "--pdf", "plan.pdf", feed=json.dumps(facts))
    assert done.returncode == 0
    assert "d’après l’horloge" in done.stdout
    assert "Plan pour le " in said(tmp_path / "plan.pdf")


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        (["pdf", "hda", "x.pdf"], 2, "n’est pas un document ; documents : instruction"),
        (["pdf", "had"], 2, "fichier"),
        (["orienter", "--pdf", "x.pdf", "--json"], 2, "--pdf ne va pas"),
        (["orienter", "--pdf", "x.pdf", "--lot"], 2, "--pdf ne va pas"),
    ],
)
def test_a_line_that_cannot_be_meant_is_refused(capsys, line, code, said):
    assert main(line, line_services()) == code
    assert said in capsys.readouterr().err


def test_a_place_that_cannot_be_written_is_said(root, tmp_path):
    done = run(root, tmp_path, "pdf", "usp", "absent/usp.pdf")
    assert done.returncode == 1
    assert "n’a pas pu être écrit" in done.stderr
    assert "Traceback" not in done.stderr
