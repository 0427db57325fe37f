"""The guided questionnaires on the screen: questions, plan, kept cases, checklists, proofs.

What has no Qt: `session` (where one stands), `keys` (from a key to an answer), `wording` (the words of facts and answers),
`growing` (what is sure and what depends), `story` (the plan as cards), `reasons` (why, what else, what would change it),
`keeping` (cases and drafts), `comparing` (two states of a case). The rest draws them.
"""
