#!/usr/bin/env python3
"""Prove the installers on machines that never saw this project: minimal Debian 12 and 13, no fonts, no Python, no network.

  fresh_machine.py                     build in a clean root, then the .deb and the .run on Debian 12 and 13
  fresh_machine.py --paquets DOSSIER   with installers that are already made

Root only; needs debootstrap, Xvfb, xdotool, strace, tesseract with French, pdftotext (installed by itself on Debian).
« Élodie Lefèvre » installs, starts, searches, answers a questionnaire, keeps the case, writes a PDF, finds the case again,
uninstalls. Her screen is read by OCR, and strace sees every network call.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

RACINE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(RACINE))

from build_scripts import bundle  # noqa: E402
from build_scripts.paquets import commun, racines  # noqa: E402
from build_scripts.paquets.commun import EchecError, executer  # noqa: E402
from build_scripts.paquets.ecran import Ecran, attendre  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

FOYER = "/home/Élodie Lefèvre"
UID = 1000
LIBELLE = "Essai au domicile"
OUTILS = {
    "debootstrap": "debootstrap", "Xvfb": "xvfb", "xdotool": "xdotool", "strace": "strace", "pdftotext": "poppler-utils",
    "tesseract": "tesseract-ocr tesseract-ocr-fra",
}  # fmt: skip
PASSAGERS = re.compile(r"/(dev|proc|sys|run|tmp|var/(cache|log|lib/apt|lib/dpkg))(/|$)")
"""What a package manager and the kernel write."""
RESEAU = re.compile(r"AF_(INET6?|NETLINK|PACKET)|sin6?_(port|addr)")


def main(argv: list[str] | None = None) -> int:
    """Run every proof; 0 when all held."""
    arguments = argparse.ArgumentParser(
        prog="fresh_machine.py", description="Essayer les installateurs sur des machines neuves."
    )
    arguments.add_argument("--paquets", type=Path, help="dossier du .deb et du .run (sinon, ils sont construits)")
    arguments.add_argument(
        "--racines", type=Path, default=racines.RACINES, help="où garder les systèmes de debootstrap"
    )
    arguments.add_argument(
        "--images", type=Path, default=RACINE / "build" / "machine-neuve", help="où poser les images"
    )
    arguments.add_argument("--debian", type=int, nargs="*", default=[*racines.SUITES], choices=racines.SUITES)
    choix = arguments.parse_args(argv)
    try:
        _outiller()
        paquets = choix.paquets or _construire(choix.racines)
        for debian in choix.debian:
            for genre in ("deb", "run"):
                Essai(debian, genre, paquets, choix.racines, choix.images).jouer()
    except EchecError as faute:
        print(f"ÉCHEC : {faute}", file=sys.stderr)
        return 1
    print(f"Machines neuves : tout va bien ; images dans {choix.images}")
    return 0


def _outiller() -> None:
    if os.geteuid() != 0:
        raise EchecError("Cet essai fait des systèmes neufs : il se lance comme root.")
    if manquants := [paquet for nom, paquet in OUTILS.items() if shutil.which(nom) is None]:
        env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        executer(["apt-get", "-q", "update"], env=env)
        executer(["apt-get", "-q", "-y", "install", "--no-install-recommends", *" ".join(manquants).split()], env=env)


def _construire(dossier: Path) -> Path:
    code = bundle.main(["--propre", "--racines", str(dossier)])
    if code != 0:
        raise EchecError("La construction a échoué : lisez ce qui précède.")
    return bundle.SORTIE


class Essai:
    """One installer on one new machine."""

    def __init__(self, debian: int, genre: str, paquets: Path, dossier: Path, images: Path) -> None:
        self.nom = f"Debian {debian}, {'.deb' if genre == 'deb' else '.run'}"
        self.genre = genre
        motif = (
            f"cap-palliatif_{commun.version()}_amd64.deb" if genre == "deb" else f"cap-palliatif-{commun.version()}.run"
        )
        self.installateur = paquets / motif
        if not self.installateur.is_file():
            raise EchecError(f"{self.installateur} n’existe pas.")
        self.racine = racines.copier(racines.base(debian, dossier), dossier / f"essai{debian}-{genre}")
        self.machine = racines.Machine(self.racine)
        self.images = images / f"debian{debian}-{genre}"
        self.env = {"HOME": FOYER, "USER": "elefevre", "LANG": "C.UTF-8"}
        self.journaux: list[Path] = []

    def dire(self, fait: str) -> None:
        """Tell a step that held."""
        print(f"{self.nom} : {fait}", flush=True)

    def jouer(self) -> None:
        """The whole story. Raises EchecError where it breaks off."""
        shutil.rmtree(self.images, ignore_errors=True)
        self.images.mkdir(parents=True)
        self._arriver()
        avant = self._fichiers()
        debut = time.monotonic()
        self._installer()
        self.dire(f"installé en {time.monotonic() - debut:.1f} s")
        self._en_ligne_de_commande()
        with Ecran() as ecran:
            self._premiere_fois(ecran)
        with Ecran() as ecran:
            self._retrouver(ecran)
        self._sans_reseau()
        self._desinstaller(avant)
        shutil.rmtree(self.racine)

    # The machine and its user ------------------------------------------------------------------------------------

    def _arriver(self) -> None:
        with (self.racine / "etc" / "passwd").open("a", encoding="utf-8") as comptes:
            comptes.write(f"elefevre:x:{UID}:{UID}:Élodie Lefèvre,,,:{FOYER}:/bin/sh\n")
        foyer = self.racine / FOYER.lstrip("/")
        foyer.mkdir(parents=True)
        os.chown(foyer, UID, UID)
        for absent in ("usr/bin/python3", "usr/share/fonts", "etc/fonts"):
            if (self.racine / absent).exists():
                raise EchecError(f"{self.nom} : /{absent} existe ; ce n’est pas une machine neuve.")
        self.dire("ni Python, ni police, ni réseau")

    def _fichiers(self) -> set[str]:
        """Every path of the machine that an uninstallation must give back."""
        chemins = ("/" + f.relative_to(self.racine).as_posix() for f in self.racine.rglob("*"))
        return {c for c in chemins if not PASSAGERS.match(c)}

    def _installer(self) -> None:
        copie = self.racine / "tmp" / self.installateur.name
        shutil.copyfile(self.installateur, copie)
        copie.chmod(0o644)
        if self.genre == "deb":
            # The libraries that the package declares come from Debian, as they would from the hospital's mirror; nothing else does.
            racines.installer(self.racine, f"/tmp/{copie.name}")  # noqa: S108 - inside the new machine
            lance = ["cap-palliatif"]
        else:
            dit = self.machine.dire("sh", f"/tmp/{copie.name}", uid=UID, env=self.env)  # noqa: S108
            self.dire(next((ligne for ligne in dit.splitlines() if "prêtées" in ligne), "aucune bibliothèque prêtée"))
            lance = [f"{FOYER}/.local/bin/cap-palliatif"]
        copie.unlink()
        self.programme = lance
        if (self.racine / "usr/share/fonts").exists():
            raise EchecError("L’installation a apporté des polices : l’essai ne prouverait plus rien.")

    def _en_ligne_de_commande(self) -> None:
        for mots, attendu in (
            (["verifier"], "intact"),
            (["chercher", "combien de lits usp"], "10"),
            (["aide"], "orienter"),
        ):
            dit = self.machine.dire(*self.programme, *mots, uid=UID, env=self.env)
            if attendu not in dit:
                raise EchecError(f"{self.nom} : « {' '.join(mots)} » ne dit pas « {attendu} » : {dit[-500:]}")
        self.dire("la ligne de commande répond, le programme est intact")

    # Her screen --------------------------------------------------------------------------------------------------

    @contextmanager
    def _ouvert(self, ecran: Ecran) -> Iterator[None]:
        """The window, open under strace; closed with Ctrl+Q, and its exit code is 0."""
        machine = racines.Machine(self.racine, {ecran.prise: f"/tmp/.X11-unix/{ecran.prise.name}"})  # noqa: S108
        commande = machine.commande(
            "sh",
            "-c",
            'cd "$HOME" && exec "$@"',
            "sh",
            *self.programme,
            uid=UID,
            env={**self.env, "DISPLAY": ecran.nom},
        )
        self.journaux.append(self.images / f"strace-{len(self.journaux) + 1}.txt")
        trace = ["strace", "-f", "-qq", "-e", "trace=network", "-o", str(self.journaux[-1])]
        fenetre = subprocess.Popen([*trace, *commande])
        try:
            ecran.fenetre(commun.TITRE, 60)
            self.attendre(ecran, "accueil", "urgence vitale", "référentiels", "hors ligne")
            yield
            ecran.touches("ctrl+q")
            code = fenetre.wait(30)
        finally:
            fenetre.kill()
        if code != 0:
            raise EchecError(f"{self.nom} : la fenêtre finit avec {code}.")

    def attendre(self, ecran: Ecran, image: str, *mots: str) -> None:
        """Wait until these words can be read on the screen, and keep its picture."""
        lu = ""

        def essai() -> bool:
            nonlocal lu
            lu = ecran.mots() if ecran.regarder().lettres else ""
            return all(mot in lu for mot in mots)

        vu = attendre(essai, 40, 0.3)
        ecran.photographier(self.images / f"{image}.png")
        if not vu:
            absents = [mot for mot in mots if mot not in lu]
            raise EchecError(f"{self.nom} : « {image} » ne montre pas {absents} ({ecran.regarder()}) ; lu : {lu[:600]}")
        self.dire(f"{image} : {ecran.regarder()} ; lu « {' », « '.join(mots)} »")

    def _premiere_fois(self, ecran: Ecran) -> None:
        with self._ouvert(ecran):
            ecran.taper("combien de lits usp")
            self.attendre(ecran, "recherche", "nombre de lits", "unité de soins palliatifs", "minimum")
            ecran.touches("Escape", "ctrl+n")
            self.attendre(ecran, "question", "de quoi s'agit", "avoir un avis")
            # « Organiser les soins », « À domicile », then « Je ne sais pas » to the end.
            ecran.touches("1", "Return")
            self.attendre(ecran, "lieu", "où se trouve la personne")
            ecran.touches("1")
            for _ in range(20):
                time.sleep(0.5)
                if "pourquoi" in ecran.mots():
                    break
                ecran.touches("0")
            self.attendre(ecran, "plan", "solliciter", "pourquoi")
            ecran.touches("space")
            self.attendre(ecran, "garder", "libellé, sans rien qui désigne la personne")
            ecran.touches("ctrl+a")
            ecran.taper(LIBELLE)
            ecran.touches("Return")
            self.attendre(ecran, "gardee", LIBELLE.lower(), "gardée le")
            self._pdf(ecran)

    def _pdf(self, ecran: Ecran) -> None:
        ecran.cliquer("PDF")
        ecran.fenetre("Exporter en PDF")
        self.attendre(ecran, "enregistrer", "enregistrer")
        ecran.touches("ctrl+a")
        ecran.taper("plan.pdf")
        ecran.touches("Return")
        pdf = self.racine / FOYER.lstrip("/") / "plan.pdf"
        if not attendre(lambda: pdf.is_file() and pdf.stat().st_size > 1000):
            ecran.photographier(self.images / "pdf-absent.png")
            raise EchecError(f"{self.nom} : le PDF n’est pas écrit.")
        texte = subprocess.run(
            ["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True
        ).stdout
        if not {"Solliciter", "palliatifs"} <= set(re.findall(r"\w+", texte)):
            raise EchecError(f"{self.nom} : le PDF ne dit pas le plan : {texte[:300]}")
        shutil.copyfile(pdf, self.images / "plan.pdf")
        ecran.fenetre(commun.TITRE)
        self.dire(f"PDF de {pdf.stat().st_size // 1024} Kio, en lettres")

    def _retrouver(self, ecran: Ecran) -> None:
        with self._ouvert(ecran):
            ecran.touches("ctrl+shift+s")
            self.attendre(ecran, "retrouvee", "mes situations", LIBELLE.lower())

    # What must not be, and what must go --------------------------------------------------------------------------

    def _sans_reseau(self) -> None:
        lignes: list[str] = []
        for journal in self.journaux:
            vues = journal.read_text(encoding="utf-8", errors="replace").splitlines()
            if not any("AF_UNIX" in ligne for ligne in vues):
                raise EchecError(f"{self.nom} : strace n’a rien vu, pas même l’écran : la preuve ne vaut rien.")
            lignes += vues
        if interdits := [ligne for ligne in lignes if RESEAU.search(ligne)]:
            raise EchecError(f"{self.nom} : le réseau a été touché :\n" + "\n".join(interdits[:10]))
        self.dire(f"{len(lignes)} appels vus par strace, aucun vers un réseau")

    def _desinstaller(self, avant: set[str]) -> None:
        foyer = self.racine / FOYER.lstrip("/")
        (foyer / "plan.pdf").unlink()
        if self.genre == "deb":
            self.machine.dire("dpkg", "--purge", "cap-palliatif")
            gardes = {p for p in self._fichiers() - avant if FOYER in p}
            restes = {p for p in self._fichiers() - avant if "palliatif" in p.lower()} - gardes
            if not any("cap-palliatif" in p for p in gardes):
                raise EchecError(f"{self.nom} : la désinstallation a effacé les situations gardées.")
        else:
            script = f"{FOYER}/.local/opt/cap-palliatif/desinstaller"
            copie = self.racine / "tmp" / "desinstaller-essai"
            self.machine.dire("cp", "-a", f"{FOYER}/.local", "/tmp/copie", uid=UID, env=self.env)  # noqa: S108
            self.machine.dire(script, uid=UID, env=self.env)
            copie.unlink(missing_ok=True)
            if not list(foyer.glob(".local/share/cap-palliatif/*")):
                raise EchecError(f"{self.nom} : la désinstallation a effacé les situations gardées.")
            # Again, and this time everything.
            self.machine.dire("cp", "-a", "/tmp/copie/.", f"{FOYER}/.local", uid=UID, env=self.env)  # noqa: S108
            self.machine.dire(script, "--tout", uid=UID, env=self.env)
            restes = self._fichiers() - avant
        if restes:
            raise EchecError(f"{self.nom} : il reste {sorted(restes)[:10]}")
        self.dire(
            "désinstallé : rien ne reste" + (", sauf ce que la personne avait gardé" if self.genre == "deb" else "")
        )


if __name__ == "__main__":
    sys.exit(main())
