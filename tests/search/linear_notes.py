"""How notes were searched before they were indexed: each read at each query. Slow, and easy to believe."""

from __future__ import annotations

from desktop.search.concepts import marque
from desktop.search.index import SATURATION, canon_de
from desktop.search.passages import REGLAGES, Zone
from desktop.search.tokens import MOTS_VIDES, jetons, normaliser


def bags(passage, indice):
    """The weight of each term of a note, and of each folded form."""
    termes: dict[str, float] = {}
    formes: dict[str, float] = {}
    for zone, contenu in ((Zone.TEXTE, normaliser(passage.texte)), (Zone.RUBRIQUE, normaliser(passage.titre))):
        poids = REGLAGES[zone].poids
        lus = [j for j in jetons(contenu) if j.forme not in MOTS_VIDES]
        canons = [canon_de(indice.vocabulaire, j) for j in lus]
        noms = [marque(t.nom.concept) for t in indice.concepts.dans(canons, [j.forme for j in lus])]
        for terme in (*canons, *noms):
            termes[terme] = termes.get(terme, 0.0) + poids
        for jeton in lus:
            formes[jeton.forme] = formes.get(jeton.forme, 0.0) + poids
    return termes, formes


def score(passage, indice, plan, ponderation):
    """Score and coverage of a note; None when it answers no slot."""
    du_texte, formes = bags(passage, indice)
    note = couvert = 0.0
    touche = False
    for creneau, termes, valeur in zip(plan.creneaux, ponderation.termes, ponderation.creneaux, strict=True):
        reponses = [(v, du_texte[t]) for t, v in termes.items() if t in du_texte]
        reponses += [(valeur, tf) for mot in creneau.mots for f, tf in formes.items() if begins(f, mot)]
        if reponses:
            touche = True
            note += max(v * tf / (tf + SATURATION) for v, tf in reponses)
            couvert += max(min(v, valeur) for v, _ in reponses)
    part = couvert / (sum(ponderation.creneaux) or 1.0)
    return (note * part, part) if touche else None


def begins(forme, mot):
    """As typed, or beginning so."""
    return forme == mot or (len(mot) > 2 and forme.startswith(mot))
