"""« Ce profil est-il complet ? »: what a post asks for, with its force, against what the person holds."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.decision import profil
from desktop.store import Draft
from desktop.telling.story import said_by
from desktop.text.typography import bare, french
from desktop.ui.kit.focus import Roving, take_focus
from desktop.ui.kit.spoken import GROUP, RADIO, spoken
from desktop.ui.kit.widgets import Badge, FlowLayout, button, row, text
from desktop.ui.situations.ids import BILAN
from desktop.ui.situations.side_page import SidePage
from desktop.ui.situations.switches import set_switch, switch_button

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desktop.decision import BilanProfil, Questionnaires
    from desktop.decision.loading.profils import Exigence, Profil
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

    def bilan(self, q: Questionnaires) -> BilanProfil:
        """What the answers make of the profile."""
        return profil(q, self.key, self.states.get(self.key, {}))

    def _result(self, q: Questionnaires) -> None:
        px = self.context.theme.px
        self.empty_side()
        found = self.bilan(q)
        states = self.states.get(self.key, {})
        missing = [one for one in found.bloquants if told(one, states, found)]
        unsaid = [one for one in found.bloquants if one not in missing]
        self.side_box.addWidget(text(verdict(len(missing), len(unsaid)), "title", wrap=True))
        words = "Selon la source, sans jugement sur la personne : les compétences s’évaluent entre collègues."
        self.side_box.addWidget(text(words, "small", wrap=True))
        self._group("Ce qui manque et bloque", _names(missing))
        self._group("Reste à dire", _names(unsaid))
        self._group(
            "Pour conclure",
            [french(words) for words in dict.fromkeys(e.pour_conclure for e in missing if e.pour_conclure)],
        )
        self._group("Seulement souhaité ou facultatif", _names(found.souhaites))
        self._group("Compétences à évaluer", _names(found.a_evaluer))
        self._group("Acquis", _names(found.acquis))
        self._group("Que la source ne nomme pas (ni oui, ni non)", list(found.non_listes))
        if found.notes:
            self.side_box.addSpacing(px(8))
            self.side_box.addWidget(text("À savoir", "heading"))
        for note in found.notes:
            self.side_box.addWidget(self.write.statement(said_by(q, self.context.corpus, note.texte, note.source)))
        self.side_box.addSpacing(px(8))
        self.side_box.addLayout(row(button("Copier", self.copy), button("Recommencer", self.again)))
        self.side_box.addStretch(1)

    def _group(self, title: str, lines: Sequence[str]) -> None:
        if not lines:
            return
        self.side_box.addSpacing(self.context.theme.px(8))
        self.side_box.addWidget(text(f"{title} ({len(lines)})", "heading", wrap=True))
        for line in lines:
            self.side_box.addWidget(self.write.text(f"› {line}"))

    def copy(self) -> None:
        """The result as text."""
        q = self.decisions.questionnaires
        if q is None:
            return
        found = self.bilan(q)
        states = self.states.get(self.key, {})
        missing = tuple(one for one in found.bloquants if told(one, states, found))
        unsaid = tuple(one for one in found.bloquants if one not in missing)
        lines = [found.profil.titre, verdict(len(missing), len(unsaid))]
        groups = (("Manque et bloque", missing), ("Reste à dire", unsaid), ("Souhaité ou facultatif", found.souhaites))
        for title, items in (*groups, ("À évaluer", found.a_evaluer), ("Acquis", found.acquis)):
            lines += [f"{title} :", *(f"- {one.libelle}" for one in items)] if items else []
        lines += (
            ["Pour conclure :", *(f"- {words}" for words in dict.fromkeys(found.pour_conclure))]
            if found.pour_conclure
            else []
        )
        QGuiApplication.clipboard().setText(bare("\n".join(lines)) + "\n")
        self.context.say("Bilan copié.")

    def again(self) -> None:
        """Take all answers of this profile back."""
        key = self.key
        self.states[key] = {}
        self.data.write(lambda store: store.drafts.discard(draft_name(key)))
        self.rebuild()
        self.focus_main()


def _names(items: Sequence[Exigence]) -> list[str]:
    return [french(one.libelle) for one in items]


def told(exigence: Exigence, states: Mapping[str, str], found: BilanProfil) -> bool:
    """Whether somebody said that a blocking item is missing: it, or another of its group, was answered."""
    group = [one.id for one in found.profil.exigences if exigence.groupe and one.groupe == exigence.groupe]
    return exigence.id in states or any(key in states for key in group)


def verdict(missing: int, unsaid: int) -> str:
    """The first line of the result."""
    rest = f"{unsaid} reste{'nt' if unsaid > 1 else ''} à dire"
    if missing:
        words = f"{missing} point{'s' if missing > 1 else ''} bloquant{'s' if missing > 1 else ''}"
        return f"{words}, {rest}" if unsaid else words
    return f"Rien ne bloque encore, {rest}" if unsaid else "Rien de bloquant ne manque"
