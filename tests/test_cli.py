"""The command: starts fast, explains itself, and answers bad input with one clear line and exit code 2."""

from __future__ import annotations

import importlib.metadata
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
import tiny_checkout
import typer

from overheard import cli, paths, threads
from overheard.errors import OverheardError
from overheard.learner import disk, doctor, progress

HEAVY = (
    "torch", "torchvision", "numpy", "pandas", "matplotlib", "sklearn", "scipy", "jupytext", "nbformat", "nbclient",
    "yaml", "IPython", "jupyterlab",
)  # fmt: skip


def commands() -> Iterator[tuple[str, ...]]:
    """Every command as it is typed, those of groups too."""

    def walk(group: typer.Typer, before: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        for command in group.registered_commands:
            yield (*before, command.name or command.callback.__name__.replace("_", "-").rstrip("-"))
        for sub in group.registered_groups:
            yield (*before, sub.name)
            yield from walk(sub.typer_instance, (*before, sub.name))

    return walk(cli.app, ())


COMMANDS = list(commands())


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    wanted = {**os.environ, "COLUMNS": "200", "NO_COLOR": "1", "TERM": "dumb", **environment}
    return subprocess.run(
        [sys.executable, "-m", "overheard.cli", *arguments],
        cwd=paths.ROOT, env=wanted, capture_output=True, text=True, encoding="utf-8", timeout=180, check=False,
    )  # fmt: skip


def test_the_commands_of_this_project_are_there() -> None:
    wanted = {"lab", "update", "progress", "doctor", "build", "test", "quotes"}
    assert wanted <= {command[0] for command in COMMANDS}
    assert ("quotes", "verify") in COMMANDS


def test_the_script_is_installed() -> None:
    (script,) = [
        point for point in importlib.metadata.entry_points(group="console_scripts") if point.name == "overheard"
    ]
    assert script.value == "overheard.cli:main"


# ---------------------------------------------------------------------------------------------------------- help


@pytest.mark.parametrize("arguments", [("--help",), ("build", "--help"), ()], ids=" ".join)
def test_help_imports_nothing_heavy(arguments: tuple[str, ...]) -> None:
    code = (
        "import sys\nsys.argv = ['overheard', *sys.argv[1:]]\nfrom overheard.cli import main\n"
        "try:\n    main()\nexcept SystemExit as end:\n    print('code', end.code or 0, file=sys.stderr)\n"
        f"print('imported', *[name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True)
    assert done.stderr.splitlines() == ["code 0", "imported"]
    assert "Usage" in done.stdout


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_each_command_explains_itself(command: tuple[str, ...]) -> None:
    done = run(*command, "--help")
    assert done.returncode == 0 and done.stderr == ""
    lines = [line.strip() for line in done.stdout.splitlines() if line.strip()]
    assert lines[0].startswith("Usage: ") and " ".join(command) in lines[0]
    assert lines[1].endswith((".", "?")) and len(lines[1].split()) >= 5, lines[1]
    for line in done.stdout.splitlines():  # each option says what it is for
        if line.startswith("│ --") and "--help" not in line:
            assert len(line.strip("│ ").split("  ", 1)[-1].split()) >= 2, line


def test_the_overview_has_a_line_for_each_command() -> None:
    text = run("--help").stdout
    for name in {command[0] for command in COMMANDS}:
        (line,) = [line for line in text.splitlines() if line.startswith(f"│ {name} ")]
        assert len(line.strip("│ ").removeprefix(name).split()) >= 4, line


# ----------------------------------------------------------------------------------------------------- bad input

BAD = {
    "unknown command": (["nonsense"], "nonsense"),
    "unknown option": (["build", "--chek"], "--chek"),
    "unknown option of all": (["--chek"], "--chek"),
    "unknown lesson to build": (["build", "nolesson"], "nolesson"),
    "unknown lesson to check": (["build", "--check", "nolesson"], "nolesson"),
    "unknown number": (["build", "98"], "98"),
    "unknown lesson to test": (["test", "nolesson"], "nolesson"),
    "options of two kinds": (["test", "--no-run"], "do not go together"),
    "unknown lesson to begin anew": (["update", "--fresh", "nolesson"], "nolesson"),
    "fresh and restore": (["update", "--fresh", "mnist", "--restore"], "do not go together"),
    "empty lesson": (["build", ""], "There is no lesson"),
    "a lesson that climbs out": (["build", "../mnist"], "../mnist"),
    "port that is no number": (["lab", "--port", "x"], "--port"),
    "port out of range": (["lab", "--port", "70000"], "--port"),
    "words too many": (["doctor", "now"], "now"),
    "unknown part of quotes": (["quotes", "nonsense"], "nonsense"),
    "no folder named": (["quotes", "verify"], "--transcripts"),
    "a folder that is not there": (["quotes", "verify", "--transcripts", "no/such/folder"], "no/such/folder"),
    "a file for a folder": (["quotes", "verify", "--transcripts", "README.md"], "README.md"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_gets_one_clear_line_and_exit_code_2(name: str, tmp_path: Path) -> None:
    arguments, word = BAD[name]
    done = run(*arguments, OVERHEARD_MY_WORK=str(tmp_path / "my_work"))
    assert done.returncode == 2, done.stdout + done.stderr
    assert done.stdout == ""
    assert word in done.stderr and "Traceback" not in done.stderr
    (line,) = done.stderr.splitlines()
    assert line.strip() == line and len(line.split()) >= 4


def test_a_broken_lesson_is_told_before_any_test_is_run(monkeypatch: pytest.MonkeyPatch) -> None:
    from overheard import cli, curriculum
    from overheard.author import testing
    from overheard.errors import OverheardError

    def broken() -> None:
        raise OverheardError("lessons/x/lesson.yml:3: unknown key 'elixr'")

    monkeypatch.setattr(curriculum, "load", broken)
    monkeypatch.setattr(testing, "run", lambda *_, **__: pytest.fail("the tests were run"))
    with pytest.raises(OverheardError, match="unknown key"):
        cli.test(lesson=None, four_ways=False)


def test_a_planned_lesson_cannot_be_built() -> None:
    from overheard import curriculum

    planned = curriculum.load().planned
    if planned:
        done = run("build", planned[0].slug)
        assert (done.returncode, done.stderr.count("\n")) == (2, 1)
        assert "planned" in done.stderr


def test_a_folder_that_cannot_be_made_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = run("update", OVERHEARD_MY_WORK=str(tmp_path / "file" / "my_work"))
    assert done.returncode == 2 and "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_file_that_is_no_transcript_is_refused(tmp_path: Path) -> None:
    for name in ("S10E10.txt", "S11E06.txt"):
        (tmp_path / name).write_text("Nothing of it was said.\n", encoding="utf-8")
    done = run("quotes", "verify", "--transcripts", str(tmp_path))
    assert done.returncode == 2 and "is it the transcript?" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_transcript_without_the_quotes_exits_1(tmp_path: Path) -> None:
    for name in ("S10E10.txt", "S11E06.txt"):
        (tmp_path / name).write_text("Sundi: Hello!\nDan: Goodbye.\n", encoding="utf-8")
    done = run("quotes", "verify", "--transcripts", str(tmp_path))
    assert done.returncode == 1 and "0 of " in done.stdout


def test_errors_of_the_program_itself_are_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**_: object) -> None:
        raise RuntimeError("a defect")

    monkeypatch.setattr(cli, "app", broken)
    with pytest.raises(RuntimeError):
        cli.main()


def test_an_interrupt_is_told_by_the_exit_code(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(progress, "summary", interrupted)
    monkeypatch.setattr(sys, "argv", ["overheard", "progress"])
    with pytest.raises(SystemExit) as end:
        cli.main()
    assert end.value.code == 130


# ------------------------------------------------------------------------------------------------------------ lab


def start_lab(monkeypatch: pytest.MonkeyPatch, my_work: Path) -> tuple[dict[str, str], dict[str, str]]:
    """What `overheard lab` hands to JupyterLab: its settings and its environment."""
    seen: dict[str, dict[str, str]] = {}

    def run_lab(command: list[str], env: dict[str, str]) -> int:
        assert command[1:4] == ["-m", "jupyter", "lab"]
        seen["settings"] = dict(part.lstrip("-").split("=", 1) for part in command if "=" in part)
        seen["environment"] = env
        return 0

    monkeypatch.setenv("OVERHEARD_MY_WORK", str(my_work))
    monkeypatch.setattr(cli, "_until_it_ends", run_lab)
    monkeypatch.setattr("signal.signal", lambda *_: None)
    with pytest.raises(typer.Exit):
        cli.lab(port=8888, browser=False)
    return seen["settings"], seen["environment"]


def test_terminals_of_the_lab_find_the_command(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", "/somewhere/else")
    monkeypatch.setenv("SHELL", "/bin/zsh")
    settings, environment = start_lab(monkeypatch, tmp_path / "mine")
    if os.name == "posix":  # no login shell, whose profile would reset PATH
        assert settings["ServerApp.terminado_settings"] == "{'shell_command': ['/bin/zsh']}"
    first, *rest = environment["PATH"].split(os.pathsep)
    assert rest == ["/somewhere/else"]
    assert shutil.which("overheard", path=first) is not None
    assert Path(first) == Path(sysconfig.get_path("scripts"))


def test_threads_of_the_lab_do_not_wait_actively_for_long(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("OMP_WAIT_POLICY", "GOMP_SPINCOUNT"):
        monkeypatch.delenv(name, raising=False)
    assert start_lab(monkeypatch, tmp_path / "mine")[1]["GOMP_SPINCOUNT"] == threads.SHORT_WAIT["GOMP_SPINCOUNT"]
    monkeypatch.setenv("OMP_WAIT_POLICY", "ACTIVE")
    told = start_lab(monkeypatch, tmp_path / "mine")[1]
    assert told["OMP_WAIT_POLICY"] == "ACTIVE" and "GOMP_SPINCOUNT" not in told


@pytest.mark.parametrize("name", ["overheard", "Übung #1 (100%) [neu]"])
@pytest.mark.parametrize("where", ["inside", "outside"])
def test_the_lab_reaches_solutions_and_cards_wherever_my_work_lies(
    where: str, name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    checkout = tmp_path / "shared" / name
    for folder in ("notebooks", "exercises", "solutions"):
        (checkout / folder).mkdir(parents=True)
        monkeypatch.setattr(paths, folder.upper(), checkout / folder)
    links = "[s](../solutions/31_x.ipynb) [c](../datasets/x.md)"
    text = json.dumps({"cells": [{"cell_type": "markdown", "source": links}], "nbformat": 4})
    for name in ("notebooks/00_start_here.ipynb", "solutions/31_x.ipynb"):
        (checkout / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(paths, "ROOT", checkout)
    monkeypatch.setattr(paths, "LESSONS", checkout / "lessons")
    mine = checkout / "my_work" if where == "inside" else tmp_path / "home" / "ada" / name
    settings, _ = start_lab(monkeypatch, mine)
    root = Path(settings["ServerApp.root_dir"])
    address = settings["LabApp.default_url"].removeprefix("/lab/tree/")
    assert re.fullmatch(r"[A-Za-z0-9_.~/%-]+", address)
    page = root / unquote(address)
    assert page == mine / "notebooks" / "00_start_here.ipynb" and page.is_file()
    targets = re.findall(r"\]\(([^)]*)\)", page.read_text(encoding="utf-8"))
    assert all(re.fullmatch(r"[A-Za-z0-9_.~/%-]+", target) for target in targets)
    solution, card = (Path(os.path.normpath(page.parent / unquote(target))) for target in targets)
    assert solution == mine / "solutions" / "31_x.ipynb" and solution.is_file()
    assert card == checkout / "datasets" / "x.md" and card.is_relative_to(root)
    assert settings["ServerApp.preferred_dir"] == str(checkout if where == "inside" else mine)


# ------------------------------------------------------------------------------------------- build --check, quotes


def test_build_check_tells_by_its_exit_code(tmp_path: Path) -> None:
    root = tiny_checkout.make(tmp_path / "tiny", package=True)
    stale = tiny_checkout.overheard(root, "build", "--check", "counting")
    assert stale.returncode == 1 and stale.stderr == ""
    told = stale.stdout.splitlines()
    assert "exercises/11_counting.ipynb: it is missing" in told
    assert told[-1].endswith("not in step with lessons/; run: overheard build")
    assert not list(root.glob("*/*.ipynb")), "--check writes nothing"
    file = root / "lessons" / "counting" / "lesson.yml"
    file.write_text(file.read_text(encoding="utf-8").replace("title:", "titel:"), encoding="utf-8")
    broken = tiny_checkout.overheard(root, "build", "--check")
    assert broken.returncode == 2 and broken.stdout == ""
    assert broken.stderr.startswith("lessons/counting/lesson.yml:1: ") and "did you mean 'title'" in broken.stderr


def test_a_failing_lesson_is_told_without_a_traceback_of_the_builder(tmp_path: Path) -> None:
    root = tiny_checkout.make(tmp_path / "tiny", package=True)
    (root / "lessons" / "counting" / "lesson.py").write_text("# %%\n1 / 0\n", encoding="utf-8")
    done = tiny_checkout.overheard(root, "build", "counting")
    assert done.returncode == 2
    told = done.stderr[done.stderr.index("lesson counting") :]
    assert told.startswith("lesson counting, lessons/counting/lesson.py:2: ZeroDivisionError: division by zero")
    assert "nbclient" not in told and "overheard/author/build.py" not in told


def test_a_build_of_one_lesson_names_what_else_is_out_of_step(tmp_path: Path) -> None:
    root = tiny_checkout.make(tmp_path / "tiny", package=True)
    done = tiny_checkout.overheard(root, "build", "adding")
    assert done.returncode == 0, done.stderr
    assert "Out of step now: notebooks/11_counting.ipynb" in done.stdout
    assert "`overheard build` without a name mends that." in done.stdout
    assert "12_adding" not in done.stdout.split("Out of step", 1)[1]
    assert "%|" not in done.stderr, "a progress bar outside of a terminal"


def test_checks_that_are_no_python_are_told_in_one_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from overheard.check import load_room

    (tmp_path / "counting").mkdir()
    (tmp_path / "counting" / "checks.py").write_text("EXERCISES = [\n", encoding="utf-8")
    monkeypatch.setattr(paths, "LESSONS", tmp_path)
    with pytest.raises(OverheardError, match=r"^lessons/counting/checks\.py:1: not valid Python: .*mend that line"):
        load_room("counting", "checks.py")


def test_quotes_are_listed() -> None:
    from overheard import quotes

    text = run("quotes").stdout
    for quote in quotes.load().values():
        assert quote.id in text and quote.exact in text


# --------------------------------------------------------------------------------------------------------- doctor


def one(findings: Iterator[doctor.Finding]) -> doctor.Finding:
    (found,) = findings
    return found


def test_the_doctor_finds_this_checkout_well() -> None:
    findings = doctor.examine()
    assert [finding.line() for finding in findings if not finding.ok] == []
    assert len(findings) >= len(doctor.CHECKS) - 1
    assert findings[-1].line() == "All is well."


@pytest.mark.parametrize(("ok", "mend", "well"), [(True, "", True), (True, "maybe", True), (False, "do", False)])
def test_the_doctor_says_that_all_is_well_only_where_nothing_is_to_mend(
    ok: bool, mend: str, well: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(doctor, "CHECKS", {"thing": lambda: iter([doctor.Finding("thing", ok, "seen", mend)])})
    monkeypatch.setattr(sys, "argv", ["overheard", "doctor"])
    with pytest.raises(SystemExit) as end:
        cli.main()
    told = capsys.readouterr().out.splitlines()
    assert (end.value.code, told[-1] == "All is well.", "All is well." in told) == (0 if well else 1, well, well)


def test_the_exit_code_of_the_doctor(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["overheard", "doctor"])
    for ok, code in ((True, 0), (False, 1)):
        monkeypatch.setattr(doctor, "examine", lambda ok=ok: [doctor.Finding("thing", ok, "seen", "do this")])
        with pytest.raises(SystemExit) as end:
            cli.main()
        assert end.value.code == code
        assert capsys.readouterr().out.splitlines() == [
            f"{'note' if ok else 'MEND'}  thing: seen",
            "      -> do this",
        ]


def test_an_old_python_is_found() -> None:
    found = one(doctor.check_python((3, 10, 4)))
    assert not found.ok and "3.10.4" in found.found and "3.11" in found.mend
    assert one(doctor.check_python((3, 14, 0))).ok
    refused = one(doctor.check_python((3, 14, 1)))  # by a package of the lock
    assert not refused.ok and "!=3.14.1" in refused.mend


def versions(**changed: str | None):
    pins = doctor.locked()

    def version_of(name: str) -> str:
        version = changed.get(name.replace("-", "_"), pins[doctor.normal(name)])
        if version is None:
            raise importlib.metadata.PackageNotFoundError(name)
        return version

    return version_of


def test_packages_as_in_the_lock_are_well() -> None:
    found = one(doctor.check_packages(version_of=versions(torch="2.13.0+cpu")))
    assert found.ok and not found.mend and "torch 2.13.0+cpu" in found.found


@pytest.mark.parametrize(
    ("changed", "ok", "words"),
    [
        ({"scikit_learn": None}, False, "not installed"),
        ({"numpy": "1.26.4"}, False, "1.26.4, and >=2 is needed"),
        ({"torch": "2.12.0"}, False, "2.12.0, and ==2.13.0 is needed"),
        ({"pandas": "99.0"}, True, "pandas 99.0 (tested: "),
    ],
)
def test_a_package_that_is_missing_or_other_is_found(changed: dict, ok: bool, words: str) -> None:
    (found,) = [one for one in doctor.check_packages(version_of=versions(**changed)) if one.mend]
    assert found.ok is ok and words in found.found and "setup_env.py" in found.mend


def test_a_torch_that_cannot_be_imported_is_found() -> None:
    found = one(doctor.check_torch("raise ImportError('libtorch.so: cannot open')"))
    assert not found.ok and found.found.endswith("ImportError: libtorch.so: cannot open")


def test_a_kernel_that_does_not_start_or_is_another_one_is_found() -> None:
    assert not one(doctor.check_kernel("raise SystemExit('no such kernel')")).ok
    other = one(doctor.check_kernel("print('/usr/other/python3 | /somewhere/overheard')"))
    assert not other.ok and "another Python" in other.found
    other = one(doctor.check_kernel(f"print({sys.executable!r}, '| /somewhere/overheard')"))
    assert not other.ok and "another overheard" in other.found


def test_an_altered_data_file_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(paths.DATASETS / "mnist", tmp_path / "mnist")
    monkeypatch.setattr(paths, "DATASETS", tmp_path)
    assert one(doctor.check_datasets()).ok
    (tmp_path / "mnist" / "t10k-labels-idx1-ubyte.gz").write_bytes(b"x")
    (tmp_path / "mnist" / "t10k-images-idx3-ubyte.gz").unlink()
    found = list(doctor.check_datasets())
    assert [(finding.ok, finding.name) for finding in found] == [(False, "data set mnist")] * 2
    assert {finding.mend for finding in found} == {f"run: {disk.RESTORE}"}
    assert "missing" in found[0].found and "altered" in found[1].found


def test_a_stale_notebook_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    from overheard.author import build

    stale = [build.Stale(paths.NOTEBOOKS / "31_mnist.ipynb", "it is missing")]
    monkeypatch.setattr(build, "check", lambda *_: stale)
    found = one(doctor.check_notebooks())
    assert not found.ok and found.found == "notebooks/31_mnist.ipynb: it is missing"
    assert found.mend.startswith("run: overheard update --restore   (it keeps what you changed in my_work)")


def test_a_full_disk_is_found(tmp_path: Path) -> None:
    assert one(doctor.check_disk(tmp_path, least=1)).ok
    found = one(doctor.check_disk(tmp_path, least=10**18))
    assert not found.ok and "make room" in found.mend


def test_a_missing_browser_is_a_remark(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))
    found = one(doctor.check_browser(lambda _: None))
    assert found.ok and found.mend
    assert one(doctor.check_browser(lambda name: f"/bin/{name}")).found == "/bin/chromium"


def test_an_extra_that_is_missing_is_a_remark(monkeypatch: pytest.MonkeyPatch) -> None:
    from types import SimpleNamespace

    from overheard import curriculum

    lesson = SimpleNamespace(slug="spoken", extras={"no-such-package": "pip install it", "numpy": "there"})
    monkeypatch.setattr(curriculum, "load", lambda: SimpleNamespace(lessons=[lesson]))
    missing, there = doctor.check_extras()
    assert missing.ok and missing.mend == "pip install it"
    assert there.ok and not there.mend


def test_a_check_that_fails_itself_does_not_stop_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    def raising(error: Exception):
        def check() -> Iterator[doctor.Finding]:
            raise error
            yield

        return check

    checks = {
        "list": raising(OverheardError("curriculum.yml:3: wrong; mend it")),
        "package": raising(ModuleNotFoundError("no", name="pydantic")),
        "file": raising(FileNotFoundError(2, "No such file", "requirements.lock")),
        "last": lambda: iter([doctor.Finding("last", True, "well")]),
    }
    monkeypatch.setattr(doctor, "CHECKS", checks)
    findings = doctor.examine()
    assert [(finding.name, finding.ok) for finding in findings] == [
        ("list", False), ("package", False), ("file", False), ("last", True),
    ]  # fmt: skip
    assert "pydantic" in findings[1].found and "requirements.lock" in findings[2].found
