"""The benchmark says what it found, and what it compares; how fast, no test says."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from overheard import paths
from overheard.author import bench
from overheard.errors import OverheardError


def five(seconds: float, accuracy: float):
    return lambda *_: iter([bench.Run(seconds, accuracy, 1)] * 5)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """A benchmark in which nothing is trained."""
    monkeypatch.setattr(bench, "lesson_runs", five(2.0, 99.1))
    monkeypatch.setattr(bench, "recipe_runs", lambda recipe, *_: five(8.0 if recipe.peak == 0.01 else 1.0, 99.2)())
    monkeypatch.setattr(bench, "example_run", lambda *_: iter([bench.Run(70.0, 99.5, 1)]))
    return monkeypatch


def test_the_ratios_are_those_of_the_seconds(quick, tmp_path: Path) -> None:
    report = tmp_path / "reports" / "bench.txt"
    assert bench.main(notebooks=False, device="cpu", report=report, crowd=False) == 0
    written = report.read_text(encoding="utf-8")
    assert "ratio of (c) short to lesson: 4.00 times its seconds" in written
    assert "ratio of (c) short to cropped: 8.00 times its seconds" in written
    assert "ratio of (a) example to lesson: 35 times its seconds, to the same accuracy" in written


@pytest.mark.parametrize("which", ["lesson", "cropped"])
def test_a_recipe_of_ours_below_its_floor_gives_exit_code_1(quick, tmp_path: Path, which: str, capsys) -> None:
    if which == "lesson":
        quick.setattr(bench, "lesson_runs", five(1.0, 98.0))
    else:
        quick.setattr(bench, "recipe_runs", five(1.0, 98.0))
    assert bench.main(notebooks=False, device="cpu", crowd=False) == 1
    assert f"below its floor of 99.0 %: {which} on cpu: 98.00 %" in capsys.readouterr().out


def test_a_rival_below_the_floor_is_no_failure(quick, capsys) -> None:
    quick.setattr(bench, "recipe_runs", lambda recipe, *_: five(1.0, 98.0 if recipe.peak == 0.01 else 99.2)())
    assert bench.main(notebooks=False, device="cpu", crowd=False) == 0
    assert "(c) short: median 1.00 s, mean 98.00 %" in capsys.readouterr().out


def test_an_example_that_does_not_get_there_is_said_so(quick, capsys) -> None:
    quick.setattr(bench, "example_run", lambda *_: iter([bench.Run(70.0, 98.5, 14)]))
    assert bench.main(notebooks=False, device="cpu", crowd=False) == 0
    assert "and it stays below 99.10 %" in capsys.readouterr().out


def test_a_device_that_is_not_there_is_refused() -> None:
    with pytest.raises(OverheardError, match=r"--device tpu: torch .* finds only cpu"):
        bench.main(notebooks=False, device="tpu")


def test_a_busy_machine_is_told_in_three_ways(monkeypatch: pytest.MonkeyPatch) -> None:
    asked, lines = [], []

    def seconds(count: int, environment: dict[str, str], share: bool) -> float | None:
        asked.append((count, environment.get("OMP_NUM_THREADS"), "GOMP_SPINCOUNT" in environment, share))
        if share:
            return {1: 10.0, 4: 44.0}[count]
        return 10.0 if count == 1 or "OMP_NUM_THREADS" in environment else None

    monkeypatch.setenv("OMP_NUM_THREADS", "7")  # of whoever measures: it must not decide
    monkeypatch.setattr(bench, "busy_seconds", seconds)
    monkeypatch.setattr(bench.threads, "granted_cores", lambda: 10_000)
    bench.busy(lines.append)
    ours, one, own = [(None, True, True)] * 2, [("1", False, False)] * 2, [(None, False, False)] * 2
    assert [rest for _, *rest in asked] == [list(way) for way in ours + one + own]
    assert [count for count, *_ in asked] == [1, 4] * 3
    assert "  as our kernels do it: alone 10.0 s; 4 at once 44.0 s, 1.10 times one after the other" in lines
    assert f"  torch's own way: alone 10.0 s; 4 at once more than {bench.PATIENCE} s" in lines


def test_busy_processes_end_fail_and_are_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    monkeypatch.setattr(bench, "_CHILD", "import sys; from overheard import threads; SHARE")
    assert bench.busy_seconds(1, dict(os.environ), share=True) > 0
    assert bench.busy_seconds(2, dict(os.environ)) > 0
    monkeypatch.setattr(bench, "_CHILD", "raise SystemExit('no digits')")
    with pytest.raises(OverheardError, match="a training of the busy machine failed: no digits"):
        bench.busy_seconds(2, dict(os.environ))
    monkeypatch.setattr(bench, "_CHILD", "import time; time.sleep(600)")
    monkeypatch.setattr(bench, "PATIENCE", 1)
    assert bench.busy_seconds(2, dict(os.environ)) is None


def test_validation_compares_the_same_notebooks_both_ways(monkeypatch: pytest.MonkeyPatch) -> None:
    commands = []

    class Done:
        returncode = 0

    monkeypatch.setattr(bench.subprocess, "run", lambda command, **_: commands.append(command) or Done())
    assert [code for _, _, code in bench.validation_seconds()] == [0, 0]
    for command in commands:
        assert {"notebooks", "solutions", "--nbval"} <= set(command) and command[0] == sys.executable
    assert all((paths.ROOT / folder).is_dir() for folder in ("notebooks", "solutions"))
