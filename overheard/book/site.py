"""The web book: ``overheard site`` lays the pages out in build/ and lets Sphinx write build/site.

Lessons, exercises and solutions come from the committed notebooks with the outputs that they hold; nothing is
executed. On the way a notebook gets what only the book can have: a map to click, links from a word to the
glossary, from a source to the bibliography, and from an exercise to its solution. Slides are laid beside the pages.
"""

from __future__ import annotations

import contextlib
import io
import itertools
import os
import re
import shutil
import tempfile
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from overheard import datasets, paths, quotes, reference
from overheard.author import build
from overheard.book import pages, slides
from overheard.book.pages import SiteError
from overheard.curriculum import Curriculum, Lesson

OURS = ".buildinfo"  # Sphinx writes it into every book
BINDER = "https://mybinder.org"
_BADGE = re.compile(r"^\[!\[[^\]]*\]\(https?://[^)]*\)\]\([^)]*\)\n+", re.MULTILINE)
_LINK = re.compile(r"(?<!!)\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\(([^()\s]+)\)")
_BOLD = re.compile(r"(?<![\[*])\*\*([^*\n`{]+)\*\*(?!\*)")
_FENCE = re.compile(r"(^```.*?^```[^\n]*$)", re.MULTILINE | re.DOTALL)
_EXERCISE = re.compile(r"^(?:#{2,4} |\*\*)Exercise\s+(\d+)\b.*$", re.MULTILINE)
_PROGRESS = re.compile(r"\d+%\|.*\| *\d+/\d+ \[")
_WIDGET = re.compile(r"[A-Z]\w+\((children|description|height|layout|options|value|width)=")
_CELL_LINE = re.compile(r"(\.ipynb):(\d+)(\d{4})\b")


@dataclass(frozen=True)
class Built:
    """What was made."""

    folder: Path
    pages: int
    size: int  #: bytes
    seconds: float

    def __str__(self) -> str:
        page = self.folder / "index.html"
        with contextlib.suppress(ValueError):
            page = page.relative_to(Path.cwd())
        return f"{page}: {self.pages} pages, {self.size / 1e6:.1f} MB, {self.seconds:.0f} s"


# ------------------------------------------------------------------------------------------ notebooks


def localised(text: str, page: str, staged: set[str], repository: str | None) -> str:
    """Markdown whose relative links all lead somewhere in the book.

    A link to a file that the book does not carry leads to the repository, or loses its link where the
    repository's address is not known.

    Args:
        page: the page that the text stands on, relative to the root (``notebooks/31_mnist.ipynb``).
        staged: the files that the book carries, relative to the root.
    """

    def one(match: re.Match[str]) -> str:
        words, target = match.groups()
        path, _, _ = target.partition("#")
        if not path or re.match(r"[a-z][a-z0-9+.-]*:", target):
            return match[0]
        file = os.path.normpath(os.path.join(os.path.dirname(page), path)).replace(os.sep, "/")  # noqa: PTH118, PTH120
        if file in staged:
            return match[0]
        return f"[{words}]({repository}/blob/main/{file})" if repository else words

    return _outside_fences(text, lambda part: _LINK.sub(one, part))


def _outside_fences(text: str, change: Callable[[str], str]) -> str:
    """Apply ``change`` to markdown, leaving fenced code alone."""
    return "".join(part if part.startswith("```") else change(part) for part in _FENCE.split(text))


def with_terms(text: str, terms: dict[str, str], linked: set[str]) -> str:
    """The first bold use of each glossary term as a link to its entry.

    Args:
        terms: lower-case term -> term as the glossary writes it.
        linked: terms that the page has linked already; grows.
    """

    def one(match: re.Match[str]) -> str:
        words = match[1].strip()
        lower = words.lower()
        forms = (lower, lower.removesuffix("s"), lower.removesuffix("es"))
        term = next((terms[form] for form in forms if form in terms), None)
        if term is None or term in linked:
            return match[0]
        linked.add(term)
        return f"{{term}}`{words} <{term}>`"

    return _outside_fences(
        text,
        lambda part: "\n".join(line if line.startswith("#") else _BOLD.sub(one, line) for line in part.split("\n")),
    )


def _word_list(text: str, terms: dict[str, str]) -> str:
    """The cell "Words of this lesson" with each word linked to the glossary."""
    for term in terms.values():
        text = text.replace(f"- **{term}**: ", f"- {{term}}`{term}`: ")
    return text


def _source_list(text: str, sources: dict[str, reference.Reference]) -> str:
    """The cell "References" with a link from each source to its place in the bibliography."""
    lines = {f"- {source.markdown()}": key for key, source in sources.items()}
    return "\n".join(
        f"{line} [Lessons that cite it](#{pages.reference_anchor(lines[line])})" if line in lines else line
        for line in text.split("\n")
    )


def _markdown(source: str) -> NotebookNode:
    return nbformat.v4.new_markdown_cell(source)


def _shown_outputs(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """What a page can show: no progress bar that stands still, and a line where a widget would be."""
    shown = []
    for output in outputs:
        data = output.get("data", {})
        if set(data) == {"text/plain"}:
            if _PROGRESS.search(data["text/plain"]):
                continue
            if _WIDGET.match(data["text/plain"]):
                data["text/plain"] = "(a widget: run this cell in JupyterLab to use it)"
        if "text/html" in data:  # the corner of a pandas table is no heading
            data["text/html"] = data["text/html"].replace("<th></th>", "<td></td>")
        shown.append(output)
    return shown


def _stored_notebook(lesson: Lesson, folder: str, root: Path) -> NotebookNode:
    """A committed notebook.

    Raises:
        SiteError: it is missing or damaged.
    """
    path = build.notebook_path(lesson, folder, root)
    if not path.exists():
        raise SiteError(f"{folder}/{path.name} is missing; run: overheard build {lesson.slug}")
    try:
        return nbformat.read(path, as_version=4)
    except Exception as error:  # nbformat raises several kinds for a damaged file
        raise SiteError(
            f"{folder}/{path.name} is not readable as a notebook ({type(error).__name__}); "
            f"run: overheard build {lesson.slug}"
        ) from None


def staged_notebook(
    curriculum: Curriculum, lesson: Lesson, folder: str, staged: set[str], root: Path
) -> NotebookNode:
    """A notebook as the book shows it.

    Raises:
        SiteError: it is missing or damaged.
    """
    notebook = _stored_notebook(lesson, folder, root)
    page = f"{folder}/{lesson.name}.ipynb"
    terms = {term.lower(): term for term in reference.load_glossary()}
    sources = reference.load_references()
    linked: set[str] = set()
    cells: list[NotebookNode] = []
    for cell in notebook.cells:
        if cell.cell_type == "code" and "lesson_map.draw()" in cell.source:
            cell.outputs = []  # the same map stands below, to click
            cells += [cell, _markdown(pages.lesson_map_svg(curriculum, "../"))]
            continue
        if cell.cell_type == "markdown":
            text = localised(_BADGE.sub("", cell.source), page, staged, curriculum.repository)
            sections = re.split(r"^(?=### )", text, flags=re.MULTILINE)
            for i, section in enumerate(sections):
                if section.startswith("### Words of this lesson"):
                    sections[i] = _word_list(section, terms)
                elif section.startswith("### References"):
                    sections[i] = _source_list(section, sources)
                else:
                    sections[i] = with_terms(section, terms, linked)
            cell.source = "".join(sections)
        elif cell.cell_type == "code":
            cell.outputs = _shown_outputs(cell.get("outputs", []))
        cells.append(cell)
    if folder != build.NOTEBOOKS:
        _exercise_links(cells, lesson, folder)
    if folder == build.NOTEBOOKS and lesson.has_practice:
        entries = (f"{kind.capitalize()} <../{kind}/{lesson.name}>" for kind in (build.EXERCISES, build.SOLUTIONS))
        cells.append(_markdown(pages._toctree(entries)))
    notebook.cells = cells
    notebook.metadata.setdefault("language_info", NotebookNode())["pygments_lexer"] = "ipython3"
    return notebook


def _exercise_links(cells: list[NotebookNode], lesson: Lesson, folder: str) -> None:
    """From below the hints of each exercise to its solution, and back."""
    here, there, words = "exercise", "solution", "Solution of exercise"
    if folder == build.SOLUTIONS:
        here, there, words = there, here, "Back to exercise"
    texts = [cell for cell in cells if cell.cell_type == "markdown"]
    starts = [i for i, cell in enumerate(texts) if _EXERCISE.search(cell.source)]
    for start, end in itertools.pairwise([*starts, len(texts)]):
        task = texts[start]
        heading = _EXERCISE.search(task.source)
        name = f"{lesson.slug}-{heading[1]}".replace("_", "-")
        hints = [cell for cell in texts[start:end] if "<details" in cell.source] or [task]
        hints[-1].source += f"\n\n[{words} {heading[1]}](#{there}-{name})"
        at = heading.start()
        task.source = f"{task.source[:at]}({here}-{name})=\n{task.source[at:]}"


# -------------------------------------------------------------------------------------------- staging


def stage(curriculum: Curriculum, folder: Path, root: Path) -> None:
    """Lay out all pages of the book in ``folder``.

    Raises:
        SiteError: no lesson is ready, or a notebook is missing or damaged.
        OverheardError: a card, a quote, the glossary or the references are not in order.
    """
    if not curriculum.lessons:
        raise SiteError("No lesson is ready, so there is no book to make: curriculum.yml lists only planned ones.")
    cards = [datasets.card(path.parent.name) for path in sorted(paths.DATASETS.glob("*/README.md"))]
    notebooks = [
        (lesson, kind, f"{kind}/{lesson.name}.ipynb")
        for lesson in curriculum.lessons
        for kind in build.folders_of(lesson)
    ]
    # What a lesson ships beside its page, such as a sheet to print; Sphinx takes along what a page links to.
    gifts = [path.relative_to(root).as_posix() for path in root.glob("lessons/*/my_work/**/*") if path.is_file()]
    staged = {page for _, _, page in notebooks} | {f"datasets/{card.name}/README.md" for card in cards} | {*gifts}
    laid = {
        "index.md": pages.home(curriculum),
        "glossary.md": pages.glossary(curriculum, reference.load_glossary()),
        "bibliography.md": pages.bibliography(curriculum, reference.load_references()),
        "quotes.md": pages.said(curriculum, quotes.load()),
        "data.md": pages.data(curriculum, cards),
        "teaching.md": pages.teaching(curriculum),
    }
    for card in cards:
        page = f"datasets/{card.name}/README.md"
        text = (paths.DATASETS / card.name / "README.md").read_text(encoding="utf-8")
        laid[page] = localised(pages.card(curriculum, card, text), page, staged, curriculum.repository)
    for lesson in curriculum.lessons:
        laid[f"teaching/{lesson.name}.md"] = pages.agenda(curriculum, lesson)
    for lesson, kind, page in notebooks:
        laid[page] = nbformat.writes(staged_notebook(curriculum, lesson, kind, staged, root))
    for page, text in laid.items():
        target = folder / page
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    for page in gifts:
        target = folder / page
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(root / page, target)


def _theme(curriculum: Curriculum) -> dict[str, object]:
    """Buttons to run a page elsewhere: only once the repository's address is known."""
    if not curriculum.repository:
        return {}
    return {
        "html_theme_options.repository_url": curriculum.repository,
        "html_theme_options.repository_branch": "main",
        "html_theme_options.use_repository_button": True,
        "html_theme_options.use_issues_button": True,
        "html_theme_options.launch_buttons": {"binderhub_url": BINDER, "notebook_interface": "jupyterlab"},
    }


def _run_sphinx(source: Path, out: Path, trees: Path, overrides: dict[str, object]) -> None:
    try:
        from sphinx.application import Sphinx
        from sphinx.errors import SphinxError
        from sphinx.util.docutils import docutils_namespace, patch_docutils
    except ImportError as error:
        raise SiteError(
            f"The web book needs Sphinx and its theme ({error.name} is not installed); "
            "run: python3 scripts/setup_env.py --extra site"
        ) from None
    told = io.StringIO()
    try:
        with warnings.catch_warnings(), patch_docutils(str(paths.DOCS)), docutils_namespace():
            warnings.simplefilter("ignore")  # Python's own, on what extensions will have to change
            app = Sphinx(
                str(source), str(paths.DOCS), str(out), str(trees), "html", overrides,
                status=None, warning=told, freshenv=True, parallel=1,
            )  # fmt: skip
            app.build(force_all=True)
    except SphinxError as error:
        raise SiteError(f"Sphinx stopped: {error}\n{_told(told, source)}".rstrip()) from None
    if text := _told(told, source):
        raise SiteError(f"The web book has warnings, which count as errors:\n{text}")


def _told(told: io.StringIO, source: Path) -> str:
    """The warnings, each with the file in the checkout (and the cell) that it means."""
    text = re.sub(r"\x1b\[[0-9;]*m", "", told.getvalue())
    text = text.replace(f"{source.resolve()}{os.sep}", "").replace(f"{source}{os.sep}", "")
    return _CELL_LINE.sub(lambda match: f"{match[1]}, cell {int(match[2])}, line {int(match[3])}", text).strip()


def _lay_slides(curriculum: Curriculum, html: Path, root: Path) -> None:
    """Write a deck beside the pages for each lesson that has an agenda, or leave out what shows decks.

    Raises:
        SiteError: a notebook is missing or damaged.
    """
    taught = [lesson for lesson in curriculum.lessons if lesson.teacher.agenda]
    for lesson in taught:
        page = slides.deck(curriculum, lesson, _stored_notebook(lesson, build.NOTEBOOKS, root), html)
        target = html / slides.FOLDER / f"{lesson.name}.html"
        target.parent.mkdir(exist_ok=True)
        target.write_text(page, encoding="utf-8")
    if not taught:
        shutil.rmtree(html / "_static" / "reveal")
        (html / "_static" / "slides.css").unlink()


def _tidy(html: Path) -> None:
    """Leave out what no reader's browser asks for: the theme's templates, translations and source maps."""
    for pattern in ("_static/**/*.map", "_static/*webpack-macros.html", "_static/locales/**/*"):
        for path in html.glob(pattern):
            if path.is_file():
                path.unlink()
    if not any("mathjax/" in page.read_text(encoding="utf-8") for page in html.rglob("*.html")):
        for path in (html / "_static" / "mathjax").glob("*"):
            path.unlink()
    for folder in sorted(html.rglob("*"), reverse=True):
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
    (html / ".nojekyll").touch()  # else GitHub Pages leaves _static out


def make(curriculum: Curriculum, out: Path, root: Path | None = None) -> Built:
    """Build the book into ``out``. It takes the place of the book that was there only when it is whole.

    Args:
        root: the checkout whose notebooks and data cards are shown.

    Raises:
        SiteError: something is missing, ``out`` holds other things, or Sphinx warned.
    """
    began = time.monotonic()
    out = out.resolve()
    if out.exists() and (not out.is_dir() or (any(out.iterdir()) and not (out / OURS).exists())):
        raise SiteError(f"{out} holds something that is not a web book; move it away")
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.parent, prefix="site-") as scratch:
        work = Path(scratch)
        stage(curriculum, work / "source", root or paths.ROOT)
        _run_sphinx(work / "source", work / "html", work / "trees", _theme(curriculum))
        _lay_slides(curriculum, work / "html", root or paths.ROOT)
        _tidy(work / "html")
        try:
            if out.exists():
                out.replace(work / "old")
            (work / "html").replace(out)
        except OSError as error:
            raise SiteError(f"The book is made but {out} cannot be replaced: {error.strerror}") from None
    files = [path for path in out.rglob("*") if path.is_file()]
    return Built(
        out, sum(path.suffix == ".html" for path in files), sum(path.stat().st_size for path in files),
        time.monotonic() - began,
    )  # fmt: skip
