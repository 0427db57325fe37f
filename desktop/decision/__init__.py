"""Decision tables, flows, explanation and their proof. No Qt, no clock, no file but the questionnaires' own.

What other rooms use:

>>> from pathlib import Path
>>> from desktop.decision import Orientation, charger
>>> q = charger(Path("content/questionnaires"))          # cache=…, lecture_seule=…: parsed JSON, so that a start reads no YAML
>>> plan = Orientation(q).orienter({"besoin": ["avis"], "lieu": "domicile", "age": "adulte",
...                                 "demandeur": "soignant", "moment": "ouvrable"})
>>> plan.principal
('emsp',)

- `charger(dossier, cache, lecture_seule) -> Questionnaires`: facts with their questions (`q.faits`), structures, notes and fixed
  words (`q.orientation.structures`, `.anticipations`, `.notes`, `.textes`), profiles, `q.empreinte`. Refuses bad data with file,
  line and rule (`desktop.errors.ContentError`).
- `Orientation(q).orienter(faits) -> Plan`: facts named as in docs/decisions.md § 2.1, a missing one is unknown; `FaitsError` names
  the fact, what was given and what is allowed. `plan.as_dict()` is exactly § 7. Plan objects carry more than the JSON: texts of
  notes and conditions, `pour` of each statement, `incertains` while facts are unknown, `plan.joindre` with who says so.
  `plan.contrefactuels`, `plan.questions_utiles`, `plan.trace` are made when first asked for; the first one is for a worker thread.
- `evaluer_niveau(q, faits) -> Niveau`: possible levels, level of each dimension, `decisives`, notes, `expertise_had`.
- `evaluate_form(q, nom, faits) -> FormResult` for each of `q.forms`; `profil(q, nom, tenus) -> BilanProfil`; both have `as_dict()`.
- `Flow(orientation, reponses)`: immutable questionnaire. `.current` (Question: `.id`, `.texte`, `.fait`, `.permises`),
  `.answer(id, valeur)` and `.without(id)` give another flow, `.plan`, `.comptees`, `.mises_de_cote`, `.attendues`, `.eventuelles`,
  `.question(id)` for any earlier one. `q.course` says what is asked in which order, and which fact plays which part (`q.parts`).
- `moment_a(datetime, departement) -> str`: the moment, from clock and the public holidays that count in a department;
  `jour_dit` says which day it is.
- `premiere_phrase(q, plan)`: the sentence one can say on the telephone; `dire(q, structure)`: its parts.

Proof: `desktop.proof.verify`; worked examples: `build_scripts.decisions.examples`; differences in words:
`build_scripts.decisions.fingerprint`.
"""

from __future__ import annotations

from desktop.decision.facts import FaitsError
from desktop.decision.flow import Flow, Question
from desktop.decision.forms import FormResult, evaluate_form
from desktop.decision.loading.questionnaires import Questionnaires, charger
from desktop.decision.moment import deciding_day, jour_dit, moment_a
from desktop.decision.niveau import Niveau, evaluer_niveau
from desktop.decision.orientation import Orientation
from desktop.decision.plan import Plan, PlanDeBesoin
from desktop.decision.profils import BilanProfil, profil
from desktop.decision.sentences import dire, premiere_phrase

__all__ = [
    "BilanProfil",
    "FaitsError",
    "Flow",
    "FormResult",
    "Niveau",
    "Orientation",
    "Plan",
    "PlanDeBesoin",
    "Question",
    "Questionnaires",
    "charger",
    "deciding_day",
    "dire",
    "evaluate_form",
    "evaluer_niveau",
    "jour_dit",
    "moment_a",
    "premiere_phrase",
    "profil",
]
