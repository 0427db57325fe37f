"""The laws over the whole space of answers, their counterexamples, and the summary that ships."""
