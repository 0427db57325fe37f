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

RACINE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(RACINE))

from build_scripts.installers import common  # noqa: E402
from build_scripts.installers.common import EchecError  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterable

NOM_FICHIER = "sbom.cdx.json"
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
SPDX_SYSTEME = {
    nom: licence
    for licence, noms in {
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
    for nom in noms.split()
}

PRETEES = "prêtées par le .run"
"""Where the libraries come from that travel beside the bundle, for machines that have none."""
SPDX_WINDOWS = {
    "libffi": "MIT",
    "msvcp": "LicenseRef-Microsoft-Visual-C-Redistributable",
    "sqlite3": "blessing",
    "ucrtbase": "LicenseRef-Microsoft-Visual-C-Redistributable",
    "vcruntime": "LicenseRef-Microsoft-Visual-C-Redistributable",
}


@dataclass(frozen=True, slots=True)
class Composant:
    """One part of the bundle: name, version, licence (an SPDX expression), where it comes from, its licence texts."""

    nom: str
    version: str
    licence: str
    origine: str
    purl: str = ""
    textes: tuple[Path, ...] = field(default=())


def ecrire(programme: Path, destination: Path) -> Path:
    """Write the list and the licence texts of the bundle in `programme` (its `_internal`); returns the list's place.

    Raises EchecError when a part has no known licence, or the list does not hold to its schema.
    """
    shutil.rmtree(destination, ignore_errors=True)
    destination.mkdir(parents=True)
    composants = sorted(recenser(programme), key=lambda c: (c.origine, c.nom.lower()))
    _exiger_licences(composants)
    _copier_textes(composants, destination)
    for texte in sorted((RACINE / "LICENSES").iterdir()):
        shutil.copyfile(texte, destination / texte.name)
    shutil.copyfile(RACINE / "LICENSE", destination / "LICENSE.txt")
    fichier = destination / NOM_FICHIER
    fichier.write_text(cyclonedx(composants), encoding="utf-8", newline="\n")
    return fichier


def ecrire_avec_pretees(programme: Path, pretees: Iterable[str], destination: Path) -> Path:
    """Write the list of the bundle and of the libraries that its installer lends, with the licence texts of the latter.

    Raises EchecError as `ecrire` does.
    """
    destination.mkdir(parents=True)
    composants = _du_systeme(pretees, PRETEES)
    _copier_textes(composants, destination)
    tous = sorted([*recenser(programme), *composants], key=lambda c: (c.origine, c.nom.lower()))
    _exiger_licences(tous)
    fichier = destination / NOM_FICHIER
    fichier.write_text(cyclonedx(tous), encoding="utf-8", newline="\n")
    return fichier


def _exiger_licences(composants: Iterable[Composant]) -> None:
    """Raises EchecError for a part without a known licence, or whose licence text does not travel along."""
    if sans := [c.nom for c in composants if not c.licence]:
        raise EchecError(
            f"Licence inconnue : {', '.join(sans)}. Lisez leur licence et ajoutez-la à build_scripts/sbom.py."
        )
    communs = {f.stem for f in (RACINE / "LICENSES").glob("*.txt")}
    # A library of a system other than Debian comes without its text.
    sans = [
        c.nom
        for c in composants
        if not c.textes
        and not communs & set(re.findall(r"[\w.-]+", c.licence))
        and (c.origine != "système" or shutil.which("dpkg-query"))
    ]
    if sans:
        raise EchecError(f"Texte de licence absent : {', '.join(sans)}. Ajoutez-le à LICENSES.")


def _copier_textes(composants: Iterable[Composant], destination: Path) -> None:
    for composant in composants:
        for texte in composant.textes:
            cible = destination / composant.nom / texte.name
            cible.parent.mkdir(exist_ok=True)
            shutil.copyfile(texte, cible)


# What is in there ----------------------------------------------------------------------------------------------


def recenser(programme: Path) -> list[Composant]:
    """Every part of the bundle."""
    return [*_distributions(programme), *_socle(programme), *_sqlite(), *_polices(), *_bibliotheques(programme)]


def modules(programme: Path) -> set[str]:
    """Top-level names of the Python modules in the bundle: those archived in its executable and those beside it."""
    from PyInstaller.archive.readers import CArchiveReader

    executables = [f for f in (programme.parent, programme.parent / "MacOS") if f.is_dir() for f in f.iterdir()]
    noms: set[str] = set()
    for executable in executables:
        if not executable.is_file() or executable.suffix not in ("", ".exe"):
            continue
        archive = CArchiveReader(str(executable))
        for nom in archive.toc:
            if nom.startswith("PYZ"):
                noms |= {m.split(".")[0] for m in archive.open_embedded_archive(nom).toc}
    noms |= {f.name.split(".")[0] for f in programme.iterdir() if not f.name.startswith("lib")}
    return noms


def _distributions(programme: Path) -> Iterable[Composant]:
    presents = modules(programme)
    fournisseurs = metadata.packages_distributions()
    noms = {d.lower().replace("_", "-") for m in presents for d in fournisseurs.get(m, ())} - {
        common.NOM,
        "setuptools",
        "pip",
    }
    for nom in sorted(noms | {"pyinstaller"}):
        distribution = metadata.distribution(nom)
        meta = distribution.metadata
        licence = SPDX.get(nom) or next(iter(meta.get_all("License-Expression") or ()), "") or _simple(meta["License"])
        textes = tuple(
            sorted(
                Path(str(distribution.locate_file(f)))
                for f in distribution.files or ()
                if re.match(r"(LICEN[CS]E|COPYING|NOTICE)", f.name, re.IGNORECASE) and ".dist-info" in f.parts[0]
            )
        )
        yield Composant(nom, distribution.version, licence, "PyPI", f"pkg:pypi/{nom}@{distribution.version}", textes)


def _simple(licence: str | None) -> str:
    """A licence word of old metadata, if it is an SPDX name as it stands."""
    return licence if licence and re.fullmatch(r"(MIT|BSD-[23]-Clause|Apache-2\.0)", licence) else ""


def _socle(programme: Path) -> Iterable[Composant]:
    qt = metadata.version("pyside6-essentials")
    yield Composant(
        "python", platform.python_version(), "PSF-2.0", "Python", f"pkg:generic/python@{platform.python_version()}"
    )
    yield Composant("qt", qt, "LGPL-3.0-only OR GPL-3.0-only", "Qt", f"pkg:generic/qt@{qt}")
    if icu := next(programme.rglob("libicudata.so.*"), None):
        yield Composant(
            "icu", icu.name.rpartition(".")[2], "ICU", "Qt", f"pkg:generic/icu@{icu.name.rpartition('.')[2]}"
        )


def _sqlite() -> Iterable[Composant]:
    """The SQLite inside pysqlite3: no file of its own, but what a list of known faults is asked about."""
    from desktop.store import sqlite

    if not sqlite.log_keeps():
        raise EchecError(f"SQLite {sqlite.VERSION} : son journal peut perdre des pages (docs/adr/0004-sqlite.md).")
    purl = f"pkg:generic/sqlite@{sqlite.VERSION}"
    yield Composant("sqlite", sqlite.VERSION, "blessing", "dans pysqlite3", purl)


def _polices() -> Iterable[Composant]:
    yield Composant("inter", "4", "OFL-1.1", "polices")
    yield Composant("noto-sans-symbols", "2", "OFL-1.1", "polices")


def _bibliotheques(programme: Path) -> Iterable[Composant]:
    """Libraries of the system that built the bundle; on Debian with package and version."""
    vus: dict[str, Composant] = {}
    for fichier in sorted(programme.glob("*.dll")):
        if not fichier.name.lower().startswith(("python", "api-ms-")):
            debut = next((d for d in SPDX_WINDOWS if fichier.name.lower().startswith(d)), "")
            vus[fichier.name] = Composant(fichier.name, "", SPDX_WINDOWS.get(debut, ""), "système")
    noms = [
        f.name
        for f in sorted(programme.glob("lib*.so*"))
        if not f.is_symlink() and not f.name.startswith(("libpython", "libQt6", "libicu", "libpyside6", "libshiboken6"))
    ]
    return [*vus.values(), *_du_systeme(noms, "système")]


def _du_systeme(noms: Iterable[str], origine: str) -> list[Composant]:
    """The Debian packages of shared libraries, or the libraries themselves where there is no dpkg."""
    vus: dict[str, Composant] = {}
    for nom in sorted(noms):
        debut = max((d for d in SPDX_SYSTEME if nom.startswith(d)), key=len, default="")
        paquet, version, texte = _paquet_debian(nom)
        vus.setdefault(
            paquet,
            Composant(
                paquet,
                version,
                SPDX_SYSTEME.get(debut, ""),
                origine,
                f"pkg:deb/debian/{paquet}@{version}" if version else "",
                (texte,) if texte else (),
            ),
        )
    return list(vus.values())


def _paquet_debian(soname: str) -> tuple[str, str, Path | None]:
    if shutil.which("dpkg-query") is None:
        return soname, "", None
    cherche = subprocess.run(["dpkg-query", "-S", f"*/{soname}"], capture_output=True, text=True, check=False).stdout
    noms = sorted({ligne.split(":")[0] for ligne in cherche.splitlines() if ligne.endswith(f"-linux-gnu/{soname}")})
    if not noms:
        return soname, "", None
    version = subprocess.run(
        ["dpkg-query", "-W", "-f", "${Version}\n", noms[0]], capture_output=True, text=True, check=True
    ).stdout.split()[0]
    texte = Path("/usr/share/doc") / noms[0] / "copyright"
    return noms[0], version, texte if texte.is_file() else None


# The list ------------------------------------------------------------------------------------------------------


def cyclonedx(composants: Iterable[Composant]) -> str:
    """The list as CycloneDX 1.6 JSON. Raises EchecError when it does not hold to the schema."""
    from cyclonedx.contrib.license.factories import LicenseFactory
    from cyclonedx.model.bom import Bom
    from cyclonedx.model.component import Component, ComponentType
    from cyclonedx.output.json import JsonV1Dot6
    from packageurl import PackageURL

    licences = LicenseFactory()

    def composant(c: Composant, genre: Any = ComponentType.LIBRARY) -> Any:  # noqa: ANN401 - cyclonedx is not typed here
        return Component(
            name=c.nom,
            version=c.version or None,
            type=genre,
            bom_ref=f"{c.origine}/{c.nom}",
            licenses=[licences.make_from_string(c.licence)],
            purl=PackageURL.from_string(c.purl) if c.purl else None,
        )

    principal = Composant(common.NOM, common.version(), "EUPL-1.2", "produit")
    bom = Bom(components=[composant(c) for c in composants])
    bom.metadata.component = composant(principal, ComponentType.APPLICATION)
    bom.metadata.timestamp = datetime.fromtimestamp(common.date_source(), UTC)
    empreinte = " ".join(sorted(f"{c.name} {c.version}" for c in bom.components))
    bom.serial_number = uuid.uuid5(uuid.NAMESPACE_URL, f"{common.NOM} {common.version()} {empreinte}")
    bom.register_dependency(bom.metadata.component, bom.components)
    texte: str = JsonV1Dot6(bom).output_as_string(indent=1)
    valider(texte)
    return texte + "\n"


def valider(texte: str) -> None:
    """Raises EchecError with the place of the fault unless the text is CycloneDX 1.6."""
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    if (faute := JsonStrictValidator(SchemaVersion.V1_6).validate_str(texte)) is not None:
        raise EchecError(f"La liste des composants ne suit pas CycloneDX 1.6 : {faute}")
    json.loads(texte)


if __name__ == "__main__":
    sys.stdout.write(f"{ecrire(Path(sys.argv[1]), Path(sys.argv[2]))}\n")
