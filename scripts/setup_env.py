"""Make or mend the environment in .venv: `python scripts/setup_env.py [--extra test] [--extra site]`.

Needs nothing but Python 3.11 or newer. A second call sees the stamp that the first one left and ends at
once. A call that was interrupted left no stamp, so the next one goes on where it stopped. Set TORCH_INDEX
to PyTorch's CPU wheel index (https://download.pytorch.org/whl/cpu) to spare a Linux machine the CUDA packages;
it counts in the call that installs, and later calls need not repeat it.
Set OVERHEARD_NO_LOCK=1 to try the newest versions that pyproject.toml allows instead of those in the lock.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "overheard.json"
EXTRAS = ("test", "site")
NEWEST = ["--upgrade", "--upgrade-strategy", "eager"]


def venv_python() -> Path:
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def locked() -> bool:
    """Whether the versions of requirements.lock are wanted."""
    return os.environ.get("OVERHEARD_NO_LOCK", "") in ("", "0")


def fingerprint() -> str:
    """What the environment is made from: change it and the environment is brought up to date."""
    digest = hashlib.sha256()
    for name in ("pyproject.toml", "requirements.lock"):
        digest.update((ROOT / name).read_bytes())
    # TORCH_INDEX is left out: it says where PyTorch comes from the first time, and asks for no other version.
    digest.update(f"{sys.version_info[:2]} {'' if locked() else 'newest'} {ROOT}".encode())
    return digest.hexdigest()


def installed_extras() -> set[str] | None:
    """The extras of a finished set-up, or None where there is none that still fits."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
        if stamp["fingerprint"] == fingerprint() and venv_python().exists():
            return set(stamp["extras"])
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return None


def moved() -> bool:
    """Whether the environment was made for another folder: its scripts name that folder and run no more."""
    script = VENV / "bin" / "pip"
    if not script.exists():  # Windows, whose scripts find their Python themselves, or no environment
        return False
    first_line = script.read_bytes().split(b"\n", 1)[0].decode(errors="replace")
    return first_line.startswith("#!/") and "python" in first_line and str(VENV) not in first_line


def works(python: Path) -> bool:
    try:
        return subprocess.run([python, "-m", "pip", "--version"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def run(command: list[str | Path], failed: str) -> None:
    if subprocess.run([str(part) for part in command], check=False).returncode != 0:
        sys.exit(f"\nSet-up stopped: {failed}\nRun the same command again: what is finished is kept.")


def main() -> None:
    parser = argparse.ArgumentParser(description="Make or mend the environment in .venv.")
    parser.add_argument("--extra", action="append", default=[], choices=EXTRAS, help="also install: test, site")
    parser.add_argument("--force", action="store_true", help="install again even where the stamp says it is done")
    wanted = parser.parse_args()
    if sys.version_info < (3, 11):  # noqa: UP036 (what runs this is whatever Python is there)
        sys.exit(
            f"Overheard needs Python 3.11 or newer, and this is {sys.version.split()[0]}. "
            "Install a newer one and name it: make lab PYTHON=python3.12"
        )
    there = None if wanted.force else installed_extras()
    extras = set(wanted.extra) | (there or set())
    if there is not None and extras == there:
        return
    if STAMP.exists() and there is None:
        STAMP.unlink()
    if moved() or not works(venv_python()):
        # An interrupted set-up can leave a .venv without pip. It holds nothing that anybody made.
        print("Making the environment in .venv ...", flush=True)
        if VENV.exists():
            shutil.rmtree(VENV)
        run(
            [sys.executable, "-m", "venv", VENV],
            "the virtual environment could not be made (on Debian and Ubuntu: apt install python3-venv).",
        )
    print("Installing the packages (several minutes the first time) ...", flush=True)
    target = f".[{','.join(sorted(extras))}]" if extras else "."
    index = os.environ.get("TORCH_INDEX")
    run(
        [
            venv_python(),
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            *(["--extra-index-url", index] if index else []),
            *(["--constraint", ROOT / "requirements.lock"] if locked() else NEWEST),
            "--editable",
            f"{ROOT}{target[1:]}",
        ],
        "the packages could not be installed; pip says why above (no network? a full disk?).",
    )
    new_stamp = STAMP.with_suffix(".new")
    new_stamp.write_text(json.dumps({"fingerprint": fingerprint(), "extras": sorted(extras)}), encoding="utf-8")
    new_stamp.replace(STAMP)
    print("The environment is ready.", flush=True)


if __name__ == "__main__":
    main()
