"""The departments and collectivities of France, and which calendar of public holidays each follows. Plain data, nothing imported.

`desktop.decision.moment` counts the days; here stands only who follows what.
"""

from __future__ import annotations

from typing import NamedTuple


class HolidayCalendar(NamedTuple):
    """A calendar of public holidays: the eleven of all France, and what is added here.

    `subdivision` is the name of the `holidays` library, "" for none. `added` says in French which days the law adds; `unofficial`
    names (as the library does) the days that the library lists and no law makes holidays: they are told, never counted.
    """

    id: str
    name: str
    subdivision: str = ""
    added: str = ""
    unofficial: tuple[str, ...] = ()


GENERAL = "general"
_ALSACE_MOSELLE = "Vendredi saint (là où il y a un temple protestant ou une église mixte), 26 décembre"
_SCHOELCHER = "Fête de Victor Schoelcher"
CALENDARS: dict[str, HolidayCalendar] = {
    calendar.id: calendar
    for calendar in (
        HolidayCalendar(GENERAL, "général (onze jours fériés)"),
        HolidayCalendar("57", "Moselle", "57", _ALSACE_MOSELLE),
        HolidayCalendar("67", "Bas-Rhin", "6AE", _ALSACE_MOSELLE),
        HolidayCalendar("68", "Haut-Rhin", "6AE", _ALSACE_MOSELLE),
        HolidayCalendar(
            "971",
            "Guadeloupe",
            "971",
            "27 mai (abolition de l’esclavage)",
            ("Vendredi saint", "Mi-Carême", _SCHOELCHER),
        ),
        HolidayCalendar("972", "Martinique", "972", "22 mai (abolition de l’esclavage)", (_SCHOELCHER,)),
        HolidayCalendar("973", "Guyane", "973", "10 juin (abolition de l’esclavage)"),
        HolidayCalendar("974", "La Réunion", "974", "20 décembre (abolition de l’esclavage)"),
        HolidayCalendar("975", "Saint-Pierre-et-Miquelon", "PM"),
        HolidayCalendar("976", "Mayotte", "976", "27 avril (abolition de l’esclavage)"),
        HolidayCalendar("977", "Saint-Barthélemy", "BL", "9 octobre (abolition de l’esclavage)"),
        HolidayCalendar(
            "978",
            "Saint-Martin",
            "MF",
            "28 mai (abolition de l’esclavage ; 27 mai selon le Code du travail)",
            (_SCHOELCHER,),
        ),
        HolidayCalendar("986", "Wallis-et-Futuna", "WF", "28 avril, 29 juin, 29 juillet"),
        HolidayCalendar("987", "Polynésie française", "PF", "5 mars, Vendredi saint, 20 novembre (Matari’i)"),
        HolidayCalendar("988", "Nouvelle-Calédonie", "NC", "24 septembre (fête de la citoyenneté)"),
    )
}
"""Alsace and Moselle: article L. 3134-13 of the Code du travail. Abolition of slavery: article L. 3422-2 of the same and decree
83-1003 as amended. The three of the Pacific: their own codes of labour."""

_DEPARTMENTS = """
01 Ain|02 Aisne|03 Allier|04 Alpes-de-Haute-Provence|05 Hautes-Alpes|06 Alpes-Maritimes|07 Ardèche|08 Ardennes|
09 Ariège|10 Aube|11 Aude|12 Aveyron|13 Bouches-du-Rhône|14 Calvados|15 Cantal|16 Charente|17 Charente-Maritime|18 Cher|
19 Corrèze|2A Corse-du-Sud|2B Haute-Corse|21 Côte-d’Or|22 Côtes-d’Armor|23 Creuse|24 Dordogne|25 Doubs|26 Drôme|27 Eure|
28 Eure-et-Loir|29 Finistère|30 Gard|31 Haute-Garonne|32 Gers|33 Gironde|34 Hérault|35 Ille-et-Vilaine|36 Indre|
37 Indre-et-Loire|38 Isère|39 Jura|40 Landes|41 Loir-et-Cher|42 Loire|43 Haute-Loire|44 Loire-Atlantique|45 Loiret|
46 Lot|47 Lot-et-Garonne|48 Lozère|49 Maine-et-Loire|50 Manche|51 Marne|52 Haute-Marne|53 Mayenne|54 Meurthe-et-Moselle|
55 Meuse|56 Morbihan|57 Moselle|58 Nièvre|59 Nord|60 Oise|61 Orne|62 Pas-de-Calais|63 Puy-de-Dôme|
64 Pyrénées-Atlantiques|65 Hautes-Pyrénées|66 Pyrénées-Orientales|67 Bas-Rhin|68 Haut-Rhin|69 Rhône|70 Haute-Saône|
71 Saône-et-Loire|72 Sarthe|73 Savoie|74 Haute-Savoie|75 Paris|76 Seine-Maritime|77 Seine-et-Marne|78 Yvelines|
79 Deux-Sèvres|80 Somme|81 Tarn|82 Tarn-et-Garonne|83 Var|84 Vaucluse|85 Vendée|86 Vienne|87 Haute-Vienne|88 Vosges|
89 Yonne|90 Territoire de Belfort|91 Essonne|92 Hauts-de-Seine|93 Seine-Saint-Denis|94 Val-de-Marne|95 Val-d’Oise|
971 Guadeloupe|972 Martinique|973 Guyane|974 La Réunion|975 Saint-Pierre-et-Miquelon|976 Mayotte|977 Saint-Barthélemy|
978 Saint-Martin|986 Wallis-et-Futuna|987 Polynésie française|988 Nouvelle-Calédonie
"""
DEPARTMENTS: dict[str, str] = dict(entry.strip().split(" ", 1) for entry in _DEPARTMENTS.split("|"))
"""Name of each department and collectivity, by its number."""


def calendar_of(department: str | None) -> HolidayCalendar:
    """The calendar that a department follows; without a department (or with an unknown one), the general one."""
    return CALENDARS.get(department or "", CALENDARS[GENERAL])


def calendar_words(department: str | None) -> str:
    """Which calendar counts, for the screen: « Bas-Rhin », « Isère (calendrier général) »; it says so if none was chosen."""
    name = DEPARTMENTS.get(department or "")
    if name is None:
        return "général, aucun département choisi"
    return name if calendar_of(department).id != GENERAL else f"{name} (calendrier général)"
