"""DMN 1.3 as XML: decisions that are already made of text, written in the order that the schema wants."""

from __future__ import annotations

import xml.etree.ElementTree as ET  # only to write: nothing is parsed here
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

MODELE = "https://www.omg.org/spec/DMN/20191111/MODEL/"
LISTE = "tIdentifiants"
ANNOTATIONS = ("Règle", "Sources")


@dataclass(frozen=True, slots=True)
class InputColumn:
    """One input of a table: what stands above it, the FEEL expression it reads, its type and its values as FEEL."""

    nom: str
    expression: str
    genre: str
    valeurs: str


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule: a unary test a column, an expression an output, a text an annotation."""

    id: str
    tests: Sequence[str]
    sorties: Sequence[str]
    annotations: Sequence[str]


@dataclass(frozen=True, slots=True)
class DecisionTable:
    """A decision table. `sorties`: name → type; `faits` and `decisions`: what it needs; `priorites`: what wins, for PRIORITY."""

    nom: str
    titre: str
    politique: Mapping[str, str]
    colonnes: Sequence[InputColumn]
    sorties: Mapping[str, str]
    rangees: Sequence[RuleRow]
    faits: Sequence[str]
    decisions: Sequence[str] = ()
    priorites: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Assembly:
    """A decision that is a context: name of the entry → FEEL expression, each a list of identifiers."""

    nom: str
    titre: str
    formules: Mapping[str, str]
    decisions: Sequence[str]


@dataclass(frozen=True, slots=True)
class InputFact:
    """One input data: its name, its type, what it is."""

    nom: str
    genre: str
    dit: str


def write(
    nom: str,
    espace_de_noms: str,
    version: str,
    dit: str,
    faits: Iterable[InputFact],
    decisions: Iterable[DecisionTable | Assembly],
) -> str:
    """One DMN file."""
    ET.register_namespace("", MODELE)
    racine = ET.Element(
        _q("definitions"), id=f"definitions_{nom}", name=nom, namespace=espace_de_noms, exporter="Cap palliatif",
        exporterVersion=version,
    )  # fmt: skip
    _text(racine, "description", dit)
    liste = ET.SubElement(racine, _q("itemDefinition"), name=LISTE, isCollection="true")
    _text(liste, "typeRef", "string")
    for fait in faits:
        element = ET.SubElement(racine, _q("inputData"), id=f"entree_{fait.nom}", name=fait.nom)
        if fait.dit:
            _text(element, "description", fait.dit)
        ET.SubElement(element, _q("variable"), name=fait.nom, typeRef=fait.genre)
    for decision in decisions:
        racine.append(_table(decision) if isinstance(decision, DecisionTable) else _assembly(decision))
    ET.indent(racine, " ")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(racine, encoding="unicode")}\n'


def _table(tableau: DecisionTable) -> ET.Element:
    nom = tableau.nom
    element = _decision(nom, tableau.titre, "Any" if len(tableau.sorties) > 1 else next(iter(tableau.sorties.values())))
    for fait in tableau.faits:
        _require(element, "requiredInput", f"entree_{fait}")
    for requise in tableau.decisions:
        _require(element, "requiredDecision", f"decision_{requise}")
    table = ET.SubElement(element, _q("decisionTable"), {"id": f"table_{nom}", **tableau.politique})
    for rang, colonne in enumerate(tableau.colonnes, 1):
        clause = ET.SubElement(table, _q("input"), id=f"{nom}_entree_{rang}", label=colonne.nom)
        _text(ET.SubElement(clause, _q("inputExpression"), typeRef=colonne.genre), "text", colonne.expression)
        _text(ET.SubElement(clause, _q("inputValues")), "text", colonne.valeurs)
    for sortie, genre in tableau.sorties.items():
        clause = ET.SubElement(table, _q("output"), id=f"{nom}_sortie_{sortie}", name=sortie, typeRef=genre)
        if tableau.priorites:
            _text(ET.SubElement(clause, _q("outputValues")), "text", ", ".join(map(str, tableau.priorites)))
    for clause_dite in ANNOTATIONS:
        ET.SubElement(table, _q("annotation"), name=clause_dite)
    for rangee in tableau.rangees:
        regle = ET.SubElement(table, _q("rule"), id=rangee.id)
        for genre, textes in (
            ("inputEntry", rangee.tests), ("outputEntry", rangee.sorties), ("annotationEntry", rangee.annotations),
        ):  # fmt: skip
            for texte in textes:
                _text(ET.SubElement(regle, _q(genre)), "text", texte)
    return element


def _assembly(assemblage: Assembly) -> ET.Element:
    element = _decision(assemblage.nom, assemblage.titre, "Any")
    for requise in assemblage.decisions:
        _require(element, "requiredDecision", f"decision_{requise}")
    contexte = ET.SubElement(element, _q("context"), id=f"contexte_{assemblage.nom}")
    for nom, formule in assemblage.formules.items():
        entree = ET.SubElement(contexte, _q("contextEntry"))
        ET.SubElement(entree, _q("variable"), name=nom, typeRef=LISTE)
        _text(ET.SubElement(entree, _q("literalExpression"), typeRef=LISTE), "text", formule)
    return element


def _decision(nom: str, titre: str, genre: str) -> ET.Element:
    element = ET.Element(_q("decision"), id=f"decision_{nom}", name=nom)
    _text(element, "description", titre)
    ET.SubElement(element, _q("variable"), name=nom, typeRef=genre)
    return element


def _require(element: ET.Element, genre: str, identifiant: str) -> None:
    ET.SubElement(ET.SubElement(element, _q("informationRequirement")), _q(genre), href=f"#{identifiant}")


def _q(nom: str) -> str:
    return f"{{{MODELE}}}{nom}"


def _text(parent: ET.Element, nom: str, texte: str) -> None:
    ET.SubElement(parent, _q(nom)).text = texte
