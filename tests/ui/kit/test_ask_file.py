"""Where a file is to go."""

from __future__ import annotations


def test_a_title_becomes_a_plain_name_of_a_file():
    from desktop.ui.kit.ask_file import file_name

    assert file_name("Situation\u00a0: « visite du samedi »\u202f!") == "Situation visite du samedi"
    assert file_name("Annexe 4 · HAD (l’offre) / 2023") == "Annexe 4 HAD (l’offre) 2023"
