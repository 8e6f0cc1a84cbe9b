"""The folders that Jupyter itself writes, wherever its variables put them: for the doctor and for the lab."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from overheard.learner import disk

_SIZE = 200_000  # bytes: settings, keys and addresses are small


@dataclass(frozen=True)
class Trouble:
    """What cannot be written and why, what to do, and whether the lab does not start for it."""

    what: str
    mend: str
    stops_the_lab: bool = True


def troubles() -> Iterator[Trouble]:
    """What is the matter with Jupyter's folders, and with that for temporary files. Changes nothing."""
    from jupyter_core import paths as jupyter

    settings, data, runtime = (
        Path(where())
        for where in (jupyter.jupyter_config_dir, jupyter.jupyter_data_dir, jupyter.jupyter_runtime_dir)
    )
    # Tried with each of them read-only: Jupyter starts without a place for data, and without one for settings
    # once it has noted there that nothing is to be brought over from an older version.
    kinds = [
        ("settings", settings, "JUPYTER_CONFIG_DIR", not (settings / "migrated").exists()),
        ("data", data, "JUPYTER_DATA_DIR", False),
        ("running servers", runtime, "JUPYTER_RUNTIME_DIR", True),
    ]
    for kind, folder, variable, stops in kinds:
        try:
            disk.try_to_write(folder, _SIZE)
        except OSError as error:
            otherwise = f"set {variable} (or HOME, for all of them) to a folder of your own"
            what = f"Jupyter cannot write {folder}, its folder for {kind} ({disk.why(error)})"
            yield Trouble(what, disk.advice(error, otherwise), stops)
    secret = runtime / "jupyter_cookie_secret"
    if runtime.is_dir() and os.access(runtime, os.X_OK) and secret.exists() and not os.access(secret, os.R_OK):
        yield Trouble(f"Jupyter cannot read {secret}", "rename that file: Jupyter makes a new one")
    try:
        disk.try_to_write(Path(tempfile.gettempdir()), _SIZE)
    except OSError as error:
        otherwise = "set TMPDIR to a folder of your own, on a disk with room"
        yield Trouble(f"no temporary file can be written ({disk.why(error)})", disk.advice(error, otherwise))
