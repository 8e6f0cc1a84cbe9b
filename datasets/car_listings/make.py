"""Write listings.csv and truth.csv: an invented scrape of used cars, and what is true of each listing.

    python datasets/car_listings/make.py

Every fault is drawn here, with its share beside it, and truth.csv names the faults of each listing.
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

FOLDER = Path(__file__).parent
SEED = 21
YEAR = 2025  # in which the pages were read
MAKES = {"Alba": 0.0, "Borea": 0.25, "Cirro": -0.2, "Dorado": 0.45, "Estrel": -0.05}  # logarithms of factors
CARS, SECOND = 1_740, 260  # cars, and how many of them are listed twice
FAULTS = {  # for each column the faults, and the share of cells that each gets; a cell has one at most
    "price": {"price 12.500 €": 0.20, "price 12,500": 0.15, "price 12.500": 0.10, "price impossible": 0.025},
    "mileage": {
        "mileage 85.000 km": 0.20,
        "mileage in miles": 0.25,
        "mileage not given": 0.07,
        "mileage impossible": 0.015,
    },
    "power": {"power in PS": 0.25, "power not given": 0.10},
    "year": {"year 03/2015": 0.06, "year not given": 0.04, "year impossible": 0.01},
}
NOTHING = ["", "n/a", "0", "-1"]  # how pages say that they do not know
IMPOSSIBLE = {"price": ["1", "111111", "999999"], "mileage": ["999999", "1111111"], "year": ["1900", "2205"]}


def draw_cars(rng: np.random.Generator) -> list[dict[str, float | str]]:
    """The cars as they are: make, year, mileage in km, power in kW, asking price in euros."""
    cars = []
    for _ in range(CARS):
        make = list(MAKES)[rng.integers(len(MAKES))]
        age = int(rng.integers(1, 21))
        kilometres = round(float(np.clip(age * 12_000 * rng.lognormal(0, 0.45), 1_000, 450_000)), -2)
        power = round(float(np.clip(rng.normal(95, 30), 45, 250)))
        logarithm = 9.75 + MAKES[make] - 0.09 * age - 0.003 * kilometres / 1_000 + 0.008 * (power - 95)
        price = max(round(float(np.exp(logarithm + rng.normal(0, 0.15))), -1), 300)
        cars.append({"make": make, "year": YEAR - age, "mileage": kilometres, "power": power, "price": price})
    return cars


def spelled(number: float, mark: str) -> str:
    return f"{number:,.0f}".replace(",", mark)


def with_fault(fault: str, car: dict, rng: np.random.Generator) -> str:
    """The text of a cell that has this fault."""
    column, kind = fault.split(" ", 1)
    if kind == "not given":
        return str(rng.choice(NOTHING))
    if kind == "impossible":
        return str(rng.choice(IMPOSSIBLE[column]))
    return {
        "price 12.500 €": spelled(car["price"], ".") + " €",
        "price 12,500": spelled(car["price"], ","),
        "price 12.500": spelled(car["price"], "."),
        "mileage 85.000 km": spelled(car["mileage"], ".") + " km",
        "mileage in miles": spelled(car["mileage"] / 1.609344, ",") + " mi",
        "power in PS": f"{car['power'] / 0.73549875:.0f} PS",
        "year 03/2015": f"{rng.integers(1, 13):02d}/{car['year']}",
    }[fault]


def as_listed(car: dict, rng: np.random.Generator) -> tuple[dict[str, str], list[str]]:
    """A car as a page shows it, all text, and the names of the faults in it."""
    text, faults = {"make": car["make"]}, []
    for column in ("year", "mileage", "power", "price"):
        plain = f"{car[column]:.0f}"
        names = list(FAULTS[column])
        shares = list(FAULTS[column].values())
        drawn = rng.choice(["", *names], p=[1 - sum(shares), *shares])
        text[column] = with_fault(str(drawn), car, rng) if drawn else plain
        if text[column] != plain:  # 670 is 670 with and without a mark for thousands
            faults.append(str(drawn))
    text["commission"] = f"{0.04 * car['price'] * rng.lognormal(0, 0.05):.0f}"  # known only after the sale
    return text, faults


def main() -> None:
    rng = np.random.default_rng(SEED)
    cars = draw_cars(rng)
    again = sorted(rng.choice(CARS, size=SECOND, replace=False).tolist())
    shown = [(number, car) for number, car in enumerate(cars)]
    for number in again:  # the second page asks for up to 4 % less
        lower = cars[number] | {"price": round(cars[number]["price"] * (1 - 0.04 * rng.random()), -1)}
        shown.append((number, lower))
    listings, truths = [], []
    for place, which in enumerate(rng.permutation(len(shown)).tolist()):
        number, car = shown[which]
        text, faults = as_listed(car, rng)
        listings.append({"listing": place, **text})
        twice = ["listed twice"] if number in again else []
        truths.append({"listing": place, "car": number, **car, "faults": "; ".join(twice + faults)})
    for name, rows in (("listings.csv", listings), ("truth.csv", truths)):
        with (FOLDER / name).open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, rows[0], lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    for name in ["listed twice", *(name for column in FAULTS.values() for name in column)]:
        print(f"{name}: {sum(name in row['faults'].split('; ') for row in truths)}")


if __name__ == "__main__":
    main()
