"""Write requirements.lock from what is installed in .venv: `python scripts/lock.py`.

`python scripts/lock.py --check` writes nothing: it asks pip, for the oldest and the newest release of each Python
that pyproject.toml promises, whether the lock can be installed there. It needs the network and minutes, and
installs nothing.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import tomllib

from setup_env import ROOT, promised, suits, venv_python

HEADER = """\
# The versions that the lessons were built and tested with, used as pip constraints: make them anew with
#     python scripts/lock.py
# Behind each stands the Python that it asks for. A test compares that with what pyproject.toml promises.
# No hashes: CPU and CUDA builds of torch share a version.
"""
# Asked of the environment's own Python: this script may be run by another.
ASK = """
import importlib.metadata, json
print(json.dumps([[d.name, d.version, d.metadata.get("Requires-Python") or ""] for d in
                  importlib.metadata.distributions() if d.read_text("direct_url.json") is None]))
"""
NOT_PINNED = {"pip", "setuptools", "wheel"}  # what makes environments, and does not belong in one
RELEASES = range(30)  # of each minor version: more than any Python has had


def promised_pythons() -> list[tuple[int, int, int]]:
    """Every release that pyproject.toml promises, and those of them that are not out yet."""
    rule = promised()
    versions = [(3, minor, release) for minor in range(8, 40) for release in RELEASES]
    return [version for version in versions if suits(version, rule)]


def refused(asked: str) -> list[str]:
    """The promised Pythons that a package's Requires-Python does not let in."""
    from packaging.specifiers import SpecifierSet

    let_in = SpecifierSet(asked)
    texts = [".".join(map(str, version)) for version in promised_pythons()]
    return [text for text in texts if text not in let_in]


def pin(name: str, version: str, asked: str) -> str:
    """A line of the lock. A local version such as 2.13.0+cpu would refuse every other build of the release."""
    return (
        f"{name}=={version.split('+')[0]}  # Python {','.join(sorted(asked.replace(' ', '').split(','))) or 'any'}"
    )


def write() -> None:
    """The lock from what is installed, unless one of the packages refuses a Python that is promised."""
    done = subprocess.run([venv_python(), "-c", ASK], capture_output=True, text=True, check=True)
    found = [one for one in json.loads(done.stdout) if one[0].lower() not in NOT_PINNED]
    found = [one for one in found if not re.match(r"nvidia-|cuda-|triton$", one[0])]  # CUDA builds of torch choose
    for name, version, asked in found:
        if missing := refused(asked):
            sys.exit(
                f"{name} {version} asks for Python {asked}, and pyproject.toml promises {missing[0]} "
                f"({promised()}): install an older one ({venv_python()} -m pip "
                f"install '{name}<{version}'), then run this again. requirements.lock is as it was."
            )
    pins = [pin(*one) for one in sorted(found, key=lambda one: one[0].lower())]
    (ROOT / "requirements.lock").write_text(HEADER + "\n".join(pins) + "\n", encoding="utf-8")
    print(f"requirements.lock: {len(pins)} pins")


def check() -> None:
    """Let pip resolve the lock for the Pythons that are promised, nothing installed."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = list(project["dependencies"])
    for extra in project["optional-dependencies"].values():
        wanted += extra
    known = promised_pythons()
    ends = sorted({end(v for v in known if v[1] == minor) for minor in {v[1] for v in known} for end in (min, max)})
    failed = []
    for version in (".".join(map(str, end)) for end in ends):
        with tempfile.TemporaryDirectory() as folder:
            command = [
                venv_python(), "-m", "pip", "install", "--dry-run", "--quiet", "--ignore-installed", "--no-input",
                "--python-version", version, "--only-binary=:all:", "--target", folder,
                "--constraint", ROOT / "requirements.lock", *wanted,
            ]  # fmt: skip
            good = subprocess.run(command, check=False).returncode == 0
        print(f"Python {version}: {'resolves' if good else 'does NOT resolve'}", flush=True)
        failed += [] if good else [version]
    if failed:
        sys.exit(f"The lock cannot be installed with Python {', '.join(failed)}; pip says why above.")


if __name__ == "__main__":
    check() if sys.argv[1:] == ["--check"] else write()
