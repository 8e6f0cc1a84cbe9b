"""How the threads of torch wait for each other, and how many there are: the environment of whoever computes.

A thread that has nothing to do until the others are done can ask again and again (active waiting, the default of
most OpenMP libraries), or sleep until it is woken (passive). On cores of its own the first is a little faster at
best. On cores that others use too, it takes away the time that the others need to get done: on two busy cores a
training then lasts ten times as long and more (`overheard bench` measures it).
"""

from __future__ import annotations

import os
from collections.abc import Mapping


def considerate(environment: Mapping[str, str], granted: int | None = None) -> dict[str, str]:
    """The environment for a process that computes beside others; what is set in `environment` already stays so.

    Read by OpenMP when torch is first imported, so it must stand in the environment that a kernel is started with.

    Args:
        granted: cores that this process may use, a container's limit included; without it, joblib counts them.
            Threads are counted by it where the machine has more cores than that, since torch would count these.
    """
    if granted is None:
        from joblib import cpu_count  # reads affinity and the limits of containers, which torch does not

        granted = cpu_count()
    settings = {"OMP_WAIT_POLICY": "PASSIVE"}
    if granted < (os.cpu_count() or 1):
        settings["OMP_NUM_THREADS"] = str(granted)
    return {**settings, **environment}
