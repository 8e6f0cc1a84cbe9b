"""The data of lesson 21: the faults planted in the cars and the reading of the heights are as their cards say."""

from __future__ import annotations

import importlib.util
import re

import pytest

from overheard import datasets, paths


@pytest.fixture
def make():
    spec = importlib.util.spec_from_file_location("make_cars", paths.DATASETS / "car_listings" / "make.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_script_writes_the_cars_that_are_shipped(make, tmp_path, monkeypatch):
    monkeypatch.setattr(make, "FOLDER", tmp_path)
    make.main()
    for name in ("listings.csv", "truth.csv"):
        assert (tmp_path / name).read_bytes() == datasets.verified("car_listings", name).read_bytes()


def test_the_card_counts_the_faults(make):
    truth = datasets.load_car_listings().truth
    card = (paths.DATASETS / "car_listings" / "README.md").read_text(encoding="utf-8")
    told = [int(number) for number in re.findall(r"^\| .* \| (\d+)(?: \(260 cars\))? \|$", card, re.MULTILINE)]
    names = ["listed twice", *(name for column in make.FAULTS.values() for name in column)]
    assert told == [sum(name in faults.split("; ") for faults in truth["faults"]) for name in names]


@pytest.mark.parametrize("column", ["year", "mileage", "power", "price"])
def test_a_cell_without_a_fault_is_true_and_one_with_a_fault_is_not_plain(column):
    cars = datasets.load_car_listings()
    plain = cars.truth[column].map(lambda value: f"{value:.0f}")
    faulty = cars.truth["faults"].map(lambda faults: any(f.startswith(column) for f in faults.split("; ")))
    assert 0.1 < faulty.mean() < 0.6
    assert (cars.listings[column] == plain).eq(~faulty).all()


def test_every_messy_height_was_read_and_no_other():
    heights = datasets.load_reported_heights()
    readings = heights.readings

    def plain(entry: str) -> bool:
        return re.fullmatch(r"\d+(\.\d+)?", entry) is not None and 50 <= float(entry) <= 84

    messy = heights.entries[~heights.entries.map(plain)]
    assert messy.equals(readings["entry"].rename("entry")) and len(messy) == 292
    known = readings.dropna()
    assert len(known) == 261 and (known["low"] <= known["high"]).all() and (known["high"] - known["low"] < 2).all()
    assert known["low"].between(59, 84.3).all()
