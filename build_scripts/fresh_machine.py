#!/usr/bin/env python3
"""Prove the installers on machines that never saw this project: minimal Debian 12 and 13, no fonts, no Python, no network.

  fresh_machine.py                     build in a clean root, then the .deb and the .run on Debian 12 and 13
  fresh_machine.py --paquets DOSSIER   with installers that are already made

Root only; needs debootstrap, Xvfb, xdotool, strace, faketime, tesseract with French, pdftotext (installed by itself on Debian).
« Élodie Lefèvre » installs, starts, searches, answers a questionnaire, keeps the case, writes a PDF, finds the case again,
uninstalls. Her screen is read by OCR, and strace sees every network call. The libraries that the program takes from the system
are named, with the packages that bring them, and the .deb must declare each of these.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import unicodedata
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

RACINE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(RACINE))

from build_scripts import bundle, dev  # noqa: E402
from build_scripts.installers import common, linked, roots  # noqa: E402
from build_scripts.installers.common import EchecError, executer  # noqa: E402
from build_scripts.installers.screen import Ecran, attendre  # noqa: E402
from desktop.ui.life import trail  # noqa: E402 - no Qt in it

if TYPE_CHECKING:
    from collections.abc import Iterator

FOYER = "/home/Élodie Lefèvre"
UID = 1000
LIBELLE = "Essai au domicile"
PALETTE = "aide.palette"
LIGHT = "affichage.clair"
PATIENCE = 10
"""How often what may come late, or one upon the other, is tried again."""
OUTILS = {
    "debootstrap": "debootstrap", "Xvfb": "xvfb", "xdotool": "xdotool", "strace": "strace", "pdftotext": "poppler-utils",
    "tesseract": "tesseract-ocr tesseract-ocr-fra", "faketime": "faketime",
}  # fmt: skip
PASSAGERS = re.compile(r"/(dev|proc|sys|run|tmp|var/(cache|log|lib/apt|lib/dpkg))(/|$)")
"""What a package manager and the kernel write."""
HORLOGE = Path("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1")
RESEAU = re.compile(r"AF_(INET6?|NETLINK|PACKET)|sin6?_(port|addr)")


SES_DOSSIERS = re.compile(r"/\.(local/share|local/state|config|cache)/cap-palliatif(/|$)")
"""Her own: situations, notes, settings, and what is made again."""
OUVERTURES = 3
"""How often her window is opened."""


def main(argv: list[str] | None = None) -> int:
    """Run every proof; 0 when all held."""
    arguments = argparse.ArgumentParser(
        prog="fresh_machine.py", description="Essayer les installateurs sur des machines neuves."
    )
    arguments.add_argument("--paquets", type=Path, help="dossier du .deb et du .run (sinon, ils sont construits)")
    arguments.add_argument("--racines", type=Path, default=roots.RACINES, help="où garder les systèmes de debootstrap")
    arguments.add_argument(
        "--images", type=Path, default=RACINE / "build" / "machine-neuve", help="où poser les images"
    )
    arguments.add_argument("--debian", type=int, nargs="*", default=[*roots.SUITES], choices=roots.SUITES)
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


@cache
def _commands() -> dict[str, str]:
    """Every command, id → words without accents: what xdotool types on any keyboard, and the palette finds."""
    listing = [str(dev.python_du_venv()), str(RACINE / "build_scripts" / "every_command.py"), "--list"]
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(RACINE)}
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            listing, env=env | {"CAP_PALLIATIF_DOSSIER": folder}, capture_output=True, text=True, check=False
        )
    if done.returncode != 0 or not done.stdout.strip():
        raise EchecError(f"La liste des commandes ne se lit pas : {done.stderr[-500:]}")
    return {key: typed(words) for key, _, words in (line.partition("\t") for line in done.stdout.splitlines())}


def since_the_palette(done: tuple[str, ...]) -> tuple[str, ...]:
    """Of the last actions those since the palette was opened; itself too when it was opened from itself."""
    last = max((number for number, action in enumerate(done) if action == PALETTE), default=-1)
    again = done[last - 1 : last] == (PALETTE,)
    return done[last + 1 :] + done[last : last + again]


def typed(words: str) -> str:
    """Words as any keyboard has them; the palette finds each of them within the text of its command."""
    plain = unicodedata.normalize("NFKD", words.replace("’", " ")).encode("ascii", "ignore").decode()
    return " ".join(re.findall(r"[a-zA-Z0-9-]+", plain))


class Essai:
    """One installer on one new machine."""

    def __init__(self, debian: int, genre: str, paquets: Path, dossier: Path, images: Path) -> None:
        self.nom = f"Debian {debian}, {'.deb' if genre == 'deb' else '.run'}"
        self.genre = genre
        motif = (
            f"cap-palliatif_{common.version()}_amd64.deb" if genre == "deb" else f"cap-palliatif-{common.version()}.run"
        )
        self.installateur = paquets / motif
        if not self.installateur.is_file():
            raise EchecError(f"{self.installateur} n’existe pas.")
        self.racine = roots.copier(roots.base(debian, dossier), dossier / f"essai{debian}-{genre}")
        self.machine = roots.Machine(self.racine)
        self.documents = self.racine / FOYER.lstrip("/") / "Documents"
        self.images = images / f"debian{debian}-{genre}"
        self.env = {"HOME": FOYER, "USER": "elefevre", "LANG": "C.UTF-8"}
        self.journaux: list[Path] = []
        self.commands = _commands()
        self.ouvertures = 0
        self.window = ""

    def dire(self, fait: str) -> None:
        """Tell a step that held."""
        print(f"{self.nom} : {fait}", flush=True)

    def jouer(self) -> None:
        """The whole story. Raises EchecError where it breaks off."""
        shutil.rmtree(self.images, ignore_errors=True)
        self.images.mkdir(parents=True)
        self._arriver()
        avant = self._fichiers()
        self._installer()
        self._bibliotheques()
        self._en_ligne_de_commande()
        with Ecran() as ecran:
            self._premiere_fois(ecran)
        with Ecran() as ecran:
            self._retrouver(ecran)
        with Ecran() as ecran:
            self._un_jour_ferie(ecran)
        with Ecran() as ecran:
            self._every_command(ecran)
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
        ici = f"/tmp/{copie.name}"  # noqa: S108 - inside the new machine
        if self.genre == "deb":
            # The libraries that the package declares come from Debian, as they would from the hospital's mirror; nothing else does.
            roots.installer(self.racine, "--download-only", ici)
            commande, uid = ["apt-get", "-q", "-y", "install", "--no-install-recommends", ici], 0
            env = {"DEBIAN_FRONTEND": "noninteractive"}
            self.programme, self.place = ["cap-palliatif"], "/usr/lib/cap-palliatif"
        else:
            commande, uid, env = ["sh", ici], UID, self.env
            self.programme = [f"{FOYER}/.local/bin/cap-palliatif"]
            self.place = f"{FOYER}/.local/opt/cap-palliatif/programme"
        debut = time.monotonic()
        self.machine.dire(*commande, uid=uid, env=env)
        self.dire(f"installé en {time.monotonic() - debut:.1f} s")
        copie.unlink()
        if (self.racine / "usr/share/fonts").exists():
            raise EchecError("L’installation a apporté des polices : l’essai ne prouverait plus rien.")

    def _bibliotheques(self) -> None:
        """What the program takes from the system: all of it is there, and the package says so."""
        dehors = sorted(linked.exterieures(self.racine / self.place.lstrip("/")))
        if self.genre == "run":
            pret = self.racine / self.place.lstrip("/") / ".." / "pret"
            pretees = sorted(f.name for f in pret.iterdir()) if pret.is_dir() else []
            a_soi = [nom for nom in dehors if nom not in pretees]
            self._presentes(a_soi)
            self.dire(
                f"prend au système : {', '.join(a_soi)} ; prêtées, faute de mieux : {', '.join(pretees) or 'aucune'}"
            )
            return
        paquets = self._presentes(dehors)
        declares = self.machine.dire("dpkg-query", "-W", "-f", "${Depends}", "cap-palliatif")
        noms = {mot.split()[0] for mot in declares.split(",")}
        if oubliees := {nom: paquet for nom, paquet in paquets.items() if paquet not in noms}:
            raise EchecError(f"{self.nom} : le paquet ne déclare pas {oubliees} ({declares}).")
        self.dire("prend au système : " + ", ".join(f"{nom} ({paquet})" for nom, paquet in sorted(paquets.items())))
        self.dire(f"le paquet les déclare tous : {declares}")

    def _presentes(self, sonames: list[str]) -> dict[str, str]:
        """The Debian package of each library, as this machine's dpkg says. Raises EchecError for one that is not there."""
        paquets = {}
        for soname in sonames:
            dit = self.machine.dire("dpkg-query", "-S", f"*/{soname}", attendu=None)
            trouves = [ligne.split(":")[0] for ligne in dit.splitlines() if ligne.endswith(f"-linux-gnu/{soname}")]
            if not trouves:
                raise EchecError(f"{self.nom} : {soname} manque à cette machine : {dit}")
            paquets[soname] = trouves[0]
        return paquets

    def _en_ligne_de_commande(self) -> None:
        for mots, attendu in (
            (["verifier"], "intact"),
            (["chercher", "combien de lits usp"], "10"),
            (["aide"], "orienter"),
        ):
            commande = self.machine.commande(*self.programme, *mots, uid=UID, env=self.env)
            fait = subprocess.run([*self._strace(), *commande], capture_output=True, text=True, check=False)
            if fait.returncode != 0 or attendu not in fait.stdout:
                dit = (fait.stdout + fait.stderr)[-500:]
                raise EchecError(f"{self.nom} : « {' '.join(mots)} » ne dit pas « {attendu} » : {dit}")
        self.dire("la ligne de commande répond, le programme est intact")

    def _strace(self) -> list[str]:
        """What goes before a command so that every network call of it is written into the next journal."""
        self.journaux.append(self.images / f"strace-{len(self.journaux) + 1}.txt")
        return ["strace", "-f", "-qq", "-e", "trace=network", "-o", str(self.journaux[-1])]

    # Her screen --------------------------------------------------------------------------------------------------

    @contextmanager
    def _ouvert(self, ecran: Ecran, quand: str = "") -> Iterator[None]:
        """The window, open under strace, at a time of its own if one is given; closed with Ctrl+Q, and its exit code is 0."""
        montages = {ecran.prise: f"/tmp/.X11-unix/{ecran.prise.name}"}  # noqa: S108
        env = {**self.env, "DISPLAY": ecran.nom}
        if quand:
            montages[HORLOGE] = f"/tmp/{HORLOGE.name}"  # noqa: S108
            env |= {"LD_PRELOAD": f"/tmp/{HORLOGE.name}", "FAKETIME": f"@{quand}", "FAKETIME_DONT_FAKE_MONOTONIC": "1"}  # noqa: S108
        machine = roots.Machine(self.racine, montages)
        commande = machine.commande(
            "sh",
            "-c",
            'cd "$HOME" && exec "$@"',
            "sh",
            *self.programme,
            uid=UID,
            env=env,
        )
        fenetre = subprocess.Popen([*self._strace(), *commande])
        try:
            self.window = ecran.fenetre(common.TITRE, 60)
            self.ouvertures += 1
            self.attendre(ecran, f"ouverture-{self.ouvertures}", "urgence vitale", "référentiels", "hors ligne")
            yield
            ecran.touches("ctrl+q")
            try:
                code = fenetre.wait(30)
            except subprocess.TimeoutExpired:
                ecran.photographier(self.images / "ne-finit-pas.png")
                raise EchecError(f"{self.nom} : la fenêtre ne finit pas par Ctrl+Q (ne-finit-pas.png).") from None
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
            # « Organiser les soins », « À domicile », nothing in place yet, then the first answer of each question to the end.
            ecran.touches("1", "Return")
            self.attendre(ecran, "lieu", "où se trouve la personne")
            ecran.touches("1")
            self.attendre(ecran, "en-place", "déjà en place", "rien de tout cela")
            ecran.touches("Return")
            # A question that has only just been drawn takes no answer: each is read before it gets its key.
            for _ in range(15):
                time.sleep(0.5)
                if "pourquoi" in ecran.mots():
                    break
                ecran.touches("1")
            self.attendre(ecran, "plan", "organiser ou renforcer les soins", "médecin traitant", "pourquoi", "garder")
            ecran.touches("ctrl+s")
            self.attendre(ecran, "garder", "libellé, sans rien qui désigne la personne")
            ecran.touches("ctrl+a")
            ecran.taper(LIBELLE)
            ecran.touches("Return")
            self.attendre(ecran, "gardee", LIBELLE.lower(), "à revoir")
            self._pdf(ecran)

    def _pdf(self, ecran: Ecran) -> None:
        ecran.cliquer("PDF")
        ecran.fenetre("Exporter en PDF")
        self.attendre(ecran, "enregistrer", "enregistrer")
        ecran.touches("ctrl+a")
        ecran.taper("plan.pdf")
        ecran.touches("Return")
        pdf = self.documents / "plan.pdf"
        if not attendre(lambda: pdf.is_file() and pdf.stat().st_size > 1000):
            ecran.photographier(self.images / "pdf-absent.png")
            raise EchecError(f"{self.nom} : le PDF n’est pas écrit.")
        texte = subprocess.run(
            ["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True
        ).stdout
        if not {"solliciter", "médecin", "traitant", "palliatifs"} <= set(re.findall(r"\w+", texte.lower())):
            raise EchecError(f"{self.nom} : le PDF ne dit pas le plan : {texte[:300]}")
        shutil.copyfile(pdf, self.images / "plan.pdf")
        ecran.fenetre(common.TITRE)
        self.dire(f"PDF de {pdf.stat().st_size // 1024} Kio, en lettres")

    def _retrouver(self, ecran: Ecran) -> None:
        with self._ouvert(ecran):
            ecran.touches("ctrl+shift+s")
            self.attendre(ecran, "retrouvee", "mes situations", LIBELLE.lower())

    def _un_jour_ferie(self, ecran: Ecran) -> None:
        """On a working day of the week the clock asks for the public holidays, which nothing else does."""
        with self._ouvert(ecran, "2027-07-14 10:00:00"):
            ecran.touches("ctrl+n")
            self.attendre(ecran, "jour-ferie", "de quoi s'agit", "férié", "mercredi 14 juillet")

    def _every_command(self, screen: Ecran) -> None:
        """Every command of the menus, by the palette, as strace watches. The window's own list of last actions says that it ran.

        What can't be run where she is, is tried again from a document, then from the plan that she kept.
        """
        with self._ouvert(screen):
            left = dict(self.commands)
            for place in (lambda _screen: None, self._to_a_document, self._to_the_plan):
                for key, words in [*left.items()]:
                    place(screen)
                    if self._ran(screen, key, words):
                        del left[key]
                self._ran(screen, LIGHT, self.commands[LIGHT])  # what is to be read is dark on light
            if left:
                raise EchecError(f"{self.nom} : ces commandes ne se lancent de nulle part : {sorted(left)}")
            self.attendre(screen, "toutes-les-commandes", "urgence vitale")
        self.dire(f"{len(self.commands)} commandes des menus lancées, sous strace")

    def _ran(self, screen: Ecran, key: str, words: str) -> bool:
        """Ask the palette for a command; what it opens over the window is left again. False if it is not offered here."""
        for _ in range(PATIENCE):
            self._alone(screen)
            screen.touches("ctrl+shift+p")
            if attendre(lambda: screen.windows("^Palette de commandes"), 2):
                break  # else something that the last command was long about came over the window meanwhile
        screen.fenetre("^Palette de commandes")
        screen.taper(words)
        screen.touches("Return")
        ran = attendre(lambda: key in self._actions(), 2)
        self._alone(screen)
        return ran

    def _actions(self) -> tuple[str, ...]:
        found = [*(self.racine / FOYER.lstrip("/")).rglob(trail.FILE_NAME)]
        return since_the_palette(trail.read(found[0].read_bytes()) if found else ())

    def _alone(self, screen: Ecran) -> None:
        """Leave whatever is open over the window with Escape, and give the window the keyboard. Raises EchecError if it stays."""
        for _ in range(PATIENCE):
            over = [window for window in screen.windows() if window != self.window]
            if not over:
                break
            screen.focus(over[-1])
            screen.touches("Escape")
        else:
            screen.photographier(self.images / "reste-ouvert.png")
            raise EchecError(f"{self.nom} : une fenêtre ne se ferme pas par Échap (reste-ouvert.png).")
        screen.focus(self.window)

    def _to_a_document(self, screen: Ecran) -> None:
        self._alone(screen)
        screen.touches("ctrl+k")
        screen.taper("combien de lits usp")
        self.attendre(screen, "resultats", "nombre de lits")
        screen.touches("Return")

    def _to_the_plan(self, screen: Ecran) -> None:
        self._alone(screen)
        screen.touches("ctrl+shift+s")
        self.attendre(screen, "mes-situations", LIBELLE.lower())
        screen.touches("Return")
        self.attendre(screen, "plan-garde", "pourquoi")

    # What must not be, and what must go --------------------------------------------------------------------------

    def _sans_reseau(self) -> None:
        lignes: list[str] = []
        for journal in self.journaux:
            vues = journal.read_text(encoding="utf-8", errors="replace").splitlines()
            lignes += vues
        if sum("X11-unix" in ligne for ligne in lignes) < OUVERTURES:
            raise EchecError(f"{self.nom} : strace n’a pas vu l’écran s’ouvrir : la preuve ne vaut rien.")
        if interdits := [ligne for ligne in lignes if RESEAU.search(ligne)]:
            raise EchecError(f"{self.nom} : le réseau a été touché :\n" + "\n".join(interdits[:10]))
        self.dire(f"{len(lignes)} appels vus par strace, aucun vers un réseau")

    def _desinstaller(self, avant: set[str]) -> None:
        # Her PDF and the folder « Documents », which was made for it, are hers: no uninstallation takes them.
        shutil.rmtree(self.documents)
        if self.genre == "deb":
            dit = self.machine.dire("dpkg", "--purge", "cap-palliatif")
            # What came along for it goes with it.
            self.machine.dire("apt-get", "-q", "-y", "autoremove", "--purge", env={"DEBIAN_FRONTEND": "noninteractive"})
            siennes = self._siennes(avant)
        else:
            script = f"{FOYER}/.local/opt/cap-palliatif/desinstaller"
            self.machine.dire("cp", "-a", f"{FOYER}/.local", "/tmp/copie", uid=UID, env=self.env)  # noqa: S108
            dit = self.machine.dire(script, uid=UID, env=self.env)
            siennes = self._siennes(avant)
            # Again, and this time everything.
            self.machine.dire("cp", "-a", "/tmp/copie/.", f"{FOYER}/.local", uid=UID, env=self.env)  # noqa: S108
            self.machine.dire(script, "--tout", uid=UID, env=self.env)
            if restes := self._fichiers() - avant:
                raise EchecError(f"{self.nom} : après « --tout », il reste {sorted(restes)[:10]}")
        if "restent" not in dit and "gardés" not in dit:
            raise EchecError(f"{self.nom} : la désinstallation ne dit pas que les situations restent : {dit}")
        self.dire(f"désinstallé : rien ne reste, sauf ce que la personne avait gardé ({', '.join(siennes)})")

    def _siennes(self, avant: set[str]) -> list[str]:
        """Her own files, which stay; nothing else may. Raises EchecError."""
        restes = self._fichiers() - avant
        siennes = {
            r for r in restes if r.startswith(FOYER) and (SES_DOSSIERS.search(r) or (self.racine / r[1:]).is_dir())
        }
        if perdus := sorted(restes - siennes):
            raise EchecError(f"{self.nom} : il reste {perdus[:10]}")
        fichiers = sorted(r.removeprefix(f"{FOYER}/") for r in siennes if (self.racine / r[1:]).is_file())
        if not any(nom.startswith(".local/share/cap-palliatif/") for nom in fichiers):
            raise EchecError(f"{self.nom} : la désinstallation a effacé les situations gardées.")
        return fichiers


if __name__ == "__main__":
    sys.exit(main())
