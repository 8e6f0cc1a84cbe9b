"""How threads wait, and how many there are, where a process of ours starts another that computes."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from overheard import threads


def test_threads_wait_passively_unless_somebody_says_otherwise() -> None:
    assert threads.considerate({"HOME": "/x"}, granted=10_000) == {"HOME": "/x", "OMP_WAIT_POLICY": "PASSIVE"}
    assert threads.considerate({"OMP_WAIT_POLICY": "ACTIVE"}, granted=10_000) == {"OMP_WAIT_POLICY": "ACTIVE"}


def test_a_container_that_is_granted_fewer_cores_gets_as_many_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 64)
    assert threads.considerate({}, granted=2)["OMP_NUM_THREADS"] == "2"
    assert threads.considerate({"OMP_NUM_THREADS": "5"}, granted=2)["OMP_NUM_THREADS"] == "5"
    assert "OMP_NUM_THREADS" not in threads.considerate({}, granted=64)


def test_the_cores_are_counted_where_nobody_says(monkeypatch: pytest.MonkeyPatch) -> None:
    import joblib

    monkeypatch.setattr(joblib, "cpu_count", lambda: 3)
    monkeypatch.setattr(os, "cpu_count", lambda: 64)
    assert threads.considerate({})["OMP_NUM_THREADS"] == "3"


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
    assert set(told["considerate"]) == {"0"} and "0" not in told["plain"]  # how often a waiting thread asks again
