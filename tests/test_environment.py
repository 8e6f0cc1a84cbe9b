"""The two ways in agree, the set-up mends itself, and no file names a registry or somebody's machine."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from test_cli import COMMANDS

from overheard import paths
from overheard.learner.doctor import locked, normal

PROJECT = tomllib.loads((paths.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
WANTED = [Requirement(text) for text in [*PROJECT["dependencies"], *EXTRAS["test"], *EXTRAS["site"]]]
CONDA_NAMES = {"torch": "pytorch"}
NOT_IN_CONDA = {"playwright", "axe-playwright-python"}  # the browser tests are skipped without them
README = (paths.ROOT / "README.md").read_text(encoding="utf-8")


# ---------------------------------------------------------------------------------------- pip, its lock, and conda


def conda() -> dict:
    return yaml.safe_load((paths.ROOT / "environment.yml").read_text(encoding="utf-8"))


def conda_pins() -> dict[str, str]:
    pins = {}
    for line in conda()["dependencies"]:
        assert isinstance(line, str), f"no pip section beside conda's numerics: {line}"
        name, _, version = line.partition("=")
        if re.fullmatch(r"[\w.-]+", name) and version:
            pins[name] = version
    return pins


def test_conda_takes_everything_from_conda_forge() -> None:
    assert conda()["channels"] == ["conda-forge", "nodefaults"]
    assert conda()["name"] == PROJECT["name"]


def test_conda_has_what_pip_has_in_the_same_versions() -> None:
    pins = locked()
    wanted = {normal(requirement.name) for requirement in WANTED} - NOT_IN_CONDA
    assert conda_pins() == {CONDA_NAMES.get(name, name): pins[name] for name in sorted(wanted)}


def test_conda_has_nothing_else() -> None:
    others = {line for line in conda()["dependencies"] if re.split("[=><]", line)[0] not in conda_pins()}
    assert others == {f"python{PROJECT['requires-python']}", "pip"}


def test_the_lock_pins_each_package_once_and_exactly() -> None:
    lines = [
        line
        for line in (paths.ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    ]
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][0-9A-Za-z.]*", line) for line in lines), "no local versions"
    assert len(locked()) == len(lines)


@pytest.mark.parametrize("requirement", WANTED, ids=str)
def test_the_lock_has_a_version_that_fits(requirement: Requirement) -> None:
    assert requirement.specifier.contains(locked()[normal(requirement.name)])


def test_the_lock_covers_what_the_dependencies_need_themselves() -> None:
    """On Linux, where it was made; what only CUDA builds of torch need is theirs to choose."""
    linux = {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"}
    pins, seen, missing = locked(), set(), set()
    open_ones = [(requirement.name, frozenset(requirement.extras)) for requirement in WANTED]
    while open_ones:
        name, extras = open_ones.pop()
        if (normal(name), extras) in seen or re.match(r"nvidia|cuda|triton|setuptools", normal(name)):
            continue
        seen.add((normal(name), extras))
        if normal(name) not in pins:
            missing.add(normal(name))
        try:
            needs = importlib.metadata.requires(name) or []
        except importlib.metadata.PackageNotFoundError:
            continue  # an extra that this environment does not have
        for text in needs:
            need = Requirement(text)
            if need.marker is None or any(
                need.marker.evaluate({**linux, "extra": extra}) for extra in ("", *extras)
            ):
                open_ones.append((need.name, frozenset(need.extras)))
    assert missing == set()


def test_torch_and_torchvision_are_a_pair() -> None:
    by_name = {requirement.name: requirement for requirement in WANTED}
    versions = []
    for name in ("torch", "torchvision"):
        (pin,) = by_name[name].specifier
        assert pin.operator == "==" and pin.version == locked()[name]
        versions.append([int(part) for part in pin.version.split(".")])
    torch, torchvision = versions
    assert torch[0] == 2 and torchvision[:2] == [0, torch[1] + 15], "torchvision 0.(15 + n) belongs to torch 2.n"


def test_the_oldest_python_is_told_alike_everywhere() -> None:
    from overheard.learner.doctor import OLDEST_PYTHON

    oldest = ".".join(map(str, OLDEST_PYTHON))
    assert PROJECT["requires-python"] == f">={oldest}"
    assert f"Python {oldest} or newer" in README
    assert oldest in (paths.ROOT / "scripts" / "setup_env.py").read_text(encoding="utf-8")
    assert SpecifierSet(PROJECT["requires-python"]).contains(".".join(map(str, sys.version_info[:3])))


# ------------------------------------------------------------------------------------------- make, and without make


def recipes() -> dict[str, str]:
    """The Makefile's targets with their recipe, and that of `setup` before it where a target needs it."""
    text = (paths.ROOT / "Makefile").read_text(encoding="utf-8")
    found = {}
    for block in re.finditer(r"^([a-z]+):(.*)\n((?:\t.*\n?)+)", text, re.MULTILINE):
        found[block.group(1)] = block.group(3)
    return found


def without_make() -> dict[str, str]:
    """The rows of README's table: the form with make, and the form without it."""
    rows = re.findall(r"^\| `make ([^`]+)` \| (.+) \|$", README, re.MULTILINE)
    return {target: form for target, form in rows}


def test_each_target_of_make_has_a_form_without_it() -> None:
    targets = set(recipes()) - {"help"}
    assert targets <= set(without_make()), "README's table lacks a form without make"
    for target in targets:
        for script, extras in re.findall(r"(scripts/\w+\.py)((?: --extra \w+)*)", recipes()[target]):
            assert f"{script}{extras}" in without_make()[target], target
        for command in re.findall(r"\$\(OVERHEARD\) (\w+)", recipes()[target]):
            assert f"overheard {command}`" in without_make()[target], target


def test_every_target_is_in_the_help_or_is_a_step() -> None:
    shown = set(re.findall(r'"make (\w+)', recipes()["help"]))
    assert set(recipes()) - shown <= {"help", "setup", "clean"}
    assert shown <= set(recipes())


def test_every_command_that_is_named_exists() -> None:
    known = {command[0] for command in COMMANDS}
    makefile = (paths.ROOT / "Makefile").read_text(encoding="utf-8")
    named = re.findall(r"`(?:\.venv/bin/)?overheard ([a-z][a-z-]*)", README)
    named += re.findall(r"\$\(OVERHEARD\) ([a-z-]+)", makefile)
    assert named and set(named) <= known
    for extra in re.findall(r"--extra (\w+)", README + makefile):
        assert extra in EXTRAS


# ------------------------------------------------------------------------------------------------------- the set-up


@pytest.fixture
def setup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """scripts/setup_env.py for a checkout in a temporary folder, with a venv and a pip that only take notes."""
    spec = importlib.util.spec_from_file_location("setup_env", paths.ROOT / "scripts" / "setup_env.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name in ("pyproject.toml", "requirements.lock"):
        (tmp_path / name).write_bytes((paths.ROOT / name).read_bytes())
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(module, "STAMP", tmp_path / ".venv" / "overheard.json")
    for name in ("TORCH_INDEX", "OVERHEARD_NO_LOCK"):
        monkeypatch.delenv(name, raising=False)
    module.done = []
    module.breaks_at = None  # the step that is interrupted: "venv" or "pip"

    def run(command: list, failed: str) -> None:
        command = [str(part) for part in command]
        step = command[2]
        module.done.append(step)
        module.last = command
        if step == "venv":
            module.venv_python().parent.mkdir(parents=True)
            module.venv_python().write_text("python")
        if step == module.breaks_at:
            raise KeyboardInterrupt
        if step == "venv":
            (module.VENV / "pip").write_text("pip")

    monkeypatch.setattr(module, "run", run)
    monkeypatch.setattr(module, "works", lambda python: python.exists() and (module.VENV / "pip").exists())
    return module


def call(setup: ModuleType, *arguments: str) -> list[str]:
    """Run it; the steps that it took."""
    setup.done.clear()
    before = sys.argv
    sys.argv = ["setup_env.py", *arguments]
    try:
        setup.main()
    finally:
        sys.argv = before
    return list(setup.done)


def test_the_first_call_does_everything_the_second_nothing(setup: ModuleType) -> None:
    assert call(setup) == ["venv", "pip"]
    assert setup.last[setup.last.index("--constraint") + 1] == str(setup.ROOT / "requirements.lock")
    assert setup.last[setup.last.index("--editable") + 1] == str(setup.ROOT)
    assert call(setup) == []


def test_extras_add_up_and_are_remembered(setup: ModuleType) -> None:
    call(setup)
    assert call(setup, "--extra", "test") == ["pip"]
    assert setup.last[-1] == f"{setup.ROOT}[test]"
    assert call(setup, "--extra", "test") == call(setup) == []
    assert call(setup, "--extra", "site") == ["pip"]
    assert setup.last[-1] == f"{setup.ROOT}[site,test]"
    assert call(setup, "--extra", "test", "--extra", "site") == []


@pytest.mark.parametrize("step", ["venv", "pip"])
def test_an_interrupted_set_up_is_mended_by_the_next_call(setup: ModuleType, step: str) -> None:
    setup.breaks_at = step
    with pytest.raises(KeyboardInterrupt):
        call(setup)
    assert not setup.STAMP.exists()
    setup.breaks_at = None
    assert call(setup) == (["venv", "pip"] if step == "venv" else ["pip"])
    assert call(setup) == []


def test_an_update_that_is_interrupted_leaves_no_stamp(setup: ModuleType) -> None:
    call(setup)
    with (setup.ROOT / "requirements.lock").open("a") as lock:
        lock.write("more==1.0\n")
    setup.breaks_at = "pip"
    with pytest.raises(KeyboardInterrupt):
        call(setup)
    setup.breaks_at = None
    assert call(setup) == ["pip"]


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"fingerprint": 3}', "null"])
def test_a_damaged_stamp_is_no_stamp(setup: ModuleType, damage: str) -> None:
    call(setup)
    setup.STAMP.write_text(damage)
    assert call(setup) == ["pip"]
    assert set(json.loads(setup.STAMP.read_text())) == {"fingerprint", "extras"}


def test_an_environment_that_was_removed_is_made_again(setup: ModuleType) -> None:
    call(setup)
    setup.venv_python().unlink()
    assert call(setup) == ["venv", "pip"]


@pytest.mark.skipif(os.name == "nt", reason="scripts on Windows find their Python themselves")
def test_an_environment_of_a_checkout_that_was_moved_is_made_again(setup: ModuleType) -> None:
    call(setup)
    script = setup.VENV / "bin" / "pip"
    for place, steps in ((setup.VENV, ["pip"]), ("/elsewhere/.venv", ["venv", "pip"])):
        script.write_text(f"#!{place}/bin/python3\nimport pip\n")
        assert call(setup, "--force") == steps


@pytest.mark.parametrize("name", ["pyproject.toml", "requirements.lock"])
def test_a_change_of_the_packages_installs_again(setup: ModuleType, name: str) -> None:
    call(setup)
    before = setup.fingerprint()
    with (setup.ROOT / name).open("a") as file:
        file.write("# more\n")
    assert setup.fingerprint() != before
    assert call(setup) == ["pip"] and call(setup) == []


def test_the_cpu_wheels_are_asked_for_by_a_variable(setup: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TORCH_INDEX", "https://example.org/cpu")
    assert call(setup) == ["venv", "pip"]
    assert setup.last[setup.last.index("--extra-index-url") + 1] == "https://example.org/cpu"
    monkeypatch.delenv("TORCH_INDEX")
    assert call(setup, "--force") == ["pip"]
    assert "--extra-index-url" not in setup.last


@pytest.mark.parametrize(("first", "later"), [("https://example.org/cpu", ""), ("", "https://example.org/cpu")])
def test_where_pytorch_came_from_does_not_set_up_anew(
    setup: ModuleType, monkeypatch: pytest.MonkeyPatch, first: str, later: str
) -> None:
    """`TORCH_INDEX=... make lab`, and on another day plain `make lab` without a network."""
    monkeypatch.setenv("TORCH_INDEX", first)
    assert call(setup) == ["venv", "pip"]
    monkeypatch.setenv("TORCH_INDEX", later)
    assert call(setup) == []


def test_the_newest_versions_are_asked_for_by_a_variable(
    setup: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    call(setup)
    monkeypatch.setenv("OVERHEARD_NO_LOCK", "1")
    assert call(setup) == ["pip"] and call(setup) == []
    assert "--constraint" not in setup.last and "--upgrade" in setup.last
    monkeypatch.setenv("OVERHEARD_NO_LOCK", "0")
    assert call(setup) == ["pip"] and "--constraint" in setup.last


def test_force_installs_in_any_case(setup: ModuleType) -> None:
    call(setup)
    assert call(setup, "--force") == ["pip"]


def test_an_old_python_is_told_kindly(setup: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 1, "final", 0))
    with pytest.raises(SystemExit, match=r"needs Python 3\.11 or newer.*make lab PYTHON="):
        call(setup)
    assert setup.done == [] and not setup.VENV.exists()


def test_the_set_up_can_be_read_by_old_pythons() -> None:
    """So that they reach the kind word: no syntax newer than 3.8."""
    import ast

    text = (paths.ROOT / "scripts" / "setup_env.py").read_text(encoding="utf-8")
    ast.parse(text, feature_version=(3, 8))
    assert "from __future__ import annotations" in text
    assert "tomllib" not in text


def test_a_failing_step_says_what_to_do(capfd: pytest.CaptureFixture[str]) -> None:
    spec = importlib.util.spec_from_file_location("setup_env", paths.ROOT / "scripts" / "setup_env.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.run([sys.executable, "-c", "pass"], "it failed")
    with pytest.raises(SystemExit, match=r"(?s)Set-up stopped: it failed.*Run the same command again"):
        module.run([sys.executable, "-c", "raise SystemExit(3)"], "it failed")


# ------------------------------------------------------------------------------------------- what no file may hold


def tracked() -> list[Path]:
    done = subprocess.run(["git", "ls-files", "-z"], cwd=paths.ROOT, capture_output=True, check=False)
    if done.returncode != 0:  # an archive without its history
        pytest.skip("this is no git checkout")
    return [paths.ROOT / name for name in done.stdout.decode().split("\0") if name]


# Written in pieces, so that this file does not hold them either.
REGISTRIES = [
    "py" + "pi.org", "python" + "hosted", "npm" + "js.", "yarn" + "pkg.com", "deb" + ".debian.org",
    "archive" + ".ubuntu", "anaconda" + ".org", "crates" + ".io", "hex" + ".pm", "proxy.go" + "lang",
]  # fmt: skip
MACHINES = [
    "/ro" + "ot/",
    "/wo" + "rk/",
    "/home" + "/",
    "/Us" + "ers/",
    "C:\\" + "Users",
    "/tmp/ipy" + "kernel",
    "py" + "env/",
]


@pytest.mark.parametrize(("words", "what"), [(REGISTRIES, "a registry"), (MACHINES, "somebody's machine")])
def test_no_file_names(words: list[str], what: str) -> None:
    pattern = re.compile("|".join(rf"(?<![\w.]){re.escape(word)}" for word in words))
    found = []
    for file in tracked():
        if not file.is_file():
            continue
        content = file.read_bytes()
        if b"\0" in content[:4096]:
            continue
        for number, line in enumerate(content.decode("utf-8", errors="replace").splitlines(), 1):
            hit = pattern.search(line)
            if hit:
                found.append(f"{file.relative_to(paths.ROOT)}:{number}: {hit.group()}")
    assert found == [], f"{what} is named"


def test_what_learners_make_is_ignored_by_git() -> None:
    names = ["my_work/notebooks/x.ipynb", ".venv/bin/python", "build/site/index.html", "reports/junit.xml"]
    done = subprocess.run(
        ["git", "check-ignore", *names], cwd=paths.ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode == 128:
        pytest.skip("this is no git checkout")
    assert done.stdout.split() == names
    assert not [file for file in tracked() if file.is_relative_to(paths.ROOT / "my_work")]
