#!/usr/bin/env python3
"""Make `build_scripts/inventaire.json` anew: what each segment of the sources holds that must not be lost.

Usage: inventory.py DOSSIER_DES_SOURCES [--verifier]

For each segment named in `segments.yaml`: every number, date, acronym, legal reference and footnote, in one written form. The
committed inventory lets `check_content.py` prove the content without the sources; `--verifier` says whether it is up to date.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from pathlib import Path
from typing import Any

import yaml

ICI = Path(__file__).resolve().parent
INVENTAIRE = ICI / "inventaire.json"
NOTES_DU_004 = 27

MOIS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
_DATE_CHIFFRES = re.compile(r"\b(\d{2})/(\d{2})/(\d{4})\b")
_DATE_LETTRES = re.compile(r"\b(\d{1,2})(?:er)?\s+(" + "|".join(MOIS) + r")\s+(\d{4})\b")
_REFERENCES = re.compile(
    r"DGOS(?:/[0-9A-Z]+)+|DH/EO2/2000/295|DHOSS? ?03-2006-506|DHOS/O/|cnamts/dccrf"
    r"|\b[LDR]\. ?\d[\d-]*\d|\b(?:92|95)-\d{4}\b|\b2021-1754\b|Annexe 11-1|LEGIARTI\d+|J1502|B4B/04|05T10|23z02z",
)
_NOMBRE = re.compile(r"(?<![A-Za-zÀ-ÿ0-9,.])\d+(?:[.,]\d+)?")
_ENUMERATEUR = re.compile(r"(?:(?<=^)|(?<=[\s(]))\d{1,2}[.)] +(?=[A-Za-zÀ-ÿ])", re.MULTILINE)
_SIGLE = re.compile(r"(?<![A-Za-zÀ-ÿ0-9])[A-ZÀ-Þ][A-ZÀ-Þ0-9]*[A-ZÀ-Þ](?![a-zß-ÿ])|\bHdJ\b|\bT2A\b|\bmedCo\b")
# Words that the sources write in capitals amid a line and that are no acronyms, and whole lines that are headings.
_CAPITALES = frozenset(
    (
        "ANNEXE", "INSTRUCTION", "INTERMINISTÉRIELLE", "OBJECTIFS", "DE", "DESCRIPTION", "DECLINAISON", "PAR", "LES", "II", "III",
        "EX", "RESEAU",
    )
)  # fmt: skip
_TITRES = frozenset(
    (
        "OBJECTIFS DE", "L'INSTRUCTION", "PROFIL DE POSTE « MEDECIN COORDONNATEUR EN HAD »",
        "PROFIL DE POSTE MEDECIN EN SOINS PALLIATIFS",
        '"TRONC COMMUN"', "SOINS", "COORDINATION EN SANTÉ", "NIVEAU DE QUALIFICATION MINIMUM", "CODE MÉTIER", "RÉFÉRENTIEL",
        "ACTIVITÉS", "SAVOIR-FAIRE", "CONNAISSANCES REQUISES", "AUTRES RÉFÉRENTIELS", "FORMATION", "INFOS GÉNÉRALES",
        "NIVEAU DE QUALIFICATION", "STATUT ET ACCÈS", "EXERCICE DU MÉTIER", "CONDITIONS ET ENVIRONNEMENT DE TRAVAIL",
        "AUTRES APPELLATIONS COURANTES", "MOBILITÉ", "PASSERELLES",
    )
)  # fmt: skip


def bare(texte: str) -> str:
    """Plain spaces, straight apostrophes, digits of one number together."""
    texte = re.sub(r"[\u00a0\u202f\u2009]", " ", texte).replace("’", "'")
    return re.sub(r"(?<=\d) (?=\d{3}(?!\d))", "", texte)


def relever(texte: str) -> dict[str, list[str]]:
    """Numbers, dates, acronyms and references of a text, each sorted and once."""
    texte = bare(texte)
    dates = {f"{a}-{m}-{j}" for j, m, a in _DATE_CHIFFRES.findall(texte)}
    dates |= {f"{a}-{MOIS.index(m) + 1:02}-{int(j):02}" for j, m, a in _DATE_LETTRES.findall(texte)}
    reste = _DATE_LETTRES.sub(" ", _DATE_CHIFFRES.sub(" ", texte))
    references = {re.sub(r"\s+", "", r) for r in _REFERENCES.findall(reste)}
    reste = _ENUMERATEUR.sub(" ", _REFERENCES.sub(" ", reste))
    nombres = {n.replace(",", ".") for n in _NOMBRE.findall(reste)}
    courantes = "\n".join(ligne for ligne in reste.split("\n") if ligne.strip() not in _TITRES)
    sigles = {s for s in _SIGLE.findall(courantes) if s not in _CAPITALES}
    return {
        "dates": sorted(dates),
        "nombres": sorted(nombres, key=float),
        "references": sorted(references),
        "sigles": sorted(sigles),
    }


def _commence(ligne: str, debut: str) -> bool:
    nue = re.sub(r"^\W+", "", bare(ligne)).rstrip()
    return nue == debut[:-1] if debut.endswith("|") else nue.startswith(debut)


def segmenter(lignes: list[str], debuts: dict[str, str | None], nom: str) -> dict[str, str]:
    """Cut the lines at the beginnings, in order. Raises SystemExit naming the beginning that is not found."""
    bornes: list[tuple[str, int]] = []
    place = 0
    for segment, debut in debuts.items():
        if debut is not None:
            place = next((i for i in range(place, len(lignes)) if _commence(lignes[i], debut)), -1)
            if place < 0:
                sys.exit(f"{nom} : le début du segment « {segment} » (« {debut} ») est introuvable.")
        bornes.append((segment, place))
        place += 1
    fins = [*(debut for _, debut in bornes[1:]), len(lignes)]
    return {segment: "\n".join(lignes[debut:fin]) for (segment, debut), fin in zip(bornes, fins, strict=True)}


def detacher_notes(lignes: list[str]) -> tuple[list[str], dict[int, str]]:
    """Take the footnotes off the feet of the pages; returns the other lines, and the text of each note."""
    reste: list[str] = []
    notes: dict[int, str] = {}
    courante = 0
    ouverte = False
    for ligne in lignes:
        suivante = courante + 1
        if re.match(rf"{suivante} ?[A-Za-zÀ-ÿ]", ligne) and not re.match(rf"{suivante} niveaux", ligne):
            courante, ouverte = suivante, True
            notes[courante] = ligne.removeprefix(str(suivante)).strip()
        elif ouverte and ligne.strip() and not ligne.startswith((" ", "\f")):
            notes[courante] += " " + ligne.strip()
        else:
            ouverte = False
            reste.append(ligne)
    return reste, notes


def retirer_appels(segments: dict[str, str], combien: int) -> tuple[dict[str, str], dict[str, list[int]]]:
    """Find the call of each footnote, in order, and take it out of the text."""
    appels: dict[str, list[int]] = {s: [] for s in segments}
    noms = list(segments)
    ici, place = 0, 0
    textes = dict(segments)
    for numero in range(1, combien + 1):
        motif = re.compile(rf"(?:(?<=[A-Za-zÀ-ÿ)])|(?<=\)) ){numero}(?!\d)")
        while (trouve := motif.search(textes[noms[ici]], place)) is None:
            ici, place = ici + 1, 0
            if ici == len(noms):
                sys.exit(f"L’appel de la note {numero} est introuvable.")
        texte = textes[noms[ici]]
        textes[noms[ici]] = texte[: trouve.start()] + texte[trouve.end() :]
        appels[noms[ici]].append(numero)
        place = trouve.start()
    return textes, appels


def inventorier(dossier: Path, plan: dict[str, dict[str, str | None]] | None = None) -> dict[str, Any]:
    """The inventory of a folder of sources, cut as `plan` says (where the segments of each begin), else segments.yaml."""
    plan = plan or yaml.safe_load((ICI / "segments.yaml").read_text(encoding="utf-8"))
    sortie: dict[str, Any] = {}
    for numero, debuts in plan.items():
        trouves = sorted(dossier.glob(f"{numero}_*.txt"))
        if len(trouves) != 1:
            sys.exit(
                f"Un fichier « {numero}_….txt » est attendu dans le dossier des sources ; il y en a {len(trouves)}."
            )
        lignes = trouves[0].read_text(encoding="utf-8").split("\n")
        notes: dict[int, str] = {}
        if numero == "004":
            lignes = [ligne for ligne in lignes if not re.fullmatch(r"\s*\d{1,2}\s*", ligne)]  # page numbers
            lignes, notes = detacher_notes(lignes)
            lignes = [ligne for ligne in lignes if not ligne.startswith("https://")]  # an address printed twice
            if len(notes) != NOTES_DU_004:
                sys.exit(f"{len(notes)} notes de bas de page trouvées, {NOTES_DU_004} attendues.")
        segments = segmenter(lignes, debuts, trouves[0].name)
        segments, appels = retirer_appels(segments, len(notes))
        for segment, texte in segments.items():
            suite = " \n".join([texte, *(notes[n] for n in appels[segment])])
            sortie[f"{numero}/{segment}"] = {"notes": appels[segment], **relever(suite)}
    return sortie


def main(argv: list[str] | None = None) -> int:
    """Write the inventory, or compare it with the committed one."""
    arguments = argparse.ArgumentParser(
        description="Refaire build_scripts/inventaire.json depuis un dossier de sources."
    )
    arguments.add_argument("dossier", type=Path, help="dossier qui contient 000_….txt à 004_….txt")
    arguments.add_argument(
        "--verifier", action="store_true", help="comparer sans écrire ; code 1 si l’inventaire diffère"
    )
    choix = arguments.parse_args(argv)
    texte = json.dumps(inventorier(choix.dossier), ensure_ascii=False, indent=1) + "\n"
    if choix.verifier:
        meme = INVENTAIRE.is_file() and INVENTAIRE.read_text(encoding="utf-8") == texte
        print("L’inventaire est à jour." if meme else "L’inventaire diffère des sources : refaites-le.")
        return 0 if meme else 1
    INVENTAIRE.write_text(texte, encoding="utf-8")
    print(f"{INVENTAIRE.name} : {len(json.loads(texte))} segments.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
