"""The help of the command line, with examples that a test runs."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.corpus.forces import FAMILIES, FIGURES
from desktop.corpus.model import Force


@dataclass(frozen=True, slots=True)
class HelpExample:
    """A line to type, what it shows, and what it reads from standard input."""

    line: str
    meaning: str
    typed_in: str = ""


SITUATION = (
    '{"demandeur": "soignant", "age": "adulte", "lieu": "domicile", "souhait": "rester", "faisable": "avec_renfort", '
    '"besoin": ["soins"], "moment": "nuit", "stabilite": "a_risque", "symptomes": "soulagement_incomplet", '
    '"vie_et_entourage": "fragile"}'
)
AVIS_FACTS = '{"demandeur": "soignant", "age": "adulte", "lieu": "domicile", "besoin": ["avis"]}'
EXAMPLES = (
    HelpExample('cap-palliatif chercher "lits usp"', "les règles qui répondent, avec leur force et leur référence"),
    HelpExample('cap-palliatif chercher "force:obligation formation" --json', "les mêmes, en un objet JSON"),
    HelpExample('cap-palliatif chercher "had:motifs" --nombre 3', "dans un seul document"),
    HelpExample(
        "cap-palliatif chercher --lot", "une requête par ligne", "combien de lits\nqui peut solliciter l’EMSP\n"
    ),
    HelpExample("cap-palliatif orienter --json", "le plan d’une situation", SITUATION + "\n"),
    HelpExample(
        "cap-palliatif orienter --departement 67",
        "le plan pour maintenant, avec les jours fériés du Bas-Rhin",
        AVIS_FACTS + "\n",
    ),
    HelpExample("cap-palliatif orienter --lot", "une situation par ligne, un plan par ligne", SITUATION + "\n{}\n"),
    HelpExample(
        "cap-palliatif errspp --json",
        "le niveau d’intervention de l’ERRSPP",
        '{"contact_direct": "oui", "equipe_referente": "autre", "autres_equipes": "oui"}\n',
    ),
    HelpExample(
        "cap-palliatif profil medecin_soins_palliatifs --json",
        "ce qui est acquis, ce qui manque",
        '{"du_diu_soins_palliatifs": "en_cours"}\n',
    ),
    HelpExample("cap-palliatif orienter --pdf plan.pdf", "le plan, prêt à imprimer", SITUATION + "\n"),
    HelpExample("cap-palliatif pdf had had.pdf", "le référentiel de l’HAD, prêt à imprimer"),
    HelpExample("cap-palliatif exporter fhir errspp", "le questionnaire en HL7 FHIR R4 (Questionnaire)"),
    HelpExample(
        "cap-palliatif exporter fhir --faits -",
        "une situation en HL7 FHIR R4 (QuestionnaireResponse)",
        SITUATION + "\n",
    ),
    HelpExample("cap-palliatif exporter dmn soins", "une table de décision en DMN 1.3"),
    HelpExample("cap-palliatif exporter chemin --faits -", "le chemin de la réponse, en image SVG", SITUATION + "\n"),
)


def _force_words() -> list[str]:
    """What can be typed after « force: »: the families with all that they hold, then single forces."""
    lines = []
    for family in FAMILIES.values():
        held = ", ".join(force.label.lower() for force in Force if force in family.forces)
        special = {
            FIGURES: "tout chiffre, de toute force",
            "enonce": "énoncé (le référentiel le dit sans mot de force)",
        }
        lines.append(f"    force:{family.words[0]} : {special.get(family.id, held)}")
    heads = {word for family in FAMILIES.values() for word in family.words}
    return [*lines, f"Un seul mot : {', '.join(f'force:{f.value}' for f in Force if f.value not in heads)}."]


def help_text() -> str:
    """All of the help, in French."""
    text_lines = [
        "Cap palliatif : base de connaissances et aide à la décision hors ligne pour les soins palliatifs.",
        "",
        "cap-palliatif                        ouvre la fenêtre",
        "cap-palliatif chercher REQUÊTE       cherche une règle",
        "    --json       un objet JSON : q, hits (document, source, annexe, rubrique, regle, force, text, excerpt, score)",
        "    --lot        une requête par ligne sur l’entrée standard, un objet JSON par ligne en sortie",
        "    --nombre N   nombre de règles (10)",
        "cap-palliatif orienter [FICHIER]     le plan d’une situation : qui joindre, pourquoi, ce qui changerait la réponse",
        "    --pdf SORTIE  écrit le plan en PDF : une page à emporter, puis les raisons et les références",
        "cap-palliatif errspp [FICHIER]       le niveau d’intervention de l’ERRSPP (1 à 4)",
        "cap-palliatif profil NOM [FICHIER]   ce qui est acquis et ce qui manque pour un poste",
        "    FICHIER      les faits en JSON ; sans fichier, ou « - », l’entrée standard",
        "    --maintenant    (orienter) le moment, si les faits ne le disent pas, est celui de l’horloge",
        "    --departement N (orienter) de même, avec les jours fériés de ce département (67, 2A, 974…)",
        "    --json       la réponse en un objet JSON",
        '    --lot        un objet de faits par ligne, une réponse par ligne ; une ligne fautive reçoit {"erreur": …}',
        "cap-palliatif pdf DOCUMENT SORTIE    un référentiel, un profil ou le guide (« guide ») en PDF, sans écran",
        "cap-palliatif exporter fhir [NOM]    les questionnaires en HL7 FHIR R4 ; avec --faits FICHIER, une situation",
        "cap-palliatif exporter dmn [NOM]     les tables de décision en DMN 1.3, avec leurs citations",
        "cap-palliatif exporter chemin [BESOIN] --faits FICHIER   le chemin de la réponse en SVG",
        "    --vers DOSSIER   écrit dans un dossier au lieu de l’afficher ; sans NOM, tout y est écrit",
        "cap-palliatif donnees                dit si ce que vous avez gardé est en bon état",
        "    --reparer         met dans une base neuve tout ce qui se lit ; l’ancienne est gardée à part",
        "    --sauver FICHIER  écrit tout ce qui se lit, comme « Sauvegarder mes données »",
        "    --dossier DOSSIER un autre dossier de données que le vôtre",
        "cap-palliatif verifier               dit si les fichiers du programme installé sont intacts",
        "cap-palliatif aide | --aide          cette page",
        "cap-palliatif version                la version du programme",
        "",
        "Dans une requête : « had:motifs » cherche dans un document, « force:obligation » filtre par force.",
        *_force_words(),
        '« "mots exacts" » une suite de mots, « -mot » écarte un mot.',
        "",
        (
            "Faits d’une situation : "
            "demandeur, age, lieu, souhait, faisable, niveau, stabilite, symptomes, soins, intervenants,"
        ),
        "vie_et_entourage, ethique, besoin (liste), priorite, moment, urgence, medecin_traitant, refus (liste), accords (liste),",
        "en_place (liste), transportable. Un fait absent est inconnu ; une valeur fautive est refusée, avec les valeurs permises.",
        "Aucune identité n’est demandée ni à donner.",
        "",
        "Exemples :",
    ]
    for example in EXAMPLES:
        text_lines.append(f"  {example.line}\n      {example.meaning}")
        text_lines += [f"      ← {line}" for line in example.typed_in.splitlines()]
    text_lines += [
        "",
        "L’entrée est en UTF-8, ou en UTF-16 ; un autre codage est refusé, jamais deviné.",
        "Codes de sortie : 0 fait, 1 rien trouvé ou refusé, 2 ligne incomprise, 3 sortie non écrite, 4 erreur imprévue.",
        "Urgence vitale non prévue : appeler le 15. Ce programme ne remplace ni les référentiels ni un avis médical.",
    ]
    return "\n".join(text_lines)
