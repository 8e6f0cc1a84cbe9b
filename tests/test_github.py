"""Workflows, templates, hooks and the contributor's guide: read, and held to their word."""

from __future__ import annotations

import itertools
import json
import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.specifiers import SpecifierSet
from test_cli import COMMANDS

from overheard import paths, quotes
from overheard.author import build
from overheard.author.outputs import Tolerance
from overheard.author.render import Page
from overheard.check import Exercise

ROOT = paths.ROOT
GITHUB = ROOT / ".github"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
FORMS = sorted(path for path in (GITHUB / "ISSUE_TEMPLATE").glob("*.yml") if path.name != "config.yml")
GUIDE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def read(path: Path) -> dict:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert isinstance(data, dict)
    return data


def steps(workflow: dict) -> list[dict]:
    return [step for job in workflow["jobs"].values() for step in job["steps"]]


def commands_exist(text: str) -> int:
    """Check every command of ours that a text names; how many there were."""
    known = {" ".join(command) for command in COMMANDS}
    # Only where it is typed: at the beginning of a line or of code, or as the path of the script.
    named = re.findall(r"(?:^|`|\.venv/(?:bin|Scripts)/|&& )overheard ([a-z-]+)", text, re.MULTILINE)
    assert set(named) <= known, set(named) - known
    targets = re.findall(r"(?:^|`|run: |&& |\d )make ([a-z]+)", text, re.MULTILINE)
    missing = {target for target in targets if not re.search(rf"^{target}:", MAKEFILE, re.MULTILINE)}
    assert not missing, missing
    for extra in re.findall(r"--extra (\w+)", text):
        assert extra in PROJECT["optional-dependencies"]
    for script in re.findall(r"\bscripts/\w+\.py|\.ci/\w+", text):
        assert (ROOT / script).exists(), script
    return len(named) + len(targets)


# -------------------------------------------------------------------------------------------------- workflows


def test_there_are_the_two_workflows() -> None:
    assert [path.name for path in WORKFLOWS] == ["site.yml", "tests.yml"]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_is_whole(path: Path) -> None:
    workflow = read(path)
    assert workflow["name"] and workflow["jobs"]
    assert workflow["permissions"]["contents"] == "read", "no more rights than needed"
    for name, job in workflow["jobs"].items():
        assert re.fullmatch(r"(ubuntu|macos|windows)-latest", job["runs-on"]), name
        for needed in [job["needs"]] if "needs" in job else []:
            assert needed in workflow["jobs"]
    for step in steps(workflow):
        assert ("uses" in step) != ("run" in step)
        assert re.fullmatch(r"actions/[\w-]+@v\d+", step.get("uses", "actions/checkout@v4")), step
    assert commands_exist(path.read_text(encoding="utf-8")) >= 1
    assert workflow["env"]["TORCH_INDEX"] in MAKEFILE, "the index that the Makefile's help names"


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_workflows_use_pythons_that_the_project_allows(path: Path) -> None:
    workflow = read(path)
    versions = [
        step["with"]["python-version"] for step in steps(workflow) if "python-version" in step.get("with", {})
    ]
    assert versions
    for job in workflow["jobs"].values():
        versions += job.get("strategy", {}).get("matrix", {}).get("python", [])
    allowed = SpecifierSet(PROJECT["requires-python"])
    for version in versions:
        assert isinstance(version, str), f"{version}: YAML reads 3.10 as 3.1; put it in quotation marks"
        assert "matrix.python" in version or allowed.contains(version)


def test_tests_run_on_changes_and_weekly_with_the_newest() -> None:
    workflow = read(GITHUB / "workflows" / "tests.yml")
    when = workflow[True]  # YAML 1.1 reads the key `on` as true
    assert set(when) == {"push", "pull_request", "schedule", "workflow_dispatch"}
    assert re.fullmatch(r"\d+ \d+ \* \* [0-6]", when["schedule"][0]["cron"]), "once a week"
    newest = workflow["env"]["OVERHEARD_NO_LOCK"]
    assert "schedule" in newest and "OVERHEARD_NO_LOCK" in (ROOT / "scripts" / "setup_env.py").read_text()
    assert {job["runs-on"].split("-")[0] for job in workflow["jobs"].values()} == {"ubuntu", "macos", "windows"}
    for job in workflow["jobs"].values():
        setup = next(step for step in job["steps"] if "setup-python" in step.get("uses", ""))
        assert setup["with"]["cache"] == "pip"
        for file in setup["with"]["cache-dependency-path"].split():
            assert (ROOT / file).exists()


def test_windows_needs_no_make() -> None:
    job = read(GITHUB / "workflows" / "tests.yml")["jobs"]["windows"]
    assert not [step for step in job["steps"] if re.search(r"\bmake\b|\.ci/|\.venv/bin", step.get("run", ""))]


def test_the_site_that_is_published_is_the_one_that_is_built() -> None:
    workflow = read(GITHUB / "workflows" / "site.yml")
    (upload,) = [step for step in steps(workflow) if "upload-pages-artifact" in step.get("uses", "")]
    assert upload["with"]["path"] == "build/site" and "build/site" in MAKEFILE
    assert workflow["permissions"] == {"contents": "read", "pages": "write", "id-token": "write"}


# ---------------------------------------------------------------------------------------------- issues, requests


def test_there_are_the_three_forms() -> None:
    assert [path.stem for path in FORMS] == ["broken_notebook", "unclear_exercise", "wrong_fact"]
    assert isinstance(read(GITHUB / "ISSUE_TEMPLATE" / "config.yml")["blank_issues_enabled"], bool)


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_a_form_is_one_that_github_takes(path: Path) -> None:
    form = read(path)
    assert set(form) <= {"name", "description", "title", "labels", "body", "assignees"}
    assert form["name"] and form["description"] and form["labels"]
    ids = [item["id"] for item in form["body"]]
    assert len(set(ids)) == len(ids) and all(re.fullmatch(r"[A-Za-z0-9_-]+", one) for one in ids)
    for item in form["body"]:
        assert set(item) <= {"type", "id", "attributes", "validations"}
        assert item["type"] in ("input", "textarea", "dropdown", "checkboxes")
        assert item["attributes"]["label"]
        if item["type"] == "dropdown":
            options = item["attributes"]["options"]
            assert len(options) == len(set(options)) >= 2 and all(isinstance(option, str) for option in options)
    assert any(item.get("validations", {}).get("required") for item in form["body"])
    commands_exist(path.read_text(encoding="utf-8"))


def test_the_pull_request_template_names_real_commands() -> None:
    assert commands_exist((GITHUB / "pull_request_template.md").read_text(encoding="utf-8")) >= 2


# --------------------------------------------------------------------------------------------- version and citation


def test_the_citation_is_of_this_version() -> None:
    citation = read(ROOT / "CITATION.cff")
    assert {"cff-version", "message", "title", "authors", "version", "license"} <= set(citation)
    assert citation["cff-version"] == "1.2.0" and citation["type"] in ("software", "dataset")
    assert str(citation["version"]) == PROJECT["version"] and citation["license"] == PROJECT["license"]
    assert all(set(author) & {"name", "family-names"} for author in citation["authors"])


def test_the_changes_begin_with_this_version() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    versions = re.findall(r"^## (\d+\.\d+\.\d+)", text, re.MULTILINE)
    assert versions[0] == PROJECT["version"]
    assert versions == sorted(
        versions, key=lambda version: [int(part) for part in version.split(".")], reverse=True
    )
    commands_exist(text)


# ------------------------------------------------------------------------------------------------------- hooks


def hooks() -> list[dict]:
    (repository,) = read(ROOT / ".pre-commit-config.yaml")["repos"]
    assert repository["repo"] == "local", "so that they need no network"
    return repository["hooks"]


def test_hooks_are_local_and_known() -> None:
    assert [hook["id"] for hook in hooks()] == ["ruff", "codespell", "in-step"]
    for hook in hooks():
        assert hook["language"] == "system" and hook["name"]
        for pattern in (hook.get("files", ""), hook.get("exclude", "")):
            re.compile(pattern)
    needed = " ".join(PROJECT["optional-dependencies"]["test"])
    assert "ruff" in needed and "codespell" in needed
    (in_step,) = [hook for hook in hooks() if hook["id"] == "in-step"]
    assert in_step["entry"] == "overheard build --check" and in_step["pass_filenames"] is False
    for name in ("lessons/mnist/lesson.py", "notebooks/31_mnist.ipynb", "curriculum.yml", "docs/glossary.yml"):
        assert re.search(in_step["files"], name)


@pytest.mark.parametrize("hook", [hook for hook in hooks() if hook["id"] != "in-step"], ids=lambda hook: hook["id"])
def test_the_tree_passes_its_hooks(hook: dict) -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode != 0:
        pytest.skip("this is no git checkout")
    names = [name for name in listed.stdout.decode().split("\0") if name and (ROOT / name).is_file()]
    if hook["id"] == "ruff":
        names = [name for name in names if name.endswith(".py")]
    names = [name for name in names if not ("exclude" in hook and re.search(hook["exclude"], name))]
    names = [name for name in names if b"\0" not in (ROOT / name).read_bytes()[:1024]]
    program, *rest = shlex.split(hook["entry"])
    script = Path(sys.executable).parent / program
    if not script.exists() and not script.with_suffix(".exe").exists():
        pytest.skip(f"{program} is not installed; it comes with the extra `test`")
    done = subprocess.run([script, *rest, *names], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_spelling_hook_notices(tmp_path: Path) -> None:
    script = Path(sys.executable).parent / "codespell"
    if not script.exists():
        pytest.skip("codespell is not installed; it comes with the extra `test`")
    (tmp_path / "text.md").write_text("This is the wrong wo" + "rd: recie" + "ve.\n", encoding="utf-8")
    done = subprocess.run([script, tmp_path / "text.md"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode != 0 and "receive" in done.stdout


def test_files_have_the_same_bytes_on_every_machine() -> None:
    """Git for Windows would write other line ends: checksums of data would fail, and notebooks be stale."""
    names = ["lessons/mnist/lesson.py", "notebooks/31_mnist.ipynb", "datasets/bfi/bfi.csv", "datasets/mnist/x.gz"]
    asked = subprocess.run(
        ["git", "check-attr", "text", "eol", "--", *names], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if asked.returncode != 0:
        pytest.skip("this is no git checkout")
    told = {tuple(line.split(": ")[:2]): line.split(": ")[2] for line in asked.stdout.splitlines()}
    assert [told[name, "text"] for name in names] == ["auto", "auto", "unset", "unset"]
    assert [told[name, "eol"] for name in names[:2]] == ["lf", "lf"]


# --------------------------------------------------------------------------------------- containers and Binder


def test_the_dev_container_is_made_from_the_same_environment() -> None:
    container = json.loads((ROOT / ".devcontainer" / "devcontainer.json").read_text(encoding="utf-8"))
    assert commands_exist(f"`{container['postCreateCommand']}`") == 2
    assert container["containerEnv"]["TORCH_INDEX"] in MAKEFILE
    tag = re.search(r"python:(\d+\.\d+)", container["image"]).group(1)
    assert SpecifierSet(PROJECT["requires-python"]).contains(tag)


def test_binder_gets_the_environment_the_package_and_the_copies() -> None:
    script = ROOT / "postBuild"
    text = script.read_text(encoding="utf-8")
    assert "pip install --no-deps --editable ." in text and "\noverheard update\n" in text
    assert commands_exist(text) == 1
    for folder in ("binder", ".binder"):
        assert not (ROOT / folder).exists(), "Binder would look for environment.yml there and not at the top"
    assert (ROOT / "environment.yml").exists()
    if os.name != "nt":
        assert os.access(script, os.X_OK)
        assert subprocess.run(["bash", "-n", script], check=False).returncode == 0


# -------------------------------------------------------------------------------------- the contributor's guide


def test_the_guide_names_commands_that_exist() -> None:
    assert commands_exist(GUIDE) >= 12
    for slug, quote in re.findall(r"overheard new-lesson (\w+) --number \d+ .*--quote ([\w-]+)", GUIDE):
        assert quote in quotes.load(), slug


def test_the_guide_names_every_directive_and_no_other() -> None:
    from overheard import curriculum

    listing = curriculum.load()
    page = Page(listing, listing.lessons[0], "notebooks")
    named = set(re.findall(r"\{\{ ([a-z_]+)(?:: \w+)? \}\}", GUIDE))
    assert named == (set(page._blocks) | set(page._inline) | {"exercises"}) - {"lessons"}


def test_the_guide_states_the_limits_that_tests_hold() -> None:
    import lesson_rules
    import measured_rules
    import mutants

    sizes = [
        (
            f"{measured_rules.LEAST_CELLS} to {size.cells} cells",
            f"{size.words:,} words",
            f"{size.lines} lines of code",
            f"{size.walk} seconds",
            f"{size.practice} for the exercises and solutions together",
            f"{size.file_lines} lines each",
        )
        for size in measured_rules.SIZES.values()
    ]
    for number in (
        *itertools.chain(*sizes),
        f"{lesson_rules.MOST_CELL_WORDS} words a text cell",
        f"{lesson_rules.MOST_LINES} lines a code cell",
        f"{lesson_rules.MOST_CLASS_LINES}, two of them",
        f"{100 * mutants.SHARE:.0f} %",
    ):
        assert number in " ".join(GUIDE.split()), number
    assert lesson_rules.IGNORED_SHARE == 5 and "one cell in five" in GUIDE
    assert lesson_rules.MOST_CLASSES == 2


def test_the_guide_explains_every_key_of_lesson_yml() -> None:
    from overheard import curriculum

    section = GUIDE.split("## lesson.yml, key by key")[1].split("\n## ")[0]
    rows = [row.split("|")[1] for row in section.splitlines() if row.startswith("| `")]
    explained = {key for row in rows for key in re.findall(r"`(\w+)`", row)}
    assert explained == set(curriculum.LessonFile.model_fields)


def test_the_examples_of_the_guide_run() -> None:
    from overheard.check import Case, Mistake, judge

    blocks = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)
    practice, check, cell = blocks
    names = {"Case": Case, "Exercise": Exercise, "Mistake": Mistake}
    exercise = eval(check, names)
    for keep, status in ((True, "passed"), (False, "waiting")):
        defined: dict = {}
        exec(build.cut_solution(practice, keep, "CONTRIBUTING.md:1"), defined)
        assert judge(exercise, defined["double"]).status == status
    assert "twice is x + x" in judge(exercise, lambda x: x**2).text
    metadata = json.loads(re.search(r"overheard=(\{.*\})", cell).group(1))
    assert Tolerance.of({"overheard": metadata})


@pytest.mark.parametrize("name", ["CONTRIBUTING.md", "README.md", "CODE_OF_CONDUCT.md", "CHANGELOG.md"])
def test_links_lead_somewhere(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    anchors = {
        re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        for heading in re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    }
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"https://", target):
            continue
        file, _, anchor = target.partition("#")
        assert not file or (ROOT / file).exists(), f"{name}: {target}"
        assert file or anchor in anchors, f"{name}: {target}"
