"""What a terminal cannot print is replaced, and stops no command."""

from __future__ import annotations

import os
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


def typed(word: str) -> str:
    """A word of the command line as it was typed, to be written into a file.

    In a C locale Python reads each byte beyond ASCII as a stand-in that no file takes.

    Raises:
        ValueError: the bytes are no UTF-8.
    """
    return os.fsencode(word).decode("utf-8")
