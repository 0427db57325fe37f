"""The help of the command line, with examples that a test runs."""

from __future__ import annotations

from desktop.corpus.model import Force

EXEMPLES = (
    ('cap-palliatif chercher "lits usp"', "les règles qui répondent, avec leur force et leur référence"),
    ('cap-palliatif chercher "force:obligation formation" --json', "les mêmes, en un objet JSON"),
    ('cap-palliatif chercher "had:motifs" --nombre 3', "dans un seul document"),
)


def texte_aide() -> str:
    """All of the help, in French."""
    forces = ", ".join(Force)
    lignes = [
        "Cap palliatif : base de connaissances et aide à la décision hors ligne pour les soins palliatifs.",
        "",
        "cap-palliatif                     ouvre la fenêtre",
        "cap-palliatif chercher REQUÊTE    cherche une règle",
        "    --json       un objet JSON : q, hits (document, source, annexe, rubrique, regle, force, text, excerpt, score)",
        "    --lot        une requête par ligne sur l’entrée standard, un objet JSON par ligne en sortie",
        "    --nombre N   nombre de règles (10)",
        "cap-palliatif aide | --aide       cette page",
        "cap-palliatif version             la version du programme",
        "",
        "Dans une requête : « had:motifs » cherche dans un document, « force:obligation » filtre par force",
        f"({forces}),",
        '« "mots exacts" » une suite de mots, « -mot » écarte un mot.',
        "",
        "Exemples :",
        *(f"  {commande}\n      {sens}" for commande, sens in EXEMPLES),
        "",
        "Codes de sortie : 0 fait, 1 rien trouvé ou refusé, 2 ligne incomprise.",
        "Urgence vitale non prévue : appeler le 15. Ce programme ne remplace ni les référentiels ni un avis médical.",
    ]
    return "\n".join(lignes)
