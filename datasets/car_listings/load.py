"""The invented scrape of used cars, and what is true of each listing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from overheard.datasets import verified

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class CarListings:
    """2,000 invented listings, a row each, as a page shows them and as they are."""

    listings: pd.DataFrame  # (2000, 6) text: make, year, mileage, power, price, commission
    truth: (
        pd.DataFrame
    )  # (2000, 7): car, make, year, mileage in km, power in kW, price in euros, faults; the same index


def load_car_listings() -> CarListings:
    """The scrape, which is synthetic, with the truth behind it."""
    import pandas as pd

    path = verified("car_listings", "listings.csv")
    listings = pd.read_csv(path, dtype=str, keep_default_na=False).drop(columns="listing")
    truth = pd.read_csv(verified("car_listings", "truth.csv"), keep_default_na=False).drop(columns="listing")
    return CarListings(listings, truth)
