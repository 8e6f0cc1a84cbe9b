"""The hummus survey and what was planted in it."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from overheard.datasets import verified

if TYPE_CHECKING:
    from types import ModuleType

    import pandas as pd


@dataclass(frozen=True)
class HummusSurvey:
    """The invented office survey: the answers as typed, and what was planted in them."""

    answers: pd.DataFrame  # (300, 15) text, index person; "" where nothing was answered
    truth: pd.DataFrame  # (300, 2) text, the same index: group "a" to "d" or "joker", second "" or a group
    best: float  # adjusted Rand index of an analyst who knows the true model, on the 291 honest people
    best_share: float  # share of these people whom that analyst places as planted
    questions: pd.DataFrame  # (15, 3), index question: wording, kind, and a tuple of offered answers, low to high

    def another(self, seed: int) -> HummusSurvey:
        """Another office of 300 people, drawn from the same model with another seed; nothing is read or written."""
        import pandas as pd

        make = _make()
        people, rows, truth = make.draw_survey(seed)
        best, best_share = make.best_score(people)
        tables = [pd.DataFrame(table).set_index("person") for table in (rows, truth)]
        return HummusSurvey(*tables, best=best, best_share=best_share, questions=self.questions)


def _make() -> ModuleType:
    """The script beside this file."""
    path = Path(__file__).with_name("make.py")
    spec = importlib.util.spec_from_file_location("hummus_survey_make", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def load_hummus_survey() -> HummusSurvey:
    """The 300 answer sheets of the hummus survey, which is synthetic, and their planted groups."""
    import pandas as pd

    def read(filename: str) -> pd.DataFrame:
        path = verified("hummus_survey", filename)
        return pd.read_csv(path, dtype=str, keep_default_na=False, index_col="person")

    path = verified("hummus_survey", "questions.csv")
    questions = pd.read_csv(path, dtype=str, keep_default_na=False, index_col="question")
    questions["answers"] = [tuple(offered.split("; ")) if offered else () for offered in questions["answers"]]
    return HummusSurvey(read("survey.csv"), read("truth.csv"), best=0.844, best_share=0.938, questions=questions)
