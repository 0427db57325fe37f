"""Which test file has the name of which code file."""

from __future__ import annotations

import pytest

from build_scripts.mirror import main, mirrors, pairs, statements


@pytest.mark.parametrize(
    ("code", "test", "same"),
    [
        ("desktop/store/drafts.py", "tests/store/test_drafts.py", True),
        ("desktop/store/drafts.py", "tests/store/test_store_drafts.py", True),
        ("desktop/store/drafts.py", "tests/store/test_drafts_of_two_windows.py", True),
        ("desktop/store/drafts.py", "tests/ui/test_drafts.py", False),
        ("desktop/ui/life/ending.py", "tests/ui/life/test_ending.py", True),
        ("desktop/ui/life/ending.py", "tests/ui/test_ui_ending.py", True),
        ("desktop/ui/life/ending.py", "tests/ui/shell/test_ending.py", False),
        ("desktop/ui/reader/view.py", "tests/ui/reader/test_viewer.py", False),
        ("desktop/files.py", "tests/test_files.py", True),
        ("desktop/search/search.py", "tests/search/test_search.py", True),
        ("build_scripts/mirror.py", "tests/build_scripts/test_mirror.py", True),
        ("build_scripts/mirror.py", "tests/test_mirror.py", True),
        ("desktop/store/drafts.py", "tests/store/conftest.py", False),
    ],
)
def test_the_test_of_a_file_has_its_name(code, test, same):
    assert mirrors(code, test) is same


def test_every_code_file_is_listed_with_its_tests():
    files = [
        "desktop/a.py",
        "desktop/__init__.py",
        "desktop/b.py",
        "tests/test_a.py",
        "tests/test_a_more.py",
        "README.md",
    ]
    assert pairs(files) == {"desktop/a.py": ["tests/test_a.py", "tests/test_a_more.py"], "desktop/b.py": []}


def test_what_counts_as_logic(tmp_path):
    data, logic = tmp_path / "data.py", tmp_path / "logic.py"
    data.write_text('"""Words."""\nA = 1\nB = [n for n in range(3)]\n', encoding="utf-8")
    logic.write_text('def f(n):\n    """Say."""\n    if n:\n        n += 1\n    return n\n', encoding="utf-8")
    assert (statements(data), statements(logic)) == (0, 3)


def test_this_checkout_has_pairs(capsys):
    assert main(["build_scripts/mirror.py"]) == 0
    assert "build_scripts/mirror.py: tests/build_scripts/test_mirror.py" in capsys.readouterr().out
