"""Bad YAML is refused with file, line and mend."""

from __future__ import annotations

import pytest
from pydantic import field_validator

from overheard.yamlfile import Strict, YamlError, load_typed, read_yaml


class Inner(Strict):
    question: str
    answer: str = ""


class Outer(Strict):
    title: str
    minutes: int = 3
    recall: tuple[Inner, ...] = ()
    by_name: dict[str, Inner] | None = None
    either: Inner | None = None

    @field_validator("title")
    @classmethod
    def short(cls, value: str) -> str:
        if len(value) > 20:
            raise ValueError("the title is longer than 20 characters; shorten it")
        return value


GOOD = "title: Hello\nminutes: 4\nrecall:\n  - question: why\n    answer: so\nby_name:\n  a: {question: x}\n"


def load(tmp_path, text):
    path = tmp_path / "lesson.yml"
    path.write_text(text, encoding="utf-8")
    return load_typed(path, Outer)


def test_a_good_file_is_read(tmp_path):
    outer = load(tmp_path, GOOD)
    assert outer.recall[0].answer == "so"
    assert outer.by_name["a"].question == "x"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (GOOD + "titel: no\n", 8, ["unknown key 'titel'", "did you mean 'title'?"]),
        ("minutes: 4\n", 1, ["title is missing"]),
        ("title: Hello\n\nminutes: many\n", 3, ["minutes: a whole number is wanted, such as 140; found many"]),
        ("title: Hello\ntitle: Again\n", 2, ["'title' stands twice", "line 1"]),
        (
            "title: Hello\nrecall:\n  - question: why\n    anwser: so\n",
            4,
            ["'anwser'", "did you mean 'answer'"],
        ),
        ("title: Hello\nby_name:\n  b:\n    quest: x\n", 3, ["by_name.b.question is missing"]),
        (
            "title: Hello\nby_name:\n  b:\n    question: x\n    q: y\n",
            5,
            ["unknown key 'q'", "answer, question"],
        ),
        ("title: Hello\neither:\n  question: x\n  zzz: 1\n", 4, ["unknown key 'zzz'"]),
        ("title: 47:18\n", 1, ["must be text", "quotation marks"]),
        ("title: This title is a good deal too long\n", 1, ["shorten it"]),
        ("title: Hello\nminutes: 4.5\n", 2, ["minutes: a whole number is wanted, such as 140; found 4.5"]),
        ("title: Hello\nminutes:\n", 2, ["minutes: a whole number is wanted, such as 140; found nothing"]),
        ("title: Hello\nrecall: why\n", 2, ["recall: a list is wanted, such as [a, b]; found why"]),
        ("title: Hello\neither: [a]\n", 2, ["entries with names are wanted (answer, question); found a list"]),
        ("title: Hello\nminutes: [1\n", 2, ["not valid YAML", "(noticed on line 3)", "`[` began on line 2: close"]),
        ("title: Hello\nby_name:\n  {a: {question: x}\nminutes: 1\n", 3, ["the bracket `{` began on line 3"]),
        ('title: "Hello\nminutes: 1\n', 1, ["the quotation began on line 1: close it"]),
        ('title: "Hello\nby_name: "x"\n', 2, ["a quotation mark above that is not closed"]),
        ("title: a: b\n", 1, ["not valid YAML"]),
        ("title: Hello\n? [a, b]\n: c\n", 2, ["a key must be one word"]),
        ("", 1, ["is empty"]),
        ("- a\n- b\n", 1, ["the file"]),
        ("a: &a\n  b: *a\n", 1, ["contains itself"]),
    ],
)
def test_a_bad_file_is_named_with_line_and_mend(tmp_path, text, line, words):
    with pytest.raises(YamlError) as caught:
        load(tmp_path, text)
    message = str(caught.value)
    assert caught.value.line == line, message
    assert f"lesson.yml:{line}: " in message
    for word in words:
        assert word in message


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (
            "title: Hello\nminutes: 2026-13-45\n",
            2,
            "'2026-13-45' looks like a value of the kind timestamp and is none",
        ),
        ("title: Hello\nminutes: 0x_\n", 2, "'0x_' looks like a value of the kind int and is none"),
        ("title: Hello\nminutes: !!int two\n", 2, "'two' looks like a value of the kind int and is none"),
        ("title: Hello\nminutes: !!bool two\n", 2, "'two' looks like a value of the kind bool and is none"),
        ("title: Hello\n2026-13-45: 1\n", 2, "kind timestamp"),
        ("title: Hello\n\nminutes: 1\x07\n", 3, "a character that YAML does not allow (U+0007)"),
        ("title: Hello\nrecall: >-\n  a\n\n  b\n", 2, "recall: a list is wanted, such as [a, b]; found a b"),
    ],
)
def test_what_yaml_itself_stumbles_over_is_told_in_one_line(tmp_path, text, line, words):
    with pytest.raises(YamlError) as error:
        load(tmp_path, text)
    assert str(error.value).startswith(f"{tmp_path / 'lesson.yml'}:{line}: ") and words in str(error.value)
    assert "\n" not in str(error.value) and error.value.line == line


def test_several_faults_are_told_together(tmp_path):
    with pytest.raises(YamlError) as caught:
        load(tmp_path, "titel: x\nminutes: y\n")
    assert len(str(caught.value).splitlines()) == 3


def test_a_missing_file_and_bytes_that_are_no_text(tmp_path):
    with pytest.raises(YamlError, match="no such file"):
        read_yaml(tmp_path / "none.yml")
    (tmp_path / "bad.yml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(YamlError, match="UTF-8"):
        read_yaml(tmp_path / "bad.yml")


def test_a_caller_can_point_at_a_line(tmp_path):
    path = tmp_path / "lesson.yml"
    path.write_text(GOOD, encoding="utf-8")
    document = read_yaml(path)
    assert document.line(("recall", 0, "answer")) == 5
    error = document.error(("recall", 0), "no such lesson", "correct the slug")
    assert str(error).endswith("lesson.yml:4: no such lesson; correct the slug")
