"""The command ``overheard``. Heavy modules are imported by the command that needs them: help starts fast."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote as percent_encoded

import typer

from overheard import paths
from overheard.errors import OverheardError
from overheard.terminal import replace_what_it_cannot_print, typed

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    help="Overheard: machine learning that you heard about, made with your own hands.\n\n"
    "Learners need [bold]lab[/bold], [bold]update[/bold], [bold]progress[/bold] and [bold]doctor[/bold]; "
    "the others are for those who write lessons.",
)
quotes_app = typer.Typer(
    invoke_without_command=True, help="The quotes that the lessons start from: list or verify them."
)
app.add_typer(quotes_app, name="quotes", rich_help_panel="Writing lessons")

Slugs = Annotated[list[str] | None, typer.Argument(help="lessons by slug or number (mnist, 31); none: all")]
LEARN, WRITE = "Learning", "Writing lessons"


def say(text: str, err: bool = False) -> None:
    """Print a line; not click's ``echo``, which sends UTF-8 to a terminal that said it knows ASCII alone."""
    print(text, file=sys.stderr if err else sys.stdout, flush=True)


# -------------------------------------------------------------------------------------------------- learning


@app.command(rich_help_panel=LEARN)
def lab(
    port: Annotated[int, typer.Option(help="the port of the local server", min=1, max=65535)] = 8888,
    browser: Annotated[bool, typer.Option(help="open a browser window")] = True,
) -> None:
    """Lay fresh copies into my_work/ where they are missing, and open JupyterLab on the start page."""
    import sysconfig

    from overheard import threads
    from overheard.learner import copies, jupyter_folders

    for trouble in jupyter_folders.troubles():
        if trouble.stops_the_lab:  # JupyterLab would end in a traceback
            raise OverheardError(f"{trouble.what}; {trouble.mend}.")
    copies.print_report(copies.update())
    mine = Path(os.path.normpath(Path.cwd() / paths.my_work()))
    page = mine / "notebooks" / "00_start_here.ipynb"
    # JupyterLab opens what lies below its root: my_work, and the data cards of the checkout.
    try:
        root = Path(os.path.commonpath([paths.ROOT, mine]))
    except ValueError:  # two drives on Windows: the learner's folder wins
        root = mine
    settings = paths.ROOT / "overheard" / "learner" / "lab_settings"
    command = [
        sys.executable, "-m", "jupyter", "lab", f"--port={port}", f"--ServerApp.root_dir={root}",
        f"--ServerApp.preferred_dir={root if root == paths.ROOT else mine}",
        f"--LabServerApp.app_settings_dir={settings}",
        f"--LabServerApp.extra_labextensions_path={settings / 'extensions'}",
        f"--LabApp.default_url=/lab/tree/{percent_encoded(os.fsencode(page.relative_to(root).as_posix()))}",
    ]  # fmt: skip
    if not browser:
        command.append("--no-browser")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")  # a container's user is root
    if os.name == "posix":  # without a terminal of its own it would start login shells, whose profiles reset PATH
        shell = os.environ.get("SHELL") or "bash"
        command.append(f"--ServerApp.terminado_settings={{'shell_command': [{shell!r}]}}")
    # Ctrl+C is JupyterLab's to answer: it asks first, and then ends its kernels.
    signal.signal(signal.SIGINT, lambda *_: None)
    # Terminals of JupyterLab find `overheard`, whether or not the environment is active in this one.
    search = os.pathsep.join(filter(None, [sysconfig.get_path("scripts"), os.environ.get("PATH")]))
    environment = {**threads.considerate(os.environ), "PATH": search}
    raise typer.Exit(_until_it_ends(command, environment))


def _until_it_ends(command: list[str], environment: dict[str, str]) -> int:
    """Run JupyterLab and give its exit code. Who ends this process ends JupyterLab and its kernels."""
    servers: list[subprocess.Popen[bytes]] = []
    ended: list[int] = []

    def end(number: int, _: object) -> None:
        ended.append(number)
        for server in servers:
            server.terminate()

    for name in ("SIGTERM", "SIGHUP"):  # Windows has no SIGHUP
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), end)
    with subprocess.Popen(command, env=environment) as server:
        servers.append(server)
        if ended:  # between the two lines above
            server.terminate()
        code = server.wait()
    return 128 + ended[0] if ended else code


@app.command(rich_help_panel=LEARN)
def update(
    fresh: Annotated[
        str | None,
        typer.Option(help="a lesson to begin anew: your copies are set aside under a new name, not deleted"),
    ] = None,
    restore: Annotated[
        bool,
        typer.Option("--restore", help="put changed originals back; what you changed is kept in my_work first"),
    ] = False,
) -> None:
    """Lay what is new into my_work/, and say which of your notebooks have a newer original."""

    from overheard.learner import copies

    if fresh and restore:
        raise typer.BadParameter("These options do not go together")
    if restore:
        from overheard.learner import originals

        say("\n".join(originals.restore().lines()))
        return
    copies.print_report(copies.fresh(fresh) if fresh else copies.update())


@app.command(rich_help_panel=LEARN)
def progress() -> None:
    """Show which exercises you have passed, and when."""
    from overheard.learner import progress as record

    say(record.summary())


@app.command(rich_help_panel=LEARN)
def doctor() -> None:
    """Check the installation and the data sets, and say how to mend what is missing or altered."""
    from overheard.learner import doctor as examination

    findings = examination.examine()
    for finding in findings:
        say(finding.line())
    if any(not finding.ok for finding in findings):
        raise typer.Exit(1)


# --------------------------------------------------------------------------------------------------- writing


def _lessons(slugs: list[str] | None) -> tuple[Any, list[Any]]:
    from overheard import curriculum

    listing = curriculum.load()
    return listing, [listing.lesson(slug) for slug in slugs] if slugs else listing.lessons


@app.command(rich_help_panel=WRITE)
def build(
    lessons: Slugs = None,
    all_: Annotated[bool, typer.Option("--all", help="execute everything, changed or not")] = False,
    check: Annotated[
        bool, typer.Option("--check", help="write nothing; name what is not in step, exit code 1")
    ] = False,
) -> None:
    """Write notebooks/, exercises/ and solutions/ anew from lessons/, executing what changed."""
    listing, wanted = _lessons(lessons)
    from overheard.author import build as builder
    from overheard.author import render

    page = paths.ROOT / "README.md"
    text = page.read_text(encoding="utf-8")
    newer = render.readme(text, listing)
    if check:
        stale = builder.check(listing, wanted)
        if newer != text:
            stale.append(builder.Stale(page, "its table of lessons is not that of the curriculum"))
        for one in stale:
            say(f"{one.path.relative_to(paths.ROOT)}: {one.why}")
        if stale:
            say(f"{len(stale)} not in step with lessons/; run: overheard build")
            raise typer.Exit(1)
        say(f"All notebooks of {len(wanted)} lessons are in step with their sources.")
        return
    from tqdm import tqdm

    for lesson in wanted:
        with tqdm(total=1, desc=lesson.name, unit="cell", leave=False, disable=None) as bar:  # in a terminal only

            def show(name: str, done: int, total: int, seconds: float, bar: Any = bar) -> None:
                bar.set_description(name)
                bar.total, bar.n = total, done
                bar.set_postfix_str(f"{seconds:.0f} s")
                bar.refresh()

            result = builder.build(listing, lesson, execute_all=all_, progress=show)
        say(f"{lesson.name}: " + ", ".join(f"{folder} {what}" for folder, what in result.items()))
    if newer != text:
        page.write_text(newer, encoding="utf-8")
        say("README.md: table of lessons written")
    if lessons and (others := builder.elsewhere(listing, wanted)):
        say(others)
    if not lessons and listing.drafts:
        say(f"Drafts are built by name: overheard build {' '.join(draft.slug for draft in listing.drafts)}")


@app.command("new-lesson", rich_help_panel=WRITE)
def new_lesson(
    slug: Annotated[str, typer.Argument(help="its short name: lower-case letters, digits and underscores")],
    number: Annotated[
        int | None, typer.Option(help="two digits, the first is the part (a planned lesson has its number)")
    ] = None,
    title: Annotated[str | None, typer.Option(help="a few words (a planned lesson has its title)")] = None,
    quote: Annotated[
        str | None, typer.Option(help="the id of the quote it starts from, see: overheard quotes")
    ] = None,
) -> None:
    """Make the folder of a lesson from a template that builds, and list it in curriculum.yml."""
    from overheard.author import new_lesson as rooms

    try:
        words = title and typed(title)
    except ValueError as error:
        raise typer.BadParameter("the title is not in UTF-8; type it in a terminal that is") from error
    made = rooms.make(slug, number, words, quote)
    say("\n".join(made.lines()))


@app.command(rich_help_panel=WRITE)
def test(
    lesson: Annotated[
        str | None, typer.Argument(help="a lesson by slug or number, none: all; with --changed a commit")
    ] = None,
    four_ways: Annotated[
        bool,
        typer.Option("--four-ways", help="only the notebooks, with 1 and 2 threads, with and without AVX2"),
    ] = False,
    changed: Annotated[
        bool,
        typer.Option("--changed", help="only what has changed since a commit, or since the last one"),
    ] = False,
    times: Annotated[bool, typer.Option("--times", help="then show what each lesson costs")] = False,
    no_run: Annotated[bool, typer.Option("--no-run", help="with --times: of the last run, no test is run")] = False,
) -> None:
    """Run all tests: every notebook executed and every output compared, then the package's own."""
    from overheard import curriculum
    from overheard.author import testing

    if (four_ways and (changed or times)) or (no_run and (changed or not times)):
        raise typer.BadParameter("These options do not go together")
    listing = curriculum.load()  # a broken lesson is one line here, and thousands below
    if four_ways:
        failed = testing.four_ways(listing.lesson(lesson) if lesson else None)
        say(f"Failed with {'; '.join(failed)}." if failed else "All four passed.")
        raise typer.Exit(1 if failed else 0)
    code, reports = 0, [testing.REPORT]
    if changed:
        choice = testing.changed(lesson or "HEAD", listing)
        say(choice.told())
        code, reports = choice.run(), choice.reports
    elif not no_run:
        code = testing.run(testing.ALL, words=[listing.lesson(lesson).slug] if lesson else None)
    if times and reports:
        say(testing.table(testing.costs([paths.ROOT / "reports" / report for report in reports], listing)))
    raise typer.Exit(code)


@app.command(rich_help_panel=WRITE)
def bench(
    notebooks: Annotated[bool, typer.Option(help="also time the validation of all notebooks")] = True,
    crowd: Annotated[bool, typer.Option(help="also time four trainings at once, as on a busy machine")] = True,
    device: Annotated[str | None, typer.Option(help="cpu or cuda; else both, where there is a GPU")] = None,
) -> None:
    """Time the lesson's MNIST recipe against public ones, a busy machine, and the validation. Takes minutes."""
    from overheard.author import bench as benchmark

    raise typer.Exit(benchmark.main(notebooks, device, paths.ROOT / "reports" / "bench.txt", crowd))


@app.command(rich_help_panel=WRITE)
def site() -> None:
    """Build the web book into build/site from the notebooks as they are; nothing is executed."""
    from overheard import curriculum
    from overheard.book import site as book

    say(str(book.make(curriculum.load(), paths.ROOT / "build" / "site")))


@quotes_app.callback()
def list_quotes(context: typer.Context) -> None:
    """List the quotes: id, speaker, episode, words, and the lessons they motivate."""
    if context.invoked_subcommand:
        return
    from overheard import quotes

    for quote in quotes.load().values():
        say(f"{quote.id} · {quote.speaker}, {quote.episode} · {', '.join(quote.lessons)}")
        say(f"    “{quote.exact}”")


@quotes_app.command("verify")
def verify_quotes(
    transcripts: Annotated[Path, typer.Option(help="the folder with S10E10.txt and S11E06.txt")],
    write: Annotated[bool, typer.Option("--write", help="write the hashes of quotes that were found")] = False,
) -> None:
    """Find each quote in the text of its episode. Proposes repairs and applies none."""
    from overheard import quotes

    report = quotes.verify(transcripts)
    if write and not report.problems:
        quotes.write_hashes(transcripts)
    for problem in report.problems:
        say(str(problem))
    say(f"{report.found} of {report.total} quotes found.")
    if report.problems:
        raise typer.Exit(1)


# ------------------------------------------------------------------------------------------------------ main


# Wrong words on the command line: click's own error, or that of the copy that newer typers carry.
_UsageError = typer.BadParameter.__base__


def main() -> None:
    """Entry point. Bad input: one clear message on stderr and exit code 2."""
    replace_what_it_cannot_print()
    try:
        status = app(standalone_mode=False)
    except OverheardError as error:
        say(str(error), err=True)
        sys.exit(2)
    except _UsageError as error:
        context = getattr(error, "ctx", None)
        command = context.command_path if context else "overheard"
        if type(error).__name__ == "NoArgsIsHelpError":  # nothing was asked for: the help has been shown
            sys.exit(0)
        message = " ".join(error.format_message().split()).rstrip(".")
        say(f"{message}. See: {command} --help", err=True)
        sys.exit(2)
    sys.exit(status if isinstance(status, int) else 0)


if __name__ == "__main__":
    main()
