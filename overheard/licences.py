"""What the licences of data sets ask for: a text that travels with the data, a link, dated notices of change.

A card names its licences in words; :func:`problems` finds them in this table and says what is lacking. A licence
that the table does not hold is named rather than let through: whoever adds such data reads its terms first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Terms:
    """One licence: how cards write it, and what has to lie in the folder of data under it."""

    name: str
    written: str  # regular expression of the names it goes by
    link: str = ""  # an address that the card must hold
    phrases: tuple[str, ...] = ()  # from the beginning, the middle and the end of the text that must lie there
    dated: bool = False  # must changes carry their dates


KNOWN = (
    Terms("CC0 1.0", r"CC0(?: 1\.0)?(?: Universal)?"),
    Terms("CC BY 4.0", r"CC BY 4\.0", link="https://creativecommons.org/licenses/by/4.0/"),
    Terms("CC BY 2.0 FR", r"CC BY 2\.0 FR", link="https://creativecommons.org/licenses/by/2.0/fr/"),
    Terms("CC BY-SA 3.0", r"CC BY-SA 3\.0", link="https://creativecommons.org/licenses/by-sa/3.0/"),
    Terms("CC BY-SA 4.0", r"CC BY-SA 4\.0", link="https://creativecommons.org/licenses/by-sa/4.0/"),
    Terms("Artistic-2.0", r"Artistic-2\.0", link="https://www.perlfoundation.org/artistic-license-20.html"),
    Terms(
        "MIT",
        r"MIT",
        phrases=("Copyright", "Permission is hereby granted, free of charge", "provided \"as is\""),
    ),
    Terms(
        "BSD-3-Clause",
        r"BSD-3-Clause",
        phrases=("Copyright", "Redistribution and use in source and binary forms", "possibility of such damage"),
    ),
    Terms(
        "Apache-2.0",
        r"Apache-2\.0",
        phrases=("Version 2.0, January 2004", "4. Redistribution.", "limitations under the License."),
    ),
    Terms(
        "GPL-2",
        r"GPL-2(?:\.0)?(?:-or-later|\+| or later)?",
        phrases=("Version 2, June 1991", "carry prominent notices stating that you changed", "END OF TERMS AND"),
        dated=True,
    ),
)  # fmt: skip
_LOOKS_LIKE_ONE = re.compile(
    r"\bCC[ -]?(?:BY|0)[\w.-]*(?: \d[\d.]*)?|\b[AL]?GPL[\w.+-]*"
    r"|\b(?:MPL|EUPL|ODbL|ODC|PDDL|GFDL|ISC|BSD|Apache|Artistic)\b[\w.-]*"
)
_DATE = re.compile(r"\b20\d\d-\d\d-\d\d\b|\b\d{1,2} [A-Z][a-z]+ 20\d\d\b")


def named_in(licence: str) -> tuple[list[Terms], list[str]]:
    """The licences that the words of a card name, and what looks like one and is not in the table."""
    rest, found = licence, []
    for terms in sorted(KNOWN, key=lambda terms: -len(terms.written)):
        rest, times = re.subn(rf"(?<![\w.-]){terms.written}(?![\w-]|\.\d)", " ", rest)
        if times:
            found.append(terms)
    return found, _LOOKS_LIKE_ONE.findall(re.sub(r"https?://\S+", " ", rest))


def problems(folder: Path, licence: str, changed: str) -> list[str]:
    """What the licences of the data in ``folder`` ask for and the folder lacks, a sentence each.

    Args:
        folder: holds the data, the card (``README.md``) and texts of licences (``*.txt``).
        licence, changed: the entries of the card.
    """
    card = (folder / "README.md").read_text(encoding="utf-8")
    texts = [card, *(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt")))]
    plain = [re.sub(r"[\s>]+", " ", text).lower() for text in texts]
    found, unknown = named_in(licence)
    where = f"{folder.name}/README.md"
    said = []
    if unknown or not found:
        what = ", ".join(unknown) or repr(licence)
        said.append(
            f"{where}: nobody has looked up what the licence {what} asks for. Read its terms, and add it to "
            "KNOWN in overheard/licences.py: the link, the text or the dates that must travel with the data."
        )
    for terms in found:
        if terms.link and terms.link not in card:
            said.append(f"{where}: {terms.name} asks for a link to it: {terms.link}")
        if terms.phrases and not any(all(p.lower() in text for p in terms.phrases) for text in plain):
            said.append(
                f"{where}: the text of {terms.name} must travel with the data, with its copyright line: "
                f"put it whole into {folder.name}/{terms.name}.txt (its sha256 into the card), or into the card."
            )
        if terms.dated and not _DATE.search(changed):
            said.append(
                f"{where}: {terms.name} asks for dated notices of change: say under `changed` who changed what and "
                "when (2026-11-22)."
            )
    return said
