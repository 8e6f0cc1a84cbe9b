"""What a translator was never made for gets a clear word: lessons/attention_heatmaps/unseen.py."""

from __future__ import annotations

import pytest

from overheard.check import load_room

TRAIN = [["i", "love", "cats", "."], ["do", "you", "see", "the", "dog", "?"], ["i", "see", "the", "dog", "."]]
KNOWN = {word: place for place, word in enumerate(sorted({word for words in TRAIN for word in words}))}
problem = load_room("attention_heatmaps", "unseen.py").problem_finder(TRAIN, KNOWN)


@pytest.mark.parametrize("sentence", ["I love cats.", "I love the dog.", "Do you love cats?"])
def test_what_is_like_the_training_sentences_gets_no_word(sentence):
    assert problem(sentence) == ""


@pytest.mark.parametrize(
    ("sentence", "says"),
    [
        ("", "Type a sentence"),
        ("?!", "Type a sentence"),
        ("I love cats", "one . or ? or ! at its end"),
        ("I love cats. I see.", "one . or ? or ! at its end"),
        ("I love cats?", 'begins with "i" and ends with "?"'),
        ("I love kats.", "kats (near: cats"),
        ("I love love.", "love twice in a sentence"),
        ("I love cats; I see.", ";"),
        ("I " + "see the dog " * 6 + ".", "more than 16 words"),
    ],
)
def test_anything_else_is_named(sentence, says):
    assert says in problem(sentence)
