"""The planner opens no socket. `tests/conftest.py` forbids it to every test; these see that it is so."""

import socket

import pytest

from tests.no_network import NetworkError


@pytest.mark.parametrize(
    "use",
    [
        lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM),
        lambda: socket.socket(socket.AF_INET6, socket.SOCK_DGRAM),
        lambda: socket.create_connection(("127.0.0.1", 9), timeout=0.1),
        lambda: socket.getaddrinfo("example.com", 443),
        lambda: socket.gethostbyname("example.com"),
    ],
    ids=["a stream", "datagrams", "a connection", "an address", "a name"],
)
def test_the_network_is_closed_to_every_test(use):
    with pytest.raises(NetworkError):
        use()


def test_a_pipe_within_the_machine_is_none():
    one, other = socket.socketpair()
    one.send(b"x")
    assert other.recv(1) == b"x"
    one.close()
    other.close()
