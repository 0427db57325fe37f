"""What the builders decide, without building: what is kept of Qt, what a package declares, what comes out the same each time."""

from __future__ import annotations

import gzip
import hashlib
import io
import shutil
import struct
import subprocess
import sys
import tarfile

import pytest

from build_scripts.installers import common, desktop_entry, icons, linked, windows
from build_scripts.installers.common import FailedError
from build_scripts.installers.sorting import EXCLUDED, QT_MODULES, SPACES, SYSTEM_OWNED, Sorting, program_data

QT = "PySide6/Qt/lib"
NEEDS = {
    "/s/QtWidgets": ["libQt6Widgets.so.6"],
    "/s/libQt6Widgets": ["libQt6Gui.so.6", "libc.so.6"],
    "/s/libQt6Gui": ["libGL.so.1", "libz.so.1"],
    "/s/qxcb": ["libQt6Gui.so.6"],
}


def _sorting():
    return Sorting(lambda source: NEEDS.get(source, []))


def test_it_keeps_what_is_reached_and_leaves_the_rest():
    entries = [
        ("PySide6/QtWidgets.abi3.so", "/s/QtWidgets", "EXTENSION"),
        ("PySide6/QtNetwork.abi3.so", "/s/QtNetwork", "EXTENSION"),
        ("PySide6/Qt/plugins/platforms/libqxcb.so", "/s/qxcb", "BINARY"),
        ("PySide6/Qt/plugins/tls/libqopensslbackend.so", "/s/tls", "BINARY"),
        ("PySide6/Qt/plugins/platformthemes/libqgtk3.so", "/s/gtk", "BINARY"),
        (f"{QT}/libQt6Widgets.so.6", "/s/libQt6Widgets", "BINARY"),
        (f"{QT}/libQt6Gui.so.6", "/s/libQt6Gui", "BINARY"),
        (f"{QT}/libQt6Network.so.6", "/s/libQt6Network", "BINARY"),
        ("libGL.so.1", "/s/libGL", "BINARY"),
        ("libz.so.1", "/s/libz", "BINARY"),
        ("libpython3.11.so.1.0", "/s/libpython", "BINARY"),
    ]
    places = {place for place, _, _ in _sorting().binaries(entries)}
    assert places == {
        "PySide6/QtWidgets.abi3.so",
        "PySide6/Qt/plugins/platforms/libqxcb.so",
        f"{QT}/libQt6Widgets.so.6",
        f"{QT}/libQt6Gui.so.6",
        "libz.so.1",
        "libpython3.11.so.1.0",
    }


def test_a_windows_place_is_read_like_any_other():
    entries = [
        ("PySide6\\plugins\\platforms\\qwindows.dll", "/s/q", "BINARY"),
        ("PySide6\\plugins\\networkinformation\\qnetworklistmanager.dll", "/s/n", "BINARY"),
    ]
    assert [place for place, _, _ in _sorting().binaries(entries)] == ["PySide6\\plugins\\platforms\\qwindows.dll"]


def test_a_link_to_a_library_left_out_goes_too():
    sorting = _sorting()
    sorting.binaries([(f"{QT}/libQt6Network.so.6", "/s/n", "BINARY")])
    kept = sorting.data(
        [
            ("libQt6Network.so.6", f"{QT}/libQt6Network.so.6", "SYMLINK"),
            ("PySide6/Qt/translations/qtbase_fr.qm", "/s/fr", "DATA"),
            ("PySide6/Qt/translations/qtbase_de.qm", "/s/de", "DATA"),
            ("click-8.dist-info/METADATA", "/s/m", "DATA"),
            ("click-8.dist-info/RECORD", "/s/r", "DATA"),
        ]
    )
    assert [place for place, _, _ in kept] == ["PySide6/Qt/translations/qtbase_fr.qm", "click-8.dist-info/METADATA"]


@pytest.mark.parametrize("soname", ["libc.so.6", "libGL.so.1", "libEGL.so.1", "libxcb.so.1", "libstdc++.so.6"])
def test_these_are_left_to_the_machine(soname):
    assert SYSTEM_OWNED.match(soname)


@pytest.mark.parametrize(
    "soname", ["libxcb-cursor.so.0", "libQt6Core.so.6", "libcap.so.2", "libglib-2.0.so.0", "libdbus-1.so.3"]
)
def test_these_travel(soname):
    assert not SYSTEM_OWNED.match(soname)


def test_no_module_of_qt_that_could_use_a_network():
    assert not QT_MODULES & {"QtNetwork", "QtQml", "QtQuick", "QtSql", "QtWebEngineCore", "QtPdf", "QtSvg", "QtOpenGL"}


def test_of_the_countries_only_france_is_kept_and_of_the_languages_french():
    entries = [
        ("snowballstemmer", "/s/snowballstemmer/__init__.py", "PYMODULE"),
        ("snowballstemmer.french_stemmer", "/s/snowballstemmer/french_stemmer.py", "PYMODULE"),
        ("snowballstemmer.danish_stemmer", "/s/snowballstemmer/danish_stemmer.py", "PYMODULE"),
        ("holidays", "/s/holidays/__init__.py", "PYMODULE"),
        ("holidays.countries", "/s/holidays/countries/__init__.py", "PYMODULE"),
        ("holidays.countries.france", "/s/holidays/countries/france.py", "PYMODULE"),
        ("holidays.countries.italy", "/s/holidays/countries/italy.py", "PYMODULE"),
        ("desktop", "/s/desktop/__init__.py", "PYMODULE"),
    ]
    assert Sorting.modules(entries) == [
        ("desktop", "/s/desktop/__init__.py", "PYMODULE"),
        ("holidays", "/s/holidays/__init__.py", "PYMODULE"),
        ("holidays.countries", "-", "PYMODULE"),
        ("holidays.countries.france", "/s/holidays/countries/france.py", "PYMODULE"),
        ("snowballstemmer", "-", "PYMODULE"),
        ("snowballstemmer.french_stemmer", "/s/snowballstemmer/french_stemmer.py", "PYMODULE"),
    ]


def test_the_program_works_without_what_is_left_out(root, tmp_path):
    """Every action of the command line and the public holidays, with the excluded modules out of reach, as in the bundle."""
    code = f"""
import sys, importlib.util
from pathlib import Path
EXCLUS, ESPACES = {EXCLUDED!r}, {SPACES!r}
class Refus:
    def find_spec(self, nom, chemin=None, cible=None):
        paquet, _, module = nom.rpartition(".")
        if any(nom == x or nom.startswith(x + ".") for x in EXCLUS) or (paquet in ESPACES and module not in ESPACES[paquet]):
            raise ModuleNotFoundError(nom)
        if nom in ESPACES:
            spec = importlib.util.spec_from_loader(nom, None, is_package=True)
            places = (Path(p) / (module if paquet else nom) for p in chemin or sys.path)
            spec.submodule_search_locations = [str(p) for p in places if p.is_dir()]
            return spec
sys.meta_path.insert(0, Refus())
from datetime import date
from desktop.decision.moment import public_holiday
assert public_holiday(date(2026, 7, 14)) == "Fête nationale"
from desktop.__main__ import main
assert main(["chercher", "combien de lits usp"]) == 0
assert main(["chercher", "had:motifs force:obligation"]) in (0, 1)
assert main(["exporter", "fhir", "errspp"]) == 0
from desktop.store import Kind, Store
magasin = Store(Path({str(tmp_path)!r}))
magasin.bookmarks.add("had-motifs", Kind.RUBRIQUE, "Motifs")
magasin.undo()
magasin.save_to(Path({str(tmp_path / "sauvegarde.zip")!r}))
magasin.close()
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_program_s_data_are_all_there_and_no_code_of_it(root, tmp_path):
    (tmp_path / "corpus-x.json").write_text("{}", encoding="utf-8")
    pairs = program_data(root, root / "content", tmp_path)
    sources = {source for source, _ in pairs}
    assert (str(tmp_path / "corpus-x.json"), "desktop/_cache") in pairs
    assert (str(root / "content" / "annexes" / "04-had.md"), "desktop/_content/annexes") in pairs or any(
        "/annexes/" in source for source in sources
    )
    assert any(source.endswith("Inter-Regular.ttf") for source in sources)
    assert not any(source.endswith((".py", ".pyc")) for source in sources)


# The same each time -------------------------------------------------------------------------------------------------


def test_a_tar_depends_on_contents_alone(tmp_path):
    tars = []
    for name, umask in (("un", 0o755), ("deux", 0o700)):
        folder = tmp_path / name
        (folder / "sous dossier é").mkdir(parents=True)
        (folder / "sous dossier é" / "b").write_text("b", encoding="utf-8")
        (folder / "a").write_text("a", encoding="utf-8")
        (folder / "a").chmod(umask)
        (folder / "lien").symlink_to("a")
        stream = io.BytesIO()
        common.write_tar(stream, folder, 1_700_000_000)
        tars.append(stream.getvalue())
    assert tars[0] == tars[1]
    with tarfile.open(fileobj=io.BytesIO(tars[0])) as archive:
        assert archive.getnames() == ["./a", "./lien", "./sous dossier é", "./sous dossier é/b"]
        assert {m.mtime for m in archive} == {1_700_000_000}


def test_the_date_is_the_one_that_is_given(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1234567890")
    assert common.source_date() == 1234567890


def test_the_version_is_that_of_the_program():
    from desktop import __version__

    assert common.version() == __version__


def test_a_template_with_a_hole_is_refused(tmp_path):
    template = tmp_path / "m"
    template.write_text("@UN@ et @DEUX@", encoding="utf-8")
    assert common.fill(template, UN="1", DEUX="2") == "1 et 2"
    with pytest.raises(FailedError, match="@DEUX@"):
        common.fill(template, UN="1")


# What the systems are told ------------------------------------------------------------------------------------------


def test_the_menu_entry_has_what_the_specification_asks(tmp_path):
    lines = desktop_entry.entry('"/home/Élodie Lefèvre/lancer"').splitlines()
    keys = dict(line.split("=", 1) for line in lines[1:])
    assert lines[0] == "[Desktop Entry]"
    assert keys["Exec"] == '"/home/Élodie Lefèvre/lancer"'
    assert {"Type", "Name", "Icon", "Categories"} <= keys.keys()
    assert keys["Categories"].endswith(";")


def test_an_ico_holds_its_pictures():
    file = icons.ico({16: b"seize", 256: b"deux-cent-cinquante-six"})
    held_out, kind, count = struct.unpack_from("<HHH", file)
    assert (held_out, kind, count) == (0, 1, 2)
    width, *_, data, place = struct.unpack_from("<BBBBHHII", file, 6 + 16)
    assert width == 0  # 256 does not fit in a byte, and is written so
    assert file[place : place + data] == b"deux-cent-cinquante-six"


def test_an_icns_says_its_length():
    file = icons.icns({size: b"x" * size for size in icons.SIZES_SHOWN})
    assert file[:4] == b"icns"
    assert struct.unpack(">I", file[4:8])[0] == len(file)


def test_the_icon_is_drawn(qtbot):
    png = icons.draw(32)
    assert png.startswith(b"\x89PNG")
    assert struct.unpack(">II", png[16:24]) == (32, 32)


def test_the_uninstaller_of_windows_names_every_file(tmp_path):
    (tmp_path / "_internal" / "a$b").mkdir(parents=True)
    (tmp_path / "Cap palliatif.exe").touch()
    (tmp_path / "_internal" / "a$b" / "c.dll").touch()
    assert windows.remove(tmp_path).splitlines() == [
        'Delete "$INSTDIR\\Cap palliatif.exe"',
        'Delete "$INSTDIR\\_internal\\a$$b\\c.dll"',
        'RMDir "$INSTDIR\\_internal\\a$$b"',
        'RMDir "$INSTDIR\\_internal"',
    ]


def test_windows_is_told_the_version(tmp_path):
    text = (tmp_path / "v.txt", windows.version_resource("2026.1.0", "cap-palliatif", tmp_path / "v.txt"))[0].read_text(
        encoding="utf-8"
    )
    assert "filevers=(2026, 1, 0, 0)" in text
    compile(text, "v", "eval")


def test_the_libraries_of_this_python_are_read():
    if shutil.which("objdump") is None:
        pytest.skip("objdump is part of binutils")
    executable = next(f for f in map(shutil.which, ("sh",)) if f)
    from pathlib import Path

    assert "libc.so.6" in linked.needs(Path(executable).resolve())
    assert linked.LIBC.fullmatch("libc.so.6")
    assert not linked.LIBC.fullmatch("libcap.so.2")


# The installer of any Linux -----------------------------------------------------------------------------------------


@pytest.fixture
def installer_file(tmp_path):
    """The real shell of the installer, with a program of three lines behind it."""
    tree = tmp_path / "arbre"
    (tree / "programme" / "_internal" / "desktop").mkdir(parents=True)
    wrong = tree / "programme" / "cap-palliatif"
    wrong.write_text('#!/bin/sh\necho "$@"\n', encoding="utf-8")
    wrong.chmod(0o755)
    (tree / "pretables").mkdir()
    icon = tree / "partage" / "icons" / "hicolor" / "16x16" / "apps" / "cap-palliatif.png"
    icon.parent.mkdir(parents=True)
    icon.touch()
    (tree / "cap-palliatif.desktop").write_text(desktop_entry.entry("COMMANDE_ICI"), encoding="utf-8")
    for script in ("lancer", "desinstaller"):
        shutil.copyfile(common.HERE / "modeles" / f"{script}.sh", tree / script)
        (tree / script).chmod(0o755)
    stream = io.BytesIO()
    common.write_tar(stream, tree, 0)
    load = gzip.compress(stream.getvalue(), mtime=0)
    head = common.fill(
        common.HERE / "modeles" / "installer.sh",
        VERSION="1.2.3",
        SOMME=hashlib.sha256(load).hexdigest(),
        OCTETS=str(len(load)),
        KILO="1",
        GLIBC="2.17",
    )
    file = tmp_path / "cap.run"
    file.write_bytes(head.encode() + load)
    return file


def _sh(file, home, *arguments):
    env = {"HOME": str(home), "PATH": "/usr/bin:/bin:/usr/sbin:/sbin", "LANG": "C.UTF-8"}
    return subprocess.run(["sh", str(file), *arguments], env=env, capture_output=True, text=True, check=False)


@pytest.fixture
def home(tmp_path):
    home = tmp_path / 'Élodie "Lili" Lefèvre'
    home.mkdir()
    return home


@pytest.mark.skipif(not shutil.which("ldd"), reason="a Linux installer")
def test_it_installs_starts_upgrades_and_leaves_nothing(installer_file, home):
    for _ in range(2):  # the second time over the first
        done = _sh(installer_file, home)
        assert done.returncode == 0, done.stderr
    lien = home / ".local" / "bin" / "cap-palliatif"
    said = subprocess.run([str(lien), "chercher", "lits  usp"], capture_output=True, text=True, check=True).stdout
    assert said == "chercher lits  usp\n"
    entry = (home / ".local/share/applications/cap-palliatif.desktop").read_text(encoding="utf-8")
    assert f'Exec="{str(home).replace(chr(34), chr(92) * 2 + chr(34))}/.local/opt/cap-palliatif/lancer"' in entry
    (home / ".local/share/cap-palliatif").mkdir()
    (home / ".local/share/cap-palliatif/donnees.db").write_text("x", encoding="utf-8")
    done = _sh(home / ".local/opt/cap-palliatif/desinstaller", home)
    assert done.returncode == 0
    assert [f.name for f in home.rglob("*") if f.is_file() or f.is_symlink()] == ["donnees.db"]


@pytest.mark.skipif(not shutil.which("ldd"), reason="a Linux installer")
def test_tout_erases_the_data_too(installer_file, home):
    assert _sh(installer_file, home).returncode == 0
    (home / ".config/cap-palliatif").mkdir(parents=True)
    (home / ".local/share/cap-palliatif").mkdir()
    assert _sh(home / ".local/opt/cap-palliatif/desinstaller", home, "--tout").returncode == 0
    assert list(home.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--dossier", "relatif"), "doit commencer par"),
        (("--dossier",), "attend un dossier"),
        (("--quoi",), "option inconnue"),
    ],
)
def test_it_refuses_in_french(installer_file, home, arguments, said):
    done = _sh(installer_file, home, *arguments)
    assert done.returncode == 1
    assert said in done.stderr
    assert list(home.iterdir()) == []


def test_a_damaged_copy_is_refused_before_anything_is_written(installer_file, home):
    data = bytearray(installer_file.read_bytes())
    data[-10] ^= 1
    installer_file.write_bytes(data)
    done = _sh(installer_file, home)
    assert done.returncode == 1
    assert "abîmé" in done.stderr
    assert list(home.iterdir()) == []


def test_it_takes_no_folder_of_someone_else(installer_file, home):
    (home / "photos").mkdir()
    (home / "photos" / "a.jpg").touch()
    done = _sh(installer_file, home, "--dossier", str(home / "photos"))
    assert done.returncode == 1
    assert "n’est pas une installation" in done.stderr
    assert (home / "photos" / "a.jpg").exists()
