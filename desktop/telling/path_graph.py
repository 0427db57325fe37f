"""What leads to what in a plan: answers, level, rows that apply, structures. No geometry."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from desktop.decision import facts as lecture
from desktop.decision.conditions import FAUX, INCONNU, VRAI, Condition, atomes, evaluer
from desktop.decision.engine import Moteur
from desktop.decision.model import Role
from desktop.decision.space import COMPLEXITE
from desktop.telling import words
from desktop.text.typography import french

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from desktop.decision import Plan, PlanDeBesoin, Questionnaires
    from desktop.decision.conditions import Boite
    from desktop.decision.model import AJoindre, Enonce, Ligne, Table
    from desktop.decision.plan import AppelMaintenant, EnonceDit

JOINDRE = "joindre"
NIVEAU = "niveau"
REFUS = "refus"
SIGNES = {"oui": "●", "non": "○", "territoire": "○", "inconnu": "?"}
DISPONIBLE = {
    "oui": "répond maintenant",
    "non": "pas maintenant",
    "territoire": "selon le territoire",
    "inconnu": "horaires non dits",
}


class Colonne(StrEnum):
    """The four steps of the path, from left to right."""

    REPONSE = "reponse"
    NIVEAU = "niveau"
    LIGNE = "ligne"
    STRUCTURE = "structure"


@dataclass(frozen=True, slots=True)
class Noeud:
    """One thing of the path.

    `id` is unique in the graph; `objet` is the identifier in the questionnaires (fact, row, structure), for links on a screen.
    `genre`: reponse, manquante, niveau, ligne, principal, alternative, appui, anticiper, joindre, personne.
    """

    id: str
    colonne: Colonne
    genre: str
    objet: str
    titre: str
    detail: str = ""
    besoin: str = ""
    certain: bool = True
    niveau: int = 0


@dataclass(frozen=True, slots=True)
class Lien:
    """`de` leads to `vers`; `certain` is False while an unknown fact decides; `fort` marks what carries the level."""

    de: str
    vers: str
    certain: bool = True
    fort: bool = False


@dataclass(slots=True)
class Graphe:
    """The path as things and links; `groupes`: identifier and title of each band, whom to reach now first."""

    noeuds: dict[str, Noeud] = field(default_factory=dict)
    liens: list[Lien] = field(default_factory=list)
    groupes: list[tuple[str, str]] = field(default_factory=list)

    def de(self, colonne: Colonne, besoin: str | None = None) -> list[Noeud]:
        """The things of a step, in order; of one band only when `besoin` is given."""
        return [n for n in self.noeuds.values() if n.colonne == colonne and besoin in (None, n.besoin)]

    def ajouter(self, noeud: Noeud) -> None:
        """Add a thing once; the first one stays."""
        self.noeuds.setdefault(noeud.id, noeud)

    def lier(self, de: str, vers: str, *, certain: bool = True, fort: bool = False) -> None:
        """Link two things that are there; a link is sure as soon as one reason for it is."""
        if de not in self.noeuds or vers not in self.noeuds:
            return
        for rang, lien in enumerate(self.liens):
            if (lien.de, lien.vers) == (de, vers):
                self.liens[rang] = Lien(de, vers, certain or lien.certain, fort or lien.fort)
                return
        self.liens.append(Lien(de, vers, certain, fort))


def tracer(questionnaires: Questionnaires, plan: Plan, besoin: str | None = None) -> Graphe:
    """The path of a plan, or of one of its needs. Raises KeyError for a need that is not in the plan."""
    voulus = [b for b in plan.besoins if besoin in (None, b.besoin)]
    if besoin is not None and not voulus:
        raise KeyError(besoin)
    return _Traceur(questionnaires, plan).graphe(voulus)


class _Traceur:
    def __init__(self, questionnaires: Questionnaires, plan: Plan) -> None:
        self._q = questionnaires
        self._o = questionnaires.orientation
        self._plan = plan
        self._graphe = Graphe()
        self._boite = lecture.boite(questionnaires, dict(plan.faits))
        self._moteur = Moteur(questionnaires)
        self._manquants: dict[str, None] = {}

    def graphe(self, besoins: Sequence[PlanDeBesoin]) -> Graphe:
        self._reponses()
        self._niveau()
        de_soins = any(b.besoin in self._o.besoins_de_soins for b in besoins)
        if de_soins and self._plan.joindre is not None:
            self._joindre()
        for besoin in besoins:
            self._besoin(besoin)
        return self._graphe

    # Answers and level ------------------------------------------------------------------------------------------

    def _reponses(self) -> None:
        donnes = self._plan.faits
        besoins = donnes.get(self._q.parts.need, ())
        rangs = {nom: rang for rang, nom in enumerate(self._q.course.replay)}
        for nom in sorted(donnes, key=lambda n: rangs.get(n, len(rangs))):
            self._graphe.ajouter(
                Noeud(
                    f"fait:{nom}", Colonne.REPONSE, "reponse", nom,
                    words.reponse_courte(self._q, nom, donnes[nom]),
                    words.question_du_fait(self._q, nom, besoins),
                )
            )  # fmt: skip

    def _manquante(self, nom: str) -> str:
        """The place of a question that is not answered yet and that a row depends on."""
        identifiant = f"fait:{nom}"
        besoins = self._plan.faits.get(self._q.parts.need, ())
        question = words.question_du_fait(self._q, nom, besoins)
        self._graphe.ajouter(
            Noeud(identifiant, Colonne.REPONSE, "manquante", nom, "pas encore dit", question, certain=False)
        )
        return identifiant

    def _niveau(self) -> None:
        connues = {nom: niveau for nom, niveau in self._plan.dimensions.items() if niveau is not None}
        if not connues and self._q.parts.level not in self._plan.faits:
            return
        niveaux = self._plan.niveau
        haut = max(connues.values(), default=0)
        self._graphe.ajouter(
            Noeud(
                NIVEAU, Colonne.NIVEAU, "niveau", NIVEAU, f"Niveau {words.niveaux_dits(niveaux)}",
                french("lecture de l’outil : le plan le plus haut l’emporte"),
                certain=len(niveaux) == 1, niveau=niveaux[0] if len(niveaux) == 1 else 0,
            )
        )  # fmt: skip
        for nom, niveau in connues.items():
            self._graphe.lier(f"fait:{nom}", NIVEAU, fort=niveau == haut == max(niveaux))
        self._graphe.lier(
            f"fait:{self._q.parts.level}", NIVEAU, fort=self._plan.faits.get(self._q.parts.level) == max(niveaux)
        )

    def _lire(self, condition: Condition, vers: str, *, besoin: str, certain: bool) -> None:
        """Link what a condition reads to what it decides; a missing answer only where it still decides."""
        attend = evaluer(condition, self._moteur.supposer(besoin, self._boite)) == INCONNU
        sans_patient = self._o.sans_patient.get(besoin)
        for nom in self._lus(condition):
            if nom == COMPLEXITE:
                if NIVEAU not in self._graphe.noeuds:
                    continue
                self._graphe.lier(NIVEAU, vers, certain=certain)
                continue
            if sans_patient is not None and nom not in sans_patient.questions:
                continue
            fait = self._q.faits[nom]
            if nom not in self._plan.faits and not fait.facultatif and attend:
                self._graphe.lier(self._manquante(nom), vers, certain=False)
            self._graphe.lier(f"fait:{nom}", vers, certain=certain)

    def _lus(self, condition: Condition) -> Iterable[str]:
        variables = self._q.espace.variables
        return dict.fromkeys(variables[v].nom.partition(".")[0] for v, _ in atomes(condition))

    # Whom to reach now -------------------------------------------------------------------------------------------

    def _joindre(self) -> None:
        self._graphe.groupes.append((JOINDRE, "Joindre maintenant"))
        if self._plan.personne:
            self._graphe.ajouter(
                Noeud(
                    "joindre:personne", Colonne.STRUCTURE, "personne", "", "Personne",
                    french(self._o.textes.personne), JOINDRE,
                )
            )  # fmt: skip
            aucune = "Aucun appel que les sources prévoient ne convient"
            self._graphe.ajouter(
                Noeud("joindre:aucun", Colonne.LIGNE, "ligne", "", aucune, "qui répond maintenant", JOINDRE)
            )
            self._lire(self._o.joindre_quand, "joindre:aucun", besoin=JOINDRE, certain=True)
            self._graphe.lier("joindre:aucun", "joindre:personne")
        for appel in self._plan.joindre or ():
            nom = words.majuscule(self._o.structures[appel.structure].court)
            ligne = self._a_joindre(appel)
            cible = f"joindre:{appel.structure}"
            dit = french(appel.pour.rstrip("."))
            self._graphe.ajouter(
                Noeud(ligne.id, Colonne.LIGNE, "ligne", ligne.id, dit, "qui répond maintenant", JOINDRE)
            )  # fmt: skip
            self._graphe.ajouter(
                Noeud(cible, Colonne.STRUCTURE, "joindre", appel.structure, nom, DISPONIBLE["oui"], JOINDRE)
            )
            self._lire(ligne.quand, ligne.id, besoin=JOINDRE, certain=True)
            self._lire(self._o.joindre_quand, ligne.id, besoin=JOINDRE, certain=True)
            self._graphe.lier(ligne.id, cible)

    def _a_joindre(self, appel: AppelMaintenant | EnonceDit) -> AJoindre:
        """The row that says so of a structure."""
        dite = (appel.structure, appel.source, appel.pour)
        return next(ligne for ligne in self._o.joindre if (ligne.structure, ligne.source, ligne.pour) == dite)

    def _nommes(self, plan: PlanDeBesoin) -> None:
        """Where a need's row names nobody, whom to reach now is its principal."""
        for enonce in plan.enonces:
            if enonce.id != f"joindre-{enonce.structure}":
                continue
            ligne = self._a_joindre(enonce)
            identifiant = f"{plan.besoin}:{ligne.id}"
            self._graphe.ajouter(
                Noeud(
                    identifiant, Colonne.LIGNE, "ligne", ligne.id, french(ligne.pour.rstrip(".")),
                    french("la ligne ne nomme personne : qui répond maintenant"), plan.besoin, enonce.certain,
                )
            )  # fmt: skip
            for condition in (self._o.joindre_quand, ligne.quand):
                self._lire(condition, identifiant, besoin=plan.besoin, certain=enonce.certain)
            self._graphe.lier(identifiant, _cible(plan, enonce.structure, Role.PRINCIPAL), certain=enonce.certain)

    # Needs -----------------------------------------------------------------------------------------------------

    def _besoin(self, plan: PlanDeBesoin) -> None:
        titre = self._q.faits[self._q.parts.need].valeur(plan.besoin).libelle
        if plan.ouvert:
            titre += f" : {words.minuscule(self._o.textes.ouvert.rstrip('.'))}"
        titre = french(titre)
        self._graphe.groupes.append((plan.besoin, titre))
        self._structures(plan)
        boite = self._moteur.supposer(plan.besoin, self._boite)
        for table, ligne in self._lignes(plan):
            self._ligne(plan, table, ligne, boite)
        par_id = {m.id: m for m in (*self._o.modifications, *self._o.apres_refus)}
        for nom in plan.modifications:
            modification = par_id[nom]
            surs = set(plan.principal) - set(plan.incertains)
            certain = evaluer(modification.quand, boite) == VRAI
            if modification.si_principal and plan.incertains:
                certain = certain and not surs.isdisjoint(modification.si_principal)
            enonce = modification.ajoute
            if enonce is None:
                titre = f"Retire du plan : {words.enumerer([self._o.structures[s].court for s in modification.retire])}"
                detail = "le lieu ne s’y prête pas"
            else:
                ecrite = next(self._resoudre(enonce.structure, boite))
                titre = f"Ajoute : {self._o.structures[ecrite].court}"
                detail = words.minuscule(enonce.pour.rstrip("."))
            identifiant = f"{plan.besoin}:{nom}"
            self._graphe.ajouter(
                Noeud(
                    identifiant, Colonne.LIGNE, "ligne", nom, french(titre),
                    french(f"règle commune : {detail}"), plan.besoin, certain,
                )
            )  # fmt: skip
            self._lire(modification.quand, identifiant, besoin=plan.besoin, certain=certain)
            if enonce is not None:
                self._mener(plan, identifiant, enonce, boite, certain=certain)
        self._nommes(plan)
        self._refus(plan)

    def _structures(self, plan: PlanDeBesoin) -> None:
        for enonce in plan.enonces:
            if enonce.role == Role.ANTICIPER:
                nom, detail = self._o.anticipations[enonce.structure], "à anticiper"
            else:
                nom = self._o.structures[enonce.structure].court
                detail = self._disponible(plan, enonce.structure)
            self._graphe.ajouter(
                Noeud(
                    _cible(plan, enonce.structure, enonce.role), Colonne.STRUCTURE, enonce.role.value, enonce.structure,
                    words.majuscule(french(nom)), detail, plan.besoin, enonce.certain,
                )
            )  # fmt: skip
        if not plan.principal:
            self._graphe.ajouter(
                Noeud(
                    f"{plan.besoin}:personne", Colonne.STRUCTURE, "personne", "", "Personne",
                    "les sources ne nomment personne en premier", plan.besoin,
                )
            )  # fmt: skip

    def _disponible(self, plan: PlanDeBesoin, structure: str) -> str:
        dispo = plan.maintenant[structure]
        if dispo == "inconnu" and words.attend(self._q, self._boite, structure):
            return f"{SIGNES[dispo]} horaires selon une réponse qui manque"
        return f"{SIGNES[dispo]} {DISPONIBLE[dispo]}"

    def _lignes(self, plan: PlanDeBesoin) -> Iterator[tuple[Table, Ligne]]:
        """The rows that hold, or may hold, with their tables: the need's own first."""
        for nom in plan.lignes:
            for table in self._o.tables.values():
                for ligne in (*table.lignes, *table.complements):
                    if ligne.id == nom:
                        yield table, ligne

    def _ligne(self, plan: PlanDeBesoin, table: Table, ligne: Ligne, boite: Boite) -> None:
        identifiant = f"{plan.besoin}:{ligne.id}"
        principales = {principale.id for principale in table.lignes}
        lues = sum(1 for autre in plan.lignes if autre in principales)
        # A row of a table that is read first-hit is sure when no other row of its table is left.
        certain = lues == 1 if ligne in table.lignes else evaluer(ligne.quand, boite) == VRAI
        if table.id != plan.besoin:
            certain = certain and self._copie_sure(plan, table, boite)
        self._graphe.ajouter(
            Noeud(
                identifiant, Colonne.LIGNE, "ligne", ligne.id, french(ligne.titre),
                french(_rang_dit(plan, table, ligne)), plan.besoin, certain,
            )
        )  # fmt: skip
        if table.id == plan.besoin:
            self._graphe.lier(f"fait:{self._q.parts.need}", identifiant, certain=certain)
        self._lire(ligne.quand, identifiant, besoin=plan.besoin, certain=certain)
        for enonce in ligne.enonces:
            self._mener(plan, identifiant, enonce, boite, certain=certain)
        if not plan.principal and ligne in table.lignes:
            self._graphe.lier(identifiant, f"{plan.besoin}:personne", certain=certain)

    def _copie_sure(self, plan: PlanDeBesoin, table: Table, boite: Boite) -> bool:
        """Whether it is sure that this table's plan is copied into the need's."""
        sures = [noeud.objet for noeud in self._graphe.de(Colonne.LIGNE, plan.besoin) if noeud.certain]
        return any(
            enonce.plan_de == table.id and evaluer(enonce.si, boite) == VRAI
            for _, ligne in self._lignes(plan)
            if ligne.id in sures
            for enonce in ligne.enonces
        )

    def _mener(self, plan: PlanDeBesoin, de: str, enonce: Enonce, boite: Boite, *, certain: bool) -> None:
        """Link a row to the structure that it states, in whatever role the plan holds it at last."""
        valeur = evaluer(enonce.si, boite)
        if valeur == FAUX or not enonce.structure:
            return
        for resolue in self._resoudre(enonce.structure, boite):
            for role in Role:
                if (role == Role.ANTICIPER) != (enonce.role == Role.ANTICIPER):
                    continue
                cible = _cible(plan, resolue, role)
                if cible in self._graphe.noeuds:
                    self._graphe.lier(de, cible, certain=certain and valeur == VRAI)
                    self._lire(enonce.si, de, besoin=plan.besoin, certain=certain and valeur == VRAI)

    def _resoudre(self, structure: str, boite: Boite) -> Iterator[str]:
        """What a structure is written as here; several while unknown facts decide."""
        for resolution in self._o.resolutions:
            if resolution.structure != structure:
                continue
            valeur = evaluer(resolution.quand, boite)
            if valeur != FAUX:
                yield resolution.donne
            if valeur == VRAI:
                return
        yield structure

    def _refus(self, plan: PlanDeBesoin) -> None:
        if not plan.refuses:
            return
        identifiant = f"{plan.besoin}:{REFUS}"
        retires = [
            french(self._o.structures[s].court if s in self._o.structures else self._o.anticipations[s])
            for s in plan.refuses
        ]
        promus = [e for e in plan.enonces if e.role == Role.PRINCIPAL and (plan.promu or e.id == REFUS)]
        passe = "passe devant" if plan.promu else "passera peut-être devant"
        suite = f" ; le premier recours {passe}" if promus else ""
        self._graphe.ajouter(
            Noeud(
                identifiant, Colonne.LIGNE, "ligne", REFUS, french(f"Refusé, donc retiré : {words.enumerer(retires)}{suite}"),
                "un refus retire ce qu’il nomme, rien d’autre", plan.besoin,
            )
        )  # fmt: skip
        self._graphe.lier(f"fait:{REFUS}", identifiant)
        for enonce in promus:
            cible = _cible(plan, enonce.structure, Role.PRINCIPAL)
            self._graphe.lier(identifiant, cible, certain=plan.promu)


def _cible(plan: PlanDeBesoin, structure: str, role: Role) -> str:
    return f"{plan.besoin}:{role.value}:{structure}"


def _rang_dit(plan: PlanDeBesoin, table: Table, ligne: Ligne) -> str:
    """« ligne 9 sur 9 », « plan recopié : Une hospitalisation, ligne 2 sur 6 »."""
    if ligne in table.complements:
        rang = "s’ajoute à toute ligne"
    else:
        rang = f"ligne {table.lignes.index(ligne) + 1} sur {len(table.lignes)}"
    if table.id != plan.besoin:
        return f"plan recopié : {table.titre}, {rang}"
    return f"{rang}, la première qui convient" if ligne in table.lignes else rang
