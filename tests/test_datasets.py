"""Data cards, checksums and loaders: damage is named, and nothing is written into the checkout."""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from overheard import datasets, licences, paths
from overheard.datasets import DatasetError

NAMES = [folder.name for folder in datasets._folders()]

CARD = """---
name: tiny
title: A tiny data set
summary: Three bytes.
source: Made in this test.
licence: MIT
synthetic: true
rows: "1"
columns:
  byte: a byte
collected: here
changed: nothing
problems:
  - It is tiny.
files:
  tiny.bin.gz: {sha}
restore: "overheard update --restore"
---
"""


@pytest.fixture
def tiny(tmp_path, monkeypatch):
    """A data set of one file in a folder of its own. Returns the path of the file."""
    folder = tmp_path / "datasets" / "tiny"
    folder.mkdir(parents=True)
    packed = gzip.compress(b"abc" * 100, mtime=0)
    (folder / "tiny.bin.gz").write_bytes(packed)
    (folder / "README.md").write_text(CARD.format(sha=hashlib.sha256(packed).hexdigest()))
    monkeypatch.setattr(paths, "DATASETS", folder.parent)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return folder / "tiny.bin.gz"


# ---------------------------------------------------------------------------------- what is shipped


@pytest.mark.parametrize("name", NAMES)
def test_every_card_is_complete_and_every_file_is_as_declared(name):
    card = datasets.card(name)
    for filename in card.files:
        assert datasets.verified(name, filename).is_file()
    assert datasets.undeclared_files(name) == []
    if card.synthetic:
        assert list((paths.DATASETS / name).glob("*.py")), "synthetic data comes with its script"


@pytest.mark.parametrize("name", NAMES)
def test_what_the_licence_asks_for_lies_beside_the_data(name):
    assert datasets.licence_problems(name) == []


def test_the_data_stay_small():
    total = sum(path.stat().st_size for path in paths.DATASETS.rglob("*") if path.is_file())
    assert total < 60e6, f"datasets/ is {total / 1e6:.1f} MB; the checkout is to stay below 60 MB"


def test_the_table_is_in_step_with_the_cards():
    written = (paths.DATASETS / "README.md").read_text(encoding="utf-8")
    assert written == datasets.table(), "run: python -m overheard.datasets"


# ------------------------------------------------------------------------------------- damaged files


def test_a_whole_file_passes(tiny):
    assert datasets.verified("tiny", "tiny.bin.gz") == tiny
    assert datasets.status() == [("tiny", "tiny.bin.gz", "")]


def test_a_missing_file_is_named(tiny):
    tiny.unlink()
    with pytest.raises(DatasetError, match=r"tiny\.bin\.gz is missing.*overheard update --restore"):
        datasets.verified("tiny", "tiny.bin.gz")
    assert "missing" in datasets.status()[0][2]


def test_a_truncated_file_is_named_even_after_it_was_found_whole(tiny):
    datasets.verified("tiny", "tiny.bin.gz")
    tiny.write_bytes(tiny.read_bytes()[:-1])
    with pytest.raises(DatasetError, match=r"tiny\.bin\.gz .*truncated.*overheard update --restore"):
        datasets.verified("tiny", "tiny.bin.gz")


def test_an_altered_file_of_the_same_length_is_named(tiny):
    data = bytearray(tiny.read_bytes())
    data[20] ^= 1
    tiny.write_bytes(data)
    with pytest.raises(DatasetError, match=r"altered.*overheard update --restore"):
        datasets.verified("tiny", "tiny.bin.gz")


def test_a_file_that_no_card_lists_is_refused(tiny):
    tiny.with_name("stray.csv").write_text("1")
    assert datasets.undeclared_files("tiny") == ["stray.csv"]
    with pytest.raises(DatasetError, match="does not list it"):
        datasets.verified("tiny", "stray.csv")


def test_an_unknown_data_set_is_named(tiny):
    with pytest.raises(DatasetError, match=r"no data set called 'mnits'.*tiny"):
        datasets.card("mnits")


# ---------------------------------------------------------------------------------------- bad cards


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("licence: MIT", "license: MIT"), r"README\.md:6: unknown key `license`"),
        (("licence: MIT\n", ""), r"README\.md:1: the key `licence` is missing"),
        (("synthetic: true", "synthetic: perhaps"), r"README\.md:7: `synthetic`"),
        (("name: tiny", "name: huge"), r"README\.md:2: `name` is 'huge', but the folder is 'tiny'"),
        (("summary: Three bytes.", "summary: [Three"), r"README\.md:5: not valid YAML"),
        (("---\n", ""), r"README\.md:1: the card must start"),
        (("  tiny.bin.gz: ", "  tiny.bin.gz: 0"), r"README\.md:15: `files\.tiny\.bin\.gz`"),
    ],
)
def test_a_bad_card_is_refused_with_file_and_line(tiny, change, said):
    card = tiny.with_name("README.md")
    old, new = change
    assert old in card.read_text()
    card.write_text(card.read_text().replace(old, new, 1))
    with pytest.raises(DatasetError, match=said):
        datasets.card("tiny")


# -------------------------------------------------------------------------------------- licences


@pytest.mark.parametrize("name", NAMES)
def test_a_text_or_link_that_is_lost_is_missed(name, tmp_path, monkeypatch):
    """Every card fails once the texts and links beside it are gone, but where nothing is asked for (CC0)."""
    folder = tmp_path / name
    folder.mkdir()
    card = (paths.DATASETS / name / "README.md").read_text(encoding="utf-8")
    bare = re.sub(r"https?://\S+", "", card).replace("Permission is hereby granted", "")
    (folder / "README.md").write_text(bare, encoding="utf-8")
    monkeypatch.setattr(paths, "DATASETS", tmp_path)
    lacking = " ".join(datasets.licence_problems(name))
    for terms in licences.named_in(datasets.card(name).licence)[0]:
        assert terms.name in lacking or terms.name == "CC0 1.0"


@pytest.mark.parametrize(
    ("licence", "said"),
    [
        ("Dreamed-up 1.0", "nobody has looked up what the licence 'Dreamed-up 1.0' asks for.*KNOWN"),
        ("CC BY 4.0 and ODbL", "nobody has looked up what the licence ODbL asks for"),
        ("CC BY-NC 4.0", "nobody has looked up what the licence CC BY-NC 4.0 asks for"),
        ("LGPL-2.1", "nobody has looked up what the licence LGPL-2.1 asks for"),
        ("CC BY-SA 4.0", "asks for a link to it: https://creativecommons.org/licenses/by-sa/4.0/"),
        ("MIT", "text of MIT must travel with the data"),
        ("GPL-2.0-or-later", "text of GPL-2 must travel with the data.*dated notices of change"),
        ("BSD-3-Clause as the package", "text of BSD-3-Clause must travel"),
    ],
)
def test_a_card_without_what_its_licence_asks_for_is_named(tiny, licence, said):
    card = tiny.with_name("README.md")
    card.write_text(card.read_text().replace("licence: MIT", f"licence: {licence}"))
    assert re.search(f"^tiny/README.md: .*{said}", " ".join(datasets.licence_problems("tiny")))


def test_half_a_text_is_none(tiny):
    card = tiny.with_name("README.md")
    changed = card.read_text().replace("licence: MIT", "licence: GPL-2").replace("nothing", "on 2026-11-28 cut")
    card.write_text(changed)
    text = (paths.ROOT / "datasets" / "bfi" / "GPL-2.txt").read_text(encoding="utf-8")
    tiny.with_name("GPL-2.txt").write_text(text[: len(text) // 2])
    assert "put it whole into" in datasets.licence_problems("tiny")[0]
    tiny.with_name("GPL-2.txt").write_text(text)
    assert datasets.licence_problems("tiny") == []


# --------------------------------------------------------------------------------- unpacked copies


def test_a_damaged_copy_in_the_cache_repairs_itself(tiny):
    copy = datasets.unpacked("tiny", "raw") / "raw" / "tiny.bin"
    assert copy.read_bytes() == b"abc" * 100
    for damage in (b"abc" * 99 + b"abd", b"abc"):
        copy.write_bytes(damage)
        datasets.unpacked("tiny", "raw")
        assert copy.read_bytes() == b"abc" * 100
    assert [path.name for path in copy.parent.iterdir()] == ["tiny.bin"], "nothing unfinished stays behind"


def test_a_cache_that_cannot_be_written_is_replaced_by_a_temporary_folder(tiny, tmp_path, monkeypatch):
    blocked = tmp_path / "a_file"
    blocked.write_text("not a folder")
    monkeypatch.setenv("XDG_CACHE_HOME", str(blocked))
    monkeypatch.setattr("platformdirs.user_cache_path", lambda *a, **k: blocked / "overheard")
    folder = datasets.unpacked("tiny")
    assert (folder / "tiny.bin").read_bytes() == b"abc" * 100
    assert blocked.read_text() == "not a folder"


# --------------------------------------------------------------------------------------------- MNIST


def test_mnist_is_whole_and_the_checkout_untouched(tmp_path, monkeypatch):
    torch = pytest.importorskip("torch")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    before = sorted(path for path in paths.DATASETS.rglob("*") if "__pycache__" not in path.parts)
    mnist = datasets.load_mnist()
    assert mnist.X_train.shape == (60000, 28, 28) and mnist.X_train.dtype == torch.uint8
    assert mnist.X_test.shape == (10000, 28, 28) and mnist.X_test.dtype == torch.uint8
    assert mnist.y_train.shape == (60000,) and mnist.y_train.dtype == torch.int64
    assert mnist.y_test.shape == (10000,) and mnist.y_test.dtype == torch.int64
    assert mnist.y_train[:10].tolist() == [5, 0, 4, 1, 9, 2, 1, 3, 1, 4]
    assert torch.bincount(mnist.y_test).tolist() == [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]
    assert sorted(path for path in paths.DATASETS.rglob("*") if "__pycache__" not in path.parts) == before


def _in_a_fresh_python(code: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(paths.ROOT)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_torchvision_can_be_imported_after_make_importable():
    said = _in_a_fresh_python(
        "from overheard.torchvision_cpu import make_importable as make\n"
        "make(); make()\n"
        "import gc; gc.collect()\n"
        "import torch, torchvision\n"
        "from torchvision import transforms\n"
        "assert make() is False\n"
        "print(hasattr(torch.ops.torchvision, 'nms'), transforms.Pad(2)(torch.zeros(1, 3, 3)).shape[-1])"
    )
    assert said == "True 7"


def test_nothing_is_defined_where_torchvision_loads_by_itself():
    """The compiled part is played by a definition of its operators, as loading it would make."""
    said = _in_a_fresh_python(
        "import torch\n"
        "from overheard import torchvision_cpu as t\n"
        "if t._compiled_part_loads(): print('False []')\n"
        "else:\n"
        "    real = torch.library.Library('torchvision', 'DEF')\n"
        "    for schema in t._SCHEMAS.values(): real.define(schema)\n"
        "    print(t.make_importable(), t._keep_alive)\n"
        "    import torchvision"
    )
    assert said == "False []"


def test_the_make_script_refuses_other_files(tmp_path):
    script = paths.DATASETS / "mnist" / "make.py"
    (tmp_path / "train-images-idx3-ubyte").write_bytes(b"something else")
    done = subprocess.run([sys.executable, script, tmp_path], capture_output=True, text=True)
    assert done.returncode == 1 and "not the original file" in done.stderr
    assert Path(script.parent / "train-images-idx3-ubyte.gz").stat().st_size > 9_000_000


# --------------------------------------------------------------------------------------------- loaders


def test_a_loader_lies_beside_its_data_and_no_central_file_names_it(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "DATASETS", tmp_path)
    datasets._loader_module.cache_clear()
    for name, text in {
        "tides": "def load_tides():\n    return [1, 2]\n",
        "winds": "def load_wind(): ...\n",
    }.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "load.py").write_text(text, encoding="utf-8")
    try:
        assert datasets.loaders() == ["load_tides", "load_winds"] and "load_tides" in dir(datasets)
        assert datasets.load_tides() == [1, 2]
        with pytest.raises(AttributeError, match="no data set 'tide'; did you mean load_tides"):
            datasets.load_tide()
        with pytest.raises(AttributeError, match=r"datasets/winds/load\.py has no function load_winds; write it"):
            datasets.load_winds()
        with pytest.raises(AttributeError, match="has no attribute 'tides'"):
            datasets.tides()
    finally:
        datasets._loader_module.cache_clear()


def test_every_data_set_that_lessons_read_has_its_loader():
    for name in datasets.loaders():
        assert callable(getattr(datasets, name)) and getattr(datasets, name).__doc__
        assert datasets.card(name.removeprefix("load_"))


@pytest.mark.parametrize("name", ["attention_models", "book_models", "many_models"])
def test_weights_are_sorted_by_run_and_parameter(name: str) -> None:
    weights = datasets.trained_weights(name)
    with np.load(paths.DATASETS / name / "models.npz") as file:
        assert sum(len(parameters) for parameters in weights.values()) == len(file.files)
        for run, parameters in weights.items():
            for parameter, values in parameters.items():
                assert np.array_equal(values, file[f"{run}/{parameter}"])
