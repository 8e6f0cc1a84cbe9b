"""Checks of the exercises: each a slow and obvious answer, inputs, and the mistakes that people make."""

from __future__ import annotations

import math

import numpy as np

from overheard.check import Case, Exercise, Mistake


# ------------------------------------------------------------------------------------------------ 1, fair_chances
def with_chances(chances_of):
    """The given lines around another way to the chances, `chances_of(implied, odds)`."""

    def answer(odds: np.ndarray) -> tuple[float, np.ndarray]:
        implied = np.array([1 / value for value in odds.tolist()])
        return float(sum(implied) - 1), chances_of(implied, odds)

    return answer


slow_fair = with_chances(lambda implied, odds: np.array([value / sum(implied.tolist()) for value in implied]))


def random_odds(rng: np.random.Generator) -> tuple[np.ndarray]:
    """Two to nine outcomes, with a margin from -10 to 30 %."""
    chances = rng.dirichlet(np.full(int(rng.integers(2, 10)), 3.0)).clip(0.01)
    return (1 / (chances / chances.sum() * (1 + rng.uniform(-0.1, 0.3))),)


# ---------------------------------------------------------------------------------------------- 2, slope_of_reward
def slope_by(log_slope, less=None, total=False, chance_of=lambda x: 1 / (1 + math.exp(-x))):
    """A loop over games, around the log slopes and what is subtracted: `less(bets, rewards, usual)`, or `usual`."""

    def answer(x: float, bets: np.ndarray, rewards: np.ndarray, usual: float) -> float:
        chance, added = chance_of(x), 0.0
        level = less(bets.tolist(), rewards.tolist(), usual) if less else usual
        for bet, reward in zip(bets.tolist(), rewards.tolist(), strict=True):
            added += (reward - level) * log_slope(bet, chance)
        return added if total else added / len(bets)

    return answer


def right_slope(bet: bool, chance: float) -> float:
    return 1 - chance if bet else -chance


slow_slope = slope_by(right_slope)
slope_bug = slope_by(lambda bet, chance: 1 - chance if bet else chance)


def mean_of_all(bets: list[bool], rewards: list[float], usual: float) -> float:
    return sum(rewards) / len(rewards)


def mean_of_bets(bets: list[bool], rewards: list[float], usual: float) -> float:
    kept = [reward for bet, reward in zip(bets, rewards, strict=True) if bet]
    return sum(kept) / len(kept) if kept else 0.0


def random_games(rng: np.random.Generator) -> tuple[float, np.ndarray, np.ndarray, float]:
    """Doing nothing costs or brings something too, and `usual` is not the mean of these games: nothing cancels."""
    n = int(rng.integers(2, 12))
    return (
        float(rng.normal(0, 1.5)),
        rng.random(n) < 0.5,
        rng.normal(0.3, 1, n).round(2),
        round(float(rng.normal()), 2),
    )


# ------------------------------------------------------------------------------------------------ 3, bets_needed
def needed_by(gain_of, squared_of, times=4.0):
    """Around the expected profit and the squared spread."""

    def answer(chance: float, odds: float) -> float:
        gain = gain_of(chance, odds)
        if abs(gain) < 1e-9:
            return float("inf")
        return times * squared_of(chance, odds) / gain**2

    return answer


def true_gain(chance: float, odds: float) -> float:
    return chance * (odds - 1) - (1 - chance)


def true_squared(chance: float, odds: float) -> float:
    """The mean of the squares less the square of the mean."""
    return chance * (odds - 1) ** 2 + (1 - chance) - true_gain(chance, odds) ** 2


def mean_distance(chance: float, odds: float) -> float:
    gain = true_gain(chance, odds)
    return chance * abs(odds - 1 - gain) + (1 - chance) * abs(-1 - gain)


slow_needed = needed_by(true_gain, true_squared)


def random_bet(rng: np.random.Generator) -> tuple[float, float]:
    """An edge, a loss, sometimes fair odds."""
    chance = float(rng.choice([0.25, 0.5, 0.125])) if rng.random() < 0.2 else float(rng.uniform(0.1, 0.9))
    if chance in (0.25, 0.5, 0.125):
        return chance, 1 / chance
    margin = rng.uniform(0.02, 0.2) * rng.choice([-1, 1])
    return round(chance, 3), float(max(1.01, 1 / (round(chance, 3) * (1 + margin))))


EXERCISES = [
    Exercise(
        "fair_chances",
        "What do the odds hide?",
        cases=[
            Case((np.array([1.6, 2.0]),)),
            Case((np.array([2.0, 2.0]),), "edge: no margin"),
            Case((np.array([2.5, 3.2, 2.9]),), "edge: three outcomes"),
            Case((np.array([2.2, 2.1]),), "edge: the bookmaker pays too much"),
        ],
        reference=slow_fair,
        random=random_odds,
        mistakes=[
            Mistake(
                "np.array(...) makes a tuple of chances an array",
                when=lambda args, got, expected: (
                    isinstance(got, tuple) and len(got) == 2 and isinstance(got[1], tuple)
                ),
            ),
            Mistake(
                "a margin below 0 is right: this bookmaker pays too much",
                like=[
                    lambda odds: (max(slow_fair(odds)[0], 0.0), slow_fair(odds)[1]),
                    lambda odds: (max(slow_fair(odds)[0], 0.0), (1 / odds) / (1 + max(slow_fair(odds)[0], 0.0))),
                ],
            ),
            Mistake(
                "the margin is what the sum has above 1, and not its share of the sum",
                like=lambda odds: (1 - 1 / (1 + slow_fair(odds)[0]), slow_fair(odds)[1]),
            ),
            Mistake(
                "these chances add up to more than 1: the margin is still in them",
                like=with_chances(lambda implied, odds: implied),
            ),
            Mistake(
                "all were raised by the same factor, and not by the same amount: divide, do not subtract",
                like=[
                    with_chances(lambda implied, odds: implied - (implied.sum() - 1) / len(implied)),
                    with_chances(lambda implied, odds: implied - (implied.sum() - 1)),
                ],
            ),
            Mistake(
                "high odds belong to a small chance: share out 1 / odds, and not the odds",
                like=with_chances(lambda implied, odds: odds / odds.sum()),
            ),
            Mistake(
                "divide by 1 plus the margin; taking away the margin's share is not the same",
                like=with_chances(lambda implied, odds: implied * (2 - implied.sum())),
            ),
            Mistake(
                "that makes them less by the wrong factor: all of them must add up to 1",
                like=[
                    with_chances(lambda implied, odds: implied / len(implied)),
                    with_chances(lambda implied, odds: implied * implied.sum()),
                ],
            ),
        ],
    ),
    Exercise(
        "slope_of_reward",
        "Bug hunt: the bettor that cannot tell the two actions apart",
        cases=[
            Case((0.0, np.array([True, False]), np.array([-1.0, 0.0]), -0.5)),
            Case((1.0, np.array([True, True, False]), np.array([0.9, -1.0, 0.0]), 0.2)),
            Case((-2.0, np.array([False, False]), np.array([0.5, 0.0]), -0.3), "edge: no bet in any game"),
            Case((0.5, np.array([True]), np.array([2.0]), 0.5), "edge: one game"),
        ],
        reference=slow_slope,
        random=random_games,
        mistakes=[
            Mistake(
                "the sign is turned round: a rising x makes a bet more probable",
                like=slope_by(lambda bet, chance: chance - 1 if bet else chance),
            ),
            Mistake(
                "games without a bet count too: a rising x makes them less probable",
                like=slope_by(lambda bet, chance: 1 - chance if bet else 0.0),
            ),
            Mistake(
                "a bet has the log slope 1 - chance, no bet has -chance: one each",
                like=[
                    slope_by(lambda bet, chance: chance if bet else -chance),
                    slope_by(lambda bet, chance: 1 - chance if bet else chance - 1),
                    slope_by(lambda bet, chance: float(bet)),
                    slope_by(lambda bet, chance: 1.0 if bet else -1.0),
                    slope_by(lambda bet, chance: -chance if bet else 1 - chance),
                ],
            ),
            Mistake(
                "the sign of x: the probability of a bet is 1 / (1 + exp(-x)), as in the lines that were given",
                like=slope_by(right_slope, chance_of=lambda x: 1 / (1 + math.exp(x))),
            ),
            Mistake(
                "that is the slope of the probability; the logarithm's slope is asked for",
                like=slope_by(lambda bet, chance: chance * (1 - chance) * (1 if bet else -1)),
            ),
            Mistake(
                "the mean of all games is asked for, and not their sum", like=slope_by(right_slope, total=True)
            ),
            Mistake(
                "`usual` is subtracted, the mean of earlier games, and not the mean of these",
                like=[slope_by(right_slope, mean_of_all), slope_by(right_slope, mean_of_bets)],
            ),
            Mistake(
                "`usual` is to be subtracted from each reward",
                like=slope_by(right_slope, lambda bets, rewards, usual: 0.0),
            ),
        ],
        bug=slope_bug,
        symptom="at x = 0 the slope is the same, whichever of the games it bet on.",
    ),
    Exercise(
        "bets_needed",
        "How many bets until luck is no larger?",
        cases=[
            Case((0.6, 2.0)),
            Case((0.5, 2.0), "edge: fair odds"),
            Case((0.5, 1.9), "edge: an expected loss"),
            Case((0.1, 12.0), "edge: a long shot"),
            Case((0.7, 1.4285714286), "edge: fair odds, up to rounding"),
            Case((0.5, 2.001), "edge: a tiny edge"),
        ],
        reference=slow_needed,
        random=random_bet,
        plain_numbers=True,
        mistakes=[
            Mistake(
                "who loses also loses the stake: the expected profit is chance × odds - 1",
                like=needed_by(lambda c, o: c * (o - 1), true_squared),
            ),
            Mistake(
                "luck is twice the spread, so the 2 is squared as well",
                like=[needed_by(true_gain, true_squared, 1.0), needed_by(true_gain, true_squared, 2.0)],
            ),
            Mistake(
                "that is the square root of n, so square it",
                like=lambda c, o: math.sqrt(slow_needed(c, o)),
            ),
            Mistake(
                "squared distances from the expected profit are asked for, and not from 0",
                like=needed_by(true_gain, lambda c, o: c * (o - 1) ** 2 + 1 - c),
            ),
            Mistake(
                "the spread grows with the odds: winning brings odds - 1",
                like=needed_by(true_gain, lambda c, o: c * (1 - c)),
            ),
            Mistake(
                "square each distance before you average",
                like=needed_by(true_gain, lambda c, o: mean_distance(c, o) ** 2),
            ),
            Mistake(
                "the distance of a loss is -1 minus the expected profit: mind the sign",
                like=needed_by(
                    true_gain,
                    lambda c, o: c * (o - 1 - true_gain(c, o)) ** 2 + (1 - c) * (-1 + true_gain(c, o)) ** 2,
                ),
            ),
            Mistake(
                "a loss can be told from luck too: take the expected profit without its sign",
                like=[
                    lambda c, o: slow_needed(c, o) if true_gain(c, o) > 0 else float("inf"),
                    lambda c, o: slow_needed(c, o) * (1 if true_gain(c, o) > 0 else -1),
                ],
            ),
            Mistake(
                'at fair odds, to within a billionth, no number is enough: answer float("inf")',
                like=[
                    lambda c, o: slow_needed(c, o) if abs(true_gain(c, o)) >= 1e-9 else 0.0,
                    lambda c, o: 4 * true_squared(c, o) / (c * o - 1) ** 2 if c * o != 1 else float("inf"),
                ],
                error=ZeroDivisionError,
            ),
        ],
    ),
]
