"""What the builders share: where things are, when this version was made, archives that come out the same each time."""

from __future__ import annotations

import hashlib
import io
import os
import re
import shutil
import subprocess
import tarfile
from pathlib import Path
from typing import IO

RACINE = Path(__file__).resolve().parent.parent.parent
ICI = Path(__file__).resolve().parent
NOM = "cap-palliatif"
TITRE = "Cap palliatif"
RESUME = "Soins palliatifs : référentiels et aide à l’orientation, hors ligne"


class EchecError(Exception):
    """A step of a build failed; the message says which and what to do, in French."""


def version() -> str:
    """The product's version, as `desktop/__init__.py` says it."""
    trouve = re.search(r'__version__ = "([^"]+)"', (RACINE / "desktop" / "__init__.py").read_text(encoding="utf-8"))
    if trouve is None:
        raise EchecError("desktop/__init__.py ne dit pas la version.")
    return trouve[1]


def date_source() -> int:
    """Seconds since the epoch of what is built: SOURCE_DATE_EPOCH, else the last commit, else the licence file's year."""
    if donnee := os.environ.get("SOURCE_DATE_EPOCH"):
        return int(donnee)
    if shutil.which("git"):
        commande = ["git", "-C", str(RACINE), "log", "-1", "--format=%ct"]
        vu = subprocess.run(commande, capture_output=True, text=True, check=False)
        if vu.returncode == 0 and vu.stdout.strip().isdigit():
            return int(vu.stdout)
    return 1767225600  # 1 January 2026: an unpacked archive of the sources has no commit


def executer(commande: list[str], **options: object) -> None:
    """Run a command to its end. Raises EchecError with the command when it fails."""
    code = subprocess.run(commande, check=False, **options).returncode  # type: ignore[call-overload]
    if code != 0:
        raise EchecError(f"« {' '.join(map(str, commande))} » a échoué (code {code}) : lisez ce qui précède.")


def copier_sources(cible: Path) -> None:
    """Copy the checkout as it lies here: what git knows or would take, never what a build left."""
    shutil.rmtree(cible, ignore_errors=True)
    git = ["git", "-C", str(RACINE), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    vu = subprocess.run(git, capture_output=True, check=False)
    if vu.returncode != 0:
        raise EchecError(
            f"git ne dit pas ce qui fait partie des sources : {vu.stderr.decode(errors='replace').strip()}"
        )
    for nom in filter(None, vu.stdout.split(b"\0")):
        source = RACINE / os.fsdecode(nom)
        if source.is_file():
            copie = cible / os.fsdecode(nom)
            copie.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, copie)


def exiger(*programmes: str) -> None:
    """Raises EchecError naming the programs that this machine lacks."""
    if manquants := [p for p in programmes if shutil.which(p) is None]:
        raise EchecError(f"Il manque : {', '.join(manquants)}. Installez les paquets qui les fournissent.")


def sha256(fichier: Path) -> str:
    """Hash of a file, in hexadecimal."""
    with fichier.open("rb") as flux:
        return hashlib.file_digest(flux, "sha256").hexdigest()


def taille(dossier: Path) -> int:
    """Bytes of the regular files under a folder."""
    return sum(f.lstat().st_size for f in dossier.rglob("*") if f.is_file() and not f.is_symlink())


def ecrire_tar(sortie: IO[bytes], dossier: Path, quand: int) -> None:
    """A tar of a folder's inside that depends on contents alone: sorted, no owner, one date, plain permissions."""
    with tarfile.open(fileobj=sortie, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for fichier in sorted(dossier.rglob("*")):
            membre = archive.gettarinfo(fichier, arcname=f"./{fichier.relative_to(dossier).as_posix()}")
            membre.mtime, membre.uid, membre.gid, membre.uname, membre.gname = quand, 0, 0, "root", "root"
            membre.mode = 0o755 if membre.isdir() or membre.mode & 0o100 else 0o644
            if membre.isreg():
                archive.addfile(membre, io.BytesIO(fichier.read_bytes()))
            else:
                archive.addfile(membre)


def egaliser(dossier: Path, quand: int) -> None:
    """Give a tree plain permissions and one date, so that a package made of it is the same each time."""
    for fichier in sorted(dossier.rglob("*"), reverse=True):
        if not fichier.is_symlink():
            droits = fichier.stat().st_mode
            fichier.chmod(0o755 if fichier.is_dir() or droits & 0o100 else 0o644)
        os.utime(fichier, (quand, quand), follow_symlinks=False)


def remplir(modele: Path, **valeurs: str) -> str:
    """A template with its `@NOM@` replaced. Raises EchecError when one stays."""
    texte = modele.read_text(encoding="utf-8")
    for cle, valeur in valeurs.items():
        texte = texte.replace(f"@{cle}@", valeur)
    if restes := sorted(set(re.findall(r"@[A-Z_]+@", texte))):
        raise EchecError(f"{modele.name} : {', '.join(restes)} sans valeur.")
    return texte
