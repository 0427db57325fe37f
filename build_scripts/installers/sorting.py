"""What goes into the bundle: the program's own files, and of Qt only what a window of text needs."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

Entree = tuple[str, str, str]
"""PyInstaller's triple: place in the bundle, source on this machine, kind (« BINARY », « EXTENSION », « DATA »…)."""

# Plugins by folder. Not listed, so not kept: TLS, SQL, images other than PNG (built in), GTK, OpenGL, touch over the network.
GREFFONS: dict[str, tuple[str, ...]] = {
    "platforms": ("qxcb", "qoffscreen", "qminimal", "qwindows", "qcocoa"),
    "platforminputcontexts": ("composeplatforminputcontextplugin", "ibusplatforminputcontextplugin"),
    "styles": ("qmodernwindowsstyle", "qmacstyle"),
}
MODULES_QT = frozenset({"QtCore", "QtGui", "QtWidgets", "QtDBus"})
TRADUCTIONS = frozenset({"qt_fr.qm", "qtbase_fr.qm"})
# Left to the machine: its own is newer than ours and its drivers are linked to it; stdc++ and expat would raise the least glibc.
# The last two are part of Windows 10.
AU_SYSTEME = re.compile(
    r"lib(c|m|dl|pthread|rt|GL|GLX|GLdispatch|EGL|OpenGL|gbm|drm|xcb|wayland-\w+|gcc_s|stdc\+\+|expat)\.so\.\d"
    r"|(?i:(api-ms-win-[\w-]+|ucrtbase)\.dll)"
)


# Never imported here; given to PyInstaller, which then does not follow what they import in turn.
EXCLUS = (
    "asyncio", "concurrent.futures.process", "multiprocessing", "webbrowser",
    "holidays.financial", "sqlite_utils.cli", "sqlite_utils.plugins_builtin",
    "whoosh.classify", "whoosh.cli", "whoosh.lang.isri", "whoosh.lang.morph_en", "whoosh.lang.snowball", "whoosh.langchain",
    "whoosh.llamaindex", "whoosh.mcp", "whoosh.multiproc", "whoosh.qparser",
)  # fmt: skip
# Packages whose `__init__` imports all that they hold, and what is kept of them: 250 countries cost a quarter of a second, 36
# languages 3 MiB. Without the `__init__`, as a namespace, a package holds what is kept.
ESPACES = {
    "holidays.countries": frozenset({"france"}),
    "snowballstemmer": frozenset({"among", "basestemmer", "french_stemmer"}),
}


class Tri:
    """Chooses among what PyInstaller found.

    `besoins` names the libraries that a file is linked to. What nothing kept is linked to is left out.
    """

    # Loaded by name at run time, where PyInstaller can't see it.
    IMPORTS_CACHES: ClassVar[tuple[str, ...]] = ("holidays.countries.france",)

    def __init__(self, besoins: Callable[[str], Iterable[str]]) -> None:
        self._besoins = besoins
        self._laissees: frozenset[str] = frozenset()

    def binaires(self, entrees: Iterable[Entree]) -> list[Entree]:
        """The binaries to keep: modules and plugins that are wanted, and the libraries that these need."""
        racines: list[Entree] = []
        offertes: dict[str, list[Entree]] = {}
        for entree in entrees:
            if _est_racine(entree):
                if self._voulue(entree[0]):
                    racines.append(entree)
            elif not AU_SYSTEME.match(PurePosixPath(entree[0]).name):
                offertes.setdefault(_cle(entree[0]), []).append(entree)
        gardees, a_voir = list(racines), list(racines)
        while a_voir:
            for besoin in self._besoins(a_voir.pop()[1]):
                utiles = offertes.pop(besoin.lower(), [])
                gardees += utiles
                a_voir += [u for u in utiles if u[2] != "SYMLINK"]
        self._laissees = frozenset(offertes)
        return sorted(gardees)

    def donnees(self, entrees: Iterable[Entree]) -> list[Entree]:
        """The data files to keep; ask for the binaries first."""
        return sorted(e for e in entrees if self._donnee_voulue(e[0].replace("\\", "/"), lien=e[2] == "SYMLINK"))

    @staticmethod
    def modules(entrees: Iterable[Entree]) -> list[Entree]:
        """The Python modules to keep, in a new list: PyInstaller compiles each from the file it names, « - » being a namespace."""
        gardes = []
        for nom, source, genre in entrees:
            paquet, _, module = nom.rpartition(".")
            if nom in ESPACES:
                gardes.append((nom, "-", genre))
            elif paquet not in ESPACES or module in ESPACES[paquet]:
                gardes.append((nom, source, genre))
        return sorted(gardes)

    def _voulue(self, place: str) -> bool:
        chemin = PurePosixPath(place.replace("\\", "/"))
        if "plugins" in chemin.parts:
            dossier = chemin.parts[chemin.parts.index("plugins") + 1]
            return _tronc(chemin.name) in GREFFONS.get(dossier, ())
        if chemin.parts[0] == "PySide6" and chemin.name.startswith("Qt"):
            return chemin.name.split(".")[0] in MODULES_QT
        return True

    def _donnee_voulue(self, place: str, *, lien: bool) -> bool:
        chemin = PurePosixPath(place)
        if (lien or any(p.endswith(".framework") for p in chemin.parts)) and _cle(place) in self._laissees:
            return False
        if "translations" in chemin.parts and chemin.parts[0] == "PySide6":
            return chemin.name in TRADUCTIONS
        # Metadata of distributions: who installed them is of no use here, and would differ between machines.
        return not (
            any(p.endswith((".dist-info", ".egg-info")) for p in chemin.parts) and chemin.name in _METADONNEES_VAINES
        )


_METADONNEES_VAINES = frozenset({"RECORD", "INSTALLER", "REQUESTED", "direct_url.json", "WHEEL"})


def donnees_du_programme(racine: Path, contenu: Path, cache: Path) -> list[tuple[str, str]]:
    """The program's data as (source, folder in the bundle): content, caches, and whatever lies beside its modules."""
    paires = [(str(f), _dossier("desktop/_content", f, contenu)) for f in _fichiers(contenu)]
    paires += [(str(f), _dossier("desktop/_cache", f, cache)) for f in _fichiers(cache)]
    paires += [
        (str(f), _dossier("desktop", f, racine / "desktop"))
        for f in _fichiers(racine / "desktop")
        if f.suffix not in {".py", ".pyc", ".pyi"}
        and not {"_content", "_cache"} & set(f.relative_to(racine / "desktop").parts)
    ]
    return paires


def _fichiers(dossier: Path) -> list[Path]:
    return sorted(
        f for f in dossier.rglob("*") if f.is_file() and "__pycache__" not in f.parts and not f.name.startswith(".")
    )


def _dossier(prefixe: str, fichier: Path, base: Path) -> str:
    return (PurePosixPath(prefixe) / fichier.relative_to(base).parent.as_posix()).as_posix()


def _est_racine(entree: Entree) -> bool:
    """True for what is loaded by name (modules, plugins, Python itself), false for libraries that are only linked to."""
    place, _, genre = entree
    nom = _nom(place)
    return (
        genre == "EXTENSION"
        or "plugins" in place.replace("\\", "/").split("/")
        or nom.startswith(("libpython", "python3"))
    )


def _nom(place: str) -> str:
    return PurePosixPath(place.replace("\\", "/")).name.lower()


def _cle(place: str) -> str:
    """What a library is asked for by; on macOS everything of a framework goes with its library."""
    cadre = next((p for p in PurePosixPath(place.replace("\\", "/")).parts if p.endswith(".framework")), None)
    return _nom(place) if cadre is None else cadre.removesuffix(".framework").lower()


def _tronc(nom: str) -> str:
    tronc = nom.split(".", maxsplit=1)[0]
    return tronc.removeprefix("lib")
