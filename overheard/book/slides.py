"""Slides for the room: one deck a lesson, made from the lesson's files and its stored notebook.

A deck holds what everybody must see at once: the quote, the agenda, each guess, each figure, each example for a
pencil, the verdict, and the questions at the end. The text around them goes into the speaker's notes. Nothing is
typed for a deck, and nothing is executed. It is shown by reveal.js, which lies in the book.
"""

from __future__ import annotations

import ast
import base64
import hashlib
import html
import itertools
import json
import math
import re
import struct
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode

from overheard import quotes
from overheard.author import build
from overheard.author.render import Page
from overheard.book import pages
from overheard.book.pages import SiteError
from overheard.book.sections import GUESS, GUESS_LINE, Block, Code, Markdown, Section, plain, sections_of
from overheard.curriculum import Curriculum, Lesson

FOLDER = "slides"
WIDTH, HEIGHT = 1280, 720  # of a slide, in pixels; a projector scales it
_IMAGE_BOX = (1168, 520)  # what is left for a figure
_MOST_ENLARGED = 2.0
_LINES = 12  # that a table or a list may take on one slide
_LINE = 84  # characters
_PENCIL_WORDS = 110
_LEAD_WORDS = 45
_PRINTED_LINES, _BOARD_LINES, _PRINTED_WIDTH = 12, 8, 90

_MEASURED = re.compile(r"^Measured: (.+?)\. You.*$\n?", re.MULTILINE)
_BY_HAND = re.compile(r"\bpencil\b|\bby hand\b", re.IGNORECASE)
_PENCIL = re.compile(r"\b(?:by|with a) pencil\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.?!])\s(?=[A-Z“*`])")
_BOLD = re.compile(r"\*\*([^*\n]{2,40}[^*\n.:?!])\*\*")
_H2 = re.compile(r'<section\b[^>]*\bid="([^"]+)"[^>]*>\s*(?:<span\b[^>]*>\s*</span>\s*)*<h2>(.*?)</h2>', re.DOTALL)
_ROW = re.compile(r"<tr>.*?</tr>", re.DOTALL)
_ITEM = re.compile(r"<li>.*?</li>", re.DOTALL)


# ------------------------------------------------------------------------------------------------ slides


@dataclass
class Slide:
    """One slide: its kind is a class for the theme; all text is HTML."""

    kind: str
    heading: str
    body: str
    notes: str = ""
    section: Section | None = None

    def markup(self, page: str, anchors: dict[str, str]) -> str:
        """The slide as a ``<section>``; ``page`` is the lesson's page seen from the deck."""
        level = "h1" if self.kind == "title" else "h2"
        link = '<p class="source"></p>'
        if self.section is not None:
            target = anchors.get(self.section.title)
            target = f"{page}#{target}" if target else page
            title = html.escape(self.section.title)
            link = f'<p class="source"><a href="{html.escape(target)}">In the lesson: {title}</a></p>'
        notes = f'<aside class="notes">{self.notes}</aside>' if self.notes else ""
        return (
            f'<section class="{self.kind}"><div class="frame"><{level}>{self.heading}</{level}>'
            f'<div class="body"><div class="content">{self.body}</div></div>{link}</div>{notes}</section>'
        )


def _lines_of(row: str) -> int:
    """How many lines a row of a table, or an item of a list, will take; about."""
    return 1 + len(plain(row.replace("</td>", " "))) * 5 // (4 * _LINE)


def _in_slides(rows: Sequence[str]) -> list[list[str]]:
    """Rows shared out evenly over as many slides as they need."""
    lines = [_lines_of(row) for row in rows]
    many = math.ceil(sum(lines) / _LINES)
    shared: list[list[str]] = [[]]
    for row, before, size in zip(rows, itertools.accumulate(lines, initial=0), lines, strict=False):
        if shared[-1] and before + size / 2 > sum(lines) * len(shared) / many:
            shared.append([])
        shared[-1].append(row)
    return shared


def _table(markup: str) -> list[str]:
    """A table in as many tables as it needs slides; each has the head."""
    head, _, body = markup.partition("<tbody>")
    return [f"{head}<tbody>{''.join(rows)}</tbody></table>" for rows in _in_slides(_ROW.findall(body))]


def _list(items: Sequence[str]) -> list[str]:
    """A list in as many lists as it needs slides."""
    shared = _in_slides([f"<li>{item}</li>" for item in items])
    return [f"<ul>{''.join(rows)}</ul>" for rows in shared]


def _pre(text: str) -> str:
    return f"<pre><code>{html.escape(text.strip(chr(10)).rstrip())}</code></pre>"


def _is_short(printed: str, most: int = _PRINTED_LINES) -> bool:
    lines = printed.strip().splitlines()
    return 0 < len(lines) <= most and max(map(len, lines)) <= _PRINTED_WIDTH


def _around(section: Section, at: int) -> str:
    """Notes: the text before and after an item of a section."""

    def prose(items: Sequence[Block | Code]) -> str:
        found = (item for item in items if isinstance(item, Block) and item.is_prose and not item.is_guess)
        return next((block.html for block in found), "")

    before, after = prose(section.items[:at][::-1]), prose(section.items[at + 1 :])
    return before + (f"<p><strong>Afterwards:</strong></p>{after}" if after else "")


def _before(section: Section, at: int) -> str:
    """Notes: the text before an item; what comes after would give the answer away."""
    return next((item.html for item in section.items[:at][::-1] if isinstance(item, Block) and item.is_prose), "")


def _guess_body(section: Section, at: int, markdown: Markdown) -> str:
    """The question large, and above it what leads there: the paragraph's own words, or a short one before."""
    block = section.items[at]
    assert isinstance(block, Block)
    marked = GUESS.search(block.source)
    if not marked:
        return f'<div class="asked">{block.html}</div>'
    lead, asked = block.source[: marked.start()].strip(), block.source[marked.start() :]
    shown = f"<p>{markdown.inline(lead)}</p>" if lead else ""
    if not lead and at and isinstance(before := section.items[at - 1], Block) and before.is_prose:
        shown = before.html if len(before.source.split()) <= _LEAD_WORDS else ""
    return f'{shown}<div class="asked"><p>{markdown.inline(asked)}</p></div>'


def _guess_slide(section: Section, at: int, markdown: Markdown) -> Slide:
    item = section.items[at]
    if isinstance(item, Code):  # a guess whose paragraph has no mark: the one before it asks
        asking = [i for i in range(at) if isinstance(section.items[i], Block) and section.items[i].is_prose]
        if not asking:
            return Slide("guess", section.html, '<p class="asked"><strong>Your guess</strong></p>', "", section)
        at = asking[-1]
    return Slide("guess", section.html, _guess_body(section, at, markdown), _before(section, at), section)


def _figures(code: Code, lesson: Lesson, pictures: Callable[[bytes], str]) -> Iterator[str]:
    """The figures of a cell as ``<img>``.

    Raises:
        SiteError: a figure has no text alternative, or its picture is damaged.
    """
    for output in code.outputs:
        alt = build.figure_alternative(output)
        if alt is None:
            continue
        mend = f"run: overheard build {lesson.slug}"
        if not alt:
            raise SiteError(f"{code.where}: a figure without a text alternative; {mend}")
        try:
            shown = _picture(output["data"], pictures)
        except (ValueError, struct.error, ZeroDivisionError):  # binascii's and Unicode's errors are ValueErrors
            raise SiteError(f"{code.where}: the picture of a figure is damaged; {mend}") from None
        yield f'<img {shown} alt="{html.escape(" ".join(alt.split()), quote=True)}">'


def _picture(data: Mapping[str, str], pictures: Callable[[bytes], str]) -> str:
    """Address and size of a figure as attributes; the theme gives a size to what is no PNG.

    Raises:
        ValueError, struct.error, ZeroDivisionError: it is damaged.
    """
    if "image/png" not in data:
        kind = "image/svg+xml" if "image/svg+xml" in data else "image/jpeg"
        text = data[kind] if kind == "image/jpeg" else base64.b64encode(data[kind].encode()).decode("ascii")
        return f'src="data:{kind};base64,{"".join(text.split())}"'
    png = base64.b64decode("".join(data["image/png"].split()), validate=True)
    if not png.startswith(b"\x89PNG\r\n\x1a\n"):
        raise ValueError("no PNG")
    width, height = struct.unpack(">II", png[16:24])
    scale = min(_IMAGE_BOX[0] / width, _IMAGE_BOX[1] / height, _MOST_ENLARGED)
    return f'src="{pictures(png)}" width="{int(width * scale)}" height="{int(height * scale)}"'


def _measured_slide(section: Section, at: int, code: Code) -> Slide | None:
    """What a guess is compared with, and the few lines that were printed beside it."""
    values = _MEASURED.findall(code.printed)
    if not values:
        return None
    body = "<p>Measured</p>" + "".join(f'<p class="value">{html.escape(value)}</p>' for value in values)
    rest = _MEASURED.sub("", code.printed)
    body += _pre(rest) if _is_short(rest) else ""
    return Slide("measured", section.html, body, _around(section, at), section)


def _numbers(source: str) -> str:
    """The lines of a cell that write down a list or table of plain values: what to copy onto a board."""
    try:
        body = ast.parse(source).body
    except SyntaxError:  # a line magic
        return ""
    lines = source.splitlines()
    found = []
    for statement in body:
        if not isinstance(statement, ast.Assign) or any(
            isinstance(part, ast.Subscript | ast.Attribute) for part in ast.walk(statement.targets[0])
        ):
            continue
        parts = list(ast.walk(statement.value))
        named = {part.id for part in parts if isinstance(part, ast.Name)}
        listed = (part for part in parts if isinstance(part, ast.List | ast.Tuple | ast.Dict))
        has_values = any(isinstance(part, ast.Constant) for one in listed for part in ast.walk(one))
        if has_values and named <= {"np", "torch"}:
            found += lines[statement.lineno - 1 : statement.end_lineno]
    return "\n".join(found)


def _pencil_slide(section: Section, at: int, code: Code, markdown: Markdown) -> Slide | None:
    """An example for a pencil: text that says so, then a cell that asserts the result. None for other cells."""
    text = list(itertools.takewhile(lambda item: isinstance(item, Block), reversed(section.items[:at])))
    blocks = [item for item in reversed(text) if isinstance(item, Block) and item.is_prose and not item.is_guess]
    if not blocks or "assert" not in code.source or not _is_short(code.printed, _BOARD_LINES):
        return None
    last = blocks[-1]
    if len(text) == at and _BY_HAND.search(section.title):
        shown = blocks
        while len(shown) > 1 and sum(len(block.source.split()) for block in shown) > _PENCIL_WORDS:
            shown = shown[1:]
        body = "".join(block.html for block in shown)
    elif _PENCIL.search(last.source):
        sentences = _SENTENCE_END.split(last.source)
        first = next((i for i, sentence in enumerate(sentences) if _PENCIL.search(sentence)), 0)
        body = f"<p>{markdown.inline(' '.join(sentences[max(0, first - 1) :]))}</p>"
    else:
        return None
    numbers = _numbers(code.source)
    body += (
        _pre(numbers) if _is_short(numbers, _BOARD_LINES) else ""
    ) + f'<div class="fragment">{_pre(code.printed)}</div>'
    return Slide("pencil", section.html, body, "".join(block.html for block in blocks), section)


def _words_slide(section: Section) -> Slide:
    """A section of which nothing else is shown: its heading, the words that it explains, and what it asks."""
    prose = [item for item in section.items if isinstance(item, Block) and item.is_prose]
    words = list(dict.fromkeys(word.strip() for block in prose for word in _BOLD.findall(block.source)))
    body = ""
    if len(words) > 1:
        body = f"<ul>{''.join(f'<li>{html.escape(word)}</li>' for word in words[:6])}</ul>"
    texts = [_SENTENCE_END.split(html.escape(plain(block.html))) for block in prose if block.kind == "paragraph"]
    asking = next((text for text in texts if any(sentence.endswith("?") for sentence in text)), None)
    if asking:
        at = next(i for i, sentence in enumerate(asking) if sentence.endswith("?"))
        body += f"<p>{' '.join(asking[max(0, at - 1) : at + 1])}</p>"
    elif not body and texts:
        body = f"<p>{texts[0][0]}</p>"
    return Slide("words", section.html, body, "".join(block.html for block in prose[:2]), section)


def _section_slides(
    section: Section, lesson: Lesson, markdown: Markdown, pictures: Callable[[bytes], str]
) -> list[Slide]:
    slides: list[Slide] = []
    asking: Slide | None = None  # a guess whose cell is still to come
    for at, item in enumerate(section.items):
        if isinstance(item, Block):
            if item.is_guess:
                asking = _guess_slide(section, at, markdown)
                slides.append(asking)
            elif item.kind == "blockquote":
                slides.append(Slide("quote", section.html, item.html, _around(section, at), section))
            elif item.kind == "table":
                slides += [Slide("table", section.html, part, "", section) for part in _table(item.html)]
            continue
        if item.asks_for_a_guess:
            if asking is None:
                asking = _guess_slide(section, at, markdown)
                slides.append(asking)
            wanted = [html.escape(words) for _, words in GUESS_LINE.findall(item.source) if words]
            if wanted:
                listed = f"<ul>{''.join(f'<li>{words}</li>' for words in wanted)}</ul>"
                if len(plain(asking.body).split()) > _LEAD_WORDS:  # then the list is what is asked
                    asking.body = asking.body.replace('class="asked"', 'class="lead"')
                    listed = f'<div class="asked">{listed}</div>'
                asking.body += listed
            asking = None
        found = [_measured_slide(section, at, item) or _pencil_slide(section, at, item, markdown)]
        found += [
            Slide("figure", section.html, image, _around(section, at), section)
            for image in _figures(item, lesson, pictures)
        ]
        slides += [slide for slide in found if slide]
    return slides or [_words_slide(section)]


# ------------------------------------------------------------------------------------- first and last slides


def _told(notebook: NotebookNode) -> list[tuple[str, str]]:
    """What the guesses of a notebook are compared with: number and unit of each."""
    printed = "".join(
        output.get("text", "") for cell in notebook.cells for output in cell.get("outputs", []) if "text" in output
    )
    values = (re.match(r"(-?[\d.]+)\s*(.*)", value) for value in _MEASURED.findall(printed))
    return [(match[1], match[2]) for match in values if match]


def untold(text: str, answers: Sequence[tuple[str, str]]) -> str:
    """Text for everybody's eyes without the answers to the guesses: each becomes "…".

    Whole numbers without a per cent sign stay, since they can mean anything.

    Args:
        answers: number and unit of each, as :func:`overheard.predict.reveal` prints them.
    """
    for number, unit in answers:
        digits = len(number.partition(".")[2])
        for value in {f"{float(number):.{places}f}" for places in range(digits + 1)}:
            if unit.startswith("%"):
                text = re.sub(rf"(?<![\d.]){re.escape(value)}(?=\s?(?:%|per cent))", "…", text)
            elif "." in value:
                text = re.sub(rf"(?<![\d.]){re.escape(value)}(?!\d)", "…", text)
    return text


def _opening(
    curriculum: Curriculum, lesson: Lesson, markdown: Markdown, answers: Sequence[tuple[str, str]]
) -> list[Slide]:
    links = f'<a href="../notebooks/{lesson.name}.html">the lesson</a>'
    links += f' · <a href="../teaching/{lesson.name}.html">for whoever teaches it</a>'
    keys = "Space: on · S: notes · F: full screen · O: all slides · ?: all keys"
    title = f"<p>{markdown.inline(lesson.promise)}</p>"
    title += f'<p class="small">{html.escape(curriculum.title)} · {links}</p><p class="small">{keys}</p>'
    (said,) = markdown.blocks(quotes.load()[lesson.quotes[0]].markdown())
    asked = f'{said.html}<p class="asked">{markdown.inline(lesson.question)}</p>'
    rows = [
        f"<tr><td>{start}</td><td>{markdown.inline(untold(what, answers))}</td></tr>"
        for start, _, what in pages.agenda_rows(lesson)
    ]
    told = [markdown.inline(what) for _, _, what in pages.agenda_rows(lesson) if untold(what, answers) != what]
    notes = "".join(
        f"<p><strong>{heading}</strong></p><ul>{''.join(f'<li>{line}</li>' for line in lines)}</ul>"
        for heading, lines in (
            ("In full, for you", told),
            ("Notes", [markdown.inline(line) for line in lesson.teacher.notes]),
            ("Where people stumble", [markdown.inline(line) for line in lesson.teacher.stumbles]),
        )
        if lines
    )
    head = '<table><thead><tr><th scope="col">from minute</th><th scope="col">what</th></tr></thead>'
    agenda = [f"{head}<tbody>{''.join(part)}</tbody></table>" for part in _in_slides(rows)]
    heading = f"Agenda, {pages.agenda_minutes(lesson)} minutes"
    return [
        Slide("title", html.escape(Page.link_text(lesson)), title),
        Slide("said", "What was said, and what we ask", asked),
        *(Slide("agenda", heading, part, notes) for part in agenda),
    ]


def _closing(lesson: Lesson, markdown: Markdown) -> list[Slide]:
    lines = [markdown.inline(line) for line in lesson.takeaways]
    slides = [Slide("takeaway", "Take-away", part) for part in _list(lines)] if lines else []
    for number, item in enumerate(lesson.retrieval, 1):
        body = f'<p class="asked">{markdown.inline(item.question)}</p>'
        body += f'<p class="fragment answer">{markdown.inline(item.answer)}</p>'
        heading = f"Can you say it without looking? {number} of {len(lesson.retrieval)}"
        slides.append(Slide("question", heading, body))
    return slides


# -------------------------------------------------------------------------------------------------- decks

# Text that is too long for its slide becomes smaller. Done before reveal.js hides what is not shown; layout does
# not depend on pictures, whose sizes are given. Formulas are drawn first, where there are any.
_SCRIPT = """\
function fit(slide) {
  const body = slide.querySelector(".body"), content = slide.querySelector(".content");
  slide.style.display = "block";
  for (let size = 100; size >= 50; size -= 4) {
    body.style.fontSize = size + "%";
    if (content.offsetHeight <= body.clientHeight && content.scrollWidth <= body.clientWidth) break;
  }
  slide.style.display = "";
}
function start() {
  document.querySelectorAll(".slides > section").forEach(fit);
  Reveal.initialize({
    width: WIDTH, height: HEIGHT, margin: 0, maxScale: 4, center: false, hash: true, slideNumber: "c/t",
    transition: "none", backgroundTransition: "none", pdfSeparateFragments: false, pdfMaxPagesPerSlide: 1,
    plugins: [RevealNotes],
  });
}
if (window.MathJax) MathJax.startup.promise.then(start); else start();
"""

_MATHJAX = {
    "tex": {"inlineMath": [[r"\(", r"\)"]]},
    "options": {"ignoreHtmlClass": "reveal", "processHtmlClass": "math"},
}


def slides_of(
    curriculum: Curriculum,
    lesson: Lesson,
    notebook: NotebookNode,
    pictures: Callable[[bytes], str],
    exists: Callable[[str], bool],
) -> list[Slide]:
    """The slides of a lesson, in order.

    Args:
        notebook: the walk-through with its stored outputs.
        pictures: takes a PNG, gives its address as seen from the deck.
        exists: whether the book has a file, relative to its root.

    Raises:
        SiteError: a figure is damaged or has no text alternative.
        OverheardError: the lesson's quote is not in order.
    """
    page = f"{build.NOTEBOOKS}/{lesson.name}"
    markdown = Markdown(page, exists, curriculum.repository)
    opening, *sections = sections_of(notebook, page, markdown)
    slides = _opening(curriculum, lesson, markdown, _told(notebook))
    opening.title, opening.html = lesson.title, html.escape(lesson.title)
    before = _section_slides(opening, lesson, markdown, pictures)
    slides += [slide for slide in before if slide.kind != "words"]
    verdict: list[Slide] = []
    for section in sections:
        if section.title == "Take-away":  # rendered from lesson.yml, and so is the slide
            continue
        made = _section_slides(section, lesson, markdown, pictures)
        if section.title.startswith("Said, measured"):
            verdict += made
        else:
            slides += made
    return slides + verdict + _closing(lesson, markdown)


def deck(curriculum: Curriculum, lesson: Lesson, notebook: NotebookNode, book: Path) -> str:
    """The page of a lesson's slides. Pictures that the book does not have yet are written into it.

    Args:
        book: the folder of the web book, as Sphinx has written it.

    Raises:
        SiteError: the lesson's page is not in the book, or a figure is damaged or has no text alternative.
        OverheardError: the lesson's quote is not in order.
    """
    page = book / build.NOTEBOOKS / f"{lesson.name}.html"
    if not page.is_file():
        raise SiteError(f"The book has no page {build.NOTEBOOKS}/{page.name}, to which the slides would link.")
    anchors = {
        plain(re.sub(r'<a class="headerlink".*?</a>', "", heading, flags=re.DOTALL)): anchor
        for anchor, heading in _H2.findall(page.read_text(encoding="utf-8"))
    }

    def pictures(data: bytes) -> str:
        name = f"_images/{hashlib.sha256(data).hexdigest()}.png"  # as myst-nb calls it, so that it is there once
        file = book / name
        if not file.exists():
            file.parent.mkdir(exist_ok=True)
            file.write_bytes(data)
        return f"../{name}"

    slides = slides_of(curriculum, lesson, notebook, pictures, lambda name: (book / name).is_file())
    shown = "\n".join(slide.markup(f"../{build.NOTEBOOKS}/{page.name}", anchors) for slide in slides)
    static = "../_static"
    scripts = [f'<script src="{static}/reveal/{name}"></script>' for name in ("reveal.js", "plugin/notes.js")]
    if '<span class="math' in shown or '<div class="math' in shown:
        settings = f"<script>window.MathJax = {json.dumps(_MATHJAX)}</script>"
        scripts = [settings, f'<script src="{static}/mathjax/tex-svg.js"></script>', *scripts]
    script = _SCRIPT.replace("WIDTH", str(WIDTH)).replace("HEIGHT", str(HEIGHT))
    return "\n".join(
        [
            "<!DOCTYPE html>",
            '<html lang="en">',
            "<head>",
            '<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>Slides: {html.escape(Page.link_text(lesson))}</title>",
            f'<link rel="icon" href="{static}/favicon.svg">',
            *(
                f'<link rel="stylesheet" href="{static}/{name}">'
                for name in ("reveal/reset.css", "reveal/reveal.css", "slides.css")
            ),
            "</head>",
            "<body>",
            f'<main class="reveal"><div class="slides">\n{shown}\n</div></main>',
            *scripts,
            f"<script>\n{script}</script>",
            "</body>",
            "</html>",
            "",
        ]
    )
