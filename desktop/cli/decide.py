"""`orienter`, `errspp` and `profil`: the questionnaires for other programs, one object in, one answer out."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.cli import streams
from desktop.cli.moment import MOMENT, Clock, add_options
from desktop.cli.parser import Analyseur, LigneIncompriseError
from desktop.cli.pdf import dire
from desktop.cli.services import Contexte, ecrire_json
from desktop.errors import CapPalliatifError
from desktop.telling.words import reponse_courte

if TYPE_CHECKING:
    from datetime import datetime

    from desktop.decision import Plan
    from desktop.telling.report import Cadre

Reponse = Callable[[Any], dict[str, Any]]


class FichierDeFaitsError(CapPalliatifError):
    """A file of facts that can't be read."""


def orienter(arguments: list[str], contexte: Contexte) -> int:
    """The plan of a situation, or of one a line with `--lot`."""
    analyseur = _analyseur("orienter")
    add_options(analyseur)
    analyseur.add_argument("--pdf", metavar="SORTIE")
    choix = analyseur.parse_args(arguments)
    horloge = Clock(choix)
    if choix.pdf is not None and (choix.lot or choix.json):
        raise LigneIncompriseError("cap-palliatif orienter : --pdf ne va pas avec --lot ni --json.")

    def reponse(faits: Any) -> dict[str, Any]:  # noqa: ANN401 - what a file holds is checked by the engine
        faits, instant = horloge.complete(faits)
        plan = contexte.orientation.orienter(faits).as_dict()
        return plan if instant is None else {**plan, "horloge": horloge.as_dict(instant, faits[MOMENT])}

    if choix.lot:
        return _par_lot(reponse, choix.fichier)
    faits = lire(choix.fichier)
    if choix.json:
        ecrire_json(reponse(faits))
        return 0
    faits, instant = horloge.complete(faits)
    plan = contexte.orientation.orienter(faits)
    if choix.pdf is not None:
        chemin = Path(choix.pdf)
        cadre = _cadre(contexte, plan, instant)
        dire(chemin, contexte.press.plan(contexte.questionnaires, contexte.corpus, plan, cadre, chemin))
    else:
        streams.say(texte_du_plan(contexte, plan, instant))
    if instant is not None:
        moment = reponse_courte(contexte.questionnaires, MOMENT, faits[MOMENT])
        streams.say(f"\n{horloge.words(instant, moment)}")
    return 0


def errspp(arguments: list[str], contexte: Contexte) -> int:
    """The ERRSPP's level of involvement."""
    choix = _analyseur("errspp").parse_args(arguments)

    def reponse(faits: Any) -> dict[str, Any]:  # noqa: ANN401
        from desktop.decision import errspp as evaluer

        return evaluer(contexte.questionnaires, faits).as_dict()

    if choix.lot:
        return _par_lot(reponse, choix.fichier)
    resultat = reponse(lire(choix.fichier))
    if choix.json:
        ecrire_json(resultat)
    else:
        niveaux = resultat["errspp_niveau"]
        dit = " ou ".join(map(str, niveaux)) if isinstance(niveaux, list) else str(niveaux)
        streams.say(f"Niveau d’intervention de l’ERRSPP : {dit} (annexe 7, « Les différents niveaux d’intervention »).")
    return 0


def profil(arguments: list[str], contexte: Contexte) -> int:
    """What the items held make of a post's profile."""
    analyseur = Analyseur("cap-palliatif profil", "Un profil de poste.")
    analyseur.add_argument("nom")
    _options(analyseur)
    choix = analyseur.parse_args(arguments)
    from desktop.decision.profils import verifier_nom

    # Before what is held is waited for: a name that does not exist needs none.
    verifier_nom(contexte.questionnaires, choix.nom)

    def bilan(tenus: Any) -> dict[str, Any]:  # noqa: ANN401
        from desktop.decision import profil as evaluer

        return evaluer(contexte.questionnaires, choix.nom, tenus).as_dict()

    if choix.lot:
        return _par_lot(bilan, choix.fichier)
    resultat = bilan(lire(choix.fichier))
    if choix.json:
        ecrire_json(resultat)
    else:
        streams.say(texte_du_bilan(resultat))
    return 0


def _analyseur(nom: str) -> Analyseur:
    analyseur = Analyseur(f"cap-palliatif {nom}", "Répondre à un questionnaire.")
    _options(analyseur)
    return analyseur


def _options(analyseur: Analyseur) -> None:
    analyseur.add_argument("fichier", nargs="?", default=streams.STANDARD)
    analyseur.add_argument("--json", action="store_true")
    analyseur.add_argument("--lot", action="store_true")


def lire(nom: str) -> Any:  # noqa: ANN401
    """The JSON of a file, or of standard input for `-`. Raises FichierDeFaitsError, or InputError, with what to do."""
    ou = "l’entrée standard" if nom == streams.STANDARD else f"« {nom} »"
    try:
        return json.loads(streams.whole(nom))
    except json.JSONDecodeError as faute:
        raise FichierDeFaitsError(
            f"{ou} n’est pas du JSON (ligne {faute.lineno}, colonne {faute.colno}).",
            "Voyez l’exemple de « cap-palliatif aide ».",
        ) from faute
    except (ValueError, RecursionError) as faute:
        raise FichierDeFaitsError(f"{ou} : {_demesure(faute)}", "Voyez l’exemple de « cap-palliatif aide ».") from faute


def _demesure(faute: Exception) -> str:
    """What JSON allows and nobody writes: thousands of digits, thousands of brackets."""
    return "l’imbrication est trop profonde." if isinstance(faute, RecursionError) else "un nombre est trop long."


def _par_lot(reponse: Reponse, fichier: str) -> int:
    """One answer a line, whatever the line holds: a bad one gets `{"erreur": …}` and the rest goes on.

    Not so a line in another encoding: nobody knows what it says. Raises InputError.
    """
    for ligne in streams.lines(fichier):
        if not ligne.strip():
            continue
        try:
            ecrire_json(reponse(json.loads(ligne)))
        except json.JSONDecodeError as faute:
            ecrire_json({"erreur": f"Cette ligne n’est pas du JSON (colonne {faute.colno})."})
        except (ValueError, RecursionError) as faute:
            ecrire_json({"erreur": f"Cette ligne ne se lit pas : {_demesure(faute)}"})
        except streams.OutputError:
            raise
        except CapPalliatifError as faute:
            ecrire_json({"erreur": str(faute)})
    return 0


def texte_du_plan(contexte: Contexte, plan: Plan, instant: datetime | None = None) -> str:
    """The report of the plan, for a person at a terminal; it may be kept in a file, and says its hour as paper does."""
    from desktop.export import report_text
    from desktop.telling import report

    compose = report.composer(contexte.questionnaires, contexte.corpus, plan, _cadre(contexte, plan, instant))
    return f"{compose.phrase}\n\n{report_text.texte(compose)}".rstrip()


def _cadre(contexte: Contexte, plan: Plan, instant: datetime | None) -> Cadre:
    """Around a plan on paper, which is read later: the hour of the clock where it gave the moment, else the moment of the facts."""
    from datetime import datetime

    from desktop import __version__
    from desktop.telling.hours import moment_of
    from desktop.telling.report import Cadre
    from desktop.text import dates

    made = instant or datetime.now().astimezone()
    moment = plan.faits.get(MOMENT)
    quand = moment_of(contexte.questionnaires, moment) if instant is None and moment else dates.at(made, made)
    return Cadre(made, contexte.corpus.version, __version__, quand=quand)


def texte_du_bilan(bilan: dict[str, Any]) -> str:
    """A profile's balance for a person at a terminal."""
    titres = (
        ("acquis", "Acquis"),
        ("manquants_bloquants", "Manque, et bloque"),
        ("souhaites", "Seulement souhaité"),
        ("a_evaluer", "À évaluer"),
        ("non_listes", "Non cité par la source (ni oui ni non)"),
        ("pour_conclure", "Pour conclure"),
    )
    lignes = [f"Profil {bilan['profil']} : " + ("rien ne bloque." if bilan["pret"] else "il manque quelque chose.")]
    for cle, titre in titres:
        if bilan[cle]:
            lignes += [f"{titre} :", *(f"  - {element}" for element in bilan[cle])]
    return "\n".join(lignes)
