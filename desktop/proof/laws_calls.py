"""Laws 5, 6 and 9: who may call, who answers now, what stays open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.decision.conditions import decide, et, non
from desktop.decision.loading.vocabulary import Vocabulaire
from desktop.proof.whole_space import BoxView, Failure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desktop.decision.conditions import Boite, Condition
    from desktop.proof.whole_space import WholeSpace

_SOIN = ("soins", "avis", "geste", "hospitalisation", "anticipation", "ethique")
# Those who may call, restated; `BoxView.may_call` decides for a situation.
_DEMANDEURS = ("medecin", "soignant", "intervenant", "patient_ou_proche")


def right_demandeur(preuve: WholeSpace, besoin: str) -> Iterator[Failure]:
    """5. Nobody is told to call what they may not, what is in place aside; then the plan names who must ask.

    Access depends on the structure, the caller, the place and what is in place, never on the row: so each structure that the need
    names somewhere is proven once over these.
    """
    table = {s for _, issue in preuve.cases(besoin, lambda b: preuve.issue(besoin, b)) for s in issue.structures}
    autour = preuve.orientation.entourage
    for structure in sorted(table):

        def fault(boite: Boite, structure: str = structure) -> str:
            vue = BoxView(preuve, boite)
            decide(autour.en_place(structure), boite)
            decide(autour.may_call(structure), boite)
            permis = vue.may_call(structure)
            en_place = f"en_place.{structure}" in preuve.espace.index and vue.en_place(structure)
            acces = autour.access([structure], boite, set()).get(structure)
            if en_place:
                return "" if acces and acces.mode == "a_mobiliser" else f"{structure} en place n’est pas à mobiliser"
            if permis:
                return "" if acces is None else f"{structure} : on demande à un autre alors que l’on peut appeler"
            if acces is None or not acces.par:
                return f"{structure} : le demandeur ne peut pas appeler et personne n’est nommé"
            admis = [qui for qui in _DEMANDEURS if _admitted(structure, qui)]
            return "" if list(acces.par) == admis else f"{structure} : {acces.par} au lieu de {admis}"

        for boite, message in preuve.cases(besoin, fault):
            if message:
                yield Failure(5, besoin, message, preuve.example(besoin, boite))


def _admitted(structure: str, qui: str) -> bool:
    if structure in ("had", "hdj"):
        return qui == "medecin"
    if structure in ("appui_telephonique_regional", "appui_territorial_sp", "appui_territorial_geriatrique"):
        return qui in ("medecin", "soignant")
    if structure == "benevoles":
        return qui in ("medecin", "patient_ou_proche")
    return qui != "patient_ou_proche" if structure in ("dac", "crt") else True


def maintenant(preuve: WholeSpace, besoin: str) -> Iterator[Failure]:
    """6. Only who answers now, or is on the spot, and whom the caller may call; empty, and only then, nobody is named.

    The list depends on the plan only through « the plan holds the USP »: both are proven.
    """
    if besoin not in _SOIN:
        return
    attendue = _Expected(preuve)
    tenues: set[str]
    for tenues in (set(), {"usp"}):

        def calls(boite: Boite, tenues: set[str] = tenues) -> tuple[list[str] | None, list[str] | None]:
            return attendue.obtained(boite, tenues), attendue.wanted(boite, tenues)

        for boite, (obtenue, voulue) in preuve.cases(besoin, calls):
            if obtenue != voulue:
                yield Failure(6, besoin, f"joindre {obtenue} au lieu de {voulue}", preuve.example(besoin, boite))
    structures = {s for _, issue in preuve.cases(besoin, lambda b: preuve.issue(besoin, b)) for s in issue.structures}
    for structure in sorted(structures):

        def hours(boite: Boite, structure: str = structure) -> tuple[str, str]:
            return attendue.said(structure, boite), attendue.available(structure, boite)

        for boite, (dit, voulu) in preuve.cases(besoin, hours):
            if dit != voulu:
                yield Failure(
                    6, besoin, f"{structure} : « {dit} » au lieu de « {voulu} »", preuve.example(besoin, boite)
                )


class _Expected:
    """docs/decisions.md § 2.2 and § 2.4, restated."""

    def __init__(self, preuve: WholeSpace) -> None:
        self._preuve = preuve
        self._autour = preuve.orientation.entourage
        self._donnees = preuve.donnees

    def obtained(self, boite: Boite, tenues: set[str]) -> list[str] | None:
        """What the tables give."""
        if not decide(self._donnees.joindre_quand, boite):
            return None
        lignes = self._autour.a_joindre(tenues)
        return list(dict.fromkeys(ligne.structure for ligne, condition in lignes if decide(condition, boite)))

    def wanted(self, boite: Boite, tenues: set[str]) -> list[str] | None:
        """What § 2.2 says."""
        vue = BoxView(self._preuve, boite)
        ouvrable, urgence = vue.is_any("moment", "ouvrable"), vue.is_any("urgence", "oui")
        if ouvrable and not urgence:
            return None
        soignant = vue.is_any("demandeur", "medecin", "soignant")
        liste = [s for s in ("had", "usp", "lisp") if vue.en_place(s)]
        if not soignant and vue.is_any("lieu", "ehpad", "esms"):
            liste.append("equipe_du_lieu")
        if not soignant and vue.is_any("lieu", "hopital") and not {"usp", "lisp"} & set(liste):
            liste.append("service_hospitalier")
        if ouvrable:
            liste += ["errspp"] if vue.is_any("age", "mineur") else []
            liste += ["emsp"]
        if soignant:
            soiree = not ouvrable and vue.is_any("moment", "soiree")
            liste += ["appui_territorial_sp"] if ouvrable else ["appui_telephonique_regional"]
            liste += ["appui_territorial_sp"] if soiree else []
        if urgence and vue.is_any("lieu", "ehpad", "esms") and vue.is_any("demandeur", "medecin"):
            liste += [] if vue.contains("refus", "had") else ["had"]
        if tenues and not vue.contains("refus", "hospitalisation"):
            liste += ["usp"] if not vue.is_any("souhait", "rester") or vue.is_any("faisable", "non") else []
        return list(dict.fromkeys(liste))

    def said(self, structure: str, boite: Boite) -> str:
        """What the tables say of a structure now."""
        for ligne in self._donnees.disponibilites.get(structure, ()):
            if decide(ligne.quand, boite):
                return ligne.donne
        return "inconnu"

    def available(self, structure: str, boite: Boite) -> str:
        """What docs/decisions.md § 2.4 says of it."""
        vue = BoxView(self._preuve, boite)
        if structure == "had":
            suivie = vue.en_place("had") or (vue.is_any("urgence", "oui") and vue.is_any("lieu", "ehpad", "esms"))
            return "oui" if suivie else "non"
        if structure in _HORAIRES:
            return next(dit for moment, dit in _HORAIRES[structure].items() if vue.is_any("moment", moment))
        sur_place = (structure == "lisp" and vue.en_place("lisp")) or (
            structure == "service_hospitalier" and vue.is_any("lieu", "hopital")
        )
        return "oui" if sur_place or structure in _TOUJOURS else "inconnu"


_TOUJOURS = ("usp", "appui_telephonique_regional", "equipe_du_lieu")
_OUVRABLE = {"ouvrable": "oui", "soiree": "non", "nuit": "non", "weekend_ferie": "non"}
_HORAIRES: dict[str, dict[str, str]] = {
    "emsp": _OUVRABLE,
    "errspp": _OUVRABLE,
    "hdj": {**_OUVRABLE, "ouvrable": "inconnu"},
    "appui_territorial_sp": {"ouvrable": "oui", "soiree": "oui", "nuit": "territoire", "weekend_ferie": "territoire"},
    "appui_territorial_geriatrique": {**_OUVRABLE, "weekend_ferie": "territoire"},
}


# docs/decisions.md § 2.6, restated: the note that must be said, for which needs, with which structure in the plan, when the
# facts are these.
_SOINS_ET_NUIT = {"est": "hors_heures_ouvrables"}
_DITS: tuple[tuple[str, tuple[str, ...], str, dict[str, object]], ...] = (
    ("niveau-2-ou-3-sans-seuil", ("soins", "hospitalisation"), "", {"niveau": ["complexite:2", "complexite:3"]}),
    ("soiree-annexes-1-et-8", _SOIN, "", {"moment": "soiree"}),
    ("had-hors-heures-non-admis", _SOIN, "had", {**_SOINS_ET_NUIT, "en_place": {"aucun": ["had"]}}),
    (
        "famille-la-nuit",
        _SOIN,
        "",
        {**_SOINS_ET_NUIT, "demandeur": "patient_ou_proche", "lieu": "domicile", "en_place": {"aucun": ["had"]}},
    ),
    ("deces-la-nuit", _SOIN, "", {"moment": "nuit"}),
    ("jeune-adulte-sans-borne", (), "", {"age": "jeune_adulte"}),
    ("personne-agee-sans-borne", (), "", {"age": "personne_agee"}),
    ("sans-medecin-traitant", _SOIN, "", {"medecin_traitant": "aucun"}),
    ("sans-lieu-de-vie", _SOIN, "", {"lieu": "sans_lieu"}),
    ("doses-et-aide-a-mourir", ("avis", "anticipation", "volontes", "ethique"), "", {}),
    ("lisp-horaires-inconnus", ("hospitalisation",), "lisp", {**_SOINS_ET_NUIT, "en_place": {"aucun": ["lisp"]}}),
)


def ouvert(preuve: WholeSpace, besoin: str) -> Iterator[Failure]:
    """9. Open structures stand at the same rank with `ouvert` true; every point of § 2.6 that the facts touch is said."""
    table = preuve.donnees.tables[besoin]
    ouvertes = [ligne for ligne in table.lignes if any(enonce.ouvert for enonce in ligne.enonces)]
    for ligne in ouvertes:

        def fault(boite: Boite, ligne_id: str = ligne.id) -> str:
            issue = preuve.issue(besoin, boite)
            if issue.premiere != ligne_id:
                return ""
            groupes: dict[str, list[str]] = {}
            for choix, role in issue.groupes:
                groupes.setdefault(choix, []).append(role)
            manques = [choix for choix, roles in groupes.items() if len(roles) > 1 and len(set(roles)) > 1]
            if manques:
                return f"{ligne_id} : rangs différents pour {manques}"
            dits = any(len(roles) > 1 for roles in groupes.values())
            return "" if bool(issue.ouverts) == dits else f"{ligne_id} : ouvert n’est pas dit"

        for boite, message in preuve.cases(besoin, fault):
            if message:
                yield Failure(9, besoin, message, preuve.example(besoin, boite))
    yield from _points_said(preuve, besoin)


def _points_said(preuve: WholeSpace, besoin: str) -> Iterator[Failure]:
    definitions = {"hors_heures_ouvrables": {"moment": ["soiree", "nuit", "weekend_ferie"]}}
    q = preuve.q
    vocabulaire = Vocabulaire(
        preuve.espace, q.faits, q.echelles, definitions, q.niveau.derived, q.parts, PLUS_EN_PLACE
    )  # fmt: skip
    for nom, besoins, structure, quand in _DITS:
        if besoins and besoin not in besoins:
            continue
        note = preuve.donnees.notes.get(nom)
        if note is None or (note.besoins and besoin not in note.besoins):
            yield Failure(9, besoin, f"la note {nom} n’est pas dite", {})
            continue
        if (note.structures and structure not in note.structures) or besoin in note.sauf_besoins:
            yield Failure(9, besoin, f"la note {nom} manque à {structure or 'ce besoin'}", {})
        muette = et(vocabulaire.compiler(quand, {}), non(note.quand))

        def silent(boite: Boite, muette: Condition = muette) -> bool:
            return decide(muette, boite)

        for boite, vraie in preuve.cases(besoin, silent):
            if vraie:
                yield Failure(9, besoin, f"la note {nom} n’est pas dite", preuve.example(besoin, boite))


# What is refused is not in place (docs/decisions.md § 2.1), restated.
PLUS_EN_PLACE = {"had": ("had",), "benevoles": ("benevoles",), "hospitalisation": ("usp", "lisp")}
