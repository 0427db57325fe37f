"""A kept index is only as good as its fingerprint: what changes the index must change a version."""

import hashlib
import json

from desktop.corpus import Corpus
from desktop.search import index, passages, tokens
from desktop.search.whoosh_backend import FabriqueWhoosh

# When this fails, raise the version of the module that changed (VERSION_ANALYSE, VERSION_FICHES, VERSION_INDICE), then record
# the new digest under the new versions: an index that somebody keeps from before would otherwise be opened.
CONNUES = {(2, 1, 5): "64958d1c968d62b5"}


def test_what_changes_the_index_changes_a_version(petit: Corpus) -> None:
    zones = passages.zones(petit)
    construit = index.construire(zones, petit.lexique, FabriqueWhoosh(), None)
    mots = construit.vocabulaire
    postings = [
        [terme, list(numeros), [round(p, 4) for p in poids]]
        for terme in sorted({*mots.canons, *(f"@{c}" for c in construit.concepts.ids)})
        for numeros, poids in [construit.moteur.occurrences(terme)]
    ]
    tout = json.dumps([zones, mots.vers_json(), construit.concepts.vers_json(), list(construit.suites), postings])
    digest = hashlib.sha256(tout.encode()).hexdigest()[:16]
    versions = (tokens.VERSION_ANALYSE, passages.VERSION_FICHES, index.VERSION_INDICE)
    assert CONNUES.get(versions) == digest
