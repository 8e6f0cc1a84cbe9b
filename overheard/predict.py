"""Answer a learner's prediction, kindly, also where none was made."""

from __future__ import annotations


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
        away = float(guess) - measured
    except (TypeError, ValueError):
        print(f"Measured: {shown}. Your guess {guess!r} is not a number; type one such as {measured + 5:.0f}.")
        return
    print(
        f"Measured: {shown}. Your guess: {guess}{space}{unit}, {abs(away):.{digits}f} "
        f"{'too high' if away > 0 else 'too low' if away < 0 else 'away: exactly right'}."
    )
