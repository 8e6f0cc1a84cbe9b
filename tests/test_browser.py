"""The first hour of a learner, in JupyterLab and a real browser (see browser_lab).

Skipped where there is no Chromium. `-k mnist` runs what belongs to one lesson.
"""

from __future__ import annotations

import http.server
import os
import re
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import browser_lab
import nbformat
import pytest
from browser_lab import Notebook, Requests, Server, is_drawn

from overheard import curriculum, paths, quotes

MISSING = browser_lab.missing_browser()
if MISSING:
    if os.environ.get("CI") and sys.platform == "linux":
        warnings.warn(f"CI runs without the browser tests: {MISSING}", stacklevel=1)
    pytest.skip(MISSING, allow_module_level=True)

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright  # noqa: E402

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
    assert all(_is_red(box) for box in notebook.red_boxes().all())


def test_start_here_a_progress_bar_does_not_look_like_an_error(open_page: Opener) -> None:
    notebook = open_page()
    said = notebook.run(notebook.cell("episodes = ["), "from tqdm import tqdm\nfor i in tqdm(range(3)):\n    pass")
    assert "3/3" in said
    assert not any(_is_red(box) for box in notebook.red_boxes().all())


def _is_red(box: Locator) -> bool:
    colour = box.evaluate("box => getComputedStyle(box).backgroundColor")
    parts = [float(part) for part in re.findall(r"[\d.]+", colour)]
    return parts[:3] != parts[:1] * 3 and (len(parts) < 4 or parts[3] > 0)


# The lessons ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sorting(open_page: Opener) -> Notebook:
    """The lesson that is quickest to run, from top to bottom."""
    notebook = open_page("notebooks/51_sorting_ceremony.ipynb", "The survey and the houses")
    notebook.run_all()
    return notebook


def test_start_here_link_opens_a_lesson(open_page: Opener) -> None:
    """From the list below the map: the last lesson that is ready, in a tab of its own."""
    notebook, lesson = open_page(), curriculum.load().lessons[-1]
    link = notebook.cells.filter(has_text="Part 1 ·").get_by_role("link", name=lesson.title)
    link.click()
    notebook.ready(f"{lesson.number:02d} · {lesson.title}")
    assert notebook.page.get_by_role("tab", name=f"{lesson.name}.ipynb").count() >= 1


def _figures_are_drawn(notebook: Notebook) -> None:
    figures = notebook.figures().all()
    assert len(figures) >= 2
    for figure in figures:
        assert is_drawn(figure)
        assert len(figure.get_attribute("alt") or "") >= 20


# A seven as a mouse draws it: x and y as shares of the canvas.
_SEVEN = [(0.25, 0.22), (0.5, 0.21), (0.75, 0.22), (0.65, 0.42), (0.55, 0.62), (0.45, 0.85)]


def test_mnist_canvas_reads_a_drawn_digit(open_page: Opener, server: Server) -> None:
    """With one network in the place of three, and without the trainings of the ladder, which are nbval's to run."""
    notebook = open_page("notebooks/31_mnist.ipynb", "Hello, world")
    notebook.run_to(notebook.cell("linear_accuracy ="))
    laid = nbformat.read(server.my_work / "notebooks" / "31_mnist.ipynb", as_version=4)
    for head, training in (("def conv_net(", "\nalone = "), ("def train_well(", "\ncycled = ")):
        (source,) = (cell.source for cell in laid.cells if head in cell.source)
        notebook.run(notebook.cell(head), source.split(training)[0])
    notebook.run(notebook.cell("networks = [train_well("), "networks = [train_well(conv_net(0), X_fit, y_fit, 0)]")
    notebook.run_only('load_room("mnist", "drawing.py")', "def read(")
    _figures_are_drawn(notebook)

    page, canvas = notebook.page, notebook.cells.locator(".jupyter-widgets canvas").first
    widget = notebook.cells.locator(".jupyter-widgets.widget-vbox").filter(has=page.locator("canvas")).first
    expect(widget).to_contain_text("Draw one digit", timeout=30_000)
    canvas.hover()  # in view, and until it lies still: the page moves while outputs above are drawn
    box = _resting_box(canvas)
    for number, (x, y) in enumerate(_SEVEN):
        page.mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"], steps=1 if number == 0 else 12)
        if number == 0:
            page.mouse.down()
    page.mouse.up()
    expect(widget).to_contain_text(re.compile(r"\d \(\d+%\), else \d \(\d+%\)"), timeout=30_000)
    assert re.search(r"(\d) \(\d+%\), else", widget.inner_text())[1] == "7"
    inked = canvas.evaluate(_SHARE_OF_INK)
    assert 0.02 < inked < 0.5

    widget.get_by_role("button", name="Clear").click()
    expect(widget).to_contain_text("Draw one digit", timeout=30_000)
    page.wait_for_timeout(500)
    assert canvas.evaluate(_SHARE_OF_INK) == 0


def _resting_box(canvas: Locator) -> dict[str, float]:
    """Where it lies, once it has lain there for a second."""
    box, still = canvas.bounding_box(), 0
    for _ in range(150):
        canvas.page.wait_for_timeout(200)
        now = canvas.bounding_box()
        still, box = (still + 1 if now == box else 0), now
        if still == 5:
            return box
    raise AssertionError("the canvas does not come to rest")


_SHARE_OF_INK = """canvas => {
    const {data} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    let light = 0;
    for (let i = 0; i < data.length; i += 4) light += data[i] > 128 && data[i + 3] > 128;
    return light / (data.length / 4);
}"""


def test_mnist_exercise_hint_then_tick_then_progress(open_page: Opener, server: Server) -> None:
    notebook = open_page("exercises/31_mnist.ipynb", "Hello, world: exercises")
    laid = nbformat.read(server.my_work / "exercises" / "31_mnist.ipynb", as_version=4)
    (stub,) = (cell.source for cell in laid.cells if "def right_when_read_as(" in cell.source)
    raising = 'raise NotImplementedError("your turn")'
    check = "check.right_when_read_as(right_when_read_as)"
    assert raising in stub

    def write(line: str) -> str:
        notebook.run(notebook.cell("def right_when_read_as("), stub.replace(raising, line))
        return notebook.run(notebook.cell(check))

    notebook.run(notebook.cell("lesson_checks("))
    notebook.run(notebook.cell("def right_when_read_as("))
    assert notebook.run(notebook.cell(check)).startswith("right_when_read_as: not attempted yet")
    said = write("said = sum(row)")
    assert "right_when_read_as: not yet." in said and "that is the row" in said.lower()
    assert write("said = sum(other[digit] for other in confusion)").startswith("✓ right_when_read_as: passed")
    assert notebook.errors() == []

    start = open_page()
    said = start.run(start.cell("progress.summary()"))
    assert re.search(r"31 Hello, world: 1 of [3-5] passed", said)


def test_sorting_ceremony_runs_without_an_error_and_its_figures_are_drawn(sorting: Notebook) -> None:
    assert sorting.errors() == []
    assert sorting.warnings() == []
    _figures_are_drawn(sorting)


def test_sorting_ceremony_sorts_yourself(sorting: Notebook) -> None:
    notebook = sorting
    widget = notebook.cells.locator(".jupyter-widgets.widget-hbox").filter(has_text="My desk is tidy.").first
    widget.scroll_into_view_if_needed()
    result = widget.locator(".widget-html-content").last
    expect(result).to_contain_text("too little about you", timeout=30_000)
    houses = []
    for choices in (
        {"When do you come": "ten minutes early", "My desk is tidy.": "strongly agree", "How hot may": "mild"},
        {"When do you come": "i read the notes", "My desk is tidy.": "strongly disagree", "How hot": "make me cry"},
    ):
        for question, answer in choices.items():
            widget.get_by_label(question).select_option(answer)
            notebook.page.wait_for_timeout(700)
        placed = {name: int(share) for name, share in re.findall(r"(\w+) +(\d+)%", result.text_content())}
        assert len(placed) == 4 and 98 <= sum(placed.values()) <= 102
        assert "by the key" in result.text_content()
        houses.append(max(placed, key=placed.get))
    assert houses[0] != houses[1]


def test_attention_heatmaps_another_sentence_draws_another_map(open_page: Opener) -> None:
    """With the shipped models: the trainings on the way there are nbval's to run."""
    notebook = open_page("notebooks/42_attention_heatmaps.ipynb", "Ich liebe Katzen")
    notebook.run_only(
        "load_everyday_en_de(", "def sides(", "nn.RNN(1, 1", "def vocabulary(", "class Attention(",
        "class Translator(", "def batches(", "def translate(", "load_attention_models(", "def shipped(",
        "problem = load_room(", "def look(", "ipywidgets.Text(",
    )  # fmt: skip
    assert notebook.warnings() == []
    widget = notebook.cells.locator(".jupyter-widgets.widget-vbox").filter(has=notebook.page.locator("input")).first
    box, figure = widget.get_by_label("English", exact=True), widget.locator("img").first
    seen = set()
    for sentence in (box.input_value(), "I love cats.", "My sister will call you tomorrow evening."):
        box.fill(sentence)
        box.press("Enter")
        expect(figure).to_have_attribute("alt", re.compile(re.escape(sentence)), timeout=30_000)
        assert is_drawn(figure)
        seen.add(figure.get_attribute("src"))
    assert len(seen) == 3

    box.fill("I love kats.")
    box.press("Enter")
    expect(widget).to_contain_text("never seen: kats", timeout=30_000)


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
