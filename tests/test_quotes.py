"""Quotes are verbatim, attributed, brief, and an edited one is noticed."""

from __future__ import annotations

import os
import re
from collections import Counter
from pathlib import Path
from urllib.parse import unquote

import nbformat
import pytest
import yaml

from overheard import paths, quotes
from overheard.errors import OverheardError
from overheard.yamlfile import YamlError

SHARED = Path(os.environ.get("OVERHEARD_TRANSCRIPTS", paths.ROOT.parent / "shared" / "transcripts"))
has_transcripts = pytest.mark.skipif(
    not (SHARED / "S10E10.txt").exists(), reason="the transcripts are not part of the project, and not beside it"
)
LARGEST_SHARE = 0.12  # of a transcript's words that the project quotes


# ------------------------------------------------------------------------------- a made-up episode

TALK = """E1 A talk
===

Intro/Outro: Welcome to the talk.

Ada: A loop of ten sums was the first program, and I wrote it by hand, you know, on paper.

It used a well-known trick, which saves a step.

Bob: That is a loop of ten sums! How long did you need?

Ada: A week, and a half of coffee and $5 of candles.
"""
GLUED = (
    "E2 Another talk with AdaIntro: Welcome.Bob: I disagree with the loop of sums.Ada: Why is that? Bob: No reason."
)

HEAD = """episodes:
  E1:
    title: A talk [one] & two
    page: https://example.org/e1
    transcript: https://example.org/e1.txt
    published: 2020-01-31
    length: "10:00"
    speakers: {Ada: Ada Lovelace, Bob: Bob Byron}
  E2:
    title: Another talk
    page: https://example.org/e2
    transcript: https://example.org/e2.txt
    published: 2020-02-28
    length: "9:30"
    speakers: {Ada: Ada Lovelace, Bob: Bob Byron}
quotes:
"""
FIRST = {
    "id": "first-program",
    "episode": "E1",
    "speaker": "Ada Lovelace",
    "exact": "A loop of ten sums was the first program",
    "suffix": ", and I wrote",
    "lessons": ["one"],
}


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "E1.txt").write_text(TALK, encoding="utf-8")
    (tmp_path / "E2.txt").write_text(GLUED, encoding="utf-8")
    return tmp_path


def write(folder, *records):
    path = folder / "quotes.yml"
    path.write_text(HEAD + yaml.safe_dump(list(records), sort_keys=False, width=1000), encoding="utf-8")
    return path


def only_check(folder, **changes):
    """The report's one check, and that verifying wrote nothing."""
    path = write(folder, FIRST | changes)
    before = {file: file.read_bytes() for file in folder.iterdir()}
    (check,) = quotes.verify(folder, path).checks
    assert {file: file.read_bytes() for file in folder.iterdir()} == before
    return check


def test_a_quote_that_stands_there_is_found(folder):
    assert only_check(folder).ok
    assert only_check(
        folder, exact="I disagree with the loop of sums.", suffix="", episode="E2", speaker="Bob Byron"
    ).ok


@pytest.mark.parametrize(
    ("changes", "problem", "proposal"),
    [
        ({"speaker": "Bob Byron"}, "Ada Lovelace says this, not Bob Byron", "speaker: Ada Lovelace"),
        ({"episode": "E2"}, "not in E2, but in E1, by Ada", "episode: E1"),
        (
            {"exact": "A loop of ten sums was my first programme"},
            "not in E1 in these words",
            'exact: "A loop of ten sums was the first program,"',
        ),
        ({"prefix": "Well."}, "not after this prefix", 'suffix: ", and I wrote it by"'),
        ({"suffix": "and he wrote"}, "not after this prefix", 'prefix: ""'),
        ({"exact": "nothing of this kind was ever said here", "suffix": ""}, "nothing like it", ""),
        ({"exact": "a loop of ten sums", "suffix": ""}, "stand 2 times", ""),
        ({"exact": "saves a step. That is a loop", "suffix": ""}, "run over two turns", ""),
        ({"exact": "Welcome to the talk.", "suffix": ""}, "no speaker but Intro/Outro", ""),
        ({"exact": "on paper. It used a", "suffix": ""}, "line breaks", ""),
        ({"exact": "a well–known trick", "suffix": ""}, "dashes", ""),
    ],
)
def test_what_is_not_there_is_told_and_a_repair_proposed(folder, changes, problem, proposal):
    check = only_check(folder, **changes)
    assert not check.ok
    assert problem in check.problem, check
    assert proposal in check.proposal if proposal else not check.proposal, check


def test_hashes_are_written_only_for_what_was_found(folder):
    wrong = FIRST | {"id": "second", "exact": "A loop of nine sums was the first program", "sha256": ""}
    third = FIRST | {
        "id": "third",
        "exact": "That is a loop of ten sums!",
        "speaker": "Bob Byron",
        "suffix": "",
        "sha256": "",
    }
    path = write(folder, FIRST, wrong, third)
    before = path.read_text()
    assert quotes.write_hashes(folder, path) == ["first-program", "third"]
    after = path.read_text()
    changed = set(after.splitlines()) ^ set(before.splitlines())
    assert all(line.strip().startswith("sha256:") for line in changed)
    loaded = quotes.load(path)
    assert [quote.intact for quote in loaded.values()] == [True, False, True]
    assert quotes.write_hashes(folder, path) == []
    assert path.read_text() == after


def test_an_edited_quote_no_longer_fits_its_hash(folder):
    path = write(folder, FIRST)
    quotes.write_hashes(folder, path)
    path.write_text(path.read_text().replace("the first program", "the very first program"))
    assert not quotes.load(path)["first-program"].intact
    # the hash comes back only with the words
    assert quotes.write_hashes(folder, path) == []
    assert not quotes.load(path)["first-program"].intact


def test_a_missing_transcript_is_named(folder):
    path = write(folder, FIRST)
    (folder / "E1.txt").unlink()
    with pytest.raises(OverheardError, match=r"E1\.txt"):
        quotes.verify(folder, path)


@pytest.mark.parametrize(
    ("change", "line", "words"),
    [
        ({"id": "First Program"}, 17, "id"),
        ({"episode": "E3"}, 18, "use one of: E1, E2"),
        ({"speaker": "Ada"}, 19, "did you mean 'Ada Lovelace'?"),
        ({"exact": "la " * 61}, 20, "quote at most 60"),
        ({"suffix": "x" * 41}, 21, "suffix"),
        ({"lessons": []}, 22, "lessons"),
        ({"text": "more"}, 24, "unknown key 'text'"),
    ],
)
def test_a_bad_record_is_refused_with_its_line(folder, change, line, words):
    path = write(folder, FIRST | change)
    with pytest.raises(YamlError) as caught:
        quotes.load(path)
    assert words in str(caught.value)
    assert abs(caught.value.line - line) <= 1, str(caught.value)


def test_an_id_twice_is_refused(folder):
    with pytest.raises(YamlError, match="stands twice"):
        quotes.load(write(folder, FIRST, FIRST))


# ---------------------------------------------------------------------------- how a quote is shown


def test_a_deep_link_encodes_everything_that_a_fragment_reads(folder):
    path = write(folder, FIRST | {"exact": "well-known, it's 50% & $5 – “naïve”? a=b #1 (c)"})
    link = quotes.load(path)["first-program"].deep_link
    base, words = link.split("#:~:text=")
    assert base == "https://example.org/e1.txt"
    assert unquote(words) == "well-known, it's 50% & $5 – “naïve”? a=b #1 (c)"
    assert not re.search(r"[-,&\s()'$“”–?=#]", words)
    assert "%2D" in words
    assert "%2C" in words


def test_markdown_names_speaker_and_episode_and_links_both_places(folder):
    text = quotes.load(write(folder, FIRST | {"exact": "$5 and $6 for *candles*"}))["first-program"].markdown()
    assert all(line.startswith(">") for line in text.splitlines())
    assert r"“\$5 and \$6 for \*candles\*”" in text
    assert "Ada Lovelace" in text
    assert r"A talk \[one\] & two" in text
    assert "(https://example.org/e1.txt#:~:text=%245%20and" in text
    assert "(https://example.org/e1)" in text


def test_turns_are_cut_where_the_speaker_changes(folder):
    episode = quotes.episodes(write(folder, FIRST))["E2"]
    assert [turn.label for turn in quotes.turns(GLUED, episode)] == ["Intro", "Bob", "Ada", "Bob"]
    assert [turn.label for turn in quotes.turns(TALK, episode)] == ["Intro/Outro", "Ada", "Bob", "Ada"]


def test_normalised_words():
    assert quotes.normalised("  It’s\n\na “well–known”\u00a0fact ") == 'It\'s a "well-known" fact'
    assert quotes.fingerprint("It’s") == quotes.fingerprint("It's")
    assert quotes.fingerprint("its") != quotes.fingerprint("Its")


# ------------------------------------------------------------------------------ the project's quotes


def planned_and_ready_slugs():
    data = yaml.safe_load(paths.CURRICULUM.read_text(encoding="utf-8"))
    return {entry["slug"] for part in data["parts"] for entry in part["lessons"]}


def test_no_quote_was_edited_after_it_was_found():
    edited = [quote.id for quote in quotes.load().values() if not quote.intact]
    assert not edited, (
        f"transcripts/quotes.yml: {', '.join(edited)} no longer has the words that were found in the transcript; "
        "put the words back, or run `overheard quotes verify --transcripts DIR --write`"
    )


def test_each_quote_is_short_and_motivates_known_lessons():
    slugs = planned_and_ready_slugs()
    seen: Counter[str] = Counter()
    for quote in quotes.load().values():
        assert len(quote.exact.split()) <= 60, quote.id
        unknown = set(quote.lessons) - slugs
        assert not unknown, f"transcripts/quotes.yml: {quote.id} names lessons that curriculum.yml lacks: {unknown}"
        seen[quotes.fingerprint(quote.exact)] += 1
    assert max(seen.values()) == 1, "the same words stand in two records; keep one and list both lessons in it"


def test_each_lesson_of_the_curriculum_has_a_quote():
    with_quote = {slug for quote in quotes.load().values() for slug in quote.lessons}
    assert planned_and_ready_slugs() <= with_quote


def test_a_small_alteration_of_any_quote_is_noticed():
    for quote in quotes.load().values():
        words = quote.exact.split()
        for place in range(len(words)):
            altered = " ".join([*words[:place], words[place] + "s", *words[place + 1 :]])
            assert quotes.fingerprint(altered) != quote.sha256


@has_transcripts
def test_every_quote_stands_in_the_transcript():
    report = quotes.verify(SHARED)
    assert report.ok, "\n".join(map(str, report.problems))
    assert not report.unhashed
    assert report.total == report.found == len(quotes.load())


@has_transcripts
def test_only_a_small_share_of_each_transcript_is_quoted():
    spoken = {name: len((SHARED / f"{name}.txt").read_text().split()) for name in quotes.episodes()}
    quoted: Counter[str] = Counter()
    around: Counter[str] = Counter()
    for quote in quotes.load().values():
        quoted[quote.episode] += len(quote.exact.split())
        around[quote.episode] += len(f"{quote.prefix} {quote.suffix}".split())
    for name, words in spoken.items():
        assert quoted[name] / words < LARGEST_SHARE, f"{name}: {quoted[name]} of {words} words are quoted"
        assert (quoted[name] + around[name]) / words < LARGEST_SHARE * 4 / 3, name


@has_transcripts
def test_nothing_else_of_the_transcripts_is_in_the_tree():
    """No eight words in a row of a transcript stand in the texts but those of a quote."""
    length = 8
    said = {
        tuple(words[i : i + length])
        for name in quotes.episodes()
        for words in [_words((SHARED / f"{name}.txt").read_text())]
        for i in range(len(words) - length + 1)
    }
    allowed = {
        tuple(words[i : i + length])
        for quote in quotes.load().values()
        for words in [_words(f"{quote.prefix} {quote.exact} {quote.suffix}")]
        for i in range(len(words) - length + 1)
    }
    for path in _texts():
        words = _words(path.read_text(encoding="utf-8"))
        runs = {tuple(words[i : i + length]) for i in range(len(words) - length + 1)} & said
        # An episode's title also heads its transcript.
        titles = " ".join(_words(" ".join(e.title for e in quotes.episodes().values())))
        stray = sorted(" ".join(run) for run in runs - allowed if " ".join(run) not in titles)
        assert not stray, (
            f"{path.relative_to(paths.ROOT)}: these words of an episode stand in no quote: {stray[:3]}"
        )


def _words(text):
    return re.findall(r"[\w']+", quotes.normalised(re.sub(r"\\(.)", r"\1", text)).lower())


def _texts():
    patterns = ("lessons/*/*.py", "lessons/*/*.yml", "docs/**/*.md", "docs/*.yml", "datasets/*/README.md")
    for pattern in (*patterns, "*.md", "*.yml", "overheard/**/*.py", "tests/**/*.py", "scripts/*.py"):
        yield from sorted(paths.ROOT.glob(pattern))


def markdown_cells():
    for folder in (paths.NOTEBOOKS, paths.EXERCISES, paths.SOLUTIONS):
        for path in sorted(folder.glob("*.ipynb")):
            notebook = nbformat.read(path, as_version=4)
            for number, cell in enumerate(notebook.cells):
                if cell.cell_type == "markdown":
                    yield f"{path.relative_to(paths.ROOT)}, cell {number}", cell.source


def test_notebooks_quote_the_episodes_only_as_the_list_does():
    known = quotes.load()
    shown = {quote.markdown() for quote in known.values()}
    links = {quote.deep_link for quote in known.values()}
    bases = {episode.transcript for episode in quotes.episodes().values()}
    mend = "write {{ quote: id }}, and the words into transcripts/quotes.yml"
    for where, source in markdown_cells():
        for link in re.findall(r"\((https?://[^)\s]+)\)", source):
            if link.split("#")[0] in bases:
                assert link in links, f"{where}: a link into a transcript that is no quote's: {link}; {mend}"
        for block in re.findall(r"(?:^>.*\n?)+", source, flags=re.M):
            if re.search(r"^>\s*[“\"]", block):
                assert block.strip() in shown, (
                    f"{where}: not a quote as the list has it: {block.strip()[:80]}; {mend}"
                )
