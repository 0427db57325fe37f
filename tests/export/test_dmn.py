"""DMN 1.3: the files are valid, cite what the tables cite, and decide what the engine decides."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from feel_minimal import Fichier, M
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.decision import FaitsError
from desktop.decision.conditions import VRAI, evaluate
from desktop.decision.engine import _Work
from desktop.decision.forms import box_of
from desktop.decision.model import Role
from desktop.decision.space import COMPLEXITE
from desktop.export import dmn
from desktop.export.dmn_conditions import ConditionReader, UnknownConditionError
from desktop.text.typography import bare

SCHEMAS = Path(__file__).parent / "schemas"
BESOINS = (
    "soins", "avis", "geste", "hospitalisation", "anticipation", "volontes", "repit", "coordination", "ethique",
    "psychosocial", "aide", "proches", "presence", "deuil", "equipe",
)  # fmt: skip


class Tables:
    """Every exported table, as text and as read back; a short repr for hypothesis."""

    def __init__(self, questionnaires, orientation):
        self.questionnaires = questionnaires
        self.orientation = orientation
        self.textes = {nom: dmn.write(questionnaires, nom, "2023.1") for nom in dmn.table_names(questionnaires)}
        self.fichiers = {nom: Fichier(texte) for nom, texte in self.textes.items()}

    def __repr__(self):
        return "Tables()"

    def situation(self, graine):
        """A situation in full, drawn at random: its box, and the inputs of the tables."""
        hasard = random.Random(graine)  # noqa: S311 - a test's draw
        espace = self.questionnaires.espace
        boite = [1 << hasard.randrange(len(variable.valeurs)) for variable in espace.variables]
        for rang, variable in enumerate(espace.variables):
            if variable.nom.startswith(("en_place.", "accords.")) and hasard.random() < 0.7:
                boite[rang] = espace.mask(variable.nom, "non")
        (complexite,) = espace.combinations_of(boite)
        entrees = {"en_place": [], "refus": [], "accords": []}
        for variable in espace.variables:
            nom, _, membre = variable.nom.partition(".")
            valeur = espace.value(boite, variable.nom)
            if membre:
                entrees[nom] += [membre] if valeur == "oui" else []
            elif nom != COMPLEXITE:
                entrees[nom] = valeur
        noms = self.questionnaires.niveau.dimensions.noms
        entrees |= dict(zip(noms, complexite.valeurs or self.ethique_seule(complexite), strict=True))
        entrees |= {
            "niveau": complexite.niveau,
            "niveau_hors_ethique": complexite.hors_ethique,
            "porte_par_un_seul_plan": complexite.porte_par_un_seul_plan,
            "complexite_clinique_ou_ethique": complexite.clinique_ou_ethique,
            "structures_du_plan": hasard.sample(sorted(self.questionnaires.orientation.structures), 6),
        }
        return boite, entrees

    def ethique_seule(self, complexite):
        """The dimensions of a level that was given directly: of ethics the level counts, the others are not given."""
        dimensions = self.questionnaires.niveau.dimensions
        par_niveau = {niveau: valeur for valeur, niveau in dimensions.niveaux[dimensions.ethique].items()}
        return [
            par_niveau[complexite.ethique] if rang == dimensions.ethique else None
            for rang in range(len(dimensions.noms))
        ]


@pytest.fixture(scope="session")
def tables(questionnaires, orientation):
    return Tables(questionnaires, orientation)


GRAINES = st.integers(0, 10**9)


def test_every_table_is_exported(questionnaires, tables):
    assert set(BESOINS) == set(questionnaires.orientation.tables)
    autres = {
        "niveau",
        "expertise_had",
        "errspp_niveau",
        "joindre_maintenant",
        "maintenant",
        "modifications",
        "resolutions",
    }
    assert set(tables.textes) == {*BESOINS, *autres}


def test_every_file_validates_against_the_schema(tables):
    etree = pytest.importorskip("lxml.etree")
    schema = etree.XMLSchema(etree.parse(SCHEMAS / "DMN13.xsd"))
    for nom, texte in tables.textes.items():
        assert schema.validate(etree.fromstring(texte.encode())), (nom, schema.error_log.last_error)
    fautif = tables.textes["niveau"].replace('hitPolicy="COLLECT"', 'hitPolicy="AU HASARD"')
    assert not schema.validate(etree.fromstring(fautif.encode()))


def test_the_errspp_s_table_as_a_file(tables, attendu):
    attendu("dmn-errspp_niveau.dmn", tables.textes["errspp_niveau"])


def test_identifiers_are_unique_and_references_hold(tables):
    for fichier in tables.fichiers.values():
        identifiants = [e.get("id") for e in fichier.racine.iter() if e.get("id")]
        assert len(identifiants) == len(set(identifiants))
        noms = [*fichier.decisions, *fichier.entrees]
        assert len(noms) == len(set(noms))
        vises = {e.get("href").removeprefix("#") for e in fichier.racine.iter() if e.get("href")}
        assert vises <= set(identifiants)
        # Every input that stands there is needed by something.
        assert {f"entree_{nom}" for nom in fichier.entrees} <= vises


def test_hit_policies_are_the_tables_own(tables):
    politiques = {
        nom: decision.find(f"{M}decisionTable").get("hitPolicy")
        for fichier in tables.fichiers.values()
        for nom, decision in fichier.decisions.items()
        if decision.find(f"{M}decisionTable") is not None
    }
    assert politiques["niveau"] == "COLLECT"
    assert politiques["errspp_niveau"] == politiques["expertise_had"] == "UNIQUE"
    assert politiques["plan_soins_lignes"] == politiques["plan_avis"] == "FIRST"
    assert politiques["plan_soins_complements"] == "RULE ORDER"


@settings(max_examples=300, deadline=None)
@given(graine=GRAINES)
@pytest.mark.parametrize("besoin", BESOINS)
def test_a_need_s_table_gives_what_the_engine_reads_from_its_rows(tables, besoin, graine):
    boite, entrees = tables.situation(graine)
    places, suivies = _Work(tables.orientation.moteur, boite, True).rows(besoin, ())  # noqa: FBT003
    plan = tables.fichiers[besoin].evaluer(f"plan_{besoin}", entrees)
    attendu = {sortie: [p.structure for p in places if p.role == role] for sortie, role in dmn.SORTIES.items()}
    assert {sortie: plan[sortie] for sortie in dmn.SORTIES} == attendu, entrees
    notes = [note for ligne in suivies if ligne in tables_de(tables, besoin) for note in ligne.notes]
    assert plan["notes"] == notes


def tables_de(tables, besoin):
    table = tables.questionnaires.orientation.tables[besoin]
    return (*table.lignes, *table.complements)


@settings(max_examples=150, deadline=None)
@given(graine=GRAINES)
def test_the_level_and_the_expertise(tables, graine):
    boite, entrees = tables.situation(graine)
    if entrees["stabilite"] is not None:
        assert tables.fichiers["niveau"].evaluer("niveau", entrees) == entrees["niveau"]
    (attendue,) = [e.donne for e in tables.questionnaires.niveau.expertise if evaluate(e.quand, boite) == VRAI]
    assert tables.fichiers["expertise_had"].evaluer("expertise_had", entrees) == attendue


def test_the_errspp_over_all_answers(questionnaires, tables):
    donnees = questionnaires.forms["errspp"]
    for contact in ("oui", "non"):
        for equipe in ("autre", "errspp"):
            for autres in ("oui", "non"):
                faits = {"contact_direct": contact, "equipe_referente": equipe, "autres_equipes": autres}
                boite = box_of(donnees.space, faits)
                (attendu,) = [ligne.donne for ligne in donnees.table.rows if evaluate(ligne.quand, boite) == VRAI]
                assert tables.fichiers["errspp_niveau"].evaluer("errspp_niveau", faits) == attendu


@settings(max_examples=150, deadline=None)
@given(graine=GRAINES)
def test_whom_to_reach_now(tables, graine):
    boite, entrees = tables.situation(graine)
    o = tables.questionnaires.orientation
    existe = evaluate(o.joindre_quand, boite) == VRAI
    attendu = [
        ligne.structure
        for ligne, condition in tables.orientation.entourage.a_joindre(set(entrees["structures_du_plan"]))
        if existe and evaluate(condition, boite) == VRAI
    ]
    assert (tables.fichiers["joindre_maintenant"].evaluer("joindre_maintenant", entrees) or []) == attendu


@settings(max_examples=40, deadline=None)
@given(graine=GRAINES)
def test_who_answers_now_and_how_the_first_recourse_is_named(tables, graine):
    boite, entrees = tables.situation(graine)
    o = tables.questionnaires.orientation
    for structure in o.structures:
        faits = {**entrees, "structure": structure}
        repond = tables.orientation.entourage.maintenant(structure, boite, set())
        assert tables.fichiers["maintenant"].evaluer("maintenant", faits) == repond
        nommee = next(
            (r.donne for r in o.resolutions if r.structure == structure and evaluate(r.quand, boite) == VRAI), structure
        )
        assert tables.fichiers["resolutions"].evaluer("resolutions", faits) == nommee


@settings(max_examples=60, deadline=None)
@given(graine=GRAINES)
def test_what_bears_on_all_needs(tables, graine):
    boite, entrees = tables.situation(graine)
    o = tables.questionnaires.orientation
    for besoin in BESOINS:
        trouvees = tables.fichiers["modifications"].evaluer("modifications", {**entrees, "besoin": besoin}) or []
        attendues = [
            m for m in (*o.modifications, *o.apres_refus) if m.porte_sur(besoin) and evaluate(m.quand, boite) == VRAI
        ]
        assert [(t["ordre"], t["ajoute"], t["role"], t["retire"], t["si_un_de_ces_principaux"]) for t in trouvees] == [
            (
                m.numero,
                m.ajoute and m.ajoute.structure,
                m.ajoute and m.ajoute.role.value,
                list(m.retire),
                list(m.si_principal),
            )
            for m in attendues
        ]


def test_every_citation_of_a_row_stands_in_its_annotation(questionnaires, tables):
    for besoin in BESOINS:
        textes = {
            re.sub(r"-\d+$", "", regle.get("id"))
            if regle.get("id") not in ids(questionnaires, besoin)
            else regle.get("id"): [a.find(f"{M}text").text or "" for a in regle.iter(f"{M}annotationEntry")]
            for regle in tables.fichiers[besoin].racine.iter(f"{M}rule")
        }
        for ligne in tables_de(tables, besoin):
            titre, sources = textes[ligne.id]
            assert bare(titre) == bare(ligne.titre)
            for enonce in ligne.enonces:
                assert all(regle in sources for regle in enonce.source.regles)
                assert not enonce.structure or enonce.structure in sources


def ids(questionnaires, besoin):
    table = questionnaires.orientation.tables[besoin]
    return {ligne.id for ligne in (*table.lignes, *table.complements)}


def test_with_the_content_citations_say_where(questionnaires, corpus):
    texte = dmn.write(questionnaires, "errspp_niveau", "2023.1", corpus)
    assert "annexe\u00a07, Les différents niveaux" in texte
    assert "[errspp-niveaux-1]" in texte


def test_an_unknown_table_is_named(questionnaires):
    with pytest.raises(FaitsError) as faute:
        dmn.write(questionnaires, "humeur", "1")
    assert "« humeur » n'existe pas" in bare(str(faute.value))


def test_a_condition_that_no_input_can_say_is_refused(questionnaires):
    lecteur = ConditionReader(questionnaires, questionnaires.espace)
    with pytest.raises(UnknownConditionError):
        lecteur.regles((0, questionnaires.espace.index[COMPLEXITE], 0b1011))


@settings(max_examples=80, deadline=None)
@given(graine=GRAINES)
def test_disjoint_rules_hold_one_at_a_time_and_together_as_the_condition(tables, graine):
    boite, entrees = tables.situation(graine)
    lecteur = ConditionReader(tables.questionnaires, tables.questionnaires.espace)
    o = tables.questionnaires.orientation
    for m in (*o.modifications, *o.joindre):
        tenues = [
            regle
            for regle in lecteur.disjoint(m.quand)
            if all(valeur_de(lecteur.entrees[cle], entrees) in permises for cle, permises in regle.items())
        ]
        assert len(tenues) == (evaluate(m.quand, boite) == VRAI)


def valeur_de(entree, entrees):
    membre = entree.cle.partition(".")[2]
    if membre:
        return "oui" if membre in entrees[entree.fait] else "non"
    valeur = entrees[entree.fait]
    return (
        {True: "oui", False: "non"}[valeur] if isinstance(valeur, bool) else valeur if valeur is None else str(valeur)
    )


def test_the_roles_are_the_model_s():
    assert set(dmn.SORTIES.values()) == set(Role)
