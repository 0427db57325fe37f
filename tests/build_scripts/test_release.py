"""What is published: sums over every system's files, signed, and a workflow whose tools can't change under its hands."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess

import pytest
import yaml

from build_scripts import release_sums
from build_scripts.installers.common import FailedError

WORKFLOW = ".github/workflows/release.yml"


def built(folder, name: str, content: bytes):
    """What one system's builder leaves."""
    folder.mkdir()
    (folder / name).write_bytes(content)
    digest = hashlib.sha256(content).hexdigest()
    (folder / "SHA256SUMS").write_text(f"{digest}  {name}\n", encoding="utf-8")
    return folder / name


@pytest.fixture
def release(tmp_path):
    built(tmp_path / "Linux", "cap.deb", b"un paquet")
    built(tmp_path / "Windows", "cap-setup.exe", b"un installateur")
    return tmp_path


def test_one_list_holds_the_files_of_every_system(release):
    assert release_sums.main([str(release)]) == 0
    assert [line.split("  ")[1] for line in (release / "SHA256SUMS").read_text(encoding="utf-8").splitlines()] == [
        "cap-setup.exe", "cap.deb",
    ]  # fmt: skip


def test_a_file_that_changed_on_the_way_is_refused(release, capsys):
    (release / "Linux" / "cap.deb").write_bytes(b"un autre paquet")
    assert release_sums.main([str(release)]) == 1
    assert "n’est pas le fichier qui a été construit" in capsys.readouterr().err
    (release / "Linux" / "cap.deb").unlink()
    with pytest.raises(FailedError, match="n’est pas à côté"):
        release_sums.collect(release)


def test_two_files_of_one_name_are_refused(release):
    built(release / "macOS", "cap.deb", b"le meme nom")
    with pytest.raises(FailedError, match="Deux fichiers différents"):
        release_sums.collect(release)


def test_nothing_to_sum_is_said(tmp_path):
    with pytest.raises(FailedError, match="construisez d’abord"):
        release_sums.collect(tmp_path)


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    """A pair of this run's own."""
    if shutil.which("minisign") is None:
        pytest.skip("minisign signs the sums")
    folder = tmp_path_factory.mktemp("clés")
    command = ["minisign", "-G", "-W", "-p", str(folder / "cle.pub"), "-s", str(folder / "cle.key")]
    subprocess.run(command, check=True, capture_output=True)
    return folder


def test_the_sums_are_signed_and_whoever_receives_them_can_tell(release, keys, capsys):
    assert release_sums.main([str(release), "--sign", str(keys / "cle.key")]) == 0
    assert release_sums.main([str(release), "--verify", str(keys / "cle.pub")]) == 0
    assert "cap-palliatif" in capsys.readouterr().out


def test_a_forged_list_is_refused(release, keys, tmp_path_factory):
    release_sums.write(release)
    release_sums.sign(release, keys / "cle.key")
    (release / "Linux" / "cap.deb").write_bytes(b"un paquet piege")
    with pytest.raises(FailedError, match="n’est pas le fichier"):
        release_sums.verify(release, keys / "cle.pub")
    forged = hashlib.sha256(b"un paquet piege").hexdigest()
    for sums in release.rglob("SHA256SUMS"):
        words = re.sub(r"[0-9a-f]{64}(?=  cap\.deb)", forged, sums.read_text(encoding="utf-8"))
        sums.write_text(words, encoding="utf-8")
    with pytest.raises(FailedError, match="La signature"):
        release_sums.verify(release, keys / "cle.pub")


def test_a_key_that_is_not_there_is_said(release, tmp_path):
    if shutil.which("minisign") is None:
        pytest.skip("minisign signs the sums")
    release_sums.write(release)
    with pytest.raises(FailedError, match="n’existe pas"):
        release_sums.sign(release, tmp_path / "absente.key")


# The workflow ---------------------------------------------------------------------------------------------------


def test_every_action_is_pinned_by_its_commit_and_every_tool_by_its_version(root):
    words = (root / WORKFLOW).read_text(encoding="utf-8")
    used = re.findall(r"uses: *(\S+)(.*)", words)
    assert len(used) >= 4
    for action, comment in used:
        assert re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", action), action
        assert re.fullmatch(r" # v\d+\.\d+\.\d+", comment), action
    for line in re.findall(r".*choco install.*", words):
        assert re.search(r"--version=\d+\.\d+(\.\d+)?", line), line
    assert re.search(r"python-version: \"3\.\d+\.\d+\"", words)


def test_only_the_job_that_publishes_may_write(root):
    flow = yaml.safe_load((root / WORKFLOW).read_text(encoding="utf-8"))
    assert flow["permissions"] == {"contents": "read"}
    writing = [name for name, job in flow["jobs"].items() if job.get("permissions", {}).get("contents") == "write"]
    assert writing == ["publier"]
    assert flow["jobs"]["publier"]["needs"] == "construire"


def test_no_secret_key_is_in_the_repository(root):
    listed = subprocess.run(["git", "ls-files"], cwd=root, capture_output=True, text=True, check=False).stdout.split()
    for name in listed:
        head = (root / name).read_bytes()[:200] if (root / name).is_file() else b""
        assert not head.startswith(b"untrusted comment: minisign encrypted secret key"), name
        assert b"PRIVATE KEY-----" not in head, name
