"""Answer a learner's prediction, kindly, also where none was made."""

from __future__ import annotations

import math


def reveal(guess: float | None, measured: float, unit: str = "%", digits: int = 1, name: str = "my_guess") -> None:
    """Print what was measured beside the guess.

    Args:
        guess: what the learner typed, in the same unit; None where they left it.
        measured: the value from the cells above.
        unit: ``%`` or a word such as ``digits``; printed behind both numbers.
        digits: decimals that are shown.
        name: of the variable that holds the guess.
    """
    space = "" if unit == "%" else " "
    shown = f"{measured:.{digits}f}{space}{unit}"
    if guess is None:
        print(f"Measured: {shown}. You made no guess; it sticks better with one. Set {name} and run this again.")
        return
    try:
        number = float(guess.strip().removesuffix("%") if isinstance(guess, str) else guess)
    except (TypeError, ValueError):
        number = math.nan
    if not math.isfinite(number):
        print(f"Measured: {shown}. Your guess {guess!r} is not a number; type one such as {_such_as(unit)}.")
        return
    told = f"Measured: {shown}. Your guess: {guess}{space}{unit}"
    likely = _meant(number, measured, unit)
    if likely:
        print(f"{told}. Did you mean {likely} rather than {guess}?")
        return
    away = number - measured
    if away == 0:
        print(f"{told}, exactly right.")
    elif float(f"{abs(away):.{digits}f}") == 0:
        print(f"{told}, right to the digits shown.")
    else:
        print(f"{told}, {abs(away):.{digits}f} {'too high' if away > 0 else 'too low'}.")


def _such_as(unit: str) -> str:
    return "0.5" if unit.startswith("of 1 ") else "50" if unit == "%" else "3"


def _meant(guess: float, measured: float, unit: str) -> str:
    """What was probably meant by a guess in another unit: a share for per cent, or the other way; else nothing."""
    if unit == "%" and 0 < guess < 1 and measured >= 10:
        return f"{100 * guess:.4g} per cent"
    if unit == "%" and not 0 <= guess <= 100:
        return "a number from 0 to 100, per cent,"
    if unit.startswith("of 1 ") and 1 < guess <= 100 and measured <= 1:
        return f"{guess / 100:.4g} of 1"
    return ""
