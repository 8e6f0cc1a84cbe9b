"""The checks of the sorting ceremony: each a slow, obvious specification, and the mistakes that people make."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from overheard.check import Case, Exercise, Mistake

# 1 · words into numbers ---------------------------------------------------------------------------------

OFTEN = ["never", "rarely", "sometimes", "often", "always"]
SPICE = ["not at all", "mild", "medium", "hot", "make me cry"]
AGREE = ["strongly disagree", "disagree", "neither", "agree", "strongly agree"]
RIDES = ["1", "2 or 3", "4 or more"]  # a number is a word here, not its own code
LETTERS = list("abdeghiklmnorstu")
JOKES = ["", "  ", "42", "ask my cat", "NEVER EVER", "0", "none"]


def slow_encode(answers: list[str], levels: list[str]) -> np.ndarray:
    """Compare with each level in turn."""
    codes = np.full(len(answers), np.nan)
    for i, answer in enumerate(answers):
        for code, level in enumerate(levels):
            if answer.strip().lower() == level:
                codes[i] = code
    return codes


def random_answers(rng: np.random.Generator) -> tuple[list[str], list[str]]:
    """Levels of a known list, or of six to eight invented words; some jokes are nearly one of them."""
    levels = [OFTEN, SPICE, AGREE, RIDES][rng.integers(4)]
    levels = levels[: int(rng.integers(2, 6))]
    if rng.random() < 0.4:
        levels = ["".join(rng.choice(LETTERS, int(rng.integers(4, 9)))) for _ in range(int(rng.integers(6, 9)))]
    nearly = [near for level in levels for near in (level[:-1], level[:3], f"not {level}", f"{level}!")]
    jokes = JOKES + [near for near in nearly if near.strip() not in levels]
    answers = []
    for _ in range(int(rng.integers(8, 25))):
        pool = jokes if rng.random() < 0.4 else levels
        word = pool[rng.integers(len(pool))]
        word = word.upper() if rng.random() < 0.3 else word
        answers.append(" " * int(rng.integers(3)) + word + " " * int(rng.integers(3)))
    return answers, levels


def gaps_left_out(answers: list[str], levels: list[str]) -> np.ndarray:
    codes = slow_encode(answers, levels)
    return codes[~np.isnan(codes)]


def as_typed(answers: list[str], levels: list[str]) -> np.ndarray:
    return np.array([levels.index(a) if a in levels else np.nan for a in answers], dtype=float)


def _looked_up(tidy: Any, gap: float = np.nan) -> Any:
    """The lookup after another step than strip and lower."""

    def wrong(answers: list[str], levels: list[str]) -> np.ndarray:
        words = [tidy(answer) for answer in answers]
        return np.array([levels.index(word) if word in levels else gap for word in words], dtype=float)

    return wrong


def lowest_lost(answers: list[str], levels: list[str]) -> np.ndarray:
    """Code 0 taken for 'nothing found', as `codes.get(word) or np.nan` does."""
    codes = slow_encode(answers, levels)
    return np.where(codes == 0, np.nan, codes)


def by_beginning(answers: list[str], levels: list[str]) -> np.ndarray:
    """The first level that begins as the answer does, or is in it."""
    codes = []
    for answer in (answer.strip().lower() for answer in answers):
        fits = [i for i, level in enumerate(levels) if answer and level.startswith(answer)]
        codes.append(fits[0] if fits else np.nan)
    return np.array(codes, dtype=float)


def by_part(answers: list[str], levels: list[str]) -> np.ndarray:
    found = [[i for i, level in enumerate(levels) if level in answer.lower()] for answer in answers]
    return np.array([fits[0] if fits else np.nan for fits in found], dtype=float)


def place_among_answers(answers: list[str], levels: list[str]) -> np.ndarray:
    codes = slow_encode(answers, levels)
    return np.where(np.isnan(codes), np.nan, [answers.index(answer) for answer in answers])


def rounds_counted(answers: list[str], levels: list[str]) -> np.ndarray:
    codes = slow_encode(answers, levels)
    return np.where(np.isnan(codes), np.nan, np.arange(len(codes)))


def _not_in_list(args: tuple[Any, ...], got: Any, on_a_list: bool) -> bool:
    """An answer was looked up that is not there: a gap or joke, or one that is there in another spelling."""
    if not isinstance(got, ValueError) or "not in list" not in str(got) or str(got).startswith("["):
        return False
    unknown = [answer for answer in args[0] if answer.strip().lower() not in args[1]]
    return not unknown if on_a_list else bool(unknown)


def _none_inside(args: tuple[Any, ...], got: Any, expected: Any) -> bool:
    return isinstance(got, np.ndarray) and got.dtype == object and any(code is None for code in got.ravel())


# 2 · reversed items -------------------------------------------------------------------------------------


def slow_turn(answers: np.ndarray, is_reversed: np.ndarray, low: float, high: float) -> np.ndarray:
    """Cell by cell: as far from the top as it was from the bottom."""
    turned = np.array(answers, dtype=float)
    for person in range(answers.shape[0]):
        for item in range(answers.shape[1]):
            if is_reversed[item]:
                turned[person, item] = high - (answers[person, item] - low)
    return turned


def random_turn(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, float, float]:
    """Whole answers, or those of a slider: decimals, on a scale that may begin at a half."""
    shape = (int(rng.integers(3, 9)), int(rng.integers(2, 7)))
    low = float(rng.integers(-3, 4))
    high = low + float(rng.integers(2, 8))
    answers = rng.integers(low, high + 1, size=shape).astype(float)
    if rng.random() < 0.5:
        low, high = low + 0.5, high + 0.5
        answers = rng.uniform(low, high, size=shape).round(2)
    answers[rng.random(shape) < 0.15] = np.nan
    is_reversed = rng.random(shape[1]) < 0.5
    is_reversed[0] = not is_reversed[1:].any()  # at least one
    return answers, is_reversed, low, high


def range_seen(answers: np.ndarray, is_reversed: np.ndarray, low: float, high: float) -> np.ndarray:
    return np.where(is_reversed, np.nanmin(answers) + np.nanmax(answers) - answers, answers)


def range_of_column(answers: np.ndarray, is_reversed: np.ndarray, low: float, high: float) -> np.ndarray:
    ends = np.nanmin(answers, axis=0) + np.nanmax(answers, axis=0)
    return np.where(is_reversed, ends - answers, answers)


def first_turned(answers: np.ndarray, is_reversed: np.ndarray, low: float, high: float) -> np.ndarray:
    only = np.arange(len(is_reversed)) == is_reversed.argmax()
    return np.where(only & is_reversed, low + high - answers, answers)


def _gaps_filled(args: tuple[Any, ...], got: Any, expected: Any) -> bool:
    """Numbers where nothing was answered, and all else right or also wrong."""
    if not isinstance(got, np.ndarray) or got.shape != expected.shape or got.dtype.kind != "f":
        return False
    gaps = np.isnan(expected)
    return bool((gaps & ~np.isnan(got)).any())


def from_the_middle(answers: np.ndarray, is_reversed: np.ndarray, low: float, high: float) -> np.ndarray:
    return np.where(is_reversed, (low + high) / 2 - answers, answers)


def whole_ends(answers: np.ndarray, is_reversed: np.ndarray, low: float, high: float) -> np.ndarray:
    return np.where(is_reversed, int(low + high) - answers, answers)


def whole_floor(answers: np.ndarray, is_reversed: np.ndarray, low: float, high: float) -> np.ndarray:
    return np.where(is_reversed, (low + high) // 1 - answers, answers)


def rounded(answers: np.ndarray, is_reversed: np.ndarray, low: float, high: float) -> np.ndarray:
    return np.where(is_reversed, np.round(low + high - answers), answers)


def true_for_a_number(answers: np.ndarray, is_reversed: np.ndarray, low: float, high: float) -> np.ndarray:
    """`for i in is_reversed`: True as an index means everything, each time."""
    return low + high - answers if is_reversed.sum() % 2 else answers.copy()


def rows_one_by_one(answers: np.ndarray, is_reversed: np.ndarray, low: float, high: float) -> np.ndarray:
    turned = answers.copy()
    for i in np.flatnonzero(is_reversed):
        turned[i] = low + high - turned[i]
    return turned


def as_many_as_people(answers: np.ndarray, is_reversed: np.ndarray, low: float, high: float) -> np.ndarray:
    turned = answers.copy()
    for i in range(len(turned)):
        if is_reversed[i]:
            turned[:, i] = low + high - turned[:, i]
    return turned


def _others_lost(args: tuple[Any, ...], got: Any, expected: Any) -> bool:
    shape = (len(args[0]), int(args[1].sum()))
    return isinstance(got, np.ndarray) and got.shape == shape != expected.shape


def _rows(args: tuple[Any, ...], got: Any, expected: Any) -> bool:
    """The mask of columns was put where rows are chosen."""
    answers, is_reversed, low, high = args
    if isinstance(got, IndexError):
        return "boolean index did not match" in str(got)
    if answers.shape[0] != len(is_reversed) or not isinstance(got, np.ndarray):
        return False
    turned = answers.copy()
    turned[is_reversed] = low + high - turned[is_reversed]
    return not np.array_equal(turned, expected, equal_nan=True) and np.array_equal(turned, got, equal_nan=True)


# 3 · one step of k-means --------------------------------------------------------------------------------


def slow_step(X: np.ndarray, centres: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Person by person, then centre by centre."""
    labels = []
    for person in X:
        squared = [sum((a - b) ** 2 for a, b in zip(person, centre, strict=True)) for centre in centres]
        labels.append(squared.index(min(squared)))
    moved = np.array(centres, dtype=float)
    for c in range(len(centres)):
        members = [X[i] for i in range(len(X)) if labels[i] == c]
        if members:
            moved[c] = sum(members) / len(members)
    return np.array(labels), moved


def random_step(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    k, width = int(rng.integers(2, 9)), int(rng.integers(1, 5))
    X = rng.normal(size=(int(rng.integers(6, 20)), width)) * 3
    centres = rng.normal(size=(k, width)) * 3
    if rng.random() < 0.3:  # years, say: far from zero
        X, centres = X + 1990, centres + 1990
    elif rng.random() < 0.4:  # whole numbers: ties, and nobody near the last centre
        X = rng.integers(-4, 5, size=X.shape).astype(float)
        centres = rng.integers(-4, 5, size=centres.shape).astype(float)
        centres[-1] = 50
    return X, centres


def _labels(X: np.ndarray, centres: np.ndarray) -> np.ndarray:
    return ((X[:, None] - centres) ** 2).sum(axis=2).argmin(axis=1)


def no_care_for_empty(X: np.ndarray, centres: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    labels = _labels(X, centres)
    with np.errstate(all="ignore"):
        sums = np.stack([X[labels == c].sum(axis=0) for c in range(len(centres))])
        return labels, sums / np.bincount(labels, minlength=len(centres))[:, None]


def farthest(X: np.ndarray, centres: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    labels = ((X[:, None] - centres) ** 2).sum(axis=2).argmax(axis=1)
    moved = centres.astype(float).copy()
    for c in np.unique(labels):
        moved[c] = X[labels == c].mean(axis=0)
    return labels, moved


def labels_after(X: np.ndarray, centres: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    moved = slow_step(X, centres)[1]
    return _labels(X, moved), moved


def mean_of_all(X: np.ndarray, centres: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    labels = _labels(X, centres)
    moved = centres.astype(float).copy()
    for c in np.unique(labels):
        moved[c] = X[labels == c].mean()
    return labels, moved


def medians(X: np.ndarray, centres: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    labels = _labels(X, centres)
    moved = centres.astype(float).copy()
    for c in np.unique(labels):
        moved[c] = np.median(X[labels == c], axis=0)
    return labels, moved


def everybody(X: np.ndarray, centres: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    labels = _labels(X, centres)
    moved = centres.astype(float).copy()
    moved[np.unique(labels)] = X.mean(axis=0)
    return labels, moved


def _joined(labels: np.ndarray, X: np.ndarray, centres: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    moved = centres.astype(float).copy()
    for c in np.unique(labels):
        moved[c] = X[labels == c].mean(axis=0)
    return labels, moved


def counted_from_one(X: np.ndarray, centres: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    labels, moved = slow_step(X, centres)
    return labels + 1, moved


def old_centre_counted(X: np.ndarray, centres: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The old centre as one person more, and the others' mean of it."""
    labels, moved = _labels(X, centres), centres.astype(float).copy()
    for c in np.unique(labels):
        moved[c] = np.vstack([X[labels == c], centres[c]]).mean(axis=0)
    return labels, moved


def sums(X: np.ndarray, centres: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    labels, moved = _labels(X, centres), centres.astype(float).copy()
    for c in np.unique(labels):
        moved[c] = X[labels == c].sum(axis=0)
    return labels, moved


def many_rounds(X: np.ndarray, centres: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    labels, moved = slow_step(X, centres)
    for _ in range(20):
        labels, moved = slow_step(X, moved)
    return labels, moved


def empty_to_the_middle(X: np.ndarray, centres: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    labels, moved = slow_step(X, centres)
    empty = ~np.isin(np.arange(len(centres)), labels)
    return labels, np.where(empty[:, None], X.mean(axis=0), moved)


def _first_only(X: np.ndarray, centres: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    labels, moved = slow_step(X, centres)
    first = np.arange(len(centres)) == labels.min()
    return labels, np.where(first[:, None], moved, centres)


def rows_by_label(X: np.ndarray, centres: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    labels, moved = _labels(X, centres), centres.copy()
    moved[np.unique(labels)] = X[labels].mean(axis=0)
    return labels, moved


def one_person(X: np.ndarray, centres: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    labels, moved = _labels(X, centres), centres.copy()
    for c in np.unique(labels):
        moved[c] = X[c]
    return labels, moved


def mean_of_one_person(X: np.ndarray, centres: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    labels, moved = _labels(X, centres), centres.copy()
    for c in np.unique(labels):
        moved[c] = X[c].mean(axis=0)
    return labels, moved


def by_round(X: np.ndarray, centres: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    labels, moved = _labels(X, centres), centres.copy()
    for i, c in enumerate(np.unique(labels)):
        moved[i] = X[labels == c].mean(axis=0)
    return labels, moved


def as_many_as_people_centres(X: np.ndarray, centres: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    labels, moved = slow_step(X, centres)
    moved[len(X) :] = centres[len(X) :]
    return labels, moved


def halfway(X: np.ndarray, centres: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    labels, moved = slow_step(X, centres)
    return labels, (moved + centres) / 2


def _one_label_a_centre(args: tuple[Any, ...], got: Any, expected: Any) -> bool:
    labels = _labels_of(got)
    return labels is not None and labels.shape == (len(args[1]),) != expected[0].shape


def _centres_for_labels(args: tuple[Any, ...], got: Any, expected: Any) -> bool:
    labels = _labels_of(got)
    return labels is not None and labels.shape == args[0].shape and labels.dtype.kind == "f"


def _distance_as_index(args: tuple[Any, ...], got: Any, expected: Any) -> bool:
    return isinstance(got, IndexError) and "valid indices" in str(got)


def _labels_of(got: Any) -> np.ndarray | None:
    """The labels that an answer holds, where it is a pair."""
    if not isinstance(got, tuple | list) or len(got) != 2:
        return None
    try:
        return np.asarray(got[0])
    except ValueError:
        return None


def _unsquared(args: tuple[Any, ...], got: Any, expected: Any) -> bool:
    """Labels by summed differences, whatever became of the centres."""
    X, centres = args
    labels, wrong = _labels_of(got), (X[:, None] - centres).sum(axis=2).argmin(axis=1)
    return labels is not None and not np.array_equal(wrong, expected[0]) and np.array_equal(labels, wrong)


def _absolute(args: tuple[Any, ...], got: Any, expected: Any) -> bool:
    """Labels by summed absolute differences."""
    X, centres = args
    labels, wrong = _labels_of(got), np.abs(X[:, None] - centres).sum(axis=2).argmin(axis=1)
    return labels is not None and not np.array_equal(wrong, expected[0]) and np.array_equal(labels, wrong)


def _one_of_two(args: tuple[Any, ...], got: Any, expected: Any) -> bool:
    """Only the labels, or only the centres."""
    return isinstance(got, np.ndarray) and got.shape in (expected[0].shape, expected[1].shape)


def _other_order(args: tuple[Any, ...], got: Any, expected: Any) -> bool:
    labels = _labels_of(got)
    return labels is not None and labels.ndim == 2 and np.shape(got[1]) == expected[0].shape


def _label_list(args: tuple[Any, ...], got: Any, expected: Any) -> bool:
    return isinstance(got, tuple | list) and len(got) == 2 and isinstance(got[0], list)


def _centre_dropped(args: tuple[Any, ...], got: Any, expected: Any) -> bool:
    """Fewer centres than there were."""
    if not isinstance(got, tuple | list) or len(got) != 2:
        return False
    return isinstance(got[1], np.ndarray | list) and len(got[1]) < len(args[1])


# 4 · the medoid -----------------------------------------------------------------------------------------


def slow_medoid(X: np.ndarray) -> int:
    """Try each member; the first of those with the smallest sum."""
    best, best_sum = 0, math.inf
    for i in range(len(X)):
        total = sum(math.dist(X[i], X[j]) for j in range(len(X)))
        if total < best_sum - 1e-9:
            best, best_sum = i, total
    return best


def equally_central(X: np.ndarray) -> list[int]:
    """Rows whose sums differ from the smallest by rounding alone: the order of adding decides between them."""
    sums = np.linalg.norm(X[:, None] - X, axis=2).sum(axis=1)
    apart = sums - sums.min()
    return np.flatnonzero(
        (apart > 0) & (apart <= 1e-9 * sums.max()) | (sums.argmin() == np.arange(len(X)))
    ).tolist()


def random_group(rng: np.random.Generator) -> tuple[np.ndarray]:
    """A skewed group with a far outlier: one clear medoid, which is not nearest to the mean."""
    while True:
        X = rng.exponential(size=(int(rng.integers(5, 14)), int(rng.integers(2, 5)))) * rng.choice([-3.0, 3.0])
        X[rng.integers(len(X))] += rng.choice([-25.0, 25.0])
        X = X[rng.permutation(len(X))]
        shift, scale = [(1990, 1), (0, 1), (0, 0.01)][rng.integers(3)]  # years, levels, shares
        X = shift + scale * X
        sums = np.sort(np.linalg.norm(X[:, None] - X, axis=2).sum(axis=1))
        clear = sums[1] - sums[0] > 0.01 * scale  # else the order in which sums are taken would decide
        rival = FAR if shift else TINY if scale < 1 else NEAR[rng.integers(len(NEAR))]
        if clear and len({slow_medoid(X), nearest_to_mean(X), city_blocks(X)}) == 3 and rival(X) != slow_medoid(X):
            return (X,)


def nearest_to_mean(X: np.ndarray) -> int:
    return int(((X - X.mean(axis=0)) ** 2).sum(axis=1).argmin())


def city_blocks(X: np.ndarray) -> int:
    return int(np.abs(X[:, None] - X).sum(axis=(1, 2)).argmin())


def nearest_pair(X: np.ndarray) -> int:
    distances = np.linalg.norm(X[:, None] - X, axis=2)
    np.fill_diagonal(distances, np.inf)
    return int(distances.min(axis=1).argmin())


def largest_difference(X: np.ndarray) -> int:
    return int(np.abs(X[:, None] - X).max(axis=2).sum(axis=1).argmin())


def _as_seen(blur: Any) -> Any:
    """The medoid of numbers that lost their last digits."""
    return lambda X: int(np.linalg.norm(blur(X)[:, None] - blur(X), axis=2).sum(axis=1).argmin())


FAR, TINY = _as_seen(lambda X: X.astype(np.float16)), _as_seen(lambda X: X.round(1))
NEAR = [largest_difference, _as_seen(lambda X: X[:, :2]), _as_seen(np.abs)]


def last_member(X: np.ndarray) -> int:
    sums = np.linalg.norm(X[:, None] - X, axis=2).sum(axis=1).round(9)
    return int(len(sums) - 1 - sums[::-1].argmin())


def _the_sum(args: tuple[Any, ...], got: Any, expected: Any) -> bool:
    sums = np.linalg.norm(args[0][:, None] - args[0], axis=2).sum(axis=1)
    if np.size(got) != 1 or float(got) == expected:
        return False
    is_no_row = float(got) != int(got) or got >= len(sums)  # a row that looks like a sum is one by chance
    return is_no_row and abs(float(got) - sums.min()) <= 1


def _coordinates(args: tuple[Any, ...], got: Any, expected: Any) -> bool:
    return isinstance(got, np.ndarray) and got.shape == args[0].shape[1:]


def _one_for_each(args: tuple[Any, ...], got: Any, expected: Any) -> bool:
    return isinstance(got, np.ndarray) and got.shape == args[0].shape[:1]


# 5 · the bug hunt ---------------------------------------------------------------------------------------


def slow_most_alike(table: np.ndarray, person: int) -> int:
    """Column by column, then person by person."""
    columns = []
    for column in np.asarray(table, dtype=float).T:
        average = sum(column) / len(column)
        spread = math.sqrt(sum((value - average) ** 2 for value in column) / len(column))
        columns.append([(value - average) / spread if spread > 1e-12 else 0.0 for value in column])
    best, best_squared = -1, math.inf
    for other in range(len(table)):
        if other != person:
            squared = sum((column[other] - column[person]) ** 2 for column in columns)
            if squared < best_squared - 1e-12:
                best, best_squared = other, squared
    return best


def equally_near(table: np.ndarray, person: int) -> list[int]:
    """Others whose distances differ from the smallest by rounding alone."""
    spread = table.std(axis=0)
    scaled = (table - table.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    squared = ((scaled - scaled[person]) ** 2).sum(axis=1)
    squared[person] = np.inf
    apart = squared - squared.min()
    return np.flatnonzero((apart > 0) & (apart <= 1e-9) | (squared.argmin() == np.arange(len(table)))).tolist()


def one_scale_for_all(table: np.ndarray, person: int) -> int:
    """What the learner is given."""
    with np.errstate(all="ignore"):
        scaled = (table - table.mean()) / table.std()
    squared = ((scaled - scaled[person]) ** 2).sum(axis=1)
    squared[person] = np.inf
    return int(squared.argmin())


def random_table(rng: np.random.Generator) -> tuple[np.ndarray, int]:
    """Two to five questions in levels, minutes, sometimes a column that never varies; the bug shows in all."""
    while True:
        people = int(rng.integers(6, 15))
        levels = rng.integers(0, 5, size=(people, int(rng.integers(2, 6)))).astype(float)
        minutes = rng.integers(5, 90, size=(people, 1)).astype(float)
        shares = rng.random(size=(people, 1))  # less spread than 1, and counts as much as the others
        if rng.random() < 0.3:
            shares = (shares / 200).round(4)  # even less
        columns = [levels, minutes, shares] + ([np.full((people, 1), 3.0)] if rng.random() < 0.3 else [])
        table = np.hstack(columns)
        table = table[:, rng.permutation(table.shape[1])]
        person = int(rng.integers(people))
        if (table.std(axis=0) > 0).sum() < levels.shape[1] + 2:
            continue
        right = slow_most_alike(table, person)
        rival = RIVALS[rng.integers(len(RIVALS))]
        wrongs = (one_scale_for_all, rows_scaled, at_least_one, rival)
        if all(right != wrong(table, person) for wrong in wrongs) and _clear(table, person):
            return table, person


def _clear(table: np.ndarray, person: int) -> bool:
    """Whether the nearest is clearly nearest, so that the order of sums cannot decide."""
    spread = table.std(axis=0)
    scaled = (table - table.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    squared = np.sort(((scaled - scaled[person]) ** 2).sum(axis=1))[1:]
    return bool(squared[1] - squared[0] > 1e-3)


def _nearest(scaled: np.ndarray, person: int) -> int:
    squared = ((scaled - scaled[person]) ** 2).sum(axis=1)
    squared[person] = np.inf
    return int(squared.argmin())


def rows_scaled(table: np.ndarray, person: int) -> int:
    with np.errstate(all="ignore"):
        scaled = (table - table.mean(axis=1, keepdims=True)) / table.std(axis=1, keepdims=True)
    return _nearest(scaled, person)


def to_unit_range(table: np.ndarray, person: int) -> int:
    reach = table.max(axis=0) - table.min(axis=0)
    return _nearest((table - table.min(axis=0)) / np.where(reach > 0, reach, 1.0), person)


def constant_divides(table: np.ndarray, person: int) -> int:
    with np.errstate(all="ignore"):
        return _nearest((table - table.mean(axis=0)) / table.std(axis=0), person)


def at_least_one(table: np.ndarray, person: int) -> int:
    return _nearest(table / np.maximum(table.std(axis=0), 1.0), person)


def _spread_else_one(table: np.ndarray, least: float) -> np.ndarray:
    spread = table.std(axis=0)
    return np.where(spread > least, spread, 1.0)


def small_spread_left(table: np.ndarray, person: int) -> int:
    return _nearest(table / _spread_else_one(table, 0.01), person)


def by_variance(table: np.ndarray, person: int) -> int:
    return _nearest(table / _spread_else_one(table, 0.0) ** 2, person)


def by_mean_deviation(table: np.ndarray, person: int) -> int:
    spread = np.abs(table - table.mean(axis=0)).mean(axis=0)
    return _nearest(table / np.where(spread > 0, spread, 1.0), person)


def by_sum_of_differences(table: np.ndarray, person: int) -> int:
    scaled = table / _spread_else_one(table, 0.0)
    sums = np.abs(scaled - scaled[person]).sum(axis=1)
    sums[person] = np.inf
    return int(sums.argmin())


def by_ranks(table: np.ndarray, person: int) -> int:
    ranks = (table[:, None] > table).sum(axis=1).astype(float)
    return _nearest(ranks / _spread_else_one(ranks, 0.0), person)


RIVALS = [to_unit_range, small_spread_left, by_variance, by_mean_deviation, by_sum_of_differences, by_ranks]


def _squared_distances(table: np.ndarray, person: int) -> np.ndarray:
    scaled = table / _spread_else_one(table, 0.0)
    return ((scaled - scaled[person]) ** 2).sum(axis=1).round(9)


def last_colleague(table: np.ndarray, person: int) -> int:
    squared = _squared_distances(table, person)
    squared[person] = np.inf
    return int(len(squared) - 1 - squared[::-1].argmin())


def where_turned(table: np.ndarray, person: int) -> int:
    spread = table.std(axis=0)
    with np.errstate(all="ignore"):
        scaled = (table - table.mean(axis=0)) / np.where(spread > 0, 1.0, spread)
        return _nearest(scaled, person)


def spread_rounded(table: np.ndarray, person: int) -> int:
    spread = table.std(axis=0).round()
    return _nearest(table / np.where(spread > 0, spread, 1.0), person)


def by_largest(table: np.ndarray, person: int) -> int:
    largest = table.max(axis=0)
    return _nearest(table / np.where(largest != 0, largest, 1.0), person)


def _the_distance(args: tuple[Any, ...], got: Any, expected: Any) -> bool:
    least = np.delete(_squared_distances(*args), args[1]).min()
    return np.size(got) == 1 and float(got) != expected and bool(np.isclose(float(got), [least, least**0.5]).any())


OFFICE = np.array([[0.0, 4, 30], [4, 0, 31], [0, 3, 55], [3, 1, 20], [1, 4, 75]])  # two questions, then minutes
TWINS = np.array([[2.0, 0, 30], [0, 4, 10], [4, 1, 75], [0, 4, 10], [1, 3, 15]])  # rows 1 and 3 are the same
SAME_LUNCH = np.array([[2.0, 0, 4, 30], [2, 4, 0, 31], [2, 0, 3, 55], [2, 3, 1, 20], [2, 1, 4, 75]])

EXERCISES = [
    Exercise(
        name="encode_ordinal",
        title="Words into numbers, with gaps",
        cases=[
            Case(args=([" Often", "never", "always ", "RARELY", "sometimes"], OFTEN)),
            Case(args=(["hot", "", "ask my cat", "mild"], SPICE), note="edge: gaps and jokes"),
            Case(args=([], AGREE), note="edge: nobody answered"),
            Case(
                args=(["agree", "Disagree", "agre", "not agree", "STRONGLY AGREE", "strongly"], AGREE),
                note="edge: words that are part of others",
            ),
        ],
        reference=slow_encode,
        random=random_answers,
        mistakes=[
            Mistake(
                "a gap became 0, which means the lowest answer; use np.nan",
                like=lambda answers, levels: np.nan_to_num(slow_encode(answers, levels), nan=0.0),
            ),
            Mistake(
                "a gap became -1, which distances take for an answer; use np.nan",
                like=lambda answers, levels: np.nan_to_num(slow_encode(answers, levels), nan=-1.0),
            ),
            Mistake(
                "the codes begin at 1; levels.index counts from 0, and so should they",
                like=lambda answers, levels: slow_encode(answers, levels) + 1,
            ),
            Mistake(
                "the order is upside down: the first level is the lowest",
                like=lambda answers, levels: slow_encode(answers, levels[::-1]),
            ),
            Mistake(
                "the levels were sorted by the alphabet; keep their given order",
                like=lambda answers, levels: slow_encode(answers, sorted(levels)),
            ),
            Mistake("people with a gap were left out; everybody keeps a place, with np.nan", like=gaps_left_out),
            Mistake("look up the tidied word, not the answer as it was typed", like=as_typed),
            Mistake("capitals were left as they were: look up the tidied word", like=_looked_up(str.strip)),
            Mistake("spaces were left where they were: look up the tidied word", like=_looked_up(str.lower)),
            Mistake("the lowest answer, code 0, was lost: 0 counts as False in `or` and `if`", like=lowest_lost),
            Mistake("an answer must be a whole level, not the beginning of one", like=by_beginning),
            Mistake("an answer must be a whole level, not have one in it", like=by_part),
            Mistake(
                "a gap, or an answer on no list, became a number; use np.nan",
                when=lambda args, got, expected: bool((np.isnan(expected) & ~np.isnan(got)).any()),
            ),
            Mistake(
                "an answer that is on the list became nan: look up the tidied word, as it is in the list",
                when=lambda args, got, expected: bool((np.isnan(got) & ~np.isnan(expected)).any()),
            ),
            Mistake(
                "the codes were divided by the highest one; keep 0, 1, 2, ...",
                like=lambda answers, levels: slow_encode(answers, levels) / max(len(levels) - 1, 1),
            ),
            Mistake(
                "an answer that is on no list has no place in it: ask `word in levels` first",
                when=lambda args, got, expected: _not_in_list(args, got, on_a_list=False),
            ),
            Mistake(
                "that word stands in the list in another spelling: look up the tidied word",
                when=lambda args, got, expected: _not_in_list(args, got, on_a_list=True),
            ),
            Mistake("that is the place among the answers: levels.index(word)", like=place_among_answers),
            Mistake("that counts the answers: levels.index(word) is the place of a level", like=rounds_counted),
            Mistake(
                "`word in levels` is True or False, which become 1 and 0: levels.index(word) gives the place",
                like=lambda answers, levels: (~np.isnan(slow_encode(answers, levels))).astype(float),
            ),
            Mistake(
                "each code was put in front of those before it: append puts it behind",
                like=lambda answers, levels: slow_encode(answers, levels)[::-1].copy(),
            ),
            Mistake("None is no number: use np.nan, and dtype=float", when=_none_inside),
            Mistake(
                "a text stands among the codes: append the place, levels.index(word), or np.nan",
                error=(ValueError, "could not convert string"),
            ),
        ],
    ),
    Exercise(
        name="turn",
        title="Turn the reversed items",
        cases=[
            Case(args=(np.array([[1.0, 2, 6], [4, 5, 3]]), np.array([True, False, True]), 1, 6)),
            Case(
                args=(np.array([[0.0, 4], [1, np.nan], [np.nan, 2]]), np.array([False, True]), 0, 4),
                note="edge: a scale from 0, with gaps",
            ),
            Case(args=(np.array([[1.0, 5.0]]), np.array([False, False]), 1, 5), note="edge: nothing is reversed"),
            Case(
                args=(np.array([[2.25, 0.5], [-0.75, 3.25]]), np.array([True, True]), -1.5, 3.25),
                note="edge: decimals, and a scale that begins below zero",
            ),
        ],
        new_result=True,
        reference=slow_turn,
        random=random_turn,
        mistakes=[
            Mistake(
                "high minus the answer fits a scale that begins at 0; use low + high",
                like=lambda answers, is_reversed, low, high: np.where(is_reversed, high - answers, answers),
            ),
            Mistake(
                "high + 1 minus the answer fits a scale that begins at 1; use low + high",
                like=lambda answers, is_reversed, low, high: np.where(is_reversed, high + 1 - answers, answers),
            ),
            Mistake(
                "these are the ends of the answers given; use those of the scale, low and high",
                like=[range_seen, range_of_column],
            ),
            Mistake(
                "only the first of the reversed columns was turned: does `return` stand inside a loop?",
                like=first_turned,
            ),
            Mistake(
                "the columns were put in another order; the numbers in them turn",
                like=lambda answers, is_reversed, low, high: answers[:, ::-1].copy(),
            ),
            Mistake(
                "7 fits a scale from 1 to 6 only; use low + high",
                like=lambda answers, is_reversed, low, high: np.where(is_reversed, 7 - answers, answers),
            ),
            Mistake(
                "all columns were turned; turn only those where is_reversed is True",
                like=lambda answers, is_reversed, low, high: low + high - answers,
            ),
            Mistake(
                "the other columns were turned; turn those where is_reversed is True",
                like=lambda answers, is_reversed, low, high: np.where(is_reversed, answers, low + high - answers),
            ),
            Mistake(
                "only the sign was changed, which leaves the scale; add low + high",
                like=lambda answers, is_reversed, low, high: np.where(is_reversed, -answers, answers),
            ),
            Mistake(
                "nothing was turned: turned[:, is_reversed] = ..., where == only compares",
                like=lambda answers, is_reversed, low, high: answers.copy(),
            ),
            Mistake(
                "high - low is the length of the scale; use low + high",
                like=lambda answers, is_reversed, low, high: np.where(is_reversed, high - low - answers, answers),
            ),
            Mistake(
                "the wrong way round: low + high minus the answer",
                like=lambda answers, is_reversed, low, high: np.where(is_reversed, answers - low - high, answers),
            ),
            Mistake(
                "the answer is subtracted from low + high, not added to it",
                like=lambda answers, is_reversed, low, high: np.where(is_reversed, low + high + answers, answers),
            ),
            Mistake("that is half of low + high: take the whole", like=from_the_middle),
            Mistake(
                "low + high lost the part behind the point: no int() and no //", like=[whole_ends, whole_floor]
            ),
            Mistake("the turned answers were rounded: leave them as they are", like=rounded),
            Mistake(
                "the people were put in another order; the numbers turn",
                like=lambda answers, is_reversed, low, high: np.where(is_reversed, answers[::-1], answers),
            ),
            Mistake(
                "is_reversed holds True and False, no numbers of columns: count with enumerate(is_reversed)",
                like=true_for_a_number,
            ),
            Mistake("turned[i] is a row, a person; a column is turned[:, i]", like=rows_one_by_one),
            Mistake(
                "range(len(turned)) counts people; turned.shape[1] is the number of columns", like=as_many_as_people
            ),
            Mistake("the other columns were lost: put the result into turned[:, is_reversed]", when=_others_lost),
            Mistake(
                "all columns do not fit into the reversed ones: write turned[:, is_reversed] on both sides",
                error=(ValueError, "could not be broadcast to indexing"),
            ),
            Mistake("the gaps were filled; leave them np.nan", when=_gaps_filled),
            Mistake(
                "`turned[is_reversed]` takes rows, people; for columns write turned[:, is_reversed]", when=_rows
            ),
        ],
    ),
    Exercise(
        name="kmeans_step",
        title="One step of k-means",
        cases=[
            Case(args=(np.array([[0.0], [1.0], [3.0], [4.0], [7.0]]), np.array([[0.0], [1.0]]))),
            Case(
                args=(np.array([[0.0, 0], [2, 2], [1, 0]]), np.array([[1.0, 1], [30, 30], [0, 0]])),
                note="edge: nobody joins one centre",
            ),
            Case(
                args=(np.array([[1.0, 0], [0, 1], [4, 4]]), np.array([[0.0, 0], [1, 1], [5, 4]])),
                note="edge: two centres equally near",
            ),
            Case(args=(np.array([[2.0, 4.0]]), np.array([[0.0, 0.0]])), note="edge: one person and one centre"),
            Case(
                args=(np.array([[1.0, 0], [6, 6]]), np.array([[5.0, 5], [-9, 0], [0, 0], [9, 9]])),
                note="edge: more centres than people",
            ),
            Case(
                args=(np.array([[17.0], [2.0]]), np.arange(25.0)[:, None] // 3 * 3), note="edge: many equal centres"
            ),
        ],
        reference=slow_step,
        random=random_step,
        vary={name: ("equal", "large", "tiny", "negative", "huge") for name in ("X", "centres")},
        mistakes=[
            Mistake("a centre that nobody joined became nan; keep it where it was", like=no_care_for_empty),
            Mistake(
                "a centre that nobody joined went to zero; keep it where it was",
                like=lambda X, centres: (_labels(X, centres), np.nan_to_num(no_care_for_empty(X, centres)[1])),
            ),
            Mistake(
                "the centres were not moved; return the means of their people",
                like=lambda X, centres: (_labels(X, centres), centres.astype(float).copy()),
            ),
            Mistake("that is the farthest centre; take argmin", like=farthest),
            Mistake("a centre that nobody joined was moved; keep it where it was", like=empty_to_the_middle),
            Mistake(
                "of two centres equally near, take the one with the lower number",
                like=lambda X, centres: _joined(len(centres) - 1 - _labels(X, centres[::-1]), X, centres),
            ),
            Mistake(
                "the distances look at the first feature only",
                like=lambda X, centres: _joined(_labels(X[:, :1], centres[:, :1]), X, centres),
            ),
            Mistake("the labels count from 1; the first centre is number 0", like=counted_from_one),
            Mistake("the old centre was counted as one of its people", like=old_centre_counted),
            Mistake("a centre went to the sum of its people; take the mean", like=sums),
            Mistake("that is more than one round", like=many_rounds),
            Mistake("the labels belong to the centres as given, not to the moved ones", like=labels_after),
            Mistake("the mean runs over all features at once; use mean(axis=0)", like=mean_of_all),
            Mistake("k-means moves a centre to the mean, not to the median", like=medians),
            Mistake("that is the mean of everybody; take the rows where labels == c", like=everybody),
            Mistake("return two things, labels and centres: `return labels, moved`", when=_one_of_two),
            Mistake("the labels come first, then the centres", when=_other_order),
            Mistake("a centre that nobody joined was dropped; keep it where it was", when=_centre_dropped),
            Mistake("differences cancel out when summed; square them first", when=_unsquared),
            Mistake("differences are squared before they are summed, not made positive", when=_absolute),
            Mistake("only the first centre was moved: does `return` stand inside the loop?", like=_first_only),
            Mistake(
                "X[labels] takes the rows with those numbers; the people of a centre are X[labels == c]",
                like=rows_by_label,
            ),
            Mistake(
                "X[c] is one person; the people of a centre are X[labels == c]",
                like=[one_person, mean_of_one_person],
            ),
            Mistake("moved[i] counts the rounds of the loop; the number of the centre is c", like=by_round),
            Mistake("range(len(X)) counts people; range(len(centres)) the centres", like=as_many_as_people_centres),
            Mistake("that is halfway; a centre moves to the mean of its people", like=halfway),
            Mistake(
                "that is one label for each centre; each person needs one: argmin along the centres, axis=1",
                when=_one_label_a_centre,
            ),
            Mistake(
                "those are the centres themselves; a label is the number of one, argmin", when=_centres_for_labels
            ),
            Mistake(
                "an index must be a whole number: .min() gives the smallest distance, .argmin() its place",
                when=_distance_as_index,
            ),
            Mistake("the labels are a list; make them an array: np.array(labels)", when=_label_list),
        ],
    ),
    Exercise(
        name="medoid",
        title="The representative",
        cases=[
            Case(args=(np.array([[0.0, 0], [1, 0], [2, 0], [60, 0], [3, 1], [2, 2]]),)),
            Case(args=(np.array([[5.0, 5.0]]),), note="edge: a group of one"),
            Case(args=(np.array([[1.0, 0.5], [0.0, 2.5]]),), note="edge: a group of two"),
            Case(args=(np.array([[9.0], [1.0], [1.0], [4.0], [0.0]]),), note="edge: two of them answered the same"),
            Case(args=(np.array([[3.0], [0.0], [3.0], [0.0]]),), note="edge: all equally central"),
        ],
        reference=slow_medoid,
        also=equally_central,
        plain_numbers=True,
        vary={"X": ("large", "tiny", "huge")},
        random=random_group,
        mistakes=[
            Mistake("that member is nearest to the mean; sum the distances, with their root", like=nearest_to_mean),
            Mistake("differences were summed; take the root of the sum of squares", like=city_blocks),
            Mistake(
                "that is the outermost member; take argmin",
                like=lambda X: int(np.linalg.norm(X[:, None] - X, axis=2).sum(axis=1).argmax()),
            ),
            Mistake("that member has the nearest single neighbour; sum the distances to all", like=nearest_pair),
            Mistake(
                "that member has the smallest largest distance; sum the distances",
                like=lambda X: int(np.linalg.norm(X[:, None] - X, axis=2).max(axis=1).argmin()),
            ),
            Mistake(
                "that member is nearest to the median; sum the distances to all",
                like=lambda X: int(np.linalg.norm(X - np.median(X, axis=0), axis=1).argmin()),
            ),
            Mistake("of two equally central members, take the first", like=last_member),
            Mistake(
                "that member has the smallest *median* distance; sum the distances",
                like=lambda X: int(np.median(np.linalg.norm(X[:, None] - X, axis=2), axis=1).argmin()),
            ),
            Mistake("that is the smallest sum itself; its row is wanted: argmin", when=_the_sum),
            Mistake("return the number of the row, not its coordinates", when=_coordinates),
            Mistake("that is one number for each member: .argmin() gives the one row", when=_one_for_each),
            Mistake(
                "rounding makes members equal that are not: compare the sums as they are",
                like=lambda X: int(np.linalg.norm(X[:, None] - X, axis=2).sum(axis=1).round().argmin()),
            ),
            Mistake(
                "rounding makes members equal that are not: add the distances as they are",
                like=lambda X: int(np.linalg.norm(X[:, None] - X, axis=2).round().sum(axis=1).argmin()),
            ),
            Mistake(
                "that is row 0 every time. Of a table: sum each row first, since its smallest entry is somebody's "
                "distance to himself. Of a loop: begin each sum at 0 and the best one at infinity, `return` behind "
                "the loop",
                like=lambda X: int(np.linalg.norm(X[:, None] - X, axis=2).argmin()),
            ),
        ],
    ),
    Exercise(
        name="most_alike",
        title="Bug hunt: the most alike colleague",
        cases=[
            Case(args=(OFFICE, 0)),
            Case(args=(SAME_LUNCH, 0), note="edge: a column in which all are the same"),
            Case(args=(TWINS, 3), note="edge: a colleague with the very same answers"),
            Case(args=(TWINS, 4), note="edge: two colleagues equally near"),
            Case(args=(OFFICE[1:3], 0), note="edge: only one colleague"),
            Case(args=(np.array([[1.0, 2, 0], [1, 2, 9], [1, 2, 1]]), 0), note="edge: two columns that never vary"),
            Case(
                args=(np.array([[0.0], [1000], [999], [-99999]]), 0),
                note="edge: two colleagues nearly equally near",
            ),
            Case(
                args=(np.append(np.arange(1200.0) % 7, 1e5)[:, None], 1200),
                note="edge: hundreds of people, one far off",
            ),
        ],
        reference=slow_most_alike,
        also=equally_near,
        plain_numbers=True,
        vary={"table": ("large", "tiny", "huge")},
        random=random_table,
        bug=one_scale_for_all,
        symptom="people with a similar number of minutes come out as most alike, whatever they answered. "
        "(If you have changed a line already: that change left the order of all distances as it was)",
        mistakes=[
            Mistake("the rows were standardised; columns need their own mean and spread: axis=0", like=rows_scaled),
            Mistake("that scales each column by its range; divide by its standard deviation", like=to_unit_range),
            Mistake("a column that never varies is divided by 0, and all becomes nan", like=constant_divides),
            Mistake("a spread below 1 was taken for 1; divide by 1 only where the spread is 0", like=at_least_one),
            Mistake("that divides by the variance; divide by its root, the standard deviation", like=by_variance),
            Mistake("that divides by the mean deviation; take the standard deviation", like=by_mean_deviation),
            Mistake(
                "differences are squared before they are summed, not made positive", like=by_sum_of_differences
            ),
            Mistake("a small spread was taken for none; divide by 1 only where it is 0", like=small_spread_left),
            Mistake("of two equally near, take the first", like=last_colleague),
            Mistake(
                "the second in order need not be a colleague: somebody may answer just the same",
                like=lambda table, person: int(np.argsort(_squared_distances(table, person), kind="stable")[1]),
            ),
            Mistake(
                "that is the colleague least alike; take argmin",
                like=lambda table, person: int(_squared_distances(table, person).argmax()),
            ),
            Mistake("that is the person itself", like=lambda table, person: person),
            Mistake("that is the smallest distance itself; its row is wanted: argmin", when=_the_distance),
            Mistake("np.where(condition, a, b) gives a where it is true: a and b are swapped", like=where_turned),
            Mistake(
                "1 was added to each spread; put 1 only where it is 0",
                like=lambda table, person: _nearest(table / (table.std(axis=0) + 1), person),
            ),
            Mistake("the spread was rounded; divide by it as it is", like=spread_rounded),
            Mistake("that scales each column by its largest; divide by its standard deviation", like=by_largest),
            Mistake(
                "with one row left out those behind it move up: set that of the person to np.inf",
                like=lambda table, person: int(np.delete(_squared_distances(table, person), person).argmin()),
            ),
        ],
    ),
]
