"""Figures carry their text alternative, or are refused."""

from __future__ import annotations

import os
import struct
import subprocess
import sys

import matplotlib
import nbformat
import numpy as np
import pytest
import torch
from nbclient import NotebookClient

from overheard import plots
from overheard.errors import OverheardError
from overheard.plots import charts, page

ALT = "Two lines rise from 60 to 99 per cent and flatten."


@pytest.fixture
def shown(monkeypatch):
    """Figures that would have been shown, with the text that goes with them."""
    seen = []
    real = plots.png_bytes
    monkeypatch.setattr(page, "_shell", lambda: object())
    monkeypatch.setattr(page, "png_bytes", lambda fig: seen.append(fig) or real(fig))
    monkeypatch.setattr("IPython.display.display", lambda data, **options: seen.append((data, options)))
    return seen


def draw_all(alt):
    """Each function once; calls in a list, so that each can be tried alone."""
    rng = np.random.default_rng(0)
    return {
        "show": lambda: plots.show(plots.figure()[0], alt=alt),
        "image_grid": lambda: plots.image_grid(rng.random((3, 8, 8)), alt=alt),
        "confusion_matrix": lambda: plots.confusion_matrix([[5, 1], [0, 4]], ["cat", "dog"], alt=alt),
        "heat_map": lambda: plots.heat_map(rng.random((2, 3)), "abc", "de", alt=alt),
        "learning_curve": lambda: plots.learning_curve([1, 2], {"a": [1, 2]}, alt=alt),
        "bars": lambda: plots.bars(["a", "b"], [1, 2], alt=alt),
    }


@pytest.mark.parametrize("name", list(draw_all(None)))
@pytest.mark.parametrize(
    "alt", [None, "", "   ", "figure", "A plot.", "too short", "a figure of the plot of a chart"]
)
def test_a_figure_without_a_useful_alternative_is_refused(name, alt):
    with pytest.raises(OverheardError, match="text alternative"):
        draw_all(alt)[name]()


@pytest.mark.parametrize("name", list(draw_all(ALT)))
def test_each_figure_shows_with_its_alternative(name, shown):
    draw_all(f"  {ALT}\n ")[name]()
    data, options = shown[-1]
    assert data["text/plain"] == ALT
    assert options["metadata"]["image/png"]["alt"] == ALT
    assert set(data) == {"text/plain", "image/png"}


def test_in_plain_python_the_alternative_is_printed(capsys):
    plots.show(plots.figure()[0], alt=ALT, caption="Five seeds.")
    assert capsys.readouterr().out == f"{ALT} Five seeds.\n"


def test_the_same_figure_gives_the_same_bytes_without_version_or_date():
    pictures = []
    for _ in range(2):
        fig, axis = plots.figure(title="A finding")
        axis.plot([1, 2, 3], label="line")
        pictures.append(plots.png_bytes(fig))
    assert pictures[0] == pictures[1]
    assert b"Software" not in pictures[0]
    assert b"tEXt" not in pictures[0]
    assert b"tIME" not in pictures[0]


def test_style_twice_is_style_once():
    plots.style()
    once = dict(matplotlib.rcParams)
    plots.style()
    assert dict(matplotlib.rcParams) == once


def test_importing_chooses_no_backend():
    code = (
        "import sys, overheard.plots as p, matplotlib\n"
        "fig, axis = p.figure(); axis.plot([1, 2]); p.show(fig, alt='A line that rises from one to two.')\n"
        "assert 'matplotlib.pyplot' not in sys.modules and 'IPython' not in sys.modules\n"
        "assert matplotlib.get_backend(auto_select=False) is None\n"
    )
    # A kernel that another test started in this process may have left its choice in the environment.
    environment = {name: value for name, value in os.environ.items() if name != "MPLBACKEND"}
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60, env=environment)


def test_a_figure_of_pyplot_is_closed_even_when_refused():
    import matplotlib.pyplot as plt

    before = plt.get_fignums()
    with pytest.raises(OverheardError):
        plots.show(plt.figure())
    plots.show(plt.figure(), alt=ALT)
    assert plt.get_fignums() == before


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: plots.image_grid([], alt=ALT), "1 to 120"),
        (lambda: plots.image_grid(np.zeros((2, 4)), alt=ALT), "(height, width)"),
        (lambda: plots.image_grid(np.zeros((2, 4, 4)), titles=["a"], alt=ALT), "2 pictures and 1 titles"),
        (lambda: plots.confusion_matrix(np.zeros((2, 3)), "ab", alt=ALT), "must be (2, 2)"),
        (lambda: plots.heat_map(np.zeros((2, 3)), "ab", "abc", alt=ALT), "must be (3, 2)"),
        (lambda: plots.learning_curve([1, 2], {"a": [1, 2, 3]}, alt=ALT), "'a' has 3 points and x has 2"),
        (lambda: plots.bars(["a"], [1, 2], alt=ALT), "1 names"),
        (lambda: plots.bars(["a"], [1], low=[0], alt=ALT), "both low and high"),
    ],
)
def test_bad_shapes_are_told_plainly(call, words):
    with pytest.raises(OverheardError) as caught:
        call()
    assert words in str(caught.value)


def test_tensors_bands_levels_and_marks_are_drawn(shown):
    plots.image_grid(torch.rand(3, 8, 8), titles=["a", "b", "c"], title="T", marks=[1], alt=ALT)
    grid = shown[0]
    assert [len(axis.patches) for axis in grid.axes] == [0, 2, 0]

    plots.learning_curve(
        [10, 100],
        {"net": torch.tensor([[0.2, 0.5], [0.4, 0.9]]), "rule": [0.5, 0.5]},
        spread={"rule": [0.1, 0.1]},
        levels={"chance": 0.1},
        log_x=True,
        alt=ALT,
    )
    axis = shown[2].axes[0]
    assert len(axis.collections) == 2
    np.testing.assert_allclose(axis.lines[0].get_ydata(), [0.3, 0.7], rtol=1e-6)
    assert {text.get_text() for text in axis.texts} == {"net", "rule", "chance"}
    assert axis.get_legend() is None


def test_values_are_written_dark_on_light_and_light_on_dark(shown):
    plots.heat_map([[0.0, 1.0]], "ab", "c", values="{:.1f}", marks=[(0, 1)], alt=ALT)
    texts = shown[0].axes[0].texts
    assert [(text.get_text(), text.get_color()) for text in texts] == [("0.0", "white"), ("1.0", "black")]
    frames = shown[0].axes[0].patches
    assert [frame.get_x() for frame in frames] == [0.5, 0.5]


def test_names_at_line_ends_keep_apart():
    moved = charts._apart([10.0, 10.0, 12.0, 100.0], 15.0)
    assert np.all(np.diff(moved) >= 15 - 1e-9)
    assert moved[3] == 100.0
    assert charts._apart([0.0, 50.0], 15.0) == [0.0, 50.0]


def test_the_colours_differ_in_grey_or_by_dash_and_marker():
    looks = list(zip(plots.CYCLE, map(str, plots.DASHES), plots.MARKERS, strict=True))
    assert len({marker for _, _, marker in looks}) == len(looks)
    assert len({(colour, dash) for colour, dash, _ in looks}) == len(looks)


def test_a_notebook_keeps_the_alternative_as_plain_text():
    source = (
        "from overheard import plots\n"
        f"plots.bars(['a', 'b'], [1, 2], low=[0.5, 1], high=[2, 3], title='B is longer', alt={ALT!r})"
    )
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)])
    NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    (output,) = notebook.cells[0].outputs
    assert output.output_type == "display_data"
    assert output.data["text/plain"] == ALT
    assert output.metadata["image/png"]["alt"] == ALT
    assert output.data["image/png"].startswith("iVBOR")


def test_what_does_not_fit_makes_the_picture_larger() -> None:
    small, large = plots.figure(3, 2)[0], plots.figure(3, 2)[0]
    large.text(0.5, -0.2, "below the edge")
    sizes = [struct.unpack(">II", plots.png_bytes(fig)[16:24]) for fig in (small, large)]  # width, height
    assert sizes[0] == (330, 220)
    assert sizes[1][0] == 330 and sizes[1][1] > 240
