"""Make questions.csv, survey.csv and truth.csv: an invented office survey with four planted groups.

    python datasets/hummus_survey/make.py            # writes the files beside this script
    python datasets/hummus_survey/make.py --measure  # prints the best possible score, writes nothing

Only Python's own library is used, and only ``Random.random()``, whose stream is the same in every
version, so that the files come out byte for byte wherever the script runs.

Every answer is drawn on its own once a person's group is known. That makes the true model small
enough to turn around: `posterior` gives the exact probability of each group for a sheet of answers,
and the analyst who always picks the likeliest group is practically the best that anyone can be on these data.
"""

from __future__ import annotations

import argparse
import csv
import random
from itertools import pairwise
from math import comb, log
from pathlib import Path
from statistics import NormalDist, mean, stdev

FOLDER = Path(__file__).parent
SEED = 300  # one of a dozen tried: its best score is close to the average of other draws (see --measure)
N_PEOPLE = 300
N_JOKERS = 9
GROUPS = ("a", "b", "c", "d")
SHARES = (0.32, 0.28, 0.22, 0.18)
BETWEEN = 0.12  # this share of people answers some questions as a second group would
LEAN = 0.7  # a person between groups answers as the home group this often
MISSING = 0.04
UNCLEAR = 0.01  # an honest answer that is on no list
SPREAD = 0.95  # standard deviation of a worded answer inside a group, in levels

AGREE = ("strongly disagree", "disagree", "neither", "agree", "strongly agree")
# column: (levels from low to high, mean level of each group counted from 0)
ORDINAL: dict[str, tuple[tuple[str, ...], tuple[float, ...]]] = {
    "arrival": (
        ("ten minutes early", "a little early", "right on time", "casually late", "I read the notes"),
        (0.7, 3.1, 2.1, 1.2),
    ),
    "spice": (("not at all", "mild", "medium", "hot", "make me cry"), (0.8, 3.2, 1.3, 2.6)),
    "new_hummus": (
        ("stay with the old one", "wait for the verdict", "try it this week", "first in the queue"),
        (0.5, 2.3, 0.9, 2.5),
    ),
    "lunch_company": (("never", "rarely", "sometimes", "often", "always"), (1.8, 2.5, 3.5, 0.8)),
    "tidy_desk": (AGREE, (3.3, 1.1, 1.7, 2.5)),
    "last_minute": (AGREE, (0.7, 3.1, 2.2, 1.4)),
    "speaks_first": (AGREE, (2.0, 3.1, 2.1, 0.8)),
    "rather_listen": (AGREE, (1.8, 0.9, 2.3, 3.3)),
    "follows_recipe": (AGREE, (3.3, 1.2, 2.5, 0.9)),
    "notices_mood": (AGREE, (1.7, 1.6, 3.4, 2.0)),
}
CATEGORICAL: dict[str, tuple[tuple[str, ...], tuple[tuple[float, ...], ...]]] = {
    "favourite": (
        ("classic", "spicy", "beetroot", "lemon", "chocolate"),
        (
            (0.58, 0.06, 0.10, 0.20, 0.06),
            (0.10, 0.54, 0.10, 0.08, 0.18),
            (0.26, 0.12, 0.14, 0.38, 0.10),
            (0.14, 0.16, 0.46, 0.12, 0.12),
        ),
    ),
    "bread": (
        ("pita", "sourdough", "carrots", "a spoon"),
        (
            (0.58, 0.22, 0.14, 0.06),
            (0.36, 0.16, 0.12, 0.36),
            (0.44, 0.24, 0.24, 0.08),
            (0.26, 0.42, 0.18, 0.14),
        ),
    ),
}
# Several may be ticked: the share of each group that ticks it.
TOPPINGS: dict[str, tuple[float, ...]] = {
    "chilli oil": (0.10, 0.72, 0.26, 0.32),
    "feta": (0.34, 0.40, 0.62, 0.28),
    "olives": (0.48, 0.42, 0.66, 0.30),
    "parsley": (0.58, 0.24, 0.46, 0.26),
    "pickles": (0.22, 0.52, 0.34, 0.44),
    "pine nuts": (0.30, 0.26, 0.40, 0.62),
}
# What people write about their favourite. A theme has a few sentences, a group its themes.
THEMES: dict[str, tuple[str, ...]] = {
    "habit": ("it is what I always have", "no surprises please", "never change a running lunch"),
    "order": ("I know what is in it", "same tub, same shelf, every Monday", "it fits my plan for the week"),
    "heat": ("more chilli!", "I like it when it bites back", "because it hurts a little"),
    "novelty": ("I had not tried it yet", "why eat the same thing twice?", "new is fun"),
    "sharing": ("everyone at the table likes it", "it is the one we share on Fridays",
                "my team finishes it before I sit down"),
    "care": ("I bring two spoons, one for whoever had a bad day", "it cheers people up"),
    "craft": ("I roast the beetroot myself and compare, yours needs more tahini",
              "the texture changes on the second day and nobody writes about it",
              "I keep notes on every batch since March"),
    "quiet": ("I eat it at my desk, with a book", "it goes well with silence"),
    "none": ("good", "tasty", "no idea", "it is hummus"),
}
THEME_SHARES: dict[str, tuple[float, ...]] = {
    "habit": (0.18, 0.06, 0.10, 0.08),
    "order": (0.20, 0.05, 0.06, 0.08),
    "heat": (0.05, 0.20, 0.06, 0.09),
    "novelty": (0.05, 0.20, 0.08, 0.13),
    "sharing": (0.09, 0.10, 0.20, 0.05),
    "care": (0.06, 0.05, 0.17, 0.05),
    "craft": (0.06, 0.06, 0.05, 0.20),
    "quiet": (0.07, 0.04, 0.04, 0.14),
    "none": (0.24, 0.24, 0.24, 0.18),
}
# How each question was asked.
WORDING = {
    "arrival": "When do you come to the weekly meeting?",
    "spice": "How hot may your hummus be?",
    "new_hummus": "A new hummus comes out next week. What do you do?",
    "lunch_company": "I have lunch with others.",
    "tidy_desk": "My desk is tidy.",
    "last_minute": "I decide at the last minute.",
    "speaks_first": "In a meeting I speak first.",
    "rather_listen": "In a meeting I would rather listen.",
    "follows_recipe": "I follow a recipe to the letter.",
    "notices_mood": "I notice when a colleague has a bad day.",
    "favourite": "Which hummus do you like best?",
    "bread": "What do you eat it with?",
    "toppings": "Which toppings do you like?",
    "commute": "How long is your way to work, in minutes?",
    "why": "Why this hummus, in your own words?",
}
JOKES = ("yes", "42", "a state of mind", "ask my cat", "all of the above", "🥙", "NaN lol", "is this HR?")
COMMUTES = (5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 60, 75, 90)  # minutes, the same for every group
COLUMNS = ("person", *ORDINAL, *CATEGORICAL, "toppings", "commute", "why")


def level_shares(column: str, group: int) -> list[float]:
    """Probability of each level of an ordinal question in one group: a bell curve cut into levels."""
    levels, means = ORDINAL[column]
    bell = NormalDist(means[group], SPREAD)
    edges = [0.0] + [bell.cdf(level + 0.5) for level in range(len(levels) - 1)] + [1.0]
    return [high - low for low, high in pairwise(edges)]


def likelihoods(answers: dict[str, object], group: int) -> list[float]:
    """Probability of each answer that was given, one by one, if the person belonged to `group`."""
    found = []
    for column, (levels, _) in ORDINAL.items():
        if answers[column] is not None:
            found.append(level_shares(column, group)[levels.index(answers[column])])
    for column, (options, shares) in CATEGORICAL.items():
        if answers[column] is not None:
            found.append(shares[group][options.index(answers[column])])
    if answers["toppings"] is not None:
        for topping, shares in TOPPINGS.items():
            found.append(shares[group] if topping in answers["toppings"] else 1 - shares[group])
    if answers["theme"] is not None:
        found.append(THEME_SHARES[answers["theme"]][group])
    return found


def posterior(answers: dict[str, object]) -> list[float]:
    """Exact probability of each home group, given the answers and the true model."""
    table = [likelihoods(answers, group) for group in range(len(GROUPS))]
    weights = []
    for home, share in enumerate(SHARES):
        one_group = 1.0
        for value in table[home]:
            one_group *= value
        mixed = 0.0
        for second in range(len(GROUPS)):
            if second != home:
                product = 1.0
                for mine, other in zip(table[home], table[second], strict=True):
                    product *= LEAN * mine + (1 - LEAN) * other
                mixed += product / (len(GROUPS) - 1)
        weights.append(share * ((1 - BETWEEN) * one_group + BETWEEN * mixed))
    return [weight / sum(weights) for weight in weights]


def pick(rng: random.Random, options: tuple, shares: list[float] | tuple[float, ...]):
    """Draw one option with the given probabilities."""
    spin, total = rng.random() * sum(shares), 0.0
    for option, share in zip(options, shares, strict=True):
        total += share
        if spin < total:
            return option
    return options[-1]


def draw_person(rng: random.Random) -> dict[str, object]:
    """One honest person: planted group, second group or "", and the answers (None = left out)."""
    home = pick(rng, (0, 1, 2, 3), SHARES)
    second = None
    if rng.random() < BETWEEN:
        second = pick(rng, tuple(g for g in range(4) if g != home), (1, 1, 1))

    def source() -> int:
        return home if second is None or rng.random() < LEAN else second

    person: dict[str, object] = {"group": GROUPS[home], "second": "" if second is None else GROUPS[second]}
    for column, (levels, _) in ORDINAL.items():
        person[column] = pick(rng, levels, level_shares(column, source()))
    for column, (options, shares) in CATEGORICAL.items():
        person[column] = pick(rng, options, shares[source()])
    person["toppings"] = [name for name, shares in TOPPINGS.items() if rng.random() < shares[source()]]
    group = source()
    person["theme"] = pick(rng, tuple(THEMES), [shares[group] for shares in THEME_SHARES.values()])
    person["commute"] = pick(rng, COMMUTES, (1,) * len(COMMUTES))
    for column in (*ORDINAL, *CATEGORICAL, "toppings", "theme", "commute"):
        if rng.random() < (0.35 if column == "theme" else MISSING):
            person[column] = None
    # Where the sheet says "it depends" nobody can know the answer: for the best analyst it is missing.
    person["unclear"] = [column for column in ORDINAL if rng.random() < UNCLEAR]
    for column in person["unclear"]:
        person[column] = None
    return person


def scruffy(rng: random.Random, text: str) -> str:
    """The same answer as some people type it: other capitals, a stray space."""
    spin = rng.random()
    return text.upper() if spin < 0.02 else text + " " if spin < 0.04 else text


def written(rng: random.Random, person: dict[str, object]) -> dict[str, str]:
    """The answers as they stand in the CSV."""
    row = {}
    for column in (*ORDINAL, *CATEGORICAL):
        row[column] = "" if person[column] is None else scruffy(rng, str(person[column]))
    for column in person["unclear"]:
        row[column] = "it depends"
    ticked = person["toppings"]
    row["toppings"] = "" if ticked is None else "; ".join(ticked) if ticked else "none"
    minutes = person["commute"]
    style = rng.random()
    row["commute"] = "" if minutes is None else f"{minutes} min" if style < 0.15 else str(minutes)
    row["why"] = "" if person["theme"] is None else pick(
        rng, THEMES[person["theme"]], (1,) * len(THEMES[person["theme"]]))
    return row


def draw_joker(rng: random.Random) -> dict[str, str]:
    """Someone who plays: half of the answers are jokes, the others are ticked blindly."""
    row = {}
    for column, (options, _) in (ORDINAL | CATEGORICAL).items():
        row[column] = pick(rng, JOKES, (1,) * len(JOKES)) if rng.random() < 0.55 else pick(
            rng, options, (1,) * len(options))
    row["toppings"] = "; ".join(TOPPINGS)
    row["commute"] = pick(rng, ("9999", "by camel", "-3", "0"), (1, 1, 1, 1))
    row["why"] = pick(rng, JOKES, (1,) * len(JOKES))
    return row


def adjusted_rand(first: list, second: list) -> float:
    """Agreement of two groupings of the same people: 1 the same, about 0 as two random ones."""
    def pairs(labels) -> int:
        return sum(comb(labels.count(label), 2) for label in set(labels))

    together = pairs(list(zip(first, second, strict=True)))
    expected = pairs(first) * pairs(second) / comb(len(first), 2)
    highest = (pairs(first) + pairs(second)) / 2
    return (together - expected) / (highest - expected)


def best_score(people: list[dict[str, object]]) -> tuple[float, float]:
    """Adjusted Rand index and share of people placed right, for the analyst who knows the model."""
    guesses = [GROUPS[max(range(4), key=posterior(person).__getitem__)] for person in people]
    groups = [person["group"] for person in people]
    right = mean(guess == group for guess, group in zip(guesses, groups, strict=True))
    return adjusted_rand(guesses, groups), right


def questions() -> list[dict[str, str]]:
    """Each question with its kind and the answers that it offers (worded ones from low to high)."""
    offered = {column: ("worded", levels) for column, (levels, _) in ORDINAL.items()}
    offered |= {column: ("choice", options) for column, (options, _) in CATEGORICAL.items()}
    offered |= {"toppings": ("ticks", tuple(TOPPINGS)), "commute": ("number", ()), "why": ("sentence", ())}
    return [
        {"question": name, "wording": words, "kind": offered[name][0], "answers": "; ".join(offered[name][1])}
        for name, words in WORDING.items()
    ]


def draw_survey(seed: int) -> tuple[list[dict[str, object]], list[dict[str, str]], list[dict[str, str]]]:
    """The honest people as drawn, and all rows of the survey and of the truth in one shuffled order."""
    rng = random.Random(seed)
    people = [draw_person(rng) for _ in range(N_PEOPLE - N_JOKERS)]
    rows = [written(rng, person) for person in people]
    truth = [{"group": str(person["group"]), "second": str(person["second"])} for person in people]
    rows += [draw_joker(rng) for _ in range(N_JOKERS)]
    truth += [{"group": "joker", "second": ""}] * N_JOKERS
    order = sorted(range(N_PEOPLE), key=lambda _: rng.random())
    numbered = [{"person": f"p{place:03d}"} | rows[index] for place, index in enumerate(order, start=1)]
    known = [{"person": f"p{place:03d}"} | truth[index] for place, index in enumerate(order, start=1)]
    return people, numbered, known


def write(path: Path, rows: list[dict[str, str]]) -> None:
    """Write rows as UTF-8 CSV with plain line ends."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main() -> None:
    """Write the files, or measure the best possible score."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--measure", action="store_true", help="print the best possible score, write nothing")
    people, rows, truth = draw_survey(SEED)
    if parser.parse_args().measure:
        score, right = best_score(people)
        print(f"these {len(people)} people: adjusted Rand index {score:.3f}, placed right {right:.3f}")
        surprise = mean(-log(posterior(p)[GROUPS.index(p["group"])]) for p in people)
        print(f"mean surprise at the true group: {surprise:.3f} nats")
        others = [best_score(draw_survey(seed)[0])[0] for seed in range(50)]
        print(f"50 other draws: mean {mean(others):.3f}, standard deviation {stdev(others):.3f}")
        return
    write(FOLDER / "questions.csv", questions())
    write(FOLDER / "survey.csv", rows)
    write(FOLDER / "truth.csv", truth)


if __name__ == "__main__":
    main()
