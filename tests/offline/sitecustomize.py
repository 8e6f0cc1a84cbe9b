"""Refuse every socket that leaves this machine. Python imports this file by itself at start-up wherever its
folder is on PYTHONPATH, so the kernels that the tests start have it too.

Packages named in OVERHEARD_REFUSE (with commas) cannot be imported: lessons without torch are tested like that."""

import importlib.abc
import ipaddress
import os
import socket
import sys

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
    if family in (socket.AF_INET, socket.AF_INET6) and isinstance(address, tuple) and not _is_local(address[0]):
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


class Refuse(importlib.abc.MetaPathFinder):
    """As if these packages were not installed."""

    def __init__(self, packages: set[str]) -> None:
        self.packages = packages

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        if name.partition(".")[0] in self.packages:
            raise ModuleNotFoundError(f"No module named {name!r} (refused by this test)", name=name)


if os.environ.get("OVERHEARD_REFUSE"):
    sys.meta_path.insert(0, Refuse(set(os.environ["OVERHEARD_REFUSE"].split(","))))
