"""What is installed, what is missing or altered, and how to mend it: ``overheard doctor``.

Each check looks at one thing and says what it found; none changes anything, and none stops the others.
Only the standard library and small packages are imported here: what is heavy or may crash (torch, torchvision,
a kernel) is tried in a process of its own.
"""

from __future__ import annotations

import importlib.metadata
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from overheard import paths
from overheard.errors import OverheardError
from overheard.learner.disk import RESTORE

LEAST_FREE = 1_000_000_000  # bytes: notebooks, unpacked data and a browser's cache need less than this
TIMEOUT = 120  # seconds for torch or a kernel to start on a slow disk
ROOM_TO_WORK = 20_000_000  # bytes beside the copies: notebooks grow with the figures that they hold
MEND_PACKAGES = "run: python3 scripts/setup_env.py --force"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")


@dataclass(frozen=True)
class Finding:
    """What one check found.

    ``ok`` with a ``mend`` is a remark: something optional is missing, and nothing is broken. One without a name
    is the verdict on all of them.
    """

    name: str
    ok: bool
    found: str
    mend: str = ""

    def line(self) -> str:
        """The finding for a reader: one line, and how to mend it on the next where there is something to do."""
        if not self.name:
            return self.found
        mark = "MEND" if not self.ok else "note" if self.mend else "ok  "
        text = f"{mark}  {self.name}: {self.found}"
        return text + (f"\n      -> {self.mend}" if self.mend else "")


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "it said nothing"


# -------------------------------------------------------------------------------------------- the environment


def check_python(version: tuple[int, ...] = sys.version_info[:3], root: Path = paths.ROOT) -> Iterator[Finding]:
    """The Python that runs this, held against the ones that pyproject.toml names."""
    from packaging.specifiers import SpecifierSet

    here = ".".join(map(str, version))
    found = f"{here} ({sys.executable})"
    needed = SpecifierSet(project(root)["requires-python"])
    if here in needed:
        yield Finding("Python", True, found)
    else:
        yield Finding("Python", False, found, f"install a Python that is {needed}; then {MEND_PACKAGES}")


def normal(name: str) -> str:
    """The name of a distribution as all tools compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def locked(root: Path = paths.ROOT) -> dict[str, str]:
    """The pinned version of each package in ``requirements.lock``, by normal name."""
    pins = {}
    for line in (root / "requirements.lock").read_text(encoding="utf-8").splitlines():
        hit = re.fullmatch(r"([A-Za-z0-9._-]+)==(\S+)", line.split("#")[0].strip())
        if hit:
            pins[normal(hit.group(1))] = hit.group(2)
    return pins


def requirements(root: Path = paths.ROOT) -> list[str]:
    """The dependencies of ``pyproject.toml`` as they stand there (``jupyterlab>=4.4``)."""
    return project(root)["dependencies"]


def project(root: Path = paths.ROOT) -> dict[str, Any]:
    """The table ``project`` of ``pyproject.toml``."""
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def _public(version: str) -> str:
    """Without the local part: 2.13.0+cpu and 2.13.0 are one release of torch."""
    return version.split("+")[0]


def check_packages(
    root: Path = paths.ROOT, version_of: Callable[[str], str] = importlib.metadata.version
) -> Iterator[Finding]:
    """Each dependency: installed, in a version that pyproject.toml allows, and the one of the lock."""
    from packaging.requirements import Requirement

    pins, good, others = locked(root), [], []
    for text in requirements(root):
        needed = Requirement(text)
        try:
            version = version_of(needed.name)
        except importlib.metadata.PackageNotFoundError:
            yield Finding(f"package {needed.name}", False, "not installed", MEND_PACKAGES)
            continue
        pin = pins.get(normal(needed.name))
        if not needed.specifier.contains(_public(version), prereleases=True):
            yield Finding(
                f"package {needed.name}", False, f"{version}, and {needed.specifier} is needed", MEND_PACKAGES
            )
        elif pin and _public(version) != pin:
            others.append(f"{needed.name} {version} (tested: {pin})")
        else:
            good.append(f"{needed.name} {version}")
    if good:
        yield Finding("packages", True, f"{len(good)} as tested: {', '.join(good)}")
    if others:
        yield Finding("packages", True, f"in other versions than tested: {', '.join(others)}", MEND_PACKAGES)


_TRY_TORCH = """
import json
from overheard.torchvision_cpu import make_importable
import torch
helped = make_importable()
import torchvision
from torchvision.datasets import MNIST
print(json.dumps([torch.__version__, torchvision.__version__, helped, torch.get_num_threads()]))
"""


def _child(code: str) -> tuple[int, str, str]:
    """Run Python code in a process of its own: exit status, stdout, stderr."""
    search = os.pathsep.join(filter(None, [str(paths.ROOT), os.environ.get("PYTHONPATH")]))
    try:
        done = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True, text=True, timeout=TIMEOUT, check=False,
            env={**os.environ, "PYTHONPATH": search},
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return 1, "", f"no answer within {TIMEOUT} s"
    return done.returncode, done.stdout, done.stderr


def check_torch(code: str = _TRY_TORCH) -> Iterator[Finding]:
    """torch and torchvision can be imported together, with the help of overheard.torchvision_cpu if need be."""
    status, out, err = _child(code)
    if status != 0:
        yield Finding("torch and torchvision", False, f"cannot be imported: {_last_line(err)}", MEND_PACKAGES)
        return
    torch, torchvision, helped, threads = json.loads(_last_line(out))
    found = f"torch {torch} and torchvision {torchvision} load together, {threads} threads"
    if helped:
        found += "; torchvision's compiled part does not fit, and the lessons do without it"
    yield Finding("torch and torchvision", True, found)


_TRY_KERNEL = """
from jupyter_client.manager import start_new_kernel
manager, client = start_new_kernel(kernel_name="python3", startup_timeout=90)
try:
    said = []
    def hear(message):
        if message["header"]["msg_type"] == "stream":
            said.append(message["content"]["text"])
    code = "import sys, overheard; print(sys.executable, '|', list(overheard.__path__)[0])"
    client.execute_interactive(code, timeout=60, output_hook=hear)
    print("".join(said).strip())
finally:
    client.stop_channels()
    manager.shutdown_kernel(now=True)
"""


def check_kernel(code: str = _TRY_KERNEL) -> Iterator[Finding]:
    """A Jupyter kernel starts, with this Python and this package."""
    mend = "run: python -m ipykernel install --sys-prefix --name python3   (in the environment of the lessons)"
    status, out, err = _child(code)
    if status != 0 or "|" not in out:
        yield Finding("Jupyter kernel", False, f"does not start: {_last_line(err)}", mend)
        return
    python, package = (part.strip() for part in _last_line(out).split("|"))
    if Path(python).parent != Path(sys.executable).parent:
        yield Finding("Jupyter kernel", False, f"runs another Python: {python}", mend)
    elif Path(package).resolve() != paths.ROOT / "overheard":
        yield Finding("Jupyter kernel", False, f"uses another overheard: {package}", MEND_PACKAGES)
    else:
        yield Finding("Jupyter kernel", True, f"starts, with {python}")


# ------------------------------------------------------------------------------------- what the checkout holds


def check_datasets() -> Iterator[Finding]:
    """Every file of every data set, by checksum."""
    from overheard import datasets

    by_name: dict[str, list[str]] = {}
    for name, _, wrong in datasets.status():
        by_name.setdefault(name, []).append(wrong)
    whole = {name: len(files) for name, files in by_name.items() if not any(files)}
    if whole:
        files = sum(whole.values())
        yield Finding("data sets", True, f"{', '.join(whole)} ({files} files, each as its checksum says)")
    for name, files in by_name.items():
        for wrong in filter(None, files):
            what, _, mend = wrong.partition(" To restore it: ")
            yield Finding(
                f"data set {name}",
                False,
                what,
                mend if mend not in ("", RESTORE.partition("   ")[0]) else f"run: {RESTORE}",
            )


def check_notebooks() -> Iterator[Finding]:
    """The list of lessons can be read, and their notebooks are what the sources give."""
    from overheard import curriculum
    from overheard.author import build
    from overheard.yamlfile import shown

    listing = curriculum.load()
    stale = build.check(listing, listing.lessons)
    for one in stale:
        mend = f"run: {RESTORE}; if you changed its lesson, then: overheard build"
        yield Finding("notebook", False, f"{shown(one.path)}: {one.why}", mend)
    if not stale:
        yield Finding("notebooks", True, f"{len(listing.lessons)} lessons, in step with their sources")


def check_extras() -> Iterator[Finding]:
    """What single lessons ask for beyond the rest. Missing is a remark: such a lesson says so itself."""
    from overheard import curriculum

    for lesson in curriculum.load().lessons:
        for package, how in lesson.extras.items():
            try:
                version = importlib.metadata.version(package)
                yield Finding(f"extra of {lesson.slug}", True, f"{package} {version}")
            except importlib.metadata.PackageNotFoundError:
                yield Finding(f"extra of {lesson.slug}", True, f"{package} is not installed", how)


# ---------------------------------------------------------------------------------------- the learner's machine


def check_my_work() -> Iterator[Finding]:
    """What `overheard lab` does first: the copies can be laid, opened and saved, and progress be noted."""
    from overheard.learner import copies, disk, progress

    folder = copies.home()
    there = folder.is_dir()
    try:
        if there:
            next(folder.iterdir(), None)
        disk.try_to_write(folder, copies.to_lay(folder) + ROOM_TO_WORK)
    except OSError as error:
        yield Finding("your work", False, f"{folder} cannot be filled: {disk.why(error)}", disk.advice(error))
        return
    if not there:
        yield Finding("your work", True, f"{folder} is not there yet", "run: overheard lab   (it lays your copies)")
        return
    hindered = list(copies.troubles(folder))
    for trouble in hindered:
        yield Finding("your work", False, f"{folder / trouble.name}: {trouble.what}", trouble.mend)
    what, mend = progress.examine()
    if what:
        yield Finding("progress", False, what, mend)
    elif progress.path().exists():
        yield Finding("progress", True, f"{progress.FILE} can be read and written")
    set_aside = sorted(path.name for path in folder.glob(f"{progress.path().stem}*damaged*"))
    if set_aside:
        yield Finding(
            "progress", True, f"an unreadable record was set aside: {', '.join(set_aside)}",
            "nothing needs to be done: what you pass is noted in a new one",
        )  # fmt: skip
    if not hindered:
        yield Finding("your work", True, f"{folder} can be written")


def check_jupyter_folders() -> Iterator[Finding]:
    """Where Jupyter keeps settings, keys and the addresses of its kernels: without them the lab does not start."""
    from overheard.learner import jupyter_folders

    troubles = list(jupyter_folders.troubles())
    for trouble in troubles:
        yield Finding("Jupyter's folders", not trouble.stops_the_lab, trouble.what, trouble.mend)
    if not troubles:
        yield Finding("Jupyter's folders", True, "can be written")


def check_disk(folder: Path = paths.ROOT, least: int = LEAST_FREE) -> Iterator[Finding]:
    """Room on the disk."""
    free = shutil.disk_usage(folder).free
    found = f"{free / 1e9:.1f} GB free"
    enough = free >= least
    yield Finding("disk", enough, found, "" if enough else f"make room: the lessons need {least / 1e9:.0f} GB")


def check_browser(which: Callable[[str], str | None] = shutil.which) -> Iterator[Finding]:
    """Chromium, which only the browser tests need."""
    at = next(filter(None, map(which, BROWSERS)), None)
    if at is None:
        downloaded = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH", Path.home() / ".cache" / "ms-playwright"))
        at = next((str(path) for path in sorted(downloaded.glob("chromium*"))), None)
    if at:
        yield Finding("Chromium", True, at)
    else:
        mend = "only if you test the project in a browser: playwright install chromium"
        yield Finding("Chromium", True, "not found, and no lesson needs it", mend)


CHECKS: dict[str, Callable[[], Iterator[Finding]]] = {
    "Python": check_python,
    "packages": check_packages,
    "torch and torchvision": check_torch,
    "Jupyter kernel": check_kernel,
    "Jupyter's folders": check_jupyter_folders,
    "data sets": check_datasets,
    "notebooks": check_notebooks,
    "extras": check_extras,
    "your work": check_my_work,
    "disk": check_disk,
    "Chromium": check_browser,
}


WELL = "All is well."


def examine() -> list[Finding]:
    """All checks, in order. A failing check is a finding too. WELL is the last of them where all are well."""
    findings: list[Finding] = []
    for name, check in CHECKS.items():
        try:
            findings += check()
        except OverheardError as error:
            findings.append(Finding(name, False, str(error), "the message above says what to do"))
        except ImportError as error:
            findings.append(Finding(name, False, f"a package is missing: {error.name}", MEND_PACKAGES))
        except OSError as error:
            findings.append(Finding(name, False, str(error), "git status   (what was deleted or cannot be read?)"))
    if all(finding.ok for finding in findings):
        findings.append(Finding("", True, WELL))
    return findings
