"""The translator of the lesson attention_heatmaps, taken from its cells, with one vocabulary for all languages.

`translator(sentences)` runs the cells' own classes and functions. What differs from that lesson: reader and writer
share one list of words and one embedding, and the first word of a source may be a token such as `<de>`.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import torch

LESSON = Path(__file__).parent.parent / "attention_heatmaps" / "lesson.py"
NAMES = {"vocabulary", "batch_of", "Attention", "Translator", "batches", "learn", "translate"}
PAD, START, END = 0, 1, 2


def tokens(sentence: str) -> list[str]:
    """Words and marks in lower case. An apostrophe ends a word: "J'aime ça." is j', aime, ça and the dot."""
    return re.findall(r"\w+'?|[^\w\s]", sentence.lower().replace("’", "'"))


def lesson_names() -> dict[str, Any]:
    """Classes and functions of attention_heatmaps, as its cells define them."""
    kept = []
    for node in ast.parse(LESSON.read_text(encoding="utf-8")).body:
        named = isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name in NAMES
        constant = isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "(PAD, START, END)"
        wanted = ("import torch", "import math", "from torch", "from tqdm")
        if named or constant or ast.unparse(node).startswith(wanted):
            kept.append(node)
    names: dict[str, Any] = {}
    exec(compile(ast.Module(kept, []), str(LESSON), "exec"), names)
    return names


def translator(sentences: list[list[str]], dropout: float = 0.2, width: int = 64) -> SimpleNamespace:
    """What reads and writes these words: `words`, `model(seed)`, `learn`, `translate`, `chances`."""
    names = lesson_names()
    words = names["vocabulary"](sentences)
    names["ENGLISH"] = names["GERMAN"] = words  # the cells know their two vocabularies by these names

    def model(seed: int) -> torch.nn.Module:
        torch.manual_seed(seed)
        made = names["Translator"](3 + len(words), 3 + len(words), dropout=dropout, width=width)
        made.german = made.english  # one embedding
        return made

    def learn(model: torch.nn.Module, pairs: list, n_epochs: int, seed: int, lr: float) -> float:
        """Train on (source, target) pairs of word lists; the last epoch's mean loss."""
        sources, targets = zip(*pairs, strict=True)
        return names["learn"](model, sources, targets, n_epochs, seed, lr)

    def translate(model: torch.nn.Module, sources: list[list[str]]) -> list[list[str]]:
        """Greedy translations, in the order of the sources; unknown words are left out."""
        known = [[word for word in source if word in words] for source in sources]
        order = sorted(range(len(known)), key=lambda i: len(known[i]))
        found: list[list[str]] = [[] for _ in known]
        for start in range(0, len(order), 256):
            part = order[start : start + 256]
            for i, written in zip(part, names["translate"](model, [known[i] for i in part]), strict=True):
                found[i] = written
        return found

    @torch.no_grad()
    def chances(model: torch.nn.Module, sources: list[list[str]], targets: list[list[str]]) -> torch.Tensor:
        """The model's probability of each whole target, as a logarithm, (sentences,)."""
        model.eval()
        X, y = names["batch_of"](sources, words), names["batch_of"](targets, words, start=True)
        scores = model(X, y[:, :-1]).log_softmax(dim=2)
        each = scores.gather(2, y[:, 1:, None]).squeeze(2)
        return (each * (y[:, 1:] > PAD)).sum(dim=1)

    return SimpleNamespace(words=words, model=model, learn=learn, translate=translate, chances=chances)


def spaced(sentence: str) -> str:
    """A real sentence as the models on real text write it: lower case, marks set apart."""
    return " ".join(
        re.sub(r"([.,?!¿¡।;:\"«»…()-])", r" \1 ", sentence.lower().replace("’", "'").replace("\u202f", " ")).split()
    )


SAYS = r"\b(?:él|ella|éste|ésta|este|esta|ese|esa|aquel|tipo|hombre|mujer|chic[oa]|muchach[oa]|niñ[oa]|señora?)\b"
TELLS = (
    r"\b(?:es|está|era|fue|estaba|estuvo|parece|parecía|sea|ser|estar|siendo|estado|sido|quedó|quedaba|sintió|siente"
    r"|sentía|volvió|vuelto|mism[oa]|sol[oa])\b"
)
OBJECT_FIRST = r"\W*(?:la|lo|las|los|el|un|una|le|les)\b"


def silent(spanish: str) -> bool:
    """Whether a Spanish sentence about him or her does not tell which of the two: a rule, wrong now and then.

    It has no word for a man or a woman (`SAYS`), no verb whose adjective would have an ending (`TELLS`), and does
    not begin with an article or an object (`OBJECT_FIRST`).
    """
    text = spanish.lower()
    return not (re.search(SAYS, text) or re.search(TELLS, text) or re.match(OBJECT_FIRST, text))
