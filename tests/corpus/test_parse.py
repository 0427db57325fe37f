"""Markdown → rubriques and règles."""

from __future__ import annotations

import pytest

from desktop.corpus.loading import read_folder
from desktop.corpus.model import Borne, Force, Fragment, Paragraph, RuleList, RuleTable, ScaleValue


def test_a_list_item_is_a_regle_with_force_and_bound(content):
    corpus = read_folder(content())
    regle = corpus.regles["essai-lits-minimum"]
    assert corpus.problemes == ()
    assert (regle.force, regle.borne, regle.rubrique) == (Force.RECOMMANDATION, Borne.MINIMUM, "essai-lits")
    assert regle.texte == "Au moins 3\u00a0lits par unité."
    assert Fragment("3\u00a0lits", gras=True) in regle.fragments


def test_sub_items_carry_their_chapeau_and_keep_reading_order(content):
    body = """
## A {#essai-a source="004/A9/principes"}

- L'équipe : {#essai-equipe .requis}
  - un médecin ; {#essai-medecin .requis}
  - une IDE. {#essai-ide .souhaite}
- Après. {#essai-apres .description}
"""
    corpus = read_folder(content(body))
    (block,) = corpus.rubriques["essai-a"].blocs
    assert block == RuleList(("essai-equipe", "essai-medecin", "essai-ide", "essai-apres"))
    assert corpus.regles["essai-ide"].chapeau == "essai-equipe"
    assert corpus.regles["essai-apres"].chapeau is None


def test_a_table_row_is_a_regle_and_its_cells_are_joined(content):
    body = """
## A {#essai-a source="004/A9/principes"}

| Profession | Temps | |
|---|---|---|
| Médecins | 2,5 ETP | dont 1 expérimenté {#essai-medecins .indicatif} |
| Cadre | 1 | {#essai-cadre .indicatif} |
"""
    corpus = read_folder(content(body))
    assert corpus.rubriques["essai-a"].blocs == (RuleTable(("Profession", "Temps"), ("essai-medecins", "essai-cadre")),)
    assert corpus.regles["essai-medecins"].texte == "Médecins\u00a0: 2,5\u00a0ETP — dont 1 expérimenté"
    assert corpus.regles["essai-cadre"].texte == "Cadre\u00a0: 1"
    assert len(corpus.regles["essai-cadre"].cellules) == 3


def test_links_references_and_footnotes_hang_on_the_regle(content):
    body = """
## A {#essai-a source="004/A9/principes"}

- Voir [lits](#essai-b) et la [loi](ref:loi-x).[^17] {#essai-liens .description}

## B {#essai-b source="004/A9/principes"}

- Suite. {#essai-suite .description}

[^17]: Texte de la note, avec [lits](#essai-b).
"""
    following = (
        "references:\n  - {id: loi-x, type: loi, intitule: Loi X, citation: Loi X, statut: citée par la source}\n"
    )
    corpus = read_folder(content(body, following=following))
    regle = corpus.regles["essai-liens"]
    assert corpus.problemes == ()
    assert (regle.links, regle.references, regle.notes) == (("essai-b",), ("loi-x",), ("17",))
    assert "".join(f.texte for f in corpus.documents["essai"].notes["17"]).startswith("Texte de la note")
    assert corpus.cited_by["essai-b"] == ("essai-liens",)


def test_sub_headings_inherit_the_source_and_build_the_path(content):
    body = """
## Équipe {#essai-equipe source="004/A9/principes" structure=sad}

Une phrase d'introduction.

### Formation {#essai-formation}

- Un DU. {#essai-du .obligation niveau="complexite:2 complexite:3"}
"""
    corpus = read_folder(content(body))
    formation = corpus.rubriques["essai-formation"]
    assert formation.chemin == ("Équipe", "Formation")
    assert (formation.source, formation.parent, formation.structure) == (("004/A9/principes",), "essai-equipe", "sad")
    assert isinstance(corpus.rubriques["essai-equipe"].blocs[0], Paragraph)
    assert corpus.regles["essai-du"].niveaux == tuple(
        ScaleValue(corpus.scales["complexite"], value) for value in (2, 3)
    )


def test_an_editorial_note_hangs_on_its_regle(content):
    body = """
## A {#essai-a source="004/A9/principes"}

- Texte. {#essai-texte .description}

> Note éditoriale : la source écrit « secrétaraire ». {#essai-note regle=essai-texte}
"""
    corpus = read_folder(content(body))
    note = corpus.notes_editoriales["essai-note"]
    assert note.texte == "La source écrit «\u00a0secrétaraire\u00a0»."
    assert (note.regle, corpus.rubriques["essai-a"].notes_editoriales) == ("essai-texte", ("essai-note",))


FAULTS = [
    ('## A {source="004/A9/x"}', "n’a pas d’identifiant"),
    ("## A {#essai-a}", "ne dit pas sa source"),
    ("## A", "n’a pas d’identifiant"),
    ('## A {#essai-a source="s"}\n\n- Sans rien.', "ni identifiant ni force"),
    ('## A {#essai-a source="s"}\n\n- Sans force. {#essai-r}', "n’a pas de force"),
    ('## A {#essai-a source="s"}\n\n- Sans id. {.requis}', "n’a pas d’identifiant"),
    ('## A {#essai-a source="s"}\n\n- Force. {#essai-r .peut-etre}', "force inconnue"),
    ('## A {#essai-a source="s"}\n\n- Borne. {#essai-r .requis borne=haut}', "borne inconnue"),
    ('## A {#essai-a source="s"}\n\n- Niveau. {#essai-r .requis niveau="complexite:4"}', "niveau inconnu"),
    ('## A {#essai-a source="s"}\n\n- Attribut. {#essai-r .requis couleur=rouge}', "attribut inconnu"),
    ('## A {#essai-a source="s"}\n\n- Id. {#Essai_R .requis}', "identifiant mal formé"),
    ('## A {#essai-a source="s"}\n\n- Lien [x](#nulle-part). {#essai-r .requis}', "ne mène nulle part"),
    ('## A {#essai-a source="s"}\n\n- Loi [x](ref:rien). {#essai-r .requis}', "ne mène nulle part"),
    ('## A {#essai-a source="s"}\n\n- Un. {#essai-r .requis}\n- Deux. {#essai-r .requis}', "sert déjà"),
    ('## A {#essai-a source="s"}\n\n> Autre chose. {#essai-n}', "bloc de citation non prévu"),
    ('## A {#essai-a source="s"}\n\n```\ncode\n```', "élément non prévu"),
    ('## A {#essai-a source="s"}\n\nPhrase. {#essai-r .requis}', "une règle est un élément de liste"),
    ("- Avant. {#essai-r .requis}", "avant toute rubrique"),
]


@pytest.mark.parametrize(("body", "message"), FAULTS, ids=[m for _, m in FAULTS])
def test_a_fault_is_said_with_its_line_and_costs_only_its_item(content, body, message):
    sound = '\n\n## Saine {#essai-saine source="004/A9/principes"}\n\n- Saine. {#essai-regle-saine .requis}\n'
    corpus = read_folder(content(body + sound))
    (problem, *rest) = corpus.problemes
    assert message in problem.message
    assert rest == []
    assert problem.fichier == "annexes/09-essai.md"
    assert problem.ligne is not None
    line = (content(body + sound) / problem.fichier).read_text(encoding="utf-8").split("\n")[problem.ligne - 1]
    assert line.strip()
    assert line != "---"
    assert "essai-regle-saine" in corpus.regles
