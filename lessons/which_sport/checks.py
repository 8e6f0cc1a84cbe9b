"""Checks of the exercises: each a slow and obvious answer, inputs, and the mistakes that people make."""

from __future__ import annotations

import math

import numpy as np

from overheard.check import Case, Exercise, Mistake

Array = np.ndarray
Results = list[tuple[str, str, float]]


# ------------------------------------------------------------------------------------------------ 1, brier_gain
def gain_by(distance, combine=lambda own, baseline: 1 - own / baseline):
    """The gain around a distance of one forecast from one result."""

    def answer(chance: Array, won: Array, home_rate: float) -> float:
        pairs = list(zip(chance.tolist(), won.tolist(), strict=True))
        own = sum(distance(c, w) for c, w in pairs) / len(pairs)
        baseline = sum(distance(home_rate, w) for _, w in pairs) / len(pairs)
        return combine(own, baseline)

    return answer


def squared(c: float, w: float) -> float:
    return (c - w) ** 2


def with_own(own_score):
    """Another score of the forecast beside the given line of the baseline."""

    def answer(chance: Array, won: Array, home_rate: float) -> float:
        return float(1 - own_score(chance, won) / np.mean((home_rate - won) ** 2))

    return answer


slow_gain = gain_by(squared)


def random_forecast(rng: np.random.Generator) -> tuple[Array, Array, float]:
    """Forecasts that are good, bad, or certain, for some games."""
    n = int(rng.integers(1, 12))
    won = rng.integers(0, 2, n)
    chance = np.clip(0.5 + rng.uniform(-0.5, 0.5) * (2 * won - 1) + rng.normal(0, 0.2, n), 0, 1)
    return chance, won, float(rng.uniform(0.3, 0.7))


# ------------------------------------------------------------------------------------------------ 2, chances_before
def expected(own: float, other: float) -> float:
    return 1 / (1 + 10 ** ((other - own) / 400))


def rated(update=None, told=None, known=expected):
    """Chances of White, around how ratings move, which chance is told, and what is subtracted from the points."""

    def answer(results: Results, K: float) -> list[float]:
        rating: dict[str, float] = {}
        chances = []
        for white, black, points in results:
            before = rating.get(white, 0.0), rating.get(black, 0.0)
            moved = K * (points - known(*before))
            after = (update or (lambda a, b, moved, points: (a + moved, b - moved)))(*before, moved, points)
            rating[white], rating[black] = after
            chances.append((told or (lambda before, after: expected(*before)))(before, after))
        return chances

    return answer


slow_chances = rated()
chances_bug = rated(told=lambda before, after: expected(*after))


def late_and_leaked(results: Results, K: float) -> list[float]:
    return [0.5, *chances_bug(results, K)[:-1]] if results else []


def half_moved(is_told: bool, is_used: bool):
    """White's rating has moved already where the chance is told, or where Black's is worked out."""

    def answer(results: Results, K: float) -> list[float]:
        rating: dict[str, float] = {}
        chances = []
        for white, black, points in results:
            a, b = rating.get(white, 0.0), rating.get(black, 0.0)
            chance = expected(a, b)
            rating[white] = a + K * (points - chance)
            between = expected(rating[white], b)
            rating[black] = b - K * (points - (between if is_used else chance))
            chances.append(between if is_told else chance)
        return chances

    return answer


def all_at_the_end(results: Results, K: float) -> list[float]:
    """Every game told from the ratings after the last."""
    rating: dict[str, float] = {}
    for white, black, points in results:
        a, b = rating.get(white, 0.0), rating.get(black, 0.0)
        moved = K * (points - expected(a, b))
        rating[white], rating[black] = a + moved, b - moved
    return [expected(rating[white], rating[black]) for white, black, _ in results]


def random_results(rng: np.random.Generator) -> tuple[Results, float]:
    """A few members who meet often, with draws."""
    names = ["Ada", "Bo", "Cy", "Di", "Eve"][: int(rng.integers(2, 6))]
    results = []
    for _ in range(int(rng.integers(1, 16))):
        white, black = rng.permutation(len(names))[:2]
        results.append((names[white], names[black], float(rng.choice([0.0, 0.5, 1.0]))))
    return results, float(rng.choice([10.0, 24.0, 40.0, 100.0]))


FIRST = ([("Ada", "Bo", 1.0), ("Bo", "Ada", 1.0), ("Ada", "Cy", 1.0)], 40.0)
DRAWS = ([("Ada", "Bo", 1.0), ("Ada", "Bo", 0.5), ("Bo", "Ada", 0.5), ("Ada", "Bo", 0.0)], 100.0)
NEW = ([("Ada", "Bo", 0.0), ("Cy", "Di", 1.0), ("Ada", "Cy", 1.0), ("Di", "Bo", 0.0)], 60.0)


# ------------------------------------------------------------------------------------------------ 3, season_length
def length_by(
    rest_of=lambda spread, luck: spread - luck,
    share=lambda rest, variance, m: rest / (rest + variance / m),
    spread_of=lambda rates: sum((rate - 0.5) ** 2 for rate in rates) / len(rates),
    enough=lambda share, wanted: share >= wanted - 1e-9,
):
    """Try one length after the other, in strides where it takes long."""

    def answer(rates: Array, n: int, variance: float, wanted: float) -> int | None:
        rest = rest_of(spread_of(rates.tolist()), variance / n)
        if rest <= 0:
            return None
        high = 1
        while not enough(share(rest, variance, high), wanted):
            high *= 2
            if high > 10**9:
                return None
        low = high // 2  # not enough, or 0
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if enough(share(rest, variance, middle), wanted) else (middle, high)
        return high

    return answer


slow_length = length_by()


def if_rounded(rates: Array, n: int, variance: float, wanted: float) -> list[int]:
    """One game more is right as well where the share is just `wanted`, but for the rounding of computers."""
    rest = float(np.mean((rates - 0.5) ** 2)) - variance / n
    exact = wanted * variance / (rest * (1 - wanted)) if rest > 0 else 0.5
    m = max(1, round(exact))
    sharp = exact == m and rest / (rest + variance / m) == wanted
    return [m, m + 1] if abs(exact - m) < 1e-6 and not sharp else []


def rounded(how):
    """The formula with another rounding."""

    def answer(rates: Array, n: int, variance: float, wanted: float):
        rest = float(np.mean((rates - 0.5) ** 2)) - variance / n
        return how(wanted * variance / (rest * (1 - wanted))) if rest >= 1e-9 else None

    return answer


def where_none(instead):
    """Another answer where the spread is not above the luck."""
    return lambda *args: instead if (m := slow_length(*args)) is None else m


def whole_spread_kept(rates: Array, n: int, variance: float, wanted: float) -> int | None:
    """The share of a spread that would be as large with any number of games."""
    share = length_by(lambda spread, luck: spread, lambda spread, variance, m: (spread - variance / m) / spread)
    return None if slow_length(rates, n, variance, wanted) is None else share(rates, n, variance, wanted)


def not_below(rates: Array, n: int, variance: float, wanted: float) -> int | None:
    m = slow_length(rates, n, variance, wanted)
    return m if m is None else max(n, m)


def without_none(rates: Array, n: int, variance: float, wanted: float) -> int:
    rest = float(np.mean((rates - 0.5) ** 2)) - variance / n
    return math.ceil(wanted * variance / (rest * (1 - wanted)) - 1e-9)


def random_league(rng: np.random.Generator) -> tuple[Array, int, float, float]:
    """Win rates of leagues from coins to one-sided ones; no spread lies at the border of luck."""
    while True:
        n, teams = int(rng.integers(4, 60)), int(rng.integers(2, 9))
        strength = rng.normal(0, rng.choice([0.0, 0.5, 1.5]), teams)
        rates = rng.binomial(n, 1 / (1 + np.exp(-strength))) / n
        variance, wanted = float(rng.choice([0.25, 0.24, 0.2])), float(rng.choice([0.3, 0.5, 0.6, 0.75, 0.9]))
        rest = np.mean((rates - 0.5) ** 2) - variance / n
        if abs(rest) < 1e-4:
            continue
        exact = wanted * variance / (rest * (1 - wanted))
        if rest < 0 or 1e-5 < exact % 1 < 1 - 1e-5:
            return rates, n, variance, wanted


FOUR = np.array([1, 0.75, 0.25, 0])

EXERCISES = [
    Exercise(
        "brier_gain",
        "A second opinion on a forecast",
        cases=[
            Case((np.array([0.9, 0.4]), np.array([1, 0]), 0.5)),
            Case((np.array([0.1, 0.7, 0.8]), np.array([1, 0, 1]), 0.6), "edge: worse than the baseline"),
            Case((np.array([1.0, 0.0, 1.0]), np.array([1, 0, 1]), 0.55), "edge: certain and right"),
            Case((np.array([0.0]), np.array([1]), 0.5), "edge: certain and wrong, one game"),
        ],
        reference=slow_gain,
        random=random_forecast,
        plain_numbers=True,
        mistakes=[
            Mistake(
                "that is the share that is left; the gain is one minus it",
                like=gain_by(squared, lambda own, baseline: own / baseline),
            ),
            Mistake(
                "that is the difference of the scores; divide it by the baseline's score",
                like=gain_by(squared, lambda own, baseline: baseline - own),
            ),
            Mistake(
                "a distance without the square: the Brier score squares it",
                like=with_own(lambda chance, won: np.mean(np.abs(chance - won))),
            ),
            Mistake(
                "that is the sum over the games; the score is the mean",
                like=with_own(lambda chance, won: np.sum((chance - won) ** 2)),
            ),
            Mistake(
                "the mean is squared; square each distance first, then take the mean",
                like=with_own(lambda chance, won: np.mean(chance - won) ** 2),
            ),
            Mistake(
                "a bad forecast has a gain below 0; do not cut it off",
                like=gain_by(squared, lambda own, baseline: max(0.0, 1 - own / baseline)),
            ),
        ],
    ),
    Exercise(
        "chances_before",
        "Bug hunt: the forecaster who knew",
        cases=[
            Case(FIRST),
            Case(DRAWS, "edge: draws between unequal members"),
            Case(NEW, "edge: members who meet for the first time"),
            Case(([], 20.0), "edge: no games yet"),
            Case(([("Ada", "Bo", 1.0)] * 40, 400.0), "edge: one member wins for ever"),
        ],
        reference=slow_chances,
        random=random_results,
        plain_numbers=True,
        mistakes=[
            Mistake(
                "now the ratings never move: each game must count for the games after it",
                like=rated(update=lambda a, b, moved, points: (a, b)),
            ),
            Mistake(
                "that is Black's chance; White's is asked for", like=rated(told=lambda b, a: expected(*b[::-1]))
            ),
            Mistake("these chances come from the ratings at the end, after all games", like=all_at_the_end),
            Mistake(
                "only White's rating moves; Black's moves by as much the other way",
                like=rated(update=lambda a, b, moved, points: (a + moved, b)),
            ),
            Mistake(
                "the ratings move the wrong way: who wins goes up",
                like=rated(update=lambda a, b, moved, points: (a - moved, b + moved)),
            ),
            Mistake("each chance comes one game late, and still from the leak", like=late_and_leaked),
            Mistake(
                "one rating has moved too early: take the chance once, before both move",
                like=[half_moved(True, False), half_moved(False, True), half_moved(True, True)],
            ),
            Mistake("subtract the chance from the points, not a half", like=rated(known=lambda a, b: 0.5)),
            Mistake(
                "a chance may come close to 0 or 1: do not cut it off",
                like=lambda results, K: np.clip(slow_chances(results, K), 0.05, 0.95).tolist(),
            ),
        ],
        bug=chances_bug,
        symptom="on results that a coin makes up, these forecasts cost less than a coin's.",
    ),
    Exercise(
        "season_length",
        "How long must a season be?",
        cases=[
            Case((FOUR, 4, 0.25, 0.75)),
            Case((FOUR, 4, 0.25, 0.6), "edge: just the season that was played"),
            Case((np.array([0.5, 0.6, 0.4]), 10, 0.25, 0.5), "edge: less spread than luck"),
            Case((np.array([0.75, 0.25]), 4, 0.25, 0.5), "edge: as much spread as luck"),
            Case((np.array([1.0, 0.0]), 100, 0.05, 0.1), "edge: one game is enough"),
            Case((np.array([0.7, 0.7, 0.65]), 40, 0.24, 0.8), "edge: win rates whose mean is not a half"),
        ],
        reference=slow_length,
        also=if_rounded,
        random=random_league,
        plain_numbers=True,
        mistakes=[
            Mistake(
                "use the `variance` that is given, not a coin's",
                like=lambda rates, n, variance, wanted: slow_length(rates, n, 0.25, wanted),
            ),
            Mistake(
                "luck is still in what you kept: subtract variance / n from the spread first",
                like=length_by(rest_of=lambda spread, luck: spread),
            ),
            Mistake(
                "that is already whole, but a float: write int(...) around it, or use math.ceil",
                like=rounded(lambda m: float(math.ceil(m - 1e-9))),
            ),
            Mistake(
                "a season has whole games: round up", like=[rounded(lambda m: m), rounded(int), rounded(round)]
            ),
            Mistake(
                "a share that is just `wanted` is enough: do not ask for one game more",
                like=[length_by(enough=lambda share, wanted: share > wanted + 1e-9), rounded(lambda m: int(m) + 1)],
            ),
            Mistake(
                "where the spread is not above the luck, return None",
                like=[without_none, where_none(0), where_none(math.inf)],
                error=OverflowError,
            ),
            Mistake(
                "the spread is the mean square distance from a half: not from these teams' mean, without a root",
                like=[
                    length_by(spread_of=lambda rates: float(np.var(rates))),
                    length_by(spread_of=lambda rates: float(np.std(rates))),
                ],
            ),
            Mistake(
                "with m games the spread itself changes: it is what is left plus variance / m",
                like=whole_spread_kept,
            ),
            Mistake("a shorter season than n may be enough: start at 1", like=not_below),
        ],
    ),
]
