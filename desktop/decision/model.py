"""What the questionnaires' data say, once checked: facts, tables, structures, notes. Frozen; built by `charge`."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from desktop.decision.conditions import TOUJOURS, Condition


class Nature(StrEnum):
    """Where a statement comes from; shown with every statement."""

    REFERENTIEL = "referentiel"
    DOCUMENT = "document"
    INTERPRETATION = "interpretation"
    HORS_SOURCE = "hors_source"


class Role(StrEnum):
    """What a structure is in the plan of a need, from the highest to the lowest."""

    PRINCIPAL = "principal"
    ALTERNATIVE = "alternative"
    APPUI = "appui"
    ANTICIPER = "anticiper"


RANG = {Role.PRINCIPAL: 0, Role.ALTERNATIVE: 1, Role.APPUI: 2, Role.ANTICIPER: 3}


class Availability(StrEnum):
    """Whether a structure answers now: what the data may say, and what is said where they are silent."""

    ANSWERS = "oui"
    CLOSED = "non"
    TERRITORY = "territoire"
    UNKNOWN = "inconnu"


class NoteKind(StrEnum):
    """What a sentence beside the plan is."""

    OPEN = "ouvert"
    REMINDER = "rappel"
    REFUSAL = "refus"
    LEVEL = "niveau"


class HitPolicy(StrEnum):
    """The hit policies of DMN 1.3 that the tables use, by their names there."""

    UNIQUE = "UNIQUE"
    FIRST = "FIRST"
    PRIORITY = "PRIORITY"
    COLLECT = "COLLECT"
    RULE_ORDER = "RULE ORDER"


@dataclass(frozen=True, slots=True)
class Lieu:
    """Where a piece of data stands: file and line."""

    fichier: str
    ligne: int


@dataclass(frozen=True, slots=True)
class Source:
    """Nature of a statement and the content rules it leans on."""

    nature: Nature
    regles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Valeur:
    """One answer: identifier, the words on the button, a short form for the list of answers, a shorter one for a switch.

    `libelle_proche`: the words for who is no professional; `proche`: who gives this answer is none. `role`: who always
    gives it, where the words of the answer do not say it.
    """

    id: str
    libelle: str
    court: str
    aide: str = ""
    libelle_proche: str = ""
    bouton: str = ""
    proche: bool = False
    role: str = ""


@dataclass(frozen=True, slots=True)
class Fait:
    """One fact: the question that asks it and its closed values.

    `plusieurs`: several values at once. `facultatif`: absent means « nothing said », never an uncertainty; `defaut` is then the
    value supposed. `echelle`: the scale its values belong to. `variantes`: other words for the question, by need.
    `nom`: its short name; `nom_dit`: the same where the screen speaks to the person; `interrupteur`: the same beside its switches.
    `rien`: what its empty list is called. `se_sait`: « je ne sais pas » is no answer to it.
    `nom_lu`: its name above a column that reads one value of it. `decrit`: what other software is told of it. `pas_dit`: said of it
    while nobody said anything.
    """

    id: str
    question: str
    valeurs: tuple[Valeur, ...]
    aide: str = ""
    exemple: str = ""
    plusieurs: bool = False
    facultatif: bool = False
    defaut: str | None = None
    echelle: str | None = None
    variantes: dict[str, str] = field(default_factory=dict)
    nom: str = ""
    nom_dit: str = ""
    rien: str = ""
    interrupteur: str = ""
    se_sait: bool = False
    nom_lu: str = ""
    decrit: str = ""
    pas_dit: str = ""

    @property
    def identifiants(self) -> tuple[str, ...]:
        """Identifiers of its values, in order."""
        return tuple(valeur.id for valeur in self.valeurs)

    def valeur(self, identifiant: str) -> Valeur:
        """The value with this identifier. Raises KeyError."""
        for valeur in self.valeurs:
            if valeur.id == identifiant:
                return valeur
        raise KeyError(identifiant)


@dataclass(frozen=True, slots=True)
class FactParts:
    """Which fact plays which part; "" where none does.

    `need`: what is asked for, each value with a table of its own. `priority`: the need that presses most. `level`: a rank of the
    dimensions that is known without them. `caller`: who asks. `moment`: what the clock proposes. `in_place`: structures that are
    there already. `refusal`: what is refused. `agreement`: what was agreed to.
    """

    need: str
    priority: str = ""
    level: str = ""
    caller: str = ""
    moment: str = ""
    in_place: str = ""
    refusal: str = ""
    agreement: str = ""


@dataclass(frozen=True, slots=True)
class Course:
    """What a questionnaire asks and in which order.

    `variables`: facts that its tables read, besides the dimensions. `replay`: the order in which answers are replayed. `beside`:
    never asked in the row. `switches`: what can be changed beside the plan. `first`: asked before what decides most. `changes`:
    which answers a counterfactual changes. `heading`: told at the head of a plan on paper.
    """

    titre: str
    variables: tuple[str, ...]
    replay: tuple[str, ...]
    beside: tuple[str, ...]
    switches: tuple[str, ...]
    first: tuple[str, ...]
    changes: tuple[str, ...]
    heading: tuple[str, ...]
    parts: FactParts


@dataclass(frozen=True, slots=True)
class Enonce:
    """One statement of a table: this structure in this role, when `si` holds; or the plan of another need."""

    id: str
    role: Role
    source: Source
    structure: str = ""
    plan_de: str = ""
    si: Condition = TOUJOURS
    ouvert: tuple[str, ...] = ()
    porte: str = ""
    rang: str = ""
    pour: str = ""
    lieu: Lieu | None = None


@dataclass(frozen=True, slots=True)
class Ligne:
    """One row of a table: when it holds, what it states, which notes it calls."""

    id: str
    titre: str
    quand: Condition
    enonces: tuple[Enonce, ...] = ()
    notes: tuple[str, ...] = ()
    donne: int = 0
    source: Source | None = None
    lieu: Lieu | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A decision table: rows in order, hit policy, and statements that are added whatever the row (`complements`)."""

    id: str
    titre: str
    politique: HitPolicy
    lignes: tuple[Ligne, ...]
    complements: tuple[Ligne, ...] = ()


@dataclass(frozen=True, slots=True)
class Structure:
    """A structure that a plan may name."""

    id: str
    libelle: str
    court: str
    dire: str
    document: str | None


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence beside the structures; `genre`: ouvert, rappel, refus, niveau."""

    id: str
    genre: str
    texte: str
    source: Source
    quand: Condition = TOUJOURS
    besoins: tuple[str, ...] = ()
    sauf_besoins: tuple[str, ...] = ()
    structures: tuple[str, ...] = ()
    toutes: tuple[str, ...] = ()
    principales: tuple[str, ...] = ()
    appelee: bool = False


@dataclass(frozen=True, slots=True)
class Modification:
    """One modifier (docs/decisions.md § 2.3): adds a structure in a role, or takes structures out."""

    id: str
    numero: int
    quand: Condition
    source: Source
    ajoute: Enonce | None = None
    retire: tuple[str, ...] = ()
    besoins: tuple[str, ...] = ()
    sauf_besoins: tuple[str, ...] = ()
    si_propose: bool = False
    si_principal: tuple[str, ...] = ()

    def porte_sur(self, besoin: str) -> bool:
        """Whether this modifier bears on a need."""
        return (not self.besoins or besoin in self.besoins) and besoin not in self.sauf_besoins


@dataclass(frozen=True, slots=True)
class RegleRefus:
    """What one refusal takes out of a plan; `aussi`: what it takes out besides where `aussi_quand` holds."""

    refus: str
    structures: tuple[str, ...]
    aussi: tuple[str, ...] = ()
    aussi_quand: Condition = TOUJOURS
    porte: str = ""
    anticiper: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Resolution:
    """`structure` is written as `donne` when `quand` holds."""

    id: str
    structure: str
    quand: Condition
    donne: str


@dataclass(frozen=True, slots=True)
class AJoindre:
    """One row of the list of whom to reach now."""

    id: str
    structure: str
    quand: Condition
    source: Source
    si_plan: str = ""
    pour: str = ""


@dataclass(frozen=True, slots=True)
class Disponibilite:
    """One row of « does it answer now? »."""

    id: str
    structure: str
    quand: Condition
    donne: str
    source: Source


@dataclass(frozen=True, slots=True)
class Appelants:
    """Who may call a structure; `via`: through whom else it can be asked."""

    structure: str
    par: tuple[str, ...]
    via: tuple[str, ...]
    quand: Condition
    source: Source


@dataclass(frozen=True, slots=True)
class ConditionAcces:
    """A condition still to be met before a structure can take part; `accord`: the agreement that meets it, "" for another."""

    id: str
    structure: str
    texte: str
    source: Source
    quand: Condition = TOUJOURS
    remplie: Condition | None = None
    accord: str = ""
    besoins: tuple[str, ...] = ()
    sauf_besoins: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Impossible:
    """Two or more answers that can't stand together."""

    id: str
    quand: Condition
    message: str
    faits: tuple[str, ...]
    sauf_besoins: tuple[str, ...] = ()
