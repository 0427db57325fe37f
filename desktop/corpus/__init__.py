"""The content: read once, checked, handed on as frozen values.

`load(folder, cache)` gives the `Corpus`; its model is in `desktop.corpus.model`, the format of the files in
docs/format-du-contenu.md.
"""

from desktop.corpus.loading import load
from desktop.corpus.model import Corpus

__all__ = ["Corpus", "load"]
