"""Short words for facts, answers, moments and structures, as reports, pictures and screens write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.decision.model import Availability
from desktop.decision.sentences import callers_said
from desktop.text.typography import french

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.corpus import Corpus
    from desktop.decision import Questionnaires
    from desktop.decision.loading.sources import Brut
    from desktop.decision.model import Fait
    from desktop.decision.plan import Access


def fact_name(questionnaires: Questionnaires, fait: str) -> str:
    """« Symptômes », « Déjà en place »."""
    return french(questionnaires.faits[fait].nom)


def fact_question(questionnaires: Questionnaires, fait: str, besoins: Sequence[str] = ()) -> str:
    """The question as it is asked when these are the needs."""
    donnees = questionnaires.faits[fait]
    texte = donnees.variantes.get(besoins[0], donnees.question) if len(besoins) == 1 else donnees.question
    return french(texte)


def short_answer(questionnaires: Questionnaires, fait: str, valeur: Brut) -> str:
    """« à domicile », « HAD, EMSP », « rien »."""
    donnees = questionnaires.faits[fait]
    if not isinstance(valeur, list | tuple):
        return french(_short(donnees, valeur))
    if not valeur:
        return donnees.rien or "rien"
    return french(", ".join(_short(donnees, v) for v in valeur))


def _short(fait: Fait, valeur: Brut) -> str:
    return fait.valeur(str(valeur)).court


def reference(corpus: Corpus, regle: str, *, entiere: bool = True) -> str:
    """Where a règle stands: « annexe 4, Missions socles › Patient », or « annexe 4, Patient » if not `entiere`.

    Raises KeyError for one that this content does not have.
    """
    trouvee = corpus.regles[regle]
    document = corpus.documents[trouvee.document]
    if document.nature != "referentiel":
        ou = document.titre
    else:
        ou = "instruction" if document.source.annexe is None else f"annexe {document.source.annexe}"
    chemin = corpus.rubriques[trouvee.rubrique].chemin
    return french(f"{ou}, {' › '.join(chemin[-2:] if entiere else chemin[-1:])}")


def enumeration(mots: Sequence[str], lien: str = "et") -> str:
    """« a, b et c »."""
    if len(mots) < 2:
        return "".join(mots)
    return f"{', '.join(mots[:-1])} {lien} {mots[-1]}"


def niveaux_said(niveaux: Sequence[int]) -> str:
    """« 2 », « 2 ou 3 »."""
    return enumeration([str(niveau) for niveau in niveaux], "ou")


def with_capital(texte: str) -> str:
    """The same words with a capital first."""
    return texte[:1].upper() + texte[1:]


def without_capital(texte: str) -> str:
    """The same words without a capital first; « EMSP » stays."""
    return texte if texte[1:2].isupper() else texte[:1].lower() + texte[1:]


def availability(questionnaires: Questionnaires, maintenant: str, *, awaited: bool) -> str:
    """Whether a structure answers now, in words: what the sources leave unsaid is not what nobody has said yet (`awaited`)."""
    dit = questionnaires.orientation.textes.maintenant[maintenant]
    if maintenant != Availability.UNKNOWN:
        return dit
    return "horaires : selon une réponse qui manque" if awaited else f"horaires : {dit}"


def access(questionnaires: Questionnaires, acces_: Access) -> str:
    """How a structure is reached: « déjà en place : à mobiliser », « à demander par le médecin traitant ou … »."""
    if acces_.mode == "a_mobiliser":
        return "déjà en place : à mobiliser"
    via = [questionnaires.orientation.structures[structure].dire for structure in acces_.via]
    return f"à demander par {callers_said(questionnaires, acces_.par)}" + (
        f", ou par {enumeration(via, 'ou')}" if via else ""
    )
