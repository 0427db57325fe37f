"""What the tables answer, as a fingerprint and as differences in words between two versions."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from desktop.decision.conditions import Boite, Condition, atoms, decide, split_boxes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from desktop.decision.forms import Form, RankRow
    from desktop.proof.whole_space import Issue, WholeSpace


def answers_fingerprint(proof: WholeSpace, besoins: Iterable[str] | None = None) -> str:
    """SHA-256 over how many situations get which plan, need by need (all, or those named) and answer by answer."""
    total_of = hashlib.sha256()
    for besoin in sorted(proof.donnees.tables if besoins is None else besoins):
        counts: Counter[str] = Counter()
        for box, issue in proof.cases(besoin, lambda b, name=besoin: proof.issue(name, b)):  # type: ignore[misc]
            plan = json.dumps([issue.principal, issue.alternatives, issue.appuis, issue.anticiper, issue.ouverts])
            count = proof.count_possible(besoin, box)
            counts[plan] += count
            for variable, mask in zip(proof.espace.variables, box, strict=True):
                counts[f"{plan} {variable.nom} {mask}"] += count
        total_of.update(json.dumps([besoin, sorted(counts.items())]).encode())
    return total_of.hexdigest()


@dataclass(frozen=True, slots=True)
class Difference:
    """So many situations of a need pass from one principal to another; three examples."""

    besoin: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    count: int
    total: int
    examples: tuple[dict[str, Any], ...]


def differences(before: WholeSpace, after: WholeSpace, besoins: Iterable[str] | None = None) -> list[Difference]:
    """What changes between two versions, the most frequent first in each need.

    A situation is counted once whatever the facts that neither version reads for that need. Raises ValueError when the two versions
    don't ask the same facts: they can't be compared situation by situation.
    """
    if before.espace.variables != after.espace.variables:
        raise ValueError("Les deux versions ne posent pas les mêmes questions : elles ne se comparent pas cas par cas.")
    result = _niveau_differences(before, after)
    for besoin in after.donnees.tables if besoins is None else besoins:
        counts: Counter[tuple[tuple[str, ...], tuple[str, ...]]] = Counter()
        examples: dict[tuple[tuple[str, ...], tuple[str, ...]], list[dict[str, Any]]] = {}
        shared = _unread(before, after, besoin)
        total = 0
        for box, (former, new) in _pairs(before, after, besoin):
            count = after.count_possible(besoin, box) // shared
            total += count
            if former.principal == new.principal:
                continue
            key = (former.principal, new.principal)
            counts[key] += count
            if len(examples.setdefault(key, [])) < 3:
                examples[key].append(after.example(besoin, box))
        result += [Difference(besoin, *key, count, total, tuple(examples[key])) for key, count in counts.most_common()]
    return result


def _niveau_differences(before: WholeSpace, after: WholeSpace) -> list[Difference]:
    """Combinations of the six dimensions that get another level."""
    names = after.q.niveau.dimensions.noms
    counts: Counter[tuple[int, int]] = Counter()
    examples: dict[tuple[int, int], list[dict[str, Any]]] = {}
    combinations = [
        (former, new)
        for former, new in zip(before.espace.complexites, after.espace.complexites, strict=True)
        if new.valeurs
    ]
    for former, new in combinations:
        if former.niveau != new.niveau:
            key = (former.niveau, new.niveau)
            counts[key] += 1
            examples.setdefault(key, []).append(dict(zip(names, new.valeurs, strict=True)))
    return [
        Difference("niveau", (str(a),), (str(b),), count, len(combinations), tuple(examples[a, b][:3]))
        for (a, b), count in counts.most_common()
    ]


def in_words(proof: WholeSpace, difference: Difference) -> str:
    """« soins : 412 situations passent de LISP à USP » and its examples."""
    names = [_names(proof, structures) for structures in (difference.before, difference.after)]
    plural = "s passent" if difference.count > 1 else " passe"
    lines = [
        f"{difference.besoin} : {difference.count} situation{plural} de {names[0]} à {names[1]} (sur {difference.total})"
    ]
    lines += ["  par exemple : " + json.dumps(example, ensure_ascii=False) for example in difference.examples]
    return "\n".join(lines)


def _names(proof: WholeSpace, structures: tuple[str, ...]) -> str:
    known = proof.donnees.structures
    return " et ".join(known[s].court if s in known else s for s in structures) or "personne"


def _unread(before: WholeSpace, after: WholeSpace, besoin: str) -> int:
    """Size of what neither version reads for a need, impossible combinations included."""
    read_ones: set[int] = set()
    for proof in (before, after):
        for regle in proof.q.impossibles:
            read_ones |= {variable for variable, _ in atoms(regle.quand)}
        stack = [proof.tree(besoin)]
        while stack:
            noeud = stack.pop()
            if type(noeud) is tuple:
                read_ones.add(noeud[0])
                stack += noeud[2:]
    product = 1
    for rank, variable in enumerate(after.espace.variables):
        product *= 1 if rank in read_ones else len(variable.valeurs)
    return product


def _pairs(before: WholeSpace, after: WholeSpace, besoin: str) -> Iterator[tuple[Boite, tuple[Issue, Issue]]]:
    return after.cases(besoin, lambda box: (before.issue(besoin, box), after.issue(besoin, box)))


def same_answers(one: WholeSpace, other: WholeSpace, besoins: Iterable[str]) -> bool:
    """Whether two versions answer alike in every situation: plans, notes, calls, hours, callers, conditions, levels."""
    if one.espace.variables != other.espace.variables or one.espace.complexites != other.espace.complexites:
        return False
    if not all(_same_plans(one, other, besoin) for besoin in besoins):
        return False
    return _same_surroundings(one, other) and _same_regles(one, other)


def _same_plans(one: WholeSpace, other: WholeSpace, besoin: str) -> bool:
    # The row that won is how, not what; notes are compared with the facts that call them.
    for _, (former, new) in _pairs(one, other, besoin):
        if replace(former, premiere="", groupes=()) != replace(new, premiere="", groupes=()):
            return False
    return True


def _same_surroundings(one: WholeSpace, other: WholeSpace) -> bool:
    a, b = one.donnees, other.donnees

    def calls(proof: WholeSpace, box: Boite, held: set[str]) -> list[str] | None:
        if not decide(proof.donnees.joindre_quand, box):
            return None
        lines = proof.orientation.entourage.a_joindre(held)
        return list(dict.fromkeys(line.structure for line, condition in lines if decide(condition, box)))

    def hours(proof: WholeSpace, structure: str, box: Boite) -> str:
        lines = proof.donnees.disponibilites.get(structure, ())
        return next((line.donne for line in lines if decide(line.quand, box)), "inconnu")

    for held in (set[str](), {"usp"}):

        def pair(box: Boite, held: set[str] = held) -> bool:
            return calls(one, box, held) == calls(other, box, held)

        if not all(alike for _, alike in split_boxes(pair, one.everything())):
            return False
    for structure in a.structures:
        for _, (said, retold) in split_boxes(
            lambda c, s=structure: (hours(one, s, c), hours(other, s, c)),  # type: ignore[misc]
            one.everything(),
        ):
            if said != retold:
                return False
    return _same_callers(one, other) and (a.besoins_de_soins, a.ordre) == (b.besoins_de_soins, b.ordre)


def _same_callers(one: WholeSpace, other: WholeSpace) -> bool:
    a, b = one.donnees, other.donnees
    if set(a.appelants) != set(b.appelants):
        return False
    return all(
        (x.par, x.via) == (b.appelants[name].par, b.appelants[name].via)
        and _equal_ones(one, x.quand, b.appelants[name].quand)
        for name, x in a.appelants.items()
    )


def _same_regles(one: WholeSpace, other: WholeSpace) -> bool:
    """Notes, conditions, order of needs, impossible combinations, the ERRSPP's level, the HAD's expertise."""
    a, b = one.donnees, other.donnees
    if not _same_precedence(one, other):
        return False
    if a.sans_patient != b.sans_patient or len(a.conditions) != len(b.conditions) or set(a.notes) != set(b.notes):
        return False
    for x, y in zip(a.conditions, b.conditions, strict=True):
        neutral = (replace(x, quand=y.quand, remplie=y.remplie), y)
        same = _equal_ones(one, x.quand, y.quand) and (x.remplie is None) == (y.remplie is None)
        if neutral[0] != neutral[1] or not same:
            return False
        if x.remplie is not None and y.remplie is not None and not _equal_ones(one, x.remplie, y.remplie):
            return False
    for name, note in a.notes.items():
        if replace(note, quand=b.notes[name].quand) != b.notes[name] or not _equal_ones(
            one, note.quand, b.notes[name].quand
        ):
            return False
    exclusions = [(r.quand, r.sauf_besoins) for r in one.q.impossibles]
    others = [(r.quand, r.sauf_besoins) for r in other.q.impossibles]
    return exclusions == others and _same_ranks(one, other)


def _same_precedence(one: WholeSpace, other: WholeSpace) -> bool:
    """The same need stands before the same other one, in the same situations."""
    a, b = one.donnees.passe_devant, other.donnees.passe_devant
    if a is None or b is None:
        return a is b
    return a[1:] == b[1:] and _equal_ones(one, a[0], b[0])


def _same_ranks(one: WholeSpace, other: WholeSpace) -> bool:
    def ranks(lines: Sequence[RankRow], box: Boite) -> list[int]:
        return [line.donne for line in lines if decide(line.quand, box)]

    for _, (x, y) in split_boxes(
        lambda c: (ranks(one.q.niveau.expertise, c), ranks(other.q.niveau.expertise, c)), one.everything()
    ):
        if x != y:
            return False
    return set(one.q.forms) == set(other.q.forms) and all(
        _same_form(form, other.q.forms[form.id]) for form in one.forms()
    )


def _same_form(one: Form, other: Form) -> bool:
    """Two forms that give the same ranks, and call the same notes, in every situation."""
    if [variable.nom for variable in one.space.variables] != [variable.nom for variable in other.space.variables]:
        return False
    start = [variable.full for variable in one.space.variables]
    same = split_boxes(lambda box: one.table.rank(box) == other.table.rank(box), start)
    notes = zip(one.notes, other.notes, strict=False)
    return (
        all(equal for _, equal in same)
        and len(one.notes) == len(other.notes)
        and all(n.quand == m.quand for n, m in notes)
    )


def _equal_ones(proof: WholeSpace, one: Condition, other: Condition) -> bool:
    """Two conditions that hold in the same situations."""
    if one == other:
        return True
    return all(said for _, said in split_boxes(lambda b: decide(one, b) == decide(other, b), proof.everything()))
