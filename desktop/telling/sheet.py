"""The plan as a sheet of one page, and as ten lines for a letter: what one does, without the reasons, which follow in the annexe.

The annexe is the whole report (`rapport`). A sheet that is too long for its page gives up what the annexe says too, in the order of
`STEPS`; whom to reach, the line of the 15, what is to be met and to be prepared always stay.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from desktop.decision import dire
from desktop.decision import facts as lecture
from desktop.decision.sentences import callers_said
from desktop.telling import said, words
from desktop.text import dates
from desktop.text.typography import bare, french

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desktop.decision import Plan, PlanDeBesoin, Questionnaires
    from desktop.telling.report import Cadre

NOTE_LINES = 3
STEPS = ("notes", "dimensions", "later_support", "support", "else", "later_details", "details", "apart")
"""What a sheet gives up, one after the other, until it fits: lines for notes, the six dimensions, support and details of the needs
after the first, then of all; at last each need is one line, and what is to be met and prepared stands in one list for all."""
LETTER_LINES = 10
LETTER_NEEDS = 3
"""So many needs have a line of their own in a letter; more share one."""
LIMITE = "Aide à la décision : ne remplace ni les référentiels ni un avis médical."


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to reach: the name, and who may call, when it answers, what for."""

    nom: str
    detail: str


@dataclass(frozen=True, slots=True)
class Besoin:
    """One need: its name, what to do, when the structures answer and who asks for them, what else there is.

    `reunir`: conditions, for whom where they are several, and whether each is met. `preparer`: what is anticipated.
    """

    titre: str
    phrase: str
    details: tuple[str, ...]
    reunir: tuple[tuple[str, bool], ...]
    preparer: tuple[str, ...]
    sinon: str
    appui: str


@dataclass(frozen=True, slots=True)
class Feuille:
    """The sheet.

    `entete`: the hour it speaks of; `securite`: the line of the 15, its first sentence first; `apart`: each need has its own place.
    """

    entete: str
    libelle: str
    phrase: str
    ensuite: str
    joindre_titre: str
    joindre: tuple[Contact, ...]
    securite: tuple[str, str]
    securite_nature: str
    besoins: tuple[Besoin, ...]
    niveau: str
    niveau_nature: str
    dimensions: tuple[tuple[str, int], ...]
    situation: str
    pied: str
    notes: int = NOTE_LINES
    apart: bool = True

    @property
    def reunir(self) -> tuple[tuple[str, bool], ...]:
        """What is to be met, for all needs."""
        return tuple(condition for besoin in self.besoins for condition in besoin.reunir)

    @property
    def preparer(self) -> tuple[str, ...]:
        """What is to be prepared, for all needs."""
        return tuple(texte for besoin in self.besoins for texte in besoin.preparer)


def composer(questionnaires: Questionnaires, plan: Plan, cadre: Cadre) -> Feuille:
    """Gather what the sheet says."""
    return _Composition(questionnaires, plan, cadre).feuille()


def reduced(feuille: Feuille, steps: int) -> Feuille:
    """The sheet less the first `steps` of `STEPS`."""
    given_up = STEPS[:steps]
    besoins = []
    for rank, besoin in enumerate(feuille.besoins):
        later = rank > 0
        if "support" in given_up or (later and "later_support" in given_up):
            besoin = replace(besoin, appui="")  # noqa: PLW2901
        if "else" in given_up:
            besoin = replace(besoin, sinon="")  # noqa: PLW2901
        if "details" in given_up or (later and "later_details" in given_up):
            besoin = replace(besoin, details=())  # noqa: PLW2901
        besoins.append(besoin)
    return replace(
        feuille,
        besoins=tuple(besoins),
        dimensions=() if "dimensions" in given_up else feuille.dimensions,
        notes=0 if "notes" in given_up else feuille.notes,
        apart="apart" not in given_up,
    )


def courrier(feuille: Feuille) -> str:
    """At most ten lines for a letter, in plain spaces: the sentence, who, what is to be met and prepared, the 15."""
    lignes = [feuille.entete, " ".join(filter(None, (feuille.phrase, feuille.ensuite)))]
    if feuille.joindre:
        qui = " ; ".join(f"{c.nom} ({c.detail.rstrip('.')})" if c.detail else c.nom for c in feuille.joindre)
        lignes.append(f"{feuille.joindre_titre} : {qui}.")
    besoins = [_besoin_dit(besoin) for besoin in feuille.besoins]
    lignes += besoins if len(besoins) <= LETTER_NEEDS else [" ".join(besoins)]
    a_reunir = [texte for texte, remplie in feuille.reunir if not remplie]
    if a_reunir:
        lignes.append(f"À réunir : {' ; '.join(words.minuscule(texte) for texte in a_reunir)}.")
    if feuille.preparer:
        lignes.append(f"À préparer : {' ; '.join(words.minuscule(texte) for texte in feuille.preparer)}.")
    lignes += [" ".join(feuille.securite), f"{LIMITE} {feuille.pied}"]
    assert len(lignes) <= LETTER_LINES  # noqa: S101 - counted above: 2 + 1 + 3 + 2 + 2
    return bare("\n".join(french(ligne) for ligne in lignes)).replace("1ᵉʳ", "1er") + "\n"


def _besoin_dit(besoin: Besoin) -> str:
    details = [words.minuscule(detail.rstrip(".")) for detail in besoin.details]
    suite = f" ({' ; '.join(details)})" if details else ""
    return f"{besoin.titre} : {words.minuscule(besoin.phrase).rstrip('.')}{suite}."


class _Composition:
    def __init__(self, questionnaires: Questionnaires, plan: Plan, cadre: Cadre) -> None:
        self._q = questionnaires
        self._o = questionnaires.orientation
        self._plan = plan
        self._cadre = cadre
        self._boite = lecture.boite(questionnaires, dict(plan.faits))
        self._dits: set[tuple[str, ...]] = set()

    def feuille(self) -> Feuille:
        plan, cadre, textes = self._plan, self._cadre, self._o.textes
        premier, _, reste = french(textes.securite).partition(". ")
        niveau = tuple(self._niveau())
        return Feuille(
            entete=french(self._entete()),
            libelle=french(cadre.libelle),
            phrase=french(said.first_sentence(self._q, plan, cadre.quand)),
            ensuite=french(said.next_sentence(self._q, plan)),
            joindre_titre=french(f"À joindre {cadre.quand or 'maintenant'}"),
            joindre=tuple(self._joindre()),
            securite=(f"{premier}.", reste),
            securite_nature=french(textes.natures["hors_source"]),
            besoins=tuple(self._besoin(besoin) for besoin in plan.besoins),
            niveau=french(niveau[0]) if niveau else "",
            niveau_nature=french(textes.natures["interpretation"]),
            dimensions=tuple(
                (words.nom_du_fait(self._q, nom), n) for nom, n in plan.dimensions.items() if n is not None
            ),
            situation=french(self._situation()),
            pied=f"Contenu {cadre.version_contenu}, Cap palliatif {cadre.version_programme}.",
        )

    def _entete(self) -> str:
        instant, moment = self._cadre.instant, self._plan.faits.get("moment")
        dit = f" ({self._court('moment', moment)})" if moment else ""
        quand = f"à {dates.hour(instant)}"
        pour = self._cadre.quand
        if pour and bare(quand) not in bare(pour):  # a moment that was chosen: the hour is only when the plan was made
            return f"Plan pour {pour}, fait le {dates.day_and_year(instant)} {quand}"
        return f"Plan pour le {dates.day_and_year(instant)} {quand}{dit}"

    def _situation(self) -> str:
        """« Professionnel de santé ; adulte, à domicile, rester ou rentrer »: who asks, and for whom."""
        faits = self._plan.faits
        personne = [self._court(nom, faits[nom]) for nom in ("age", "lieu", "souhait") if nom in faits]
        if faits.get("urgence") == "oui":
            personne.append(self._court("urgence", "oui"))
        qui = [words.majuscule(self._court("demandeur", faits["demandeur"]))] if "demandeur" in faits else []
        return " ; ".join([*qui, *([", ".join(personne)] if personne else [])])

    def _joindre(self) -> Iterator[Contact]:
        for appel in self._plan.joindre or ():
            structure = self._o.structures[appel.structure]
            yield Contact(french(structure.libelle), french(appel.pour))

    def _besoin(self, besoin: PlanDeBesoin) -> Besoin:
        preparer = [french(self._o.anticipations[a]) for a in besoin.anticiper if self._nouveau("anticiper", a)]
        return Besoin(
            titre=french(self._q.faits["besoin"].valeur(besoin.besoin).libelle),
            phrase=french(self._phrase(besoin)),
            details=tuple(french(self._detail(besoin, s)) for s in besoin.principal if s != "hors_source"),
            reunir=tuple(self._reunir(besoin)),
            preparer=tuple(preparer),
            sinon=french(" ; ".join(self._avec_acces(besoin, s) for s in besoin.alternatives)),
            appui=french(" · ".join(self._avec_acces(besoin, s) for s in besoin.appuis)),
        )

    def _reunir(self, besoin: PlanDeBesoin) -> Iterator[tuple[str, bool]]:
        """The conditions that were not said yet; the same words for several structures are one line."""
        neuves = [c for c in besoin.conditions if self._nouveau(c.structure, c.id)]
        plusieurs = len({c.structure for c in neuves}) > 1
        for texte in dict.fromkeys(c.texte for c in neuves):
            pour = [c for c in neuves if c.texte == texte]
            noms = ", ".join(self._o.structures[c.structure].court for c in pour)
            yield french(f"{texte} ({noms})" if plusieurs else texte), all(c.remplie is True for c in pour)

    def _phrase(self, besoin: PlanDeBesoin) -> str:
        if not besoin.principal:
            return said.at_the_hour(self._o.textes.personne, self._cadre.quand)
        incertain = set(besoin.principal) & set(besoin.incertains)
        dit = words.majuscule(dire(self._q, besoin.principal, "ou" if besoin.ouvert or incertain else "et"))
        suite = f" {self._o.textes.ouvert}" if besoin.ouvert else ""
        return f"{dit}.{suite}" + (" Une réponse qui manque peut encore en décider." if incertain else "")

    def _detail(self, besoin: PlanDeBesoin, structure: str) -> str:
        """« Ne répond pas à 22 h 10, à demander par le médecin traitant. », with the name before where there are several."""
        dite = words.disponibilite(self._q, self._boite, structure, besoin.maintenant.get(structure, "inconnu"))
        parties = [said.at_the_hour(dite, self._cadre.quand)]
        if (acces := besoin.acces.get(structure)) is not None:
            parties.append(words.acces(self._q, acces))
        dit = ", ".join(parties)
        if len(besoin.principal) > 1:
            dit = f"{self._o.structures[structure].court} : {dit}"
        return f"{words.majuscule(dit)}."

    def _avec_acces(self, besoin: PlanDeBesoin, structure: str) -> str:
        court, acces = self._o.structures[structure].court, besoin.acces.get(structure)
        if acces is None or acces.mode != "a_demander":
            return court
        return f"{court} (par {callers_said(self._q, acces.par)})"

    def _niveau(self) -> Iterator[str]:
        niveaux = self._plan.niveau
        if not any(n is not None for n in self._plan.dimensions.values()) and "niveau" not in self._plan.faits:
            return
        if len(niveaux) == 1:
            yield self._q.faits["niveau"].valeur(str(niveaux[0])).libelle
        else:
            yield f"Niveau {words.niveaux_dits(niveaux)}, selon ce qui n’est pas encore dit"

    def _nouveau(self, *cle: str) -> bool:
        nouveau = cle not in self._dits
        self._dits.add(cle)
        return nouveau

    def _court(self, fait: str, valeur: object) -> str:
        return words.reponse_courte(self._q, fait, valeur)
