"""How many threads torch computes with, and how they wait for each other, on cores that others use too.

A thread that is done before the others asks again and again whether they are done (it spins), by default for a long
while. On a core of its own that is the fastest way. On a core that another program wants, it takes away the very
time that it waits for: trainings of two threads each on two busy cores can last ten times as long together as one
after the other (`overheard bench` measures it). So a kernel does two things:

* before each cell it looks how many cores nobody uses at that moment, and gives torch so many threads
  (`share_cores`);
* its threads spin for a short while only, and then sleep (`considerate`), for the cell that began alone and did not
  stay alone.

Whoever sets OMP_NUM_THREADS, or calls `torch.set_num_threads`, decides by that, and nothing is changed.
"""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Mapping
from typing import Any

# GNU's OpenMP counts turns of a loop (300,000 and more by default), Intel's and LLVM's count milliseconds (200).
SHORT_WAIT = {"GOMP_SPINCOUNT": "10000", "KMP_BLOCKTIME": "1"}
LOOK = 0.05  # seconds to look at what the cores do, in each cell once torch is loaded

_most = 0  # the threads that torch began with
_given = 0  # and those that it was given here last


def considerate(environment: Mapping[str, str], granted: int | None = None) -> dict[str, str]:
    """The environment for a process that computes beside others; what is set in `environment` already stays so.

    Read by OpenMP when torch is first imported, so it must stand in the environment that a kernel is started with.

    Args:
        granted: cores that this process may use; without it, `granted_cores`. Where the machine has more, the
            number of threads is set too, since torch would count all.
    """
    settings = {} if "OMP_WAIT_POLICY" in environment else dict(SHORT_WAIT)
    if granted is None:
        granted = granted_cores()
    if granted < (os.cpu_count() or 1):
        settings["OMP_NUM_THREADS"] = str(granted)
    return {**settings, **environment}


@functools.cache
def granted_cores() -> int:
    """Cores that this process may use: its affinity and the limit of its container are respected."""
    from joblib import cpu_count  # torch does not read the limits of containers

    return cpu_count()


def free_cores(seconds: float = LOOK) -> int:
    """Cores that nobody uses at this moment, at least 1 and at most those that are granted."""
    import psutil

    idle = sum(100 - busy for busy in psutil.cpu_percent(interval=seconds, percpu=True)) / 100
    return max(1, min(granted_cores(), round(idle)))


def share_cores(*_: Any) -> None:
    """Give torch, once it is loaded, as many threads as cores are free.

    Does nothing where OMP_NUM_THREADS is set, or where the number of threads was changed by somebody else.
    """
    global _most, _given
    torch = sys.modules.get("torch")
    if "OMP_NUM_THREADS" in os.environ or not hasattr(torch, "set_num_threads"):
        return
    now = torch.get_num_threads()
    if not _most:
        _most = _given = now
    if now != _given:
        return
    _given = min(free_cores(), _most)
    if _given != now:
        torch.set_num_threads(_given)


def in_each_cell() -> None:
    """Call `share_cores` before each cell of the kernel that runs this; outside of a kernel, do nothing."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if hasattr(ipython, "get_ipython") else None
    if shell is not None and share_cores not in shell.events.callbacks["pre_run_cell"]:
        shell.events.register("pre_run_cell", share_cores)
