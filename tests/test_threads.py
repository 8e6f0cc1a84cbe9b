"""How many threads compute, and how they wait, where a process of ours shares its cores with others."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import psutil
import pytest

from overheard import threads


def test_threads_wait_for_a_short_while_unless_somebody_says_otherwise() -> None:
    assert threads.considerate({"HOME": "/x"}, granted=10_000) == {"HOME": "/x", **threads.SHORT_WAIT}
    assert threads.considerate({"OMP_WAIT_POLICY": "ACTIVE"}, granted=10_000) == {"OMP_WAIT_POLICY": "ACTIVE"}
    assert threads.considerate({"GOMP_SPINCOUNT": "7"}, granted=10_000)["GOMP_SPINCOUNT"] == "7"


def test_a_container_that_is_granted_fewer_cores_gets_as_many_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 64)
    assert threads.considerate({}, granted=2)["OMP_NUM_THREADS"] == "2"
    assert threads.considerate({"OMP_NUM_THREADS": "5"}, granted=2)["OMP_NUM_THREADS"] == "5"
    assert "OMP_NUM_THREADS" not in threads.considerate({}, granted=64)


def test_the_cores_are_counted_where_nobody_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threads, "granted_cores", lambda: 3)
    monkeypatch.setattr(os, "cpu_count", lambda: 64)
    assert threads.considerate({})["OMP_NUM_THREADS"] == "3"


@pytest.mark.parametrize(
    ("busy", "granted", "free"),
    [
        ([0, 0, 0, 0], 4, 4),
        ([100, 100, 3, 8], 4, 2),
        ([100, 100, 100, 100], 4, 1),  # one at least
        ([0] * 64, 2, 2),  # of a large machine, a small container
        ([40, 40], 2, 1),
    ],
)
def test_the_free_cores_are_those_that_idle(monkeypatch, busy: list[int], granted: int, free: int) -> None:
    monkeypatch.setattr(psutil, "cpu_percent", lambda interval, percpu: busy)
    monkeypatch.setattr(threads, "granted_cores", lambda: granted)
    assert threads.free_cores() == free


class Torch:
    """What `share_cores` asks of torch."""

    def __init__(self, count: int) -> None:
        self.count = count

    def get_num_threads(self) -> int:
        return self.count

    def set_num_threads(self, count: int) -> None:
        self.count = count


@pytest.fixture
def torch(monkeypatch: pytest.MonkeyPatch) -> Torch:
    """A torch that begins with four threads, in a kernel in which nobody has set a number."""
    fake = Torch(4)
    monkeypatch.setitem(sys.modules, "torch", fake)
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    monkeypatch.setattr(threads, "_most", 0)
    monkeypatch.setattr(threads, "_given", 0)
    return fake


def test_torch_gets_the_threads_that_are_free(torch: Torch, monkeypatch: pytest.MonkeyPatch) -> None:
    for free, given in ((3, 3), (1, 1), (8, 4), (2, 2)):  # never more than torch began with
        monkeypatch.setattr(threads, "free_cores", lambda free=free: free)
        threads.share_cores()
        assert torch.count == given


def test_whoever_sets_a_number_decides(torch: Torch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threads, "free_cores", lambda: 1)
    threads.share_cores()
    torch.count = 3  # the learner's own
    threads.share_cores()
    assert torch.count == 3
    torch.count = 1
    monkeypatch.setattr(threads, "free_cores", lambda: 2)
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    threads.share_cores()
    assert torch.count == 1


def test_without_torch_nothing_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    monkeypatch.delitem(sys.modules, "torch", raising=False)
    monkeypatch.setattr(threads, "free_cores", lambda: pytest.fail("it looked"))
    threads.share_cores()


def test_a_kernel_shares_before_each_cell_once_torch_is_there() -> None:
    """In an IPython shell as kernels have it; the script prints the threads that two cells see."""
    script = """
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
shell.run_cell("import overheard, overheard.threads as t; t.free_cores = lambda: 1; print('first', t._most)")
shell.run_cell("import torch; torch.set_num_threads(2)")
shell.run_cell("print('second', torch.get_num_threads())")
shell.run_cell("import importlib; importlib.reload(overheard)")
hooks = shell.events.callbacks["pre_run_cell"]
print("hooks", [hook.__name__ for hook in hooks].count("share_cores"))
"""
    environment = {name: value for name, value in os.environ.items() if name != "OMP_NUM_THREADS"}
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True, timeout=120
    )
    assert "first 0" in done.stdout and "second 1" in done.stdout and "hooks 1" in done.stdout, done.stdout


@pytest.mark.skipif(sys.platform != "linux", reason="the OpenMP library of other systems prints otherwise")
def test_torchs_own_openmp_obeys() -> None:
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("OMP_", "GOMP_"))}
    told = {}
    for name, environment in (("plain", plain), ("considerate", threads.considerate(plain, granted=10_000))):
        done = subprocess.run(
            [sys.executable, "-c", "import torch; torch.ones(2)"],
            env={**environment, "OMP_DISPLAY_ENV": "VERBOSE"},
            capture_output=True,
            text=True,
            check=True,
        )
        told[name] = re.findall(r"GOMP_SPINCOUNT = '(\d+)'", done.stderr)
    if not any(told.values()):
        pytest.skip("this torch brings another OpenMP library than GNU's")
    ours = {int(count) for count in told["considerate"]}
    assert ours == {int(threads.SHORT_WAIT["GOMP_SPINCOUNT"])}
    assert min(int(count) for count in told["plain"]) > 10 * max(ours)
