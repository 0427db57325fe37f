"""A questionnaire's file is damaged: it is refused with file and line when it is read, or it answers, and then to everything."""

from __future__ import annotations

import copy
import random
import shutil
from pathlib import Path
from typing import Any

import yaml

from desktop.decision import (
    Flow,
    Orientation,
    Questionnaires,
    charger,
    evaluate_form,
    evaluate_niveau,
    first_sentence,
    profil,
)
from desktop.decision.facts import FaitsError
from desktop.errors import ContentError
from tests.attack import _content, _damage, harness

SOURCE = _damage.CONTENT / "questionnaires"
FILES = sorted(path.relative_to(SOURCE) for path in SOURCE.rglob("*.yaml") if "exemples" not in path.parts)
SCALARS: tuple[Any, ...] = (
    None, True, 0, -1, 10**14, 1.5, "", " ", "x", "emsp", "had", "soins", "oui", "complexite:2", "complexite:9", "autre:1", [],
    {}, [[]], [None], {"x": 1}, ["x"], "<img src=file:///etc/passwd>", "a b", "§ligne", "est", ["est"], {"est": "x"},
    {"un_de": []}, {"aucun": [{}]}, {"sauf": "x"}, {"au_moins": "complexite:2"}, {"tous": {"x": "y"}},
    {"refus": {"aucun": "had"}},
)  # fmt: skip


def trial(dice: random.Random, folder: Path) -> tuple[str, str]:
    """One damaged file among the others."""
    place = Path(shutil.copytree(SOURCE, folder / "questionnaires", ignore=shutil.ignore_patterns("exemples")))
    name = dice.choice(FILES)
    done = _harm(dice, place / name)
    kept = folder / "cache"
    try:
        questionnaires = charger(place, kept)
    except ContentError as refusal:
        _check(refusal, done)
        assert not kept.exists(), "what was refused is kept"
        return done, "refused"
    _answer(dice, questionnaires)
    again = charger(place, kept)
    assert again.orientation == questionnaires.orientation
    return done, "answers"


def _harm(dice: random.Random, file: Path) -> str:
    octets = file.read_bytes()
    choice = dice.random()
    if choice < 0.05:
        file.unlink()
        return _damage.place_oddly(dice, file, octets)
    if choice < 0.15:
        done, harmed = _damage.edit_bytes(dice, octets)
        file.write_bytes(harmed)
        return done
    if choice < 0.5:
        done, text = _damage.edit_text(dice, octets.decode("utf-8"))
        file.write_bytes(text.encode("utf-8", "surrogatepass"))
        return done
    tree = yaml.safe_load(octets)
    done = _harm_tree(dice, tree)
    file.write_text(yaml.safe_dump(tree, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return done


def _harm_tree(dice: random.Random, tree: Any) -> str:
    holders: list[Any] = []

    def walk(value: Any) -> None:
        if isinstance(value, dict | list) and value:
            holders.append(value)
            for inner in value.values() if isinstance(value, dict) else value:
                walk(inner)

    walk(tree)
    holder = dice.choice(holders)
    keys = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
    key = dice.choice(keys)
    kind = dice.choice(
        ("node lost", "node replaced", "node taken from elsewhere", "node doubled", "key renamed", "list cut")
    )
    if kind == "node lost":
        del holder[key]
    elif kind == "node taken from elsewhere":
        holder[key] = copy.deepcopy(dice.choice(holders))
    elif kind == "node doubled" and isinstance(holder, list):
        holder.append(copy.deepcopy(holder[key]))
    elif kind == "key renamed" and isinstance(holder, dict):
        holder[dice.choice(["est", "quand", "id", "x", "tous", "plan_de", *map(str, keys)])] = holder.pop(key)
    elif kind == "list cut" and isinstance(holder, list):
        del holder[key:]
    else:
        kind = "node replaced"
        holder[key] = copy.deepcopy(dice.choice(SCALARS))
    return kind


def _check(refusal: ContentError, done: str) -> None:
    assert refusal.fichier, refusal
    assert (refusal.ligne or 0) >= 1 or "manque" in refusal.message, refusal
    assert "que le programme ne sait pas lire" not in refusal.message, (done, refusal)
    assert len(refusal.message) < 3000, refusal
    assert not _content.ENGLISH.search(_outside_quotes(refusal.message)), refusal
    refusal.message.encode("utf-8")


def _outside_quotes(message: str) -> str:
    import re

    return re.sub(r"«[^»]*»|\([^)]*\)|Attendu : [^.]*", "", message)


def _answer(dice: random.Random, q: Questionnaires) -> None:
    """Answer in many ways; only facts that can't go together may be refused."""
    orientation = Orientation(q)
    single = [fact for fact in q.faits.values() if not fact.plusieurs]
    several = [fact for fact in q.faits.values() if fact.plusieurs]
    for turn in range(12):
        known = dice.random() ** 0.5 if turn else 0.0
        facts: dict[str, Any] = {
            fact.id: int(value) if fact.echelle else value
            for fact in single
            if dice.random() < known and (value := dice.choice(fact.identifiants))
        }
        facts |= {
            fact.id: dice.sample(fact.identifiants, k=min(len(fact.identifiants), dice.randint(0, 2)))
            for fact in several
            if fact.id != "besoin" and dice.random() < 0.5
        }
        facts["besoin"] = [dice.choice(q.faits["besoin"].identifiants)]
        facts = {name: value for name, value in facts.items() if name not in q.forms["errspp"].space.index}
        try:
            plan = orientation.orienter(facts)
        except FaitsError:
            continue
        assert plan.as_dict()
        assert first_sentence(q, plan)
    try:
        evaluate_niveau(q, {})
        evaluate_form(q, "errspp", {})
    except FaitsError:
        pass
    for name, profile in q.profils.items():
        profil(q, name, {item.id: "acquis" for item in profile.exigences if dice.random() < 0.5}).as_dict()
    flow = Flow(orientation)
    for _ in range(4):
        if flow.current is None:
            break
        value = dice.choice(flow.current.permises)
        flow = flow.answer(flow.current.id, [value] if flow.current.fait.plusieurs else value)


if __name__ == "__main__":
    raise SystemExit(harness.main(trial, __name__, __file__))
