"""The last actions: ids alone, in their order, gone after a good end, told after a bad one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desktop.ui.life.crash import FILE_NAME as CRASH
from desktop.ui.life.crash import CrashNotes
from desktop.ui.life.trail import FILE_NAME, KEPT, WIDTH, Trail, read
from desktop.ui.shell.palette import Palette


def test_what_was_done_last_is_found_by_the_next_one(tmp_path):
    first = Trail(tmp_path)
    for number in range(KEPT + 5):
        first.note(f"commande.{number}")
    found = Trail(tmp_path).former
    assert found == tuple(f"commande.{n}" for n in range(5, KEPT + 5))
    assert (tmp_path / FILE_NAME).stat().st_mode & 0o077 == 0


def test_a_good_end_leaves_nothing(tmp_path):
    trail = Trail(tmp_path)
    trail.note("aide")
    trail.release()
    trail.note("trop.tard")
    assert not (tmp_path / FILE_NAME).exists()
    assert Trail(tmp_path).former == ()


def test_a_link_in_its_place_empties_no_other_file(tmp_path):
    (tmp_path / "autre").write_text("à garder", encoding="utf-8")
    (tmp_path / FILE_NAME).symlink_to(tmp_path / "autre")
    Trail(tmp_path).note("aide")
    assert (tmp_path / "autre").read_text(encoding="utf-8") == "à garder"


@given(st.binary(max_size=KEPT * WIDTH * 2))
def test_any_file_is_read_without_a_fault(raw):
    assert all(isinstance(action, str) and action for action in read(raw))


def test_a_sudden_end_is_told_with_the_actions_before_it(tmp_path, caplog):
    trail = Trail(tmp_path)
    trail.note("page:lecture")
    trail.note("lecture.chercher")
    (tmp_path / CRASH).write_text("Segmentation fault\n", encoding="utf-8")
    notes = CrashNotes(tmp_path, Trail(tmp_path).former)
    notes.release()
    assert notes.former.endswith("page:lecture, lecture.chercher")
    assert "page:lecture, lecture.chercher" in caplog.text


def test_every_way_to_run_a_command_notes_its_id_and_no_word(session, tmp_path):
    window = session.window
    trail = Trail(tmp_path)
    window.context.ran.connect(trail.note)
    window.context.run("affichage.agrandir")
    window.command_actions._made["affichage.reduire"].trigger()
    palette = Palette(window.context, window)
    palette.field.setText("plein écran")
    palette._run()
    window.showNormal()
    assert read((tmp_path / FILE_NAME).read_bytes()) == (
        "affichage.agrandir",
        "affichage.reduire",
        "affichage.plein-ecran",
    )
