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

HERE = Path(__file__).resolve().parent
INVENTORY = HERE / "inventaire.json"
NOTES_OF_004 = 27

MONTHS = (
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
_DATE_FIGURES = re.compile(r"\b(\d{2})/(\d{2})/(\d{4})\b")
_DATE_WORDS = re.compile(r"\b(\d{1,2})(?:er)?\s+(" + "|".join(MONTHS) + r")\s+(\d{4})\b")
_REFERENCES = re.compile(
    r"DGOS(?:/[0-9A-Z]+)+|DH/EO2/2000/295|DHOSS? ?03-2006-506|DHOS/O/|cnamts/dccrf"
    r"|\b[LDR]\. ?\d[\d-]*\d|\b(?:92|95)-\d{4}\b|\b2021-1754\b|Annexe 11-1|LEGIARTI\d+|J1502|B4B/04|05T10|23z02z",
)
_NUMBER = re.compile(r"(?<![A-Za-zÀ-ÿ0-9,.])\d+(?:[.,]\d+)?")
_ENUMERATOR = re.compile(r"(?:(?<=^)|(?<=[\s(]))\d{1,2}[.)] +(?=[A-Za-zÀ-ÿ])", re.MULTILINE)
_ACRONYM = re.compile(r"(?<![A-Za-zÀ-ÿ0-9])[A-ZÀ-Þ][A-ZÀ-Þ0-9]*[A-ZÀ-Þ](?![a-zß-ÿ])|\bHdJ\b|\bT2A\b|\bmedCo\b")
# Words that the sources write in capitals amid a line and that are no acronyms, and whole lines that are headings.
_CAPITALS = frozenset(
    (
        "ANNEXE", "INSTRUCTION", "INTERMINISTÉRIELLE", "OBJECTIFS", "DE", "DESCRIPTION", "DECLINAISON", "PAR", "LES", "II", "III",
        "EX", "RESEAU",
    )
)  # fmt: skip
_TITLES = frozenset(
    (
        "OBJECTIFS DE", "L'INSTRUCTION", "PROFIL DE POSTE « MEDECIN COORDONNATEUR EN HAD »",
        "PROFIL DE POSTE MEDECIN EN SOINS PALLIATIFS",
        '"TRONC COMMUN"', "SOINS", "COORDINATION EN SANTÉ", "NIVEAU DE QUALIFICATION MINIMUM", "CODE MÉTIER", "RÉFÉRENTIEL",
        "ACTIVITÉS", "SAVOIR-FAIRE", "CONNAISSANCES REQUISES", "AUTRES RÉFÉRENTIELS", "FORMATION", "INFOS GÉNÉRALES",
        "NIVEAU DE QUALIFICATION", "STATUT ET ACCÈS", "EXERCICE DU MÉTIER", "CONDITIONS ET ENVIRONNEMENT DE TRAVAIL",
        "AUTRES APPELLATIONS COURANTES", "MOBILITÉ", "PASSERELLES",
    )
)  # fmt: skip


def bare(text: str) -> str:
    """Plain spaces, straight apostrophes, digits of one number together."""
    text = re.sub(r"[\u00a0\u202f\u2009]", " ", text).replace("’", "'")
    return re.sub(r"(?<=\d) (?=\d{3}(?!\d))", "", text)


def take_survey(text: str) -> dict[str, list[str]]:
    """Numbers, dates, acronyms and references of a text, each sorted and once."""
    text = bare(text)
    dates = {f"{a}-{m}-{j}" for j, m, a in _DATE_FIGURES.findall(text)}
    dates |= {f"{a}-{MONTHS.index(m) + 1:02}-{int(j):02}" for j, m, a in _DATE_WORDS.findall(text)}
    rest = _DATE_WORDS.sub(" ", _DATE_FIGURES.sub(" ", text))
    references = {re.sub(r"\s+", "", r) for r in _REFERENCES.findall(rest)}
    rest = _ENUMERATOR.sub(" ", _REFERENCES.sub(" ", rest))
    numbers = {n.replace(",", ".") for n in _NUMBER.findall(rest)}
    current = "\n".join(line for line in rest.split("\n") if line.strip() not in _TITLES)
    acronyms = {s for s in _ACRONYM.findall(current) if s not in _CAPITALS}
    return {
        "dates": sorted(dates),
        "nombres": sorted(numbers, key=float),
        "references": sorted(references),
        "sigles": sorted(acronyms),
    }


def _begins(line: str, start: str) -> bool:
    left = re.sub(r"^\W+", "", bare(line)).rstrip()
    return left == start[:-1] if start.endswith("|") else left.startswith(start)


def cut_segments(lines: list[str], starts: dict[str, str | None], name: str) -> dict[str, str]:
    """Cut the lines at the beginnings, in order. Raises SystemExit naming the beginning that is not found."""
    bounds: list[tuple[str, int]] = []
    place = 0
    for segment, start in starts.items():
        if start is not None:
            place = next((i for i in range(place, len(lines)) if _begins(lines[i], start)), -1)
            if place < 0:
                sys.exit(f"{name} : le début du segment « {segment} » (« {start} ») est introuvable.")
        bounds.append((segment, place))
        place += 1
    ends = [*(start for _, start in bounds[1:]), len(lines)]
    return {segment: "\n".join(lines[start:end]) for (segment, start), end in zip(bounds, ends, strict=True)}


def detach_notes(lines: list[str]) -> tuple[list[str], dict[int, str]]:
    """Take the footnotes off the feet of the pages; returns the other lines, and the text of each note."""
    rest: list[str] = []
    notes: dict[int, str] = {}
    current = 0
    opened = False
    for line in lines:
        following = current + 1
        if re.match(rf"{following} ?[A-Za-zÀ-ÿ]", line) and not re.match(rf"{following} niveaux", line):
            current, opened = following, True
            notes[current] = line.removeprefix(str(following)).strip()
        elif opened and line.strip() and not line.startswith((" ", "\f")):
            notes[current] += " " + line.strip()
        else:
            opened = False
            rest.append(line)
    return rest, notes


def remove_calls(segments: dict[str, str], how_many: int) -> tuple[dict[str, str], dict[str, list[int]]]:
    """Find the call of each footnote, in order, and take it out of the text."""
    calls: dict[str, list[int]] = {s: [] for s in segments}
    names = list(segments)
    here, place = 0, 0
    texts = dict(segments)
    for number in range(1, how_many + 1):
        pattern = re.compile(rf"(?:(?<=[A-Za-zÀ-ÿ)])|(?<=\)) ){number}(?!\d)")
        while (found := pattern.search(texts[names[here]], place)) is None:
            here, place = here + 1, 0
            if here == len(names):
                sys.exit(f"L’appel de la note {number} est introuvable.")
        text = texts[names[here]]
        texts[names[here]] = text[: found.start()] + text[found.end() :]
        calls[names[here]].append(number)
        place = found.start()
    return texts, calls


def take_inventory(folder: Path, plan: dict[str, dict[str, str | None]] | None = None) -> dict[str, Any]:
    """The inventory of a folder of sources, cut as `plan` says (where the segments of each begin), else segments.yaml."""
    plan = plan or yaml.safe_load((HERE / "segments.yaml").read_text(encoding="utf-8"))
    output: dict[str, Any] = {}
    for number, starts in plan.items():
        found = sorted(folder.glob(f"{number}_*.txt"))
        if len(found) != 1:
            sys.exit(f"Un fichier « {number}_….txt » est attendu dans le dossier des sources ; il y en a {len(found)}.")
        lines = found[0].read_text(encoding="utf-8").split("\n")
        notes: dict[int, str] = {}
        if number == "004":
            lines = [line for line in lines if not re.fullmatch(r"\s*\d{1,2}\s*", line)]  # page numbers
            lines, notes = detach_notes(lines)
            lines = [line for line in lines if not line.startswith("https://")]  # an address printed twice
            if len(notes) != NOTES_OF_004:
                sys.exit(f"{len(notes)} notes de bas de page trouvées, {NOTES_OF_004} attendues.")
        segments = cut_segments(lines, starts, found[0].name)
        segments, calls = remove_calls(segments, len(notes))
        for segment, text in segments.items():
            following = " \n".join([text, *(notes[n] for n in calls[segment])])
            output[f"{number}/{segment}"] = {"notes": calls[segment], **take_survey(following)}
    return output


def main(argv: list[str] | None = None) -> int:
    """Write the inventory, or compare it with the committed one."""
    arguments = argparse.ArgumentParser(
        description="Refaire build_scripts/inventaire.json depuis un dossier de sources."
    )
    arguments.add_argument("dossier", type=Path, help="dossier qui contient 000_….txt à 004_….txt")
    arguments.add_argument(
        "--verifier", action="store_true", help="comparer sans écrire ; code 1 si l’inventaire diffère"
    )
    choice = arguments.parse_args(argv)
    text = json.dumps(take_inventory(choice.dossier), ensure_ascii=False, indent=1) + "\n"
    if choice.verifier:
        same = INVENTORY.is_file() and INVENTORY.read_text(encoding="utf-8") == text
        print("L’inventaire est à jour." if same else "L’inventaire diffère des sources : refaites-le.")
        return 0 if same else 1
    INVENTORY.write_text(text, encoding="utf-8")
    print(f"{INVENTORY.name} : {len(json.loads(text))} segments.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
