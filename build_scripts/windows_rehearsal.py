#!/usr/bin/env python3
"""Rehearse the Windows bundle and installer on Debian, under wine: build, install, use, upgrade, uninstall, look at what is left.

  windows_rehearsal.py                     the whole of it
  windows_rehearsal.py --sans-construire   with the installers of the last time

A rehearsal, not a release: what users get is built on Windows, from the same spec and script. Root only. Everything comes from
PyPI and Debian: wine 10 of Debian 13, a Windows CPython out of panda3d's wheel, the Windows wheels of the locked requirements.
« Élodie Lefèvre » may write in her own folder alone, and there is no network. See docs/installer.md for what this can't show.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

RACINE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(RACINE))

from build_scripts.installers import common, roots, smoke, windows, windows_python, wine  # noqa: E402
from build_scripts.installers.common import EchecError, executer  # noqa: E402
from build_scripts.installers.screen import Ecran, attendre  # noqa: E402

PERSONNE = "Élodie Lefèvre"
UID = 1000
LIBELLE = "Essai au domicile"
ANCIENNE = "2025.9.0"
"""Number of the older installer: the same program with a file more, which an upgrade must take away."""
DE_TROP = "_internal/desktop/ancien.txt"
OUTILS = {
    "debootstrap": "debootstrap", "makensis": "nsis", "Xvfb": "xvfb", "xdotool": "xdotool", "pdftotext": "poppler-utils",
    "tesseract": "tesseract-ocr tesseract-ocr-fra",
}  # fmt: skip
CLES = ("uninstall\\\\cappalliatif", "app paths\\\\cap-palliatif")
"""What the registry knows the program by, as wine writes it."""


def main(argv: list[str] | None = None) -> int:
    """Rehearse; 0 when all held."""
    arguments = argparse.ArgumentParser(
        prog="windows_rehearsal.py", description="Répéter la construction pour Windows, sous wine."
    )
    arguments.add_argument("--racines", type=Path, default=roots.RACINES, help="où garder les systèmes de debootstrap")
    arguments.add_argument(
        "--sortie", type=Path, default=RACINE / "build" / "windows", help="où poser les installateurs et les images"
    )
    arguments.add_argument("--sans-construire", action="store_true", help="essayer les installateurs déjà faits")
    arguments.add_argument(
        "--comparer", action="store_true", help="construire le dossier deux fois et comparer, sans essayer"
    )
    choix = arguments.parse_args(argv)
    try:
        _outiller()
        choix.sortie.mkdir(parents=True, exist_ok=True)
        with Ecran(options=("-wr",)) as ecran:
            racine = wine.preparer(choix.racines)
            if not choix.sans_construire:
                with wine.Windows(racine, "atelier", ecran) as atelier:
                    construire(atelier, choix.racines / "windows", choix.sortie, comparer=choix.comparer)
            if not choix.comparer:
                with wine.Windows(racine, "elodie", ecran, uid=UID, utilisateur=PERSONNE) as machine:
                    Essai(machine, ecran, choix.sortie).jouer()
    except EchecError as faute:
        print(f"ÉCHEC : {faute}", file=sys.stderr)
        return 1
    dire(f"tout va bien, sous wine et non sur un vrai Windows ; installateurs et images dans {choix.sortie}")
    return 0


def dire(fait: str) -> None:
    """Tell a step that held."""
    print(f"répétition Windows : {fait}", flush=True)


def _outiller() -> None:
    if os.geteuid() != 0:
        raise EchecError("Cette répétition fait un système neuf : elle se lance comme root.")
    if manquants := [paquet for nom, paquet in OUTILS.items() if shutil.which(nom) is None]:
        env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        executer(["apt-get", "-q", "update"], env=env)
        executer(["apt-get", "-q", "-y", "install", "--no-install-recommends", *" ".join(manquants).split()], env=env)


# Building -----------------------------------------------------------------------------------------------------------


def construire(atelier: wine.Windows, dossier: Path, sortie: Path, *, comparer: bool) -> None:
    """Build the bundle with a Windows Python, by the command that a release uses; then the installer, and an older one."""
    dossier.mkdir(parents=True, exist_ok=True)
    dire(f"Python de Windows : {windows_python.assembler(atelier, dossier)}")
    common.copier_sources(atelier.disque / "sources")
    debut = time.monotonic()
    suite = ["--comparer"] if comparer else ["--dossier", "--sortie", "C:\\sortie"]
    dit = atelier.lancer(
        windows_python.PYTHON, "C:\\sources\\build_scripts\\bundle.py", "--ici", *suite,
        delai=3600, PYTHONUTF8="1", PYTHONHASHSEED="0",
    )  # fmt: skip
    if comparer:
        dire(f"construit deux fois : {dit.strip().splitlines()[-1]}")
        return
    programme = atelier.disque / "sortie" / common.NOM
    etrangers = [f.name for f in programme.rglob("*") if f.is_file() and b"Wine builtin DLL" in f.read_bytes()[:4096]]
    if etrangers:
        raise EchecError(f"Des bibliothèques de wine sont dans le dossier : {', '.join(sorted(etrangers))}.")
    dire(f"dossier : {_mo(common.taille(programme))} en {time.monotonic() - debut:.0f} s, rien de wine dedans")
    icones = atelier.disque / "sources" / "build" / "bundle" / "icones"
    debut = time.monotonic()
    # The only difference to a release: a 64-bit installer, since wine without its 32-bit half can't run the usual one.
    fait = windows.construire(programme, sortie, icones, options=("-DWINDOWS64",))
    dire(f"{fait.name} : {_mo(fait.stat().st_size)} en {time.monotonic() - debut:.0f} s")
    (programme / DE_TROP).write_text("ancienne version\n", encoding="utf-8")
    # Packed less tightly: nobody gets this one.
    windows.construire(programme, sortie, icones, options=("-DWINDOWS64", "-DRAPIDE"), version=ANCIENNE)


def _mo(octets: int) -> str:
    return f"{octets / 1e6:.1f} Mo"


# Trying -------------------------------------------------------------------------------------------------------------


class Essai:
    """One person's story with the program, on her Windows."""

    def __init__(self, machine: wine.Windows, ecran: Ecran, images: Path) -> None:
        self.machine = machine
        self.ecran = ecran
        self.images = images
        self.programme = machine.chez / "AppData" / "Local" / "Programs" / common.TITRE
        self.donnees = machine.chez / "AppData" / "Local" / common.NOM
        menu = machine.chez / "AppData" / "Roaming" / "Microsoft" / "Windows" / "Start Menu" / "Programs"
        self.raccourci = menu / f"{common.TITRE}.lnk"
        self.documents = machine.chez / "Mes dossiers"
        for version in (ANCIENNE, common.version()):
            nom = f"CapPalliatif-{version}-setup.exe"
            if not (images / nom).is_file():
                raise EchecError(f"{images / nom} n’existe pas : lancez sans « --sans-construire ».")
            shutil.copyfile(images / nom, machine.disque / nom)
        for image in images.glob("windows-*.png"):
            image.unlink()
        self.documents.mkdir()
        os.chown(self.documents, UID, UID)
        self.avant = machine.fichiers()

    def jouer(self) -> None:
        """The whole story. Raises EchecError where it breaks off."""
        self._installer_a_la_main()
        self._premiere_fois()
        self._mettre_a_jour()
        self._ligne_de_commande()
        self._retrouver()
        self._desinstaller()
        self._ailleurs()

    def _silencieux(self, version: str, *options: str, attendu: int = 0) -> float:
        """Run an installer without questions; the seconds that it took."""
        debut = time.monotonic()
        # NSIS takes the folder of /D= to the end of the line and wants no quotes: wine would put them around spaces.
        mots = " ".join(options).split()
        self.machine.lancer(f"C:\\CapPalliatif-{version}-setup.exe", "/S", *mots, attendu=attendu)
        return time.monotonic() - debut

    # Installing --------------------------------------------------------------------------------------------------

    def _installer_a_la_main(self) -> None:
        """The older version, with the mouse's default choices: what a nurse does."""
        fenetre = self.machine.ouvrir(f"C:\\CapPalliatif-{ANCIENNE}-setup.exe")
        titre = "Installation de Cap palliatif"
        self.ecran.fenetre(titre, 60)
        self._lire("installer", "dossier d'installation", "parcourir", "annuler")
        self.ecran.touches("Return")
        self._lire("installe", "a été installé sur votre ordinateur", "fermer")
        self._verifier_pose(ANCIENNE)
        if not (self.programme / DE_TROP).is_file():
            raise EchecError("L’ancienne version n’a pas posé le fichier qu’une mise à jour doit retirer.")
        dire(f"{ANCIENNE} installée à la main, par deux fois Entrée, sans écrire hors du dossier de {PERSONNE}")
        # The box « Ouvrir Cap palliatif » is ticked: the program opens by itself.
        self.ecran.touches("Return")
        if fenetre.wait(60) != 0:
            raise EchecError(f"L’installateur finit avec {fenetre.returncode}.")

    def _verifier_pose(self, version: str) -> None:
        """Both executables, the menu, the registry; and nothing outside the person's folder."""
        manquants = [
            f.name
            for f in (
                self.programme / "Cap palliatif.exe",
                self.programme / "cap-palliatif.exe",
                self.programme / "Desinstaller.exe",
                self.raccourci,
            )
            if not f.is_file()
        ]
        if manquants:
            raise EchecError(f"L’installation n’a pas posé : {', '.join(manquants)}.")
        chez_elle = f"users/{PERSONNE}/"
        if dehors := sorted(p for p in self.machine.fichiers() - self.avant if not p.startswith(chez_elle)):
            raise EchecError(f"Écrit hors du dossier de la personne : {dehors[:10]}.")
        dit = self.machine.lancer(
            "reg",
            "query",
            "HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\CapPalliatif",
            "/v",
            "DisplayVersion",
        )
        if version not in dit:
            raise EchecError(f"Le registre ne dit pas la version {version} : {dit.strip()}")

    # Her screen --------------------------------------------------------------------------------------------------

    def _fermer(self) -> None:
        """Ctrl+Q, and every program ends: `reposer` waits for it."""
        self.ecran.fenetre(common.TITRE)
        self.ecran.touches("ctrl+q")
        self.machine.reposer()

    def _lire(self, image: str, *mots: str) -> None:
        """Wait until these words can be read on the screen, and keep its picture."""
        lu = ""

        def essai() -> bool:
            nonlocal lu
            lu = self.ecran.mots()
            return all(mot in lu for mot in mots)

        vu = attendre(essai, 60, 0.5)
        self.ecran.photographier(self.images / f"windows-{image}.png")
        if not vu:
            absents = [mot for mot in mots if mot not in lu]
            raise EchecError(f"« {image} » ne montre pas {absents} ({self.ecran.regarder()}) ; lu : {lu[:500]}")
        dire(f"{image} : lu « {' », « '.join(mots)} »")

    def _executable(self, nom: str) -> str:
        return self.machine.chemin(self.programme / nom)

    def _premiere_fois(self) -> None:
        """What the installer has opened: search, answer, keep the case, write a PDF; meanwhile nobody may replace the program."""
        self.ecran.fenetre(common.TITRE, 90)
        # A start while the window is open hands over to it and ends; so the first window is known to have been the installer's.
        self._lire("accueil", "orienter une situation", "premiers pas")
        if not self.ecran.regarder().lettres:
            raise EchecError(f"Des carrés au lieu de lettres : {self.ecran.regarder()}.")
        self.machine.lancer(self._executable("Cap palliatif.exe"), delai=60)
        self._silencieux(common.version(), attendu=3)
        if not (self.programme / DE_TROP).is_file():
            raise EchecError("Une mise à jour a touché à un programme ouvert.")
        dire("ouvert : un second démarrage finit avec 0, une mise à jour est refusée avec 3 et n’a touché à rien")
        self.ecran.fenetre(common.TITRE)
        self.ecran.taper(smoke.CHERCHE)
        self._lire("recherche", "nombre de lits", "minimum")
        self.ecran.touches("Escape", "ctrl+n")
        self._lire("question", "de quoi s'agit")
        # « Organiser les soins », « À domicile », nothing in place yet, then the first answer of each question to the end.
        self.ecran.touches("1", "Return")
        self._lire("lieu", "où se trouve la personne")
        self.ecran.touches("1")
        self._lire("en-place", "déjà en place", "rien de tout cela")
        self.ecran.touches("Return")
        # A question that has only just been drawn takes no answer: each is read before it gets its key.
        for _ in range(15):
            time.sleep(1)
            if "pourquoi" in self.ecran.mots():
                break
            self.ecran.touches("1")
        self._lire("plan", "organiser ou renforcer les soins", "médecin traitant", "pourquoi", "garder")
        self.ecran.touches("ctrl+s")
        self._lire("garder", "libellé, sans rien qui désigne la personne")
        self.ecran.touches("ctrl+a")
        self.ecran.taper(LIBELLE)
        self.ecran.touches("Return")
        self._lire("gardee", LIBELLE.lower(), "à revoir")
        self._pdf()
        self._fermer()

    def _pdf(self) -> None:
        """Through Windows' own dialog, which wine shows in English."""
        self.ecran.cliquer("PDF")
        self.ecran.fenetre("Exporter en PDF")
        self._lire("enregistrer", "file name")
        self.ecran.touches("ctrl+a")
        self.ecran.taper("plan.pdf")
        self.ecran.touches("Return")
        pdf = attendre(lambda: next((f for f in self.machine.chez.rglob("plan.pdf") if f.stat().st_size > 1000), None))
        if pdf is None:
            self.ecran.photographier(self.images / "windows-pdf-absent.png")
            raise EchecError("Le PDF n’est pas écrit.")
        texte = subprocess.run(
            ["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True
        ).stdout
        if not {"solliciter", "médecin", "palliatifs"} <= set(re.findall(r"\w+", texte.lower())):
            raise EchecError(f"Le PDF ne dit pas le plan : {texte[:300]}")
        dire(f"PDF de {pdf.stat().st_size // 1024} Kio, en lettres, par la boîte de Windows")
        pdf.unlink()

    def _mettre_a_jour(self) -> None:
        """The present version over the older one, without questions: nothing of the old stays, nothing of hers goes."""
        siens = self._siens()
        if "cap-palliatif.sqlite3" not in siens:
            raise EchecError(f"Ce qu’elle a gardé n’est pas dans {sorted(siens)}.")
        duree = self._silencieux(common.version())
        self._verifier_pose(common.version())
        if (self.programme / DE_TROP).exists():
            raise EchecError("La mise à jour a laissé un fichier de l’ancienne version.")
        if perdus := siens - self._siens():
            raise EchecError(f"La mise à jour a perdu {sorted(perdus)}.")
        if cles := self.machine.registre("palliatif", "system"):
            raise EchecError(f"Écrit dans la partie du registre qui est à tous : {cles}")
        dire(
            f"{ANCIENNE} → {common.version()} sans question en {duree:.1f} s : rien de l’ancienne ne reste, "
            f"ses {len(siens)} fichiers sont là"
        )

    def _siens(self) -> set[str]:
        """What she keeps: her cases, her settings, her backups."""
        return {
            f.relative_to(self.donnees).as_posix()
            for f in self.donnees.rglob("*")
            if f.is_file() and f.relative_to(self.donnees).parts[0] not in {"Cache", "Logs"} and f.name != "verrou"
        }

    def _ligne_de_commande(self) -> None:
        commande = self._executable("cap-palliatif.exe")
        version = self.machine.lancer(commande, "version").strip()
        hits = json.loads(self.machine.lancer(commande, "chercher", "--json", smoke.CHERCHE))["hits"]
        exemple = smoke.lire_exemple(smoke.SITUATION)
        faits = self.machine.disque / "faits.json"
        faits.write_text(json.dumps(exemple["faits"]), encoding="utf-8")
        plan = json.loads(self.machine.lancer(commande, "orienter", "--json", self.machine.chemin(faits)))
        faits.unlink()
        intact = self.machine.lancer(commande, "verifier").strip()
        attendu = exemple["attendu"]["joindre_maintenant"]
        if common.version() not in version or smoke.TROUVE not in {h["regle"] for h in hits[:3]}:
            raise EchecError(f"La ligne de commande répond : {version} {hits[:2]}")
        if plan["joindre_maintenant"] != attendu:
            raise EchecError(f"Le plan de l’exemple dit {plan['joindre_maintenant']}, et non {attendu}.")
        # As the hosted runners do: the window opens, gets ready to search, and closes. With a moment: there is no « /proc » to ask.
        self.machine.lancer(self._executable("Cap palliatif.exe"), delai=120, CAP_PALLIATIF_BANC="2")
        dire(
            f"{version} ; « {smoke.CHERCHE} » → {hits[0]['regle']} ; joindre maintenant : {', '.join(attendu)} ; {intact}"
        )

    def _retrouver(self) -> None:
        """From the Start menu, in the new version: the case that was kept in the old one."""
        # What « start » ends with says nothing of the program: it gives 259, « still running ».
        self.machine.lancer("start", self.machine.chemin(self.raccourci), attendu=None)
        self.ecran.fenetre(common.TITRE, 90)
        # It opens where she left it.
        self._lire("ouverture", LIBELLE.lower(), "à revoir")
        self.ecran.touches("ctrl+shift+s")
        self._lire("retrouvee", "mes situations", LIBELLE.lower())
        self._fermer()

    # Leaving -----------------------------------------------------------------------------------------------------

    def _desinstaller(self) -> None:
        """Without questions: the program goes, what she kept stays."""
        siens = self._siens()
        self.machine.lancer(self._executable("Desinstaller.exe"), "/S")
        self._parti(self.programme)
        if perdus := siens - self._siens():
            raise EchecError(f"La désinstallation a effacé {sorted(perdus)}.")
        dire("désinstallé : le programme, le menu et les clés sont partis, ce qu’elle gardait est resté")

    def _ailleurs(self) -> None:
        """In a folder of her own that holds something else; refused where she may not write; then everything goes."""
        self._silencieux(common.version(), "/D=C:\\windows\\Cap palliatif", attendu=5)
        self._parti(self.machine.disque / "windows" / "Cap palliatif")
        dossier = self.documents / "Mes logiciels à moi"
        dossier.mkdir()
        autre = dossier / "photo.jpg"
        autre.write_bytes(b"photo")
        for place in (dossier, autre):
            os.chown(place, UID, UID)
        duree = self._silencieux(common.version(), f"/D={self.machine.chemin(dossier)}")
        intact = self.machine.lancer(self.machine.chemin(dossier / "cap-palliatif.exe"), "verifier").strip()
        dire(
            f"installé sans question en {duree:.1f} s dans « {dossier.name} », {_mo(common.taille(dossier))} ; {intact}"
        )
        self.machine.lancer(self.machine.chemin(dossier / "Desinstaller.exe"), "/S", "/TOUT")
        self._parti(dossier / "_internal")
        if [f.name for f in dossier.iterdir()] != [autre.name]:
            raise EchecError(f"Il reste {[f.name for f in dossier.iterdir()]} dans un dossier qui tenait autre chose.")
        restes = {p for p in self.machine.fichiers() - self.avant if "palliatif" in p.lower()}
        if restes or self.donnees.exists():
            raise EchecError(f"Il reste {sorted(restes)[:10] or self.donnees}.")
        dire("désinstallé avec /TOUT : ni fichier, ni dossier, ni clé ne reste ; le fichier d’à côté est toujours là")

    def _parti(self, dossier: Path) -> None:
        """Wait until a folder is gone (an uninstaller ends after the command that starts it); no key, no menu either."""
        if not attendre(lambda: not dossier.exists(), 60):
            raise EchecError(f"{dossier.name} est encore là : {[f.name for f in dossier.rglob('*')][:10]}")
        if self.raccourci.exists():
            raise EchecError("Le raccourci du menu est encore là.")
        if cles := [ligne for cle in CLES for ligne in self.machine.registre(cle)]:
            raise EchecError(f"Le registre garde : {cles}")


if __name__ == "__main__":
    os.umask(0o022)
    sys.exit(main())
