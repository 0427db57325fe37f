from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.text.typography import aplanir, typographier


@pytest.mark.parametrize(
    ("brut", "attendu"),
    [
        ("l'HAD", "l’HAD"),
        ("« oui »", "«\u00a0oui\u00a0»"),
        ("quoi ?", "quoi\u202f?"),
        ("ainsi : non", "ainsi\u00a0: non"),
        ("100 000 habitants", "100\u202f000 habitants"),
        ("24 h/24", "24\u00a0h/24"),
        ("0,3 ETP", "0,3\u00a0ETP"),
        ("article L. 1110-11", "article L.\u00a01110-11"),
        ("n° 2021-1754", "n°\u00a02021-1754"),
        ("https://x.fr/a:b", "https://x.fr/a:b"),
    ],
)
def test_insecables(brut, attendu):
    assert typographier(brut) == attendu


@given(st.text())
def test_twice_is_once(texte):
    une = typographier(texte)
    assert typographier(une) == une


@given(st.text(alphabet="abc 0123456789:;!?«»'’,."))
def test_no_word_is_changed(texte):
    def serre(t):
        return "".join(aplanir(t).split())

    assert serre(typographier(texte)) == serre(texte)
