"""What goes into the bundle: the program's own files, and of Qt only what a window of text needs."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

Entry = tuple[str, str, str]
"""PyInstaller's triple: place in the bundle, source on this machine, kind (« BINARY », « EXTENSION », « DATA »…)."""

# Plugins by folder. Not listed, so not kept: TLS, SQL, images other than PNG (built in), GTK, OpenGL, touch over the network.
PLUGINS: dict[str, tuple[str, ...]] = {
    "platforms": ("qxcb", "qoffscreen", "qminimal", "qwindows", "qcocoa"),
    "platforminputcontexts": ("composeplatforminputcontextplugin", "ibusplatforminputcontextplugin"),
    "styles": ("qmodernwindowsstyle", "qmacstyle"),
}
QT_MODULES = frozenset({"QtCore", "QtGui", "QtWidgets", "QtDBus"})
TRANSLATIONS = frozenset({"qt_fr.qm", "qtbase_fr.qm"})
# Left to the machine: its own is newer than ours and its drivers are linked to it; stdc++ and expat would raise the least glibc.
# The last two are part of Windows 10.
SYSTEM_OWNED = re.compile(
    r"lib(c|m|dl|pthread|rt|GL|GLX|GLdispatch|EGL|OpenGL|gbm|drm|xcb|wayland-\w+|gcc_s|stdc\+\+|expat)\.so\.\d"
    r"|(?i:(api-ms-win-[\w-]+|ucrtbase)\.dll)"
)


# Never imported here; given to PyInstaller, which then does not follow what they import in turn.
EXCLUDED = (
    "asyncio", "concurrent.futures.process", "multiprocessing", "webbrowser",
    "holidays.financial", "sqlite_utils.cli", "sqlite_utils.plugins_builtin",
    "whoosh.classify", "whoosh.cli", "whoosh.lang.isri", "whoosh.lang.morph_en", "whoosh.lang.snowball", "whoosh.langchain",
    "whoosh.llamaindex", "whoosh.mcp", "whoosh.multiproc", "whoosh.qparser",
)  # fmt: skip
# Packages whose `__init__` imports all that they hold, and what is kept of them: 250 countries cost a quarter of a second, 36
# languages 3 MiB. Without the `__init__`, as a namespace, a package holds what is kept.
SPACES = {
    "holidays.countries": frozenset({"france"}),
    "snowballstemmer": frozenset({"among", "basestemmer", "french_stemmer"}),
}


class Sorting:
    """Chooses among what PyInstaller found.

    `needs` names the libraries that a file is linked to. What nothing kept is linked to is left out.
    """

    # Loaded by name at run time, where PyInstaller can't see it.
    HIDDEN_IMPORTS: ClassVar[tuple[str, ...]] = ("holidays.countries.france",)

    def __init__(self, needs: Callable[[str], Iterable[str]]) -> None:
        self._needs = needs
        self._left: frozenset[str] = frozenset()

    def binaries(self, entries: Iterable[Entry]) -> list[Entry]:
        """The binaries to keep: modules and plugins that are wanted, and the libraries that these need."""
        roots: list[Entry] = []
        offered: dict[str, list[Entry]] = {}
        for entry in entries:
            if _is_root(entry):
                if self._wanted(entry[0]):
                    roots.append(entry)
            elif not SYSTEM_OWNED.match(PurePosixPath(entry[0]).name):
                offered.setdefault(_key_of(entry[0]), []).append(entry)
        kept, to_see = list(roots), list(roots)
        while to_see:
            for need in self._needs(to_see.pop()[1]):
                useful = offered.pop(need.lower(), [])
                kept += useful
                to_see += [u for u in useful if u[2] != "SYMLINK"]
        self._left = frozenset(offered)
        return sorted(kept)

    def data(self, entries: Iterable[Entry]) -> list[Entry]:
        """The data files to keep; ask for the binaries first."""
        return sorted(e for e in entries if self._wanted_data(e[0].replace("\\", "/"), link=e[2] == "SYMLINK"))

    @staticmethod
    def modules(entries: Iterable[Entry]) -> list[Entry]:
        """The Python modules to keep, in a new list: PyInstaller compiles each from the file it names, « - » being a namespace."""
        kept = []
        for name, source, kind in entries:
            package, _, module = name.rpartition(".")
            if name in SPACES:
                kept.append((name, "-", kind))
            elif package not in SPACES or module in SPACES[package]:
                kept.append((name, source, kind))
        return sorted(kept)

    def _wanted(self, place: str) -> bool:
        path = PurePosixPath(place.replace("\\", "/"))
        if "plugins" in path.parts:
            folder = path.parts[path.parts.index("plugins") + 1]
            return _trunk(path.name) in PLUGINS.get(folder, ())
        if path.parts[0] == "PySide6" and path.name.startswith("Qt"):
            return path.name.split(".")[0] in QT_MODULES
        return True

    def _wanted_data(self, place: str, *, link: bool) -> bool:
        path = PurePosixPath(place)
        if (link or any(p.endswith(".framework") for p in path.parts)) and _key_of(place) in self._left:
            return False
        if "translations" in path.parts and path.parts[0] == "PySide6":
            return path.name in TRANSLATIONS
        # Metadata of distributions: who installed them is of no use here, and would differ between machines.
        return not (any(p.endswith((".dist-info", ".egg-info")) for p in path.parts) and path.name in _VAIN_METADATA)


_VAIN_METADATA = frozenset({"RECORD", "INSTALLER", "REQUESTED", "direct_url.json", "WHEEL"})


def program_data(root: Path, content: Path, cache: Path) -> list[tuple[str, str]]:
    """The program's data as (source, folder in the bundle): content, caches, and whatever lies beside its modules."""
    pairs = [(str(f), _folder("desktop/_content", f, content)) for f in _files(content)]
    pairs += [(str(f), _folder("desktop/_cache", f, cache)) for f in _files(cache)]
    pairs += [
        (str(f), _folder("desktop", f, root / "desktop"))
        for f in _files(root / "desktop")
        if f.suffix not in {".py", ".pyc", ".pyi"}
        and not {"_content", "_cache"} & set(f.relative_to(root / "desktop").parts)
    ]
    return pairs


def _files(folder: Path) -> list[Path]:
    return sorted(
        f for f in folder.rglob("*") if f.is_file() and "__pycache__" not in f.parts and not f.name.startswith(".")
    )


def _folder(prefix: str, file: Path, base: Path) -> str:
    return (PurePosixPath(prefix) / file.relative_to(base).parent.as_posix()).as_posix()


def _is_root(entry: Entry) -> bool:
    """True for what is loaded by name (modules, plugins, Python itself), false for libraries that are only linked to."""
    place, _, kind = entry
    name = _name(place)
    return (
        kind == "EXTENSION"
        or "plugins" in place.replace("\\", "/").split("/")
        or name.startswith(("libpython", "python3"))
    )


def _name(place: str) -> str:
    return PurePosixPath(place.replace("\\", "/")).name.lower()


def _key_of(place: str) -> str:
    """What a library is asked for by; on macOS everything of a framework goes with its library."""
    frame = next((p for p in PurePosixPath(place.replace("\\", "/")).parts if p.endswith(".framework")), None)
    return _name(place) if frame is None else frame.removesuffix(".framework").lower()


def _trunk(name: str) -> str:
    trunk = name.split(".", maxsplit=1)[0]
    return trunk.removeprefix("lib")
