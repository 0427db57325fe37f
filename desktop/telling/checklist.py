"""What a profile makes of what a person holds, as it is told: a verdict, groups in order, what would close the gap. No format."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.telling.story import said_by
from desktop.text.typography import french

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from desktop.corpus.model import Corpus
    from desktop.decision import BilanProfil, Questionnaires
    from desktop.decision.loading.profils import Exigence
    from desktop.telling.story import Said

CAUTION = "Selon la source, sans jugement sur la personne : les compétences s’évaluent entre collègues."


@dataclass(frozen=True, slots=True)
class ChecklistGroup:
    """A title and its lines, at least one."""

    titre: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChecklistStory:
    """The whole balance: `titre` of the profile, `verdict` in a line, `mise_en_garde`, groups, and what else is to be known."""

    titre: str
    verdict: str
    mise_en_garde: str
    groups: tuple[ChecklistGroup, ...]
    notes: tuple[Said, ...]


def tell_checklist(
    questionnaires: Questionnaires, found: BilanProfil, states: Mapping[str, str], corpus: Corpus | None = None
) -> ChecklistStory:
    """The balance of a profile. `states`: what was said of each item; what nobody said is not missing yet."""
    missing = [one for one in found.bloquants if _is_told(one, states, found)]
    unsaid = [one for one in found.bloquants if one not in missing]
    groups = (
        ("Ce qui manque et bloque", _names(missing)),
        ("Reste à dire", _names(unsaid)),
        ("Pour conclure", tuple(french(words) for words in dict.fromkeys(e.pour_conclure for e in missing) if words)),
        ("Seulement souhaité ou facultatif", _names(found.souhaites)),
        ("Compétences à évaluer", _names(found.a_evaluer)),
        ("Acquis", _names(found.acquis)),
        ("Que la source ne nomme pas (ni oui, ni non)", found.non_listes),
    )
    return ChecklistStory(
        french(found.profil.titre),
        french(_verdict(len(missing), len(unsaid))),
        french(CAUTION),
        tuple(ChecklistGroup(french(title), lines) for title, lines in groups if lines),
        tuple(said_by(questionnaires, corpus, note.texte, note.source, note.id) for note in found.notes),
    )


def _names(items: Iterable[Exigence]) -> tuple[str, ...]:
    return tuple(french(one.libelle) for one in items)


def _is_told(item: Exigence, states: Mapping[str, str], found: BilanProfil) -> bool:
    """Whether somebody said that a blocking item is missing: it, or another of its group, was answered."""
    group = [one.id for one in found.profil.exigences if item.groupe and one.groupe == item.groupe]
    return item.id in states or any(key in states for key in group)


def _verdict(missing: int, unsaid: int) -> str:
    rest = f"{unsaid} reste{'nt' if unsaid > 1 else ''} à dire"
    if missing:
        words = f"{missing} point{'s' if missing > 1 else ''} bloquant{'s' if missing > 1 else ''}"
        return f"{words}, {rest}" if unsaid else words
    return f"Rien ne bloque encore, {rest}" if unsaid else "Rien de bloquant ne manque"
