"""The story of a plan as a sheet of one page, and as ten lines for a letter: what one does, without the reasons.

The reasons follow in the annexe, the whole report (`report`). A sheet that is too long for its page gives up what the annexe
says too, in the order of `STEPS`; whom to reach, the line of the 15, what is to be met and to be prepared always stay.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from desktop.text.typography import bare, french

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desktop.telling.frame import Heading
    from desktop.telling.story import NeedCard, Story, StructureLine

NOTE_LINES = 3
STEPS = ("notes", "dimensions", "later_support", "support", "else", "later_details", "details", "apart")
"""What a sheet gives up, one after the other, until it fits: lines for notes, the six dimensions, support and details of the needs
after the first, then of all; at last each need is one line, and what is to be met and prepared stands in one list for all."""
LETTER_LINES = 10
LETTER_NEEDS = 3
"""So many needs have a line of their own in a letter; more share one."""


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to reach: the name, what for, and what other sources know of it."""

    nom: str
    detail: str
    noted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetNeed:
    """One need: its name, what to do, when the structures answer and who asks for them, what else there is.

    `to_meet`: conditions, for whom where they are several, and whether each is met. `to_prepare`: what is anticipated.
    """

    titre: str
    phrase: str
    details: tuple[str, ...]
    reunir: tuple[tuple[str, bool], ...]
    preparer: tuple[str, ...]
    sinon: str
    appui: str


@dataclass(frozen=True, slots=True)
class PlanSheet:
    """The sheet.

    `entete`: the hour it speaks of; `securite`: the line of the 15, its first sentence first; `apart`: each need has its own place.
    """

    entete: str
    libelle: str
    phrase: str
    ensuite: str
    joindre_titre: str
    joindre: tuple[Contact, ...]
    securite: tuple[str, str]
    securite_nature: str
    besoins: tuple[SheetNeed, ...]
    niveau: str
    niveau_nature: str
    dimensions: tuple[tuple[str, int], ...]
    situation: str
    limite: str
    pied: str
    notes: int = NOTE_LINES
    apart: bool = True

    @property
    def to_meet(self) -> tuple[tuple[str, bool], ...]:
        """What is to be met, for all needs."""
        return tuple(condition for besoin in self.besoins for condition in besoin.reunir)

    @property
    def to_prepare(self) -> tuple[str, ...]:
        """What is to be prepared, for all needs."""
        return tuple(texte for besoin in self.besoins for texte in besoin.preparer)


def compose(story: Story) -> PlanSheet:
    """Set out a story that was told with its frame. Raises ValueError for one without."""
    if story.heading is None:
        raise ValueError("a sheet wants a story with its frame")
    return _Setting(story, story.heading).sheet()


def reduced(sheet: PlanSheet, steps: int) -> PlanSheet:
    """The sheet less the first `steps` of `STEPS`."""
    given_up = STEPS[:steps]
    besoins = []
    for rank, besoin in enumerate(sheet.besoins):
        later = rank > 0
        if "support" in given_up or (later and "later_support" in given_up):
            besoin = replace(besoin, appui="")  # noqa: PLW2901
        if "else" in given_up:
            besoin = replace(besoin, sinon="")  # noqa: PLW2901
        if "details" in given_up or (later and "later_details" in given_up):
            besoin = replace(besoin, details=())  # noqa: PLW2901
        besoins.append(besoin)
    return replace(
        sheet,
        besoins=tuple(besoins),
        dimensions=() if "dimensions" in given_up else sheet.dimensions,
        notes=0 if "notes" in given_up else sheet.notes,
        apart="apart" not in given_up,
    )


def letter(sheet: PlanSheet) -> str:
    """At most ten lines for a letter, in plain spaces: the sentence, who, what is to be met and prepared, the 15."""
    lignes = [sheet.entete, " ".join(filter(None, (sheet.phrase, sheet.ensuite)))]
    if sheet.joindre:
        qui = " ; ".join(_contact(c) for c in sheet.joindre)
        lignes.append(f"{sheet.joindre_titre} : {qui}.")
    besoins = [_need_said(besoin) for besoin in sheet.besoins]
    lignes += besoins if len(besoins) <= LETTER_NEEDS else [" ".join(besoins)]
    a_reunir = [texte for texte, remplie in sheet.to_meet if not remplie]
    if a_reunir:
        lignes.append(f"À réunir : {' ; '.join(_small(texte) for texte in a_reunir)}.")
    if sheet.to_prepare:
        lignes.append(f"À préparer : {' ; '.join(_small(texte) for texte in sheet.to_prepare)}.")
    lignes += [" ".join(sheet.securite), f"{sheet.limite} {sheet.pied}"]
    assert len(lignes) <= LETTER_LINES  # noqa: S101 - counted above: 2 + 1 + 3 + 2 + 2
    return bare("\n".join(french(ligne) for ligne in lignes)).replace("1ᵉʳ", "1er") + "\n"


def _contact(contact: Contact) -> str:
    details = " ; ".join(filter(None, (contact.detail.rstrip("."), *contact.noted)))
    return f"{contact.nom} ({details})" if details else contact.nom


def _need_said(besoin: SheetNeed) -> str:
    details = [_small(detail.rstrip(".")) for detail in besoin.details]
    suite = f" ({' ; '.join(details)})" if details else ""
    return f"{besoin.titre} : {_small(besoin.phrase).rstrip('.')}{suite}."


class _Setting:
    def __init__(self, story: Story, heading: Heading) -> None:
        self._story = story
        self._heading = heading
        self._told: set[tuple[str, ...]] = set()

    def sheet(self) -> PlanSheet:
        story, heading, level = self._story, self._heading, self._story.level
        first, _, rest = story.securite.partition(". ")
        return PlanSheet(
            entete=heading.entete,
            libelle=heading.libelle,
            phrase=story.phrase,
            ensuite=story.ensuite,
            joindre_titre=story.joindre_titre,
            joindre=tuple(Contact(line.nom, line.dit.texte, _noted(line)) for line in story.joindre),
            securite=(f"{first}.", rest),
            securite_nature=story.securite_nature,
            besoins=tuple(self._need(card) for card in story.cartes),
            niveau=level.dit if level is not None else "",
            niveau_nature=level.nature if level is not None else "",
            dimensions=tuple((one.nom, one.niveau) for one in level.dimensions) if level is not None else (),
            situation=heading.situation,
            limite=heading.limite,
            pied=heading.versions,
        )

    def _need(self, card: NeedCard) -> SheetNeed:
        first = f"{_capital(card.premiers)}." if card.premiers else ""
        principal = [line for line in card.principal if line.named]
        return SheetNeed(
            titre=card.nom,
            phrase=" ".join(filter(None, (first, card.suite))),
            details=tuple(
                detail
                for line in principal
                for detail in (_detail(line, several=len(card.principal) > 1), *_noted(line))
            ),
            reunir=tuple(self._conditions(card)),
            preparer=tuple(said.texte for said in card.anticiper if self._new("anticiper", said.id)),
            sinon="\u202f; ".join(_reached(line) for line in card.alternatives),
            appui=" · ".join(_reached(line) for line in card.appuis),
        )

    def _conditions(self, card: NeedCard) -> Iterator[tuple[str, bool]]:
        """The conditions that were not said yet; the same words for several structures are one line."""
        new = [line for line in card.conditions if self._new(line.structure, line.id)]
        several = len({line.structure for line in new}) > 1
        for words in dict.fromkeys(line.dit.texte for line in new):
            held = [line for line in new if line.dit.texte == words]
            names = ", ".join(line.court for line in held)
            yield (f"{words} ({names})" if several else words), all(line.remplie for line in held)

    def _new(self, *key: str) -> bool:
        new = key not in self._told
        self._told.add(key)
        return new


def _detail(line: StructureLine, *, several: bool) -> str:
    """« Ne répond pas à 22 h 10, à demander par le médecin traitant. », with the name before where there are several."""
    words = ", ".join(filter(None, (line.maintenant_dit, line.acces)))
    return f"{_capital(french(f'{line.court} : {words}') if several else words)}."


def _reached(line: StructureLine) -> str:
    """« HAD (par le médecin traitant) »."""
    return f"{line.court} (par {line.par})" if line.par else line.court


def _noted(line: StructureLine) -> tuple[str, ...]:
    return tuple(f"{line.court}, {_small(one.spoken)}" for one in line.annotations)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _small(words: str) -> str:
    """Without a capital first; « EMSP » stays."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]
