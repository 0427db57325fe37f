"""Plans and questionnaires in other shapes. Nothing here is loaded at start.

- `rapport.composer(questionnaires, corpus, plan, cadre) -> Rapport`, then `rapport.texte`, `rapport.markdown`,
  `rapport.html`: the same report as plain text for a letter, as Markdown, and as the simple HTML that Qt prints.
"""
