"""What the figures of the bundle are counted from, without building or starting anything."""

from __future__ import annotations

import pytest

from benchmarks import bundle

SMAPS = """\
55d0a0000000-55d0a0400000 rw-p 00000000 00:00 0                          [heap]
Rss:                1024 kB
7f0000000000-7f0000100000 r-xp 00000000 08:01 12    /opt/mes programmes/_internal/PySide6/Qt/lib/libQt6Gui.so.6
Size:               9999 kB
Rss:                2048 kB
7f0000200000-7f0000300000 r--p 00000000 08:01 13    /opt/_internal/libpython3.11.so.1.0
Rss:                 512 kB
7f0000400000-7f0000500000 rw-p 00000000 00:00 0
Rss:                1024 kB
7f0000600000-7f0000700000 r--p 00000000 08:01 14    /opt/_internal/desktop/ui/assets/fonts/Inter-Bold.ttf
Rss:                 256 kB
7f0000800000-7f0000900000 r-xp 00000000 08:01 15    /usr/lib/x86_64-linux-gnu/libc.so.6
Rss:                 256 kB
"""


def test_the_memory_of_a_process_is_told_by_part():
    parts = bundle.memory_parts(SMAPS)
    assert parts == {
        "objets de Python et de Qt": 2.0,
        "Qt et PySide6": 2.0,
        "Python": 0.5,
        "image de la fenêtre": 0.0,
        "polices, index, contenu": 0.25,
        "bibliothèques du système et autres fichiers": 0.25,
    }


def test_the_folder_is_told_by_part(tmp_path):
    for place, data in (
        ("cap-palliatif", 1_000_000),
        ("_internal/PySide6/Qt/lib/libicudata.so.73", 3_000_000),
        ("_internal/PySide6/Qt/lib/libQt6Core.so.6", 2_000_000),
        ("_internal/desktop/_cache/mots.json", 500_000),
        ("_internal/libX11.so.6", 250_000),
    ):
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / place).write_bytes(bytes(data))
    assert bundle.composition(tmp_path) == {
        "données Unicode (ICU)": 3.0,
        "Qt": 2.0,
        "modules Python (du programme et de ses bibliothèques)": 1.0,
        "contenu et index": 0.5,
        "bibliothèques du système": 0.25,
    }
    assert bundle.sizes_of(tmp_path, [tmp_path]) == {"dossier (Mo)": 6.75}


@pytest.mark.parametrize(("value", "said"), [(44.9, "atteint"), (45.1, "NON")])
def test_a_figure_is_held_against_its_bound(value, said):
    line = bundle.table_of({".deb (Mo)": value}).splitlines()[-1]
    assert line.startswith("| .deb (Mo) |")
    assert line.endswith(f"| {said} |")


def test_starts_are_compared_turn_by_turn(monkeypatch, tmp_path):
    """A turn during which the machine is busy slows both programs and leaves their ratio as it is."""
    charges = iter([1.0, 9.0, 1.0, 1.0, 5.0, 1.0])
    programs = [bundle.Programs(name, (), "", "recherche_prete") for name in ("bundle", "source", "nue gelée")]

    def one(_bench, program):
        if program.name == "bundle":
            one.charge = next(charges)
        duration = {"bundle": 0.3, "source": 0.25, "nue gelée": 0.1}[program.name] * one.charge
        return {"peint ": duration / 2, "": duration, "processeur ": duration}

    monkeypatch.setattr(bundle.Bench, "_one", one)
    monkeypatch.setattr(bundle.os, "geteuid", lambda: 1000)
    figures = bundle.Bench(None, tmp_path).starts_timed(programs, 5)
    assert figures["démarrage / source"] == pytest.approx(1.2)
    assert figures["bundle à chaud (ms)"] == pytest.approx(300)
    assert "démarrage à froid / source" not in figures


def test_every_bound_is_of_a_figure_that_is_measured():
    names = (
        {name for _, name in bundle.INSTALLERS} | bundle.RATIOS.keys() | bundle.RATIOS_BY_TURN.keys() | {"dossier (Mo)"}
    )
    assert bundle.THRESHOLDS.keys() <= names
