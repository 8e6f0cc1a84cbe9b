"""The comparison that all validation rests on: fair to what may differ, and blind to nothing else."""

from __future__ import annotations

import base64
import importlib.util
import io
import math
from copy import deepcopy
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from overheard import paths
from overheard.author import outputs
from overheard.author.outputs import Tolerance, alterations, comparable, difference, numbers

EXACT = Tolerance()


def stream(text: str, name: str = "stdout") -> dict[str, Any]:
    return {"output_type": "stream", "name": name, "text": text}


def result(text: str, **more: str) -> dict[str, Any]:
    kinds = {kind.replace("_", "/"): value for kind, value in more.items()}
    return {
        "output_type": "execute_result",
        "data": {"text/plain": text, **kinds},
        "metadata": {},
        "execution_count": 1,
    }


def error(name: str, value: str) -> dict[str, Any]:
    return {"output_type": "error", "ename": name, "evalue": value, "traceback": ["one", "two"]}


ALT = "A dark square of 40 pixels on white paper, to the left of the middle."


def picture(left: int = 4, side: int = 40, size: int = 96, alt: str = ALT) -> dict[str, Any]:
    from PIL import Image

    image = Image.new("L", (size, size), 255)
    image.paste(0, (left, 20, left + side, 20 + side))
    buffer = io.BytesIO()
    image.save(buffer, format="PNG")
    return {
        "output_type": "display_data",
        "data": {"image/png": base64.b64encode(buffer.getvalue()).decode(), "text/plain": alt},
        "metadata": {"image/png": {"alt": alt}},
    }


def agree(stored: str, new: str, tolerance: Tolerance = EXACT) -> bool:
    return difference([stream(stored)], [stream(new)], tolerance) is None


# ------------------------------------------------------------------------------------------------------- numbers


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("0.5 and -3", [0.5, -3]),
        ("60,000 digits", [60000]),
        ("1,234,567.5", [1234567.5]),
        ("(1, 2)", [1, 2]),
        ("1e-3 2.5E+2", [0.001, 250]),
        (".25", [0.25]),
        ("−4", [-4]),
        ("+4", [4]),
        ("82%", [82]),
        ("[[1.  2.5]]", [1, 2.5]),
        ("no number", []),
        ("torch.Size([3, 28])", [3, 28]),
    ],
)
def test_numbers_are_found(text: str, found: list[float]) -> None:
    assert numbers(text) == found


@pytest.mark.parametrize("text", ["float32", "conv2d", "v1x", "x_3"])
def test_digits_of_names_belong_to_the_text(text: str) -> None:
    assert numbers(text) == []
    other = "".join("7" if char.isdigit() else char for char in text)
    assert not agree(text, other, Tolerance(absolute=100))


# ----------------------------------------------------------------------------------------------------- tolerances


@pytest.mark.parametrize("move", [1e-12, 0.001, 1, -1])
def test_without_a_tolerance_everything_is_exact(move: float) -> None:
    assert agree("accuracy 0.9912345678901", "accuracy 0.9912345678901")
    assert not agree("accuracy 0.9912345678901", f"accuracy {0.9912345678901 + move!r}")


@pytest.mark.parametrize("stored", [0.0, 0.5, 0.991, -0.25, 12.345, 1e4])
@pytest.mark.parametrize("allowed", [0.001, 0.003, 0.02, 0.5])
def test_a_tolerance_is_exact_at_its_border(stored: float, allowed: float) -> None:
    def text(value: float) -> str:
        return f"accuracy {value:.3f}"

    tolerance = Tolerance(absolute=allowed)
    for sign in (1, -1):
        assert agree(text(stored), text(stored + sign * allowed), tolerance)
        assert not agree(text(stored), text(stored + sign * (allowed + 0.001)), tolerance)


@pytest.mark.parametrize(
    ("stored", "new", "fine"), [("200", "202", True), ("200", "203", False), ("-200", "-198", True)]
)
def test_a_relative_tolerance_is_one_of_the_stored_number(stored: str, new: str, fine: bool) -> None:
    assert agree(stored, new, Tolerance(relative=0.01)) is fine


def test_both_tolerances_add_up() -> None:
    both = Tolerance(absolute=1, relative=0.01)
    assert agree("100", "102", both) and not agree("100", "103", both)


def test_a_tolerance_holds_for_every_number_of_the_cell() -> None:
    tolerance = Tolerance(absolute=0.01)
    assert agree("a 0.50 b 0.60", "a 0.51 b 0.59", tolerance)
    assert not agree("a 0.50 b 0.60", "a 0.51 b 0.62", tolerance)


def test_the_words_around_numbers_stay_exact() -> None:
    tolerance = Tolerance(absolute=100)
    assert agree("seed 1: 0.5 good", "seed 1: 0.6 good", tolerance)
    for other in ("seed 1: 0.5 bad", "seed 1: 0.5", "seed 1: 0.5 good 3", "Seed 1: 0.5 good", "seed 1; 0.5 good"):
        assert not agree("seed 1: 0.5 good", other, tolerance), other


def test_a_number_that_gains_a_digit_may_shift_a_table() -> None:
    tolerance = Tolerance(absolute=1)
    assert agree("  9.8  ten\n ---- \n", " 10.1  ten\n -----\n".replace("-----\n", "----- \n"), tolerance)
    assert not agree("  9.8  ten", " 10.1  ten")
    assert not agree("9.8\nten", "9.8 ten", tolerance), "a line break is no blank"


def test_nan_agrees_with_nan_only() -> None:
    assert Tolerance(absolute=1).allows(math.nan, math.nan)
    assert not Tolerance(absolute=1).allows(math.nan, 0.0)
    assert not agree("loss nan", "loss 0.1", Tolerance(absolute=100))
    assert not agree("loss 0.1", "loss nan", Tolerance(absolute=100))
    assert not agree("loss 0.1", "loss inf", Tolerance(absolute=100))


def test_a_sign_is_part_of_the_number() -> None:
    assert not agree("0.5", "-0.5", Tolerance(absolute=0.9))
    assert agree("0.05", "-0.05", Tolerance(absolute=0.1))


@pytest.mark.parametrize(
    "declared",
    [
        {"tolerance": -1, "why": "x"},
        {"tolerance": "0.1", "why": "x"},
        {"tolerance": True, "why": "x"},
        {"tolerance": math.inf, "why": "x"},
        {"tolerance": math.nan, "why": "x"},
        {"relative": 1, "why": "x"},
        {"tolerance": 0.1},
        {"tolerance": 0.1, "why": "  "},
        {"relative": 0.1},
    ],
)
def test_a_bad_tolerance_is_refused(declared: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="toleran"):
        Tolerance.of({"overheard": declared})


def test_a_good_tolerance_is_read() -> None:
    assert Tolerance.of({}) == Tolerance.of({"overheard": {"why": "ignored"}}) == EXACT and not EXACT
    read = Tolerance.of({"overheard": {"tolerance": 0.003, "relative": 0.01, "why": "training"}})
    assert read == Tolerance(0.003, 0.01) and read


# ------------------------------------------------------------------------------------------------ what is compared


def test_stderr_and_widget_models_are_left_out() -> None:
    stored = [stream("word\n"), result("Canvas()")]
    new = deepcopy([stream("42%|####", "stderr"), *stored])
    new[2]["data"]["application/vnd.jupyter.widget-view+json"] = {"model_id": "random"}
    assert difference(stored, new, EXACT) is None
    assert difference(stored, [stream("oh", "stderr")], EXACT)
    assert len(comparable(new)) == 2 and "widget" in str(new), "the outputs themselves are not changed"


@pytest.mark.parametrize(
    ("stored", "new"),
    [
        ([], [stream("more")]),
        ([stream("less")], []),
        ([stream("a")], [result("a")]),
        ([result("a")], [stream("a")]),
        ([result("a")], [error("ValueError", "a")]),
        ([error("ValueError", "a")], [error("TypeError", "a")]),
        ([error("ValueError", "a")], [error("ValueError", "b")]),
        ([stream("a"), result("b")], [result("b"), stream("a")]),
        ([result("a", text_html="<b>a</b>")], [result("a")]),
        ([result("a")], [result("a", text_html="<b>a</b>")]),
        ([result("a", text_html="<b>a</b>")], [result("a", text_html="<i>a</i>")]),
        ([result("a", text_latex="$a$")], [result("a", text_latex="$b$")]),
        ([result("a", **{"application_json": "1"})], [result("a", **{"application_json": "2"})]),
    ],
)
def test_every_kind_of_output_is_compared(stored: list, new: list) -> None:
    assert difference(stored, stored, EXACT) is None
    assert difference(stored, new, EXACT)


def test_the_difference_shows_both(tmp_path: Path) -> None:
    told = difference([stream("stored word")], [stream("new word")], EXACT)
    assert told == "stdout differs\n--- stored\nstored word\n--- new run\nnew word"
    assert "tolerance 0.5" in difference([stream("1")], [stream("3")], Tolerance(absolute=0.5))
    assert difference([stream("a")], [], EXACT) == "stored are: stream stdout\nthe new run gave: nothing"


def test_texts_stored_as_lines_are_joined() -> None:
    """nbformat stores texts as lists of lines when a notebook is read as plain JSON."""
    assert difference([{**stream(""), "text": ["a\n", "b\n"]}], [stream("a\nb\n")], EXACT) is None


# ------------------------------------------------------------------------------------------------------- figures


def test_a_figure_agrees_with_itself_and_with_a_hair_s_breadth() -> None:
    assert difference([picture()], [picture()], EXACT) is None
    assert difference([picture()], [picture(left=5)], EXACT) is None


@pytest.mark.parametrize(
    ("new", "words"),
    [
        (picture(left=52), "looks different"),
        (picture(side=8), "looks different"),
        (picture(alt="Another alternative of enough words."), "text/plain differs"),
    ],
)
def test_a_figure_that_changed_is_noticed(new: dict, words: str) -> None:
    assert words in difference([picture()], [new], EXACT)


def test_numbers_in_an_alternative_fall_under_the_tolerance() -> None:
    new = picture(alt=ALT.replace("40", "41"))
    assert difference([picture()], [new], EXACT)
    assert difference([picture()], [new], Tolerance(absolute=1)) is None
    assert difference([picture()], [new], Tolerance(absolute=0.5))


def test_a_broken_or_silent_figure_is_noticed() -> None:
    broken = picture()
    broken["data"]["image/png"] = base64.b64encode(b"no picture").decode()
    assert "cannot be read" in difference([picture()], [broken], EXACT)
    silent = picture()
    silent["metadata"] = {}
    assert "no text alternative" in difference([silent], [picture()], EXACT)
    other = picture()
    other["metadata"]["image/png"]["alt"] = "Something else"
    assert "is not the text beside it" in difference([other], [picture()], EXACT)
    without = picture()
    del without["data"]["image/png"]
    assert difference([picture()], [without], EXACT) and difference([without], [picture()], EXACT)


# ------------------------------------------------------------------------------------------ alterations are noticed

SAMPLES = {
    "words": [stream("Hello, world\n")],
    "numbers": [stream("0.991 of 10,000, from 0.99 to 1.00; 1e-3 and -4\n")],
    "a table": [result("   a    b\n0  1  2.50\n1  3  4.75", text_html="<td>1</td><td>2.50</td>")],
    "an error": [error("ValueError", "expected 3 values, got 2")],
    "a figure": [stream("one\n"), picture()],
    "nothing": [],
    "stderr alone": [stream("50%", "stderr")],
}
TOLERANCES = [EXACT, Tolerance(0.003), Tolerance(0.5), Tolerance(0, 0.05), Tolerance(0.01, 0.02)]


@pytest.mark.parametrize("tolerance", TOLERANCES, ids=str)
@pytest.mark.parametrize("name", SAMPLES)
def test_every_alteration_is_noticed(name: str, tolerance: Tolerance) -> None:
    sample = SAMPLES[name]
    assert difference(sample, sample, tolerance) is None
    altered = list(alterations(sample, tolerance))
    assert [what for what, copy in altered if difference(copy, sample, tolerance) is None] == []
    if comparable(sample):
        assert len(altered) >= 3


def test_alterations_are_of_every_kind() -> None:
    told = {what.split(":")[-1].strip().split(" ")[0] for what, _ in alterations(SAMPLES["a figure"], EXACT)}
    assert {"another", "number", "picture", "text", "output"} <= told
    assert sum("number" in what for what, _ in alterations(SAMPLES["numbers"], EXACT)) == 6


def test_alterations_are_just_beyond_the_tolerance() -> None:
    (altered,) = [
        copy[0]["text"] for what, copy in alterations([stream("0.991")], Tolerance(0.003)) if "number" in what
    ]
    assert altered == "0.995"


def test_alterations_leave_the_outputs_alone() -> None:
    sample = SAMPLES["a figure"]
    before = deepcopy(sample)
    list(alterations(sample, EXACT))
    assert sample == before


# ------------------------------------------------------------------- a sabotaged comparison is caught by the hook


@pytest.fixture
def hook() -> Any:
    """``compare_outputs`` of conftest.py, as nbval calls it: for a cell, its run and what is stored."""
    spec = importlib.util.spec_from_file_location("conftest_of_the_checkout", paths.ROOT / "conftest.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)

    def call(run: list, stored: list, metadata: dict | None = None) -> str:
        cell = SimpleNamespace(cell=SimpleNamespace(metadata=metadata or {}))
        fine = module.compare_outputs(cell, list(map(Record, run)), list(map(Record, stored)))
        assert fine is (not cell.comparison_traceback)
        return "\n".join(cell.comparison_traceback)

    call.module = module
    return call


class Record(dict):
    """nbformat's records: keys are attributes too."""

    __getattr__ = dict.__getitem__
    __setattr__ = dict.__setitem__


def test_the_hook_stands_in_the_place_of_nbval_s_comparison() -> None:
    from nbval.plugin import IPyNbCell

    assert Path(IPyNbCell.compare_outputs.__code__.co_filename) == paths.ROOT / "conftest.py"


def test_the_hook_passes_what_agrees_and_tells_what_does_not(hook: Any) -> None:
    declared = {"overheard": {"tolerance": 0.01, "why": "training"}}
    assert hook([stream("0.51")], [stream("0.50")], declared) == ""
    assert "stdout differs" in hook([stream("0.51")], [stream("0.50")])
    assert "needs its reason" in hook([stream("1")], [stream("1")], {"overheard": {"tolerance": 1}})


@pytest.mark.parametrize(
    ("place", "sabotage"),
    [
        ("within", lambda *_: True),
        ("_frame", lambda text: ""),
        ("_texts", lambda output: iter(())),
        ("_shape", lambda output: ""),
        ("_picture_differs", lambda stored, new: None),
        ("numbers", lambda text: []),
        ("LOOK", 1.0),
        ("comparable", lambda found: []),
    ],
)
def test_a_sabotaged_comparison_is_caught(
    hook: Any, monkeypatch: pytest.MonkeyPatch, place: str, sabotage: Any
) -> None:
    """Whoever weakens the comparison by accident turns the validation of every notebook red, not green."""
    sample = [stream("0.99 of all\n"), result("word"), picture()]
    declared = {"overheard": {"tolerance": 0.01, "why": "training"}}
    assert hook(sample, sample, declared) == ""
    real = list(alterations(sample, Tolerance(0.01)))
    # The alterations are made by other functions than those that judge; here they are kept as they were.
    monkeypatch.setattr(hook.module, "alterations", lambda *_: real)
    monkeypatch.setattr(outputs, place, sabotage)
    assert "an altered output was not noticed" in hook(sample, sample, declared)


def test_a_tolerance_twice_as_wide_as_declared_is_caught(hook: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    sample = [stream("0.990\n")]
    declared = {"overheard": {"tolerance": 0.01, "why": "training"}}
    real = list(alterations(sample, Tolerance(0.01)))
    monkeypatch.setattr(hook.module, "alterations", lambda *_: real)
    monkeypatch.setattr(Tolerance, "allows", lambda self, stored, new: abs(stored - new) <= 2 * self.absolute)
    assert "number 0.990 to 1.001" in hook(sample, sample, declared)
