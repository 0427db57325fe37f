"""A kept index is only as good as its fingerprint: what changes the index must change a version."""

import hashlib
import json

from desktop.corpus import Corpus
from desktop.search import index, passages, tokens
from desktop.search.whoosh_backend import WhooshFactory

# When this fails, raise the version of the module that changed (ANALYSIS_VERSION, PASSAGES_VERSION, INDEX_VERSION), then record
# the new digest under the new versions: an index that somebody keeps from before would otherwise be opened.
KNOWN_WORDS = {(2, 1, 5): "64958d1c968d62b5"}


def test_what_changes_the_index_changes_a_version(small: Corpus) -> None:
    zones = passages.zones(small)
    built = index.build(zones, small.lexique, WhooshFactory(), None)
    words = built.vocabulary
    postings = [
        [term, list(numbers), [round(p, 4) for p in weight]]
        for term in sorted({*words.canons, *(f"@{c}" for c in built.concepts.ids)})
        for numbers, weight in [built.backend.occurrences(term)]
    ]
    whole = json.dumps([zones, words.to_json(), built.concepts.to_json(), list(built.sequences), postings])
    digest = hashlib.sha256(whole.encode()).hexdigest()[:16]
    versions = (tokens.ANALYSIS_VERSION, passages.PASSAGES_VERSION, index.INDEX_VERSION)
    assert KNOWN_WORDS.get(versions) == digest
