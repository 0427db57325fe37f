"""What else one could type: the query mended, without what stops it, or an example that is known to find something."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from desktop.search.grammar import AVEC_VALEUR
from desktop.search.results import Suggestion
from desktop.search.tokens import plier

if TYPE_CHECKING:
    from desktop.corpus.model import Corpus
    from desktop.search.grammar import Requete
    from desktop.search.index import Indice
    from desktop.search.slots import Plan

SUGGESTIONS = 5
# Fewer answers than this, and another way to ask is worth showing.
PEU = 3


class Conseiller:
    """Knows the content's own words for things."""

    def __init__(self, corpus: Corpus, indice: Indice) -> None:
        self._corpus, self._indice = corpus, indice

    def corriger(self, brute: str, plan: Plan) -> str | None:
        """The query with misspelt words mended, or None when none was."""
        if not plan.corrections:
            return None
        mendee = brute
        for tape, corrige in plan.corrections.items():
            mendee = re.sub(rf"(?<!\w){re.escape(tape)}(?!\w)", corrige.replace("\\", ""), mendee, count=1)
        return mendee if mendee != brute else None

    def suggerer(self, requete: Requete, plan: Plan, trouves: int) -> tuple[Suggestion, ...]:
        """Nothing while there is enough to read; otherwise what would find more."""
        if trouves >= PEU:
            return ()
        suggestions: dict[str, Suggestion] = {}
        for suggestion in (*self._sans_filtre(requete), *self._mot_a_mot(plan), *self._exemples()):
            if plier(suggestion.requete) != plier(requete.brute.strip()):
                suggestions.setdefault(plier(suggestion.requete), suggestion)
        return tuple(suggestions.values())[:SUGGESTIONS]

    def _sans_filtre(self, requete: Requete) -> list[Suggestion]:
        libre = " ".join((requete.libre, *requete.phrases)).strip()
        if libre and (requete.filtres or requete.phrases or requete.exclus):
            return [Suggestion(libre, "Sans filtre ni guillemets")]
        # « force:obligation » is no word to look for; « had:24h » has one.
        valeurs = " ".join(f.valeur for f in requete.filtres if f.clef not in AVEC_VALEUR).strip()
        return [Suggestion(valeurs, "Sans filtre")] if valeurs else []

    def _mot_a_mot(self, plan: Plan) -> list[Suggestion]:
        """Each word alone, as the content spells it, the rarest first."""
        if len(plan.creneaux) < 2:
            return []
        frequences = self._indice.moteur.frequence
        seuls = []
        for creneau in plan.creneaux:
            nombre = max((frequences(t) for t, p in creneau.termes.items() if p >= 0.5), default=0)
            if nombre:
                mots = " ".join(self._indice.vocabulaire.surface(m) for m in creneau.mots)
                seuls.append((nombre, mots))
        return [Suggestion(mots, "Un mot seul") for _, mots in sorted(seuls)]

    def _exemples(self) -> list[Suggestion]:
        """A structure and one of its rubriques, so that the grammar is shown on the content itself."""
        exemples = []
        for document in self._corpus.documents.values():
            if document.sigle and document.rubriques:
                rubriques = [self._corpus.rubriques[r] for r in document.rubriques]
                titre = min((r.titre for r in rubriques if r.niveau_titre == 2), key=len, default="")
                if titre:
                    exemples.append(Suggestion(f"{document.sigle.lower()}:{titre.lower()}", f"Dans {document.titre}"))
        return exemples
