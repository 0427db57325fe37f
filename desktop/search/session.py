"""One corpus and its open index: a query in, results out."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cached_property
from heapq import nlargest, nsmallest
from typing import TYPE_CHECKING

from desktop.corpus.forces import typed
from desktop.search import ranking
from desktop.search.filters import Cadre, Filtres
from desktop.search.highlight import Surligneur, extraire, extraire_regle
from desktop.search.notes import NOTE, Key, Notes, key_of
from desktop.search.passages import Zone
from desktop.search.ranking import Candidat, entremeler
from desktop.search.results import Hit, Results, Span, Suggestion
from desktop.search.slots import COMBIEN, CRENEAUX_LUS, RENVOI, Plan, planifier
from desktop.search.suggestions import Conseiller
from desktop.search.tokens import MOTS_VIDES, jetons, normaliser

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from desktop.corpus.model import Corpus
    from desktop.search.grammar import Requete
    from desktop.search.index import Indice
    from desktop.search.passages import Fiche
    from desktop.search.results import Passage

# Terms that answer less well than this are not highlighted: they would paint half the page.
POIDS_SURLIGNE = 0.5
# What the search puts in front of a note at equal score: who wrote it looks for it.
FAVEUR = {"note": 1.1, "guide": 0.6}
MOTS_COUPES = f"Seuls les {CRENEAUX_LUS} premiers mots sont lus ; la suite est ignorée."
# The share of a query that a passage must answer at least: the guide stays silent unless it is about what is asked.
AUTRES_FORCES = 2
# Notes whose analysis is kept to be shown again at the next key press.
NOTES_GARDEES = 512
SEUILS = {"note": 0.05, "guide": 0.7}


class Session:
    """Holds what does not change between two queries."""

    def __init__(self, corpus: Corpus, passages: Sequence[Fiche], indice: Indice) -> None:
        self._corpus, self._passages, self._indice = corpus, passages, indice
        self._filtres = Filtres(corpus, passages)
        self._notes = Notes(indice)
        self._surligneur = Surligneur(indice)
        self._surligneur_de_notes = Surligneur(indice, gardes=NOTES_GARDEES)
        self._conseiller = Conseiller(corpus, indice)

    def fermer(self) -> None:
        """Close the index."""
        self._indice.moteur.fermer()

    def echauffer(self) -> None:
        """Load what the first query would otherwise wait for: the stemmer, the families of words."""
        planifier("échauffement", self._indice, en_cours=True)

    @property
    def learnt(self) -> list[Passage]:
        """The notes that are searched."""
        return list(self._notes.lues.values())

    def learn(self, passages: Iterable[Passage], forget: Iterable[Key] = ()) -> None:
        """Take these notes in, in the place of those of the same keys, and let the others go."""
        self._surligneur_de_notes.forget()
        for key in forget:
            self._notes.forget(key)
        for passage in passages:
            if self._corpus.document_de(passage.cible) is None:
                self._notes.forget(key_of(passage))  # what it hung on is gone: it is not found by that any more
            else:
                self._notes.learn(passage)

    def unlearn(self) -> None:
        """Let every note go."""
        self._notes.clear()
        self._surligneur_de_notes.forget()

    def chercher(self, requete: Requete, limite: int) -> Results:
        """Answer one query."""
        cadre = self._filtres.cadre(requete)
        texte = " ".join(t for t in (requete.libre, *cadre.mots, *requete.phrases) if t)
        en_cours = requete.en_cours and not requete.phrases
        plan = planifier(texte, self._indice, en_cours=en_cours, connus_ailleurs=self._notes.formes)
        self._exiger_phrases(requete, cadre)
        self._exclure(requete, cadre)
        if not plan.creneaux:
            return self._sans_mot(requete, texte, cadre, limite)
        return self._avec_mots(requete, plan, cadre, limite)

    # What must stand, what must not ------------------------------------------------------------------------------

    def _exiger_phrases(self, requete: Requete, cadre: Cadre) -> None:
        for phrase in requete.phrases:
            suite = [j.forme for j in jetons(phrase) if not j.seconde]
            if suite:
                cadre.retenir(self._portent(suite))

    def _portent(self, suite: list[str]) -> set[int]:
        """Passages that hold the words side by side in one zone; accents aside, spelt as typed or in another number."""
        vocabulaire = self._indice.vocabulaire
        voulus: list[frozenset[int]] = []
        candidats: set[int] | None = None
        for forme in suite:
            canons = vocabulaire.famille(forme, forme)
            voulus.append(frozenset(n for canon in canons for n in vocabulaire.formes_de(canon)))
            if forme not in MOTS_VIDES:
                portent = {n for canon in canons for n in self._indice.moteur.occurrences(canon)[0]}
                candidats = portent if candidats is None else candidats & portent
        if candidats is None:
            candidats = set(range(self._indice.nombre))
        return {n for n in candidats if self._suit(n, voulus)}

    def _suit(self, numero: int, voulus: list[frozenset[int]]) -> bool:
        premiers, longueur = voulus[0], len(voulus)
        formes = len(self._indice.vocabulaire.formes)
        for zone in Zone:
            suite = [m for m in self._indice.suite(numero, zone) if m < formes]
            for place in range(len(suite) - longueur + 1):
                if suite[place] in premiers and all(suite[place + k] in voulus[k] for k in range(1, longueur)):
                    return True
        return False

    def _exclure(self, requete: Requete, cadre: Cadre) -> None:
        interdits: set[int] = set()
        for exclu in requete.exclus:
            plan = planifier(exclu, self._indice, en_cours=False)
            portent: set[int] | None = None
            for creneau in plan.creneaux:
                surs = [t for t, p in creneau.termes.items() if p >= 0.9]
                du_creneau = {n for t in surs for n in self._indice.moteur.occurrences(t)[0]}
                portent = du_creneau if portent is None else portent & du_creneau
            interdits |= portent or set()
        if interdits:
            tous = set(range(self._indice.nombre)) if cadre.permis is None else cadre.permis
            cadre.permis = tous - interdits

    # Answers -----------------------------------------------------------------------------------------------------

    def _avec_mots(self, requete: Requete, plan: Plan, cadre: Cadre, limite: int) -> Results:
        tous, relus = ranking.classer(plan, self._indice, self._passages, cadre.permis)
        choisis = entremeler(relus, self._passages, limite) if not cadre.lieux else relus[:limite]
        notes: Sequence[tuple[float, Passage]] = ()
        nombre = 0
        if not requete.filtres:
            notes, nombre = self._notes_qui_repondent(plan, max((c.couverture for c in relus), default=0.0), limite)
        hits = self._meilleurs(choisis, notes, plan, limite)
        correction = self._conseiller.corriger(requete.brute, plan)
        absents, approche = self._absents(requete, plan)
        suggestions = self._conseiller.suggerer(requete, plan, len(tous) + nombre)
        if not tous and cadre.permis is not None:
            suggestions = (*suggestions[:1], *self._autres_forces(requete, plan), *suggestions[1:])
        return Results(
            requete=requete.brute,
            hits=tuple(hits),
            total=len(tous) + nombre,
            groupes=tuple(dict.fromkeys(h.document for h in hits)),
            correction=correction,
            correction_appliquee=correction is not None and bool(hits),
            suggestions=suggestions,
            termes=self._formes_a_surligner(plan),
            filtres_inconnus=tuple(cadre.inconnus),
            absents=absents,
            approche=approche,
            remarques=(*requete.remarques, *((MOTS_COUPES,) if plan.coupe else ())),
        )

    def _absents(self, requete: Requete, plan: Plan) -> tuple[tuple[str, ...], bool]:
        """Words that the texts don't answer as typed; when none is answered so, those that only lead elsewhere are among them."""
        frequence = self._indice.moteur.frequence
        connus = self._notes.formes
        muets: list[str] = []
        renvoyes: list[str] = []
        direct = False
        for creneau in plan.creneaux:
            mieux = max((p for t, p in creneau.termes.items() if frequence(t)), default=0.0)
            siens = [m for m in creneau.mots if m not in connus and creneau.portee == 1.0]
            if mieux > RENVOI:
                direct = True
            elif mieux:
                renvoyes += siens
            else:
                muets += siens
        approche = not direct and bool(renvoyes)
        voulus = {*muets, *(renvoyes if approche else ())}
        surfaces = dict.fromkeys(
            requete.brute[j.debut : j.fin] for j in jetons(requete.brute) if j.forme in voulus and not j.seconde
        )
        return tuple(surfaces), approche

    def _autres_forces(self, requete: Requete, plan: Plan) -> tuple[Suggestion, ...]:
        """The same words under the forces that they do have, the commonest first."""
        libres = " ".join((requete.libre, *(f"«\u00a0{p}\u00a0»" for p in requete.phrases))).strip()
        autres = tuple(f for f in requete.filtres if f.clef != "force")
        if len(autres) == len(requete.filtres):
            return ()
        cadre = self._filtres.cadre(replace(requete, filtres=autres))
        self._exiger_phrases(requete, cadre)
        self._exclure(requete, cadre)
        tous, _ = ranking.classer(plan, self._indice, self._passages, cadre.permis)
        forces = Counter(force for c in tous if (force := self._passages[c.numero].force) is not None)
        gardes = " ".join(t for t in (*(f.brut for f in autres), *(f"-{e}" for e in requete.exclus), libres) if t)
        return tuple(
            Suggestion(f"force:{typed(force)} {gardes}", f"Force « {force.libelle} » ({nombre})")
            for force, nombre in forces.most_common(AUTRES_FORCES)
        )

    def _sans_mot(self, requete: Requete, texte: str, cadre: Cadre, limite: int) -> Results:
        """Filters alone list all that they let through, in reading order; stop words alone find the titles that hold them."""
        numeros: Sequence[int] = ()
        if requete.filtres or requete.phrases or requete.exclus:
            numeros = sorted(cadre.permis) if cadre.permis is not None and (requete.filtres or requete.phrases) else ()
        elif formes := [j.forme for j in jetons(texte)]:
            numeros = self._titres_avec(formes) or (self._chiffres if COMBIEN.intersection(formes) else ())
        vide = Plan([])
        hits = tuple(self._hit(Candidat(n, 0.0, 1.0), frozenset()) for n in numeros[:limite])
        return Results(
            requete=requete.brute,
            hits=hits,
            total=len(numeros),
            groupes=tuple(dict.fromkeys(h.document for h in hits)),
            suggestions=self._conseiller.suggerer(requete, vide, len(numeros)),
            filtres_inconnus=tuple(cadre.inconnus),
            remarques=requete.remarques,
        )

    @cached_property
    def _titres(self) -> list[tuple[str, list[int]]]:
        """The folded words of each rubrique's own title, and its passages."""
        passages: dict[tuple[str, str], list[int]] = {}
        for numero, fiche in enumerate(self._passages):
            passages.setdefault((fiche.rubrique, fiche.titre), []).append(numero)
        return [
            (" ".join(["", *(j.forme for j in jetons(titre.rsplit(" › ", 1)[-1]))]), numeros)
            for (_, titre), numeros in passages.items()
        ]

    @cached_property
    def _chiffres(self) -> list[int]:
        """Passages that carry a figure: what « combien » alone asks for."""
        regles = {chiffre.regle for chiffre in self._corpus.chiffres.values()}
        return [numero for numero, fiche in enumerate(self._passages) if fiche.id in regles]

    def _titres_avec(self, formes: list[str]) -> list[int]:
        """Passages of the rubriques whose title holds these words side by side, the last one perhaps unfinished."""
        cherche = " ".join(["", *formes])
        return [numero for titre, numeros in self._titres if cherche in titre for numero in numeros]

    def _hit(self, candidat: Candidat, termes: frozenset[str]) -> Hit:
        fiche = self._passages[candidat.numero]
        extrait, spans, propre = extraire_regle(fiche.texte, self._surligneur.spans(fiche.texte, termes), fiche.propre)
        return Hit(
            document=fiche.document,
            rubrique=fiche.rubrique,
            regle=fiche.id,
            force=fiche.force,
            borne=fiche.borne,
            score=round(candidat.score, 4),
            titre=fiche.titre,
            titre_spans=self._surligneur.spans(fiche.titre, termes),
            texte=fiche.texte,
            extrait=extrait,
            extrait_spans=spans,
            extrait_propre=propre,
        )

    def _notes_qui_repondent(
        self, plan: Plan, meilleure: float, limite: int
    ) -> tuple[Sequence[tuple[float, Passage]], int]:
        """The best `limite` notes that answer with the score of each, of equal ones the older first, and how many answer.

        Thousands may: what is not shown costs one product and one comparison.
        """
        scores, couverts, totale = self._notes.score(plan, ranking.ponderer(plan, self._indice))
        autres = self._notes.others
        retenus: list[tuple[float, int]] = []
        for numero in autres.keys() & couverts.keys():
            nature, couvert = autres[numero], couverts[numero]
            if couvert >= self._seuil(nature, meilleure) * totale:
                retenus.append((scores[numero] * couvert / totale * FAVEUR.get(nature, 1.0), numero))
        seuil, faveur = self._seuil(NOTE, meilleure) * totale, FAVEUR[NOTE] / totale
        bons = [n for n, c in couverts.items() if c >= seuil and n not in autres]
        valeurs = [scores[n] * couverts[n] * faveur for n in bons]
        moindre = min(nlargest(limite, valeurs), default=0.0)
        nombre = len(retenus) + len(bons)
        retenus += [(valeur, numero) for valeur, numero in zip(valeurs, bons, strict=True) if valeur >= moindre]
        meilleurs = nsmallest(limite, retenus, key=lambda un: (-un[0], un[1]))
        return [(valeur, self._notes.lues[numero]) for valeur, numero in meilleurs], nombre

    @staticmethod
    def _seuil(nature: str, meilleure: float) -> float:
        return max(ranking.SEUIL_COUVERTURE * meilleure, SEUILS.get(nature, 0.0))

    def _meilleurs(
        self, choisis: list[Candidat], notes: Sequence[tuple[float, Passage]], plan: Plan, limite: int
    ) -> list[Hit]:
        """Passages and notes, the best of both; only what is shown is read for its spans."""
        termes = _surlignes(plan)
        if not notes:
            return [self._hit(c, termes) for c in choisis]
        rangs: list[tuple[float, Candidat | Passage]] = [(round(c.score, 4), c) for c in choisis]
        rangs += [(round(score, 4), note) for score, note in notes]
        rangs.sort(key=lambda rang: -rang[0])
        return [
            self._hit(qui, termes) if isinstance(qui, Candidat) else self._hit_de_note(qui, score, termes, plan)
            for score, qui in rangs[:limite]
        ]

    def _hit_de_note(self, note: Passage, score: float, termes: frozenset[str], plan: Plan) -> Hit:
        cible, titre, texte = note.cible, normaliser(note.titre), normaliser(note.texte)
        document = self._corpus.document_de(cible)
        regle = self._corpus.regles.get(cible)
        if regle is None and self._corpus.guide is not None:
            regle = self._corpus.guide.regles.get(cible)
        extrait, spans = extraire(texte, self._spans_de_note(texte, termes, plan))
        return Hit(
            document=document.id if document is not None else "",
            rubrique=regle.rubrique if regle else cible,
            regle=cible,
            force=None,
            borne=None,
            score=score,
            titre=titre,
            titre_spans=self._spans_de_note(titre, termes, plan),
            texte=texte,
            extrait=extrait,
            extrait_spans=spans,
            nature=note.nature,
            id_note=note.id,
        )

    def _spans_de_note(self, texte: str, termes: frozenset[str], plan: Plan) -> tuple[Span, ...]:
        tapes = tuple(mot for creneau in plan.creneaux for mot in creneau.mots)
        lus = self._surligneur_de_notes.jetons(texte)
        propres = [Span(j.debut, j.fin) for j in lus if j.forme.startswith(tapes)]
        connus = self._surligneur_de_notes.spans(texte, termes)
        return tuple(
            sorted(
                {*connus, *(s for s in propres if not any(c.debut <= s.debut < c.fin for c in connus))},
                key=lambda s: s.debut,
            )
        )

    def _formes_a_surligner(self, plan: Plan) -> tuple[str, ...]:
        vocabulaire = self._indice.vocabulaire
        formes: dict[str, None] = {}
        for terme in sorted(_surlignes(plan)):
            if terme.startswith("@"):
                continue
            formes.update((vocabulaire.formes[n], None) for n in vocabulaire.formes_de(terme))
        return tuple(formes)


def _surlignes(plan: Plan) -> frozenset[str]:
    return frozenset(t for creneau in plan.creneaux for t, poids in creneau.termes.items() if poids >= POIDS_SURLIGNE)
