"""Every sentence that argparse of this Python can say is in the catalogue, and a line that is wrong is told so in French."""

from __future__ import annotations

import argparse
import ast
import inspect
import re

import pytest

from desktop.cli import catalog
from desktop.cli.parser import CommandParser, LineNotUnderstoodError, whole_number

PLACES = re.compile(r"%(?:\((\w+)\))?[rs]")


def asked(function):
    """The literal arguments of each call of a translating function in argparse's source."""
    tree = ast.parse(inspect.getsource(argparse))
    return [
        [argument.value for argument in call.args if isinstance(argument, ast.Constant)]
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == function
    ]


def test_argparse_asks_as_it_did():
    assert len(asked("_")) >= 25
    assert len(asked("ngettext")) == 2


@pytest.mark.parametrize("sentence", sorted({given[0] for given in asked("_") if given}))
def test_each_sentence_has_its_french(sentence):
    assert sentence in catalog.SENTENCES


@pytest.mark.parametrize("one", sorted({given[0] for given in asked("ngettext")}))
def test_each_sentence_that_counts_has_its_french(one):
    assert one in catalog.PLURALS


def test_what_stands_in_a_sentence_stands_in_its_french():
    pairs = [*catalog.SENTENCES.items(), *((one, said) for one, both in catalog.PLURALS.items() for said in both)]
    for english, french in pairs:
        assert sorted(PLACES.findall(english)) == sorted(PLACES.findall(french)), english


def test_french_counts_none_and_one_alike():
    say = catalog.FrenchCatalog().ngettext
    assert [say("expected %s argument", "expected %s arguments", n) for n in (0, 1, 2)] == [
        "%s valeur est attendue",
        "%s valeur est attendue",
        "%s valeurs sont attendues",
    ]
    assert say("one %s", "many %s", 2) == "many %s"


@pytest.fixture
def parser():
    made = CommandParser("cap-palliatif essai", "Essayer.")
    made.add_argument("format", choices=("fhir", "dmn"))
    made.add_argument("--nombre", type=whole_number)
    made.add_argument("--deux", nargs=2)
    made.add_argument("--seul", action="store_true")
    either = made.add_mutually_exclusive_group()
    either.add_argument("--lot", action="store_true")
    either.add_argument("--json", action="store_true")
    return made


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ([], "il manque : format"),
        (["xml"], "format : « xml » n’existe pas ; choix possibles : "),
        (["dmn", "--nombre"], "--nombre : une valeur est attendue"),
        (["dmn", "--nombre", "dix"], "--nombre : « dix » n’est pas un nombre entier"),
        (["dmn", "--deux", "1"], "--deux : 2 valeurs sont attendues"),
        (["dmn", "--seul=oui"], "--seul : aucune valeur n’est attendue, mais 'oui' est donné"),
        (["dmn", "--lot", "--json"], "--json : ne va pas avec --lot"),
        (["dmn", "trop", "--rien"], "argument inconnu : trop --rien"),
    ],
)
def test_a_wrong_line_is_told_so_in_french(parser, line, said):
    with pytest.raises(LineNotUnderstoodError) as told:
        parser.read(line)
    assert str(told.value).startswith(f"cap-palliatif essai : {said}")


def test_a_right_line_is_read(parser):
    choice = parser.read(["dmn", "--nombre", "3", "--lot"])
    assert (choice.format, choice.nombre, choice.lot, choice.json) == ("dmn", 3, True, False)


def test_argparse_speaks_as_before_elsewhere(parser):
    before = argparse._, argparse.ngettext
    with pytest.raises(LineNotUnderstoodError):
        parser.read([])
    assert (argparse._, argparse.ngettext) == before
