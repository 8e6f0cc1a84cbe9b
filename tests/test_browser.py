"""The first hour of a learner, in JupyterLab and a real browser (see browser_lab).

Skipped where there is no Chromium. `-k mnist` runs what belongs to one lesson.
"""

from __future__ import annotations

import http.server
import os
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import browser_lab
import pytest
from browser_lab import Notebook, Requests, Server, is_drawn

from overheard import curriculum, paths, quotes

MISSING = browser_lab.missing_browser()
if MISSING:
    if os.environ.get("CI") and sys.platform == "linux":
        warnings.warn(f"CI runs without the browser tests: {MISSING}", stacklevel=1)
    pytest.skip(MISSING, allow_module_level=True)

from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright  # noqa: E402

START = "notebooks/00_start_here.ipynb"
TRANSCRIPTS = paths.ROOT.parent / "shared" / "transcripts"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browser_lab.find_chromium(), args=browser_lab.ARGUMENTS
        )
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with browser_lab.serve(tmp_path_factory.mktemp("learner")) as server:
        yield server


@pytest.fixture(scope="module")
def requests() -> Requests:
    return Requests()


Opener = Callable[..., Notebook]


@pytest.fixture(scope="module")
def open_page(browser: Browser, server: Server, requests: Requests) -> Iterator[Opener]:
    """Opens a page of `my_work/` in a window of its own; the start page as the command prints it."""
    contexts: list[BrowserContext] = []

    def open_(name: str = START, title: str = "Start here") -> Notebook:
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        contexts.append(context)
        context.on("request", lambda request: requests.note(request.url))
        context.on("page", lambda page: page.on("websocket", lambda socket: requests.note(socket.url)))
        page = context.new_page()
        address = server.url if name == START else server.url.replace(START, name)
        page.goto(address.replace("?token=", "?reset&token="), timeout=1000 * browser_lab.START)
        return Notebook(page).ready(title)

    yield open_
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def start_page(open_page: Opener) -> Notebook:
    """The start page, run from top to bottom."""
    notebook = open_page()
    notebook.run_all()
    return notebook


@pytest.fixture(autouse=True)
def no_far_request(requests: Requests) -> Iterator[None]:
    """No page of any test asks another host for anything."""
    yield
    assert requests.far == []


# The start page ------------------------------------------------------------------------------------------


def test_start_here_opens_without_pop_ups(start_page: Notebook) -> None:
    """No news, no "build recommended", nothing unsaved to ask about; these would come within seconds."""
    assert start_page.page.title().startswith("00_start_her")
    assert start_page.page.locator(".jp-Dialog").count() == 0
    assert start_page.page.locator(".jp-Notification-Toast, .Toastify__toast").count() == 0


def test_start_here_runs_without_an_error(start_page: Notebook) -> None:
    assert start_page.errors() == []
    assert start_page.warnings() == []


def test_start_here_map_is_drawn_with_its_alternative(start_page: Notebook) -> None:
    (figure,) = start_page.figures().all()
    assert is_drawn(figure)
    assert (figure.get_attribute("alt") or "").startswith("Map of the lessons")


def test_start_here_exercise_hint_then_tick_then_progress(open_page: Opener, server: Server) -> None:
    notebook = open_page()
    answer, check = "def accuracy(said, true):\n    return {}", "check.accuracy(accuracy)"
    notebook.run(notebook.cell("def accuracy("), answer.format("sum(a == b for a, b in zip(said, true))"))
    said = notebook.run(notebook.cell(check))
    assert "accuracy: not yet." in said
    assert "divide by how many there are" in said
    right = "sum(a == b for a, b in zip(said, true)) / len(true) if true else 0.0"
    notebook.run(notebook.cell("def accuracy("), answer.format(right))
    assert notebook.run(notebook.cell(check)).startswith("✓ accuracy: passed")
    notebook.save()

    notebook.page.reload()
    notebook.ready("Start here")
    said = notebook.run(notebook.cell("progress.summary()"))
    assert "00 Start here: 1 of 1 passed" in said
    assert "accuracy" in said
    assert (server.my_work / "progress.sqlite3").exists()


def test_start_here_shows_errors_when_there_are_some(open_page: Opener) -> None:
    """The control of the tests above: what they look for is found where it is."""
    notebook = open_page()
    notebook.run(notebook.cell("episodes = ["), "import warnings\nwarnings.warn('look')\n1 / 0")
    assert len(notebook.errors()) == 1
    assert len(notebook.warnings()) == 1
    notebook.page.reload()  # nothing of this stays


# The quotes' deep links ----------------------------------------------------------------------------------


class _Transcripts(http.server.BaseHTTPRequestHandler):
    """The transcripts under the paths of their public addresses, as plain text."""

    def do_GET(self) -> None:
        for episode in quotes.episodes().values():
            if urlsplit(episode.transcript).path == self.path:
                body = (TRANSCRIPTS / f"{episode.id}.txt").read_bytes()
                self.send_response(200)
                self.send_header("Content-Type", "text/plain; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
                return
        self.send_error(404)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def reading(browser: Browser) -> Iterator[tuple[str, Page]]:
    """The host with the transcripts, and a low window to read them in."""
    if not TRANSCRIPTS.exists():
        pytest.skip("the transcripts are not at hand here; they are no part of the project")
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Transcripts) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        page = browser.new_page(viewport={"width": 900, "height": 400})
        yield f"http://127.0.0.1:{server.server_address[1]}", page
        page.close()
        server.shutdown()


_WHERE = """exact => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node; (node = walker.nextNode()); ) {
        const start = node.data.indexOf(exact);
        if (start < 0) continue;
        const range = document.createRange();
        range.setStart(node, start);
        range.setEnd(node, start + exact.length);
        const box = range.getBoundingClientRect();
        return {top: box.top, bottom: box.bottom, scrolled: scrollY, window: innerHeight};
    }
    return null;
}"""


def _follow(link: str, exact: str, reading: tuple[str, Page]) -> dict[str, float]:
    """Open a deep link on the served copy; where the words stand in the window then."""
    host, page = reading
    parts = urlsplit(link)
    page.goto("about:blank")
    page.goto(f"{host}{parts.path}#{parts.fragment}")
    for _ in range(20):  # the browser scrolls a moment after the page is there
        where = page.evaluate(_WHERE, exact)
        assert where is not None, "the words do not stand in the transcript as they are quoted"
        if where["scrolled"] > 0:
            break
        page.wait_for_timeout(20)
    return where


def _ids() -> list[str]:
    return [f"{quote.id}-{'-'.join(quote.lessons)}" for quote in quotes.load().values()]


@pytest.mark.parametrize("quote", quotes.load().values(), ids=_ids())
def test_deep_link_opens_the_quote(quote: quotes.Quote, reading: tuple[str, Page]) -> None:
    where = _follow(quote.deep_link, quote.exact, reading)
    assert where["top"] >= 0 and where["bottom"] <= where["window"]
    if where["top"] + where["scrolled"] > where["window"]:
        assert where["scrolled"] > 0


def test_deep_link_of_other_words_opens_the_top(reading: tuple[str, Page]) -> None:
    """The control of the test above."""
    quote = list(quotes.load().values())[-1]
    where = _follow(f"{quote.deep_link}%20never%20said", quote.exact, reading)
    assert where["scrolled"] == 0
