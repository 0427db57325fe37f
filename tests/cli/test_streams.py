"""The command line as other programs call it: any encoding, no input, no output, a full one, a reader that leaves, a fault."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.bootstrap import line_services
from desktop.cli import commands
from desktop.cli.help import SITUATION
from desktop.cli.journal import NAME

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def context():
    return line_services()


POSIX = pytest.mark.skipif(os.name != "posix", reason="descriptors as a shell of POSIX opens them")
QUERY = "médecin référent à l’EMSP"


def run(arguments, stdin=b"", through=None, timeout=120):
    """The program in a process of its own; `through` is what a shell adds to the line (`>&-`)."""
    command = [sys.executable, "-m", "desktop", *arguments]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    if through is not None:
        line = " ".join(f"'{word}'" for word in command)
        command = ["sh", "-c", f"{line} {through}"]
    ended = subprocess.run(
        command, check=False, input=stdin, capture_output=True, cwd=ROOT, env=environment, timeout=timeout
    )
    assert b"Traceback" not in ended.stderr, ended.stderr.decode()
    assert b"Exception ignored" not in ended.stderr, ended.stderr.decode()
    return ended


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_what_says_its_encoding_is_read_as_what_it_is(encoding):
    data = f"{QUERY}\nlits usp\n".encode(encoding)
    ended = run(["chercher", "--lot", "--nombre", "1"], data)
    assert ended.returncode == 0, ended.stderr.decode()
    assert [json.loads(line)["q"] for line in ended.stdout.splitlines()] == [QUERY.replace("’", "'"), "lits usp"]


@pytest.mark.parametrize("encoding", ["latin-1", "cp850"])
@pytest.mark.parametrize("command", [["chercher", "--lot"], ["orienter", "--lot"]])
def test_an_encoding_that_could_only_be_guessed_is_refused_with_its_line(encoding, command):
    good = SITUATION if command[0] == "orienter" else "lits usp"
    bad = json.dumps({"âge": "é"}, ensure_ascii=False) if command[0] == "orienter" else "médecin âgé"
    ended = run(command, f"{good}\n{bad}\n{good}\n".encode(encoding))
    assert ended.returncode == commands.REFUSED
    assert len(ended.stdout.splitlines()) == 1  # what stood before was answered, nothing after
    assert "ligne 2" in ended.stderr.decode()
    assert "UTF-8" in ended.stderr.decode()


def test_a_file_in_another_encoding_is_refused_too(tmp_path):
    file = tmp_path / "faits.json"
    file.write_bytes('{"age": "âgé"}'.encode("cp850"))
    for command in (["orienter", str(file)], ["orienter", "--lot", str(file)]):
        ended = run(command)
        assert (ended.returncode, ended.stdout) == (commands.REFUSED, b"")
        assert "ce n’est pas un texte en UTF-8" in ended.stderr.decode()
    file.write_bytes(SITUATION.encode("utf-16"))
    assert run(["orienter", str(file)]).returncode == 0


@POSIX
@pytest.mark.parametrize(
    "command", [["chercher", "--lot"], ["orienter"], ["errspp", "--json"], ["profil", "coordinateur_parcours"]]
)
def test_a_closed_input_is_said(command):
    ended = run(command, through="<&-")
    assert ended.returncode == commands.REFUSED
    assert "L’entrée standard est fermée" in ended.stderr.decode()


@POSIX
@pytest.mark.parametrize("where", [">&-", "> /dev/full", "1< /dev/null"])
@pytest.mark.parametrize(
    "command",
    [
        ["chercher", "lits"],
        ["chercher", "lits", "--json"],
        ["orienter", "--lot"],
        ["aide"],
        ["version"],
        ["exporter", "dmn", "soins"],
    ],
)
def test_an_output_that_cannot_be_written_is_said(command, where):
    if "full" in where and not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    ended = run(command, SITUATION.encode(), through=where)
    assert ended.returncode == commands.NOT_WRITTEN
    assert "La sortie n’a pas pu être écrite" in ended.stderr.decode()
    if "full" in where:
        assert "le disque est plein" in ended.stderr.decode()


@POSIX
def test_with_no_stream_at_all_the_code_still_tells():
    for where, code in (
        (">&- 2>&- <&-", commands.NOT_WRITTEN),
        ("> /dev/full 2> /dev/full", commands.NOT_WRITTEN),
        ("2>&-", 0),
    ):
        ended = run(["chercher", "lits"], through=where)
        assert ended.returncode == code, where
        assert ended.stderr == b""


@POSIX
def test_a_reader_that_leaves_ends_it_without_a_word():
    ended = run(["chercher", "lits", "--nombre", "500"], through="| head -c 10")
    assert (len(ended.stdout), ended.stderr) == (10, b"")


def test_an_unknown_profile_is_said_before_anything_is_waited_for():
    command = [sys.executable, "-m", "desktop", "profil", "toto"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    # Nothing is ever written to this input and it is never closed: whoever read it would wait for ever.
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT, env=environment) as waiting:
        assert waiting.wait(60) == commands.REFUSED
        said = waiting.stderr.read().decode()
    assert "« toto » n’existe pas" in said.replace("\u00a0", " ")
    assert "coordinateur_parcours" in said
    assert "JSON" not in said


WILD = (
    *(b"1" * 5000, b"[" * 100_000, b'{"age": ' + b"9" * 5000 + b"}", b'{"age": 1e999}', b'{"age": "\\ud800"}'),
    *(b"\0", b"[[1]]", b"NaN", b""),
)
READERS = (["orienter"], ["errspp"], ["profil", "coordinateur_parcours"], ["exporter", "fhir", "--faits", "-"])


@pytest.mark.parametrize("stdin", WILD, ids=range(len(WILD)))
@pytest.mark.parametrize("command", READERS, ids=" ".join)
def test_json_that_nobody_writes_is_refused_in_words(stdin, command, monkeypatch, capfd, context):
    def give(data):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))

    give(stdin)
    assert commands.main(command, context) == commands.REFUSED
    told = capfd.readouterr()
    assert (told.out, "Traceback" in told.err) == ("", False)
    assert len(told.err) > 30
    if "exporter" not in command:
        give(stdin + b"\n")
        assert commands.main([*command, "--lot"], context) in (0, commands.REFUSED)


def test_a_fault_of_the_program_is_one_french_sentence_and_a_discreet_line(tmp_path, monkeypatch, capfd):
    def fail(*_):
        raise KeyError("Mme Durand")

    monkeypatch.setenv("CAP_PALLIATIF_DOSSIER", str(tmp_path))
    monkeypatch.setattr(commands, "_runner", lambda _: fail)
    assert commands.main(["chercher", "Mme Durand"], line_services()) == commands.UNFORESEEN
    told = capfd.readouterr()
    assert told.out == ""
    assert told.err.startswith("Une erreur imprévue a arrêté la commande : KeyError, commands.py")
    assert told.err.count("\n") == 1
    noted = (tmp_path / "log" / NAME).read_text(encoding="utf-8")
    assert "KeyError" in noted
    assert "test_streams.py" in noted
    assert "Durand" not in told.err + noted


def test_a_run_that_goes_well_leaves_no_journal(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("CAP_PALLIATIF_DOSSIER", str(tmp_path))
    assert commands.main(["version"], line_services()) == 0
    assert not (tmp_path / "log").exists()


def test_a_journal_that_cannot_be_written_changes_nothing(tmp_path, monkeypatch, capfd):
    (tmp_path / "log").write_text("un fichier à la place du dossier", encoding="utf-8")
    monkeypatch.setenv("CAP_PALLIATIF_DOSSIER", str(tmp_path))
    monkeypatch.setattr(commands, "_runner", lambda _: 1 / 0)
    assert commands.main(["version"], line_services()) == commands.UNFORESEEN
    told = capfd.readouterr().err
    assert "Traceback" not in told
    assert "ZeroDivisionError" in told


@POSIX
def test_stopped_from_the_keyboard(monkeypatch, capfd):
    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(commands, "_runner", lambda _: stop)
    monkeypatch.setattr(commands.streams, "let_go", lambda: None)
    assert commands.main(["version"], line_services()) == commands.INTERRUPTED
    assert capfd.readouterr().err == ""
