"""The map of lessons: a picture for the start page, and its text alternative."""

from __future__ import annotations

import textwrap

from overheard.curriculum import START, Curriculum, Lesson, Planned, load

COLUMNS = 3
ROW, GAP = 0.46, 0.40  # inches: the height of a lesson, the space above a part's title
LETTERS = 38  # that fit into a box on one line


def describe(curriculum: Curriculum) -> str:
    """The map in words: each part with its lessons, and which of them are written."""
    told = []
    for part in curriculum.parts:
        entries = [entry for entry in part.entries if entry.slug != START]
        if entries:
            names = ", ".join(
                f"{entry.number:02d} {entry.title}{' (ready)' if isinstance(entry, Lesson) else ''}"
                for entry in entries
            )
            told.append(f"part {part.number}, {part.title}: {names}")
    return "Map of the lessons by part; those marked ready can be opened. " + "; ".join(told) + "."


def _label(entry: Lesson | Planned) -> str:
    """Number and title, on two lines where one is too short."""
    return textwrap.fill(f"{entry.number:02d}  {entry.title}", LETTERS + 4, subsequent_indent="      ")


def draw(curriculum: Curriculum | None = None) -> None:
    """Show the map: filled boxes are ready, dashed outlines are planned."""
    from matplotlib.figure import Figure
    from matplotlib.patches import FancyBboxPatch

    from overheard import plots

    curriculum = curriculum or load()
    plots.style()
    parts = [
        (part, entries)
        for part in curriculum.parts
        if (entries := [entry for entry in part.entries if entry.slug != START])
    ]
    columns: list[list] = [[] for _ in range(COLUMNS)]
    heights = [0.0] * COLUMNS
    half = sum(GAP + 0.3 + ROW * len(entries) for _, entries in parts) / COLUMNS
    column = 0
    for part, entries in parts:
        size = GAP + 0.3 + ROW * len(entries)
        if column + 1 < COLUMNS and heights[column] + size / 2 > half:
            column += 1
        columns[column].append((part, entries))
        heights[column] += size
    height, width = max(heights) + 0.1, 11.5
    figure = Figure(figsize=(width, height), layout="none")  # every place is counted here
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, width), ylim=(height, 0))
    axes.axis("off")
    box = width / COLUMNS - 0.3
    for c, members in enumerate(columns):
        x, y = 0.15 + c * (width / COLUMNS), 0.0
        for part, entries in members:
            y += GAP
            axes.text(x, y, f"{part.number} · {part.title}", fontsize=11.5, fontweight="bold", va="center")
            y += 0.3
            for entry in entries:
                ready = isinstance(entry, Lesson)
                axes.add_patch(
                    FancyBboxPatch(
                        (x, y - 0.02), box, ROW - 0.1, boxstyle="round,pad=0,rounding_size=0.08",
                        facecolor=plots.COLOURS["blue"] if ready else "white",
                        edgecolor=plots.COLOURS["blue"] if ready else "#767676",
                        linestyle="-" if ready else "--", linewidth=1.2,
                    )
                )  # fmt: skip
                axes.text(
                    x + 0.1, y + ROW / 2 - 0.07, _label(entry), va="center", fontsize=9, linespacing=1.1,
                    color="white" if ready else "#404040", fontweight="bold" if ready else "normal",
                )  # fmt: skip
                y += ROW
    plots.show(figure, alt=describe(curriculum))
