"""What a terminal cannot print is replaced, and stops no command."""

from __future__ import annotations

import sys


def replace_what_it_cannot_print() -> None:
    """Let stdout and stderr print ``?`` for a character that their encoding lacks.

    Each entry of the package calls this first; notebooks do not, their output is Jupyter's. Streams that cannot be
    set so (those of a test, or none at all under ``pythonw``) are left as they are.
    """
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
