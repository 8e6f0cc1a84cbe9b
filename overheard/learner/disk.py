"""Whether a place can be written, what to do where it cannot, and who else may write what is made there."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import tempfile
from pathlib import Path

TEMPORARY = ".laying-"  # before the name of each temporary file
ELSEWHERE = "set OVERHEARD_MY_WORK to a folder of your own, on a disk with room"
RESTORE = "overheard update --restore   (it keeps what you changed in my_work)"

_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
_IN_THE_WAY = {errno.EEXIST, errno.ENOTDIR, errno.EISDIR}


def nearest(folder: Path) -> Path:
    """The folder itself, or what is there of the way to it: where it would have to be made."""
    folder = Path.cwd() / folder  # not resolved: a link that leads nowhere is a finding
    while not os.path.lexists(folder) and folder != folder.parent:
        folder = folder.parent
    return folder


def try_to_write(folder: Path, size: int) -> None:
    """Write a file of `size` bytes there (or where it would be made) and remove it.

    Free space alone says too little: a quota or a read-only disk is seen by writing only.

    Raises:
        OSError: it cannot be written; no file is left behind.
    """
    handle, name = tempfile.mkstemp(prefix=TEMPORARY, dir=nearest(folder))
    try:
        with os.fdopen(handle, "wb") as file:
            block = os.urandom(1 << 16)  # no zeros, which some file systems do not store
            for start in range(0, size, len(block)):
                file.write(block[: size - start])
            file.flush()
            os.fsync(file.fileno())
    finally:
        Path(name).unlink(missing_ok=True)


def why(error: OSError) -> str:
    """The reason in the system's words."""
    return error.strerror or str(error)


def advice(error: OSError, otherwise: str = ELSEWHERE) -> str:
    """What to do where a place cannot be written; no advice loses a file."""
    if error.errno in _FULL:
        return f"make room on that disk, or {otherwise}"
    if error.errno == errno.EROFS:
        return f"that disk can only be read: {otherwise}"
    if error.errno in (errno.EACCES, errno.EPERM):
        return f"give yourself the right to write there, or {otherwise}"
    if error.errno in _IN_THE_WAY:
        return f"a file lies where a folder is needed, or a folder where a file is: rename it, or {otherwise}"
    return otherwise


# Who else may write -------------------------------------------------------------------------------------


def shared_with(folder: Path) -> int:
    """The bits of those who may write in `folder` beside its owner: of its group, of all, or 0.

    A folder like /tmp, where each may remove their own only (the sticky bit), is shared by nobody.
    """
    if os.name != "posix":
        return 0
    mode = folder.stat().st_mode
    return 0 if mode & stat.S_ISVTX else mode & 0o022


def open_up(path: Path, folder: Path, new: bool = False) -> None:
    """Let whoever may write in `folder` also write `path`, which lies in it and was made by this process.

    Where root fills somebody else's folder, what is made belongs to them. A `new` file also gets what the umask
    leaves, since those that `tempfile` makes are for their owner alone. Does nothing to what another person owns.
    """
    if os.name != "posix":
        return
    now, home, me = path.stat(), folder.stat(), os.geteuid()
    if now.st_uid != me:
        return
    wide = shared_with(folder)
    mode = wanted = stat.S_IMODE(now.st_mode)
    if new:
        umask = os.umask(0)
        os.umask(umask)
        wanted |= 0o666 & ~umask
    wanted |= wide | wide << 1  # whoever writes also reads
    if path.is_dir():
        wanted |= wide >> 1 | (stat.S_ISGID & home.st_mode if wide else 0)
    with contextlib.suppress(OSError):  # a file system without owners and modes
        if me == 0 and home.st_uid != 0:
            os.chown(path, home.st_uid, home.st_gid)
        elif wide & 0o020 and now.st_gid != home.st_gid:
            os.chown(path, -1, home.st_gid)
        if wanted != mode:
            path.chmod(wanted)
