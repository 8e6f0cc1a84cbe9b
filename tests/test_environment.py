"""The two ways in agree, the lock holds for each Python, and no file names a registry or somebody's machine."""

from __future__ import annotations

import importlib.metadata
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from test_cli import COMMANDS

from overheard import paths
from overheard.learner.doctor import locked, normal

sys.path.insert(0, str(paths.ROOT / "scripts"))
import lock

sys.path.pop(0)

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
    pin = r"[A-Za-z0-9._-]+==[0-9][0-9A-Za-z.]*  # Python (any|[0-9.,*<>=!~]+)"
    assert all(re.fullmatch(pin, line) for line in lines), "no local versions, and the Python that each asks for"
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


# ---------------------------------------------------------------------------------------- the lock, for each Python


def asked_pythons() -> dict[str, str]:
    """What each pin asks of Python, as the lock records it; an empty text where it asks nothing."""
    text = (paths.ROOT / "requirements.lock").read_text(encoding="utf-8")
    found = re.findall(r"^([\w.-]+)==\S+  # Python (\S+)$", text, re.MULTILINE)
    return {normal(name): "" if asked == "any" else asked for name, asked in found}


def test_what_is_promised_is_every_release_but_the_refused_one() -> None:
    versions = lock.promised_pythons()
    assert {(3, 11, 0), (3, 11, 4), (3, 12, 0), (3, 13, 0), (3, 14, 0), (3, 14, 2)} <= set(versions)
    assert not {(3, 10, 20), (3, 14, 1), (3, 15, 0)} & set(versions)


def test_every_pin_lets_in_every_python_that_is_promised() -> None:
    asked = asked_pythons()
    assert set(asked) == set(locked())
    too_narrow = {name: (text, lock.refused(text)[0]) for name, text in asked.items() if lock.refused(text)}
    assert not too_narrow, "what the pin asks for, and a promised Python that it refuses"


def test_what_the_lock_records_is_what_the_package_asks_for() -> None:
    """Of those that are installed in the version of the lock: mostly all."""
    compared = 0
    for name, asked in asked_pythons().items():
        try:
            there = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            continue
        if there.version.split("+")[0] == locked()[name]:
            assert SpecifierSet(asked) == SpecifierSet(there.metadata.get("Requires-Python") or ""), name
            compared += 1
    assert compared > 100


def test_a_pin_that_needs_a_newer_python_is_noticed() -> None:
    """soupsieve 4.1.2 asked for 3.11.5, and 3.11.0 to 3.11.4 could set up no more."""
    assert lock.refused(">=3.11.5") == [f"3.11.{release}" for release in range(5)]
    assert lock.refused(">=3.12")[0] == "3.11.0" and "3.14.0" in lock.refused("<3.14")
    assert lock.refused("") == lock.refused(">=3.9") == lock.refused(">=2.7, !=3.0.*") == []


def test_the_lock_is_not_written_with_a_package_that_refuses_a_python(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock, "ROOT", tmp_path)
    monkeypatch.setattr(lock, "venv_python", lambda: sys.executable)
    freeze = [["one", "1.0+cpu", ">= 3.9, !=3.0.*"], ["pip", "1", ""], ["two", "2.0", ""]]
    monkeypatch.setattr(lock, "ASK", f"print({json.dumps(json.dumps(freeze))})")
    lock.write()
    written = (tmp_path / "requirements.lock").read_text(encoding="utf-8")
    assert written.splitlines()[-2:] == ["one==1.0  # Python !=3.0.*,>=3.9", "two==2.0  # Python any"]
    monkeypatch.setattr(lock, "ASK", f"print({json.dumps(json.dumps([*freeze, ['three', '4.1', '>=3.11.5']]))})")
    with pytest.raises(SystemExit, match=r"three 4\.1 asks for Python >=3\.11\.5.*promises 3\.11\.0.*'three<4\.1'"):
        lock.write()
    assert (tmp_path / "requirements.lock").read_text(encoding="utf-8") == written


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
    rule = SpecifierSet(PROJECT["requires-python"])
    assert {str(one) for one in rule} == {">=3.11", "!=3.14.1", "<3.15"}
    assert "Python 3.11 or newer (up to 3.14, but not 3.14.1" in README
    assert rule.contains(".".join(map(str, sys.version_info[:3])))


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
