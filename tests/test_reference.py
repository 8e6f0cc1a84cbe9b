"""The glossary and the sources are read whole, and refused with file, line and mend."""

from __future__ import annotations

import unicodedata

import pytest

from overheard.reference import load_glossary, load_references
from overheard.yamlfile import YamlError

PAPER = 'p2016:\n  authors: ["Jain, S.", "Wallace, B. C."]\n  year: 2016\n  title: T\n  where: W\n  url: https://a.org/b\n'


def test_the_projects_own_files_are_in_order():
    load_glossary()
    references = load_references()
    assert {"bahdanau2015", "jain2019", "wiegreffe2019", "wu2016", "lecun1998", "zeiler2014"} <= set(references)
    for key, reference in references.items():
        family = unicodedata.normalize("NFKD", reference.authors[0].split(",")[0].split()[0].lower())
        family = family.encode("ascii", "ignore").decode()
        assert key.startswith(family) or not key[-4:].isdigit(), key
        if key[-4:].isdigit():
            assert key.endswith(str(reference.year)), f"docs/references.yml: {key} is of {reference.year}"


def test_how_a_source_is_written(tmp_path):
    path = tmp_path / "references.yml"
    path.write_text(PAPER)
    paper = load_references(path)["p2016"]
    assert paper.citation == "[Jain & Wallace 2016](https://a.org/b)"
    assert paper.markdown() == "Jain, S. & Wallace, B. C. (2016). [T](https://a.org/b). *W*."
    path.write_text(
        PAPER.replace('["Jain, S.", "Wallace, B. C."]', '["A, B.", "C, D.", "E, F.", "G, H.", "I, J."]')
    )
    many = load_references(path)["p2016"]
    assert many.short == "A et al. 2016"
    assert many.markdown().startswith("A, B. et al. (2016)")
    path.write_text(PAPER.replace('["Jain, S.", "Wallace, B. C."]', "[Anaconda]"))
    assert load_references(path)["p2016"].short == "Anaconda 2016"


@pytest.mark.parametrize(
    ("load", "text", "words"),
    [
        (load_glossary, "beta: b\nalpha: a\n", [":2: 'alpha' stands after 'beta'", "alphabetical"]),
        (load_glossary, "alpha: a\nalpha: b\n", [":2: ", "stands twice"]),
        (load_glossary, "alpha: 5\n", [":1: ", "quotation marks"]),
        (load_references, PAPER + PAPER.replace("p2016", "a2016"), [":7: ", "alphabetical"]),
        (load_references, PAPER.replace("where", "journal"), ["unknown key 'journal'", "where is missing"]),
        (load_references, PAPER.replace("https://a.org/b", "somewhere"), [":6: ", "p2016.url"]),
        (load_references, PAPER.replace("p2016", "P 2016"), [":1: "]),
    ],
)
def test_a_bad_file_is_refused_with_line_and_mend(tmp_path, load, text, words):
    path = tmp_path / "shared.yml"
    path.write_text(text)
    with pytest.raises(YamlError) as caught:
        load(path)
    for word in words:
        assert word in str(caught.value), str(caught.value)


def test_an_empty_glossary_is_no_error(tmp_path):
    (tmp_path / "glossary.yml").write_text("# nothing yet\n")
    assert load_glossary(tmp_path / "glossary.yml") == {}
