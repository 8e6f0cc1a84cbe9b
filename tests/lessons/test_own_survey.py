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
        (b"person,a\nAda,\x01\n", 2, ["UTF-8"]),
        (b"PK\x03\x04\x00\x00", 2, ["workbook", "UTF-8"]),
        ("who,hot,when\nAda,1,27.11.2026\nBen,5,\nCleo,2,28.11.2026\n", 2, ["'when'", "holds times"]),
    ],
)  # fmt: skip
def test_what_cannot_be_sorted_is_told(tmp_path, text, n_groups, says):
    with pytest.raises(own.SurveyError) as error:
        read(tmp_path, text, n_groups)
    for words in says:
        assert words in str(error.value)


FORM = "Timestamp,I arrive early,I like it hot\n" + "".join(
    f"2026/11/27 10:{i:02d}:05 AM GMT+1,{i % 5 + 1},{i % 4 + 1}\n" for i in range(8)
)


def test_a_form_without_names_keeps_its_first_question(tmp_path, capsys):
    table = read(tmp_path, FORM)
    assert list(table.columns) == ["I arrive early", "I like it hot"] and table.shape == (8, 2)
    assert table.index[:2].tolist() == ["line 2", "line 3"] and table["I arrive early"].tolist()[:3] == [1, 2, 3]
    said = capsys.readouterr().out
    assert "'Timestamp' holds times" in said and "'I arrive early' is a question" in said


def test_a_form_with_names_keeps_them(tmp_path):
    lines = FORM.splitlines()
    named = [line.replace(",", f",{'Your name' if i == 0 else f'P{i}'},", 1) for i, line in enumerate(lines)]
    table = read(tmp_path, "\n".join(named))
    assert table.index[:2].tolist() == ["P1", "P2"] and table.shape == (8, 2)


def test_several_stamps_go_at_once(tmp_path):
    head = "ID;Start time;Completion time;a;b\n"
    rows = [f"{i};11/27/26 10:{i:02d}:05;27.11.2026 10:{i:02d};{i % 3};{i % 2}\n" for i in range(1, 7)]
    assert read(tmp_path, head + "".join(rows)).columns.tolist() == ["a", "b"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("\n".join(line.partition(",")[2] for line in FORM.splitlines()), "'I arrive early'.*Is it a question"),
        ("minutes,hot,early\n12,3,4\n45,2,1\n30,5,2\n", "'minutes'.*Is it a question.*call the column person"),
        ("share,hot\n0.5,3\n0.25,1\n0.75,2\n", "'share'.*Is it a question"),
        ("arrival,hot\nearly,1\nlate,2\nearly,3\nlate,4\nearly,1\nlate,5\n", "'arrival'.*same few answers.*Code"),
    ],
    ids=["stamp removed by hand", "minutes", "shares", "words"],
)
def test_the_first_question_does_not_become_the_person(tmp_path, text, says):
    with pytest.raises(own.SurveyError, match=says):
        read(tmp_path, text)


@pytest.mark.parametrize("column", ["12\n45\n30", "4821\n1145\n3310", "3\n1\n2"])
def test_numbers_may_name_people(tmp_path, column):
    name = "person" if column.startswith("12") else "x"
    rows = "".join(f"{code},{i},{5 - i * i}\n" for i, code in enumerate(column.split()))
    assert read(tmp_path, f"{name},a,b\n{rows}").index.tolist() == column.split()


# What people type for 1200, 950 and 2400.5, the marks that decide it, and whether a note says so.
@pytest.mark.parametrize(
    ("texts", "separator", "note"),
    [
        (["1.200", "950", "2.400,5"], ";", True),
        (["1,200", "950", "2,400.5"], "\t", True),
        (['"1,200"', "950", '"2,400.50"'], ",", True),
        (["1'200", "950", "2’400.5"], ";", False),
        (["1 200", "950", "2\u202f400,5"], ";", False),
        (["1\u00a0200", "950", "2400.5"], ",", False),
        (["1200", "950,0", "2400,5"], ";", False),
        (["+1200.0", "9.5e2", "2400.50"], ",", False),
        (["1.200", "950,00", "2400,5"], ";", True),
    ],
)
def test_the_file_shows_what_its_marks_mean(tmp_path, capsys, texts, separator, note):
    rows = [f"P{i}|{text}|{i}\n" for i, text in enumerate(texts)]
    table = read(tmp_path, "".join(["person|income|hot\n", *rows]).replace("|", separator))
    assert table["income"].tolist() == [1200, 950, 2400.5]
    assert ("with a mark between thousands" in capsys.readouterr().out) == note


def test_three_decimals_are_decimals_where_a_number_shows_it(tmp_path):
    table = read(tmp_path, "person,score,b\nAda,1.234,1\nBen,2.345,3\nCleo,0.567,2\nDan,.5,2\n")
    assert table["score"].tolist() == [1.234, 2.345, 0.567, 0.5]
    table = read(tmp_path, "person;score;b\nAda;1,234;1\nBen;\u22122,5;3\nCleo;3;2\n")
    assert table["score"].tolist() == [1.234, -2.5, 3]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "person;income;hot\nAda;1.200;3\nBen;800;4\nCleo;2.400;1\n",
            ["'1.200' (line 2, 'income'), '2.400' (line 4, 'income')", "1200 or 1.2", "without a mark"],
        ),
        ('person,income,hot\nAda,"1,200",3\nBen,800,4\nCleo,950,1\n', ["'1,200' (line 2", "1200 or 1.2"]),
        ("person;a;b\nAda;3,5;1\nBen;2.5;2\nCleo;1.200;5\n", ["'1.200' (line 4, 'a')", "do not tell"]),
        ("person;a;b\nAda;1.234;1\nBen;2;2\nCleo;3;5\n", ["1234 or 1.234", "(1.2340)"]),
        ("person;a;b\nAda;1.20.0;1\nBen;1_000;2\nCleo;12 34;5\n", ["'1.20.0'", "'1_000'", "'12 34'"]),
    ],
)
def test_marks_that_can_be_read_in_two_ways_are_not_guessed(tmp_path, text, says):
    with pytest.raises(own.SurveyError) as error:
        read(tmp_path, text)
    for words in says:
        assert words in str(error.value)


@pytest.mark.parametrize(
    "text",
    [
        "sep=;\n" + GOOD.replace(",", ";"),
        '"sep=;"\r\n' + GOOD.replace(",", ";"),
        "\ufeffSEP=\t\n" + GOOD.replace(",", "\t"),
        'person,"early; or late; or never","hot; mild; not"\n' + GOOD.split("\n", 1)[1],
        "person;early, on time, late, or never;hot\n" + GOOD.split("\n", 1)[1].replace(",", ";"),
        '"person","come you\nearly, say",hot\n' + GOOD.split("\n", 1)[1],
        GOOD.replace(",", ";").replace("\n", ";;\n"),
        GOOD.replace("\n", "\r"),
        ("\ufeff" + GOOD.replace(",", "\t")).encode("utf-16-le"),
        ("\ufeff" + GOOD).encode("utf-16-be"),
    ],
)  # fmt: skip
def test_what_spreadsheets_write_is_read(tmp_path, text):
    table = read(tmp_path, text)
    assert table.to_numpy().tolist() == [[1, 5], [5, 1], [2, 4], [4, 2]]
    assert table.index.tolist() == ["Ada", "Ben", "Cleo", "Dan"]


def test_windows_umlauts_are_read_and_noted(tmp_path, capsys):
    assert read(tmp_path, GOOD.replace("Ada", "Jürgen").encode("cp1252")).index[0] == "Jürgen"
    assert "read as Windows text" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (GOOD.replace("Ben,", '"Ben,'), "line 3: a quotation mark opens there"),
        ("sep=,\n" + GOOD.replace("Ben,", '"Ben,'), "line 4: a quotation mark opens there"),
        (GOOD.replace("4,2", '"4,2'), "line 5: a quotation mark opens there"),
        (GOOD.replace("early", '"early'), "line 1: a quotation mark opens there"),
        ('person,hot\nAda,"5\nBen,3\nCleo,1\n', "line 2: a quotation mark opens there"),
        ("person;early;hot\n" + GOOD.split("\n", 1)[1], "by semicolons and the lines below by commas"),
        ("person,early,hot\n" + GOOD.replace(",", ";").split("\n", 1)[1], "by commas and the lines below by semic"),
        ("".join(f'"{line}"\n' for line in GOOD.splitlines()), "each line stands in one pair of quotation marks"),
    ],
)  # fmt: skip
def test_how_a_file_is_broken_is_told(tmp_path, text, says):
    with pytest.raises(own.SurveyError, match=says):
        read(tmp_path, text)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            GOOD.replace("1,5", "n/a,10:30").replace("5,1", "-,50%").replace("2,4", "often,#N/A") + "Eve,1e999,3\n",
            ["'n/a' (line 2, 'early'), '-' (line 3, 'early')", "'10:30' (line 2, 'hot')", "'50%' (line 3, 'hot')",
             "'often' (line 4, 'early')", "'#N/A' (line 4, 'hot')", "'1e999' (line 6, 'early')"],
        ),
        (GOOD + "".join(f"X{i},1\n" for i in range(12)), ["line 6 has 2 fields", "line 13", "and 4 more"]),
        (GOOD.replace("Cleo", "Ada").replace("Dan", "Ben"), ["'Ada' stands in line 2 and in line 4", "'Ben'"]),
        ("person,a,b,c\nAda,1,,3\nBen,1,,3\n", ["nobody answered 'b'", "'a' with 1", "'c' with 3"]),
        ("person,,a,a,\nAda,1,2,3,1\nBen,2,1,3,2\n", ["(column 2, 5 of 5)", "two columns are called 'a'"]),
        ("who,a,b\nAda,27.11.2026,28.11.2026\nBen,1.12.2026,2.12.2026\n", ["columns 'a', 'b' hold times"]),
        (
            "person,a,b\n" + "".join(f"P{i},{'5 - agree' if i % 2 else i},{i}\n" for i in range(30)),
            ["'5 - agree' (line 3, 'a', and 14 more)", "write the number alone"],
        ),
    ],
)  # fmt: skip
def test_all_that_is_wrong_is_named_at_once(tmp_path, text, says):
    with pytest.raises(own.SurveyError) as error:
        read(tmp_path, text)
    for words in says:
        assert words in str(error.value)


def test_answers_in_words_are_pointed_to_the_coding_that_the_lesson_taught(tmp_path):
    words = ["agree", "disagree", "neither"]
    text = "person,tidy,hot\n" + "".join(f"P{i},{words[i % 3]},{i % 4}\n" for i in range(9))
    with pytest.raises(own.SurveyError) as error:
        read(tmp_path, text)
    told = str(error.value)
    assert "under 'tidy' ('agree', 'disagree', 'neither', from line 2)" in told
    assert "encode_ordinal" in told and "0 for the first" in told and "'hot'" not in told
    lesson = (paths.LESSONS / "sorting_ceremony" / "lesson.yml").read_text(encoding="utf-8")
    assert "title: The survey and the houses" in lesson and "“The survey and the houses”" in told
    practice = (paths.LESSONS / "sorting_ceremony" / "practice.py").read_text(encoding="utf-8")
    assert "Exercise 1 · Words into numbers" in practice and "def encode_ordinal" in practice


def scale(zeros: dict[int, str], low: int = 1) -> str:
    """Three questions with answers in five steps; in the rows `zeros` the answer to the last is another."""
    rows = [[f"P{i}", i % 5 + low, (i // 2) % 5 + low, zeros.get(i, (i * 3) % 5 + low)] for i in range(24)]
    return "person,a,b,c\n" + "".join(",".join(map(str, row)) + "\n" for row in rows)


def test_zeros_and_nines_outside_the_scale_are_noted_all_at_once(tmp_path, capsys):
    read(tmp_path, scale({3: "0", 7: "0"}))
    assert "outside of 1 to 5, 2 answered 'c' with 0: P3 (0), P7 (0)" in capsys.readouterr().out
    read(tmp_path, scale({3: "99", 7: "-9"}))
    assert "outside of 1 to 5, 2 answered 'c' with 99, -9: P3 (99), P7 (-9)" in capsys.readouterr().out
    read(tmp_path, scale({}, low=0))
    assert "outside" not in capsys.readouterr().out, "codes as the lesson taught them begin at 0"
    read(tmp_path, scale({}))
    assert "outside" not in capsys.readouterr().out


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


def test_no_damage_ends_in_a_trace(tmp_path, capsys):
    """300 damaged files: each is read or refused in words."""
    rng = np.random.default_rng(13)
    seeds = [GOOD, ENOUGH, FORM, GOOD.replace(",", ";").replace("5", "1.200,5"), "sep=;\n" + GOOD.replace(",", ";")]
    bits = [
        '"',
        ",",
        ";",
        "\t",
        "\n",
        "\r",
        "'",
        " ",
        ".",
        "0",
        "99",
        "-",
        "é",
        "\ufeff",
        "\x00",
        "1.200",
        "nan",
        "sep=;\n",
    ]
    read_or_told = [0, 0]
    for _ in range(300):
        text = seeds[rng.integers(len(seeds))]
        for _ in range(rng.integers(1, 4)):
            at, end = sorted(rng.integers(0, len(text), 2))
            kind = rng.integers(3)
            if kind == 0:
                text = text[:at] + bits[rng.integers(len(bits))] + text[at:]
            elif kind == 1:
                text = text[:at] + text[min(at + rng.integers(1, 8), len(text)) :]
            else:
                text = text[:at] + text[at : min(end, at + 30)] * 2 + text[at:]
        encoding = ["utf-8", "utf-16", "utf-8-sig"][rng.integers(3)]
        try:
            table = read(tmp_path, text.encode(encoding))
        except own.SurveyError as error:
            assert str(error).startswith("mine.csv"), "never a trace"
            read_or_told[1] += 1
        else:
            assert np.isfinite(table.to_numpy()).all()
            read_or_told[0] += 1
    assert min(read_or_told) > 30, f"the damage is to be neither all harmless nor all fatal: {read_or_told}"
