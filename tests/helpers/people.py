"""Another person on the same machine: a process of theirs, which only root can start."""

from __future__ import annotations

import os
import pickle
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

GROUP = 54_321
ADA, BO = 54_322, 54_323

needs_root = pytest.mark.skipif(
    os.name != "posix" or os.geteuid() != 0, reason="only root can work in somebody else's name"
)


@contextmanager
def common_folder(mode: int, owner: int = ADA) -> Iterator[Path]:
    """A folder that all may enter (those of pytest are root's alone), in it one of `owner` with this mode."""
    top = Path(tempfile.mkdtemp(prefix="overheard-people-"))
    try:
        top.chmod(0o755)
        folder = top / "my_work"
        folder.mkdir()
        os.chown(folder, owner, GROUP)
        folder.chmod(mode)
        yield folder
    finally:
        shutil.rmtree(top)


def as_person(who: int, work: Callable[[], Any], umask: int = 0o022) -> Any:
    """What `work` gives in a process of that person, of the common group; what it raises, as a text."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.setgroups([GROUP])
            os.setgid(GROUP)
            os.setuid(who)
            os.umask(umask)
            try:
                result = work()
            except Exception as error:
                result = f"{type(error).__name__}: {error}"
            with os.fdopen(writing, "wb") as file:
                pickle.dump(result, file)
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as file:
        answer = file.read()
    os.waitpid(child, 0)
    return pickle.loads(answer)
