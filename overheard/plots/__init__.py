"""Figures in one style, each with its alternative in text.

A figure that a screen reader cannot tell is refused: every function here wants ``alt``, a sentence or two
that say what the picture shows. The notebook keeps that text as the output's ``text/plain``, so it is also
what the tests compare from run to run; numbers in it should be rounded as they are in the prose.

The colours are Okabe and Ito's, told apart with any kind of colour vision; lines also differ in dash and
marker, so that they survive grey print. Nothing here imports ``matplotlib.pyplot`` or chooses a backend.
"""

from overheard.plots.charts import bars, confusion_matrix, heat_map, image_grid, label_line_ends, learning_curve
from overheard.plots.page import (
    COLOURS,
    CYCLE,
    DASHES,
    DIVERGING,
    DPI,
    MARKERS,
    SEQUENTIAL,
    checked_alt,
    figure,
    headline,
    png_bytes,
    show,
    style,
)

__all__ = [
    "COLOURS",
    "CYCLE",
    "DASHES",
    "DIVERGING",
    "DPI",
    "MARKERS",
    "SEQUENTIAL",
    "bars",
    "checked_alt",
    "confusion_matrix",
    "figure",
    "headline",
    "heat_map",
    "image_grid",
    "label_line_ends",
    "learning_curve",
    "png_bytes",
    "show",
    "style",
]
