"""Write requirements.lock from what is installed in .venv: `python scripts/lock.py`."""

from __future__ import annotations

import re
import subprocess

from setup_env import ROOT, venv_python

HEADER = """\
# The versions that the lessons were built and tested with, used as pip constraints: make them anew with
#     python scripts/lock.py
# No hashes: CPU and CUDA builds of torch share a version.
"""


def main() -> None:
    frozen = subprocess.run(
        [venv_python(), "-m", "pip", "freeze", "--exclude-editable"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    # A local version such as 2.13.0+cpu would refuse every other build of the same release.
    pins = [re.sub(r"\+.*", "", line) for line in frozen.splitlines() if re.match(r"[\w.-]+==", line)]
    (ROOT / "requirements.lock").write_text(HEADER + "\n".join(pins) + "\n", encoding="utf-8")
    print(f"requirements.lock: {len(pins)} pins")


if __name__ == "__main__":
    main()
