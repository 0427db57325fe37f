"""Plans and questionnaires in other shapes. Nothing here is loaded at start; import the module you need.

- `rapport.composer(questionnaires, corpus, plan, cadre) -> Rapport`, then `rapport_formes.texte`, `rapport_formes.markdown`:
  all that is said of a plan, with reasons and references, as plain text and as Markdown.
- `feuille.composer(questionnaires, plan, cadre) -> Feuille`: what one does, for one page; `feuille.reduced` gives up what the
  report says too; `feuille.courrier` is at most ten lines for a letter.
- `dits`: the sentences that both and the screen say first.
- `chemin.composer(questionnaires, plan, besoin=None) -> Chemin`: the decision path (answers → level → rows that apply →
  structures) laid out as plain values in pixels; `besoin`: of this need only, for a picture that fills a projector. A painter fills
  `largeur` × `hauteur` with the token `bg`, then draws `bandes` (rounded frames, token `line`), `aretes` (line from `depart` to
  `coude`, cubic by `tire1`, `tire2` to `arrivee`, filled head `pointe`), `boites` (`fond`, `bord`, `epaisseur`, dashed when
  `tirets`, then their `textes`), and `textes`. `x`, `y` of a text are the start of its baseline, its end when `fin`. Colours are
  tokens of the window (`desktop.colours` has both themes). `boite.objet` is the fact, row or structure shown, `boite.dit` the box
  in one sentence, `chemin.description` the whole picture in words (accessible description).
- `chemin_svg.ecrire(chemin, sombre=None) -> str`: the same as SVG; None follows the reader's light or dark.
- `fhir.questionnaire(questionnaires, nom, version) -> dict`: a FHIR R4 `Questionnaire`; `fhir.noms(questionnaires)` lists them.
  `fhir_reponse.reponse(questionnaires, nom, faits, cadre) -> dict`: a case as `QuestionnaireResponse`, with the program's result;
  `fhir_reponse.faits_de(questionnaires, ressource) -> (nom, faits)` reads one back (FaitsError says what is wrong).
- `dmn.ecrire(questionnaires, table, version, corpus=None) -> str`: a decision table as a DMN 1.3 file, whole by itself;
  `dmn.noms(questionnaires)` lists them.
- `mots`: short words for facts and answers.
"""
