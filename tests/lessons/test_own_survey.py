"""The learner's own survey: every file that cannot be sorted gets words that say what and where."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from overheard import paths
from overheard.check import load_room

own = load_room("sorting_ceremony", "own_survey.py")
GOOD = "person,early,hot\nAda,1,5\nBen,5,1\nCleo,2,4\nDan,4,2\n"


def read(folder, text, n_groups=2, name="mine.csv"):
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return own.read_answers(path, n_groups)


def test_the_template_is_read():
    table = own.read_answers(own.TEMPLATE, 2)
    assert table.shape == (12, 5) and not table.isna().any().any()
    assert table.index[0] == "p01"


def test_a_good_file_is_read(tmp_path):
    table = read(tmp_path, GOOD)
    assert table.to_numpy().tolist() == [[1, 5], [5, 1], [2, 4], [4, 2]]


@pytest.mark.parametrize(
    "text",
    [
        GOOD.replace(",", ";"),
        GOOD.replace(",", "\t"),
        GOOD.replace("\n", "\r\n"),
        "\ufeff" + GOOD,
        GOOD + "\n,,\n\n",
        GOOD.replace("Ada,1", '" Ada ", 1 '),
        GOOD.replace(",", ";").replace("1;5", "1,0;5,0"),
    ],
    ids=["semicolons", "tabs", "windows", "mark", "empty lines", "quoted", "decimal commas"],
)
def test_other_ways_to_write_the_same(tmp_path, text):
    table = read(tmp_path, text)
    assert table.to_numpy().tolist() == [[1, 5], [5, 1], [2, 4], [4, 2]]
    assert table.index.tolist() == ["Ada", "Ben", "Cleo", "Dan"]


def test_a_gap_gets_the_median(tmp_path):
    table = read(tmp_path, "person,early,hot\nAda,1,1\nBen,,2\nCleo,3,3\nDan,9,4\n")
    assert table.loc["Ben", "early"] == 3


@pytest.mark.parametrize(
    ("text", "n_groups", "says"),
    [
        ("", 2, ["mine.csv", "empty"]),
        ("  \n\n", 2, ["empty"]),
        ("person,early\n", 2, ["no people"]),
        ("person\nAda\nBen\n", 2, ["one column", "'person'"]),
        ("person,early\nAda,1\n", 2, ["one person", "'Ada'"]),
        (GOOD.replace("5,1", "often,1"), 2, ["line 3", "'often'", "'early'", "number"]),
        (GOOD.replace("5,1", "nan,1"), 2, ["line 3", "'nan'"]),
        (GOOD.replace("5,1", "-,1"), 2, ["line 3", "'-'", "leave a gap empty"]),
        (GOOD.replace("5,1", "10:30,1"), 2, ["line 3", "'10:30'", "dates and times"]),
        (GOOD.replace("5,1", "inf,1"), 2, ["line 3", "'inf'"]),
        ("person,early,hot\nAda,1,3\nBen,5,3\nCleo,2,3\n", 2, ["'hot'", "never varies"]),
        ("person,early,hot\nAda,1,\nBen,5,\nCleo,2,\n", 2, ["nobody answered", "'hot'"]),
        (GOOD, 5, ["4 people", "5 groups"]),
        (GOOD, 1, ["2 or more"]),
        (GOOD, 0, ["2 or more"]),
        (GOOD, 2.5, ["whole number", "2.5"]),
        (GOOD, "two", ["whole number", "'two'"]),
        ("person,early\nAda,1\nBen,1\nCleo,2\nDan,2\n", 3, ["2 different", "3 groups"]),
        (GOOD.replace("Ben,5,1", "Ben,5"), 2, ["line 3", "2 fields", "3"]),
        (GOOD.replace("Ben,5,1", "Ben,5,1,4"), 2, ["line 3", "4 fields"]),
        ("person,early\nAda,1\nBen,3,5\nCleo,2\n", 2, ["line 3", "comma inside", "3.5"]),
        ("Ada,1,5\nBen,5,1\nCleo,2,4\n", 2, ["first line hold names"]),
        ("early,hot,late\n1,5,2\n5,1,3\n1,4,1\n", 2, ["'early'", "Is it a question?"]),
        (GOOD.replace("Cleo", "Ada"), 2, ["'Ada'", "line 2", "line 4"]),
        ("person,early,hot\nAda,1,3\nBen,,4\nCleo,,3\n", 2, ["only Ada", "'early'"]),
        (GOOD.replace("hot", "early"), 2, ["two columns", "'early'"]),
        (GOOD.replace("hot", ""), 2, ["no name"]),
        ("Gül,1\n".encode("latin-1"), 2, ["UTF-8"]),
        (b"PK\x03\x04\x00\x00", 2, ["UTF-8"]),
        ("Timestamp,who,hot\n2026/11/27 10:31:05,Ada,1\n2026/11/27 10:32:11,Ben,5\n", 2, ["'Timestamp'", "Remove"]),
        ("who,hot,when\nAda,1,27.11.2026\nBen,5,\nCleo,2,28.11.2026\n", 2, ["'when'", "holds times"]),
    ],
)  # fmt: skip
def test_what_cannot_be_sorted_is_told(tmp_path, text, n_groups, says):
    with pytest.raises(own.SurveyError) as error:
        read(tmp_path, text, n_groups)
    for words in says:
        assert words in str(error.value)


def test_a_path_that_leads_nowhere(tmp_path):
    with pytest.raises(own.SurveyError, match="The file is None"):
        own.read_answers(None, 2)
    with pytest.raises(own.SurveyError, match="no file"):
        own.read_answers(tmp_path / "not_there.csv", 2)
    with pytest.raises(own.SurveyError, match="is a folder"):
        own.read_answers(tmp_path, 2)


ENOUGH = "person,early,hot,tidy,loud,late\n" + "".join(
    f"P{i},{i % 5 + 1},{5 - i % 4},{i % 3 + 1},{i % 2 + 1},{i % 4 + 1}\n" for i in range(24)
)


@pytest.mark.parametrize(
    ("text", "n_groups", "notes"),
    [
        (ENOUGH, 2, []),
        (ENOUGH.replace("P3,4,", "P3,44,"), 2, ["P3", "44", "typing mistake"]),
        (ENOUGH + "Silent,,,,,\n", 2, ["Silent", "cannot be placed"]),
        (ENOUGH.replace("P3,4,2,", "P3,4,,"), 2, ["1 of 120 answers", "middle"]),
        (ENOUGH.replace("4,2,", "4,99,").replace("5,5,", "5,99,"), 2, ["answered 'hot' with 99", "empty"]),
        (GOOD, 2, ["at least twenty", "2 questions"]),
        (GOOD, 3, ["at least twenty"]),
        ("person,early\nAda,1\nBen,2\n", 2, ["at least twenty"]),
    ],
)
def test_what_looks_odd_is_noted(tmp_path, capsys, text, n_groups, notes):
    table = read(tmp_path, text, n_groups)
    assert "Silent" not in table.index
    said = capsys.readouterr().out
    assert bool(said) == bool(notes)
    for words in notes:
        assert words in said


def test_a_relative_path_works_from_any_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("OVERHEARD_MY_WORK", str(tmp_path / "work"))
    (tmp_path / "work" / "exercises").mkdir(parents=True)
    (tmp_path / "work" / "mine.csv").write_text(GOOD)
    for folder in (paths.EXERCISES, tmp_path / "work" / "exercises"):
        monkeypatch.chdir(folder)
        assert len(own.read_answers("mine.csv", 2)) == 4
        assert len(own.read_answers("lessons/sorting_ceremony/template.csv", 2)) == 12


def test_explain_prints_words_in_place_of_a_trace(tmp_path, capsys):
    assert own.explain(own.read_answers, tmp_path / "not_there.csv", 2) is None
    assert capsys.readouterr().out.startswith("There is no file")
    with pytest.raises(ZeroDivisionError):
        own.explain(lambda: 1 / 0)


def test_a_key_sorts_people_with_reversed_items():
    z = pd.DataFrame({"early": [-1.0, 1.0, 0.0], "hot": [1.0, -1.0, 0.0]}, index=["Ada", "Ben", "Cleo"])
    houses = own.by_key(z, {"bold": ["hot", "-early"], "calm": ["early"]})
    assert houses.loc[["Ada", "Ben"]].tolist() == ["bold", "calm"]


@pytest.mark.parametrize(
    ("key", "says"),
    [
        ({"bold": ["hot"]}, "one house"),
        ({"bold": ["hot"], "calm": []}, "'calm' needs a list"),
        ({"bold": "hot", "calm": ["early"]}, "'bold' needs a list"),
        ({"bold": ["-late"], "calm": ["early"]}, "names '-late'. The questions are: early, hot"),
    ],
)
def test_a_key_that_cannot_be_used_is_told(key, says):
    z = pd.DataFrame({"early": [-1.0, 1.0], "hot": [1.0, -1.0]})
    with pytest.raises(own.SurveyError, match=says):
        own.by_key(z, key)


def test_what_few_people_cannot_tell():
    assert "too few" in own.cannot_tell(19) and "at least 20" in own.cannot_tell(19)
    assert "too few" not in own.cannot_tell(20)


def test_stability_is_high_where_groups_are_apart_and_low_in_noise():
    rng = np.random.default_rng(0)
    apart = np.vstack([rng.normal(size=(30, 3)), rng.normal(size=(30, 3)) + 20])
    assert own.stability(apart, 2, rng, n_pairs=5) == 1
    assert own.stability(rng.normal(size=(60, 6)), 4, rng, n_pairs=5) < 0.6


def test_stability_of_very_few_people():
    tiny = np.array([[0.0], [1.0], [5.0]])
    assert -1 <= own.stability(tiny, 3, np.random.default_rng(0), n_pairs=5) <= 1
