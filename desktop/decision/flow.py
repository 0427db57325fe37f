"""The questionnaire as it is answered: current question, answers counted and set aside, how much may still come.

A flow is a pure function of the answers given, whatever their order: `answer` returns a new flow and replays it from scratch, so
any order of edits equals a fresh fill (law 12).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from desktop.decision import facts, questions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop.decision.loading.sources import Brut
    from desktop.decision.model import Fait
    from desktop.decision.orientation import Orientation
    from desktop.decision.plan import Plan


@dataclass(frozen=True, slots=True)
class Question:
    """One question as it is asked now: the words for these needs, and the answers that can stand with the others."""

    fait: Fait
    texte: str
    permises: tuple[str, ...]

    @property
    def id(self) -> str:
        """Identifier of the fact."""
        return self.fait.id


@dataclass(frozen=True, slots=True)
class SetAside:
    """An answer that counts for nothing now: `sans_objet` (it would change nothing) or `impossible` beside the others."""

    fait: str
    valeur: Brut
    raison: str


@dataclass(frozen=True, slots=True)
class _Asked:
    """Questions that would change the plan now, the most deciding first; and all those that may come to."""

    utiles: tuple[str, ...]
    eventuelles: frozenset[str]


@dataclass(frozen=True, slots=True)
class _State:
    comptees: Mapping[str, Any]
    ecartees: tuple[SetAside, ...]
    attendues: tuple[str, ...]


class Flow:
    """A questionnaire being filled. Immutable: `answer` and `without` give another flow."""

    def __init__(
        self,
        orientation: Orientation,
        reponses: Mapping[str, Any] | None = None,
        memo: dict[str, _Asked] | None = None,
    ) -> None:
        """`reponses`: answers already known (the user's role, the moment from the clock). Raises FaitsError for a bad value.

        `memo`: useful questions by answers, shared from one flow to the next; only a saving of time.
        """
        self.orientation = orientation
        self._q = q = orientation.questionnaires
        self._parts, self._ordre, self._a_cote = q.parts, q.course.replay, q.course.beside
        propres: dict[str, Any] = {}
        for nom, valeur in (reponses or {}).items():
            if nom == self._parts.priority:
                propres[nom] = valeur
            else:
                propres.update(facts.validate(q, {nom: valeur}, self._ordre))
        self._memo: dict[str, _Asked] = {} if memo is None else memo
        self.reponses: Mapping[str, Any] = {nom: propres[nom] for nom in self._ordre if nom in propres}

    def answer(self, fait: str, valeur: Brut) -> Flow:
        """The flow with one answer given or changed.

        Raises FaitsError when the value is not allowed or can't stand with answers that come before it in the replay.
        """
        nouveau = Flow(self.orientation, {**self.reponses, fait: valeur}, self._memo)
        for ecarte in nouveau.set_aside:
            if ecarte.fait == fait and ecarte.raison == "impossible":
                facts.box_for(self.orientation.questionnaires, {**nouveau.counted, fait: nouveau.reponses[fait]})
        return nouveau

    def without(self, fait: str) -> Flow:
        """The flow with one answer taken back."""
        reponses = {nom: valeur for nom, valeur in self.reponses.items() if nom != fait}
        return Flow(self.orientation, reponses, self._memo)

    @property
    def counted(self) -> Mapping[str, Any]:
        """Answers that count, in replay order."""
        return self._state.comptees

    @property
    def set_aside(self) -> tuple[SetAside, ...]:
        """Answers that were given and count for nothing now: shown, never used."""
        return self._state.ecartees

    @cached_property
    def plan(self) -> Plan:
        """The plan for the answers that count."""
        return self.orientation.orienter_valid(dict(self.counted))

    @cached_property
    def to_ask(self) -> tuple[str, ...]:
        """Questions that can still change something, the most deciding first."""
        return self._state.attendues

    @property
    def current(self) -> Question | None:
        """The question to ask now; None when no answer can change anything any more."""
        return self.question(self.to_ask[0]) if self.to_ask else None

    def question(self, nom: str) -> Question:
        """Any question in the words for these needs, with the answers that can stand beside the others. Raises KeyError."""
        fait = self.orientation.questionnaires.faits[nom]
        besoins = self.counted.get(self._parts.need, ())
        texte = fait.variantes.get(besoins[0], fait.question) if len(besoins) == 1 else fait.question
        autres = {cle: valeur for cle, valeur in self.counted.items() if cle != nom}
        if nom == self._parts.priority:
            return Question(fait, texte, tuple(besoins))
        permises = [valeur for valeur in fait.identifiants if self._possible(autres, fait, valeur)]
        return Question(fait, texte, tuple(permises))

    @cached_property
    def contingent(self) -> tuple[str, ...]:
        """Questions without an answer that may still be asked: none other comes, whatever is answered to them in any order."""
        return tuple(
            nom
            for nom in self._ordre
            if nom not in self._a_cote and nom not in self.reponses and self._is_contingent(self.counted, nom)
        )

    def _possible(self, autres: Mapping[str, Any], fait: Fait, valeur: str) -> bool:
        donnee: Any = [valeur] if fait.plusieurs else int(valeur) if fait.echelle else valeur
        try:
            facts.box_for(self.orientation.questionnaires, {**autres, fait.id: donnee})
        except facts.FaitsError:
            return False
        return True

    @cached_property
    def _state(self) -> _State:
        q = self._q
        comptees: dict[str, Any] = {}
        ecartees: list[SetAside] = []
        pendantes: list[str] = []
        for nom in self._ordre:
            if nom not in self.reponses:
                if nom not in self._a_cote:
                    pendantes.append(nom)
                continue
            valeur = self.reponses[nom]
            if nom == self._parts.priority and valeur not in comptees.get(self._parts.need, ()):
                ecartees.append(SetAside(nom, valeur, "sans_objet"))
                continue
            if nom not in self._a_cote and not self._is_contingent(comptees, nom):
                ecartees.append(SetAside(nom, valeur, "sans_objet"))
                continue
            try:
                facts.box_for(q, {**comptees, nom: valeur})
            except facts.FaitsError:
                ecartees.append(SetAside(nom, valeur, "impossible"))
                if nom not in self._a_cote:
                    pendantes.append(nom)
                continue
            comptees[nom] = valeur
        # What is known later in the order may have settled what was pending earlier.
        restantes = [nom for nom in pendantes if self._is_useful(comptees, nom)]
        rangs = {
            nom: rang for rang, nom in enumerate(dict.fromkeys((*q.course.first, *self._asked_for(comptees).utiles)))
        }
        restantes.sort(key=lambda nom: rangs.get(nom, len(rangs)))
        return _State(comptees, tuple(ecartees), tuple(restantes))

    def _is_useful(self, comptees: Mapping[str, Any], nom: str) -> bool:
        """Whether an answer would change the plan now."""
        return nom in self._asked_for(comptees).utiles or self._always(comptees, nom)

    def _is_contingent(self, comptees: Mapping[str, Any], nom: str) -> bool:
        """Whether an answer changes the plan in some situation that is still possible; when not, it can count for nothing."""
        return nom in self._asked_for(comptees).eventuelles or self._always(comptees, nom)

    def _always(self, comptees: Mapping[str, Any], nom: str) -> bool:
        """The need is always asked; what is in place, wherever there is a patient."""
        en_place = self._parts.in_place
        if nom != en_place:
            return nom == self._parts.need
        besoins = comptees.get(self._parts.need, ())
        sans_patient = self.orientation.donnees.sans_patient
        return any(b not in sans_patient or en_place in sans_patient[b].questions for b in besoins)

    def _asked_for(self, comptees: Mapping[str, Any]) -> _Asked:
        cle = repr(comptees)
        if cle not in self._memo:
            self._memo[cle] = self._search(dict(comptees))
        return self._memo[cle]

    def _search(self, connus: facts.Faits) -> _Asked:
        # What is in place is still to be asked: until then, what it could make matter matters.
        evaluation = self.orientation.evaluate_all(connus, (self._parts.in_place,))
        utiles = questions.useful(self.orientation, evaluation, connus)
        return _Asked(utiles, frozenset(questions.contingent(self.orientation, evaluation, connus)))
