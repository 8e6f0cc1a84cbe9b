"""The learner's copies: laid once, never overwritten, whatever happens in between."""

from __future__ import annotations

import json
import os
import re
import stat
import time
from pathlib import Path
from urllib.parse import unquote

import pytest
from people import ADA, BO, GROUP, as_person, common_folder, needs_root

from overheard import paths
from overheard.errors import OverheardError
from overheard.learner import copies, progress


def notebook(*cells: str) -> str:
    return json.dumps(
        {
            "cells": [
                # ids as the builder makes them: from what the cell says
                {"cell_type": "markdown", "id": text[:9], "metadata": {}, "source": text.splitlines(keepends=True)}
                for text in cells
            ]
            + [
                {
                    "cell_type": "code",
                    "id": "c",
                    "metadata": {},
                    "outputs": [],
                    "source": ['open("../solutions/x")'],
                }
            ],
            "metadata": {},
            "nbformat": 4,
            "nbformat_minor": 5,
        },
        indent=1,
    )


@pytest.fixture(autouse=True)
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small checkout with two lessons."""
    monkeypatch.delenv("OVERHEARD_MY_WORK", raising=False)
    monkeypatch.setattr(paths, "ROOT", tmp_path)
    for name in ("NOTEBOOKS", "EXERCISES", "SOLUTIONS", "LESSONS"):
        monkeypatch.setattr(paths, name, tmp_path / name.lower())
        (tmp_path / name.lower()).mkdir()
    for name in ("00_start_here", "31_mnist"):
        (tmp_path / "notebooks" / f"{name}.ipynb").write_text(notebook(f"# {name}"))
    (tmp_path / "exercises" / "31_mnist.ipynb").write_text(notebook("practise"))
    gift = tmp_path / "lessons" / "mnist" / "my_work"
    gift.mkdir(parents=True)
    (gift / "digits.csv").write_text("1,2\n")
    return tmp_path


def mine() -> Path:
    return paths.my_work()


def everything() -> dict[str, bytes]:
    return {p.relative_to(mine()).as_posix(): p.read_bytes() for p in mine().rglob("*") if p.is_file()}


def test_first_update_lays_all():
    report = copies.update()
    laid = [
        "notebooks/00_start_here.ipynb",
        "notebooks/31_mnist.ipynb",
        "exercises/31_mnist.ipynb",
        "mnist/digits.csv",
    ]
    assert report.laid == laid
    assert set(everything()) == {*laid, copies.MANIFEST}
    assert report.newer == []


def test_second_update_changes_nothing():
    copies.update()
    before = everything()
    report = copies.update()
    assert (report.laid, report.newer) == ([], [])
    assert everything() == before
    assert "Nothing new" in report.lines()[0]


def test_learners_work_is_never_overwritten():
    copies.update()
    for name in ("notebooks/31_mnist.ipynb", "exercises/31_mnist.ipynb", "mnist/digits.csv"):
        (mine() / name).write_text("my own work")
    copies.update()
    (paths.NOTEBOOKS / "31_mnist.ipynb").write_text(notebook("a newer one"))
    report = copies.update()
    assert report.newer == ["notebooks/31_mnist.ipynb"]
    for name in ("notebooks/31_mnist.ipynb", "exercises/31_mnist.ipynb", "mnist/digits.csv"):
        assert (mine() / name).read_text() == "my own work"
    assert any("notebooks/31_mnist.ipynb has a newer original" in line for line in report.lines())
    assert any("overheard update --fresh mnist" in line for line in report.lines())


def test_a_file_of_the_learner_under_the_same_name_stays():
    (mine() / "notebooks").mkdir(parents=True)
    (mine() / "notebooks" / "31_mnist.ipynb").write_text("was here before")
    report = copies.update()
    assert "notebooks/31_mnist.ipynb" not in report.laid
    assert (mine() / "notebooks" / "31_mnist.ipynb").read_text() == "was here before"


def test_new_lessons_are_added():
    copies.update()
    (paths.NOTEBOOKS / "41_attention.ipynb").write_text(notebook("new"))
    assert copies.update().laid == ["notebooks/41_attention.ipynb"]


def test_fresh_keeps_the_old_copies_under_new_names():
    copies.update()
    for turn in (1, 2):
        (mine() / "notebooks/31_mnist.ipynb").write_text(f"work {turn}")
        report = copies.fresh("mnist")
        assert report.set_aside["notebooks/31_mnist.ipynb"] == f"notebooks/31_mnist_mine_{turn}.ipynb"
    assert (mine() / "notebooks/31_mnist_mine_1.ipynb").read_text() == "work 1"
    assert (mine() / "notebooks/31_mnist_mine_2.ipynb").read_text() == "work 2"
    assert json.loads((mine() / "notebooks/31_mnist.ipynb").read_text())["cells"][0]["source"] == ["# 31_mnist"]
    assert (mine() / "notebooks/00_start_here.ipynb").exists()
    assert not list((mine() / "notebooks").glob("00_start_here_*"))


def test_fresh_makes_the_copy_the_newest():
    copies.update()
    (paths.NOTEBOOKS / "31_mnist.ipynb").write_text(notebook("a newer one"))
    assert copies.update().newer
    copies.fresh("31_mnist")
    assert copies.update().newer == []


def test_fresh_of_an_unknown_lesson():
    with pytest.raises(OverheardError, match="Lessons: mnist, start_here"):
        copies.fresh("mnits")


@pytest.mark.parametrize(
    ("link", "bent"),
    [
        ("[s](../solutions/31_mnist.ipynb)", "[s](../solutions/31_mnist.ipynb)"),
        ("[s](../solutions/31_mnist.ipynb#part)", "[s](../solutions/31_mnist.ipynb#part)"),
        ('<a href="../solutions/31_mnist.ipynb">', '<a href="../solutions/31_mnist.ipynb">'),
        ("<img src='../docs/map.png'>", "<img src='../../docs/map.png'>"),
        ("![map](../docs/map.png)", "![map](../../docs/map.png)"),
        ("[r]: ../README.md", "[r]: ../../README.md"),
        ("[e](../exercises/31_mnist.ipynb)", "[e](../exercises/31_mnist.ipynb)"),
        ("[n](../notebooks/31_mnist.ipynb)", "[n](../notebooks/31_mnist.ipynb)"),
        ("[n](31_mnist.ipynb)", "[n](31_mnist.ipynb)"),
        ("[w](https://example.org/../solutions/x)", "[w](https://example.org/../solutions/x)"),
        ("../solutions/ in plain words", "../solutions/ in plain words"),
    ],
)
def test_links_of_copies(link, bent):
    text = link if "]: " in link else f"Before {link} after\nand a line"  # a definition stands alone on its line
    (paths.EXERCISES / "31_mnist.ipynb").write_text(notebook(text))
    copies.update()
    cells = json.loads((mine() / "exercises/31_mnist.ipynb").read_text())["cells"]
    assert bent in "".join(cells[0]["source"])
    assert cells[-1]["source"] == ['open("../solutions/x")']


def test_links_reach_the_checkout_from_a_folder_elsewhere(tmp_path, monkeypatch):
    monkeypatch.setenv("OVERHEARD_MY_WORK", str(tmp_path / "a" / "b" / "work"))
    card = paths.ROOT / "datasets" / "mnist" / "README.md"
    card.parent.mkdir(parents=True, exist_ok=True)
    card.write_text("here")
    (paths.EXERCISES / "31_mnist.ipynb").write_text(notebook("[s](../datasets/mnist/README.md)"))
    copies.update()
    copy = mine() / "exercises/31_mnist.ipynb"
    link = json.loads(copy.read_text())["cells"][0]["source"][0][len("[s](") : -1]
    assert (copy.parent / link).read_text() == "here"


NAMES = ["Übung 1", "a#b", "100%", "%20", "(draft) [2]", "it's", "a?b&c", "<x>", "日本"]


@pytest.mark.skipif(os.name == "nt", reason="Windows refuses some of these names")
@pytest.mark.parametrize("where", ["the checkout", "my_work", "my_work in the checkout"])
@pytest.mark.parametrize("name", NAMES)
def test_links_are_percent_encoded_and_find_their_file(name, where, tmp_path, monkeypatch):
    root = tmp_path / "c" / (name if where == "the checkout" else "overheard")
    for folder in ("NOTEBOOKS", "EXERCISES", "SOLUTIONS", "LESSONS"):
        monkeypatch.setattr(paths, folder, root / folder.lower())
        (root / folder.lower()).mkdir(parents=True)
    monkeypatch.setattr(paths, "ROOT", root)
    folder = root if "in the" in where else tmp_path
    monkeypatch.setenv("OVERHEARD_MY_WORK", str(folder / (name if where == "my_work" else "work") / name))
    card = root / "datasets" / "mnist" / "README.md"
    card.parent.mkdir(parents=True)
    card.write_text("here")
    forms = ["[s]({})", "![s](<{}>)", '<a href="{}">', "<img src='{}'>", "\n[r]: {}\n"]
    text = "\n".join(form.format("../datasets/mnist/README.md#rows%20and") for form in forms)
    (root / "exercises" / "31_mnist.ipynb").write_text(notebook(text))
    copies.update()
    copy = mine() / "exercises" / "31_mnist.ipynb"
    laid = "".join(json.loads(copy.read_text())["cells"][0]["source"])
    links = re.findall(r"[\w./~%-]*README\.md#rows%20and", laid)
    assert len(links) == len(forms)
    for link, form in zip(links, forms, strict=True):
        assert form.format(link).strip() in laid, "a character that ends the link stands before it"
        assert (copy.parent / unquote(link.partition("#")[0])).read_text() == "here"


@pytest.mark.parametrize("step", ["_create", "_name_it", "_write_manifest", "_content"])
def test_interrupted_update_harms_nothing_and_the_next_one_completes_it(monkeypatch, step):
    whole = getattr(copies, step)
    calls = []

    def interrupted(*args):
        calls.append(args)
        if len(calls) == (1 if step == "_write_manifest" else 2):
            raise KeyboardInterrupt
        return whole(*args)

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(copies, step, interrupted)
        copies.update()
    for name, content in everything().items():
        if name.endswith(".ipynb"):
            json.loads(content)  # never half a file under its own name
        assert not Path(name).name.startswith(copies.TEMPORARY)
    copies.update()
    (paths.NOTEBOOKS / "31_mnist.ipynb").write_text(notebook("a newer one"))
    # the copies laid before the interruption are known as laid: their newer originals are told
    report = copies.update()
    assert report.newer == ["notebooks/31_mnist.ipynb"]


def test_interrupted_fresh_loses_nothing(monkeypatch):
    copies.update()
    (mine() / "notebooks/31_mnist.ipynb").write_text("work")

    def interrupted(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(copies, "_create", interrupted)
        copies.fresh("mnist")
    copies.update()
    assert (mine() / "notebooks/31_mnist_mine_1.ipynb").read_text() == "work"
    assert "# 31_mnist" in (mine() / "notebooks/31_mnist.ipynb").read_text()


def test_file_that_appears_meanwhile_wins(monkeypatch):
    """A second update at the same time, or the learner's editor, made the file after we looked."""
    whole = copies._name_it

    def late(file: Path, name: Path) -> bool:
        if name.name == "31_mnist.ipynb" and name.parent.name == "notebooks":
            name.write_text("somebody else's")
        return whole(file, name)

    monkeypatch.setattr(copies, "_name_it", late)
    report = copies.update()
    assert (mine() / "notebooks/31_mnist.ipynb").read_text() == "somebody else's"
    assert "notebooks/31_mnist.ipynb" not in report.laid


def test_without_hard_links(monkeypatch):
    def no_link(*_):
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_link)
    copies.update()
    assert "# 31_mnist" in (mine() / "notebooks/31_mnist.ipynb").read_text()
    (mine() / "notebooks/31_mnist.ipynb").write_text("work")
    copies.update()
    assert (mine() / "notebooks/31_mnist.ipynb").read_text() == "work"
    copies.fresh("mnist")
    assert (mine() / "notebooks/31_mnist_mine_1.ipynb").read_text() == "work"


def test_damaged_manifest_is_set_aside():
    copies.update()
    (mine() / copies.MANIFEST).write_text("{half")
    report = copies.update()
    assert "damaged" in report.lines()[0]
    assert [p.read_text() for p in mine().glob(".laid.damaged-*")] == ["{half"]
    (paths.NOTEBOOKS / "31_mnist.ipynb").write_text(notebook("a newer one"))
    assert copies.update().newer == ["notebooks/31_mnist.ipynb"]


@pytest.mark.parametrize("harm", ["damaged", "lost"])
def test_without_its_list_an_edited_copy_with_a_newer_original_is_told(harm):
    copies.update()
    copy = mine() / "exercises/31_mnist.ipynb"
    copy.write_text(copy.read_text().replace("practise", "practise, with my words"))
    before = copy.read_text()
    assert copies.update().newer == []
    if harm == "damaged":
        (mine() / copies.MANIFEST).write_text('{"exercises/31_mnist.ipynb": 3}')
    else:
        (mine() / copies.MANIFEST).unlink()
    (paths.EXERCISES / "31_mnist.ipynb").write_text(notebook("a newer one"))
    for _ in range(2):
        report = copies.update()
        assert (report.laid, report.newer) == ([], ["exercises/31_mnist.ipynb"])
        assert copy.read_text() == before
    assert copies.fresh("mnist").set_aside == {"exercises/31_mnist.ipynb": "exercises/31_mnist_mine_1.ipynb"}
    assert (mine() / "exercises/31_mnist_mine_1.ipynb").read_text() == before
    assert copies.update().newer == []


def test_without_its_list_an_edited_copy_is_not_called_old(checkout: Path):
    """Its cells are those of the original; from here on a newer one is told."""
    copies.update()
    copy = mine() / "exercises/31_mnist.ipynb"
    cells = json.loads(copy.read_text())
    cells["cells"][0]["source"] = ["my own words"]
    copy.write_text(json.dumps(cells))
    (mine() / copies.MANIFEST).unlink()
    assert copies.update().newer == []
    (paths.EXERCISES / "31_mnist.ipynb").write_text(notebook("a newer one"))
    assert copies.update().newer == ["exercises/31_mnist.ipynb"]


def test_fresh_keeps_no_second_copy_of_what_was_never_touched():
    copies.update()
    before = everything()
    report = copies.fresh("mnist")
    assert (report.set_aside, report.laid) == ({}, []) and everything() == before
    assert "exercises/31_mnist.ipynb is as it was laid; it stays." in report.lines()
    (paths.NOTEBOOKS / "31_mnist.ipynb").write_text(notebook("a newer one"))
    report = copies.fresh("mnist")
    assert (report.set_aside, report.laid) == ({}, ["notebooks/31_mnist.ipynb"])
    assert "a newer one" in (mine() / "notebooks/31_mnist.ipynb").read_text()
    assert not list(mine().rglob("*_mine_*"))
    assert copies.update().newer == []


def test_fresh_sets_aside_what_it_does_not_know():
    """A manifest of before says nothing about the copies themselves."""
    copies.update()
    known = json.loads((mine() / copies.MANIFEST).read_text())
    old = {name: digest for name, digest in known.items() if not name.startswith("laid:")}
    (mine() / copies.MANIFEST).write_text(json.dumps(old))
    (paths.NOTEBOOKS / "31_mnist.ipynb").write_text(notebook("a newer one"))
    assert copies.fresh("mnist").set_aside == {"notebooks/31_mnist.ipynb": "notebooks/31_mnist_mine_1.ipynb"}


@pytest.mark.parametrize("place", [".", "notebooks", "exercises", "lessons/mnist", "other/.."])
@pytest.mark.parametrize("step", [copies.update, lambda: copies.fresh("mnist")])
def test_copies_are_never_laid_among_originals(checkout: Path, monkeypatch, place, step):
    (checkout / "other").mkdir()
    before = {path: path.read_bytes() for path in checkout.rglob("*") if path.is_file()}
    monkeypatch.setenv("OVERHEARD_MY_WORK", str(checkout / place))
    with pytest.raises(OverheardError, match=r"holds originals.*set OVERHEARD_MY_WORK to another folder") as caught:
        step()
    assert len(str(caught.value).splitlines()) == 1
    assert {path: path.read_bytes() for path in checkout.rglob("*") if path.is_file()} == before


def test_another_checkout_is_no_place_for_copies_either(tmp_path: Path, monkeypatch):
    other = tmp_path / "clone"
    other.mkdir()
    monkeypatch.setenv("OVERHEARD_MY_WORK", str(other))
    assert copies.update().laid
    (other / "curriculum.yml").write_text("title: Overheard\n")
    with pytest.raises(OverheardError, match="holds originals"):
        copies.update()


def test_old_leftovers_are_swept_and_young_ones_not():
    copies.update()
    old, young = (mine() / "notebooks" / f"{copies.TEMPORARY}{age}" for age in ("old", "young"))
    old.touch(), young.touch()
    hours_ago = time.time() - 7200
    os.utime(old, (hours_ago, hours_ago))
    copies.update()
    assert not old.exists()
    assert young.exists()


def test_folder_that_cannot_be_written(monkeypatch):
    mine().write_text("a file where the folder should be")
    with pytest.raises(OverheardError, match="cannot be filled"):
        copies.update()


# --------------------------------------------------------------------------------------- a folder of several people


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")
@pytest.mark.parametrize(
    ("mode", "file", "folder"),
    [
        (0o2775, 0o664, 0o2775),
        (0o770, 0o664, 0o775),
        (0o777, 0o666, 0o777),
        (0o755, 0o644, 0o755),
        (0o1777, 0o644, 0o755),
    ],
)
def test_who_may_write_my_work_may_write_what_is_laid_there(mode: int, file: int, folder: int) -> None:
    """The folder decides, not the umask of whoever was first."""
    mine().mkdir()
    mine().chmod(mode)
    umask = os.umask(0o022)
    try:
        copies.update()
        progress.record_pass("mnist", "a")
    finally:
        os.umask(umask)
    for path in mine().rglob("*"):
        wanted = folder if path.is_dir() else file
        assert stat.S_IMODE(path.stat().st_mode) == wanted, path


@needs_root
def test_two_people_update_one_folder(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each lays, begins anew, notes what is passed, and saves what the other has laid."""
    content = notebook("newer")
    with common_folder(0o2770) as folder:
        monkeypatch.setenv("OVERHEARD_MY_WORK", str(folder))
        monkeypatch.setattr(copies, "home", lambda: folder)
        originals = {name: source.read_bytes() for name, source in copies._originals()}
        sources = {name: FromMemory(original) for name, original in originals.items()}
        monkeypatch.setattr(copies, "_originals", lambda: iter(sources.items()))
        first, second = list(sources)[:2], list(sources)[2:]
        everything = dict(sources)
        for name in second:
            sources.pop(name)
        assert as_person(ADA, lambda: copies.update().laid) == first
        assert as_person(ADA, lambda: progress.record_pass("mnist", "a")) == ""
        sources.update(everything)
        assert as_person(BO, lambda: copies.update().laid) == second
        assert as_person(BO, lambda: progress.record_pass("mnist", "b")) == ""
        assert as_person(ADA, lambda: progress.record_pass("mnist", "c")) == ""
        assert as_person(BO, lambda: len(progress.passed())) == 3

        def save() -> str:
            (folder / first[1]).write_text("the work of Bo")
            return (folder / first[1]).read_text()

        assert as_person(BO, save) == "the work of Bo"
        sources[first[1]] = FromMemory(content.encode())
        for who in (ADA, BO):
            assert as_person(who, lambda: copies.update().newer) == [first[1]]
        aside = as_person(BO, lambda: copies.fresh("31_mnist").set_aside)
        assert aside == {first[1]: first[1].replace(".ipynb", "_mine_1.ipynb")}
        assert as_person(ADA, lambda: copies.update().lines()) == [f"Nothing new in {folder}."]
        assert {path.stat().st_gid for path in folder.rglob("*")} == {GROUP}


@needs_root
def test_what_was_laid_before_the_folder_was_shared_is_opened_by_its_owner(monkeypatch: pytest.MonkeyPatch) -> None:
    with common_folder(0o700) as folder:
        monkeypatch.setattr(copies, "home", lambda: folder)
        monkeypatch.setenv("OVERHEARD_MY_WORK", str(folder))
        sources = {name: FromMemory(source.read_bytes()) for name, source in copies._originals()}
        monkeypatch.setattr(copies, "_originals", lambda: iter(sources.items()))
        as_person(ADA, lambda: (copies.update(), progress.record_pass("mnist", "a")), umask=0o077)
        folder.chmod(0o2770)
        assert "cannot be filled" in as_person(BO, lambda: copies.update().lines())
        as_person(ADA, lambda: (copies.update(), progress.record_pass("mnist", "a")), umask=0o077)
        assert as_person(BO, lambda: copies.update().lines()) == [f"Nothing new in {folder}."]
        assert as_person(BO, lambda: progress.record_pass("mnist", "b")) == ""


@needs_root
def test_root_leaves_what_it_lays_to_the_owner_of_the_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    with common_folder(0o755) as folder:
        monkeypatch.setenv("OVERHEARD_MY_WORK", str(folder))
        copies.update()
        progress.record_pass("mnist", "a")
        assert {path.stat().st_uid for path in folder.rglob("*")} == {ADA}


class FromMemory:
    """An original that the other person need not have the right to read."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.suffix = ".ipynb" if content.startswith(b"{") else ".csv"

    def read_bytes(self) -> bytes:
        return self.content

    def is_dir(self) -> bool:
        return False


# ------------------------------------------------------------------------------------------ predictions come first


def code(source: str, count: int) -> dict:
    output = {"output_type": "stream", "name": "stdout", "text": [f"output {count}\n"]}
    return {
        "cell_type": "code", "id": f"c{count}", "metadata": {"mystnb": {"image": {"alt": "a figure"}}},
        "execution_count": count, "outputs": [output], "source": source.splitlines(keepends=True),
    }  # fmt: skip


def test_no_answer_stands_below_a_guess(checkout: Path) -> None:
    sources = ["print(1)", "x = 2\nmy_guess = None  # in per cent", "reveal(my_guess, 80)", "print(4)"]
    cells = [code(source, number) for number, source in enumerate(sources, 1)]
    original = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    path = checkout / "notebooks" / "31_mnist.ipynb"
    path.write_text(json.dumps(original))
    copies.update()
    laid = json.loads((mine() / "notebooks" / "31_mnist.ipynb").read_text(encoding="utf-8"))["cells"]
    assert [cell["execution_count"] for cell in laid] == [1, None, None, None]
    assert [len(cell["outputs"]) for cell in laid] == [1, 0, 0, 0]
    assert ["mystnb" in cell["metadata"] for cell in laid] == [True, False, False, False]
    assert json.loads(path.read_text()) == original, "the original keeps its outputs"
    assert copies.update().newer == []


def test_outputs_stay_where_nothing_is_guessed(checkout: Path) -> None:
    cells = [code("print(1)", 1), code("text = 'my_guess = None'", 2)]
    original = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (checkout / "notebooks" / "31_mnist.ipynb").write_text(json.dumps(original))
    copies.update()
    laid = json.loads((mine() / "notebooks" / "31_mnist.ipynb").read_text(encoding="utf-8"))
    assert laid == original
