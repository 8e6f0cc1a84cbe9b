"""The own survey of still_there_tomorrow: what it refuses, and when it gives no verdict."""

from __future__ import annotations

import numpy as np
import pytest

from overheard.check import load_room

own = load_room("still_there_tomorrow", "own_survey.py")
GOOD = "person,early,hot\nAda,1,5\nBen,5,1\nCleo,2,4\nDan,4,2\n"


def write(folder, text):
    path = folder / "mine.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def survey(people: int, far: bool = False) -> str:
    """Six questions; two groups who answer the opposite, or one group."""
    rng = np.random.default_rng(3)
    answers = rng.integers(2, 5, (people, 6))
    if far:
        answers = np.where(np.arange(people)[:, None] % 2, 9, 1) + rng.integers(0, 2, (people, 6))
    lines = [",".join([f"p{i}", *map(str, row)]) for i, row in enumerate(answers)]
    return "\n".join(["person,a,b,c,d,e,f", *lines]) + "\n"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "empty"),
        (b"PK\x03\x04\x00\x00", "UTF-8"),
        (GOOD.replace("5,1", "5"), "fields"),
        (GOOD.replace("Ben", "Ada"), "name or number of their own"),
        (GOOD.replace("5,1", "often,1"), "often"),
        ("person,early\nAda,1\nBen,1\n", "everybody answered"),
    ],
    ids=["empty", "not text", "short line", "twice", "words", "all alike"],
)
def test_what_cannot_be_read_is_told(tmp_path, capsys, text, says):
    own.look_for_houses(write(tmp_path, text), 2)
    assert says in capsys.readouterr().out


def test_a_missing_file_and_an_odd_number_of_groups_are_told(tmp_path, capsys):
    own.look_for_houses(tmp_path / "nowhere.csv", 2)
    assert "no file" in capsys.readouterr().out
    for groups in (1, 13, 30, "two"):
        own.look_for_houses(write(tmp_path, survey(24)), groups)
        assert "groups" in capsys.readouterr().out


def test_fewer_than_twenty_people_get_numbers_and_no_verdict(tmp_path, capsys):
    own.look_for_houses(write(tmp_path, survey(own.ENOUGH - 1)), 2)
    out = capsys.readouterr().out
    assert "No verdict" in out and "stability of your answers" in out and "p =" not in out


def test_twenty_people_without_houses_get_no_evidence(tmp_path, capsys):
    own.look_for_houses(write(tmp_path, survey(24)), 2)
    assert "no evidence" in capsys.readouterr().out
