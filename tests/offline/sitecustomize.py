"""Refuse every socket that leaves this machine. Python imports this file by itself at start-up wherever its
folder is on PYTHONPATH, so the kernels that the tests start have it too."""

import ipaddress
import socket

_LOCAL_NAMES = {"localhost", "", "0.0.0.0", "::"}
_connect, _connect_ex, _getaddrinfo = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo


def _is_local(host: object) -> bool:
    if isinstance(host, bytes):
        host = host.decode(errors="replace")
    if host is None or host in _LOCAL_NAMES or host == socket.gethostname():
        return True
    try:
        return ipaddress.ip_address(str(host).split("%")[0]).is_loopback
    except ValueError:
        return False


def _refuse_far(family: int, address: object) -> None:
    if (
        family in (socket.AF_INET, socket.AF_INET6)
        and isinstance(address, tuple)
        and not _is_local(address[0])
    ):
        raise OSError(f"The lessons and their tests run without a network; refused: {address[0]}")


def connect(self: socket.socket, address: object) -> None:
    _refuse_far(self.family, address)
    return _connect(self, address)


def connect_ex(self: socket.socket, address: object) -> int:
    _refuse_far(self.family, address)
    return _connect_ex(self, address)


def getaddrinfo(host: object, *args: object, **kwargs: object) -> list:
    if not _is_local(host):
        raise socket.gaierror(f"The lessons and their tests run without a network; refused: {host}")
    return _getaddrinfo(host, *args, **kwargs)


socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo = connect, connect_ex, getaddrinfo
