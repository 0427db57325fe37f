"""The commands that the README shows are run; links lead somewhere, and so does every section, law or page that the code cites."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys

import pytest

import desktop
from build_scripts import dev

COMMANDE = re.compile(r"^python3 build_scripts/dev\.py (.+)$", re.MULTILINE)


def _commandes(root):
    return [shlex.split(c) for c in COMMANDE.findall((root / "README.md").read_text(encoding="utf-8"))]


def test_the_readme_shows_the_two_commands(root):
    assert [c for c in _commandes(root) if len(c) == 1] == [["run"], ["test"]]


def test_the_commands_of_the_readme_are_handed_on(root, monkeypatch):
    lancees = []
    monkeypatch.setattr(dev, "install_system", lambda **_: True)
    monkeypatch.setattr(dev, "install_python", lambda _: True)
    monkeypatch.setattr(dev, "start_up", lambda suite: lancees.append(suite) or 0)
    monkeypatch.setattr(dev, "verify_it", lambda suite: lancees.append(["tests", *suite]) or 0)
    for commande in _commandes(root):
        assert dev.main(commande) == 0
    assert ["tests"] in lancees
    assert [] in lancees


def test_the_command_lines_of_the_readme_answer(root, tmp_path):
    essais = [c[1:] for c in _commandes(root) if c[0] == "run" and len(c) > 1]
    assert essais
    for arguments in essais:
        commande = [sys.executable, "-m", "desktop", *arguments]
        env = {**os.environ, "PYTHONPATH": str(root)}
        assert subprocess.run(commande, check=True, cwd=tmp_path, env=env, capture_output=True).stdout.strip()


PAGES = ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md")


@pytest.mark.parametrize("document", [*PAGES, "docs/guide.md", "docs/format-du-contenu.md", "docs/securite.md"])
def test_links_between_documents_lead_somewhere(root, document):
    chemin = root / document
    for cible in re.findall(r"\]\(([^)#:]+)\)", chemin.read_text(encoding="utf-8")):
        assert (chemin.parent / cible).exists(), cible


def test_the_changelog_tells_of_the_version_that_is_built(root):
    told = re.findall(
        r"^## (\S+) — \d{1,2}(?:er)? \w+ \d{4}$", (root / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert told[0] == desktop.__version__


@pytest.mark.parametrize("document", PAGES)
def test_what_the_pages_have_one_run_is_there(root, document):
    text = (root / document).read_text(encoding="utf-8")
    for script in re.findall(r"python3? (build_scripts/\w+\.py)", text):
        assert (root / script).is_file(), script
    for module in re.findall(r"python3? -m (tests[\w.]*|desktop[\w.]*|benchmarks[\w.]*)", text):
        path = root / module.replace(".", "/")
        assert path.with_suffix(".py").is_file() or (path / "__main__.py").is_file(), module
    for folder in re.findall(r"pytest (tests/[\w/]+)", text):
        assert (root / folder).exists(), folder


WRITTEN = ("desktop", "build_scripts", "benchmarks", "tests", "content", "docs")
SECTION = re.compile(r"§ (\d+(?:\.\d+)*)")
NUMBERED = re.compile(r"\b(law|modifier)s? (\d+(?:(?:, | and | to |-)\d+)*)", re.IGNORECASE)
PAGE_CITED = re.compile(r"\bdocs/[\w/-]+\.md\b")
# How sections were cited once, with no page that had them.
UNFOUNDED = re.compile(r"\b[Ss]ections? \d|(?<=\s)\([1-9]\.\d\)|^\s*# [-– ]*\d\.\d[:,]", re.MULTILINE)


def _texts(root):
    """What is written in the repository: path and text of each source, document and table."""
    paths = [path for room in WRITTEN for path in (root / room).rglob("*") if path.suffix in (".py", ".yaml", ".md")]
    for path in [*paths, *root.glob("*.md")]:
        if path != root / "tests" / "test_docs.py":
            yield path.relative_to(root), path.read_text(encoding="utf-8")


def unfounded(texts, page):
    """Citations of sections, laws and modifiers that docs/decisions.md does not have."""
    sections = set(re.findall(r"^#{2,3} (\d+(?:\.\d+)*)", page, re.MULTILINE))
    lists = {
        "law": re.findall(r"^(\d+)\. \*\*", page.partition("\n## 6. ")[2], re.MULTILINE),
        "modifier": re.findall(r"^(\d+)\. ", page.partition("\n### 2.3 ")[2].partition("\n### ")[0], re.MULTILINE),
    }
    for path, text in texts:
        yield from (f"{path}: § {number}" for number in SECTION.findall(text) if number not in sections)
        yield from (f"{path}: {found}" for found in UNFOUNDED.findall(text))
        for kind, numbers in NUMBERED.findall(text):
            wrong = [number for number in re.findall(r"\d+", numbers) if number not in lists[kind.lower()]]
            yield from (f"{path}: {kind} {number}" for number in wrong)


def test_every_section_law_and_modifier_that_is_cited_exists(root):
    page = (root / "docs" / "decisions.md").read_text(encoding="utf-8")
    texts = list(_texts(root))
    assert list(unfounded(texts, page)) == []
    assert sum(len(SECTION.findall(text)) for path, text in texts if path.parts[0] == "desktop") > 10


@pytest.mark.parametrize(
    "cited",
    [
        "(§ 9)",
        "docs/decisions.md § 2.9",
        "as section 2 says",
        "# --- 2.6: open",
        "the bounds (2.1)",
        "law 13",
        "modifiers 1-14",
    ],
)
def test_a_citation_that_leads_nowhere_is_found(root, cited):
    page = (root / "docs" / "decisions.md").read_text(encoding="utf-8")
    assert list(unfounded([("x.py", cited)], page)), cited


def test_every_document_that_is_cited_exists(root):
    lost = [
        (str(path), page)
        for path, text in _texts(root)
        for page in PAGE_CITED.findall(text)
        if not (root / page).exists()
    ]
    assert lost == []


FILE_CITED = re.compile(
    r"(?<![\w./-])(?:desktop|tests|build_scripts|benchmarks|content|requirements)/[\w./-]+\.(?:py|yaml|json|md|txt)\b"
)
WRITTEN_BY_A_RECIPE = re.compile(r"^ {3}```\w+ (\S+)$", re.MULTILINE)
"""What « How to add … » of the map has one write."""


def test_every_file_that_a_page_names_exists(root):
    pages = [path for path, _ in _texts(root) if path.suffix == ".md" and path.parts[0] not in ("content", "tests")]
    named = {(page, path) for page in pages for path in FILE_CITED.findall((root / page).read_text(encoding="utf-8"))}
    examples = set(WRITTEN_BY_A_RECIPE.findall((root / "ARCHITECTURE.md").read_text(encoding="utf-8")))
    written = {(page, path) for page, path in named if "NN" not in path and path not in examples}
    assert [(str(page), path) for page, path in sorted(written) if not any(root.glob(path))] == []


def test_every_record_says_what_was_asked_and_what_was_decided(root):
    records = sorted((root / "docs" / "adr").glob("*.md"))
    assert [path.name[:4] for path in records] == [f"{rank:04}" for rank in range(1, len(records) + 1)]
    for path in records:
        text = path.read_text(encoding="utf-8")
        assert text.startswith(f"# {path.name[:4]}. "), path
        assert re.search(r"^Status: (accepted|superseded by docs/adr/\d{4}\S+), \w+ \d{4}\.", text, re.MULTILINE), path
        for part in ("## The question", "## The decision"):
            assert f"\n{part}\n" in text, (path, part)
