"""A query's words → slots: for each thing that is asked, the index terms that would answer it, and how well."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from desktop.search.concepts import AUSSI, SUR, marque, nom_propre, pleins
from desktop.search.tokens import NOMBRES_EN_LETTRES, Jeton, coller, jetons

if TYPE_CHECKING:
    from collections.abc import Container

    from desktop.search.index import Indice

# How well another term answers than the one that was typed.
COMPLETION, COMPLETION_CONNU, SEPARE, COLLE, FAMILLE, DERIVE = 0.75, 0.35, 0.8, 1.0, 1.0, 0.6
CORRECTIONS = (0.85, 0.6, 0.5)
EQUIVALENT, RENVOI, MOT_DU_NOM, MOT_COMPOSE = 0.95, 0.55, 0.3, 0.3
CRENEAUX_LUS = 24
COMPLETIONS = 3
COMBIEN = frozenset(
    {"combien", "nombre", "nb", "nbre", "effectif", "effectifs", "taux", "ratio", "quota", "duree", "delai"}
)


# Words that speak of the question; they help to choose, they don't decide.
PARLENT_DE_LA_QUESTION = frozenset(
    {
        "role",
        "definition",
        "difference",
        "differences",
        "info",
        "infos",
        "liste",
        "regle",
        "regles",
        "ref",
        "referentiel",
        "texte",
    }
    | {"question", "cas", "savoir", "trouver", "chercher", "exactement", "obtenir", "fonctionne", "marche", "sert"}
)
PORTEE_FAIBLE = 0.4
# « l’infirmière peut-elle demander… » : who may ask a structure to come, which the texts all call « solliciter ».
POUVOIR = frozenset({"peut", "peuvent", "peux", "puis", "pouvons", "pouvez"})
FAIRE_APPEL = frozenset({"appeler", "contacter", "demander", "interpeller", "saisir"})
SOLLICITER = "solliciter"
# « a-t-on le droit de » is another way to say « peut-on », and has nothing to do with the rights of patients.
_LE_DROIT = re.compile(
    r"\b(?:a|ai|as|ont|avons|avez)(?:[- ](?:t[- ])?(?:on|je|tu|ils?|elles?|nous|vous))? le droit d(?:e\b|[’'])",
    re.IGNORECASE,
)
# A shorter beginning may be that of anything.
ABREGE = 3


@dataclass(slots=True)
class Creneau:
    """One thing asked.

    `termes` maps index terms to how well they answer (1 = as typed); `tapes` are those typed, with their form;
    `portee` is less than 1 for words that speak of the question rather than of what is asked.
    """

    mots: list[str]
    termes: dict[str, float] = field(default_factory=dict)
    tapes: frozenset[tuple[str, str]] = frozenset()
    facultatif: bool = False
    portee: float = 1.0

    def ajouter(self, terme: str, poids: float) -> None:
        """Keep the better of two reasons."""
        if poids > self.termes.get(terme, 0.0):
            self.termes[terme] = poids


@dataclass(slots=True)
class Mot:
    """A word of the query with what it may be."""

    jeton: Jeton
    termes: dict[str, float]
    lue: str = ""
    corrige: str | None = None
    inconnu: bool = False

    @property
    def principal(self) -> str:
        """The likeliest index term."""
        return max(self.termes, key=self.termes.__getitem__) if self.termes else self.jeton.forme


@dataclass(slots=True)
class Plan:
    """All slots of a query.

    `corrections` maps what was typed to what it was read as; `paires` are slots that follow one another, `suites` the
    forms that do, stop words included (« qui peut »). `coupe`: there were more words than are read.
    """

    creneaux: list[Creneau]
    corrections: dict[str, str] = field(default_factory=dict)
    inconnus: list[str] = field(default_factory=list)
    veut_un_nombre: bool = False
    coupe: bool = False
    paires: list[tuple[int, int]] = field(default_factory=list)
    suites: frozenset[tuple[int, int]] = frozenset()


def planifier(texte: str, indice: Indice, *, en_cours: bool, connus_ailleurs: Container[str] = frozenset()) -> Plan:
    """Read the words. `en_cours`: the last may be a beginning. `connus_ailleurs`: forms that need no correction."""
    texte = _LE_DROIT.sub("peut ", texte)
    lus = [j for j in pleins(texte, indice.concepts.vides) if not j.seconde]
    colles = {j.debut: j for j in jetons(texte) if j.seconde}
    mots: list[Mot] = []
    vus: set[str] = set()
    coupe = False
    for rang, jeton in enumerate(lus):
        if jeton.forme in vus:
            continue
        vus.add(jeton.forme)
        dernier = en_cours and rang == len(lus) - 1
        mots.append(_mot(jeton, indice, dernier, connus_ailleurs))
        if len(mots) >= CRENEAUX_LUS:
            coupe = any(autre.forme not in vus for autre in lus[rang + 1 :])
            break
    plan = Plan([], coupe=coupe)
    lues = [indice.vocabulaire.numero.get(j.forme, -1) for j in jetons(texte) if not j.seconde]
    plan.suites = frozenset((a, b) for a, b in pairwise(lues) if a >= 0 and b >= 0)
    if any(j.forme in POUVOIR for j in jetons(texte)) and (canon := indice.vocabulaire.canon(SOLLICITER)):
        for mot in mots:
            if mot.jeton.forme in FAIRE_APPEL:
                mot.termes[canon] = max(mot.termes.get(canon, 0.0), EQUIVALENT)
    plan.veut_un_nombre = any(j.forme in COMBIEN for j in jetons(texte))
    for mot in mots:
        if mot.corrige:
            plan.corrections[texte[mot.jeton.debut : mot.jeton.fin]] = mot.corrige
        if mot.inconnu:
            plan.inconnus.append(mot.jeton.surface)
    _creneaux(plan, mots, indice, colles)
    _sigle_en_tete(plan, texte, indice)
    return plan


def _sigle_en_tete(plan: Plan, texte: str, indice: Indice) -> None:
    """« du douleur »: a query seldom begins with an article, so its first word may be the acronym, typed in lower case."""
    premier = next(iter(jetons(texte)), None)
    if (
        plan.creneaux
        and premier
        and premier.forme in indice.concepts.vides
        and not texte[: premier.fin].strip().isupper()
    ):
        termes = dict.fromkeys(indice.concepts.sigle(premier.forme), 1.0)
        plan.creneaux.append(Creneau([], termes, facultatif=True))


def _mot(jeton: Jeton, indice: Indice, dernier: bool, connus_ailleurs: Container[str]) -> Mot:
    vocabulaire = indice.vocabulaire
    forme = jeton.forme
    termes = dict.fromkeys(vocabulaire.famille(forme, jeton.surface), FAMILLE)
    if (chiffre := NOMBRES_EN_LETTRES.get(forme)) and (du_chiffre := vocabulaire.canon(chiffre)):
        termes.setdefault(du_chiffre, EQUIVALENT)
    connu = vocabulaire.connait(forme)
    if dernier and len(forme) > 1:
        for rang, forme_longue in enumerate(vocabulaire.completions(forme, COMPLETIONS)):
            canon = vocabulaire.canon(forme_longue)
            if canon and not (rang and len(forme) < 3):
                termes.setdefault(canon, COMPLETION_CONNU if connu else COMPLETION)
    lue = forme
    if not connu and dernier and (longues := vocabulaire.completions(forme, 1)):
        lue = longues[0]
    for canon in vocabulaire.derives(lue):
        termes.setdefault(canon, DERIVE)
    mot = Mot(jeton, termes, lue)
    if connu or forme in connus_ailleurs or (dernier and any(poids > DERIVE for poids in termes.values())):
        return mot
    _corriger(mot, indice)
    return mot


def _corriger(mot: Mot, indice: Indice) -> None:
    """What an unknown word may be: shortened, mistyped, or two words typed as one."""
    vocabulaire, forme = indice.vocabulaire, mot.jeton.forme
    _allonger(mot, indice)
    deja = any(poids > DERIVE for poids in mot.termes.values())
    proches = vocabulaire.corrections(forme)
    for proche, poids in zip(proches, CORRECTIONS, strict=False):
        if canon := vocabulaire.canon(proche):
            mot.termes.setdefault(canon, poids)
    if deja:
        # A stem that is known (« coordinatrices ») or a shortened word is no fault to mend aloud.
        return
    if proches:
        mot.lue, mot.corrige = proches[0], vocabulaire.surface(proches[0])
    elif coupe := vocabulaire.separer(forme):
        for partie in coupe:
            if canon := vocabulaire.canon(partie):
                mot.termes.setdefault(canon, SEPARE)
        mot.corrige = " ".join(vocabulaire.surface(p) for p in coupe)
    else:
        mot.inconnu = True


def _allonger(mot: Mot, indice: Indice) -> None:
    """« hospi », « max »: people shorten words anywhere, not only the one that they are typing."""
    if len(mot.jeton.forme) < ABREGE or mot.termes:
        return
    for longue in indice.vocabulaire.completions(mot.jeton.forme, 2):
        if canon := indice.vocabulaire.canon(longue):
            mot.termes.setdefault(canon, COMPLETION)
            mot.lue = longue


def _creneaux(plan: Plan, mots: list[Mot], indice: Indice, colles: dict[int, Jeton]) -> None:
    """Slots for the words, one for each name of the lexique that they form; then what expansions add."""
    suite, formes = [m.principal for m in mots], [m.lue for m in mots]
    couverts = _noms(mots, suite, formes, indice)
    places: list[Creneau] = []
    for i, mot in enumerate(mots):
        creneau = couverts.get(i) or Creneau([mot.jeton.forme], dict(mot.termes))
        if mot.jeton.forme in PARLENT_DE_LA_QUESTION:
            creneau.portee = PORTEE_FAIBLE
        if i and i not in couverts and i - 1 not in couverts and _composer(places[-1], mots[i - 1], mot, indice):
            places.append(places[-1])
            continue
        if i not in couverts:
            creneau.tapes = frozenset({(suite[i], mot.lue)})
        places.append(creneau)
        if (colle := colles.get(mot.jeton.debut)) and (canon := indice.vocabulaire.canon(colle.forme)):
            creneau.ajouter(canon, COLLE)
    _renvoyer(places, suite, formes, indice)
    plan.creneaux = list({id(c): c for c in places}.values())
    rangs = {id(c): r for r, c in enumerate(plan.creneaux)}
    suivis = [rangs[id(c)] for c in places]
    plan.paires = [(a, b) for a, b in pairwise(suivis) if a != b]


def _composer(creneau: Creneau, premier: Mot, second: Mot, indice: Indice) -> bool:
    """Make one thing asked of two words that are one (« week end »): else they would count twice."""
    une, autre = premier.jeton.forme, second.jeton.forme
    canon = indice.vocabulaire.canon(coller((une, autre))) if une.isalpha() and autre.isalpha() else None
    if canon is None:
        return False
    creneau.mots.append(second.jeton.forme)
    creneau.tapes |= {(second.principal, second.lue)}
    creneau.termes = {t: p * MOT_COMPOSE for t, p in creneau.termes.items()}
    for terme, poids in second.termes.items():
        creneau.ajouter(terme, poids * MOT_COMPOSE)
    creneau.ajouter(canon, COLLE)
    return True


def _noms(mots: list[Mot], suite: list[str], formes: list[str], indice: Indice) -> dict[int, Creneau]:
    """A slot for each sure name, shared by its words; everyday names only add to what their words mean."""
    couverts: dict[int, Creneau] = {}
    for trouve in indice.concepts.dans(suite, formes, courants=True):
        terme = marque(trouve.nom.concept)
        etendue = range(trouve.debut, trouve.fin)
        if trouve.nom.surete < SUR:
            for i in etendue:
                mots[i].termes[terme] = max(trouve.nom.surete, mots[i].termes.get(terme, 0.0))
            continue
        # What was typed is found as such under its acronym or full name; by another name, in its own words only.
        propres = (
            {(suite[i], formes[i]) for i in etendue}
            if not trouve.nom.propre
            else {(nom_propre(trouve.nom.concept), "")}
        )
        creneau = Creneau([mots[i].jeton.forme for i in etendue], {terme: 1.0}, frozenset(propres))
        for autre in trouve.nom.aussi:
            creneau.ajouter(marque(autre), AUSSI)
        for i in etendue:
            for canon, poids in mots[i].termes.items():
                creneau.ajouter(canon, poids * (MOT_DU_NOM if len(etendue) > 1 else 0.9))
            couverts[i] = creneau
    return couverts


def _renvoyer(places: list[Creneau], suite: list[str], formes: list[str], indice: Indice) -> None:
    """Give the slots what the expansions of their words lead to."""
    for debut, fin, renvoi in indice.concepts.renvois(suite, formes):
        if any(len(creneau.mots) > fin - debut for creneau in places[debut:fin]):
            continue  # part of a longer name, which says what is meant
        poids = EQUIVALENT if renvoi.equivalent else RENVOI
        for terme in renvoi.vers:
            for creneau in places[debut:fin]:
                creneau.ajouter(terme, poids)
