"""The scanner of numbers in prose: what it counts, what it lets pass, and that a changed number is noticed."""

from __future__ import annotations

import pytest
from prose import Number, Sources, numbers, of_code, of_outputs, of_text


def found(text):
    return [str(number) for number in numbers(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It reads 82 of 100.", ["82", "100"]),
        ("about 82%, 0.5 % and 3 per cent; two percentage points, 4 points", ["82 %", "0.5 %", "3 %", "4 %"]),
        ("between 97 and 98 %, or 97–98 %", ["97 %", "98 %", "97 %", "98 %"]),
        ("60,000 images of 28 × 28, or 28x28 pixels", ["60,000", "28", "28", "28", "28"]),
        ("1e-6, 10^4, 10⁴ and $10^{-4}$", ["1e-6", "10^4", "10⁴", "10^{-4}"]),
        ("60k parameters, 10x faster, 3s", ["60k", "10", "3"]),
        ("**82** and *83* and (84), 85: -86 −87", ["82", "83", "84", "85", "86", "87"]),
        ("a 3-gram, a 10-fold split", ["3", "10"]),
        ("Version 3.11.2 of Python 3.11.", ["3.11.2", "3.11"]),
        ("a bare `0.82` or `12 %`, code `range(10)` and `conv2d`", ["0.82", "12 %"]),
        ("0 and 1, but 0 % and 1 %", ["0 %", "1 %"]),
        ("float32, F1, GPT-2, S10E10, x1, 2D, 3rd, L2", []),
        ("Exercise 2, hint 1, lesson 31 and step 3; Part 4", []),
        ("1. first\n2. second\n   3) third\n## 4 Fourth\n", []),
        ("[page 7](page8.ipynb#9) and https://a.org/10", ["7"]),
        ("{{ cite: wu2016 }} <img width=30> <!-- 40 -->", []),
        ("```elixir\nNx.tensor([2, 3])\n```\nthen 4", ["4"]),
        ("$x_2 + w_{13} + y^2 + 5$", ["5"]),
        ("### Exercise 1 · Means (●●, 15 minutes)\n15 minutes later", ["15"]),
    ],
)
def test_what_counts_as_a_number(text, expected):
    assert found(text) == expected


def test_a_number_knows_its_line_value_and_digits():
    (number,) = numbers("first\n\nit is 0.082 %")
    assert number == Number("0.082", 0.082, 3, True, 2)
    values = [number.value for number in numbers("60,000, 10^4, 2.5e3, 60k, 10⁻²")]
    assert values == pytest.approx([60000, 10000, 2500, 60000, 0.01])


def test_numbers_of_code():
    code = """
n = 60_000; lr = 1e-3  # 77
for digit in range(10): pass
share = 2 / 3; big = 10**4; low = -0.25
name = "88"
assert f"{x:.0%}" == "82%" and abs(y - 99.1) < 0.4
%time 55
"""
    assert of_code(code) >= {60000, 1e-3, 10, 9, 2 / 3, 10000, 0.25, 82, 99.1, 0.4}
    assert not of_code(code) & {77, 88, 55}
    assert of_code("not ( python") == set()
    assert of_code("9**9**9") == {9, 9**9}  # and not worked out further


def test_numbers_of_outputs():
    outputs = [
        {"output_type": "stream", "name": "stdout", "text": "accuracy 0.8203 of 10,000\n"},
        {"output_type": "stream", "name": "stderr", "text": "55"},
        {
            "output_type": "execute_result",
            "data": {"text/plain": "(3, 28)", "text/html": "<td>1.5e-3</td>", "image/png": "7"},
        },
    ]
    assert of_outputs(outputs) == {0.8203, 10000, 3, 28, 0.0015}
    assert of_text("x2 v1.2.3 -4") == {4}


SOURCES = Sources(code={0.001, 60000, 92}, outputs={0.8203, 99.137, 7}, facts={"1998", "3.11.2"})


@pytest.mark.parametrize(
    "text",
    ["82 %", "82.0 %", "82.03 %", "0.82", "99.1", "99", "60,000", "60k", "92 %", "0.1 %", "7", "1998", "3.11.2"],
)
def test_a_number_with_a_source_is_explained(text):
    (number,) = numbers(f"It is {text}.")
    assert SOURCES.explain(number)


@pytest.mark.parametrize(
    "text", ["83 %", "82.1 %", "82", "0.83", "99.2", "60,001", "61k", "93 %", "8", "1999", "3.11.3", "6", "50,000"]
)
def test_a_changed_number_is_not(text):
    (number,) = numbers(f"It is {text}.")
    assert not SOURCES.explain(number)
