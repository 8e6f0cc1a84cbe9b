"""Checks of the exercises: each a slow and obvious answer, inputs, and the mistakes that people make."""

from __future__ import annotations

import math

import numpy as np

from overheard.check import Case, Exercise, Mistake

Array = np.ndarray
Sold = list[int | None]


# ------------------------------------------------------------------------------------------------ 1, next_day
def looked_back(is_open=lambda value: value is not None, stride=lambda season: season, first=lambda season: season):
    """Go back from the new day, around what counts as open and how far each step goes."""

    def answer(sold: Sold, season: int = 7) -> int | None:
        back = first(season)
        while back <= len(sold):
            if is_open(sold[-back]):
                return sold[-back]
            back += stride(season)
        return None

    return answer


slow_next = looked_back()


def only_one_season(sold: Sold, season: int = 7) -> int | None:
    return sold[-season] if len(sold) >= season else None


def nearest_open_day(sold: Sold, season: int = 7) -> int | None:
    """The season before, else whatever day was open last."""
    if len(sold) >= season and sold[-season] is not None:
        return sold[-season]
    known = [value for value in sold if value is not None]
    return known[-1] if known else None


def zero_for_none(sold: Sold, season: int = 7) -> int:
    return slow_next(sold, season) or 0


def without_the_oldest(sold: Sold, season: int = 7) -> int | None:
    return next((sold[p] for p in range(len(sold) - season, 0, -season) if sold[p] is not None), None)


def random_shop(rng: np.random.Generator) -> tuple[Sold, int]:
    """Lists of all lengths, with shut days and days on which nothing was sold."""
    n, season = int(rng.integers(0, 30)), int(rng.integers(1, 9))
    shut, nothing = rng.choice([0.1, 0.5, 0.8]), rng.choice([0.0, 0.4])
    sold: Sold = []
    for _ in range(n):
        amount = 0 if rng.random() < nothing else int(rng.integers(1, 90))
        sold.append(None if rng.random() < shut else amount)
    return sold, season


# ------------------------------------------------------------------------------------------------ 2, mean_before
def forecast_by(is_known, combine=lambda known: sum(known) / len(known), empty=None):
    """For each day, go through all days, around which of them are known."""

    def answer(tickets: list[float], kinds: list[str], ahead: int) -> list[float | None]:
        result = []
        for day in range(len(tickets)):
            known = [
                tickets[other]
                for other in range(len(tickets))
                if kinds[other] == kinds[day] and is_known(other, day, ahead)
            ]
            result.append(combine(known) if known else empty)
        return result

    return answer


def is_before(other: int, day: int, ahead: int) -> bool:
    return other <= day - ahead


slow_means = forecast_by(is_before)
means_bug = forecast_by(lambda other, day, ahead: abs(other - day) >= ahead)


def any_kind(tickets: list[float], kinds: list[str], ahead: int) -> list[float | None]:
    return slow_means(tickets, ["same"] * len(kinds), ahead)


def no_gap(tickets: list[float], kinds: list[str], ahead: int) -> list[float | None]:
    return slow_means(tickets, kinds, 1)


def random_desk(rng: np.random.Generator) -> tuple[list[float], list[str], int]:
    """A few kinds of days in no order, with counts that rise."""
    n, n_kinds = int(rng.integers(1, 14)), int(rng.integers(1, 4))
    tickets = [float(3 * day + int(rng.integers(0, 20))) for day in range(n)]
    kinds = [["Mon", "Sat", "Sun"][int(rng.integers(n_kinds))] for _ in range(n)]
    return tickets, kinds, int(rng.integers(1, 5))


# ------------------------------------------------------------------------------------------------ 3, decide
def middle(values: list[float]) -> tuple[float, float]:
    """The middle 95 % by the definition: straight lines between the sorted values."""
    ordered = sorted(values)

    def at(share: float) -> float:
        place = share * (len(ordered) - 1)
        below = math.floor(place)
        above = min(below + 1, len(ordered) - 1)
        return ordered[below] + (place - below) * (ordered[above] - ordered[below])

    return at(0.025), at(0.975)


def decided(
    ends=middle,
    verdict=None,
    price=lambda low, high, cost: cost / low if low > 0 else None,
    mean=lambda chosen: sum(chosen) / len(chosen),
):
    """Verdict and price, around the ends of the interval and how they are used."""

    def answer(gains: Array, draws: Array, worth: float, cost: float) -> tuple[str, float | None]:
        means = [mean([float(gains[week]) for week in row]) for row in draws.tolist()]
        low, high = ends(means)
        return (verdict or by_both_ends)(low * worth, high * worth, cost), price(low, high, cost)

    return answer


def by_both_ends(low: float, high: float, cost: float) -> str:
    if low > cost:
        return "model"
    return "plain" if high < cost else "cannot tell"


slow_decide = decided()


def pays_at_cost(low: float, high: float, cost: float) -> str:
    return "model" if low >= cost else by_both_ends(low, high, cost)


def plain_at_cost(low: float, high: float, cost: float) -> str:
    return "plain" if high <= cost else by_both_ends(low, high, cost)


def never_doubts(low: float, high: float, cost: float) -> str:
    return "model" if (low + high) / 2 > cost else "plain"


def by_zero(low: float, high: float, cost: float) -> str:
    return "model" if low > 0 else "plain" if high < 0 else "cannot tell"


def without_resampling(gains: Array, draws: Array, worth: float, cost: float) -> tuple[str, float | None]:
    return slow_decide(gains, np.arange(len(gains))[:, None], worth, cost)


def random_weeks(rng: np.random.Generator) -> tuple[Array, Array, float, float]:
    """Models from harmful to splendid; no verdict hangs on a rounding."""
    while True:
        weeks, n = int(rng.integers(2, 12)), int(rng.integers(5, 60))
        gains = np.round(rng.normal(rng.choice([-2.0, 0.5, 2.0, 6.0]), rng.choice([0.5, 2.0]), weeks), 1)
        draws = rng.integers(weeks, size=(n, weeks))
        worth, cost = float(rng.choice([2.0, 5.0, 20.0])), float(rng.choice([1.0, 8.0, 20.0]))
        low, high = middle([float(np.mean(gains[row])) for row in draws])
        if abs(low) > 1e-3 and abs(low * worth - cost) > 1e-3 and abs(high * worth - cost) > 1e-3:
            return gains, draws, worth, cost


def without_worth(gains: Array, draws: Array, worth: float, cost: float) -> tuple[str, float | None]:
    return slow_decide(gains, draws, 1.0, cost)


def price_of_the_mean(gains: Array, draws: Array, worth: float, cost: float) -> tuple[str, float | None]:
    mean = float(np.mean(gains))
    return slow_decide(gains, draws, worth, cost)[0], cost / mean if mean > 0 else None


def one_mean_a_week(gains: Array, draws: Array, worth: float, cost: float) -> tuple[str, float | None]:
    """The mean over the wrong axis."""
    means = [float(np.mean([gains[week] for week in column])) for column in draws.T]
    return slow_decide(np.array(means), np.arange(len(means))[:, None], worth, cost)


TWO = np.array([4.0, 2.0])
EVEN = np.array([2.0, 2.0])
ALL_TWO = np.array([[0, 0], [0, 1], [1, 1]])
MIXED = np.array([-3.0, 1.0, 9.0])
SOME = np.array([[0, 0, 1], [2, 2, 1], [0, 1, 2], [1, 1, 1], [0, 0, 0]])

EXERCISES = [
    Exercise(
        "next_day",
        "The shop that was shut",
        cases=[
            Case(([30, 50, 32, None], 2)),
            Case(([12, 0, None, 7], 3), "edge: a day on which nothing was sold"),
            Case(([30, 50, None, 55], 2), "edge: shut one season ago"),
            Case(([None, 8, None, 9], 2), "edge: shut on every such day"),
            Case(([5, 6], 7), "edge: a list shorter than a season"),
            Case(([], 7), "edge: an empty list"),
        ],
        reference=slow_next,
        random=random_shop,
        mistakes=[
            Mistake(
                "0 loaves is a number: the shop was open. Ask whether the value `is not None`",
                like=looked_back(bool),
            ),
            Mistake("you look one season back and no further", like=only_one_season),
            Mistake(
                "from a shut day, go back a whole season, not one day", like=looked_back(stride=lambda season: 1)
            ),
            Mistake("that is the last open day; it may be another day of the season", like=nearest_open_day),
            Mistake("where nothing is known, return None; 0 would be a forecast", like=zero_for_none),
            Mistake("the oldest day of the list, place 0, counts too", like=without_the_oldest),
            Mistake(
                "a season has `season` days, not always 7: use `season`",
                like=[
                    looked_back(stride=lambda season: 7, first=lambda season: 7),
                    looked_back(stride=lambda season: 7),
                    looked_back(first=lambda season: 7),
                ],
            ),
            Mistake("that is one day too far back", like=looked_back(first=lambda season: season + 1)),
        ],
    ),
    Exercise(
        "mean_before",
        "Bug hunt: the mean that changed its mind",
        cases=[
            Case(([10.0, 4.0, 20.0, 6.0, 90.0], ["Mon", "Sun", "Mon", "Sun", "Mon"], 2)),
            Case(([5.0, 7.0, 9.0], ["Mon", "Mon", "Mon"], 1), "edge: known until yesterday"),
            Case(([5.0, 7.0, 9.0], ["Mon", "Mon", "Mon"], 5), "edge: nothing is known yet"),
            Case(([8.0], ["Sat"], 1), "edge: one day"),
        ],
        reference=slow_means,
        random=random_desk,
        plain_numbers=True,
        mistakes=[
            Mistake("the day itself is among the days of its forecast", like=forecast_by(lambda o, d, a: o <= d)),
            Mistake(
                "a day just `ahead` days before is known: do not leave it out",
                like=forecast_by(lambda o, d, a: o < d - a),
            ),
            Mistake("days count that are not known yet, `ahead` days before", like=no_gap),
            Mistake("all kinds of days are mixed; only those of the same kind count", like=any_kind),
            Mistake(
                "that looks the wrong way: only later days count", like=forecast_by(lambda o, d, a: o - d >= a)
            ),
            Mistake(
                "the forecast is made `ahead` days before, not always 2",
                like=forecast_by(lambda o, d, a: o <= d - 2),
            ),
            Mistake(
                "where no day is known, the forecast is None",
                like=[forecast_by(is_before, empty=0.0), forecast_by(is_before, empty=math.nan)],
            ),
            Mistake(
                "the mean goes over all known days, not the last one alone",
                like=forecast_by(is_before, lambda k: k[-1]),
            ),
        ],
        bug=means_bug,
        symptom="a forecast for an old day changes when new days are added to the list.",
    ),
    Exercise(
        "decide",
        "Does it pay for its keep?",
        cases=[
            Case((TWO, ALL_TWO, 10.0, 15.0)),
            Case((-TWO, ALL_TWO, 10.0, 15.0), "edge: a model that loses units"),
            Case((MIXED, SOME, 5.0, 10.0), "edge: the weeks do not agree"),
            Case((0 * TWO, ALL_TWO, 10.0, 15.0), "edge: a model that gains nothing"),
            Case((TWO, ALL_TWO, 1.0, 15.0), "edge: a sure gain that is worth little"),
            Case((EVEN, ALL_TWO, 5.0, 10.0), "edge: a sure gain that is worth exactly its cost"),
        ],
        reference=slow_decide,
        random=random_weeks,
        plain_numbers=True,
        mistakes=[
            Mistake(
                'the verdict says model or plain where the interval holds both: then it is "cannot tell"',
                like=decided(verdict=never_doubts),
            ),
            Mistake(
                'units worth exactly the cost are worth neither more nor less: then it is "cannot tell"',
                like=[decided(verdict=pays_at_cost), decided(verdict=plain_at_cost)],
            ),
            Mistake(
                "compare what the units are worth, units times `worth`, with the cost",
                like=[decided(verdict=by_zero), without_worth],
            ),
            Mistake(
                "your means are one for each column of `draws`; a mean for each row, each resample, is asked for",
                like=one_mean_a_week,
            ),
            Mistake(
                "a resample's mean goes over the weeks of one row of `draws`; the gains themselves are no means",
                like=without_resampling,
            ),
            Mistake(
                "that price is not the one for `low`",
                like=[
                    decided(price=lambda low, high, cost: cost / high if high > 0 else None),
                    price_of_the_mean,
                ],
            ),
            Mistake(
                "where `low` is not above 0, no price pays: return None",
                like=[
                    decided(price=lambda low, high, cost: cost / low if low else None),
                    decided(price=lambda low, high, cost: cost / low if low > 0 else math.inf),
                ],
            ),
            Mistake(
                "the middle 95 % leaves 2.5 % out on each side",
                like=[
                    decided(ends=lambda means: tuple(np.quantile(means, [0.05, 0.95]).tolist())),
                    decided(ends=lambda means: (min(means), max(means))),
                ],
            ),
            Mistake("each resample is a sum in your answer; a mean is asked for", like=decided(mean=sum)),
        ],
    ),
]
