"""Two states of a situation, side by side in words: what was answered, and what came out. No Qt."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desktop.decision.model import Role
from desktop.telling import wording
from desktop.text.typography import french

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from desktop.decision import Questionnaires
    from desktop.store import CaseLine

NOT_SAID = "pas dit"
_FIELDS = {
    Role.PRINCIPAL: "principal",
    Role.ALTERNATIVE: "alternatives",
    Role.APPUI: "appuis",
    Role.ANTICIPER: "anticiper",
}
"""Where a plan that is kept holds the structures of a role (docs/decisions.md § 7)."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs: what, before, after."""

    quoi: str
    avant: str
    apres: str

    @property
    def spoken(self) -> str:
        """As one line."""
        return french(f"{self.quoi} : {self.avant or 'rien'} → {self.apres or 'rien'}")


def facts_differ(q: Questionnaires, before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Difference, ...]:
    """The answers that differ."""
    found = []
    for nom in dict.fromkeys((*before, *after)):
        if before.get(nom) == after.get(nom) or nom not in q.faits:
            continue
        found.append(Difference(wording.name(q, nom), _given(q, nom, before), _given(q, nom, after)))
    return tuple(found)


def _given(q: Questionnaires, nom: str, facts: Mapping[str, Any]) -> str:
    if nom not in facts:
        return NOT_SAID
    try:
        return wording.given(q, nom, facts[nom])
    except KeyError:
        return str(facts[nom])  # a value that this questionnaire does not have any more


def plans_differ(q: Questionnaires, before: Any, after: Any) -> tuple[Difference, ...]:  # noqa: ANN401 - JSON
    """What differs between two plans in the shape that is kept (docs/decisions.md § 7)."""
    return tuple(_plans(q, before if isinstance(before, dict) else {}, after if isinstance(after, dict) else {}))


def _plans(q: Questionnaires, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Difference]:
    if before.get("niveau") != after.get("niveau"):
        yield Difference("Niveau", _level(before.get("niveau")), _level(after.get("niveau")))
    calls = [plan.get("joindre_maintenant") for plan in (before, after)]
    if calls[0] != calls[1]:
        yield Difference("À joindre maintenant", _names(q, calls[0]), _names(q, calls[1]))
    needs_before, needs_after, titles = _needs(before), _needs(after), q.orientation.textes.roles
    values = {value.id: value.libelle for value in q.faits["besoin"].valeurs}
    for besoin in dict.fromkeys((*needs_before, *needs_after)):
        old, new = needs_before.get(besoin), needs_after.get(besoin)
        title = french(values.get(besoin, besoin))
        if old is None or new is None:
            yield Difference(title, "demandé" if old is not None else "", "demandé" if new is not None else "")
            continue
        for role, word in ((field, french(titles[role.value])) for role, field in _FIELDS.items()):
            if list(old.get(role) or ()) != list(new.get(role) or ()):
                name = f"{title}, {word[0].lower()}{word[1:]}" if len(needs_after) > 1 else word
                yield Difference(name, _names(q, old.get(role)), _names(q, new.get(role)))
        if bool(old.get("ouvert")) != bool(new.get("ouvert")):
            yield Difference(f"{title}, choix", *("ouvert" if plan.get("ouvert") else "tranché" for plan in (old, new)))


def _needs(plan: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    return {str(need.get("besoin")): need for need in plan.get("besoins") or () if isinstance(need, dict)}


def _level(value: Any) -> str:  # noqa: ANN401
    if isinstance(value, list):
        return wording.levels(value)
    return "" if value is None else str(value)


def _names(q: Questionnaires, structures: Sequence[str] | None) -> str:
    known, planned = q.orientation.structures, q.orientation.anticipations
    names = [known[s].court if s in known else planned.get(s, s) for s in structures or ()]
    return french(", ".join(names))


def summary(q: Questionnaires, line: CaseLine) -> str:
    """A kept case on one line: « Organiser les soins · HAD · niveau 2 »; its plan is not decoded for it."""
    facts = _object(line.facts)
    told = json.loads(line.told) if line.told else None
    given = facts.get("besoin")
    needs = [n for n in (given if isinstance(given, list) else ()) if n in q.faits["besoin"].identifiants]
    parts = [wording.given(q, "besoin", needs)] if needs else []
    if told is not None:
        principal, niveau = told
        parts.append(_names(q, principal if isinstance(principal, list) else ()))
        level = _level(niveau)
        if level and any(nom in facts for nom in (*q.niveau.dimensions.noms, "niveau")):
            parts.append(f"niveau {level}")
    words = french(" · ".join(part for part in parts if part))
    return words[:1].upper() + words[1:]


def _object(text: str) -> dict[str, Any]:
    """Facts as they are kept; none of them for a text that is no object any more (a damaged file)."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
