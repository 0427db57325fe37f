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
- `evaluate_niveau(q, faits) -> Niveau`: possible levels, level of each dimension, `decisives`, notes, `expertise_had`.
- `evaluate_form(q, nom, faits) -> FormResult` for each of `q.forms`; `profil(q, nom, tenus) -> BilanProfil`; both have `as_dict()`.
- `Flow(orientation, reponses)`: immutable questionnaire. `.current` (Question: `.id`, `.texte`, `.fait`, `.permises`),
  `.answer(id, valeur)` and `.without(id)` give another flow, `.plan`, `.counted`, `.set_aside`, `.to_ask`, `.contingent`,
  `.question(id)` for any earlier one. `q.course` says what is asked in which order, and which fact plays which part (`q.parts`).
- `moment_a(datetime, departement) -> str`: the moment, from clock and the public holidays that count in a department;
  `day_said` says which day it is.
- `first_sentence(q, plan)`: the sentence one can say on the telephone; `say(q, structure)`: its parts.

Proof: `desktop.proof.verify`; worked examples: `build_scripts.decisions.examples`; differences in words:
`build_scripts.decisions.fingerprint`.
"""

from __future__ import annotations

from desktop.decision.facts import FaitsError
from desktop.decision.flow import Flow, Question
from desktop.decision.forms import FormResult, evaluate_form
from desktop.decision.loading.questionnaires import Questionnaires, charger
from desktop.decision.moment import day_said, deciding_day, moment_a
from desktop.decision.niveau import Niveau, evaluate_niveau
from desktop.decision.orientation import Orientation
from desktop.decision.plan import Plan, PlanOfBesoin
from desktop.decision.profils import BilanProfil, profil
from desktop.decision.sentences import first_sentence, say

__all__ = [
    "BilanProfil",
    "FaitsError",
    "Flow",
    "FormResult",
    "Niveau",
    "Orientation",
    "Plan",
    "PlanOfBesoin",
    "Question",
    "Questionnaires",
    "charger",
    "day_said",
    "deciding_day",
    "evaluate_form",
    "evaluate_niveau",
    "first_sentence",
    "moment_a",
    "profil",
    "say",
]
