from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from desktop.store.shares import is_network_share, is_network_type, read_mac_mounts, read_mounts, type_of

LINUX = r"""
/dev/sda2 / ext4 rw,relatime 0 0
tmpfs /tmp tmpfs rw 0 0
server:/homes /home nfs4 rw,vers=4.2 0 0
/dev/sdb1 /home/local xfs rw 0 0
//srv/partage /mnt/Mes\040documents\040\303\251 cifs rw 0 0
zoe@srv: /mnt/ssh fuse.sshfs rw 0 0
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
        ("/media/cle/cap", False),
        ("/srv/x/cap", False),
    ],
)
def test_the_innermost_and_latest_mount_decides(folder: str, remote: bool) -> None:
    assert is_network_type(type_of(PurePosixPath(folder), read_mounts(LINUX))) is remote


@pytest.mark.parametrize(("folder", "remote"), [("/Users/zoe", False), ("/Volumes/Partage (commun)/cap", True)])
def test_the_listing_of_a_mac_is_read(folder: str, remote: bool) -> None:
    assert is_network_type(type_of(PurePosixPath(folder), read_mac_mounts(MAC))) is remote


def test_a_folder_that_is_not_there_yet_is_asked_about_too(tmp_path: Path) -> None:
    assert is_network_share(tmp_path / "pas" / "encore") is False
