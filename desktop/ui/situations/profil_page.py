"""« Ce profil est-il complet ? »: what a post asks for, with its force, against what the person holds."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.decision import profil
from desktop.export.checklist_text import checklist_text
from desktop.store import Draft
from desktop.telling.checklist import tell_checklist
from desktop.telling.story import said_by
from desktop.text.typography import french
from desktop.ui.kit.focus import Roving, take_focus
from desktop.ui.kit.spoken import GROUP, RADIO, spoken
from desktop.ui.kit.widgets import Badge, FlowLayout, button, row, text
from desktop.ui.situations.ids import BILAN
from desktop.ui.situations.side_page import SidePage
from desktop.ui.situations.switches import set_switch, switch_button

if TYPE_CHECKING:
    from desktop.decision import BilanProfil, Questionnaires
    from desktop.decision.loading.profils import Exigence, Profil
    from desktop.telling.checklist import ChecklistStory
    from desktop.ui.door.context import Context
    from desktop.ui.door.place import Place
    from desktop.ui.situations.room import Decisions
    from desktop.ui.situations.switches import SwitchButton

FORCES = {
    "pre_requis": ("Pré-requis", "obligation"),
    "obligatoire": ("Obligatoire", "obligation"),
    "requis": ("Requis", "obligation"),
    "souhaite": ("Souhaité", "recommandation"),
    "facultatif": ("Facultatif", "possibilite"),
    "competence": ("Compétence à évaluer", "possibilite"),
}
STATES = {"acquis": "oui", "en_cours": "en cours", "engagement": "s’y engage", "non": "non"}


def draft_name(key: str) -> str:
    """The name of a profile's answers in the store."""
    return f"profil-{key}"


class ProfilPage(SidePage):
    """A checklist a post; the answers are kept as a draft on this computer."""

    def __init__(self, context: Context, decisions: Decisions) -> None:
        super().__init__(context, decisions)
        self.data = context.data
        self.key = ""
        self.states: dict[str, dict[str, str]] = {}
        self.switches: dict[tuple[str, str], SwitchButton] = {}
        self.data.erased.connect(self.states.clear)

    def show_place(self, place: Place) -> None:
        """The profile whose id is the target; the first without one."""
        self.decisions.load()
        self.data.open()
        self.key = place.cible
        if self.key and self.key not in self.states:
            self._recall(self.key)
        self.rebuild()
        if self.isVisible():
            self.focus_main()

    def focus_main(self) -> None:
        """The first switch."""
        first = next(iter(self.switches.values()), None)
        if first is not None:
            take_focus(first)

    def _recall(self, key: str) -> None:
        """Find the answers of an earlier visit."""

        def done(draft: Draft | None) -> None:
            if draft is not None and not self.states.get(key):
                self.states[key] = {item: str(state) for item, state in draft.facts.items() if state in STATES}
                self.rebuild()

        self.data.write(lambda store: store.drafts.get(draft_name(key)), done)

    # -- drawing

    def rebuild(self) -> None:
        """Draw checklist and result."""
        q = self.decisions.questionnaires
        self.empty_form()
        self.switches = {}
        if q is None:
            self.form_box.addWidget(text(self.decisions.problem or "Lecture des questionnaires…", "soft", wrap=True))
        else:
            if self.key not in q.profils:
                self.key = next(iter(q.profils))
            self._form(q, q.profils[self.key])
            self._result(q)
        self.form_box.addStretch(1)
        self.arrange()

    def _form(self, q: Questionnaires, found: Profil) -> None:
        px = self.context.theme.px
        self.form_box.addWidget(text("Bilan d’un profil de poste", "small"))
        self.form_box.addWidget(text(french(found.titre), "title", wrap=True))
        line = FlowLayout(px(8))
        posts = []
        for other in q.profils.values():
            made = switch_button(french(other.titre), self.context.theme, on=other.id == found.id, role=RADIO)
            made.clicked.connect(partial(self.context.go, BILAN, other.id))
            posts.append(made)
            line.addWidget(made)
        Roving(posts)
        self.form_box.addLayout(line)
        heading = ""
        for exigence in found.exigences:
            if exigence.rubrique != heading:
                heading = exigence.rubrique
                self.form_box.addSpacing(px(8))
                self.form_box.addWidget(text(french(heading), "heading", wrap=True))
            self.form_box.addWidget(self._item(q, exigence))

    def _item(self, q: Questionnaires, exigence: Exigence) -> QWidget:
        px = self.context.theme.px
        holder = QWidget()
        spoken(holder, GROUP)
        holder.setAccessibleName(french(exigence.question))
        box = QVBoxLayout(holder)
        box.setContentsMargins(0, px(4), 0, px(4))
        box.setSpacing(0)
        head = QHBoxLayout()
        head.setSpacing(px(10))
        head.addWidget(self.write.text(french(exigence.question)), 1)
        word, family = FORCES[exigence.force]
        head.addWidget(Badge(word, self.context.theme, family))
        members = []
        for state, name in STATES.items():
            if state in exigence.compte or state in ("acquis", "non"):
                members.append(self._switch(exigence, state, name))
                head.addWidget(members[-1])
        Roving(members)
        box.addLayout(head)
        refs = said_by(q, self.context.corpus, exigence.aide, exigence.source)
        box.addWidget(self.write.statement(refs) if exigence.aide else self.write.source(refs))
        return holder

    def _switch(self, exigence: Exigence, state: str, name: str) -> SwitchButton:
        on = self.states.get(self.key, {}).get(exigence.id) == state
        made = switch_button(name, self.context.theme, on=on, role=RADIO)
        made.setAccessibleName(french(f"{exigence.libelle} : {name}"))
        made.clicked.connect(lambda checked: self._answer(exigence, state, on=checked))
        self.switches[exigence.id, state] = made
        return made

    def _answer(self, exigence: Exigence, state: str, *, on: bool) -> None:
        states = self.states.setdefault(self.key, {})
        if on:
            states[exigence.id] = state
        else:
            states.pop(exigence.id, None)
        for (item, other), made in self.switches.items():
            if item == exigence.id:
                set_switch(made, STATES[other], on=on and other == state)
        draft = Draft(draft_name(self.key), dict(states))
        self.data.write(lambda store: store.drafts.save(draft))
        if (q := self.decisions.questionnaires) is not None:
            self._result(q)

    # -- result

    def outcome(self, q: Questionnaires) -> BilanProfil:
        """What the answers make of the profile."""
        return profil(q, self.key, self.states.get(self.key, {}))

    def _result(self, q: Questionnaires) -> None:
        px = self.context.theme.px
        self.empty_side()
        story = self._told(q)
        self.side_box.addWidget(text(story.verdict, "title", wrap=True))
        self.side_box.addWidget(text(story.mise_en_garde, "small", wrap=True))
        for group in story.groups:
            self.side_box.addSpacing(px(8))
            self.side_box.addWidget(text(f"{group.titre} ({len(group.lines)})", "heading", wrap=True))
            for line in group.lines:
                self.side_box.addWidget(self.write.text(f"› {line}"))
        if story.notes:
            self.side_box.addSpacing(px(8))
            self.side_box.addWidget(text("À savoir", "heading"))
        for note in story.notes:
            self.side_box.addWidget(self.write.statement(note))
        self.side_box.addSpacing(px(8))
        self.side_box.addLayout(row(button("Copier", self.copy), button("Recommencer", self.again)))
        self.side_box.addStretch(1)

    def _told(self, q: Questionnaires) -> ChecklistStory:
        return tell_checklist(q, self.outcome(q), self.states.get(self.key, {}), self.context.corpus)

    def copy(self) -> None:
        """The result as text."""
        q = self.decisions.questionnaires
        if q is None:
            return
        QGuiApplication.clipboard().setText(checklist_text(self._told(q)))
        self.context.say("Bilan copié.")

    def again(self) -> None:
        """Take all answers of this profile back."""
        key = self.key
        self.states[key] = {}
        self.data.write(lambda store: store.drafts.discard(draft_name(key)))
        self.rebuild()
        self.focus_main()
