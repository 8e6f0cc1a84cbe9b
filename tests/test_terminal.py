"""A terminal that cannot print a character gets another one: in every command, and never a traceback."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
import tiny_checkout
from test_cli import COMMANDS

from overheard import quotes, terminal

C_LOCALE = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
TERMINALS = {
    "ascii": ({"PYTHONIOENCODING": "ascii:strict"}, "ascii"),
    "C": (C_LOCALE, "ascii"),
    "cp932": ({"PYTHONIOENCODING": "cp932:strict"}, "cp932"),
    "cp850": ({"PYTHONIOENCODING": "cp850:strict"}, "cp850"),
}
if os.name == "nt":  # which has no such locale
    del TERMINALS["C"]
TITLE = "Öl für “π” ز"
# How each command is tried. One that is not here fails its test: say here how it is called, so that it is quick.
CALLS = {
    ("lab",): ["lab", "--no-browser"],
    ("update",): ["update"],
    ("progress",): ["progress"],
    ("doctor",): ["doctor"],
    ("build",): ["build", "--check"],
    ("new-lesson",): ["new-lesson", "oil", "--number", "14", "--title", TITLE, "--quote", "QUOTE"],
    ("test",): ["test", "--times", "--no-run"],
    ("bench",): ["bench", "--device", "π"],
    ("site",): ["site"],
    ("quotes",): ["quotes"],
    ("quotes", "verify"): ["quotes", "verify", "--transcripts", "“π”"],
}
# In place of what takes minutes: JupyterLab, the book, and the doctor's looks at torch and kernels.
STANDS_IN = f"""
import sys
from overheard import cli
if "site" in sys.argv:
    import overheard.book.site as book
    book.make = lambda *_: {TITLE!a}
if "doctor" in sys.argv:
    from overheard.learner import doctor
    doctor.examine = lambda *_, **__: [doctor.Finding({TITLE!a}, False, {TITLE!a}, {TITLE!a})]
cli.main()
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("terminal")
    root = tiny_checkout.make(folder / "tiny", package=True)
    (root / "jupyter.py").write_text("print('the lab')\n")
    (root / "reports").mkdir()
    (root / "reports" / "junit.xml").write_text(
        f'<testsuites><testsuite><testcase classname="{TITLE}" name="{TITLE}" time="1"/></testsuite></testsuites>',
        encoding="utf-8",
    )
    return root


def run(root: Path, arguments: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess[bytes]:
    wanted = {
        **os.environ,
        "COLUMNS": "200",
        "TERM": "dumb",
        "OVERHEARD_MY_WORK": str(root / "Übung"),
        **environment,
    }
    wanted["PYTHONPATH"] = os.pathsep.join([str(root), *filter(None, [os.environ.get("PYTHONPATH")])])
    arguments = [tiny_checkout.any_quote() if word == "QUOTE" else word for word in arguments]
    return subprocess.run(
        [sys.executable, "-c", STANDS_IN, *arguments],
        cwd=root, env=wanted, capture_output=True, timeout=180, check=False,
    )  # fmt: skip


def readable(done: subprocess.CompletedProcess[bytes], encoding: str) -> str:
    """What the terminal showed: all of it in its own encoding."""
    told = done.stdout.decode(encoding) + done.stderr.decode(encoding)
    assert "Traceback" not in told and "Logging error" not in told and "codec can't" not in told, told
    return told


@pytest.mark.parametrize("kind", [kind for kind, (_, encoding) in TERMINALS.items() if encoding == "ascii"])
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_each_command_prints_what_the_terminal_can(command: tuple[str, ...], kind: str, root: Path) -> None:
    assert command in CALLS, "say in CALLS how this command is tried"
    environment, encoding = TERMINALS[kind]
    curriculum = (root / "curriculum.yml").read_bytes()
    done = run(root, CALLS[command], environment)
    if command == ("new-lesson",) and done.returncode == 0:
        assert TITLE in (root / "lessons" / "oil" / "lesson.yml").read_text(encoding="utf-8"), "the title is whole"
        (root / "lessons" / "oil").rename(root / f"oil-{kind}")
        (root / "curriculum.yml").write_bytes(curriculum)
    assert done.returncode in ({1} if command in {("doctor",), ("build",)} else {0, 2})
    assert readable(done, encoding).strip()


@pytest.mark.parametrize("kind", TERMINALS)
def test_what_it_lacks_is_a_question_mark(kind: str, root: Path) -> None:
    environment, encoding = TERMINALS[kind]
    done = run(root, ["quotes"], environment)
    there = quotes.load()
    for line in (f"    “{quote.exact}”" for quote in there.values()):
        assert line.encode(encoding, errors="replace") in done.stdout
    assert done.returncode == 0 and readable(done, encoding).count("\n") == 2 * len(there)


@pytest.mark.parametrize(
    "words", [["--help"], ["nonsense-“π”"], ["build", "“π”"], ["lab", "--port", "ز"]], ids=" ".join
)
def test_help_and_errors_too(words: list[str], root: Path) -> None:
    for environment, encoding in TERMINALS.values():
        assert readable(run(root, words, environment), encoding).strip()


def test_the_table_of_data_sets_too(root: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "overheard.datasets"],
        cwd=root, env={**os.environ, "PYTHONPATH": str(root), **C_LOCALE}, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0 and readable(done, "ascii") == ""


def test_streams_that_cannot_be_set_are_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    terminal.replace_what_it_cannot_print()
