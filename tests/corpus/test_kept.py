"""What the program kept is served only if it is what the program wrote, where nobody else could have written it."""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
import threading

import pytest

from desktop.corpus import kept, load
from desktop.corpus.loading import read_folder

POSIX = pytest.mark.skipif(not hasattr(os, "getuid"), reason="POSIX owners and rights")
ROOT = pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files away")


@pytest.fixture
def kept_one(content, tmp_path):
    """A content folder whose parsed copy is kept: its folder, the cache folder, the kept file."""
    folder, cache = content(), tmp_path / "cache"
    load(folder, cache)
    (file,) = cache.glob("corpus-*.json")
    return folder, cache, file


def text(corpus):
    return corpus.regles["essai-lits-minimum"].texte


def test_a_figure_that_was_edited_in_the_cache_is_never_served(kept_one):
    folder, cache, file = kept_one
    edit = file.read_text(encoding="utf-8").replace("3\\u202flits", "90 lits")
    edit = re.sub("3[\u00a0\u202f ]lits", "90 lits", edit)
    assert edit != file.read_text(encoding="utf-8")
    file.write_text(edit, encoding="utf-8")
    assert text(load(folder, cache)) == "Au moins 3\u00a0lits par unité."
    assert "90" not in file.read_text(encoding="utf-8")


def _resealed(file, payload):
    data = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    file.write_bytes(hashlib.blake2b(data, digest_size=32).hexdigest().encode() + b"\n" + data)


@pytest.mark.parametrize("odd", [[], {}, 3, None, "x", {"empreinte": "?"}, {"documents": [[]]}, b"[" * 100_000])
def test_what_is_odd_under_a_good_digest_is_made_anew(kept_one, odd):
    folder, cache, file = kept_one
    if isinstance(odd, dict):
        odd = {"empreinte": read_folder(folder).fingerprint} | odd
    _resealed(file, odd)
    assert text(load(folder, cache)) == "Au moins 3\u00a0lits par unité."


@POSIX
@pytest.mark.parametrize("rights", [0o777, 0o775, 0o722, 0o730])
def test_a_folder_that_others_may_write_is_not_read_and_is_narrowed(kept_one, rights, caplog):
    folder, cache, file = kept_one
    cache.chmod(rights)
    before = file.stat().st_ino
    assert load(folder, cache).documents
    assert file.stat().st_ino != before
    assert "d’autres peuvent y écrire" in caplog.text
    assert stat.S_IMODE(cache.stat().st_mode) & 0o077 == 0


@POSIX
@pytest.mark.parametrize("rights", [0o622, 0o620, 0o602])
def test_a_file_that_others_may_write_is_made_anew(kept_one, rights):
    folder, cache, file = kept_one
    file.chmod(rights)
    before = file.stat().st_ino
    assert load(folder, cache).documents
    assert file.stat().st_ino != before


@POSIX
def test_a_folder_above_that_others_may_write_is_enough_to_keep_nothing(content, tmp_path):
    open_to_all = tmp_path / "partagé"
    open_to_all.mkdir()
    cache = open_to_all / "cache"
    open_to_all.chmod(0o777)
    assert load(content(), cache).documents
    assert list(cache.iterdir()) == []
    open_to_all.chmod(0o1777)  # as /tmp: others may add, and not take away what is ours
    assert load(content(), cache).documents
    assert len(list(cache.iterdir())) == 1


@POSIX
@ROOT
@pytest.mark.parametrize("which", ["file", "folder", "above"])
def test_what_belongs_to_somebody_else_is_not_believed(kept_one, which, tmp_path, monkeypatch):
    _, cache, file = kept_one
    os.chown({"file": file, "folder": cache, "above": tmp_path}[which], 4711, -1)
    assert "quelqu’un d’autre" in (kept.why_not_ours(cache, (file,)) or "")
    assert kept.read_sealed(file, shipped=False) is None
    monkeypatch.setattr(os, "getuid", lambda: 4711)
    assert kept.why_not_ours(cache, (file,)) is None


@POSIX
def test_the_group_that_is_the_users_alone_is_no_one_else(tmp_path, monkeypatch):
    import grp
    import pwd

    me = pwd.getpwuid(os.getuid())
    above = tmp_path / "dossier"
    above.mkdir()
    os.chown(above, -1, me.pw_gid)
    above.chmod(0o775)
    (above / "fichier").touch(0o600)
    group = grp.getgrgid(me.pw_gid)
    for name, members, good in ((me.pw_name, [], True), (me.pw_name, ["zoe"], False), ("equipe", [], False)):
        monkeypatch.setattr(grp, "getgrgid", lambda _, n=name, m=members: grp.struct_group((n, "x", group.gr_gid, m)))
        assert (kept.why_not_ours(above / "fichier") is None) is good


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_or_a_link_in_the_place_of_the_cache_hangs_nothing(kept_one, tmp_path):
    folder, cache, file = kept_one
    file.unlink()
    os.mkfifo(file)
    read: list[bool] = []
    reader = threading.Thread(target=lambda: read.append(bool(load(folder, cache).documents)), daemon=True)
    reader.start()
    reader.join(30)
    assert read == [True]
    elsewhere = tmp_path / "ailleurs.json"
    file.replace(elsewhere)
    file.symlink_to(elsewhere)
    assert load(folder, cache).documents
    assert not file.is_symlink()
    assert elsewhere.read_bytes() == file.read_bytes()


def test_a_kept_file_that_is_far_too_big_is_not_read(kept_one, monkeypatch):
    folder, cache, file = kept_one
    monkeypatch.setattr(kept, "KEPT_LIMIT", 100)
    assert kept.read_sealed(file, shipped=False) is None
    assert load(folder, cache).documents
