"""Where the index is kept: found and checked, or built and put in place in one step, or held in memory.

A folder is named by the fingerprint of all that its content depends on. It is complete once its manifest is. It is opened only if
nobody but the user could have written it and every file has the digest that the manifest gives: damage is found, and another
person's index is never read. The manifest is no proof against whoever can write both; what then reaches Whoosh is read as plain
values (`desktop.search.unpickling`), so that the worst it can do is to be refused and built anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
import shutil
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desktop import files
from desktop.corpus.kept import KEPT_LIMIT, make_own_folder, read_plain, why_not_ours
from desktop.errors import OddFileError, system_reason
from desktop.search import index as indices
from desktop.search.backend import UnreadableIndexError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop.corpus.model import Lexique
    from desktop.search.backend import BackendFactory
    from desktop.search.index import Index

logger = logging.getLogger(__name__)

MANIFEST = "manifeste.json"
PREFIX = "index-"
MANIFEST_MAX = 1 << 20
# A build takes seconds: a temporary folder of yesterday belongs to a process that died.
ABANDONED_AFTER = 3600.0
# How often two processes that build at once try to agree, and how long they wait in between, in seconds.
TRIES, PAUSE = 20, 0.02
IN_MEMORY = (
    "L’index de recherche reste en mémoire : {reason}. La recherche marche ; elle sera refaite au prochain démarrage."
)


@dataclass(frozen=True, slots=True)
class Preparation:
    """An index ready to use. `warning` says in French what could not be kept, `origin` where it came from."""

    index: Index
    origin: str
    warning: str | None = None


class IndexShelf:
    """The folder of kept indexes, for one fingerprint."""

    def __init__(self, folder: Path, shipped: Path | None, fingerprint: str, factory: BackendFactory) -> None:
        """`shipped` is a folder that came with the program: read, never written."""
        self._folder, self._shipped = folder, shipped
        self._fingerprint, self._factory = fingerprint, factory

    @property
    def name(self) -> str:
        """Folder name of the index."""
        return f"{PREFIX}{self._fingerprint[:20]}"

    def prepare_index(
        self, passages: Callable[[], Sequence[tuple[str, ...]]], lexique: Lexique, *, anew: bool = False
    ) -> Preparation:
        """Open a kept index, or build it. Never fails for want of a folder: memory is the last resort.

        `anew`: what is kept opened and could not be read; it is put away first, and what came with the program not tried.
        """
        if anew:
            with contextlib.suppress(OSError):  # if it is not there, or stays, the new one says so in its turn
                _put_away(self._folder / self.name)
        for place_name, sure in () if anew else ((self._shipped, True), (self._folder, False)):
            if place_name is not None and (found := self._open(place_name / self.name, shipped=sure)) is not None:
                return Preparation(found, "livré" if sure else "gardé")
        try:
            built = self._build(passages(), lexique)
        except OSError as fault:
            reason = _reason(fault, self._folder)
            logger.warning("index tenu en mémoire : %s", reason)
            in_memory = indices.build(passages(), lexique, self._factory, None)
            return Preparation(in_memory, "mémoire", IN_MEMORY.format(reason=reason))
        self._clean_up()
        return built

    def _open(self, place: Path, *, shipped: bool) -> Index | None:
        verified = False
        try:
            self._verify(place, shipped=shipped)
            verified = True
            return indices.open_index(place, self._factory)
        except FileNotFoundError:
            return None
        except UnreadableIndexError as fault:
            logger.warning("index écarté : %s", fault)
            if verified and not shipped:  # its manifest vouches for it: nobody would ever build it anew in this place
                with contextlib.suppress(OSError):
                    _put_away(place)
            return None
        except OSError as fault:
            logger.warning("index écarté : %s", system_reason(fault))
            return None

    def _verify(self, place: Path, *, shipped: bool) -> None:
        """Raises UnreadableIndexError unless every file is the one that the program wrote, and FileNotFoundError without any."""
        if not place.is_dir():
            raise FileNotFoundError(place)
        if not shipped and (reason := why_not_ours(place.parent, (place, *place.iterdir()))) is not None:
            raise UnreadableIndexError(reason)
        try:
            manifest = json.loads(read_plain(place / MANIFEST, MANIFEST_MAX))
            expected = dict(manifest["fichiers"])
            fingerprint = manifest["empreinte"]
        except (OSError, ValueError, KeyError, TypeError, RecursionError) as fault:
            raise UnreadableIndexError("son manifeste manque ou ne se lit pas") from fault
        if fingerprint != self._fingerprint:
            raise UnreadableIndexError("il a été fait pour un autre contenu")
        try:
            sums = _digests(place)
        except OSError as fault:
            raise UnreadableIndexError(f"un de ses fichiers ne se lit pas ({system_reason(fault)})") from fault
        if sums != expected:
            raise UnreadableIndexError("un de ses fichiers a changé ou manque")

    def _build(self, passages: Sequence[tuple[str, ...]], lexique: Lexique) -> Preparation:
        make_own_folder(self._folder)
        building = Path(tempfile.mkdtemp(prefix=PREFIX, suffix=".tmp", dir=self._folder))
        try:
            indices.build(passages, lexique, self._factory, building).backend.close()
            manifest = {"empreinte": self._fingerprint, "fichiers": _digests(building)}
            files.write(building / MANIFEST, json.dumps(manifest))
            for file in building.iterdir():
                file.chmod(0o600)  # whatever the umask: an index that others could write is not read
            target = self._put_in_place(building)
        finally:
            shutil.rmtree(building, ignore_errors=True)
        for _ in range(TRIES):
            if (found := self._open(target, shipped=False)) is not None:
                return Preparation(found, "construit")
            # Another process that found the old index damaged is putting its own in this place.
            time.sleep(PAUSE)
        raise OSError(None, "l’index qui vient d’être fait ne se relit pas", str(target))

    def _put_in_place(self, building: Path) -> Path:
        """Give the finished folder its name. Where another process was quicker, its index is as good as ours."""
        target = self._folder / self.name
        for attempt in range(TRIES):
            try:
                building.rename(target)
            except OSError:
                if attempt == TRIES - 1 or not building.is_dir():
                    raise
            else:
                return target
            try:
                self._verify(target, shipped=False)
            except FileNotFoundError:
                time.sleep(PAUSE)
            except UnreadableIndexError:
                with contextlib.suppress(FileNotFoundError):  # another process has just put it aside
                    _put_away(target)
            else:
                return target
        return target

    def _clean_up(self) -> None:
        """Drop indexes of other contents and what a dead process left."""
        for neighbour in self._folder.glob(f"{PREFIX}*"):
            try:
                temporary = neighbour.suffix == ".tmp"
                if neighbour.name == self.name or (
                    temporary and time.time() - neighbour.stat().st_mtime < ABANDONED_AFTER
                ):
                    continue
                _put_away(neighbour)
            except OSError as fault:
                # Another version may be reading it (Windows refuses then): it is dropped another day.
                logger.info("ancien index gardé : %s", fault.strerror)


def _put_away(place: Path) -> None:
    """Take a folder out of sight in one step, then delete it: nobody opens half of it."""
    trash = place.with_name(f"{PREFIX}rebut-{os.getpid()}-{time.monotonic_ns()}.tmp")
    place.rename(trash)
    shutil.rmtree(trash, ignore_errors=True)


def _digests(folder: Path) -> dict[str, str]:
    """Digest of each file, by name; locks and the manifest aside. Raises OSError for what is no regular file."""
    return {
        f.name: hashlib.blake2b(read_plain(f, KEPT_LIMIT), digest_size=16).hexdigest()
        for f in sorted(folder.iterdir())
        if f.name != MANIFEST and not f.name.endswith("WRITELOCK")
    }


def _reason(fault: OSError, folder: Path) -> str:
    if fault.errno or isinstance(fault, OddFileError):
        return f"« {folder} » ne peut pas le recevoir ({system_reason(fault)})"
    return f"« {folder} » ne peut pas le recevoir"
