"""What the Windows rehearsal decides without wine, and the real NSIS script, compiled."""

from __future__ import annotations

import re
import shutil
import struct

import pytest

from build_scripts import windows_rehearsal
from build_scripts.installers import common, icons, windows, windows_python, wine
from build_scripts.installers.common import FailedError
from build_scripts.installers.sorting import SYSTEM_OWNED

LOCK = """\
altgraph==0.17.5 \\
    --hash=sha256:aa \\
    --hash=sha256:ab
colorama==0.4.6 ; sys_platform == 'win32' \\
    --hash=sha256:bb
librt==0.16.0 ; platform_python_implementation != 'PyPy' \\
    --hash=sha256:cc
macholib==1.16.4 ; sys_platform == 'darwin' \\
    --hash=sha256:dd
"""


def test_the_windows_lock_keeps_hashes_and_leaves_other_systems_and_checkers_out():
    assert windows_python.windows_lock(LOCK) == (
        "altgraph==0.17.5 \\\n    --hash=sha256:aa \\\n    --hash=sha256:ab\ncolorama==0.4.6 \\\n    --hash=sha256:bb\n"
    )


def test_the_real_lock_holds_what_the_program_needs_on_windows(root):
    lock = (root / "requirements" / "bundle.txt").read_text(encoding="utf-8")
    kept = windows_python.windows_lock(lock)
    names = set(re.findall(r"^([a-z0-9-]+)==", kept, re.MULTILINE))
    assert {
        "pyside6-essentials",
        "shiboken6",
        "whoosh3",
        "pyinstaller",
        "pefile",
        "pysqlite3",
        "pywin32-ctypes",
    } <= names
    assert not {"macholib", "pytest"} & names
    assert ";" not in kept
    everything = set(re.findall(r"^([a-z0-9-]+)==", lock, re.MULTILINE))
    # A name that is left out for being a checker must still be one that is locked: else the list has gone stale.
    assert everything >= windows_python.USELESS


def test_exported_names_are_read_as_either_objdump_writes_them():
    said = """
Export Address Table
[Ordinal/Name Pointer] Table -- Ordinal Base 1
\t[   0] +base[   1]  0000 PyAST_Check
\t[   1] PyBool_Type

The Function Table
"""
    assert windows_python.exported(said) == ["PyAST_Check", "PyBool_Type"]
    assert windows_python.DATUM.match("PyBool_Type")
    assert windows_python.DATUM.match("_Py_NoneStruct")
    assert not windows_python.DATUM.match("PyBool_FromLong")


@pytest.mark.parametrize("dll", ["api-ms-win-crt-heap-l1-1-0.dll", "ucrtbase.dll", "UCRTBASE.DLL"])
def test_what_windows_10_has_is_left_to_it(dll):
    assert SYSTEM_OWNED.match(dll)


@pytest.mark.parametrize("dll", ["python311.dll", "Qt6Core.dll", "VCRUNTIME140.dll", "MSVCP140.dll", "sqlite3.dll"])
def test_what_windows_lacks_travels(dll):
    assert not SYSTEM_OWNED.match(dll)


@pytest.fixture
def machine(tmp_path):
    """A Windows that is switched off."""

    class XScreen:
        name, take = ":9", tmp_path / "X9"

    return wine.Windows(tmp_path, "essai", XScreen(), uid=0, user="Élodie Lefèvre")


def test_a_place_has_its_windows_name(machine):
    assert machine.path(machine.home_of / "a b.txt") == "C:\\users\\Élodie Lefèvre\\a b.txt"


def test_the_installers_must_be_there(machine, tmp_path):
    with pytest.raises(FailedError, match="sans-construire"):
        windows_rehearsal.Trial(machine, None, tmp_path / "vide")


def test_her_files_are_told_from_those_that_come_back(machine, tmp_path, monkeypatch):
    for version in (windows_rehearsal.FORMER, common.version()):
        (tmp_path / f"CapPalliatif-{version}-setup.exe").touch()
    machine.home_of.mkdir(parents=True)
    monkeypatch.setattr(windows_rehearsal.os, "chown", lambda *_: None)
    trial = windows_rehearsal.Trial(machine, None, tmp_path)
    for name in ("donnees.db", "verrou", "Cache/index", "Logs/journal.log", "sauvegardes/a.db"):
        file = trial.data / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    assert trial._its_windows() == {"donnees.db", "sauvegardes/a.db"}


def test_the_banner_is_a_picture_that_nsis_reads(qtbot):
    bmp = icons.banner()
    assert bmp.startswith(b"BM")
    assert struct.unpack_from("<iiHH", bmp, 18) == (*icons.BANNER, 1, 24)


# The NSIS script ----------------------------------------------------------------------------------------------------


@pytest.fixture
def program(tmp_path):
    """Three files in the place of the program."""
    folder = tmp_path / "programme"
    (folder / "_internal" / "accentué é").mkdir(parents=True)
    (folder / "Cap palliatif.exe").write_bytes(b"fenetre")
    (folder / "cap-palliatif.exe").write_bytes(b"console")
    (folder / "_internal" / "accentué é" / "a$b.txt").write_text("a", encoding="utf-8")
    (tmp_path / "cap-palliatif.ico").write_bytes(icons.ico({32: icons.draw(32)}))
    (tmp_path / "bandeau.bmp").write_bytes(icons.banner())
    return folder


without_nsis = pytest.mark.skipif(not shutil.which("makensis"), reason="NSIS makes the installer of Windows")


@without_nsis
@pytest.mark.parametrize("options", [(), ("-DWINDOWS64",)], ids=["as released", "as rehearsed"])
def test_the_script_compiles_asks_for_no_rights_and_comes_out_the_same(program, tmp_path, qtbot, options):
    file = windows.build(program, tmp_path, tmp_path, options)
    data = file.read_bytes()
    assert data.startswith(b"MZ")
    assert b'requestedExecutionLevel level="asInvoker"' in data
    (program / "Cap palliatif.exe").touch()
    assert windows.build(program, tmp_path, tmp_path, options).read_bytes() == data


@without_nsis
def test_an_installer_says_the_version_that_it_is_given(program, tmp_path, qtbot):
    file = windows.build(program, tmp_path, tmp_path, version="2025.9.0")
    assert file.name == "CapPalliatif-2025.9.0-setup.exe"
    assert "2025.9.0".encode("utf-16-le") in file.read_bytes()


@without_nsis
def test_an_installer_that_is_too_heavy_is_refused(program, tmp_path, qtbot, monkeypatch):
    monkeypatch.setattr(windows, "CEILING", 1000)
    with pytest.raises(FailedError, match="dépasse"):
        windows.build(program, tmp_path, tmp_path)


def test_every_exit_code_of_the_installer_is_in_the_guide(root):
    script = (common.HERE / "modeles" / "installateur.nsi").read_text(encoding="utf-8")
    guide = (root / "docs" / "installer.md").read_text(encoding="utf-8")
    said = guide[guide.index("Codes de retour") :].split("\n- ")[0]
    for code in set(re.findall(r"SetErrorLevel (\d)", script)):
        assert re.search(rf"\b{code},", said), code
