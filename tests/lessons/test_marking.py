"""The marks that a learner of who_says_so types or clicks."""

from __future__ import annotations

import pytest

from overheard import datasets
from overheard.check import load_room

SENTENCES = {1: ["John", "Smith", "goes", "to", "Atlanta"], 2: ["Jane", "saw", "Jane"]}


@pytest.fixture(scope="module")
def marking():
    return load_room("who_says_so", "marking.py")


def test_typed_names_become_places(marking):
    marks = marking.read(SENTENCES[1], " john smith: per ; Atlanta: LOC;")
    assert marks == {"PER": {0, 1}, "LOC": {4}, "ORG": set()}
    assert marking.read(SENTENCES[2], "Jane: PER")["PER"] == {0, 2}  # each time that it stands there
    assert not any(marking.read(SENTENCES[1], "").values())
    assert marking.read(["at", "10:39"], "10:39: LOC")["LOC"] == {1}  # a name with a colon


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("John Smith", "no type"),
        ("John Smith: person", "PER, LOC or ORG"),
        ("Jon Smith: PER", "not in the sentence"),
        (": PER", "not in the sentence"),
    ],
)
def test_what_cannot_be_read_is_named(marking, typed, words):
    with pytest.raises(ValueError, match=words):
        marking.read(SENTENCES[1], typed)
    with pytest.raises(ValueError, match="Sentence 1: "):
        marking.read_all(SENTENCES, {1: typed})


def test_a_sentence_that_is_left_out_has_no_marks_and_an_unknown_number_is_named(marking):
    marks = marking.read_all(SENTENCES, {2: "Jane: PER"})
    assert marks[2]["PER"] == {0, 2} and not any(marks[1].values())
    with pytest.raises(ValueError, match=r"no sentence 3.*1, 2"):
        marking.read_all(SENTENCES, {3: ""})


def test_clicks_go_round_and_typed_marks_come_first(marking):
    board = marking.Board(SENTENCES)
    assert marking.chosen(SENTENCES, None, board) is None
    assert [board.click(1, 4) for _ in range(4)] == ["PER", "LOC", "ORG", ""]
    assert marking.chosen(SENTENCES, None, board) is None
    board.click(2, 0)
    assert marking.chosen(SENTENCES, None, board)[2] == {"PER": {0}, "LOC": set(), "ORG": set()}
    assert marking.chosen(SENTENCES, {1: "Atlanta: LOC"}, board)[2]["PER"] == set()


def test_the_buttons_show_what_was_clicked(marking):
    board = marking.Board(SENTENCES)
    button = board.show().children[0].children[1]  # behind the number of the sentence
    button.click()
    assert button.description == "John PER" and board.marks()[1]["PER"] == {0}


def test_the_data_are_as_their_cards_say():
    judgements = datasets.load_tweets_two_readers()
    assert len(judgements) == 6000 and judgements["tweet"].nunique() == 1000
    assert (judgements.groupby(["tweet", "type"]).size() == 2).all()
    pairs = zip(judgements["words"], judgements["marked"], strict=True)
    assert all(max(marked, default=-1) < len(words) for words, marked in pairs)
    teeth = datasets.load_tooth_xrays()
    assert teeth.shape == (3869, 5) and set(teeth.to_numpy().ravel()) == {0, 1}
    three = teeth[["dentist_1", "dentist_3", "dentist_5"]].value_counts(sort=False)
    assert three.tolist() == [2128, 1122, 54, 226, 36, 87, 7, 209]
