"""Slides: one deck a lesson, nothing told too early, whole on every screen, and asking nobody else."""

from __future__ import annotations

import base64
import functools
import hashlib
import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

pytest.importorskip("myst_nb", reason="the web book's packages are not installed: setup_env.py --extra site")

from test_site import (
    LESSON_YML,
    Book,
    Page,
    any_book,  # noqa: F401
    book,  # noqa: F401
    browser,  # noqa: F401
    serve,  # noqa: F401
    small,  # noqa: F401
    small_checkout,
)

from overheard import curriculum, paths, quotes
from overheard.author import build
from overheard.book import site, slides
from overheard.curriculum import Curriculum, Lesson

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from playwright.sync_api import Page as PlaywrightPage

PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
ALT = "Three bars, of which the last one is the tallest."


# ------------------------------------------------------------------------------------------- reading decks


@dataclass
class Shown:
    """A slide as its page holds it."""

    kind: str
    text: str  #: what the room sees, alternatives of pictures included
    notes: str
    page: Page

    @functools.cached_property
    def alternatives(self) -> list[str]:
        return [img.attrs["alt"] for img in self.page.all("img")]


def read_slides(markup: str) -> list[Shown]:
    found = []
    for kind, part in re.findall(r'<section class="(\w+)">(.*?)</section>', markup, re.DOTALL):
        part, _, notes = part.partition('<aside class="notes">')
        page = Page(f"<div>{part}</div>")
        words = " ".join([page.elements[0].text, *(img.attrs["alt"] for img in page.all("img"))])
        found.append(Shown(kind, " ".join(words.split()), notes, page))
    return found


def decks(shown: Book) -> Iterator[tuple[Lesson, list[Shown]]]:
    for lesson in shown.curriculum.lessons:
        if lesson.teacher.agenda:
            file = shown.folder / slides.FOLDER / f"{lesson.name}.html"
            yield lesson, read_slides(file.read_text(encoding="utf-8"))


def walk_through(lesson: Lesson) -> NotebookNode:
    return nbformat.read(build.notebook_path(lesson, build.NOTEBOOKS), as_version=4)


MEASURED = re.compile(r"^Measured: (.+?)\. You", re.MULTILINE)


def told_by(one: NotebookNode) -> str:
    """What a code cell printed."""
    return "".join(output.get("text", "") for output in one.outputs)


def plain(markdown: str) -> str:
    """Words of a line of markdown, without its marks."""
    return " ".join(re.sub(r"[*`$\\()]", "", markdown).split())


# ---------------------------------------------------------------------------------------------- what is there


def test_each_lesson_with_an_agenda_has_a_deck_that_is_linked(any_book: Book) -> None:  # noqa: F811
    assert [lesson for lesson, _ in decks(any_book)]
    for lesson, shown in decks(any_book):
        name = f"slides/{lesson.name}.html"
        assert name in any_book.targets(f"teaching/{lesson.name}.html")
        assert name in any_book.targets("teaching.html")
        page = any_book.pages[name]
        (html_element,) = page.all("html")
        (title,) = page.all("title")
        assert html_element.attrs["lang"] == "en"
        assert f"{lesson.number:02d} · {lesson.title}" in title.text
        assert all(len(slide.page.all("h1") + slide.page.all("h2")) == 1 for slide in shown)
    assert any_book.built.pages == len(any_book.pages)


def test_a_lesson_without_an_agenda_has_none(tmp_path: Path) -> None:
    small_checkout(tmp_path)
    file = tmp_path / "lessons" / "small" / "lesson.yml"
    assert "teacher:" in LESSON_YML
    file.write_text(LESSON_YML.partition("teacher:")[0], encoding="utf-8")
    listing = curriculum.read(tmp_path)
    built = site.make(listing, tmp_path / "site", tmp_path)
    assert not (built.folder / "slides").exists()
    assert not [file for file in built.folder.rglob("*") if "reveal" in file.name or file.name == "slides.css"]
    assert "slides/" not in (built.folder / "teaching.html").read_text(encoding="utf-8")
    assert "slides/" not in (built.folder / "teaching" / "11_small.html").read_text(encoding="utf-8")


def test_the_slides_come_in_order(any_book: Book) -> None:  # noqa: F811
    for lesson, shown in decks(any_book):
        kinds = [slide.kind for slide in shown]
        assert kinds[:3] == ["title", "said", "agenda"]
        assert lesson.title in shown[0].text and plain(lesson.promise) in plain(shown[0].text)
        assert kinds.count("question") == len(lesson.retrieval)
        last = kinds[len(kinds) - len(lesson.retrieval) - bool(lesson.takeaways) :]
        assert last == ["takeaway"] * bool(lesson.takeaways) + ["question"] * len(lesson.retrieval)
        verdict = [slide for slide in shown if slide.text.startswith("Said, measured, where it stops")]
        if any("## Said, measured" in cell.source for cell in _notebook_of(any_book, lesson).cells):
            at = shown.index(verdict[-1])
            assert all(slide.kind in ("takeaway", "question") for slide in shown[at + 1 :])


def _notebook_of(shown: Book, lesson: Lesson) -> NotebookNode:
    root = lesson.folder.parent.parent
    return nbformat.read(build.notebook_path(lesson, build.NOTEBOOKS, root), as_version=4)


def test_the_quote_is_verbatim_with_its_links(any_book: Book) -> None:  # noqa: F811
    for lesson, shown in decks(any_book):
        quote = quotes.load()[lesson.quotes[0]]
        said = shown[1]
        assert f"“{quote.exact}”" in said.text
        assert quote.speaker in said.text and quote.episode in said.text
        assert {quote.deep_link, quote.episode_page} <= set(said.page.links)
        assert plain(lesson.question) in plain(said.text)


def test_further_quotes_are_verbatim(book: Book) -> None:  # noqa: F811
    for lesson, shown in decks(book):
        quoted = [quote for quote in quotes.load().values() if f"> “{quote.exact}”" in "\n".join(
            cell.source for cell in walk_through(lesson).cells[1:] if cell.cell_type == "markdown"
        )]  # fmt: skip
        for quote in quoted:
            assert any(
                f"“{quote.exact}”" in slide.text and quote.deep_link in slide.page.links
                for slide in shown if slide.kind == "quote"
            )  # fmt: skip


def test_the_agenda_is_timed(any_book: Book) -> None:  # noqa: F811
    for lesson, shown in decks(any_book):
        cells = [cell.text for slide in shown if slide.kind == "agenda" for cell in slide.page.all("td")]
        starts = [int(start) for start in cells[::2]]
        lengths = [item.minutes for item in lesson.teacher.agenda]
        assert starts == list(itertools.accumulate(lengths, initial=0))[:-1]
        assert f"Agenda, {sum(lengths)} minutes" in shown[2].text
        for line in (*lesson.teacher.notes, *lesson.teacher.stumbles):
            assert plain(line) in plain(Page(f"<div>{shown[2].notes}</div>").elements[0].text)


def test_every_figure_is_there_with_its_alternative(book: Book) -> None:  # noqa: F811
    count = 0
    for lesson, shown in decks(book):
        told = [
            " ".join(alt.split())
            for cell in walk_through(lesson).cells if cell.cell_type == "code"
            for output in cell.outputs
            if (alt := build.figure_alternative(output)) is not None
        ]  # fmt: skip
        assert [alt for slide in shown for alt in slide.alternatives] == told
        assert all(slide.notes for slide in shown if slide.kind == "figure" and slide.page.links)
        for slide in shown:
            for img in slide.page.all("img"):
                assert (book.folder / "slides" / img.attrs["src"]).is_file()
        count += len(told)
    assert count > 10


def test_pictures_are_not_stored_twice(book: Book) -> None:  # noqa: F811
    pictures = list((book.folder / "_images").glob("*.png"))
    assert len({hashlib.sha256(file.read_bytes()).digest() for file in pictures}) == len(pictures)


def test_no_answer_comes_before_its_guess(book: Book) -> None:  # noqa: F811
    count = 0
    for lesson, shown in decks(book):
        cells = [one for one in walk_through(lesson).cells if one.cell_type == "code"]
        asking = [one for one in cells if re.search(r"^my_guess\w* *= *None", one.source, re.MULTILINE)]
        guesses = [slide for slide in shown if slide.kind == "guess"]
        assert len(guesses) >= len(asking)
        revealing = [one for one in cells if MEASURED.search(told_by(one))]
        measured = [slide for slide in shown if slide.kind == "measured"]
        for slide, one in zip(measured, revealing, strict=True):
            values = MEASURED.findall(told_by(one))
            assert [e.text for e in slide.page.elements if e.attrs.get("class") == "value"] == values
            before = [
                guess
                for guess, other in zip(guesses, asking, strict=False)
                if cells.index(other) < cells.index(one)
            ]
            assert before and all(shown.index(guess) < shown.index(slide) for guess in before)
            for alt in filter(None, map(build.figure_alternative, one.outputs)):
                at = next(i for i, other in enumerate(shown) if " ".join(alt.split()) in other.alternatives)
                assert at > shown.index(before[-1])
            answers = re.findall(r"^(-?[\d.]+)\s*(.*)$", "\n".join(values), re.MULTILINE)
            for early in (*shown[:3], before[-1]):
                assert slides.untold(plain(early.text), answers) == plain(early.text)
            count += 1
    assert count > 3


def test_slides_link_to_their_section_of_the_lesson(book: Book) -> None:  # noqa: F811
    for lesson, shown in decks(book):
        ids = book.pages[f"notebooks/{lesson.name}.html"].ids
        titles = {
            line.removeprefix("## ").strip() for cell in walk_through(lesson).cells if cell.cell_type == "markdown"
            for line in cell.source.splitlines() if line.startswith("## ")
        } - {"Take-away"}  # fmt: skip
        linked = set()
        for slide in shown:
            for a in slide.page.all("a"):
                if a.text.startswith("In the lesson: "):
                    path, _, anchor = a.attrs["href"].partition("#")
                    assert path == f"../notebooks/{lesson.name}.html"
                    assert anchor in ids, f"{lesson.name}: {a.text}"
                    linked.add(a.text.removeprefix("In the lesson: "))
        assert len(linked) == len(titles), linked ^ titles


def test_answers_to_the_closing_questions_are_fragments(any_book: Book) -> None:  # noqa: F811
    for lesson, shown in decks(any_book):
        asked = [slide for slide in shown if slide.kind == "question"]
        for slide, item in zip(asked, lesson.retrieval, strict=True):
            hidden = [e for e in slide.page.elements if "fragment" in e.attrs.get("class", "").split()]
            assert [plain(e.text) for e in hidden] == [plain(item.answer)]
            assert plain(slide.text.removesuffix(hidden[0].text)).endswith(plain(item.question))


def test_what_is_folded_stays_away(book: Book) -> None:  # noqa: F811
    for lesson, _ in decks(book):
        text = (book.folder / "slides" / f"{lesson.name}.html").read_text(encoding="utf-8")
        assert "<details" not in text
        assert "FIXME" not in text and "{{" not in text


# ------------------------------------------------------------------------------------- made for the purpose


def printed(text: str) -> NotebookNode:
    return new_output("stream", name="stdout", text=text)


def figure(png: str = PIXEL, alt: str = ALT, kind: str = "image/png") -> NotebookNode:
    return new_output("display_data", {kind: png, "text/plain": alt})


def cell(source: str, *outputs: NotebookNode) -> NotebookNode:
    return new_code_cell(source, outputs=list(outputs))


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Curriculum:
    return small_checkout(tmp_path_factory.mktemp("room"))


def made(room: Curriculum, *cells: NotebookNode | str, exists: tuple[str, ...] = ()) -> list[Shown]:
    """The slides between the agenda and the take-away, of a notebook with these cells."""
    notebook = new_notebook(cells=[new_markdown_cell(one) if isinstance(one, str) else one for one in cells])
    found = slides.slides_of(room, room.lessons[0], notebook, lambda data: "x.png", exists.__contains__)
    shown = read_slides("".join(slide.markup("../notebooks/11_small.html", {}) for slide in found))
    return [slide for slide in shown if slide.kind not in ("title", "said", "agenda", "takeaway")]


def test_a_lesson_without_figures_and_guesses(room: Curriculum) -> None:
    (only,) = made(room, "# 11 · A title\n\nx", "## Piles\n\nThe **training set** and the **test set**. Why two?\n")
    assert only.kind == "words"
    assert [item.text for item in only.page.all("li")] == ["training set", "test set"]
    assert "Why two?" in only.text
    assert made(room) == []


def test_a_guess_comes_with_what_leads_to_it_and_not_with_what_follows(room: Curriculum) -> None:
    guess, measured, picture = made(
        room,
        "## A game\n\nWe throw twice.",
        "First words. **Your guess:** how many per cent?",
        cell("my_guess = None  # 0 to 100"),
        cell("reveal(my_guess, 62)", figure(), printed("Measured: 62%. You made no guess; it\nbeside it  61%\n")),
        "Nobody expected 62%.",
    )
    assert [guess.kind, measured.kind, picture.kind] == ["guess", "measured", "figure"]
    assert "First words.Your guess: how many per cent?" in guess.text
    assert "0 to 100" in guess.text and "62" not in guess.text + guess.notes
    assert "We throw twice." in guess.notes
    assert "62%" in measured.text and "beside it  61%" in measured.page.all("pre")[0].text
    assert "Nobody expected 62%." in measured.notes
    assert picture.alternatives == [ALT]


def test_a_guess_without_a_mark_is_found_by_its_cell(room: Curriculum) -> None:
    (guess,) = made(
        room, "## A drawer\n\nBefore.\n\nHow many letters are urgent?", cell("my_guess_two: float = None")
    )
    assert guess.kind == "guess"
    assert "How many letters are urgent?" in guess.text
    assert "Before." in guess.notes and "Before." not in guess.text


def test_an_example_for_a_pencil_shows_its_numbers_and_hides_its_result(room: Curriculum) -> None:
    (slide,) = made(
        room,
        "## Means\n\nIt adds. By pencil, with three numbers:",
        cell("values = [1.0, 2, 6]\ncount = len(values)\nprint(9 / count)\nassert count == 3", printed("3.0\n")),
    )
    assert slide.kind == "pencil"
    numbers, result = slide.page.all("pre")
    assert numbers.text == "values = [1.0, 2, 6]"
    assert result.text == "3.0" and any("fragment" in name for name in result.inside)
    (other,) = made(room, "## Means\n\nIt adds, by hand or not:", cell("assert True", printed("3.0\n")))
    assert other.kind == "words"


def test_a_drawing_is_shown_too(room: Curriculum) -> None:
    (slide,) = made(room, "## A", cell("draw()", figure(png="<svg/>", kind="image/svg+xml")))
    assert slide.kind == "figure" and slide.alternatives == [ALT]
    (img,) = slide.page.all("img")
    assert img.attrs["src"] == f"data:image/svg+xml;base64,{base64.b64encode(b'<svg/>').decode()}"


def test_links_are_those_of_the_book(room: Curriculum) -> None:
    text = "## A\n\n> [a](../datasets/b/README.md) [c](12_other.ipynb#x) [d](../overheard/build.py) [e](https://e.org/)"
    (quote,) = made(room, text, exists=("datasets/b/README.html", "notebooks/12_other.html"))
    repository = f"{room.repository}/blob/main/overheard/build.py"
    wanted = ["../datasets/b/README.html", "../notebooks/12_other.html#x", repository, "https://e.org/"]
    assert quote.page.links[:4] == wanted
    without = room.model_copy(update={"repository": None})
    (quote,) = made(without, text)
    assert quote.page.links[0] == "https://e.org/"
    assert "a c d e" in quote.text


def test_a_formula_is_one_and_a_price_is_none(room: Curriculum) -> None:
    (slide,) = made(room, "## Costs\n\n> It costs $5 or $6, and $x^2 < 1$.")
    assert "$5 or $6" in slide.text
    (formula,) = [span for span in slide.page.all("span") if "math" in span.attrs.get("class", "")]
    assert formula.text == r"\(x^2 < 1\)"


def test_a_long_table_is_shared_out(room: Curriculum) -> None:
    rows = "\n".join(f"| row {i} | {'word ' * 12} |" for i in range(30))
    parts = made(room, f"## Rows\n\n| a | b |\n|---|---|\n{rows}\n")
    assert len(parts) > 2
    assert all([head.text for head in part.page.all("th")] == ["a", "b"] for part in parts)
    told = [td.text for part in parts for td in part.page.all("td")][::2]
    assert told == [f"row {i}" for i in range(30)]
    sizes = [len(part.page.all("tr")) for part in parts]
    assert max(sizes) - min(sizes) <= 2


@pytest.mark.parametrize(
    ("text", "answer", "hidden"),
    [
        ("why 97 % is worthless", ("97", "%"), "why … % is worthless"),
        ("about 80 per cent, 179.7 and 9.79.7%", ("79.7", "%"), "about … per cent, 179.7 and 9.79.7%"),
        ("two of 2 groups", ("2", "groups"), "two of 2 groups"),
        ("from 0.17 to 0.84", ("0.17", "of 1"), "from … to 0.84"),
    ],
)
def test_an_agenda_tells_no_answer(text: str, answer: tuple[str, str], hidden: str) -> None:
    assert slides.untold(text, [answer]) == hidden


# ---------------------------------------------------------------------------------------------- bad input


@pytest.mark.parametrize(
    ("output", "told"),
    [
        (figure(alt="<Figure size 640x480 with 1 Axes>"), "without a text alternative"),
        (figure(png="no picture!"), "is damaged"),
        (figure(png=base64.b64encode(b"GIF89a, not what it says it is").decode()), "is damaged"),
        (figure(png=base64.b64encode(b"\x89PNG\r\n\x1a\n").decode()), "is damaged"),
    ],
)
def test_damage_is_named(room: Curriculum, output: NotebookNode, told: str) -> None:
    with pytest.raises(
        site.SiteError, match=rf"notebooks/11_small\.ipynb, cell 2: .*{told}.*overheard build small"
    ):
        made(room, "## A\n\nText.", cell("draw()", output))


def test_a_deck_whose_lesson_has_no_page_is_refused(room: Curriculum, tmp_path: Path) -> None:
    with pytest.raises(site.SiteError, match=r"no page notebooks/11_small\.html"):
        slides.deck(room, room.lessons[0], new_notebook(), tmp_path)


def test_damage_leaves_the_old_book(tmp_path: Path) -> None:
    listing = small_checkout(tmp_path)
    path = tmp_path / "notebooks" / "11_small.ipynb"
    notebook = nbformat.read(path, as_version=4)
    next(one for one in notebook.cells if one.cell_type == "code").outputs = [figure(png="AAAA")]
    nbformat.write(notebook, path)
    old = tmp_path / "site"
    old.mkdir()
    (old / site.OURS).write_text("an old book", encoding="utf-8")
    with pytest.raises(site.SiteError, match="is damaged"):
        site.make(listing, old, tmp_path)
    assert [file.name for file in old.iterdir()] == [site.OURS]


# ------------------------------------------------------------------------------------------ files by others


def test_files_by_others_are_those_of_the_list() -> None:
    vendor = paths.DOCS / "vendor"
    rows = dict(
        re.findall(r"^\| `([^`]+)` \|.*\| `([0-9a-f]{64})` \|$", (vendor / "README.md").read_text("utf-8"), re.M)
    )
    files = {
        file.relative_to(vendor).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in vendor.rglob("*") if file.is_file() and file.name not in ("README.md", "LICENSE")
    }  # fmt: skip
    assert files == rows
    assert all((vendor / name.split("/")[0] / "LICENSE").is_file() for name in rows)


# ----------------------------------------------------------------------------------------- in the browser


@dataclass
class Projector:
    """A browser window of 1280 by 720 pixels on a served book that notes what goes wrong."""

    page: PlaywrightPage
    address: str
    asked: list[str] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)

    def open(self, name: str, query: str = "") -> int:
        """Open a deck; how many slides it has."""
        self.page.goto(f"{self.address}{name}{query}", wait_until="load")
        self.page.wait_for_function("window.Reveal && Reveal.isReady()")
        return int(self.page.evaluate("Reveal.getTotalSlides()"))

    @property
    def far(self) -> list[str]:
        return [url for url in self.asked if not url.startswith((self.address, "data:", "blob:", "about:"))]


@pytest.fixture
def projector(browser: Browser, serve: Callable[[Path], str]) -> Iterator[Callable[[Path], Projector]]:  # noqa: F811
    context = browser.new_context(viewport={"width": slides.WIDTH, "height": slides.HEIGHT})

    def start(folder: Path) -> Projector:
        shown = Projector(context.new_page(), serve(folder))
        context.on("request", lambda asked: shown.asked.append(asked.url))
        shown.page.on("pageerror", lambda error: shown.troubles.append(str(error)))
        shown.page.on("console", lambda told: shown.troubles.append(told.text) if told.type == "error" else None)
        return shown

    yield start
    context.close()


# What reaches out of the slide, or lies upon what is beside it; with all fragments shown.
OVERFLOW = """() => {
  const slide = Reveal.getCurrentSlide(), found = [];
  const box = slide.querySelector(".body").getBoundingClientRect();
  for (const e of slide.querySelectorAll(".frame *")) {
    const r = e.getBoundingClientRect();
    if (!r.width || !r.height) continue;
    const inBody = e.closest(".content");
    const [top, bottom] = inBody ? [box.top, box.bottom] : [0, innerHeight];
    if (r.left < -1 || r.right > innerWidth + 1 || r.top < top - 1 || r.bottom > bottom + 1
        || (e.tagName === "PRE" && e.scrollWidth > e.clientWidth + 1))
      found.push([e.tagName, r.left, r.top, r.right, r.bottom].join(" "));
  }
  return found;
}"""
FONT = "Math.min(...[...document.querySelectorAll('.body')].map(b => parseInt(b.style.fontSize)))"


def test_no_slide_overflows_and_nothing_is_asked_of_another_host(
    any_book: Book,  # noqa: F811
    projector: Callable[[Path], Projector],
) -> None:
    shown = projector(any_book.folder)
    for lesson, told in decks(any_book):
        assert shown.open(f"slides/{lesson.name}.html") == len(told)
        for number in range(len(told)):
            shown.page.evaluate(f"Reveal.slide({number}, 0, 99)")
            assert shown.page.evaluate(OVERFLOW) == [], f"{lesson.name}, slide {number + 1}"
        assert shown.page.evaluate(FONT) >= 60, f"{lesson.name}: text too small to be read in the last row"
    assert shown.far == []
    assert shown.troubles == []


def test_what_is_too_long_becomes_smaller(
    small: Book,  # noqa: F811
    room: Curriculum,
    projector: Callable[[Path], Projector],
    tmp_path: Path,
) -> None:
    for name in ("_static", "notebooks"):
        (tmp_path / name).symlink_to(small.folder / name)
    notebook = new_notebook(cells=[
        new_markdown_cell(f"## A long one\n\n**Your guess:** {'how many words fit on a slide ' * 25}?"),
        new_markdown_cell("## A wide one\n\nWith a pencil:"),
        cell(f"x = [{', '.join(map(str, range(30)))}]\nassert x", printed("9" * 85 + "\n")),
    ])  # fmt: skip
    (tmp_path / "slides").mkdir()
    page = slides.deck(room, room.lessons[0], notebook, tmp_path)
    (tmp_path / "slides" / "x.html").write_text(page, encoding="utf-8")
    shown = projector(tmp_path)
    for number in range(shown.open("slides/x.html")):
        shown.page.evaluate(f"Reveal.slide({number}, 0, 99)")
        assert shown.page.evaluate(OVERFLOW) == [], number
    assert 50 <= shown.page.evaluate(FONT) < 100
    assert shown.troubles == []


def test_the_keyboard_opens_the_answer_and_the_notes(book: Book, projector: Callable[[Path], Projector]) -> None:  # noqa: F811
    lesson, told = next((one, told) for one, told in decks(book) if one.retrieval and one.teacher.stumbles)
    shown = projector(book.folder)
    shown.open(f"slides/{lesson.name}.html")
    first = [slide.kind for slide in told].index("question")
    shown.page.evaluate(f"Reveal.slide({first})")
    answer = shown.page.locator("section.present .answer")
    assert not answer.is_visible()
    shown.page.keyboard.press("Space")
    answer.wait_for(state="visible")
    assert shown.page.evaluate("Reveal.getIndices().h") == first
    shown.page.evaluate("Reveal.slide(2)")
    with shown.page.expect_popup() as opened:
        shown.page.keyboard.press("s")
    notes = opened.value.locator(".speaker-controls-notes .value")
    notes.get_by_text(plain(lesson.teacher.stumbles[-1])[:40]).wait_for()
    assert shown.far == []
    assert shown.troubles == []


def test_a_formula_on_a_slide_is_drawn(small: Book, projector: Callable[[Path], Projector]) -> None:  # noqa: F811
    shown = projector(small.folder)
    shown.open("slides/11_small.html", "#/1")
    shown.page.locator("section.present mjx-container svg").wait_for()
    assert shown.far == []


def test_it_prints_a_page_a_slide(book: Book, projector: Callable[[Path], Projector]) -> None:  # noqa: F811
    shown = projector(book.folder)
    for lesson, told in decks(book):
        shown.open(f"slides/{lesson.name}.html", "?print-pdf")
        shown.page.locator(".pdf-page").nth(len(told) - 1).wait_for(state="attached")
        printed = shown.page.pdf(prefer_css_page_size=True, print_background=True)
        assert len(re.findall(rb"/Type\s*/Page\b", printed)) == len(told)
    assert shown.troubles == []


def test_axe_finds_nothing_serious_on_slides(any_book: Book, projector: Callable[[Path], Projector]) -> None:  # noqa: F811
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="`make test` installs it").Axe()
    shown = projector(any_book.folder)
    found = []
    for lesson, told in decks(any_book):
        shown.open(f"slides/{lesson.name}.html")
        for number in (0, len(told) - 1):  # as it is shown, with the controls
            shown.page.evaluate(f"Reveal.slide({number}, 0, 99)")
            found += serious(axe, shown.page)
        shown.open(f"slides/{lesson.name}.html", "?print-pdf")  # all slides at once
        shown.page.locator(".pdf-page").nth(len(told) - 1).wait_for(state="attached")
        found += serious(axe, shown.page)
    assert found == []


def serious(axe: object, page: PlaywrightPage) -> list[str]:
    return [
        f"{found['id']}: {node['html'][:200]}"
        for found in axe.run(page, options={"resultTypes": ["violations"]}).response["violations"]
        if found["impact"] in ("serious", "critical")
        for node in found["nodes"]
    ]
