"""As much of DMN and FEEL as the exported tables use, written apart from the code that exports them, to read them back.

A file is parsed with the standard library; a decision is evaluated on a dict of inputs. Whatever is not in this small language is
an error: the tables then say something that this reader, and perhaps others, would not understand.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from functools import cached_property

M = "{https://www.omg.org/spec/DMN/20191111/MODEL/}"
SIGNES = re.compile(r'\s*("[^"]*"|\d+|list contains|[a-z_]+(?:\.[a-z_]+)*|[()\[\],=])')


def signes(texte):
    trouves, place = [], 0
    texte = texte.strip()
    while place < len(texte):
        signe = SIGNES.match(texte, place)
        if signe is None:
            raise SyntaxError(texte[place:])
        trouves.append(signe[1])
        place = signe.end()
    return trouves


class Expression:
    """A recursive descent over: if, or, and, comparison (= , in), literals, lists, paths, calls."""

    def __init__(self, texte, valeurs):
        self.reste = signes(texte)
        self.valeurs = valeurs

    def valeur(self):
        resultat = self.si()
        assert not self.reste, self.reste
        return resultat

    def voir(self):
        return self.reste[0] if self.reste else None

    def prendre(self, attendu=None):
        signe = self.reste.pop(0)
        assert attendu in (None, signe), (signe, attendu)
        return signe

    def si(self):
        if self.voir() != "if":
            return self.ou()
        self.prendre("if")
        condition = self.ou()
        self.prendre("then")
        alors = self.si()
        self.prendre("else")
        sinon = self.si()
        return alors if condition is True else sinon

    def ou(self):
        gauche = self.et()
        while self.voir() == "or":
            self.prendre()
            droite = self.et()
            gauche = gauche or droite
        return gauche

    def et(self):
        gauche = self.comparer()
        while self.voir() == "and":
            self.prendre()
            droite = self.comparer()
            gauche = gauche and droite
        return gauche

    def comparer(self):
        gauche = self.terme()
        if self.voir() == "=":
            self.prendre()
            return gauche == self.terme()
        if self.voir() == "in":
            self.prendre()
            return gauche in self.suite("(", ")")
        return gauche

    def suite(self, ouvre, ferme):
        self.prendre(ouvre)
        valeurs = []
        while self.voir() != ferme:
            valeurs.append(self.si())
            if self.voir() == ",":
                self.prendre()
        self.prendre(ferme)
        return valeurs

    def terme(self):
        signe = self.voir()
        if signe == "[":
            return self.suite("[", "]")
        if signe == "(":
            (valeur,) = self.suite("(", ")")
            return valeur
        signe = self.prendre()
        if signe.startswith('"') or signe.isdigit():
            return int(signe) if signe.isdigit() else signe[1:-1]
        if signe in ("true", "false", "null"):
            return {"true": True, "false": False, "null": None}[signe]
        if self.voir() == "(":
            return appeler(signe, self.suite("(", ")"))
        return self.chemin(signe)

    def chemin(self, nom):
        valeur = self.valeurs
        for partie in nom.split("."):
            if valeur is not None:  # FEEL: a path into null is null
                valeur = [v[partie] for v in valeur] if isinstance(valeur, list) else valeur[partie]
        return valeur


def appeler(nom, arguments):
    if nom == "not":
        (valeur,) = arguments
        assert isinstance(valeur, bool)
        return not valeur
    if nom == "list contains":
        liste, element = arguments
        return element in liste
    if None in arguments:  # FEEL: what can't be done gives null
        return None
    if nom == "concatenate":
        return [element for liste in arguments for element in liste]
    assert nom == "flatten"
    return [element for liste in arguments[0] for element in liste]


def essai(texte, valeur):
    """Whether an input entry holds for a value."""
    if texte == "-":
        return True
    if texte.startswith("not("):
        return not essai(texte[4:-1], valeur)
    return valeur in Expression(f"[{texte}]", {}).valeur()


class Fichier:
    """One DMN file."""

    def __init__(self, texte):
        self.racine = ET.fromstring(texte)  # noqa: S314 - our own text
        self.decisions = {d.get("name"): d for d in self.racine.iter(f"{M}decision")}

    @cached_property
    def entrees(self):
        return {e.get("name") for e in self.racine.iter(f"{M}inputData")}

    def evaluer(self, nom, faits):
        """The value of a decision; what it requires, and only that, is in sight."""
        decision = self.decisions[nom]
        par_id = {e.get("id"): e.get("name") for e in (*self.racine.iter(f"{M}inputData"), *self.decisions.values())}
        valeurs = {}
        for exigence in decision.iter(f"{M}informationRequirement"):
            (element,) = exigence
            requis = par_id[element.get("href").removeprefix("#")]
            valeurs[requis] = faits[requis] if element.tag == f"{M}requiredInput" else self.evaluer(requis, faits)
        table = decision.find(f"{M}decisionTable")
        if table is not None:
            return self.table(table, valeurs)
        return {
            entree.find(f"{M}variable").get("name"): Expression(entree.find(f".//{M}text").text, valeurs).valeur()
            for entree in decision.iter(f"{M}contextEntry")
        }

    def touchees(self, table, valeurs):
        lues = [
            Expression(e.find(f"{M}inputExpression/{M}text").text, valeurs).valeur() for e in table.iter(f"{M}input")
        ]
        for regle in table.iter(f"{M}rule"):
            tests = [entree.find(f"{M}text").text for entree in regle.iter(f"{M}inputEntry")]
            assert len(tests) == len(lues)
            if all(essai(test, lue) for test, lue in zip(tests, lues, strict=True)):
                yield regle

    def table(self, table, valeurs):
        sorties = [s.get("name") for s in table.iter(f"{M}output")]

        def donne(regle):
            textes = [s.find(f"{M}text").text for s in regle.iter(f"{M}outputEntry")]
            donnees = [Expression(texte, valeurs).valeur() for texte in textes]
            assert len(donnees) == len(sorties)
            return (
                donnees[0]
                if len(sorties) == 1
                else {"§regle": regle.get("id"), **dict(zip(sorties, donnees, strict=True))}
            )

        touchees = list(self.touchees(table, valeurs))
        politique = table.get("hitPolicy")
        if politique == "UNIQUE":
            assert len(touchees) <= 1
        if politique in ("UNIQUE", "FIRST"):
            return donne(touchees[0]) if touchees else None
        if politique == "COLLECT":
            assert table.get("aggregation") == "MAX"
            return max(donne(regle) for regle in touchees)
        assert politique == "RULE ORDER"
        return [donne(regle) for regle in touchees] or None
