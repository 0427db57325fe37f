"""From raw data to checked questionnaires. Everything that can be refused before an answer is given is refused here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desktop.corpus import folder, scales
from desktop.decision.loading import course, forms, level, reading
from desktop.decision.loading import orientation as charge_orientation
from desktop.decision.loading import profils as charge_profils
from desktop.decision.loading.level import NiveauDonnees
from desktop.decision.loading.sources import MARQUES, Brut, Donnees, garder, lire
from desktop.decision.loading.vocabulary import DECLARED, Vocabulaire, refus
from desktop.decision.model import Course, FactParts, Fait, Impossible, Source, Valeur
from desktop.decision.space import NOTHING, Espace

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from desktop.corpus.model import Scale
    from desktop.decision.forms import Form

FACTS, PLAN, PROFILES = "faits.yaml", "orientation/", "profils/"


@dataclass(frozen=True, slots=True)
class Questionnaires:
    """All questionnaires, checked and compiled. `empreinte`: fingerprint of the data they were read from.

    `course`: what the orientation asks. `forms`: every form that gives a rank, the level first, by its name.
    """

    faits: Mapping[str, Fait]
    echelles: Mapping[str, Scale]
    espace: Espace
    course: Course
    niveau: NiveauDonnees
    orientation: charge_orientation.OrientationDonnees
    impossibles: tuple[Impossible, ...]
    forms: Mapping[str, Form]
    profils: Mapping[str, charge_profils.Profil]
    empreinte: str

    @property
    def parts(self) -> FactParts:
        """Which fact plays which part."""
        return self.course.parts

    def is_family(self, answers: Mapping[str, Any]) -> bool:
        """Whether who asks is no professional: questions have words of their own for them."""
        caller = self.faits.get(self.parts.caller)
        return caller is not None and any(v.proche and v.id == answers.get(caller.id) for v in caller.valeurs)

    def sources(self) -> list[tuple[str, Source]]:
        """Every statement's identifier with its source, for the check of the citations."""
        rows = [row for form in self.forms.values() for row in (*form.table.rows, *form.notes)]
        toutes = [(row.id, row.source) for row in (*rows, *self.niveau.expertise)]
        toutes += self.orientation.sources()
        for profil in self.profils.values():
            toutes += profil.sources()
        return toutes


def charger(dossier: Path, cache: Path | None = None, lecture_seule: Path | None = None) -> Questionnaires:
    """Read and check `content/questionnaires`.

    `cache`: where the parsed data are kept; `lecture_seule`: where a bundle brings them. Raises ContentError.
    """
    donnees = lire(dossier, cache, lecture_seule)
    questionnaires = construire(donnees)
    if not donnees.prouvees:
        from desktop.decision.loading import completeness

        with folder.guarded("questionnaires"):
            completeness.check(questionnaires)
        if cache is not None:
            garder(cache, donnees)
    return questionnaires


def construire(donnees: Donnees) -> Questionnaires:
    """Check and compile raw data. Raises ContentError with file, line and rule."""
    with folder.guarded("questionnaires"):
        return _construire(donnees)


def _construire(donnees: Donnees) -> Questionnaires:
    if not donnees.prouvees:
        from desktop.decision.loading import shapes

        shapes.check(donnees.fichiers)
    brut_faits = _fichier(donnees, FACTS)
    raw_level, raw_forms = _forms(donnees)
    reading.cles(brut_faits, ("echelles", "definitions", "impossibles"), ("faits",))
    echelles = {e["id"]: _scale(e) for e in reading.tables(brut_faits, "echelles")}
    faits = _faits(brut_faits, echelles)
    definitions = brut_faits.get("definitions", {})
    dimensions = level.dimensions(raw_level, faits, echelles) if raw_level else NOTHING
    asked = course.build(_fichier(donnees, f"{PLAN}formulaire.yaml"), faits, dimensions.noms)
    _variants(brut_faits, faits, asked.parts)
    espace = Espace(forms.variables(faits, asked.variables), dimensions if raw_level else None)
    vocabulaire = Vocabulaire(
        espace, faits, echelles, definitions, level.derived(raw_level) if raw_level else {}, asked.parts,
        _gone(_fichier(donnees, f"{PLAN}modifications.yaml"), faits, asked.parts),
    )  # fmt: skip
    for nom in definitions:
        if not nom.startswith("§"):
            ici = {marque: definitions[marque] for marque in MARQUES if marque in definitions}
            vocabulaire.compiler({**ici, "est": nom}, definitions)
    niveau = level.build(raw_level, dimensions, vocabulaire, echelles) if raw_level else NiveauDonnees()
    orientation = charge_orientation.construire(donnees.fichiers, vocabulaire, faits, niveau.findings)
    if absent := [note for note in niveau.findings.values() if note not in orientation.notes]:
        raise refus(
            raw_level["constats"], f"la note « {absent[0]} » n’existe pas", attendu=f"une note de {PLAN}notes.yaml"
        )
    return Questionnaires(
        faits=faits,
        echelles=echelles,
        espace=espace,
        course=asked,
        niveau=niveau,
        orientation=orientation,
        impossibles=_impossibles(brut_faits, vocabulaire, faits),
        forms=_all_forms(niveau, raw_forms, faits, echelles, definitions),
        profils=charge_profils.construire(donnees.fichiers),
        empreinte=donnees.empreinte,
    )


def _fichier(donnees: Donnees, nom: str) -> Brut:
    if nom not in donnees.fichiers:
        raise refus({"§fichier": nom, "§ligne": 1}, "ce fichier manque")
    return donnees.fichiers[nom]


def _forms(donnees: Donnees) -> tuple[Brut, list[Brut]]:
    """The level's form (the one that has dimensions), None without, and the other forms."""
    found = [raw for name, raw in donnees.fichiers.items() if name != FACTS and not name.startswith((PLAN, PROFILES))]
    levels = [raw for raw in found if "dimensions" in raw]
    if len(levels) > 1:
        raise refus(levels[1], "un seul questionnaire a des dimensions")
    return (levels[0] if levels else None), [raw for raw in found if raw not in levels]


def _all_forms(
    niveau: NiveauDonnees,
    raws: list[Brut],
    faits: Mapping[str, Fait],
    echelles: Mapping[str, Scale],
    definitions: Brut,
) -> Mapping[str, Form]:
    made = {niveau.form.id: niveau.form} if niveau.form else {}
    for raw in raws:
        form = forms.build(raw, faits, echelles, definitions)
        if form.id in made:
            raise refus(raw, f"« {form.id} » est déjà un questionnaire")
        made[form.id] = form
    return made


def _gone(raw: Brut, faits: Mapping[str, Fait], parts: FactParts) -> dict[str, tuple[str, ...]]:
    """What is not in place any more, by what is refused."""
    given = raw.get("refus", {}).get("plus_en_place", {})
    if not given or not (parts.refusal and parts.in_place):
        return {}
    reading.cles(given, faits[parts.refusal].identifiants)
    permitted = faits[parts.in_place].identifiants
    return {key: reading.tous_parmi(given, key, permitted) for key in given if not key.startswith("§")}


def _variants(brut: Brut, faits: Mapping[str, Fait], parts: FactParts) -> None:
    """Other words for a question stand by a need that there is."""
    for donne in reading.tables(brut, "faits"):
        reading.cles(donne.get("variantes", {}), faits[parts.need].identifiants, hote=donne)


def _scale(brut: Brut) -> Scale:
    reading.cles(brut, scales.OPTIONAL, scales.REQUIRED)
    return scales.scale_of(brut)


def _faits(brut: Mapping[str, Any], echelles: Mapping[str, Scale]) -> dict[str, Fait]:
    faits: dict[str, Fait] = {}
    vus: dict[str, Any] = {}
    permises = (
        "aide", "exemple", "plusieurs", "minimum", "facultatif", "defaut", "echelle", "variantes", "valeurs", "valeurs_de",
        "nom_dit", "rien", "interrupteur", "se_sait", "nom_lu", "decrit", "pas_dit",
    )  # fmt: skip
    for donne in reading.tables(brut, "faits"):
        reading.cles(donne, permises, ("id", "nom", "question"))
        identifiant = reading.unique(vus, donne)
        autre = reading.parmi(donne, "valeurs_de", faits) if "valeurs_de" in donne else ""
        valeurs = faits[autre].valeurs if autre else _valeurs(donne)
        if "echelle" in donne:
            echelle = echelles[reading.parmi(donne, "echelle", echelles)]
            rangs = [str(rang) for rang in range(echelle.minimum, echelle.maximum + 1)]
            if [valeur.id for valeur in valeurs] != rangs:
                raise refus(donne, "ses valeurs ne sont pas les rangs de son échelle", attendu=", ".join(rangs))
        fait = Fait(
            identifiant,
            donne["question"],
            valeurs,
            donne.get("aide", ""),
            donne.get("exemple", ""),
            bool(donne.get("plusieurs", False)),
            bool(donne.get("facultatif", False)),
            donne.get("defaut"),
            donne.get("echelle"),
            {cle: texte for cle, texte in donne.get("variantes", {}).items() if not cle.startswith("§")},
            donne["nom"],
            donne.get("nom_dit", ""),
            donne.get("rien", ""),
            donne.get("interrupteur", ""),
            bool(donne.get("se_sait", False)),
            donne.get("nom_lu", ""),
            donne.get("decrit", ""),
            donne.get("pas_dit", ""),
        )
        if fait.defaut is not None and fait.defaut not in fait.identifiants:
            raise refus(donne, f"« {fait.defaut} » n’est pas une valeur", attendu=", ".join(fait.identifiants))
        faits[identifiant] = fait
    return faits


def _valeurs(donne: Mapping[str, Any]) -> tuple[Valeur, ...]:
    vus: dict[str, Any] = {}
    valeurs = []
    for brut in reading.tables(donne, "valeurs"):
        reading.cles(brut, ("aide", "libelle_proche", "bouton", "proche", "role"), ("id", "libelle", "court"))
        valeurs.append(
            Valeur(
                reading.unique(vus, brut), brut["libelle"], brut["court"], brut.get("aide", ""),
                brut.get("libelle_proche", ""), brut.get("bouton", ""), bool(brut.get("proche", False)), brut.get("role", ""),
            )
        )  # fmt: skip
    if not valeurs:
        raise refus(donne, "aucune valeur", attendu="valeurs: […]")
    return tuple(valeurs)


def _impossibles(brut: Brut, vocabulaire: Vocabulaire, faits: Mapping[str, Fait]) -> tuple[Impossible, ...]:
    vus: dict[str, Any] = {}
    resultat = []
    besoins = faits[vocabulaire.parts.need].identifiants
    for donne in brut.get("impossibles", ()):
        reading.cles(donne, ("sauf_besoins",), ("id", "quand", "message"))
        lus = tuple(sorted(_faits_lus(donne["quand"], faits, vocabulaire.parts.in_place)))
        if not lus:
            raise refus(donne, "une impossibilité nomme les faits qui ne vont pas ensemble")
        resultat.append(
            Impossible(
                reading.unique(vus, donne),
                vocabulaire.compiler(donne["quand"], donne),
                donne["message"],
                lus,
                reading.tous_parmi(donne, "sauf_besoins", besoins),
            )
        )
    return tuple(resultat)


def _faits_lus(brut: Brut, faits: Mapping[str, Fait], en_place: str) -> set[str]:
    """Facts that a raw condition names, for the message of an impossible combination."""
    lus: set[str] = set()
    if isinstance(brut, list):
        for membre in brut:
            lus |= _faits_lus(membre, faits, en_place)
    elif isinstance(brut, dict):
        for cle, valeur in brut.items():
            nom = en_place if en_place and cle == en_place + DECLARED else cle
            lus |= {nom} if nom in faits else _faits_lus(valeur, faits, en_place)
    return lus
