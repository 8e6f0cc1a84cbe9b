"""A stored notebook as sections: what stands below each heading, for the slides."""

from __future__ import annotations

import functools
import html
import posixpath
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token
from nbformat import NotebookNode

_DETAILS = re.compile(r"<details\b.*?</details>", re.DOTALL | re.IGNORECASE)
GUESS = re.compile(r"\*\*(?:Your guess(?:es)?|Predict)\b[^*\n]*\*\*")
GUESS_LINE = re.compile(r"^(my_guess\w*)\s*(?::[^=\n]+)?=\s*None\s*(?:#\s*(.*))?$", re.MULTILINE)
TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True)
class Block:
    """A paragraph, list, quote, table or heading of a text cell."""

    kind: str  #: markdown-it's name without ``_open``: paragraph, bullet_list, ordered_list, blockquote, table, ...
    source: str
    html: str

    @property
    def is_prose(self) -> bool:
        is_card = self.source.startswith("**The data: ")
        return self.kind in ("paragraph", "bullet_list", "ordered_list") and not is_card

    @property
    def is_guess(self) -> bool:
        return self.kind == "paragraph" and bool(GUESS.search(self.source))


@dataclass(frozen=True)
class Code:
    """A code cell with the outputs that are stored in the notebook."""

    where: str  #: file and cell, for messages
    source: str
    outputs: Sequence[NotebookNode]

    @property
    def printed(self) -> str:
        return "".join(o.get("text", "") for o in self.outputs if o.get("name") == "stdout")

    @property
    def asks_for_a_guess(self) -> bool:
        return bool(GUESS_LINE.search(self.source))


@dataclass
class Section:
    """What stands below one ``## `` heading of the walk-through."""

    title: str  #: plain text
    html: str
    items: list[Block | Code] = field(default_factory=list)


@functools.cache
def _parser() -> MarkdownIt:
    from mdit_py_plugins.dollarmath import dollarmath_plugin  # comes with myst-nb

    def formula(content: str, config: dict[str, bool]) -> str:
        left, right = (r"\[", r"\]") if config["display_mode"] else (r"\(", r"\)")
        return f"{left}{html.escape(content)}{right}"

    # The same rules as docs/conf.py: a price of $5 or $6 is no formula.
    return (
        MarkdownIt("commonmark")
        .enable("table")
        .use(dollarmath_plugin, allow_space=False, allow_digits=False, renderer=formula)
    )


def plain(markup: str) -> str:
    """The words of a piece of HTML."""
    return " ".join(html.unescape(TAG.sub("", markup)).split())


class Markdown:
    """Markdown to HTML whose links lead from a deck to the pages of the book.

    Args:
        page: where the text was written, relative to the root of the book (``notebooks/31_mnist``).
        exists: whether the book has a file, relative to its root.
    """

    def __init__(self, page: str, exists: Callable[[str], bool], repository: str | None) -> None:
        self.page, self.exists, self.repository = page, exists, repository

    def _target(self, href: str) -> str | None:
        """Where a link leads from a deck; None where the book does not have it."""
        path, _, fragment = href.partition("#")
        if not path or re.match(r"[a-z][a-z0-9+.-]*:", href):
            return href if path else f"../{self.page}.html{href}"
        file = posixpath.normpath(posixpath.join(posixpath.dirname(self.page), path))
        shown = re.sub(r"\.(ipynb|md)$", ".html", file)
        if self.exists(shown):
            return f"../{shown}" + (f"#{fragment}" if fragment else "")
        return f"{self.repository}/blob/main/{file}" if self.repository else None

    def _relink(self, tokens: Sequence[Token]) -> None:
        for token in tokens:
            opened: list[Token] = []
            for child in token.children or []:
                if child.type == "link_open":
                    target = self._target(str(child.attrGet("href")))
                    if target is None:
                        child.type, child.tag = "text", ""
                    else:
                        child.attrSet("href", target)
                    opened.append(child)
                elif child.type == "link_close" and opened.pop().type == "text":
                    child.type, child.tag = "text", ""

    def inline(self, text: str) -> str:
        """One line of markdown."""
        tokens = _parser().parseInline(" ".join(text.split()))
        self._relink(tokens)
        return str(_parser().renderer.render(tokens, _parser().options, {}))

    def blocks(self, text: str) -> Iterator[Block]:
        """The blocks of a text cell, in order. What is folded is left out: it is for readers."""
        text = _DETAILS.sub("", text)
        lines = text.split("\n")
        tokens = _parser().parse(text)
        self._relink(tokens)
        start = 0
        for i, token in enumerate(tokens):
            if token.level or token.nesting == 1:
                continue
            first = tokens[start]
            kind = first.type.removesuffix("_open")
            if kind == "heading":
                kind = first.tag
            begin, end = first.map or (0, 0)
            markup = str(_parser().renderer.render(tokens[start : i + 1], _parser().options, {}))
            if kind != "html_block":
                yield Block(kind, "\n".join(lines[begin:end]).strip(), markup)
            start = i + 1


def sections_of(notebook: NotebookNode, page: str, markdown: Markdown) -> list[Section]:
    """The notebook by its ``## `` headings; the first section is what stands before them."""
    sections = [Section("", "")]
    for number, cell in enumerate(notebook.cells):
        if cell.cell_type == "code":
            code = Code(f"{page}.ipynb, cell {number + 1}", cell.source, cell.get("outputs", []))
            sections[-1].items.append(code)
        elif cell.cell_type == "markdown":
            blocks = list(markdown.blocks(cell.source))
            if any(block.kind == "h1" for block in blocks):
                continue  # title, promise, quote, objectives: the deck's first slides show them
            for block in blocks:
                if block.kind == "h2":
                    inner = re.sub(r"</?h2>", "", block.html).strip()
                    sections.append(Section(plain(inner), inner))
                else:
                    sections[-1].items.append(block)
    return sections
