# %% [markdown]
# {{ practice_header }}

# %%
from collections import Counter

from overheard.check import lesson_checks

check = lesson_checks("many_languages")

# %% [markdown]
# ## Exercise 1 · Whole words instead of letters (●, 5 minutes)
#
# chrF compares pieces of letters. Complete `word_f`, which compares whole words. It takes the words that were `written` and
# those that were `wanted`, and a `beta`. A word that stands twice on one side finds two partners only if it stands twice
# on the other side too. Precision is the share of the written words that find a partner, and recall is the share of the wanted
# words. F is (1 + beta²) · precision · recall / (beta² · precision + recall), from 0 to 1. One step is missing: the number of partners.


# %%
def word_f(written: list[str], wanted: list[str], beta: float) -> float:
    """F of the words, whatever their order; 0.0 if no word finds a partner.

    Example: word_f(["the", "cat"], ["the", "cat", "sleeps"], 1.0) is 0.8.
    """
    ### BEGIN SOLUTION
    left = Counter(wanted)
    shared = 0
    for word in written:
        if left[word] > 0:
            left[word] -= 1
            shared += 1
    ### END SOLUTION
    if shared == 0:
        return 0.0
    precision, recall = shared / len(written), shared / len(wanted)
    return (1 + beta**2) * precision * recall / (beta**2 * precision + recall)


# %%
check.word_f(word_f)

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# The lines below use `shared`, which is one whole number. It is at most the length of the shorter list.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `Counter(wanted)` says how often each word stands there. Go through `written`, and cross off each word that finds a partner.
#
# </details>
#
# <details><summary>I pass the first test but not the second</summary>
#
# Try `["the", "the"]` against `["the"]`: only one of the two finds a partner.
#
# </details>
#
# **Why it matters.** A beta of 2 makes what is missing count more than what is too much. The number that is reported hides this choice.

# %% [markdown]
# ## Exercise 2 · Bug hunt: a pair that was seen after all (●●, 10 minutes)
#
# `never_seen` makes a clean test set for a pair of languages. `train` is a list of `(English sentence, language, sentence)`.
# `test` is a list of `(French sentence, German sentence)`. A test pair must go if the same English sentence of `train`
# has both as its translations, all three letter for letter, since then the model met the two beside the same English words. The function gives the
# other test pairs, in their order. On a corpus where volunteers translated each sentence several times, pairs stay in that should go. Find the bug and mend it.


# %%
def never_seen(train: list[tuple[str, str, str]], test: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The test pairs whose two sides no English sentence of the training data brings together.

    Example: never_seen([("Yes.", "fr", "Oui."), ("Yes.", "de", "Ja.")], [("Oui.", "Ja."), ("Oui.", "Doch.")])
    is [("Oui.", "Doch.")].
    """
    ### BEGIN BUG
    translations = {}
    for english, language, sentence in train:
        translations[english, language] = sentence
    together = {(translations.get((english, "fr")), translations.get((english, "de"))) for english, _, _ in train}
    return [pair for pair in test if pair not in together]
    ### END BUG
    ### BEGIN SOLUTION
    french, german = {}, {}
    for english, language, sentence in train:
        if language == "fr":
            french.setdefault(sentence, set()).add(english)
        elif language == "de":
            german.setdefault(sentence, set()).add(english)
    return [(f, g) for f, g in test if not french.get(f, set()) & german.get(g, set())]
    ### END SOLUTION


# %%
check.never_seen(never_seen)

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# Print `translations` for a `train` in which one English sentence has two French ones.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# Keep a set for each French sentence: the English sentences that stand beside it. Do the same for German. A pair was seen if the two sets
# share something.
#
# </details>
#
# <details><summary>I pass the first test but not the second</summary>
#
# One French sentence may translate several English ones. And `train` has other languages, too.
#
# </details>
#
# **Why it matters.** A pair that leaks makes a zero-shot score look better than it is, and nothing crashes.

# %% [markdown]
# ## Exercise 3 · Which language is this? (●●●, 15 minutes)
#
# A model that was asked for German may answer in French. Write `language_of`, from nothing. It takes the `words` of one sentence and
# `known`, a dictionary from a language's code to the set of its words. The language that knows the most of the words wins, and a
# word that stands twice counts twice. Marks count as words, and capital letters make another word. A word that several languages know counts for each of them. If two or more share the first
# place, give their codes as a sorted list. Otherwise give a list of one code. If no language knows any word, the list is empty.


# %%
def language_of(words: list[str], known: dict[str, set[str]]) -> list[str]:
    """The codes of the languages that know the most of the words, sorted.

    Example: language_of(["il", "chante", "in"], {"fr": {"il", "chante"}, "de": {"in", "er"}}) is ["fr"].
    """
    ### BEGIN SOLUTION
    counts = {}
    for code in known:
        counts[code] = len([word for word in words if word in known[code]])
    largest = max(counts.values(), default=0)
    if largest == 0:
        return []
    return sorted(code for code, count in counts.items() if count == largest)
    ### END SOLUTION


# %%
check.language_of(language_of)

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# First make a dictionary from each code to a number: how many of the words this language knows.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# The largest number is `max(counts.values(), default=0)`. Several codes may have it.
#
# </details>
#
# <details><summary>I pass the first test but not the second</summary>
#
# What if there are no words, or no languages? And the answer is always a list.
#
# </details>
#
# **Why it matters.** A right word in the wrong language is worth nothing to the reader, and a score of letters still counts it.

# %% [markdown]
# {{ practice_footer }}
