"""What the tables answer, as a fingerprint and as differences in words between two versions."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from desktop.decision.conditions import Boite, Condition, atomes, decider, partitionner

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from desktop.decision.forms import Form, RankRow
    from desktop.proof.whole_space import Issue, Preuve


def empreinte_des_reponses(preuve: Preuve, besoins: Iterable[str] | None = None) -> str:
    """SHA-256 over how many situations get which plan, need by need (all, or those named) and answer by answer."""
    somme = hashlib.sha256()
    for besoin in sorted(preuve.donnees.tables if besoins is None else besoins):
        comptes: Counter[str] = Counter()
        for boite, issue in preuve.cas(besoin, lambda b, nom=besoin: preuve.issue(nom, b)):  # type: ignore[misc]
            plan = json.dumps([issue.principal, issue.alternatives, issue.appuis, issue.anticiper, issue.ouverts])
            nombre = preuve.possibles(besoin, boite)
            comptes[plan] += nombre
            for variable, masque in zip(preuve.espace.variables, boite, strict=True):
                comptes[f"{plan} {variable.nom} {masque}"] += nombre
        somme.update(json.dumps([besoin, sorted(comptes.items())]).encode())
    return somme.hexdigest()


@dataclass(frozen=True, slots=True)
class Difference:
    """So many situations of a need pass from one principal to another; three examples."""

    besoin: str
    avant: tuple[str, ...]
    apres: tuple[str, ...]
    nombre: int
    total: int
    exemples: tuple[dict[str, Any], ...]


def differences(avant: Preuve, apres: Preuve, besoins: Iterable[str] | None = None) -> list[Difference]:
    """What changes between two versions, the most frequent first in each need.

    A situation is counted once whatever the facts that neither version reads for that need. Raises ValueError when the two versions
    don't ask the same facts: they can't be compared situation by situation.
    """
    if avant.espace.variables != apres.espace.variables:
        raise ValueError("Les deux versions ne posent pas les mêmes questions : elles ne se comparent pas cas par cas.")
    resultat = _differences_de_niveau(avant, apres)
    for besoin in apres.donnees.tables if besoins is None else besoins:
        comptes: Counter[tuple[tuple[str, ...], tuple[str, ...]]] = Counter()
        exemples: dict[tuple[tuple[str, ...], tuple[str, ...]], list[dict[str, Any]]] = {}
        commun = _non_lues(avant, apres, besoin)
        total = 0
        for boite, (ancien, nouveau) in _paires(avant, apres, besoin):
            nombre = apres.possibles(besoin, boite) // commun
            total += nombre
            if ancien.principal == nouveau.principal:
                continue
            cle = (ancien.principal, nouveau.principal)
            comptes[cle] += nombre
            if len(exemples.setdefault(cle, [])) < 3:
                exemples[cle].append(apres.exemple(besoin, boite))
        resultat += [
            Difference(besoin, *cle, nombre, total, tuple(exemples[cle])) for cle, nombre in comptes.most_common()
        ]
    return resultat


def _differences_de_niveau(avant: Preuve, apres: Preuve) -> list[Difference]:
    """Combinations of the six dimensions that get another level."""
    noms = apres.q.niveau.dimensions.noms
    comptes: Counter[tuple[int, int]] = Counter()
    exemples: dict[tuple[int, int], list[dict[str, Any]]] = {}
    combinaisons = [
        (ancienne, nouvelle)
        for ancienne, nouvelle in zip(avant.espace.complexites, apres.espace.complexites, strict=True)
        if nouvelle.valeurs
    ]
    for ancienne, nouvelle in combinaisons:
        if ancienne.niveau != nouvelle.niveau:
            cle = (ancienne.niveau, nouvelle.niveau)
            comptes[cle] += 1
            exemples.setdefault(cle, []).append(dict(zip(noms, nouvelle.valeurs, strict=True)))
    return [
        Difference("niveau", (str(a),), (str(b),), nombre, len(combinaisons), tuple(exemples[a, b][:3]))
        for (a, b), nombre in comptes.most_common()
    ]


def en_mots(preuve: Preuve, difference: Difference) -> str:
    """« soins : 412 situations passent de LISP à USP » and its examples."""
    noms = [_noms(preuve, structures) for structures in (difference.avant, difference.apres)]
    pluriel = "s passent" if difference.nombre > 1 else " passe"
    lignes = [
        f"{difference.besoin} : {difference.nombre} situation{pluriel} de {noms[0]} à {noms[1]} (sur {difference.total})"
    ]
    lignes += ["  par exemple : " + json.dumps(exemple, ensure_ascii=False) for exemple in difference.exemples]
    return "\n".join(lignes)


def _noms(preuve: Preuve, structures: tuple[str, ...]) -> str:
    connues = preuve.donnees.structures
    return " et ".join(connues[s].court if s in connues else s for s in structures) or "personne"


def _non_lues(avant: Preuve, apres: Preuve, besoin: str) -> int:
    """Size of what neither version reads for a need, impossible combinations included."""
    lues: set[int] = set()
    for preuve in (avant, apres):
        for regle in preuve.q.impossibles:
            lues |= {variable for variable, _ in atomes(regle.quand)}
        pile = [preuve.arbre(besoin)]
        while pile:
            noeud = pile.pop()
            if type(noeud) is tuple:
                lues.add(noeud[0])
                pile += noeud[2:]
    produit = 1
    for rang, variable in enumerate(apres.espace.variables):
        produit *= 1 if rang in lues else len(variable.valeurs)
    return produit


def _paires(avant: Preuve, apres: Preuve, besoin: str) -> Iterator[tuple[Boite, tuple[Issue, Issue]]]:
    return apres.cas(besoin, lambda boite: (avant.issue(besoin, boite), apres.issue(besoin, boite)))


def memes_reponses(une: Preuve, autre: Preuve, besoins: Iterable[str]) -> bool:
    """Whether two versions answer alike in every situation: plans, notes, calls, hours, callers, conditions, levels."""
    if une.espace.variables != autre.espace.variables or une.espace.complexites != autre.espace.complexites:
        return False
    if not all(_memes_plans(une, autre, besoin) for besoin in besoins):
        return False
    return _meme_entourage(une, autre) and _memes_regles(une, autre)


def _memes_plans(une: Preuve, autre: Preuve, besoin: str) -> bool:
    # The row that won is how, not what; notes are compared with the facts that call them.
    for _, (ancienne, nouvelle) in _paires(une, autre, besoin):
        if replace(ancienne, premiere="", groupes=()) != replace(nouvelle, premiere="", groupes=()):
            return False
    return True


def _meme_entourage(une: Preuve, autre: Preuve) -> bool:
    a, b = une.donnees, autre.donnees

    def appels(preuve: Preuve, boite: Boite, tenues: set[str]) -> list[str] | None:
        if not decider(preuve.donnees.joindre_quand, boite):
            return None
        lignes = preuve.orientation.entourage.a_joindre(tenues)
        return list(dict.fromkeys(ligne.structure for ligne, condition in lignes if decider(condition, boite)))

    def heures(preuve: Preuve, structure: str, boite: Boite) -> str:
        lignes = preuve.donnees.disponibilites.get(structure, ())
        return next((ligne.donne for ligne in lignes if decider(ligne.quand, boite)), "inconnu")

    for tenues in (set[str](), {"usp"}):

        def paire(boite: Boite, tenues: set[str] = tenues) -> bool:
            return appels(une, boite, tenues) == appels(autre, boite, tenues)

        if not all(pareil for _, pareil in partitionner(paire, une.pleine())):
            return False
    for structure in a.structures:
        for _, (dit, redit) in partitionner(
            lambda c, s=structure: (heures(une, s, c), heures(autre, s, c)),  # type: ignore[misc]
            une.pleine(),
        ):
            if dit != redit:
                return False
    return _memes_appelants(une, autre) and (a.besoins_de_soins, a.ordre) == (b.besoins_de_soins, b.ordre)


def _memes_appelants(une: Preuve, autre: Preuve) -> bool:
    a, b = une.donnees, autre.donnees
    if set(a.appelants) != set(b.appelants):
        return False
    return all(
        (x.par, x.via) == (b.appelants[nom].par, b.appelants[nom].via)
        and _equivalentes(une, x.quand, b.appelants[nom].quand)
        for nom, x in a.appelants.items()
    )


def _memes_regles(une: Preuve, autre: Preuve) -> bool:
    """Notes, conditions, order of needs, impossible combinations, the ERRSPP's level, the HAD's expertise."""
    a, b = une.donnees, autre.donnees
    if not _same_precedence(une, autre):
        return False
    if a.sans_patient != b.sans_patient or len(a.conditions) != len(b.conditions) or set(a.notes) != set(b.notes):
        return False
    for x, y in zip(a.conditions, b.conditions, strict=True):
        neutres = (replace(x, quand=y.quand, remplie=y.remplie), y)
        memes = _equivalentes(une, x.quand, y.quand) and (x.remplie is None) == (y.remplie is None)
        if neutres[0] != neutres[1] or not memes:
            return False
        if x.remplie is not None and y.remplie is not None and not _equivalentes(une, x.remplie, y.remplie):
            return False
    for nom, note in a.notes.items():
        if replace(note, quand=b.notes[nom].quand) != b.notes[nom] or not _equivalentes(
            une, note.quand, b.notes[nom].quand
        ):
            return False
    exclusions = [(r.quand, r.sauf_besoins) for r in une.q.impossibles]
    autres = [(r.quand, r.sauf_besoins) for r in autre.q.impossibles]
    return exclusions == autres and _memes_rangs(une, autre)


def _same_precedence(one: Preuve, other: Preuve) -> bool:
    """The same need stands before the same other one, in the same situations."""
    a, b = one.donnees.passe_devant, other.donnees.passe_devant
    if a is None or b is None:
        return a is b
    return a[1:] == b[1:] and _equivalentes(one, a[0], b[0])


def _memes_rangs(une: Preuve, autre: Preuve) -> bool:
    def rangs(lignes: Sequence[RankRow], boite: Boite) -> list[int]:
        return [ligne.donne for ligne in lignes if decider(ligne.quand, boite)]

    for _, (x, y) in partitionner(
        lambda c: (rangs(une.q.niveau.expertise, c), rangs(autre.q.niveau.expertise, c)), une.pleine()
    ):
        if x != y:
            return False
    return set(une.q.forms) == set(autre.q.forms) and all(
        _same_form(form, autre.q.forms[form.id]) for form in une.forms()
    )


def _same_form(one: Form, other: Form) -> bool:
    """Two forms that give the same ranks, and call the same notes, in every situation."""
    if [variable.nom for variable in one.space.variables] != [variable.nom for variable in other.space.variables]:
        return False
    start = [variable.plein for variable in one.space.variables]
    same = partitionner(lambda box: one.table.rank(box) == other.table.rank(box), start)
    notes = zip(one.notes, other.notes, strict=False)
    return (
        all(equal for _, equal in same)
        and len(one.notes) == len(other.notes)
        and all(n.quand == m.quand for n, m in notes)
    )


def _equivalentes(preuve: Preuve, une: Condition, autre: Condition) -> bool:
    """Two conditions that hold in the same situations."""
    if une == autre:
        return True
    return all(dit for _, dit in partitionner(lambda b: decider(une, b) == decider(autre, b), preuve.pleine()))
