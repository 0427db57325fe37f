from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path, PurePosixPath

import pytest

from desktop.store import Store
from desktop.store.schema import FILE_NAME
from desktop.store.shares import is_network_share, is_network_type, read_mac_mounts, read_mounts, type_of

LINUX = r"""
/dev/sda2 / ext4 rw,relatime 0 0
tmpfs /tmp tmpfs rw 0 0
server:/homes /home nfs4 rw,vers=4.2 0 0
/dev/sdb1 /home/local xfs rw 0 0
//srv/partage /mnt/Mes\040documents\040\303\251 cifs rw 0 0
zoe@srv: /mnt/ssh fuse.sshfs rw 0 0
/home/zoe/nuage /mnt/nuage fuse rw 0 0
/dev/sdc1 /media/cle fuseblk rw 0 0
server:/v /srv/x nfs rw 0 0
/dev/sdd1 /srv/x ext4 rw 0 0
"""

MAC = """
/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
/dev/disk3s5 on /System/Volumes/Data (apfs, local, journaled)
//zoe@serveur/Partage on /Volumes/Partage (commun) (smbfs, nodev, nosuid, mounted by zoe)
"""


@pytest.mark.parametrize(
    ("folder", "remote"),
    [
        ("/var/lib", False),
        ("/home/zoé/.local/share/cap-palliatif", True),
        ("/homes/zoe", False),
        ("/home/local/zoe", False),
        (r"/mnt/Mes documents \303\251/cap", True),
        ("/mnt/ssh/cap", True),
        ("/mnt/nuage/cap", True),
        ("/media/cle/cap", False),
        ("/srv/x/cap", False),
    ],
)
def test_the_innermost_and_latest_mount_decides(folder: str, remote: bool) -> None:
    assert is_network_type(type_of(PurePosixPath(folder), read_mounts(LINUX))) is remote


@pytest.mark.parametrize(("folder", "remote"), [("/Users/zoe", False), ("/Volumes/Partage (commun)/cap", True)])
def test_the_listing_of_a_mac_is_read(folder: str, remote: bool) -> None:
    assert is_network_type(type_of(PurePosixPath(folder), read_mac_mounts(MAC))) is remote


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="reads the mounts of Linux")
def test_what_is_found_out_decides_how_the_database_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody says whether the folder is on a share: the mounts of the system do."""
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/sda2 / ext4 rw 0 0\nserver:/homes {tmp_path.resolve()} nfs4 rw 0 0\n", encoding="utf-8")
    monkeypatch.setattr("desktop.store.shares.MOUNTS", mounts)
    folder = tmp_path / "données"
    for local in (False, True, False):  # the home moves to the share, back, and again
        if local:
            mounts.write_text("/dev/sda2 / ext4 rw 0 0\n", encoding="utf-8")
        with Store(folder) as store:
            store.notes.add("had-motifs", f"local : {local}")
            ask = store._engine.connection.execute
            assert ask("PRAGMA journal_mode").fetchone()[0] == ("wal" if local else "truncate")
            assert ask("PRAGMA synchronous").fetchone()[0] == 2  # FULL
            assert store.path.with_name(f"{FILE_NAME}-wal").exists() is local
        if local:
            mounts.write_text(f"server:/homes {tmp_path.resolve()} nfs4 rw 0 0\n", encoding="utf-8")
    with Store(folder) as store:
        assert len(store.notes.all()) == 3


def own_fuse(source: Path, target: Path) -> bool:
    if not shutil.which("bindfs"):
        return False
    return subprocess.run(["bindfs", source, target], capture_output=True, check=False).returncode == 0


def test_on_a_real_share_it_is_found_out(tmp_path: Path) -> None:
    source, target = tmp_path / "serveur", tmp_path / "partage"
    source.mkdir()
    target.mkdir()
    if not own_fuse(source, target):
        pytest.skip("no bindfs here, or no right to mount")
    try:
        with Store(target / "données") as store:
            store.notes.add("had-motifs", "sur le partage")
            assert store._engine.connection.execute("PRAGMA journal_mode").fetchone()[0] == "truncate"
        with Store(target / "données") as store:
            assert [note.text for note in store.notes.all()] == ["sur le partage"]
            assert [backup.good for backup in store.backups()] == [True]
    finally:
        subprocess.run(["umount", target], check=True)


def test_a_folder_that_is_not_there_yet_is_asked_about_too(tmp_path: Path) -> None:
    assert is_network_share(tmp_path / "pas" / "encore") is False
