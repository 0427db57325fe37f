"""The one writer: whole or absent, for its owner only, following no link, removing nothing that is not its own."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from desktop import files
from desktop.errors import NotRegularError, system_reason

posix = pytest.mark.skipif(sys.platform == "win32", reason="rights and links as POSIX has them")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_text_keeps_its_line_ends(tmp_path):
    files.write(tmp_path / "plan été.md", "à\nb\n")
    assert (tmp_path / "plan été.md").read_bytes() == "à\nb\n".encode()
    files.write(tmp_path / "plan été.md", b"\x89PNG")
    assert (tmp_path / "plan été.md").read_bytes() == b"\x89PNG"


@pytest.mark.parametrize("way", ["opened", "whole"])
def test_a_full_disk_leaves_what_stood_there_and_nothing_else(tmp_path, monkeypatch, way):
    target = tmp_path / "plan.md"
    files.write(target, "avant")

    def full(_descriptor):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(files, "_full_sync", full)
    with pytest.raises(OSError, match="No space"), getattr(files, way)(target) as made:
        made.write_bytes(b"x") if way == "whole" else made.write(b"x")
    assert target.read_text(encoding="utf-8") == "avant"
    assert names(tmp_path) == ["plan.md"]


@posix
@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077, 0o777], ids=oct)
def test_whatever_the_umask_and_whatever_stood_there_the_file_is_its_owners(tmp_path, umask):
    target = tmp_path / "plan.md"
    target.write_text("à tous", encoding="utf-8")
    target.chmod(0o666)
    former = os.umask(umask)
    try:
        files.write(target, "à moi")
        with files.whole(tmp_path / "autre") as made:
            made.write_bytes(b"x")
    finally:
        os.umask(former)
    assert [path.stat().st_mode & 0o777 for path in (target, tmp_path / "autre")] == [0o600, 0o600]


@posix
@pytest.mark.parametrize("way", ["opened", "whole"])
def test_a_link_that_waits_under_the_name_is_not_followed(tmp_path, monkeypatch, way):
    victim = tmp_path / "victime"
    victim.write_bytes(b"intact")
    monkeypatch.setattr(files, "_aside", lambda path: path.with_name(f".{path.name}.0123abcd.tmp"))
    planted = tmp_path / ".plan.md.0123abcd.tmp"
    planted.symlink_to(victim)
    with pytest.raises(FileExistsError), getattr(files, way)(tmp_path / "plan.md"):
        pytest.fail("the link was opened")
    assert victim.read_bytes() == b"intact"
    assert planted.is_symlink()  # it is not ours: it is not removed either
    assert not (tmp_path / "plan.md").exists()


@posix
def test_a_file_put_in_the_place_of_ours_is_neither_taken_nor_removed(tmp_path):
    def replace(made):
        made.rename(tmp_path / "ailleurs")
        made.write_bytes(b"d'un autre")

    with pytest.raises(NotRegularError), files.whole(tmp_path / "plan.md") as made:
        replace(made)
    assert b"d'un autre" in [path.read_bytes() for path in tmp_path.iterdir()]
    assert not (tmp_path / "plan.md").exists()


@posix
def test_shredding_a_link_takes_its_name_only(tmp_path):
    victim = tmp_path / "victime"
    victim.write_bytes(b"intact")
    for make in ("symlink_to", "hardlink_to"):
        link = tmp_path / f".x.{make}.tmp"
        getattr(link, make)(victim)
        files.shred(link)
        assert not link.is_symlink()
        assert victim.read_bytes() == b"intact"


@posix
def test_what_a_killed_process_left_is_told_from_what_others_planted(tmp_path):
    ours = tmp_path / ".x.zip.0123abcd.tmp"
    ours.write_bytes(b"des noms")
    victim = tmp_path / "victime"
    victim.write_bytes(b"intact")
    (tmp_path / ".x.zip.evil.tmp").symlink_to(victim)
    (tmp_path / ".x.zip.00000000.tmp").symlink_to(victim)
    (tmp_path / ".x.zip.11111111.tmp").hardlink_to(victim)
    (tmp_path / ".x.zip.22222222.tmp").mkdir()
    assert files.leftovers(tmp_path / "x.zip") == [ours]


@posix
@pytest.mark.parametrize("kind", ["pipe", "device behind a link", "folder"])
def test_what_is_no_regular_file_is_refused_at_once(tmp_path, kind):
    path = tmp_path / "x"
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    else:
        path.symlink_to("/dev/zero")
    with pytest.raises(OSError, match=r".") as refusal:
        files.read_regular(path, 1000)
    assert system_reason(refusal.value) in ("ce n’est pas un fichier ordinaire", "un dossier porte ce nom")


def test_more_than_one_asked_for_is_not_read(tmp_path):
    (tmp_path / "x").write_bytes(bytes(1001))
    with pytest.raises(OSError, match=r".") as refusal:
        files.read_regular(tmp_path / "x", 1000)
    assert refusal.value.errno == errno.EFBIG
    assert files.read_regular(tmp_path / "x", 1001) == bytes(1001)


@posix
def test_why_nothing_can_be_written_is_found_out(tmp_path):
    code = (
        "import resource, sys; from pathlib import Path; from desktop import files; p = Path(sys.argv[1]) / 'x';"
        "p.write_bytes(bytes(200_000));"
        "print(files.why_not(p.parent, [p]), end=' ');"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (210_000, 210_000)); print(files.why_not(p.parent, [p]), end=' ');"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000)); print(files.why_not(p.parent))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True, env=os.environ
    )
    assert run.stdout.split() == ["0", str(errno.EFBIG), str(errno.EFBIG)]
    assert names(tmp_path) == ["x"]


@posix
def test_the_log_and_the_settings_are_their_owners_whatever_stood_there(tmp_path):
    from desktop.journal import JournalHandler
    from desktop.settings import Settings

    former = os.umask(0)
    try:
        log = tmp_path / "journal.log"
        log.touch(0o666)
        JournalHandler(log, encoding="utf-8").close()
        settings = Settings(tmp_path / "config")
        settings.put(zoom=110)
        assert settings.path is not None
        settings.path.chmod(0o666)
        Settings(tmp_path / "config")
    finally:
        os.umask(former)
    assert [path.stat().st_mode & 0o777 for path in (log, settings.path, settings.path.parent)] == [0o600, 0o600, 0o700]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_or_a_device_keeps_its_place(tmp_path):
    """A rename would put an ordinary file where everybody expects `/dev/full`."""
    pipe = tmp_path / "tube"
    os.mkfifo(pipe)
    with pytest.raises(NotRegularError):
        files.write(pipe, "x")
    with pytest.raises(NotRegularError), files.whole(pipe):
        pytest.fail("nothing is to be written for it")
    assert stat.S_ISFIFO(pipe.lstat().st_mode)
    assert list(tmp_path.iterdir()) == [pipe]
