"""A figure: its style, its title, its text alternative, and how it is shown."""

from __future__ import annotations

import base64
import io
import sys
import textwrap
from typing import Any

import matplotlib
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox

from overheard.errors import OverheardError

COLOURS = {
    "blue": "#0072B2",
    "orange": "#E69F00",
    "green": "#009E73",
    "red": "#D55E00",
    "purple": "#CC79A7",
    "sky": "#56B4E9",
    "black": "#000000",
    "grey": "#767676",
    "gold": "#FFC20A",
}
#: The order in which lines take colours, dashes and markers.
CYCLE = [COLOURS[name] for name in ("blue", "red", "green", "black", "orange", "purple", "sky")]
DASHES: list[Any] = ["-", (0, (5, 2)), (0, (1, 1.5)), (0, (5, 1.5, 1, 1.5)), "-", (0, (5, 2)), (0, (1, 1.5))]
MARKERS = ["o", "s", "^", "D", "v", "P", "X"]
SEQUENTIAL = "cividis"  # dark to light, even steps, the same with and without colour
DIVERGING = "PuOr_r"  # orange above zero, purple below

DPI = 110
_STYLE: dict[str, Any] = {
    "font.family": "DejaVu Sans",  # comes with matplotlib, so figures look the same everywhere
    "font.size": 11,
    "axes.titlesize": 11,
    "axes.labelsize": 11,
    "xtick.labelsize": 10,
    "ytick.labelsize": 10,
    "figure.titlesize": 12.5,
    "figure.titleweight": "bold",
    "figure.facecolor": "white",  # also where the page is dark
    "figure.constrained_layout.use": True,
    "savefig.facecolor": "white",
    "axes.facecolor": "white",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": "#555555",
    "axes.grid": True,
    "axes.axisbelow": True,
    "axes.prop_cycle": matplotlib.cycler(color=CYCLE, linestyle=DASHES),
    "grid.color": "#dddddd",
    "grid.linewidth": 0.8,
    "lines.linewidth": 2.0,
    "lines.markersize": 5.5,
    "legend.frameon": False,
    "image.cmap": SEQUENTIAL,
    "image.interpolation": "nearest",
}
_EMPTY_WORDS = {"a", "an", "the", "of", "this", "is", "my", "our", "some"} | {
    f"{noun}{ending}"
    for noun in ("figure", "plot", "image", "picture", "graph", "chart", "diagram", "fig", "output", "result")
    for ending in ("", "s")
}


def style() -> None:
    """Set the project's look for every figure made from here on. Calling it again changes nothing."""
    matplotlib.rcParams.update(_STYLE)


def figure(
    width: float = 7.0,
    height: float = 4.0,
    *,
    rows: int = 1,
    columns: int = 1,
    title: str | None = None,
    **options: Any,
) -> tuple[Figure, Any]:
    """An empty figure in the project's style, for what the other functions do not draw.

    Args:
        width, height: inches, at 110 dots an inch.
        rows, columns: how many axes.
        title: the finding, in a few words.
        options: go on to ``Figure.subplots`` (``sharex``, ``width_ratios`` and so on).

    Returns:
        The figure and its axes: one ``Axes``, or an array of them where there are several.
        Finish with ``show(fig, alt=...)``. Where you draw a picture into them (``imshow``), take the grid
        away first: ``axis.grid(False)``.
    """
    style()
    fig = Figure(figsize=(width, height))
    axes = fig.subplots(rows, columns, **options)
    if title:
        headline(fig, title)
    return fig, axes


def headline(fig: Figure, title: str) -> None:
    """Write the title (the finding, not the axes' names) above a figure, left and wrapped to its width."""
    width = max(20, int(fig.get_figwidth() * 8.8))
    fig.suptitle(textwrap.fill(" ".join(title.split()), width), x=0.01, ha="left")


def checked_alt(alt: str | None) -> str:
    """The text alternative with its white space tidied.

    Raises:
        OverheardError: it is missing, shorter than 20 characters, or says no more than "figure".
    """
    mend = "say in a sentence what the picture shows, for someone who cannot see it: alt='Accuracy rises ...'"
    if alt is None or not isinstance(alt, str) or not alt.strip():
        raise OverheardError(f"this figure has no text alternative; {mend}")
    alt = " ".join(alt.split())
    words = {word.strip(".,:;!?").lower() for word in alt.split()}
    if words <= _EMPTY_WORDS:
        raise OverheardError(f"the text alternative {alt!r} says nothing about this figure; {mend}")
    if len(alt) < 20:
        raise OverheardError(f"the text alternative {alt!r} is too short (20 characters at least); {mend}")
    return alt


def show(fig: Figure, *, alt: str | None = None, caption: str | None = None) -> None:
    """Show a figure in the notebook with its text alternative, then close it.

    The output carries ``text/plain`` (the alternative) and ``image/png``, with the alternative in the
    picture's metadata too. The same figure gives the same bytes. Outside a notebook the alternative is
    printed.

    Args:
        fig: any matplotlib figure.
        alt: what the picture shows, in words (20 characters at least).
        caption: a line to stand below the picture; it is added to the alternative.

    Raises:
        OverheardError: there is no useful ``alt``.
    """
    try:
        text = checked_alt(alt)
        if caption:
            caption = " ".join(caption.split())
            wrapped = textwrap.fill(caption, max(20, int(fig.get_figwidth() * 13)))
            fig.supxlabel(wrapped, x=0.01, ha="left", fontsize=9.5, color="#444444")
            text = f"{text} {caption}"
        shell = _shell()
        if shell is None:
            print(text)
            return
        from IPython.display import display

        png = base64.b64encode(png_bytes(fig)).decode("ascii")
        display({"text/plain": text, "image/png": png}, metadata={"image/png": {"alt": text}}, raw=True)
    finally:
        if "matplotlib.pyplot" in sys.modules:  # else no one but the caller holds it
            sys.modules["matplotlib.pyplot"].close(fig)


def png_bytes(fig: Figure) -> bytes:
    """The figure as PNG, without the version or date that matplotlib would write into it."""
    fig.draw_without_rendering()  # lays everything out
    # Where labels did not fit, the picture grows: nothing is cut off.
    area = Bbox.union([fig.bbox_inches, fig.get_tightbbox().padded(0.03)])
    with io.BytesIO() as buffer:
        fig.savefig(buffer, format="png", dpi=DPI, metadata={"Software": None}, bbox_inches=area)
        return buffer.getvalue()


def _shell() -> Any:
    """The running IPython shell, or None in plain Python."""
    return sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
