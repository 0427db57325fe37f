"""What the user asked to write is there whole, or what stood there is as it was."""

from __future__ import annotations

import pytest

from desktop.export import fichier
from desktop.store import files


def test_a_text_keeps_its_line_ends(tmp_path):
    fichier.ecrire(tmp_path / "plan été.md", "à\nb\n")
    assert (tmp_path / "plan été.md").read_bytes() == "à\nb\n".encode()
    fichier.ecrire(tmp_path / "plan été.md", b"\x89PNG")
    assert (tmp_path / "plan été.md").read_bytes() == b"\x89PNG"


def test_a_full_disk_leaves_what_stood_there_and_nothing_else(tmp_path, monkeypatch):
    def full(_path):
        raise OSError(28, "No space left on device")

    cible = tmp_path / "plan.md"
    fichier.ecrire(cible, "avant")
    monkeypatch.setattr(files, "sync_file", full)
    with pytest.raises(OSError, match="No space"):
        fichier.ecrire(cible, "après")
    assert cible.read_text(encoding="utf-8") == "avant"
    assert [p.name for p in tmp_path.iterdir()] == ["plan.md"]
