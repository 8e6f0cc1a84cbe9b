"""The black square to draw on, drawings in MNIST's form, and three digits that were drawn with a mouse.

It stands beside the lesson because no other lesson needs it. The network that reads drawings stands on the page.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch.nn import functional as F

Stroke = Sequence[tuple[float, float]]

SIDE = 280  # pixels of the square
EMPTY = "Draw one digit."

# The points that the mouse passed, x and y from the top left: small digits, off the middle.
TWO: list[Stroke] = [
    [
        (52, 92),
        (58, 74),
        (74, 63),
        (92, 64),
        (104, 76),
        (104, 94),
        (92, 113),
        (72, 134),
        (52, 153),
        (78, 150),
        (110, 151),
    ]
]
THREE: list[Stroke] = [
    [
        (176, 72),
        (194, 62),
        (214, 67),
        (220, 82),
        (210, 97),
        (194, 104),
        (214, 108),
        (226, 122),
        (221, 141),
        (202, 152),
        (178, 146),
    ]
]
SEVEN: list[Stroke] = [[(150, 152), (176, 150), (206, 151), (196, 172), (184, 198), (176, 226)]]


def rasterise(strokes: Sequence[Stroke], side: int = SIDE, pen: float = 10.0) -> torch.Tensor:
    """Strokes, lists of points (x, y), as a picture (side, side), 0 to 1: ink where a stroke is nearer than pen."""
    places = torch.cartesian_prod(torch.arange(side), torch.arange(side)).flip(1).float()  # (x, y) row by row
    distance = torch.full((side * side,), math.inf)
    for stroke in strokes:
        for a, b in itertools.pairwise(torch.tensor(stroke, dtype=torch.float32)):
            along = ((places - a) @ (b - a) / ((b - a) @ (b - a)).clamp(min=1e-6)).clamp(0, 1)
            distance = torch.minimum(distance, (places - a - along[:, None] * (b - a)).norm(dim=1))
    return (pen - distance).clamp(0, 1).reshape(side, side)


def to_mnist(drawing: torch.Tensor) -> torch.Tensor:
    """A drawing (height, width), 0 paper to 1 ink, in MNIST's form: (28, 28) uint8."""
    rows, columns = (torch.where(drawing.amax(dim=dim) > 0.1)[0] for dim in (1, 0))
    box = drawing[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    height, width = (max(1, round(20 * side / max(box.shape))) for side in box.shape)
    small = F.interpolate(box[None, None], size=(height, width), mode="area")[0, 0]
    centre_row = (small.sum(dim=1) * torch.arange(height)).sum() / small.sum()
    centre_column = (small.sum(dim=0) * torch.arange(width)).sum() / small.sum()
    top = min(max(round(14 - centre_row.item()), 0), 28 - height)
    left = min(max(round(14 - centre_column.item()), 0), 28 - width)
    placed = torch.zeros(28, 28)
    placed[top : top + height, left : left + width] = small
    return (255 * placed).round().to(torch.uint8)


def board(read: Callable[[torch.Tensor], str]) -> Any:
    """A black square to draw on. After each stroke it shows what `read` says of the picture (SIDE, SIDE)."""
    import ipywidgets
    from ipycanvas import Canvas

    canvas, answer = Canvas(width=SIDE, height=SIDE), ipywidgets.HTML()
    clear = ipywidgets.Button(description="Clear")
    strokes: list[list[tuple[float, float]]] = []
    is_down = [False]

    def wipe(*_: Any) -> None:
        strokes.clear()
        answer.value = EMPTY
        canvas.fill_style, canvas.stroke_style, canvas.line_width, canvas.line_cap = "black", "white", 20, "round"
        canvas.fill_rect(0, 0, SIDE, SIDE)

    def press(x: float, y: float) -> None:
        is_down[0] = True
        strokes.append([(x, y), (x + 1, y)])

    def drag(x: float, y: float) -> None:
        if is_down[0]:
            canvas.stroke_line(*strokes[-1][-1], x, y)
            strokes[-1].append((x, y))

    def release(*_: Any) -> None:
        if is_down[0]:
            is_down[0] = False
            answer.value = read(rasterise(strokes))

    wipe()
    canvas.on_mouse_down(press)
    canvas.on_mouse_move(drag)
    canvas.on_mouse_up(release)
    clear.on_click(wipe)
    return ipywidgets.VBox([canvas, ipywidgets.HBox([clear, answer])], layout={"align_items": "flex-start"})
