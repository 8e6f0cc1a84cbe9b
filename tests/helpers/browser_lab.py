"""JupyterLab as a learner meets it: a checkout of its own, `overheard lab` on a free port, and Chromium.

Nothing here reaches into JupyterLab's insides: a test clicks, types and reads what a learner sees.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from overheard import paths

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
CHECKOUT = ("overheard", "lessons", "notebooks", "exercises", "solutions", "datasets", "transcripts", "docs")
START = 120.0  # seconds for the server, and for JupyterLab's first page
RUN = 600.0  # seconds for a notebook from top to bottom, on a machine that is busy


def find_chromium() -> str | None:
    """The browser that the tests drive; None where there is none."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next((found for name in names if (found := shutil.which(name))), None)


def missing_browser() -> str:
    """Why the tests in a browser cannot run here; empty where they can."""
    try:
        import playwright.sync_api  # noqa: F401
    except ImportError:
        return "Playwright is not installed; `make test` installs it (or: pip install playwright)"
    if find_chromium() is None:
        return "there is no Chromium or Chrome on PATH; install one to see the notebooks in a real browser"
    return ""


# A server that lost its tests (they were killed) ends by itself, as do its kernels.
_LONELY = """{
 "ServerApp": {"shutdown_no_activity_timeout": 1200},
 "MappingKernelManager": {"cull_idle_timeout": 1200, "cull_connected": true}
}"""

# The server ----------------------------------------------------------------------------------------------


@dataclass
class Server:
    """A running `overheard lab`."""

    url: str  #: the start page with its token, as the command prints it
    checkout: Path
    log: Path

    @property
    def my_work(self) -> Path:
        return self.checkout / "my_work"


def lay_checkout(folder: Path) -> Path:
    """A copy of what a learner clones, so that nobody's real `my_work/` is touched."""
    ignore = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints", "my_work.sqlite3")
    for name in CHECKOUT:
        if (paths.ROOT / name).exists():
            shutil.copytree(paths.ROOT / name, folder / name, ignore=ignore)
    for file in ("curriculum.yml", "README.md", "pyproject.toml"):
        shutil.copy(paths.ROOT / file, folder / file)
    return folder


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def serve(folder: Path) -> Iterator[Server]:
    """`overheard lab --no-browser` in a copy of the checkout, with no settings of this machine's user."""
    checkout = lay_checkout(folder / "checkout")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("JUPYTER")}
    environment.pop("OVERHEARD_MY_WORK", None)  # the learner's folder is the one in the checkout
    environment |= {
        "PYTHONPATH": os.pathsep.join(filter(None, [str(checkout), os.environ.get("PYTHONPATH")])),
        "JUPYTER_CONFIG_DIR": str(folder / "config"),
        "JUPYTER_DATA_DIR": str(folder / "data"),
        "JUPYTER_RUNTIME_DIR": str(folder / "runtime"),
        "IPYTHONDIR": str(folder / "ipython"),
        "OMP_NUM_THREADS": "1",
    }
    (folder / "config").mkdir()
    (folder / "config" / "jupyter_server_config.json").write_text(_LONELY)
    log = folder / "server.log"
    command = [sys.executable, "-m", "overheard.cli", "lab", "--no-browser", f"--port={free_port()}"]
    with log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(
            command, cwd=checkout, env=environment, stdout=output, stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
    try:
        yield Server(_printed_url(process, log), checkout, log)
    finally:
        _stop(process, log)


def _printed_url(process: subprocess.Popen, log: Path) -> str:
    """The address that the command tells the learner to open."""
    end = time.monotonic() + START
    while time.monotonic() < end:
        text = log.read_text(encoding="utf-8", errors="replace")
        found = re.search(r"http://(?:127\.0\.0\.1|localhost):\d+/lab\S*token=\w+", text)
        if found:
            return found[0].replace("localhost", "127.0.0.1")
        if process.poll() is not None:
            break
        time.sleep(0.1)
    raise AssertionError(f"`overheard lab` printed no address within {START:.0f} s:\n{log.read_text()[-3000:]}")


def _stop(process: subprocess.Popen, log: Path) -> None:
    """Ask the server to end, kernels and all; then see to it."""
    found = re.search(r"(http://[^/\s]+)/lab\S*token=(\w+)", log.read_text(encoding="utf-8", errors="replace"))
    if found:
        request = urllib.request.Request(
            f"{found[1]}/api/shutdown", method="POST", headers={"Authorization": f"token {found[2]}"}
        )
        with contextlib.suppress(OSError):
            urllib.request.urlopen(request, timeout=5).close()
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
        process.wait(5)


# The browser ---------------------------------------------------------------------------------------------


@dataclass
class Requests:
    """Where the pages of a browser wanted to go."""

    far: list[str] = field(default_factory=list)

    def note(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.hostname not in ("127.0.0.1", "localhost"):
            self.far.append(url)


# The number in the square brackets may be the same as before, so look for it to be written anew.
_WATCH_PROMPT = """cell => {
    const prompt = cell.querySelector('.jp-InputPrompt');
    delete cell.dataset.hasRun;
    new MutationObserver((_, observer) => {
        if (/\\[\\d+\\]/.test(prompt.textContent)) { cell.dataset.hasRun = 'yes'; observer.disconnect(); }
    }).observe(prompt, {childList: true, characterData: true, subtree: true});
}"""


class Notebook:
    """A notebook in JupyterLab, as a learner handles it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.cells = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Notebook .jp-Cell")

    def ready(self, title: str) -> Notebook:
        """Wait until the notebook with this heading is shown and its kernel waits for work."""
        heading = self.cells.locator("h1", has_text=title)
        heading.first.wait_for(timeout=1000 * START)
        # The status bar, not the toolbar: a narrow window hides half of that one.
        self.page.locator("#jp-main-statusbar", has_text="| Idle").wait_for(timeout=1000 * START)
        return self

    def cell(self, words: str) -> Locator:
        """The code cell whose code holds these words, brought into view."""
        editor = self.page.locator(".cm-content", has_text=words)
        cell = self.cells.and_(self.page.locator(".jp-CodeCell")).filter(has=editor).first
        cell.scroll_into_view_if_needed(timeout=30_000)
        return cell

    def run(self, cell: Locator, code: str | None = None, seconds: float = RUN) -> str:
        """Run a cell with Shift+Enter, after writing `code` in the place of its own; what stands below it then."""
        handle = cell.element_handle()  # its words will be others, so the locator would lose it
        cell.locator(".cm-content").click()
        if code is not None:
            self.page.keyboard.press("ControlOrMeta+a")
            self.page.keyboard.insert_text(code)
        handle.evaluate(_WATCH_PROMPT)
        self.page.keyboard.press("Shift+Enter")
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if handle.get_attribute("data-has-run"):
                self.page.wait_for_timeout(200)  # the outputs are drawn a moment after the number
                output = handle.query_selector(".jp-OutputArea")
                return (output.text_content() or "") if output else ""
            self.page.wait_for_timeout(50)
        raise AssertionError(f"the cell did not end within {seconds:.0f} s")

    def menu(self, name: str, entry: str) -> None:
        """Choose an entry of JupyterLab's menu."""
        self.page.get_by_role("menuitem", name=name, exact=True).click()
        self.page.locator(".lm-Menu").get_by_text(entry, exact=True).click()

    def run_all(self, seconds: float = RUN) -> None:
        """Menu Run, Run All Cells; wait until each code cell has its number."""
        self.menu("Run", "Run All Cells")
        prompts = self._wait(seconds)
        in_order = [str(number + 1) for number in range(len(prompts))]
        assert prompts == in_order, f"not every cell was run once, in order: {prompts}"

    def run_to(self, cell: Locator, seconds: float = RUN) -> None:
        """Run what stands above a cell, by the menu, and the cell itself."""
        cell.locator(".jp-InputPrompt").click()
        self.menu("Run", "Run All Above Selected Cell")
        self._wait(seconds)
        self.run(cell, seconds=seconds)

    def run_only(self, *words: str) -> None:
        """Run the cells whose code holds these words, one after the other, and no others."""
        for some in words:
            self.run(self.cell(some))
        assert not self.errors(), "\n".join(self.errors())

    def _wait(self, seconds: float) -> list[str]:
        """Until no cell is waiting; the prompts then, empty where a cell has no number."""
        begun = time.monotonic()
        end = begun + seconds
        waiting = self.cells.locator(".jp-InputPrompt", has_text="[*]").first
        waiting.wait_for(state="attached", timeout=30_000)
        while time.monotonic() < end:
            prompts = [text.strip("[]: ") for text in self.prompts()]
            if self.errors():
                raise AssertionError("stopped with an error:\n" + "\n".join(self.errors()))
            if "*" not in prompts:
                self.page.wait_for_timeout(300)  # the last outputs
                return prompts
            self.page.wait_for_timeout(200 if time.monotonic() < begun + 5 else 1000)
        raise AssertionError(f"it did not end within {seconds:.0f} s; the prompts are {self.prompts()}")

    def prompts(self) -> list[str]:
        inputs = self.cells.and_(self.page.locator(".jp-CodeCell")).locator(".jp-InputPrompt")
        return [text.strip() for text in inputs.all_text_contents()]

    def red_boxes(self) -> Locator:
        """What JupyterLab sets on red: errors, warnings and progress bars alike."""
        return self.cells.locator('[data-mime-type="application/vnd.jupyter.stderr"]')

    def errors(self) -> list[str]:
        """The tracebacks that the page shows."""
        boxes = self.red_boxes().all_text_contents()
        return [text for text in boxes if re.search(r"^-{40}|Traceback \(most recent", text)]

    def warnings(self) -> list[str]:
        return [text for text in self.red_boxes().all_text_contents() if "Warning:" in text]

    def figures(self) -> Locator:
        return self.cells.locator(".jp-OutputArea img")

    def save(self) -> None:
        """Ctrl+S, until the file is written."""
        self.page.keyboard.press("ControlOrMeta+s")
        self.page.locator(".jp-mod-dirty").first.wait_for(state="detached", timeout=30_000)


def is_drawn(figure: Locator) -> bool:
    """Whether a picture has arrived whole and takes up room."""
    figure.scroll_into_view_if_needed(timeout=30_000)
    return figure.evaluate("image => image.complete && image.naturalWidth > 100 && image.clientWidth > 100")
