"""What lessons draw again and again: pictures in a grid, matrices, curves and bars."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import PowerNorm
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator, NullLocator
from numpy.typing import ArrayLike

from overheard.errors import OverheardError
from overheard.plots.page import (
    COLOURS,
    CYCLE,
    DASHES,
    DIVERGING,
    MARKERS,
    SEQUENTIAL,
    checked_alt,
    figure,
    show,
)


def image_grid(
    images: Iterable[ArrayLike],
    *,
    titles: Sequence[str] | None = None,
    title: str | None = None,
    alt: str | None = None,
    columns: int | None = None,
    size: float = 0.95,
    cmap: str = "gray",
    diverging: bool = False,
    same_scale: bool = True,
    marks: Iterable[int] = (),
    caption: str | None = None,
) -> None:
    """Small pictures in rows.

    Args:
        images: each ``(height, width)`` grey or ``(height, width, 3)`` colour; at most 120.
        titles: a short one above each picture.
        title: the finding.
        alt: the text alternative.
        columns: pictures a row; by default at most ten.
        size: inches a picture.
        cmap: for grey pictures; ``"gray_r"`` draws ink on paper.
        diverging: two colours around zero (for weights and differences).
        same_scale: one scale from grey level to colour for all, so that they can be compared.
        marks: numbers (from 0) of pictures to outline in gold.
        caption: a line below.
    """
    alt = checked_alt(alt)
    pictures = [_array(image) for image in images]
    if not pictures or len(pictures) > 120:
        raise OverheardError(f"a grid of {len(pictures)} pictures cannot be drawn; give it 1 to 120")
    for number, picture in enumerate(pictures):
        if picture.ndim not in (2, 3) or (picture.ndim == 3 and picture.shape[2] not in (3, 4)):
            raise OverheardError(
                f"picture {number} has the shape {picture.shape}; "
                "each must be (height, width), or (height, width, 3) for colour"
            )
    if titles is not None and len(titles) != len(pictures):
        raise OverheardError(f"{len(pictures)} pictures and {len(titles)} titles; give each picture one")
    columns = min(len(pictures), columns or 10)
    rows = math.ceil(len(pictures) / columns)
    longest = max((len(line) for t in titles or () for line in str(t).split("\n")), default=0)
    lines = max((str(t).count("\n") + 1 for t in titles or ()), default=0)
    cell = max(size, 0.085 * longest)
    head = 0.35 if title else 0.0
    fig, axes = figure(
        max(3.0, columns * cell), rows * (size + 0.19 * lines) + head + 0.1, rows=rows, columns=columns,
        squeeze=False, title=title,
    )  # fmt: skip
    fig.get_layout_engine().set(w_pad=0.02, h_pad=0.02, wspace=0.02, hspace=0.02)
    low, high = _range(pictures, diverging)
    for axis in axes.flat:
        axis.axis("off")
    marked = set(marks)
    for number, (picture, axis) in enumerate(zip(pictures, axes.flat, strict=False)):
        if not same_scale:
            low, high = _range([picture], diverging)
        axis.imshow(picture, cmap=DIVERGING if diverging else cmap, vmin=low, vmax=high)
        if titles is not None:
            axis.set_title(str(titles[number]), fontsize=9.5, pad=2)
        if number in marked:
            height, width = picture.shape[:2]
            _outline(axis, -0.5, -0.5, width, height)
    show(fig, alt=alt, caption=caption)


def confusion_matrix(
    matrix: ArrayLike,
    labels: Sequence[str | int],
    *,
    title: str | None = None,
    alt: str | None = None,
    x_name: str = "read as",
    y_name: str = "is",
    marks: Iterable[tuple[int, int]] = (),
    caption: str | None = None,
) -> None:
    """How often each class was taken for each other one.

    Colour follows a root of the count, so that a few mistakes show beside a full diagonal.

    Args:
        matrix: ``(classes, classes)`` counts; rows are the truth, columns the answer.
        labels: the classes' names.
        title, alt: the finding, and the text alternative.
        x_name, y_name: names of the axes (the answer, the truth).
        marks: (row, column) of cells to outline in gold.
        caption: a line below.
    """
    alt = checked_alt(alt)
    counts = _array(matrix)
    if counts.shape != (len(labels), len(labels)):
        raise OverheardError(
            f"the matrix has the shape {counts.shape} for {len(labels)} labels; "
            f"it must be ({len(labels)}, {len(labels)})"
        )
    side = max(3.4, 0.5 * len(labels) + 1.2)
    fig, axis = figure(side + 0.6, side + (0.4 if title else 0), title=title)
    norm = PowerNorm(0.4, vmin=0, vmax=max(float(counts.max()), 1.0))
    image = axis.imshow(counts, cmap="Blues", norm=norm)  # paper where nothing was mistaken
    _name_axes(axis, labels, labels, x_name, y_name)
    form = "{:.0f}" if np.allclose(counts, np.round(counts)) else "{:.2f}"
    _write_values(axis, image, counts, form, blank_zero=True)
    for row, column in marks:
        _outline(axis, column - 0.5, row - 0.5, 1, 1)
    show(fig, alt=alt, caption=caption)


def heat_map(
    matrix: ArrayLike,
    x_labels: Sequence[Any],
    y_labels: Sequence[Any],
    *,
    title: str | None = None,
    x_name: str = "",
    y_name: str = "",
    alt: str | None = None,
    values: bool | str = False,
    marks: Iterable[tuple[int, int]] = (),
    low: float | None = None,
    high: float | None = None,
    diverging: bool = False,
    bar_name: str | None = None,
    caption: str | None = None,
) -> None:
    """A table as colours.

    Args:
        matrix: ``(len(y_labels), len(x_labels))`` numbers; NaN stays white.
        x_labels, y_labels: names of columns and rows.
        title, x_name, y_name, alt: the finding, the axes' names (with units), the text alternative.
        values: write each number into its cell; a format such as ``"{:.1f}"`` in place of two decimals.
        marks: (row, column) of cells to outline in gold.
        low, high: the ends of the scale; by default those of the data.
        diverging: two colours around zero.
        bar_name: what the colour measures; draws the scale beside the map.
        caption: a line below.
    """
    alt = checked_alt(alt)
    table = _array(matrix).astype(float)
    if table.shape != (len(y_labels), len(x_labels)):
        raise OverheardError(
            f"the matrix has the shape {table.shape}; with {len(y_labels)} y_labels (rows) and "
            f"{len(x_labels)} x_labels (columns) it must be ({len(y_labels)}, {len(x_labels)})"
        )
    found_low, found_high = _range([table], diverging)
    found_low, found_high = (found_low if low is None else low), (found_high if high is None else high)
    y_room = 0.6 + 0.09 * max(len(str(label)) for label in y_labels)
    cell = 0.62 if values else 0.5
    width = min(9.0, max(4.2, cell * len(x_labels) + y_room + (0.9 if bar_name else 0)))
    height = min(9.0, max(2.2, cell * len(y_labels) + 1.1 + (0.4 if title else 0)))
    fig, axis = figure(width, height, title=title)
    crowded = max(len(x_labels), len(y_labels)) > 20
    image = axis.imshow(
        table,
        cmap=DIVERGING if diverging else SEQUENTIAL,
        vmin=found_low,
        vmax=found_high,
        aspect="auto" if crowded else "equal",
    )
    _name_axes(axis, x_labels, y_labels, x_name, y_name)
    if values:
        _write_values(axis, image, table, values if isinstance(values, str) else "{:.2f}")
    for row, column in marks:
        _outline(axis, column - 0.5, row - 0.5, 1, 1)
    if bar_name:
        bar = fig.colorbar(image, ax=axis, shrink=0.9, pad=0.02)
        bar.set_label(bar_name)
        bar.outline.set_visible(False)
    show(fig, alt=alt, caption=caption)


def learning_curve(
    x: ArrayLike,
    ys: Mapping[str, ArrayLike],
    *,
    spread: Mapping[str, Any] | None = None,
    title: str | None = None,
    x_name: str = "",
    y_name: str = "",
    alt: str | None = None,
    log_x: bool = False,
    log_y: bool = False,
    levels: Mapping[str, float] | None = None,
    width: float = 7.0,
    height: float = 4.0,
    caption: str | None = None,
) -> None:
    """Lines over a common x, each named at its end, with a band for its spread.

    Args:
        x: ``(points,)``, such as training images or epochs.
        ys: name to ``(points,)`` values; or to ``(seeds, points)``, drawn as the mean with a band from the
            smallest to the largest seed.
        spread: name to the band: ``(points,)`` half-widths, or a pair (low, high) of ``(points,)``.
        title, x_name, y_name, alt: the finding, the axes' names (with units), the text alternative.
        log_x, log_y: logarithmic axes.
        levels: name to a height, drawn as a thin level line (a baseline, chance, the best possible).
        width, height: inches.
        caption: a line below.
    """
    alt = checked_alt(alt)
    places = np.asarray(_array(x), dtype=float)
    fig, axis = figure(width, height, title=title)
    for number, (name, values) in enumerate(ys.items()):
        line = _array(values).astype(float)
        band = None
        if line.ndim == 2:
            band = (line.min(axis=0), line.max(axis=0))
            line = line.mean(axis=0)
        if line.shape != places.shape:
            raise OverheardError(
                f"{name!r} has {line.shape[-1]} points and x has {len(places)}; give the same number"
            )
        given = (spread or {}).get(name)
        if isinstance(given, tuple | list) and len(given) == 2:
            band = (_array(given[0]), _array(given[1]))
        elif given is not None:
            band = (line - _array(given), line + _array(given))
        look = number % len(CYCLE)
        marker = MARKERS[look] if len(places) <= 25 else None
        axis.plot(places, line, color=CYCLE[look], linestyle=DASHES[look], marker=marker, label=name)
        if band is not None:
            axis.fill_between(places, *band, color=CYCLE[look], alpha=0.18, linewidth=0)
    for name, level in (levels or {}).items():
        ends = [places.min(), places.max()]
        axis.plot(ends, [level] * 2, color=COLOURS["grey"], linewidth=1.2, linestyle=(0, (2, 2)), label=name)
    axis.set_xlabel(x_name)
    axis.set_ylabel(y_name)
    if log_x:
        axis.set_xscale("log")
        if len(places) <= 9:
            axis.set_xticks(places, [f"{place:,.10g}" for place in places])
            axis.xaxis.set_minor_locator(NullLocator())
    elif np.allclose(places, np.round(places)):
        axis.xaxis.set_major_locator(MaxNLocator(integer=True))
    if log_y:
        axis.set_yscale("log")
    label_line_ends(axis)
    show(fig, alt=alt, caption=caption)


def label_line_ends(axis: Axes, *, gap: float = 15.0) -> None:
    """Name each line of ``axis`` at its right end, in its colour, in place of a legend.

    Lines without a ``label`` are left alone. Names that would lie on each other are moved apart.

    Args:
        axis: with its lines drawn and its scales set.
        gap: least distance between two names, in points.
    """
    lines = [line for line in axis.get_lines() if not str(line.get_label()).startswith("_")]
    if not lines:
        return
    axis.figure.canvas.draw()  # lays the axes out, so that heights can be measured
    to_points = 72.0 / axis.figure.dpi
    ends = []
    for line in lines:
        x, y = (np.asarray(line.get_xdata(), float), np.asarray(line.get_ydata(), float))
        good = np.isfinite(x) & np.isfinite(y)
        if good.any():
            x, y = x[good][-1], y[good][-1]
            ends.append([axis.transData.transform((x, y))[1] * to_points, x, y, line])
    ends.sort(key=lambda end: end[0])
    heights = _apart([end[0] for end in ends], gap)
    for (own, x, y, line), height in zip(ends, heights, strict=True):
        axis.annotate(
            textwrap.fill(str(line.get_label()), 22),
            (x, y),
            xytext=(9, height - own),
            textcoords="offset points",
            color=line.get_color(),
            va="center",
            fontsize=10.5,
            annotation_clip=False,
        )


def bars(
    names: Sequence[str],
    values: ArrayLike,
    *,
    low: ArrayLike | None = None,
    high: ArrayLike | None = None,
    title: str | None = None,
    value_name: str = "",
    alt: str | None = None,
    form: str = "{:.1f}",
    highlight: Iterable[str] = (),
    start: float = 0.0,
    width: float = 7.0,
    caption: str | None = None,
) -> None:
    """Lying bars with their numbers, and an interval where there is one.

    Args:
        names: one a bar, the first on top.
        values: ``(bars,)``.
        low, high: ``(bars,)`` ends of the intervals.
        title, value_name, alt: the finding, what is measured (with its unit), the text alternative.
        form: how a number is written at its bar.
        highlight: names of bars to draw in the strong colour; by default all are.
        start: where the axis begins; not zero only where zero means nothing.
        width: inches.
        caption: a line below.
    """
    alt = checked_alt(alt)
    lengths = _array(values).astype(float)
    if lengths.shape != (len(names),):
        raise OverheardError(f"{len(names)} names and values of shape {lengths.shape}; give each bar one value")
    if (low is None) != (high is None):
        raise OverheardError("an interval has two ends; give both low and high")
    strong = set(highlight) or set(names)
    colours = [COLOURS["blue"] if name in strong else "#b8b8b8" for name in names]
    fig, axis = figure(width, 0.42 * len(names) + 1.0 + (0.4 if title else 0), title=title)
    places = np.arange(len(names))
    axis.barh(places, lengths - start, left=start, color=colours, height=0.62)
    tips = lengths.copy()
    if low is not None and high is not None:
        ends = np.stack([_array(low), _array(high)]).astype(float)
        reach = np.abs(ends - lengths)
        axis.errorbar(lengths, places, xerr=reach, fmt="none", ecolor="black", elinewidth=1.5, capsize=4)
        tips = np.maximum(tips, ends[1])
    for place, length, tip in zip(places, lengths, tips, strict=True):
        axis.annotate(
            form.format(length),
            (max(tip, start), place),
            xytext=(6, 0),
            textcoords="offset points",
            va="center",
        )
    axis.set_yticks(places, [textwrap.fill(str(name), 28) for name in names])
    axis.invert_yaxis()
    axis.set_xlabel(value_name)
    axis.grid(False, axis="y")
    axis.margins(x=0.12)
    if lengths.min() >= start:
        axis.set_xlim(left=start)
    axis.spines["left"].set_visible(False)
    axis.tick_params(axis="y", length=0)
    show(fig, alt=alt, caption=caption)


def _array(values: Any) -> np.ndarray:
    """Numbers as NumPy, whether they come from a list, from pandas or from torch (on any device)."""
    if hasattr(values, "detach"):
        values = values.detach().cpu()
    return np.asarray(values)


def _range(pictures: Sequence[np.ndarray], diverging: bool) -> tuple[float, float]:
    low = min(float(np.nanmin(picture)) for picture in pictures)
    high = max(float(np.nanmax(picture)) for picture in pictures)
    if diverging:
        high = max(abs(low), abs(high)) or 1.0
        return -high, high
    return (low, high) if high > low else (low, low + 1.0)


def _name_axes(axis: Axes, x_labels: Sequence[Any], y_labels: Sequence[Any], x_name: str, y_name: str) -> None:
    axis.grid(False)
    axis.spines[:].set_visible(False)
    axis.tick_params(length=0)
    axis.set_yticks(range(len(y_labels)), [str(label) for label in y_labels])
    axis.set_xticks(range(len(x_labels)), [str(label) for label in x_labels])
    longest = max((len(str(label)) for label in x_labels), default=0)
    if longest > 5:
        for label in axis.get_xticklabels():
            label.set(rotation=45, ha="right", rotation_mode="anchor")
    axis.set_xlabel(x_name)
    axis.set_ylabel(y_name)


def _write_values(
    axis: Axes, image: ScalarMappable, table: np.ndarray, form: str, blank_zero: bool = False
) -> None:
    """Each cell's number, dark on light cells and light on dark ones."""
    colours = image.to_rgba(table)
    size = 9.5 if max(table.shape) <= 12 else 7.5
    for (row, column), value in np.ndenumerate(table):
        if not np.isfinite(value) or (blank_zero and value == 0):
            continue
        red, green, blue = colours[row, column, :3]
        dark = 0.2126 * red**2.2 + 0.7152 * green**2.2 + 0.0722 * blue**2.2 < 0.18
        ink = "white" if dark else "black"
        axis.text(column, row, form.format(value), ha="center", va="center", color=ink, fontsize=size)


def _outline(axis: Axes, x: float, y: float, width: float, height: float) -> None:
    """A gold frame with a black one under it, so that it shows on light and on dark cells."""
    for colour, line in (("black", 4.5), (COLOURS["gold"], 2.2)):
        axis.add_patch(
            Rectangle((x, y), width, height, fill=False, edgecolor=colour, linewidth=line, clip_on=False, zorder=5)
        )


def _apart(heights: Sequence[float], gap: float) -> list[float]:
    """Heights in rising order, moved as little as needed to be ``gap`` from each other."""
    groups: list[list[float]] = []  # [middle, members]: names that touch form a stack around their mean
    for height in heights:
        groups.append([height, 1])
        while len(groups) > 1:
            (below, n), (above, m) = groups[-2], groups[-1]
            if above - below >= gap * (n + m) / 2:
                break
            groups[-2:] = [[(below * n + above * m) / (n + m), n + m]]
    return [middle + gap * (i - (n - 1) / 2) for middle, n in groups for i in range(int(n))]
