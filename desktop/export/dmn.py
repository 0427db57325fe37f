"""The decision tables as DMN 1.3: inputs, outputs, hit policy, rules as FEEL unary tests, citations as annotations.

One file a table, whole by itself: a table whose plan copies another one's brings it along. What a table states under a condition
is a FEEL expression of its output. A condition that is a choice between several becomes several rules of the same output, in place.
What stands around the tables in the program (unknown answers, refusals, explanation) is not DMN's and is not here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from desktop.decision import FaitsError
from desktop.decision.conditions import et
from desktop.decision.model import Availability, HitPolicy, Role
from desktop.decision.space import NO, YES
from desktop.decision.surroundings import Entourage
from desktop.export import dmn_xml
from desktop.export.dmn_conditions import ConditionReader, Regle, TableInput
from desktop.export.dmn_xml import LISTE, Assembly, DecisionTable, InputColumn, RuleRow
from desktop.telling.words import reference
from desktop.text.typography import french

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from desktop.corpus import Corpus
    from desktop.decision import Questionnaires
    from desktop.decision.forms import RankTable
    from desktop.decision.model import Enonce, Ligne, Source
    from desktop.decision.space import Espace

RACINE = "urn:cap-palliatif:dmn"
JOINDRE, MAINTENANT, MODIFICATIONS, RESOLUTIONS = "joindre_maintenant", "maintenant", "modifications", "resolutions"
SORTIES = {
    "principal": Role.PRINCIPAL,
    "alternatives": Role.ALTERNATIVE,
    "appuis": Role.APPUI,
    "anticiper": Role.ANTICIPER,
}
STRUCTURE, STRUCTURES = "structure", "structures_du_plan"
_NAMED = {STRUCTURE: "Structure", STRUCTURES: "Structures du plan"}
_DESCRIBED = {
    STRUCTURE: "La structure dont il s’agit.",
    STRUCTURES: "Identifiants des structures que les plans des besoins de soins nomment.",
}
_AGGREGATED = "MAX"


@dataclass(frozen=True, slots=True)
class _Row:
    """One row before it is written: the rules it becomes, what it gives, what it leans on."""

    id: str
    regles: Sequence[Regle]
    sorties: Sequence[str]
    titre: str
    sources: str


def table_names(questionnaires: Questionnaires) -> tuple[str, ...]:
    """Every table: those that give a rank, one a need, then what bears on all needs."""
    autour = (JOINDRE, MAINTENANT, MODIFICATIONS, RESOLUTIONS)
    return (*rank_tables(questionnaires), *questionnaires.orientation.tables, *autour)


def rank_tables(questionnaires: Questionnaires) -> dict[str, tuple[RankTable, Espace]]:
    """Every table that gives a rank, with the space it reads: the level and what stands beside it first."""
    niveau = questionnaires.niveau
    tables = {}
    for form in questionnaires.forms.values():
        tables[form.table.id] = form.table, form.space
        if form is niveau.form and niveau.beside is not None:
            tables[niveau.beside.id] = niveau.beside, form.space
    return tables


def write(questionnaires: Questionnaires, nom: str, version: str, corpus: Corpus | None = None) -> str:
    """The DMN file of a table. With the corpus, citations say document and rubrique beside the règle.

    Raises FaitsError for an unknown table.
    """
    if nom not in table_names(questionnaires):
        raise FaitsError(
            f"La table « {nom} » n’existe pas.", fait="table", donne=nom, permis=table_names(questionnaires)
        )
    return _DmnFile(questionnaires, nom, corpus).text(version)


def decision_name(questionnaires: Questionnaires, table: str) -> str:
    """The name of a table's decision: a need's is not the dimension of the same name."""
    return f"plan_{table}" if table in questionnaires.orientation.tables else table


class _DmnFile:
    def __init__(self, questionnaires: Questionnaires, nom: str, corpus: Corpus | None) -> None:
        self._q = questionnaires
        self._o = questionnaires.orientation
        self._nom = nom
        self._corpus = corpus
        ranked = rank_tables(questionnaires).get(nom)
        self._lecteur = ConditionReader(questionnaires, ranked[1] if ranked else questionnaires.espace)
        self._faits: dict[str, dmn_xml.InputFact] = {}
        self._decisions: dict[str, DecisionTable | Assembly] = {}

    def text(self, version: str) -> str:
        self._table(self._nom)
        nom = decision_name(self._q, self._nom)
        dit = french(self._o.textes.securite)
        return dmn_xml.write(
            nom, f"{RACINE}:{self._nom}", version, dit, self._faits.values(), self._decisions.values()
        )  # fmt: skip

    def _table(self, nom: str) -> None:
        autour: dict[str, Callable[[], None]] = {
            JOINDRE: self._joindre,
            MAINTENANT: self._maintenant,
            MODIFICATIONS: self._modifications,
            RESOLUTIONS: self._resolutions,
        }
        if nom in self._o.tables:
            self._besoin(nom)
        elif nom in autour:
            autour[nom]()
        else:
            self._scale(nom)

    # A rank on a scale --------------------------------------------------------------------------------------------

    def _scale(self, nom: str) -> None:
        table, _ = rank_tables(self._q)[nom]
        # Of the first row that holds, two rules may hold at once; else none may.
        lire = self._lecteur.regles if table.policy == HitPolicy.FIRST else self._lecteur.disjoint
        lignes = [
            _Row(
                ligne.id, lire(ligne.quand), (str(ligne.donne),), "" if ligne.dimension else ligne.titre,
                self._cite(ligne.source),
            )
            for ligne in table.rows
        ]  # fmt: skip
        politique = {"hitPolicy": table.policy.value}
        if table.policy == HitPolicy.COLLECT:
            politique["aggregation"] = _AGGREGATED
        self._write_table(nom, table.titre, politique, {nom: "number"}, lignes)
        written = self._decisions[nom]
        if isinstance(written, DecisionTable):
            self._decisions[nom] = replace(written, priorites=table.wins)

    # The plan of a need -------------------------------------------------------------------------------------------

    def _besoin(self, nom: str) -> None:
        """The first row that holds, then what is added whatever the row."""
        decision = decision_name(self._q, nom)
        if decision in self._decisions:
            return
        table = self._o.tables[nom]
        principale, ajouts = f"{decision}_lignes", f"{decision}_complements"
        if not table.complements:
            self._rows_of_besoin(decision, table.titre, HitPolicy.FIRST, table.lignes)
            return
        self._rows_of_besoin(principale, table.titre, HitPolicy.FIRST, table.lignes)
        self._rows_of_besoin(ajouts, f"{table.titre} : compléments", HitPolicy.RULE_ORDER, table.complements)
        formules = {}
        for sortie in (*SORTIES, "notes"):
            deux = f"concatenate({principale}.{sortie}, flatten({ajouts}.{sortie}))"
            formules[sortie] = f"if {ajouts} = null then {principale}.{sortie} else {deux}"
        self._decisions[decision] = Assembly(decision, french(table.titre), formules, (principale, ajouts))

    def _rows_of_besoin(self, nom: str, titre: str, politique: HitPolicy, lignes: Sequence[Ligne]) -> None:
        copies = dict.fromkeys(enonce.plan_de for ligne in lignes for enonce in ligne.enonces if enonce.plan_de)
        for besoin in copies:
            self._besoin(besoin)
        lus = {fait for ligne in lignes for enonce in ligne.enonces for fait in self._lecteur.facts_read(enonce.si)}
        # Of rows that all count, no two rules may hold at once; of the first that holds, they may.
        lire = self._lecteur.regles if politique == HitPolicy.FIRST else self._lecteur.disjoint
        ecrites = [
            _Row(
                ligne.id, lire(ligne.quand),
                (*(self._structures(ligne, sortie) for sortie in SORTIES), _feel_list(ligne.notes)),
                ligne.titre, "\n".join(self._enonce_said(enonce) for enonce in ligne.enonces),
            )
            for ligne in lignes
        ]  # fmt: skip
        sorties = dict.fromkeys((*SORTIES, "notes"), LISTE)
        requises = [decision_name(self._q, besoin) for besoin in copies]
        self._write_table(nom, titre, {"hitPolicy": politique.value}, sorties, ecrites, requises, sorted(lus))

    def _structures(self, ligne: Ligne, sortie: str) -> str:
        """What a row gives for one role, as FEEL: lists, each under its condition, one after the other."""
        morceaux: list[str] = []
        sures: list[str] = []
        for enonce in ligne.enonces:
            condition = self._lecteur.feel(enonce.si)
            for structure, liste in self._lists(enonce, sortie):
                if structure and condition == "true":
                    sures.append(structure)
                    continue
                morceaux += [_feel_list(sures)] if sures else []
                sures = []
                entiere = liste or _feel_list((structure,))
                morceaux.append(entiere if condition == "true" else f"if {condition} then {entiere} else []")
        morceaux += [_feel_list(sures)] if sures or not morceaux else []
        return morceaux[0] if len(morceaux) == 1 else f"concatenate({', '.join(morceaux)})"

    def _lists(self, enonce: Enonce, sortie: str) -> list[tuple[str, str]]:
        """What a statement brings to a role: a structure, or the list of a copied plan.

        Copied below the principal, the other plan's principal is an alternative too.
        """
        role = SORTIES[sortie]
        if not enonce.plan_de:
            return [(enonce.structure, "")] if enonce.role == role else []
        copie = decision_name(self._q, enonce.plan_de)
        if enonce.role == Role.ALTERNATIVE and role == Role.PRINCIPAL:
            return []
        listes = ["principal", sortie] if enonce.role == role == Role.ALTERNATIVE else [sortie]
        return [("", f"{copie}.{liste}") for liste in listes]

    # What bears on all needs ----------------------------------------------------------------------------------------

    def _joindre(self) -> None:
        """Whom to reach now: the row, and not refused, and the caller may call."""
        lignes = []
        for ligne, condition in Entourage(self._q).a_joindre(set(self._o.structures)):
            regles = self._lecteur.disjoint(et(self._o.joindre_quand, condition))
            if ligne.si_plan:
                cle = f"{STRUCTURES}.{ligne.si_plan}"
                expression = f'list contains({STRUCTURES}, "{ligne.si_plan}")'
                self._lecteur.entrees[cle] = TableInput(cle, STRUCTURES, expression, (NO, YES), "boolean")
                regles = [{**regle, cle: frozenset((YES,))} for regle in regles]
            lignes.append(_Row(ligne.id, regles, (f'"{ligne.structure}"',), ligne.pour, self._cite(ligne.source)))
        titre = "Qui joindre maintenant, pour les besoins de soins"
        self._write_table(JOINDRE, titre, {"hitPolicy": HitPolicy.RULE_ORDER.value}, {"a_joindre": "string"}, lignes)

    def _maintenant(self) -> None:
        self._add_input(STRUCTURE, tuple(self._o.structures))
        lignes = [
            _Row(
                ligne.id, self._for_structure(structure, self._lecteur.regles(ligne.quand)), (f'"{ligne.donne}"',),
                self._o.structures[structure].libelle, self._cite(ligne.source),
            )
            for structure, lignes in self._o.disponibilites.items() for ligne in lignes
        ]  # fmt: skip
        muettes = _Row(
            "dispo-sources-muettes",
            [{}],
            (f'"{Availability.UNKNOWN}"',),
            self._o.textes.maintenant[Availability.UNKNOWN],
            "",
        )
        titre = "Répond-elle maintenant ?"
        self._write_table(
            MAINTENANT, titre, {"hitPolicy": HitPolicy.FIRST.value}, {"repond": "string"}, [*lignes, muettes]
        )

    def _modifications(self) -> None:
        demande = self._q.faits[self._q.parts.need]
        besoins = demande.identifiants
        self._add_input(demande.id, besoins)
        lignes = []
        for m in (*self._o.modifications, *self._o.apres_refus):
            permis = frozenset(besoin for besoin in besoins if m.porte_sur(besoin))
            regles = [{demande.id: permis, **regle} for regle in self._lecteur.disjoint(m.quand)]
            ajoute = f'"{m.ajoute.structure}"' if m.ajoute else "null"
            role = f'"{m.ajoute.role.value}"' if m.ajoute else "null"
            sorties = (str(m.numero), ajoute, role, _feel_list(m.retire), _feel_list(m.si_principal))
            dit = m.ajoute.pour if m.ajoute else "Retire du plan ce que le lieu exclut."
            lignes.append(_Row(m.id, regles, sorties, dit, self._cite(m.source)))
        sorties_de = {
            "ordre": "number", "ajoute": "string", "role": "string", "retire": LISTE, "si_un_de_ces_principaux": LISTE,
        }  # fmt: skip
        titre = "Ce qui modifie le plan de tout besoin"
        self._write_table(MODIFICATIONS, titre, {"hitPolicy": HitPolicy.RULE_ORDER.value}, sorties_de, lignes)

    def _resolutions(self) -> None:
        self._add_input(STRUCTURE, tuple(self._o.structures))
        lignes = [
            _Row(
                r.id, self._for_structure(r.structure, self._lecteur.regles(r.quand)), (f'"{r.donne}"',),
                self._o.structures[r.donne].libelle, "",
            )
            for r in self._o.resolutions
        ]  # fmt: skip
        meme = _Row("resolution-aucune", [{}], (STRUCTURE,), "Toute autre structure est écrite telle quelle", "")
        titre = self._o.resolutions_titre
        self._write_table(
            RESOLUTIONS, titre, {"hitPolicy": HitPolicy.FIRST.value}, {"nommee": "string"}, [*lignes, meme]
        )

    def _add_input(self, nom: str, valeurs: tuple[str, ...]) -> None:
        self._lecteur.entrees = {nom: TableInput(nom, nom, nom, valeurs, "string"), **self._lecteur.entrees}

    def _for_structure(self, structure: str, regles: Sequence[Regle]) -> list[Regle]:
        return [{STRUCTURE: frozenset((structure,)), **regle} for regle in regles]

    # Into a table -------------------------------------------------------------------------------------------------

    def _write_table(
        self, nom: str, titre: str, politique: dict[str, str], sorties: dict[str, str], lignes: Sequence[_Row],
        requises: Sequence[str] = (), faits: Iterable[str] = (),
    ) -> None:  # fmt: skip
        lues = {cle for ligne in lignes for regle in ligne.regles for cle in regle}
        entrees = [entree for cle, entree in self._lecteur.entrees.items() if cle in lues]
        tous = tuple(dict.fromkeys((*(entree.fait for entree in entrees), *faits)))
        for fait in tous:
            self._faits.setdefault(fait, dmn_xml.InputFact(fait, self._kind(fait), french(self._described(fait))))
        rangees = [
            RuleRow(
                ligne.id if len(ligne.regles) == 1 else f"{ligne.id}-{rang}",
                [entree.test(regle.get(entree.cle, frozenset(entree.valeurs))) for entree in entrees],
                ligne.sorties, (french(ligne.titre), french(ligne.sources)),
            )
            for ligne in lignes for rang, regle in enumerate(ligne.regles, 1)
        ]  # fmt: skip
        colonnes = [
            InputColumn(
                self._heading(entree), entree.expression, entree.genre,
                ", ".join(entree.text(v) for v in entree.valeurs if v is not None),
            )
            for entree in entrees
        ]  # fmt: skip
        self._decisions[nom] = DecisionTable(nom, french(titre), politique, colonnes, sorties, rangees, tous, requises)

    def _heading(self, entree: TableInput) -> str:
        """What stands above a column: « Lieu », « Déjà en place : HAD »."""
        derive, fait = self._q.niveau.derived.get(entree.fait), self._q.faits.get(entree.fait)
        nom = _NAMED.get(entree.fait) or (derive.nom if derive else (fait.nom_lu or fait.nom) if fait else entree.fait)
        membre = entree.cle.partition(".")[2]
        if not membre:
            return nom
        court = fait.valeur(membre).court if fait else self._o.structures[membre].court
        return french(f"{nom} : {court}")

    def _described(self, nom: str) -> str:
        """What an input of the tables is."""
        derive, fait = self._q.niveau.derived.get(nom), self._q.faits.get(nom)
        if nom in _DESCRIBED or derive is not None:
            return _DESCRIBED.get(nom) or (derive.decrit if derive else "")
        return (fait.decrit or fait.question) if fait else ""

    def _kind(self, fait: str) -> str:
        entree = self._lecteur.entrees.get(fait)
        return entree.genre if entree else LISTE

    # Citations ----------------------------------------------------------------------------------------------------

    def _enonce_said(self, enonce: Enonce) -> str:
        if enonce.plan_de:
            return f"plan de « {self._q.faits[self._q.parts.need].valeur(enonce.plan_de).libelle} », recopié"
        choix = f" ({self._o.textes.ouvert.rstrip('.')})" if enonce.ouvert else ""
        return (
            f"{enonce.structure}, {self._o.textes.roles[enonce.role.value].lower()}{choix}. {self._cite(enonce.source)}"
        )

    def _cite(self, source: Source | None) -> str:
        if source is None:
            return ""
        nature = self._o.textes.natures[source.nature.value]
        return f"{nature} : {', '.join(map(self._reference, source.regles))}" if source.regles else nature

    def _reference(self, regle: str) -> str:
        if self._corpus is None or regle not in self._corpus.regles:
            return regle
        return f"{reference(self._corpus, regle)} [{regle}]"


def _feel_list(identifiants: Iterable[str]) -> str:
    return "[" + ", ".join(f'"{identifiant}"' for identifiant in identifiants) + "]"
