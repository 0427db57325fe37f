"""Plans and questionnaires in other shapes. Nothing here is loaded at start; import the module you need.

- `report.compose(story) -> PlanReport`, then `report_text.plain_text`, `report_text.markdown`: all that is said of a plan, with
  reasons and references. `story` is what `telling.story.tell_plan` told; no shape reads the plan.
- `sheet.compose(story) -> PlanSheet`: what one does, for one page; `sheet.reduced` gives up what the report says too;
  `sheet.letter` is at most ten lines for a letter.
- `path_layout.compose(story, path) -> Chemin`: the decision path (answers → level → rows that apply → structures), as
  `telling.path_graph.path_of` told it, laid out as plain values in pixels. A painter fills
  `largeur` × `hauteur` with the token `bg`, then draws `bandes` (rounded frames, token `line`), `aretes` (line from `depart` to
  `coude`, cubic by `tire1`, `tire2` to `arrivee`, filled head `pointe`), `boites` (`fond`, `bord`, `epaisseur`, dashed when
  `tirets`, then their `textes`), and `textes`. `x`, `y` of a text are the start of its baseline, its end when `fin`. Colours are
  tokens of the window (`desktop.colours` has both themes). `boite.objet` is the fact, row or structure shown, `boite.said` the box
  in one sentence, `chemin.description` the whole picture in words (accessible description).
- `path_svg.write(chemin, sombre=None) -> str`: the same as SVG; None follows the reader's light or dark.
- `fhir.questionnaire(questionnaires, nom, version) -> dict`: a FHIR R4 `Questionnaire`; `fhir.noms(questionnaires)` lists them.
  `fhir_response.reponse(questionnaires, nom, faits, frame) -> dict`: a case as `QuestionnaireResponse`, with the program's result;
  `fhir_response.faits_de(questionnaires, ressource) -> (nom, faits)` reads one back (FaitsError says what is wrong).
- `dmn.ecrire(questionnaires, table, version, corpus=None) -> str`: a decision table as a DMN 1.3 file, whole by itself;
  `dmn.noms(questionnaires)` lists them.
"""
