"""What the orientation asks and in which order, and which fact plays which part: `orientation/formulaire.yaml`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.decision.loading import reading
from desktop.decision.loading.vocabulary import refus
from desktop.decision.model import Course, FactParts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop.decision.loading.sources import Brut
    from desktop.decision.model import Fait

# The parts as the data name them, and as the engine does.
_PARTS = {
    "demande": "need",
    "presse": "priority",
    "rang_connu": "level",
    "appelle": "caller",
    "horloge": "moment",
    "deja_la": "in_place",
    "refuse": "refusal",
    "accorde": "agreement",
}
_SEVERAL = ("demande", "deja_la", "refuse", "accorde")


def build(raw: Brut, facts: Mapping[str, Fait], dimensions: tuple[str, ...]) -> Course:
    """The course, checked: what is asked is in its order, what stands beside may be left unsaid. Raises ContentError."""
    lists = ("faits", "rejeu", "a_cote", "interrupteurs", "d_abord", "changements", "en_tete")
    reading.cles(raw, lists[2:], ("titre", "faits", "rejeu", "parts"))
    variables, replay, beside, switches, first, changes, heading = (
        reading.tous_parmi(raw, name, facts) for name in lists
    )
    parts = _parts(raw, facts)
    asked = {*variables, *dimensions, parts.need, parts.priority, parts.level} - {""}
    if missing := [name for name in asked if name not in replay]:
        raise refus(raw, f"« rejeu » ne dit pas quand on rejoue {', '.join(sorted(missing))}")
    for name, listed in (("rejeu", replay), ("a_cote", beside), ("interrupteurs", switches), ("changements", changes)):
        if others := [fact for fact in listed if fact not in asked]:
            raise refus(raw, f"« {name} » nomme {', '.join(others)}, que rien ne demande", attendu=", ".join(replay))
        if len(set(listed)) < len(listed):
            raise refus(raw, f"« {name} » nomme deux fois le même fait")
    for fact in beside:
        if not facts[fact].facultatif and fact != parts.level:
            raise refus(
                raw,
                f"« {fact} » n’est pas demandé à son tour : il doit pouvoir ne pas être dit",
                attendu="facultatif: true",
            )
    return Course(raw["titre"], variables, replay, beside, switches, first, changes, heading, parts)


def _parts(raw: Brut, facts: Mapping[str, Fait]) -> FactParts:
    given = reading.cles(raw["parts"], _PARTS, ("demande",), hote=raw)
    found = {part: reading.parmi(given, name, facts) for name, part in _PARTS.items() if name in given}
    for name in _SEVERAL:
        if name in given and not facts[given[name]].plusieurs:
            raise refus(given, f"« {given[name]} » ne peut pas être « {name} »", attendu="un fait à plusieurs valeurs")
    return FactParts(**found)
