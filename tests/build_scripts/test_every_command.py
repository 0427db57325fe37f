"""Every command of the menus, run under strace: no network, no other program but the system's viewer."""

from __future__ import annotations

import shutil

import pytest

from build_scripts.every_command import NETWORK, traced


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("strace") is None, reason="strace sees what is opened")
def test_no_command_of_the_menus_touches_a_network_or_starts_a_program(tmp_path):
    code, forbidden, sockets = traced(tmp_path)
    assert forbidden == []
    assert code == 0
    assert not [socket for socket in sockets if "cups" in socket]


@pytest.mark.parametrize(
    ("line", "keys"),
    [
        ("12 socket(AF_INET6, SOCK_STREAM, IPPROTO_IP) = 15", True),
        ("12 connect(15, {sa_family=AF_INET, sin_port=htons(631)}, 16) = -1", True),
        ("12 socket(AF_NETLINK, SOCK_RAW, 0) = 3", True),
        ('12 connect(3, {sa_family=AF_UNIX, sun_path="/tmp/.X11-unix/X0"}, 20) = 0', False),
    ],
)
def test_what_counts_as_a_network(line, keys):
    assert bool(NETWORK.search(line)) is keys
