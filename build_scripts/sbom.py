#!/usr/bin/env python3
"""What the bundle is made of: a CycloneDX list (validated against its schema) and every licence text.

sbom.py BUNDLE_INTERNAL_FOLDER DESTINATION. Needs cyclonedx-python-lib; run with the Python that built the bundle.
"""

from __future__ import annotations

import json
import platform
import re
import shutil
import subprocess
import sys
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from build_scripts.installers import common  # noqa: E402
from build_scripts.installers.common import FailedError  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterable

FILE_NAME = "sbom.cdx.json"
# What the metadata say in other words, or not at all; read in each project's own licence file.
SPDX = {
    "altgraph": "MIT",
    "click-default-group": "Apache-2.0",
    "markdown-it-py": "MIT",
    "mdit-py-plugins": "MIT",
    "mdurl": "MIT",
    "pluggy": "MIT",
    "pyinstaller": "GPL-2.0-or-later WITH Bootloader-exception",
    "pyside6-essentials": "LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only",
    "pysqlite3": "Zlib",
    "python-dateutil": "Apache-2.0 OR BSD-3-Clause",
    "pyyaml": "MIT",
    "shiboken6": "LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only",
    "six": "MIT",
    "snowballstemmer": "BSD-3-Clause",
    "sqlite-fts4": "Apache-2.0",
}
# Libraries of a Linux system that travel along, by the start of their names.
SYSTEM_SPDX = {
    name: licence
    for licence, names in {
        "0BSD": "liblzma",
        "AFL-2.1 OR GPL-2.0-or-later": "libdbus",
        "BSD-2-Clause": "liblz4",
        "BSD-3-Clause": "libpcre2 libuuid libzstd libbsd libmd",
        "BSD-3-Clause OR GPL-2.0-only": "libcap",
        "GPL-3.0-or-later WITH GCC-exception-3.1": "libgcc_s libstdc++",
        "FTL OR GPL-2.0-or-later": "libfreetype",
        "HPND": "libfontconfig",
        "LGPL-2.1-or-later": "libgcrypt libglib libgpg-error libgthread libsystemd libmount libblkid",
        "MIT": "libbrotli libEGL libffi libGL libX libxcb libxkbcommon libexpat",
        "Zlib": "libz.",
        "blessing": "libsqlite3",
        "bzip2-1.0.6": "libbz2",
        "libpng-2.0": "libpng",
    }.items()
    for name in names.split()
}

LENT = "prêtées par le .run"
"""Where the libraries come from that travel beside the bundle, for machines that have none."""
WINDOWS_SPDX = {
    "libffi": "MIT",
    "msvcp": "LicenseRef-Microsoft-Visual-C-Redistributable",
    "sqlite3": "blessing",
    "ucrtbase": "LicenseRef-Microsoft-Visual-C-Redistributable",
    "vcruntime": "LicenseRef-Microsoft-Visual-C-Redistributable",
}


@dataclass(frozen=True, slots=True)
class LibraryComponent:
    """One part of the bundle: name, version, licence (an SPDX expression), where it comes from, its licence texts."""

    name: str
    version: str
    licence: str
    origin: str
    purl: str = ""
    texts: tuple[Path, ...] = field(default=())


def write(program: Path, destination: Path) -> Path:
    """Write the list and the licence texts of the bundle in `program` (its `_internal`); returns the list's place.

    Raises FailedError when a part has no known licence, or the list does not hold to its schema.
    """
    shutil.rmtree(destination, ignore_errors=True)
    destination.mkdir(parents=True)
    components = sorted(census(program), key=lambda c: (c.origin, c.name.lower()))
    _require_licences(components)
    _copy_texts(components, destination)
    for text in sorted((ROOT / "LICENSES").iterdir()):
        shutil.copyfile(text, destination / text.name)
    shutil.copyfile(ROOT / "LICENSE", destination / "LICENSE.txt")
    file = destination / FILE_NAME
    file.write_text(cyclonedx(components), encoding="utf-8", newline="\n")
    return file


def write_with_lent(program: Path, lent: Iterable[str], destination: Path) -> Path:
    """Write the list of the bundle and of the libraries that its installer lends, with the licence texts of the latter.

    Raises FailedError as `write` does.
    """
    destination.mkdir(parents=True)
    components = _of_the_system(lent, LENT)
    _copy_texts(components, destination)
    everything = sorted([*census(program), *components], key=lambda c: (c.origin, c.name.lower()))
    _require_licences(everything)
    file = destination / FILE_NAME
    file.write_text(cyclonedx(everything), encoding="utf-8", newline="\n")
    return file


def _require_licences(components: Iterable[LibraryComponent]) -> None:
    """Raises FailedError for a part without a known licence, or whose licence text does not travel along."""
    if without := [c.name for c in components if not c.licence]:
        raise FailedError(
            f"Licence inconnue : {', '.join(without)}. Lisez leur licence et ajoutez-la à build_scripts/sbom.py."
        )
    common = {f.stem for f in (ROOT / "LICENSES").glob("*.txt")}
    # A library of a system other than Debian comes without its text.
    without = [
        c.name
        for c in components
        if not c.texts
        and not common & set(re.findall(r"[\w.-]+", c.licence))
        and (c.origin != "système" or shutil.which("dpkg-query"))
    ]
    if without:
        raise FailedError(f"Texte de licence absent : {', '.join(without)}. Ajoutez-le à LICENSES.")


def _copy_texts(components: Iterable[LibraryComponent], destination: Path) -> None:
    for component in components:
        for text in component.texts:
            target = destination / component.name / text.name
            target.parent.mkdir(exist_ok=True)
            shutil.copyfile(text, target)


# What is in there ----------------------------------------------------------------------------------------------


def census(program: Path) -> list[LibraryComponent]:
    """Every part of the bundle."""
    return [*_distributions(program), *_base_libraries(program), *_sqlite(), *_fonts(), *_libraries(program)]


def modules(program: Path) -> set[str]:
    """Top-level names of the Python modules in the bundle: those archived in its executable and those beside it."""
    from PyInstaller.archive.readers import CArchiveReader

    executables = [f for f in (program.parent, program.parent / "MacOS") if f.is_dir() for f in f.iterdir()]
    names: set[str] = set()
    for executable in executables:
        if not executable.is_file() or executable.suffix not in ("", ".exe"):
            continue
        archive = CArchiveReader(str(executable))
        for name in archive.toc:
            if name.startswith("PYZ"):
                names |= {m.split(".")[0] for m in archive.open_embedded_archive(name).toc}
    names |= {f.name.split(".")[0] for f in program.iterdir() if not f.name.startswith("lib")}
    return names


def _distributions(program: Path) -> Iterable[LibraryComponent]:
    presents = modules(program)
    providers = metadata.packages_distributions()
    names = {d.lower().replace("_", "-") for m in presents for d in providers.get(m, ())} - {
        common.NAME,
        "setuptools",
        "pip",
    }
    for name in sorted(names | {"pyinstaller"}):
        distribution = metadata.distribution(name)
        meta = distribution.metadata
        licence = SPDX.get(name) or next(iter(meta.get_all("License-Expression") or ()), "") or _simple(meta["License"])
        texts = tuple(
            sorted(
                Path(str(distribution.locate_file(f)))
                for f in distribution.files or ()
                if re.match(r"(LICEN[CS]E|COPYING|NOTICE)", f.name, re.IGNORECASE) and ".dist-info" in f.parts[0]
            )
        )
        yield LibraryComponent(
            name, distribution.version, licence, "PyPI", f"pkg:pypi/{name}@{distribution.version}", texts
        )


def _simple(licence: str | None) -> str:
    """A licence word of old metadata, if it is an SPDX name as it stands."""
    return licence if licence and re.fullmatch(r"(MIT|BSD-[23]-Clause|Apache-2\.0)", licence) else ""


def _base_libraries(program: Path) -> Iterable[LibraryComponent]:
    qt = metadata.version("pyside6-essentials")
    yield LibraryComponent(
        "python", platform.python_version(), "PSF-2.0", "Python", f"pkg:generic/python@{platform.python_version()}"
    )
    yield LibraryComponent("qt", qt, "LGPL-3.0-only OR GPL-3.0-only", "Qt", f"pkg:generic/qt@{qt}")
    if icu := next(program.rglob("libicudata.so.*"), None):
        yield LibraryComponent(
            "icu", icu.name.rpartition(".")[2], "ICU", "Qt", f"pkg:generic/icu@{icu.name.rpartition('.')[2]}"
        )


def _sqlite() -> Iterable[LibraryComponent]:
    """The SQLite inside pysqlite3: no file of its own, but what a list of known faults is asked about."""
    from desktop.store import sqlite

    if not sqlite.log_keeps():
        raise FailedError(f"SQLite {sqlite.VERSION} : son journal peut perdre des pages (docs/adr/0004-sqlite.md).")
    purl = f"pkg:generic/sqlite@{sqlite.VERSION}"
    yield LibraryComponent("sqlite", sqlite.VERSION, "blessing", "dans pysqlite3", purl)


def _fonts() -> Iterable[LibraryComponent]:
    yield LibraryComponent("inter", "4", "OFL-1.1", "polices")
    yield LibraryComponent("noto-sans-symbols", "2", "OFL-1.1", "polices")


def _libraries(program: Path) -> Iterable[LibraryComponent]:
    """Libraries of the system that built the bundle; on Debian with package and version."""
    seen: dict[str, LibraryComponent] = {}
    for file in sorted(program.glob("*.dll")):
        if not file.name.lower().startswith(("python", "api-ms-")):
            start = next((d for d in WINDOWS_SPDX if file.name.lower().startswith(d)), "")
            seen[file.name] = LibraryComponent(file.name, "", WINDOWS_SPDX.get(start, ""), "système")
    names = [
        f.name
        for f in sorted(program.glob("lib*.so*"))
        if not f.is_symlink() and not f.name.startswith(("libpython", "libQt6", "libicu", "libpyside6", "libshiboken6"))
    ]
    return [*seen.values(), *_of_the_system(names, "système")]


def _of_the_system(names: Iterable[str], origin: str) -> list[LibraryComponent]:
    """The Debian packages of shared libraries, or the libraries themselves where there is no dpkg."""
    seen: dict[str, LibraryComponent] = {}
    for name in sorted(names):
        start = max((d for d in SYSTEM_SPDX if name.startswith(d)), key=len, default="")
        package, version, text = _debian_package(name)
        seen.setdefault(
            package,
            LibraryComponent(
                package,
                version,
                SYSTEM_SPDX.get(start, ""),
                origin,
                f"pkg:deb/debian/{package}@{version}" if version else "",
                (text,) if text else (),
            ),
        )
    return list(seen.values())


def _debian_package(soname: str) -> tuple[str, str, Path | None]:
    if shutil.which("dpkg-query") is None:
        return soname, "", None
    sought = subprocess.run(["dpkg-query", "-S", f"*/{soname}"], capture_output=True, text=True, check=False).stdout
    names = sorted({line.split(":")[0] for line in sought.splitlines() if line.endswith(f"-linux-gnu/{soname}")})
    if not names:
        return soname, "", None
    version = subprocess.run(
        ["dpkg-query", "-W", "-f", "${Version}\n", names[0]], capture_output=True, text=True, check=True
    ).stdout.split()[0]
    text = Path("/usr/share/doc") / names[0] / "copyright"
    return names[0], version, text if text.is_file() else None


# The list ------------------------------------------------------------------------------------------------------


def cyclonedx(components: Iterable[LibraryComponent]) -> str:
    """The list as CycloneDX 1.6 JSON. Raises FailedError when it does not hold to the schema."""
    from cyclonedx.contrib.license.factories import LicenseFactory
    from cyclonedx.model.bom import Bom
    from cyclonedx.model.component import Component, ComponentType
    from cyclonedx.output.json import JsonV1Dot6
    from packageurl import PackageURL

    licences = LicenseFactory()

    def component(c: LibraryComponent, kind: Any = ComponentType.LIBRARY) -> Any:  # noqa: ANN401 - cyclonedx is not typed here
        return Component(
            name=c.name,
            version=c.version or None,
            type=kind,
            bom_ref=f"{c.origin}/{c.name}",
            licenses=[licences.make_from_string(c.licence)],
            purl=PackageURL.from_string(c.purl) if c.purl else None,
        )

    principal = LibraryComponent(common.NAME, common.version(), "EUPL-1.2", "produit")
    bom = Bom(components=[component(c) for c in components])
    bom.metadata.component = component(principal, ComponentType.APPLICATION)
    bom.metadata.timestamp = datetime.fromtimestamp(common.source_date(), UTC)
    fingerprint = " ".join(sorted(f"{c.name} {c.version}" for c in bom.components))
    bom.serial_number = uuid.uuid5(uuid.NAMESPACE_URL, f"{common.NAME} {common.version()} {fingerprint}")
    bom.register_dependency(bom.metadata.component, bom.components)
    text: str = JsonV1Dot6(bom).output_as_string(indent=1)
    validate(text)
    return text + "\n"


def validate(text: str) -> None:
    """Raises FailedError with the place of the fault unless the text is CycloneDX 1.6."""
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    if (fault := JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)) is not None:
        raise FailedError(f"La liste des composants ne suit pas CycloneDX 1.6 : {fault}")
    json.loads(text)


if __name__ == "__main__":
    sys.stdout.write(f"{write(Path(sys.argv[1]), Path(sys.argv[2]))}\n")
