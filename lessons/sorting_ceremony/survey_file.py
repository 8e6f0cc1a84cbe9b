"""Reads the CSV of a survey as people's programs write it, and says in plain words what cannot be read.

Spreadsheets and forms differ in encoding, separators and marks in numbers. What a file means is found from the
whole file; where that cannot be told, nothing is guessed. All that is wrong is named at once.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from overheard.errors import OverheardError

MOST_NAMED = 8  # of what is wrong; the others are counted
A_DATE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\b.*")  # 2026/11/27 10:31:05, 27.11.2026
_A_STAMP = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}[ T,]+\d{1,2}[:.]\d{2}.*")  # with the time of day
_A_TIME_OF_DAY = re.compile(r"\d{1,2}:\d{2}(:\d{2})?( ?[ap]\.?m\.?)?", re.IGNORECASE)
_GAPS = ["-", "--", "–", "—", "?", ".", "/", "na", "n/a", "n.a.", "nan", "nil", "none", "null", "missing"]
_GAPS += ["leer", "k.a.", "k. a.", "n.v.", "entfällt"]
_GAPS += ["keine angabe", "no answer", "not answered", "prefer not to say", "weiß nicht", "don't know"]
_PERSON = re.compile(
    r"(people|response|who|nr|no|#|number|wer|teilnehmer\w*|e-?mail.*)\W*"
    r"|.*\b(id|code|\w*name|nick|participant|respondent|person|kürzel)\W*",
    re.IGNORECASE,
)
_SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab"}
_CODING = (
    "Code worded answers as the lesson “The survey and the houses” did (exercise 1, encode_ordinal): put the "
    "offered words in order from low to high and write 0 for the first, 1 for the next. Choices without an order, "
    "and ticks, get a column of 0 and 1 for each. A column that is no question (an address, a comment) goes."
)


class SurveyError(OverheardError):
    """A survey that cannot be sorted: what is wrong, where, and what to do."""


def listed(things: Iterable[str]) -> str:
    """The first few of many things, and how many more there are."""
    things = list(things)
    more = len(things) - MOST_NAMED
    return ", ".join(things[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def read_table(path: Path) -> pd.DataFrame:
    """The answers in a file: (people, questions) floats, NaN for a gap, index the people.

    Raises:
        SurveyError: not a text file, empty, no names of columns, one column, one row, an open quotation mark, lines
            of unequal length, a name twice, a first column of which it cannot be told whether it names the people,
            dates, words or infinity where a number should be, or marks in numbers that can be read in two ways.
    """
    header, rows = _rows(path)
    header, rows = _without_stamps(path, header, rows)
    _check_header(path, header)
    people, questions = _people(path, header, rows)
    answers = [row[1:] for _, row in rows]
    lines = [line for line, _ in rows]
    cells = [
        _Cell(line, question, field)
        for line, row in zip(lines, answers, strict=True)
        for question, field in zip(questions, row, strict=True)
    ]
    values = _values(path, cells)
    width = len(questions)
    table = [values[at : at + width] for at in range(0, len(values), width)]
    index = pd.Index(people, name=header[0] or "person")
    return pd.DataFrame(table, columns=questions, index=index, dtype=float)


# -------------------------------------------------------------------------------------- text and lines


def _text(path: Path) -> str:
    """The text of the file, whatever the spreadsheet's encoding, with one kind of line end."""
    if path.is_dir():
        raise SurveyError(f"{path} is a folder. Give the path of a CSV file.")
    if not path.is_file():
        raise SurveyError(
            f"There is no file {path}. "
            "A relative path is looked for in this notebook's folder, then in the project's, then in my_work."
        )
    raw = path.read_bytes()
    if raw.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise SurveyError(
            f"{path.name} is a workbook (as .xlsx, .ods and .xls are) and no plain text. "
            "Open it, and save the sheet as CSV (UTF-8)."
        )
    encodings = ["utf-16"] if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else ["utf-8-sig", "cp1252"]
    text = None
    for encoding in encodings:
        try:
            text = raw.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    if text is None or re.search("[\x00-\x08\x0e-\x1f]", text):
        raise SurveyError(f"{path.name} is not plain text in UTF-8. Save the sheet as CSV (UTF-8) once more.")
    if encoding == "cp1252":
        print(
            f"Note: {path.name} is not in UTF-8 and was read as Windows text. If a letter such as ä looks odd, "
            "save the sheet as CSV (UTF-8) once more."
        )
    text = re.sub(r"\r\n?", "\n", text)
    if not text.strip():
        raise SurveyError(f"{path.name} is empty. Its first line names the columns, each further line is a person.")
    return text


def _rows(path: Path) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The header, and each further line that is not empty with its number in the file; all of one length."""
    text = _text(path)
    told = re.match(r'\s*"?sep=(.)"?[;,\t ]*(?:\n|$)', text, re.IGNORECASE)  # Excel's own first line
    given = told[1] if told else ""
    text = text[: told.end()].count("\n") * "\n" + text[told.end() :] if told else text
    parsed = {}
    for separator in [given] if given else _SEPARATORS:
        parsed[separator] = _parsed(path, text, separator)
    if not any(parsed.values()):
        raise SurveyError(f"{path.name} is empty. Its first line names the columns, each further line is a person.")
    separator = max(parsed, key=lambda one: _fit(parsed[one]))
    if _fit(parsed[separator])[0] == 0:
        _refuse_unlike_header(path, parsed)
        separator = max(parsed, key=lambda one: len(parsed[one][0][1]))
    _refuse_open_quotations(path, separator, parsed[separator], text.count('"'))
    rows = [(line, [" ".join(field.split()) for field in row]) for line, row in parsed[separator]]
    (_, header), people = rows[0], rows[1:]
    if len(header) < 2:
        raise SurveyError(
            f"{path.name} has one column, {header[0]!r}. "
            "It needs the people in the first column and at least one question beside it."
        )
    filled = max(i + 1 for _, row in rows for i, field in enumerate(row) if field)
    width = min(filled, len(header))  # without the empty columns at the right end
    header = header[:width]
    people = [(line, row[:width] if not any(row[width:]) else row) for line, row in people]
    if not people:
        raise SurveyError(f"{path.name} has column names and no people. Add a line a person.")
    _refuse_unequal(path, separator, header, people)
    if len(people) == 1:
        raise SurveyError(f"{path.name} has one person, {people[0][1][0]!r}. One person makes no groups; ask more.")
    return header, people


def _parsed(path: Path, text: str, separator: str) -> list[tuple[int, list[str]]]:
    """The rows that are not empty, cut at this separator, each with the number of its first line."""
    reader = csv.reader(io.StringIO(text), delimiter=separator, skipinitialspace=separator != "\t")
    rows, before = [], 0
    try:
        for row in reader:
            if any(field.strip() for field in row):
                rows.append((before + 1, row))
            before = reader.line_num
    except csv.Error as error:
        where = f"{path.name}, line {before + 1}"
        raise SurveyError(f"{where}: {error}. Save the sheet as CSV once more.") from None
    return rows


def _refuse_open_quotations(path: Path, separator: str, rows: list[tuple[int, list[str]]], marks: int) -> None:
    """Refuse rows that swallowed the lines below: they are too short, or lines of the file stand in one field."""
    width = len(rows[0][1])
    opened = []
    for at, (line, row) in enumerate(rows):
        below = [part for field in row for part in field.split("\n")[1:]]
        swallowed = any(part.count(separator) >= max(1, width - 1) for part in below)
        if below and ((swallowed or len(row) != width) if at else marks % 2):
            opened.append(line)
    if opened:
        raise SurveyError(
            f"{path.name}, line {listed(map(str, opened))}: a quotation mark opens there and does not close in "
            "that line, so that the lines below are taken for one answer. Remove the mark, or close it."
        )


def _fit(rows: list[tuple[int, list[str]]]) -> tuple[int, int]:
    """How well the lines are cut into columns: how many are as long as the header, and how long that is."""
    if not rows or len(rows[0][1]) < 2:
        return 0, 0
    width = len(rows[0][1])
    return sum(len(row) == width for _, row in rows[1:]), width


def _refuse_unlike_header(path: Path, parsed: dict[str, list[tuple[int, list[str]]]]) -> None:
    """Refuse a first line cut by another separator than the lines below, and lines that are each in quotes."""
    if all(len(row) == 1 for rows in parsed.values() for _, row in rows):
        if any(mark in row[0] for rows in parsed.values() for _, row in rows for mark in ",;\t"):
            raise SurveyError(
                f"{path.name}: each line stands in one pair of quotation marks, so it counts as one field. "
                "Remove the marks, or save the sheet as CSV once more."
            )
        return
    of_header = max(parsed, key=lambda one: len(parsed[one][0][1]))
    of_lines = max(parsed, key=lambda one: sum(len(row) - 1 for _, row in parsed[one][1:]))
    if of_header != of_lines and len(parsed[of_header][0][1]) > 1 and len(parsed[of_header]) > 1:
        raise SurveyError(
            f"{path.name}: the first line is cut by {_SEPARATORS[of_header]}s and the lines below by "
            f"{_SEPARATORS[of_lines]}s. Write the same mark in all of them."
        )


def _refuse_unequal(path: Path, separator: str, header: list[str], people: list[tuple[int, list[str]]]) -> None:
    wrong = [(line, len(row)) for line, row in people if len(row) != len(header)]
    if not wrong:
        return
    name = _SEPARATORS.get(separator, f"mark {separator}")
    mends = []
    if any(n > len(header) for _, n in wrong):
        mends.append(f"Is there a {name} inside an answer? Write 3.5 for three and a half.")
    if any(n < len(header) for _, n in wrong):
        mends.append(f"A missing answer still needs its {name}.")
    places = listed(f"line {line} has {n} field{'s' if n > 1 else ''}" for line, n in wrong)
    raise SurveyError(f"{path.name}: {places}, and the first line has {len(header)}. {' '.join(mends)}")


# ------------------------------------------------------------------------------- columns and people


def _without_stamps(
    path: Path, header: list[str], rows: list[tuple[int, list[str]]]
) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The columns without those in which a form notes when an answer came in; a column of people stands first."""
    columns = [[row[i] for _, row in rows if row[i]] for i in range(len(header))]
    stamps = [i for i, fields in enumerate(columns) if fields and all(map(_A_STAMP.fullmatch, fields))]
    dates = [
        name
        for i, (name, fields) in enumerate(zip(header, columns, strict=True))
        if i not in stamps and fields and all(map(A_DATE.fullmatch, fields)) and not all(map(_is_number, fields))
    ]
    if dates:
        several = len(dates) > 1
        raise SurveyError(
            f"{path.name}: the column{'s' if several else ''} {listed(map(repr, dates))} "
            f"{'hold' if several else 'holds'} times, as a form notes when an answer came in. Remove "
            f"{'them' if several else 'it'}: the first column names the people, the others hold their answers."
        )
    if not stamps:
        return header, rows
    kept = [i for i in range(len(header)) if i not in stamps]
    print(f"Note: {listed(repr(header[i]) for i in stamps)} holds times at which answers came in; left out.")
    if not kept:
        raise SurveyError(f"{path.name}: beside times there is no column. Add at least one question.")
    header, rows = [header[i] for i in kept], [(line, [row[i] for i in kept]) for line, row in rows]
    first = [row[0] for _, row in rows]
    if 0 not in stamps or _names_people(header[0], first):
        return header, rows
    print(
        f"Note: no column names the people, so each is called by the line in the file; {header[0]!r} is a question."
    )
    return ["person", *header], [(line, [f"line {line}", *row]) for line, row in rows]


def _names_people(name: str, fields: list[str]) -> bool:
    """Whether a column says who answered: by its name, by texts of which none comes twice, or by counting up."""
    there = [field for field in fields if field]
    if name and _PERSON.fullmatch(name.strip()):
        return True
    if len(set(there)) < len(there):
        return False
    if not all(map(_is_number, there)):
        return bool(there) and not any(" " in field and len(field) > 40 for field in there)
    return _are_codes(there)


def _are_codes(fields: list[str]) -> bool:
    """Whether numbers, of which none comes twice, count up by one, or are all long enough to be codes."""
    if not all(field.isdecimal() for field in fields):
        return False
    numbers = sorted(map(int, fields))
    counted = numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else True
    return counted or all(len(field) >= 4 for field in fields)


def _check_header(path: Path, header: list[str]) -> None:
    if len(header) < 2:
        raise SurveyError(
            f"{path.name} has one column, {header[0]!r}. "
            "It needs the people in the first column and at least one question beside it."
        )
    questions = header[1:]
    if all(_is_number(field) for field in questions):
        raise SurveyError(
            f"{path.name}: the first line is {listed(header)}. Does the first line hold names? "
            "It must name the columns; the answers begin in the second."
        )
    said = []
    if nameless := [i for i, question in enumerate(questions, 2) if not question]:
        where = listed(map(str, nameless))
        said.append(
            f"a column has no name (column {where} of {len(header)}). Name each question in the first line."
        )
    if twice := [q for i, q in enumerate(questions) if q and questions.index(q) == i and questions.count(q) > 1]:
        said.append(f"two columns are called {listed(map(repr, twice))}. Give each question its own name.")
    if said:
        raise SurveyError("\n".join(f"{path.name}: {words}" for words in said))


def _people(path: Path, header: list[str], rows: list[tuple[int, list[str]]]) -> tuple[list[str], list[str]]:
    """What the people are called, each in another way, and the questions."""
    column = header[0]
    there = [(line, row[0]) for line, row in rows if row[0]]
    fields = [field for _, field in there]
    lines: dict[str, list[int]] = {}
    for line, field in there:
        lines.setdefault(field, []).append(line)
    twice = {name: where for name, where in lines.items() if len(where) > 1}
    is_numbers = bool(fields) and all(map(_is_number, fields))
    put = "The first column must tell the people apart; put one before it, called person, with p01, p02 and so on."
    if twice and is_numbers and not _PERSON.fullmatch(column):
        raise SurveyError(
            f"{path.name}: {column!r} is the first column, and holds {next(iter(twice))} twice. Is it a question? "
            f"{put}"
        )
    few = len(lines) <= max(2, len(fields) // 3)
    if twice and few and not _PERSON.fullmatch(column):
        raise SurveyError(
            f"{path.name}: {column!r} is the first column, and holds the same few answers again and again "
            f"({listed(map(repr, lines))}). Is it a question? {put} {_CODING}"
        )
    if twice:
        places = listed(
            f"{name!r} stands in {' and in '.join(f'line {line}' for line in where)}"
            for name, where in twice.items()
        )
        raise SurveyError(f"{path.name}: {places}. Give each person a name or number of their own.")
    if is_numbers and column and not _PERSON.fullmatch(column) and not _are_codes(fields):
        raise SurveyError(
            f"{path.name}: {column!r} is the first column and holds numbers. Is it a question? {put} "
            "If these numbers do name the people, call the column person."
        )
    return [row[0] or f"line {line}" for line, row in rows], header[1:]


# ------------------------------------------------------------------------------------------- numbers


@dataclass(frozen=True)
class _Cell:
    """One answer as it stands in the file."""

    line: int
    question: str
    field: str

    @property
    def place(self) -> str:
        return f"line {self.line}, {self.question!r}"


def _named(cells: list[_Cell]) -> str:
    """What stands where: each answer once, with the first of its places and how many more there are."""
    times = Counter(cell.field for cell in cells)
    first = {cell.field: cell.place for cell in reversed(cells)}
    return listed(
        f"{field!r} ({first[field]}{f', and {n - 1} more' if n > 1 else ''})" for field, n in times.items()
    )


def _convention(decimal: str, thousands: str) -> re.Pattern[str]:
    """What numbers look like with this mark before decimals and that between thousands ("" for none)."""
    d, t = re.escape(decimal), re.escape(thousands)
    grouped = rf"[1-9]\d{{0,2}}(?:{t}\d{{3}})+|" if thousands else ""
    return re.compile(rf"(?P<whole>[-+]?(?:{grouped}\d+))(?:{d}(?P<part>\d*))?(?P<power>[eE][-+]?\d+)?")


_CONVENTIONS = {
    (decimal, thousands): _convention(decimal, thousands)
    for decimal in ".,"
    for thousands in ("", *" '", "," if decimal == "." else ".")
}


def _readings(field: str) -> dict[tuple[str, str], float]:
    """The number that a field is, by convention; none where it is no number."""
    field = re.sub("[\u00a0\u2007\u2009\u202f]", " ", field).replace("’", "'").replace("\u2212", "-")
    if re.fullmatch(r"[-+]?[.,]\d+", field):  # .5
        field = re.sub(r"(?=[.,])", "0", field)
    found = {}
    for convention, pattern in _CONVENTIONS.items():
        if match := pattern.fullmatch(field):
            whole = re.sub(r"[., ']", "", match["whole"])
            found[convention] = float(f"{whole}.{match['part'] or '0'}{match['power'] or ''}")
    return found


def _is_number(field: str) -> bool:
    return any(map(math.isfinite, _readings(field).values()))


def _values(path: Path, cells: list[_Cell]) -> list[float]:
    """Each cell as a float, NaN for a gap, by the one convention that fits the numbers of the whole file."""
    readings = {field: _readings(field) for field in {cell.field for cell in cells if cell.field}}
    numbers = {field: found for field, found in readings.items() if any(map(math.isfinite, found.values()))}
    fitting = [one for one in _CONVENTIONS if all(one in found for found in numbers.values())] or [*_CONVENTIONS]
    read = {field: {v for one, v in found.items() if one in fitting} for field, found in numbers.items()}
    said = _wrong_cells(path, [cell for cell in cells if cell.field and cell.field not in numbers], cells)
    if unclear := [cell for cell in cells if len(read.get(cell.field, ())) > 1]:
        field = unclear[0].field
        small, large = min(read[field], key=abs), max(read[field], key=abs)
        example = f"{small:.4f}" if re.search(r"\.\d{3}$", f"{small:.10g}") else f"{small:.10g}"
        said.append(
            f"{path.name}: {_named(unclear)}: the numbers of the file do not tell whether {field!r} is "
            f"{large:.10g} or {small:.10g}. Write thousands without a mark ({large:.10g}), and decimals with more "
            f"or fewer digits than three ({example})."
        )
    if said:
        raise SurveyError("\n".join(said))
    _note_thousands(cells, numbers, read)
    return [next(iter(read[cell.field])) if cell.field else math.nan for cell in cells]


def _note_thousands(
    cells: list[_Cell], numbers: dict[str, dict[tuple[str, str], float]], read: dict[str, set[float]]
) -> None:
    """Say where the other numbers decided that a mark stands between thousands."""
    decided = [
        cell
        for cell in cells
        if len(found := set(numbers.get(cell.field, {}).values())) > 1
        and min(found, key=abs) not in read[cell.field]
    ]
    if decided:
        value = next(iter(read[decided[0].field]))
        print(
            f"Note: {_named(decided)}: read as {value:.10g} and the like, with a mark between thousands, "
            "as the other numbers of the file show."
        )


_KINDS: list[tuple[str, Callable[[str], object], str]] = [
    ("no answer", lambda field: field.casefold() in _GAPS, "leave a gap empty (no NA, no dash)."),
    (
        "a time",
        lambda field: A_DATE.fullmatch(field) or _A_TIME_OF_DAY.fullmatch(field),
        "remove dates and times, or write minutes, say, as a number.",
    ),
    (
        "an error of the sheet",
        lambda field: field.startswith("#"),
        "mend the formula in the sheet, or empty the cell.",
    ),
    (
        "infinity",
        lambda field: re.fullmatch(r"[-+]?(inf(inity)?|∞|[\d.,]+e\d+)", field, re.IGNORECASE),
        "write a finite number, or leave it empty.",
    ),
    (
        "a number and more",
        lambda field: re.match(r"[-+~<>≈]?\s*\d", field),
        "write the number alone (4 and not 4 (agree), 50 and not 50 %, 3.5 and not 3-4).",
    ),
]


def _wrong_cells(path: Path, wrong: list[_Cell], cells: list[_Cell]) -> list[str]:
    """A sentence for each kind of what stands where a number should be."""
    by_kind: dict[str, list[_Cell]] = {}
    for cell in wrong:
        kind = next((kind for kind, is_it, _ in _KINDS if is_it(cell.field)), "words")
        by_kind.setdefault(kind, []).append(cell)
    said = []
    worded = by_kind.pop("words", [])
    answered = Counter(cell.question for cell in cells if cell.field)
    columns = [q for q, times in Counter(cell.question for cell in worded).items() if 2 * times >= answered[q]]
    stray = [cell for cell in worded if cell.question not in columns]
    if columns:
        shown = []
        for question in columns:
            words = list(dict.fromkeys(cell.field for cell in worded if cell.question == question))
            lines = [cell.line for cell in worded if cell.question == question]
            few = [word if len(word) < 40 else word[:37] + "..." for word in words[:4]]
            more = ", ..." if len(words) > 4 else ""
            shown.append(f"{question!r} ({', '.join(map(repr, few))}{more}, from line {lines[0]})")
        said.append(
            f"{path.name}: answers in words, where numbers should be, stand under {listed(shown)}. {_CODING}"
        )
    if stray:
        mend = "" if columns else f" {_CODING}"
        said.append(f"{path.name}: {_named(stray)}: words where a number should be.{mend}")
    for kind, _, mend in _KINDS:
        if found := by_kind.get(kind):
            said.append(f"{path.name}: {_named(found)}: {kind}, where a number should be: {mend}")
    return said
