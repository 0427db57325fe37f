"""The story of a plan as a report: headings and lines in order. `report_text` writes it; on paper it is the annexe of the sheet.

It says when and for which hour, the answers, the level, the plan with its reasons and references, what the texts leave open, what
would change the answer, the versions and the limits of the tool. It holds no identity: none is asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.telling.story import AWAITED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from desktop.telling.frame import Heading
    from desktop.telling.story import NeedCard, Said, Story, StructureLine


@dataclass(frozen=True, slots=True)
class Element:
    """One line: its text, what supports it in words, and the references it leans on. `case` draws a box to tick.

    `details`: what other sources say of the structure that the line tells, each a line of its own.
    """

    texte: str
    nature: str = ""
    references: tuple[str, ...] = ()
    case: bool | None = None
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its lines; `niveau` 1 for a part of the report, 2 inside one."""

    titre: str
    elements: tuple[Element, ...]
    niveau: int = 1


@dataclass(frozen=True, slots=True)
class PlanReport:
    """The whole report, ready to be written in any shape."""

    titre: str
    date: str
    phrase: str
    securite: str
    sections: tuple[Section, ...]
    pied: tuple[str, ...]


def compose(story: Story) -> PlanReport:
    """Set out a story that was told with its frame. Raises ValueError for one without."""
    if story.heading is None:
        raise ValueError("a report wants a story with its frame")
    return _Setting(story, story.heading).report()


class _Setting:
    def __init__(self, story: Story, heading: Heading) -> None:
        self._story = story
        self._heading = heading
        # What was said once, for one need or for the level, is not said again.
        self._told: set[tuple[str, ...]] = set()

    def report(self) -> PlanReport:
        story, heading = self._story, self._heading
        sections = [
            Section("Réponses données", tuple(self._answers())),
            Section("Niveau de complexité", tuple(self._level())),
            Section(story.joindre_titre, tuple(self._line(f"{c.nom}. {c.dit.texte}", c.dit, c) for c in story.joindre)),
        ]
        for card in story.cartes:
            sections += self._need(card)
        sections += [
            Section("Ce que les textes laissent ouvert", tuple(self._notes(story.ouverts))),
            Section("Ce qui changerait la réponse", tuple(Element(change.sentence) for change in story.changes)),
        ]
        return PlanReport(
            titre=heading.titre,
            date=heading.date,
            phrase=story.phrase,
            securite=story.securite,
            sections=tuple(s for s in sections if s.elements),
            pied=(*heading.limites, heading.versions),
        )

    def _answers(self) -> Iterator[Element]:
        for nom, valeur in self._story.reponses:
            yield Element(f"{nom}\u00a0: {valeur}")
        if self._story.missing:
            yield Element(f"Pas encore dit, et qui peut changer le plan\u00a0: {', '.join(self._story.missing)}")

    def _level(self) -> Iterator[Element]:
        level = self._story.level
        if level is None:
            return
        yield Element(level.dit, level.nature)
        for one in level.dimensions:
            made = ", fixe le niveau" if one.fixe else ""
            yield Element(f"{one.nom}\u00a0: {one.valeur} ({one.niveau}{made})")
        yield from self._notes(self._story.niveau)
        if self._story.expertise is not None:
            yield _element(self._story.expertise.court)

    def _need(self, card: NeedCard) -> list[Section]:
        first = f"D’abord\u00a0: {card.premiers}." if card.premiers else ""
        sections = [Section(card.nom, (Element(" ".join(filter(None, (first, card.suite)))),))]
        for _, title, lines in card.roles:
            sections.append(Section(title, tuple(self._structure(line) for line in lines), 2))
        if card.anticiper:
            sections.append(Section(card.anticiper_titre, tuple(_element(said) for said in card.anticiper), 2))
        sections += self._conditions(card)
        if notes := tuple(self._notes(card.rappels)):
            sections.append(Section("À savoir", notes, 2))
        return sections

    def _structure(self, line: StructureLine) -> Element:
        parts = [line.nom, line.maintenant_dit, line.acces, "" if line.certain else AWAITED]
        return self._line(f"{', '.join(filter(None, parts))}. {line.dit.texte}", line.dit, line)

    def _conditions(self, card: NeedCard) -> Iterator[Section]:
        """What is still to be met, structure by structure."""
        for structure in dict.fromkeys(line.structure for line in card.conditions):
            lines = [line for line in card.conditions if line.structure == structure]
            elements = tuple(
                _element(line.dit, case=line.remplie) for line in lines if self._new("condition", structure, line.id)
            )
            if elements:
                yield Section(f"À réunir pour {lines[0].pour}", elements, 2)

    def _notes(self, notes: Iterable[Said]) -> Iterator[Element]:
        return (_element(note) for note in notes if self._new("note", note.id))

    def _new(self, *key: str) -> bool:
        """Whether this was not said yet; from now on it is."""
        new = key not in self._told
        self._told.add(key)
        return new

    @staticmethod
    def _line(words: str, said: Said, line: StructureLine) -> Element:
        return Element(words, said.nature, said.places, details=tuple(one.spoken for one in line.annotations))


def _element(said: Said, *, case: bool | None = None) -> Element:
    return Element(said.texte, said.nature, said.places, case)
