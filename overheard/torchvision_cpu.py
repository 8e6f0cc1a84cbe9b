"""Let ``import torchvision`` succeed where its compiled part cannot be loaded.

A wheel of torchvision built for CUDA beside a torch built for the CPU finds none of its libraries. Its
Python part is then whole, except that the import itself attaches two functions to the operators
``torchvision::nms`` and ``torchvision::qnms``, which the compiled part would have defined, and stops with
"operator torchvision::nms does not exist". Naming the two operators beforehand is enough: data sets and
transforms work, and only calling the two operators themselves still fails.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

_SCHEMAS = {
    "nms": "nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
    "qnms": "qnms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
}

# A torch Library forgets its definitions when it is collected, so it lives as long as the process.
_keep_alive: list[object] = []


def _compiled_part_loads() -> bool:
    """True if torchvision's own operators can be loaded. Does not import torchvision itself."""
    import torch

    spec = importlib.util.find_spec("torchvision")
    if spec is None or spec.origin is None:
        return True  # not installed: the import will say so in its own words
    for library in sorted(Path(spec.origin).parent.glob("_C*")):
        try:
            torch.ops.load_library(str(library))
        except OSError:
            continue
    return hasattr(torch.ops.torchvision, "nms")


def make_importable() -> bool:
    """Define the missing operators, if there are any; call it before ``import torchvision``.

    Returns True if something had to be defined, and False where torchvision loads by itself, is imported
    already or is not installed. Calling it again changes nothing.
    """
    if "torchvision" in sys.modules or _keep_alive or _compiled_part_loads():
        return False
    from torch.library import Library

    library = Library("torchvision", "FRAGMENT")
    for schema in _SCHEMAS.values():
        library.define(schema)
    _keep_alive.append(library)
    return True
