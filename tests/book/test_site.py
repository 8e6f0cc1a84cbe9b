"""The web book: whole, linked both ways, the same for everybody's eyes and ears, and asking nobody else.

The book is built once here (module fixture), and once more small, with a repository and a lesson made for it.
"""

from __future__ import annotations

import functools
import html.parser
import http.server
import os
import re
import shutil
import threading
import urllib.parse
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import browser_lab
import nbformat
import pytest
from typer.testing import CliRunner

from overheard import cli, curriculum, paths, quotes, reference
from overheard.author import build
from overheard.book import pages, site
from overheard.curriculum import Curriculum
from overheard.errors import OverheardError

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from playwright.sync_api import Page as PlaywrightPage

pytest.importorskip("myst_nb", reason="the web book's packages are not installed: setup_env.py --extra site")

REPOSITORY = "https://github.com/someone/overheard"
LOADS = {"script": "src", "img": "src", "iframe": "src", "source": "src", "video": "src", "embed": "src"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


# ------------------------------------------------------------------------------------------- reading pages


@dataclass
class Element:
    tag: str
    attrs: dict[str, str]
    inside: tuple[str, ...]  #: tags and classes around it
    text: str = ""


class Page(html.parser.HTMLParser):
    """What a page of the book holds, in order."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self.open: list[Element] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        inside = tuple(f"{e.tag}.{e.attrs.get('class', '')}" for e in self.open)
        element = Element(tag, found, inside)
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if any(element.tag == tag for element in self.open):
            while self.open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.text += data

    def all(self, tag: str, article: bool = False) -> list[Element]:
        return [
            element for element in self.elements
            if element.tag == tag and (not article or any("bd-article" in name for name in element.inside))
        ]  # fmt: skip

    @functools.cached_property
    def ids(self) -> set[str]:
        return {element.attrs["id"] for element in self.elements if "id" in element.attrs}

    @functools.cached_property
    def links(self) -> list[str]:
        return [element.attrs["href"] for element in self.all("a") if "href" in element.attrs]

    @property
    def text(self) -> str:
        return " ".join(self.elements[0].text.split())


@dataclass
class Book:
    curriculum: Curriculum
    folder: Path
    built: site.Built
    pages: dict[str, Page] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for path in sorted(self.folder.rglob("*.html")):
            self.pages[path.relative_to(self.folder).as_posix()] = Page(path.read_text(encoding="utf-8"))

    def targets(self, page: str, element_links: list[str] | None = None) -> set[str]:
        """The pages (with fragment) that a page links to, relative to the root; other hosts as they are."""
        found = set()
        for link in element_links if element_links is not None else self.pages[page].links:
            if urllib.parse.urlsplit(link).scheme:
                found.add(link)
                continue
            path, _, fragment = link.partition("#")
            path = urllib.parse.unquote(path)
            target = os.path.normpath(os.path.join(os.path.dirname(page), path)) if path else page  # noqa: PTH118, PTH120
            found.add(f"{target}#{urllib.parse.unquote(fragment)}" if fragment else target)
        return found


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    listing = curriculum.load()
    built = site.make(listing, tmp_path_factory.mktemp("book") / "site")
    return Book(listing, built.folder, built)


# A small checkout: one lesson with exercises, formulas, a price, a link to a file that the book does not carry.

LESSON_YML = """\
title: A small lesson
promise: You will have seen a formula.
question: What is $x^2$?
quotes: [projects-you-are-passionate-about]
objectives: [one, two, three]
minutes: {practise: 5}
seconds: {lesson: 1}
terms: [accuracy]
references: [wu2016]
takeaways: [it works]
teacher:
  agenda: [{minutes: 30, what: Read}, {minutes: 20, what: "Do | see"}]
  stumbles: [none yet]
"""
LESSON_PY = """\
# %% [markdown]
# {{ header }}

# %% [markdown]
# The share of right answers is called **accuracy**. A formula: $x^2 + 1$. A price of $5 or $6. See
# [the builder](../overheard/build.py), and print [the sheet](../lessons/small/my_work/sheet.html).

# %%
print("a result")

# %% [markdown]
# {{ takeaway }}
"""
PRACTICE_PY = """\
# %% [markdown]
# {{ practice_header }}

# %% [markdown]
# ## Exercise 1 · Double it (●, 5 minutes)
#
# Write `double`.

# %%
def double(x):
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION


# %% [markdown]
# <details><summary>Hint 1</summary>
#
# Two times.
#
# </details>
"""


def small_checkout(root: Path, lesson: str = LESSON_PY) -> Curriculum:
    """A checkout with one lesson in ``root``, its notebooks not executed."""
    room = root / "lessons" / "small"
    room.mkdir(parents=True)
    (root / "curriculum.yml").write_text(
        f"title: Overheard\ntagline: A small book\nrepository: {REPOSITORY}\nparts:\n"
        "  - number: 1\n    title: A part\n    lessons:\n"
        "      - {number: 11, slug: small}\n      - {number: 12, slug: later, planned: Later}\n",
        encoding="utf-8",
    )
    for name, text in (("lesson.yml", LESSON_YML), ("lesson.py", lesson), ("practice.py", PRACTICE_PY)):
        (room / name).write_text(text, encoding="utf-8")
    for name in ("checks.py", "answers.py"):
        (room / name).write_text("", encoding="utf-8")
    (room / "my_work").mkdir()
    (room / "my_work" / "sheet.html").write_text(
        '<!doctype html><title>A sheet</title><link rel="icon" href="data:,">', encoding="utf-8"
    )
    (root / "transcripts").mkdir()
    shutil.copy(paths.TRANSCRIPTS / "quotes.yml", root / "transcripts")
    listing = curriculum.read(root)
    for folder in build.KINDS:
        notebook, _ = build.render_notebook(listing, listing.lessons[0], folder)
        (root / folder).mkdir()
        nbformat.write(notebook, build.notebook_path(listing.lessons[0], folder, root))
    return listing


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Book:
    root = tmp_path_factory.mktemp("small")
    listing = small_checkout(root)
    built = site.make(listing, root / "site", root)
    return Book(listing, built.folder, built)


@pytest.fixture(params=["book", "small"])
def any_book(request: pytest.FixtureRequest) -> Book:
    return request.getfixturevalue(request.param)


# ------------------------------------------------------------------------------------------- what is there


def test_every_ready_lesson_is_there_and_linked(any_book: Book) -> None:
    home = any_book.targets("index.html")
    for lesson in any_book.curriculum.lessons:
        for folder in build.folders_of(lesson):
            assert f"{folder}/{lesson.name}.html" in any_book.pages
        assert f"notebooks/{lesson.name}.html" in home
        assert f"teaching/{lesson.name}.html" in any_book.pages


def test_the_map_can_be_clicked_and_heard(any_book: Book) -> None:
    page = any_book.pages["index.html"]
    on_map = [a for a in page.all("a") if any(name.startswith("svg.") for name in a.inside)]
    ready = [f"notebooks/{lesson.name}.html" for lesson in any_book.curriculum.lessons]
    assert [a.attrs["href"] for a in on_map] == ready
    for a, lesson in zip(on_map, any_book.curriculum.lessons, strict=True):
        assert f"{lesson.number:02d} · {lesson.title}" in a.attrs["aria-label"]
        assert lesson.question in a.attrs["aria-label"]
    (svg,) = [svg for svg in page.all("svg") if "aria-labelledby" in svg.attrs]
    assert {svg.attrs["aria-labelledby"], svg.attrs["aria-describedby"]} <= page.ids
    drawn = [text.text for text in page.all("text")]
    for planned in any_book.curriculum.planned:
        assert f"{planned.number:02d} · {planned.title}" in drawn
        name = f"{planned.number:02d}_{planned.slug}"
        assert not [link for other in any_book.pages for link in any_book.targets(other) if name in link]


def test_links_lead_somewhere(any_book: Book) -> None:
    dead = []
    for name, page in any_book.pages.items():
        loaded = [e.attrs[LOADS.get(e.tag, "href")] for e in page.elements if e.attrs.get(LOADS.get(e.tag, "href"))]
        for target in any_book.targets(name, loaded):
            if urllib.parse.urlsplit(target).scheme:
                continue
            path, _, fragment = target.partition("#")
            path = path.partition("?")[0]
            if path.endswith(".html"):
                found = path in any_book.pages and (not fragment or fragment in any_book.pages[path].ids)
            else:
                found = (any_book.folder / path).is_file()
            if not found:
                dead.append(f"{name} -> {target}")
    assert not dead


def test_nothing_is_loaded_from_another_host(any_book: Book) -> None:
    far = []
    for name, page in any_book.pages.items():
        for element in page.elements:
            loaded = element.attrs.get(LOADS.get(element.tag, ""), "")
            if element.tag == "link":
                loaded = element.attrs.get("href", "")
            for url in (loaded, element.attrs.get("srcset", ""), element.attrs.get("poster", "")):
                if re.match(r"(https?:)?//", url):
                    far.append(f"{name}: {url}")
    for sheet in any_book.folder.rglob("*.css"):
        urls = re.findall(r"(?:url\(|@import\s+)[\"']?((?:https?:)?//[^\"')]+)", sheet.read_text(encoding="utf-8"))
        far += [f"{sheet.name}: {url}" for url in urls]
    assert not far


def test_figures_have_their_text_alternative(book: Book) -> None:
    for lesson in book.curriculum.lessons:
        for folder in build.folders_of(lesson):
            notebook = nbformat.read(build.notebook_path(lesson, folder), as_version=4)
            told = [
                " ".join(alt.split())
                for cell in notebook.cells
                if cell.cell_type == "code" and "lesson_map.draw()" not in cell.source
                for output in cell.outputs
                if (alt := build.figure_alternative(output)) is not None
            ]
            shown = book.pages[f"{folder}/{lesson.name}.html"].all("img", article=True)
            assert [" ".join(img.attrs.get("alt", "").split()) for img in shown] == told
    for name, page in book.pages.items():
        assert all(img.attrs.get("alt") for img in page.all("img", article=True)), name


def test_outputs_are_shown_as_they_are_stored(book: Book) -> None:
    for lesson in book.curriculum.lessons:
        page = book.pages[f"notebooks/{lesson.name}.html"].text
        notebook = nbformat.read(build.notebook_path(lesson, "notebooks"), as_version=4)
        printed = [
            " ".join(output.text.split())
            for cell in notebook.cells if cell.cell_type == "code"
            for output in cell.outputs if output.output_type == "stream"
        ]  # fmt: skip
        assert [text for text in printed if text not in page] == []


def test_nothing_is_executed(small: Book) -> None:
    page = small.pages["notebooks/11_small.html"]  # its notebook holds no outputs
    assert [div for div in page.all("div") if "cell_input" in div.attrs.get("class", "")]
    assert not [div for div in page.all("div") if "cell_output" in div.attrs.get("class", "")]


def test_hints_are_folded(any_book: Book) -> None:
    for lesson in any_book.curriculum.lessons:
        for folder in build.folders_of(lesson):
            folds = any_book.pages[f"{folder}/{lesson.name}.html"].all("details", article=True)
            assert not [fold for fold in folds if "open" in fold.attrs]
            if folder == "exercises":
                assert [fold for fold in folds if "Hint" in fold.text]


def test_a_solution_is_one_click_away_and_back(any_book: Book) -> None:
    for lesson in any_book.curriculum.lessons:
        if lesson.has_practice:
            pages = [f"{folder}/{lesson.name}.html" for folder in ("notebooks", "exercises", "solutions")]
            for page in pages:
                assert set(pages) - {page} <= any_book.targets(page) | {page}


def test_each_exercise_links_to_its_own_solution(small: Book) -> None:
    assert "solutions/11_small.html#solution-small-1" in small.targets("exercises/11_small.html")
    assert "exercises/11_small.html#exercise-small-1" in small.targets("solutions/11_small.html")


def test_words_and_lessons_link_both_ways(any_book: Book) -> None:
    terms = reference.load_glossary()
    page = any_book.pages["glossary.html"]
    for term, definition in terms.items():
        assert term in [dt.text.strip("#\n ") for dt in page.all("dt")]
        if not re.search(r"[*`_\[\]'\"$\\.]{2}|[*`$'\"]", definition):  # markup and quotes are rendered
            assert " ".join(definition.split()) in page.text
    back = any_book.targets("glossary.html")
    for lesson in any_book.curriculum.lessons:
        here = any_book.targets(f"notebooks/{lesson.name}.html")
        for term in lesson.terms:
            (anchor,) = [dt.attrs["id"] for dt in page.all("dt") if dt.text.strip("#\n ") == term]
            assert f"glossary.html#{anchor}" in here, f"{lesson.name} does not link to {term}"
        if lesson.terms:
            assert f"notebooks/{lesson.name}.html" in back


def test_sources_and_lessons_link_both_ways(any_book: Book) -> None:
    for lesson in any_book.curriculum.lessons:
        here = any_book.targets(f"notebooks/{lesson.name}.html")
        for key in lesson.references:
            assert f"bibliography.html#{pages.reference_anchor(key)}" in here
            assert str(reference.load_references()[key].url) in any_book.targets("bibliography.html")
        if lesson.references:
            assert f"notebooks/{lesson.name}.html" in any_book.targets("bibliography.html")


def test_quotes_keep_their_deep_links(any_book: Book) -> None:
    known = quotes.load()
    for lesson in any_book.curriculum.lessons:
        links = any_book.pages[f"notebooks/{lesson.name}.html"].links
        assert known[lesson.quotes[0]].deep_link in links
        assert known[lesson.quotes[0]].episode_page in links
        assert f"“{known[lesson.quotes[0]].exact}”" in any_book.pages[f"notebooks/{lesson.name}.html"].text
    ready = {lesson.slug for lesson in any_book.curriculum.lessons}
    for quote in known.values():
        assert (quote.deep_link in any_book.pages["quotes.html"].links) == bool(ready & set(quote.lessons))


def test_data_cards_are_pages(book: Book) -> None:
    listed = book.targets("data.html")
    for lesson in book.curriculum.lessons:
        for name in lesson.datasets:
            page = f"datasets/{name}/README.html"
            assert page in listed
            assert page in book.targets(f"notebooks/{lesson.name}.html")
            assert f"notebooks/{lesson.name}.html" in book.targets(page)
            for problem in ("Know before you trust it", "sha256"):
                assert problem in book.pages[page].text


def test_the_teachers_guide_has_every_agenda(any_book: Book) -> None:
    guide = any_book.targets("teaching.html")
    text = any_book.pages["teaching.html"].text
    assert "{{" not in text and "double braces" not in text
    for lesson in any_book.curriculum.lessons:
        page = f"teaching/{lesson.name}.html"
        assert page in guide
        text = any_book.pages[page].text
        for item in lesson.teacher.agenda:
            assert str(item.minutes) in text
        if lesson.teacher.agenda:
            assert f"Agenda, {pages.agenda_minutes(lesson)} minutes" in text


@pytest.mark.parametrize(("steps", "most"), [(pages.HALF_DAY, 210), (pages.DAY, 510)])
def test_the_workshop_plan_adds_up(steps: tuple, most: int) -> None:
    listing = curriculum.load()
    plan = pages.plan(listing, steps)
    rows = re.findall(r"^\| (\d+):(\d\d) \| (\d*) \|", plan, re.MULTILINE)
    times = [60 * int(hour) + int(minute) for hour, minute, _ in rows]
    lengths = [int(length or 0) for *_, length in rows]
    assert [now + length for now, length in zip(times, lengths, strict=True)][:-1] == times[1:]
    assert times[-1] - times[0] <= most
    for lesson in listing.lessons:
        assert plan.count(f"teaching/{lesson.name}.md") == ((lesson.slug, None) in steps)
        first = [amount for slug, amount in steps if slug == lesson.slug and amount]
        assert plan.count(f"exercises/{lesson.name}.ipynb") == len(first)
        for amount in first:
            stated = sum(pages.exercise_minutes(lesson)[:amount])
            assert f"| {stated + pages.TALK} | its first " in plan
    assert "not ready" in pages.plan(listing, [("no_such_lesson", None)])


def test_every_exercise_states_its_minutes() -> None:
    for lesson in curriculum.load().lessons:
        practice = lesson.folder / "practice.py"
        headed = practice.read_text(encoding="utf-8").count("# ## Exercise ") if practice.exists() else 0
        assert len(pages.exercise_minutes(lesson)) == headed


def test_search_knows_the_lessons(any_book: Book) -> None:
    index = (any_book.folder / "searchindex.js").read_text(encoding="utf-8")
    for lesson in any_book.curriculum.lessons:
        assert f"notebooks/{lesson.name}" in index
    assert "search.html" in any_book.pages


# ---------------------------------------------------------------------------- with and without a repository


def test_launch_buttons_only_where_there_is_a_repository(book: Book, small: Book) -> None:
    launch = {link for page in small.pages.values() for link in page.links if "mybinder.org" in link}
    assert f"{site.BINDER}/v2/gh/someone/overheard/main?urlpath=lab/tree/notebooks/11_small.ipynb" in launch
    assert f"{REPOSITORY}/blob/main/overheard/build.py" in small.targets("notebooks/11_small.html")
    if not book.curriculum.repository:
        assert not [link for page in book.pages.values() for link in page.links if "mybinder.org" in link]


def test_a_formula_loads_mathjax_from_the_book_and_a_price_is_none(small: Book) -> None:
    page = small.pages["notebooks/11_small.html"]
    scripts = [script.attrs.get("src", "") for script in page.all("script")]
    assert any(re.match(r"\.\./_static/mathjax/tex-svg\.js", script) for script in scripts)
    assert "A price of $5 or $6." in page.text
    assert not [s for s in small.pages["glossary.html"].all("script") if "mathjax" in s.attrs.get("src", "")]


def test_links_to_files_that_the_book_does_not_carry() -> None:
    staged = {"notebooks/31_mnist.ipynb", "datasets/mnist/README.md"}
    text = "[a](../datasets/mnist/README.md) [b](make.py#x) [c](https://e.org/) [d](#e) `x`\n```\n[f](g.py)\n```\n"
    here = "exercises/31_mnist.ipynb"
    assert site.localised(text, here, staged, None) == text.replace("[b](make.py#x)", "b")
    assert f"[b]({REPOSITORY}/blob/main/exercises/make.py)" in site.localised(text, here, staged, REPOSITORY)


def test_what_a_lesson_ships_to_print_is_in_the_book(small: Book) -> None:
    [target] = [t for t in small.targets("notebooks/11_small.html") if t.endswith("sheet.html")]
    assert "A sheet" in (small.folder / target).read_text(encoding="utf-8")


def test_words_are_linked_once_and_outside_code() -> None:
    terms = {"class": "class", "attention head": "attention head"}
    text = "# **class**\n**Classes** and **class**, **attention head**\n```\n**class**\n```\n[**class**](x)"
    assert site.with_terms(text, terms, set()) == (
        "# **class**\n{term}`Classes <class>` and **class**, {term}`attention head <attention head>`\n"
        "```\n**class**\n```\n[**class**](x)"
    )


def test_no_progress_bar_stands_still(book: Book) -> None:
    bar = nbformat.v4.new_output(
        "display_data", {"text/plain": "one epoch:   0%|          | 0/860 [00:00<?, ?it/s]"}
    )
    widget = nbformat.v4.new_output(
        "display_data", {"text/plain": "VBox(children=(Canvas(height=280, width=280),))"}
    )
    number = nbformat.v4.new_output("execute_result", {"text/plain": "Fraction(1, 2)"}, execution_count=1)
    shown = site._shown_outputs([bar, widget, number])
    assert [output.data["text/plain"] for output in shown] == [
        "(a widget: run this cell in JupyterLab to use it)",
        "Fraction(1, 2)",
    ]
    assert not [name for name, page in book.pages.items() if "it/s]" in page.text]


# --------------------------------------------------------------------------------------------- bad input


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    listing = small_checkout(tmp_path)
    (tmp_path / "exercises" / "11_small.ipynb").unlink()
    with pytest.raises(site.SiteError, match=r"exercises/11_small\.ipynb is missing; run: overheard build small"):
        site.make(listing, tmp_path / "site", tmp_path)
    (tmp_path / "exercises" / "11_small.ipynb").write_text("{", encoding="utf-8")
    with pytest.raises(site.SiteError, match=r"exercises/11_small\.ipynb is not readable"):
        site.make(listing, tmp_path / "site", tmp_path)
    assert sorted(path.name for path in tmp_path.glob("site*")) == []


def test_no_ready_lesson(tmp_path: Path) -> None:
    listing = small_checkout(tmp_path)
    for part in listing.parts:
        part.entries[:] = [entry for entry in part.entries if entry in listing.planned]
    with pytest.raises(site.SiteError, match="No lesson is ready"):
        site.make(listing, tmp_path / "site", tmp_path)


def test_a_warning_stops_the_book_and_leaves_the_old_one(tmp_path: Path) -> None:
    listing = small_checkout(tmp_path, LESSON_PY.replace("See", "See [nowhere](#no-such-place)"))
    old = tmp_path / "site"
    old.mkdir()
    (old / site.OURS).write_text("an old book", encoding="utf-8")
    with pytest.raises(site.SiteError) as refused:
        site.make(listing, old, tmp_path)
    assert re.search(r"notebooks/11_small\.ipynb, cell \d+, line \d+: WARNING: .*no-such-place", str(refused.value))
    assert str(tmp_path) not in str(refused.value)
    assert [path.name for path in old.iterdir()] == [site.OURS]


def test_what_is_no_book_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(site.SiteError, match="not a web book"):
        site.make(curriculum.load(), tmp_path)
    assert (tmp_path / "thesis.txt").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("arguments", [["--nonsense"], ["mnist"]])
def test_unknown_options_are_refused(arguments: list[str]) -> None:
    result = CliRunner().invoke(cli.app, ["site", *arguments])
    assert result.exit_code == 2
    assert arguments[0] in result.output


def test_a_missing_notebook_ends_the_command_with_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    listing = small_checkout(tmp_path)
    shutil.rmtree(tmp_path / "notebooks")
    monkeypatch.setattr(curriculum, "load", lambda: listing)
    monkeypatch.setattr(paths, "ROOT", tmp_path)
    monkeypatch.setattr("sys.argv", ["overheard", "site"])
    with pytest.raises(SystemExit) as left:
        cli.main()
    assert left.value.code == 2
    assert capsys.readouterr().err.strip() == "notebooks/11_small.ipynb is missing; run: overheard build small"


def test_errors_are_the_projects_own() -> None:
    assert issubclass(site.SiteError, OverheardError)


# ----------------------------------------------------------------------------------------- in the browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if missing := browser_lab.missing_browser():
        pytest.skip(missing)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=browser_lab.find_chromium(), args=browser_lab.ARGUMENTS
        )
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def serve() -> Iterator[Callable[[Path], str]]:
    """Serve a folder on a free port of this machine; gives the address."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *args: object) -> None:
            pass

    servers = []

    def start(folder: Path) -> str:
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=folder))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}/"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@dataclass
class Reader:
    """A browser window on a served book that notes what goes wrong."""

    page: PlaywrightPage
    book: Book
    address: str
    asked: list[str] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)

    def open(self, name: str) -> None:
        self.page.goto(self.address + name, wait_until="load")

    @property
    def far(self) -> list[str]:
        return [url for url in self.asked if not url.startswith((self.address, "data:", "blob:"))]


@pytest.fixture
def reader(browser: Browser, serve: Callable[[Path], str], request: pytest.FixtureRequest) -> Iterator[Reader]:
    """Options of the window as a dict in the test's parameter: book, width (pixels), theme."""
    options = getattr(request, "param", {})
    shown: Book = request.getfixturevalue(options.get("book", "book"))
    context = browser.new_context(
        viewport={"width": options.get("width", 1280), "height": 900}, color_scheme=options.get("theme", "light")
    )
    page = context.new_page()
    reader = Reader(page, shown, serve(shown.folder))
    page.on("request", lambda asked: reader.asked.append(asked.url))
    page.on("pageerror", lambda error: reader.troubles.append(str(error)))
    page.on("console", lambda message: reader.troubles.append(message.text) if message.type == "error" else None)
    yield reader
    context.close()


WINDOWS = [{"width": 1280}, {"width": 800}, {"book": "small"}]


@pytest.mark.parametrize("reader", WINDOWS, indirect=True, ids=str)
def test_pages_open_whole_and_ask_no_other_host(reader: Reader) -> None:
    for name in reader.book.pages:
        reader.open(name)
        wide = reader.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{name} is {wide} pixels wider than the window"
    assert reader.far == []
    assert reader.troubles == []


def test_a_lesson_opens_from_the_map(reader: Reader) -> None:
    lesson = reader.book.curriculum.lessons[-1]
    reader.open("index.html")
    reader.page.locator(".lesson-map a", has_text=lesson.title).click()
    reader.page.wait_for_url(f"**/notebooks/{lesson.name}.html")
    assert lesson.title in reader.page.locator("h1").first.inner_text()


def test_search_finds_a_word(reader: Reader) -> None:
    reader.open("index.html")
    reader.page.locator(".bd-sidebar-primary .search-button__button").click()
    reader.page.locator("#pst-search-dialog input").fill("baseline")
    reader.page.locator("#pst-search-dialog input").press("Enter")
    reader.page.locator("#search-results li a").first.wait_for()
    found = reader.page.locator("#search-results li a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    assert any("glossary.html" in link for link in found)
    assert any("notebooks/" in link for link in found)
    assert reader.far == []


@pytest.mark.parametrize("reader", [{"book": "small"}], indirect=True, ids=str)
def test_a_formula_is_drawn(reader: Reader) -> None:
    reader.open("notebooks/11_small.html")
    reader.page.locator("mjx-container svg").first.wait_for()
    assert reader.page.locator("mjx-container").count() == 2  # in the question and in the text
    assert reader.far == []


def test_a_hint_unfolds_by_keyboard(reader: Reader) -> None:
    lesson = reader.book.curriculum.lessons[0]
    reader.open(f"notebooks/{lesson.name}.html")
    hint = reader.page.locator("details", has_text="Hint 1").first
    assert not hint.locator("p").first.is_visible()
    hint.locator("summary").press("Enter")
    assert hint.locator("p").first.is_visible()


def serious(reader: Reader, name: str, contrast: bool = True) -> list[str]:
    """What axe-core finds on a page that is serious or critical."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="`make test` installs it").Axe()
    options = {"resultTypes": ["violations"], "rules": {"color-contrast": {"enabled": contrast}}}
    reader.open(name)
    # Half-way through the theme's fade no colour is the one that is meant.
    reader.page.add_style_tag(content="*, *::before, *::after { transition: none !important }")
    return [
        f"{name}: {found['id']}: {node['html'][:200]}"
        for found in axe.run(reader.page, options=options).response["violations"]
        if found["impact"] in ("serious", "critical")
        for node in found["nodes"]
    ]


@pytest.mark.parametrize("reader", [{"theme": "light"}, {"theme": "dark"}], indirect=True, ids=str)
def test_axe_finds_nothing_serious(reader: Reader) -> None:
    lessons = reader.book.curriculum.lessons
    one = [lesson for lesson in lessons if lesson.has_practice][-1]
    names = ["index.html", "glossary.html", "teaching.html", "data.html", f"notebooks/{lessons[0].name}.html"]
    names += [f"notebooks/{one.name}.html", f"exercises/{one.name}.html", f"teaching/{one.name}.html"]
    assert [found for name in names for found in serious(reader, name)] == []


def test_axe_finds_nothing_serious_on_any_page(reader: Reader) -> None:
    # Contrast is most of the work, and the same everywhere: the test above looks at it.
    names = [name for name in reader.book.pages if not name.startswith("_")]
    assert [found for name in names for found in serious(reader, name, contrast=False)] == []
