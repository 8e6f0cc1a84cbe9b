"""Whoever ends `overheard lab` ends JupyterLab and its kernels too."""

from __future__ import annotations

import json
import os
import signal
import time
import urllib.error
import urllib.request
from pathlib import Path

import psutil
import pytest
from helpers.browser_lab import serve

PATIENCE = 30.0  # seconds


def _as_soon_as_it_listens(request: urllib.request.Request) -> None:
    """Send a request; a busy machine may need a moment between the printed address and the open port."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            urllib.request.urlopen(request, timeout=PATIENCE).close()
            return
        except urllib.error.HTTPError:
            raise
        except urllib.error.URLError:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)


@pytest.mark.skipif(os.name != "posix", reason="Windows has no SIGTERM")
@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGHUP], ids=lambda sent: sent.name)
def test_a_signal_ends_the_server_and_its_kernels(sent: signal.Signals, tmp_path: Path) -> None:
    with serve(tmp_path) as server:
        address, token = server.url.partition("/lab")[0], server.url.rpartition("token=")[2]
        body = json.dumps({"name": "python3"}).encode()
        request = urllib.request.Request(
            f"{address}/api/kernels", body, {"Authorization": f"token {token}", "Content-Type": "application/json"}
        )
        _as_soon_as_it_listens(request)
        (command,) = (
            one
            for one in psutil.Process().children()
            if "overheard.cli" in " ".join(one.cmdline()) and one.is_running()
        )
        family = command.children(recursive=True)
        said = [" ".join(one.cmdline()) for one in family]
        assert any("jupyter" in line for line in said) and any("ipykernel" in line for line in said), said
        command.send_signal(sent)
        gone, alive = psutil.wait_procs([command, *family], timeout=PATIENCE)
        assert not alive, [one.cmdline() for one in alive]
        assert len(gone) == len(family) + 1
