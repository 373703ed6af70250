#!/usr/bin/env python3
"""Everything from a fresh clone with Python 3.11 and pip: `python3 dev.py demo`, `python3 dev.py test`.

Standard library alone. It keeps a virtual environment in `.venv`, installs what the hashed requirement files list,
and runs the project's own programs in it.
"""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import sysconfig
import tempfile
import venv
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent
ENV = Path(os.environ.get("ALLFORALL_VENV", ROOT / ".venv"))
PYTHON = ENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
#: A file system in memory, and how much room the tests want there: they wait for the disk otherwise.
MEMORY, ROOM = Path("/dev/shm"), 4 << 30

USAGE = """python3 dev.py COMMAND

  demo [ARGS]     sets everything up, then runs the main job between two invented parties
  test [ARGS]     sets everything up, then checks and tests everything (ARGS go to pytest)
  run ARGS        the command line `allforall` in the project's environment
  check           linting, types, imports and catalogues alone
  pure [ARGS]     sets everything up, then runs the unit tests of the rooms that need no node
  interpreters    the same on every other Python 3.11 to 3.14 of this machine, each in an environment of its own
  stick [--to FOLDER]
                  everything that an installation needs in one folder of wheels: it installs without a network
  golden ARGS     diff|renew [BASE]: how the program's outputs differ from a commit's; writes their digests anew
  catalogues      renews the translation catalogues after a text has changed
  lock            renews the hashed requirement files from requirements/*.in
"""


def run(*command: str | Path, **more: object) -> None:
    """Runs a command in the project's root; ends this program with its exit code if it fails."""
    done = subprocess.run([str(part) for part in command], cwd=ROOT, check=False, **more)
    if done.returncode:
        sys.exit(done.returncode)


def set_up(*kinds: str) -> None:
    """Makes the environment hold exactly what the requirement files of these kinds list, once per change of theirs."""
    if sys.version_info < (3, 11):  # noqa: UP036  whoever runs this file may have an older Python
        sys.exit(f"Python 3.11 or later is needed, this is {sys.version.split()[0]}")
    if not PYTHON.exists():
        print(f"setting up {ENV} ...", file=sys.stderr)
        venv.create(ENV, with_pip=True)
    for kind in kinds:
        wanted = ROOT / "requirements" / f"{kind}.txt"
        stamp = ENV / f".{kind}"
        digest = hashlib.sha256(wanted.read_bytes() + str(ROOT).encode()).hexdigest()
        if stamp.exists() and stamp.read_text() == digest:
            continue
        print(f"installing requirements/{kind}.txt ...", file=sys.stderr)
        pip = (PYTHON, "-m", "pip", "--disable-pip-version-check", "--no-input", "install", "--quiet")
        run(*pip, "--require-hashes", "--requirement", wanted)
        stamp.write_text(digest)
    # The project itself needs no build to run from its own folder: one line tells Python where it is.
    site = next(ENV.glob("lib/python*/site-packages"), ENV / "Lib" / "site-packages")
    (site / "allforall-here.pth").write_text(f"{ROOT / 'src'}\n", encoding="utf-8")
    compile_catalogues()


def compile_catalogues() -> None:
    """Compiles the translations, which are committed as text alone, where one was changed since it last was."""
    for source in (ROOT / "src").glob("**/*.po"):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime_ns <= source.stat().st_mtime_ns:
            run(PYTHON, "tools/catalogues.py", "--compile")
            return


#: Rooms whose unit tests run on every interpreter: what may be used alone, without a node.
PURE = ("account", "answers", "arrangement", "disclosure", "eligibility", "exercise", "kinship")
PURE += ("pages", "people", "reconcile", "record")
MINORS = range(11, 15)


def pure(arguments: list[str]) -> None:
    """The unit tests of the pure rooms on this interpreter."""
    set_up("run", "test")
    print(f"unit tests of the pure rooms on Python {sys.version.split()[0]}", flush=True)
    test([*arguments, *(str(folder) for room in PURE if (folder := ROOT / "tests" / "unit" / room).is_dir())])


def interpreters() -> None:
    """The same on every other interpreter of this machine; `test` runs on this one. Says which there are."""
    for minor in MINORS:
        found = shutil.which(f"python3.{minor}")
        starts = [found, "-c", "import ensurepip"]  # the name may lead nowhere, or venv may be missing
        if sys.version_info[:2] == (3, minor):
            print(f"Python 3.{minor} is this one: “dev.py test” runs everything on it", flush=True)
        elif found is None or subprocess.run(starts, capture_output=True, check=False).returncode:
            print(f"Python 3.{minor} is not on this machine: nothing was run on it", flush=True)
        else:
            place = ENV.with_name(f"{ENV.name}-3.{minor}")
            run(found, "dev.py", "pure", env={**os.environ, "ALLFORALL_VENV": str(place)})


STICK_README = """allforall {version}, with all that a headquarters needs, for {python} on {platform}.

It installs without a network, and every wheel is checked against its hash in requirements.txt. Whoever could alter the
wheels could alter that list too: compare its SHA-256 by voice with the one that was told when this folder was made.
Then, in this folder:

    python3 -m venv ../allforall
    ../allforall/bin/python -m pip install --no-index --find-links . --require-hashes --requirement requirements.txt

Then ../allforall/bin/allforall --help
"""


def stick(folder: Path) -> None:
    """Fills a new folder with the wheels that requirements/run.txt locks and our own, and a list of their hashes."""
    if folder.exists() and any(folder.iterdir()):
        sys.exit(f"{folder} is not empty")
    pip = (PYTHON, "-m", "pip", "--disable-pip-version-check", "--no-input")
    locked = ROOT / "requirements" / "run.txt"
    run(
        *pip,
        "download",
        "--quiet",
        "--only-binary=:all:",
        "--require-hashes",
        "--requirement",
        locked,
        "--dest",
        folder,
    )
    for build_tool in folder.glob("babel-*.whl"):  # our wheel comes with the catalogues compiled
        build_tool.unlink()
    run(*pip, "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", folder, ROOT)
    lines, version = [], ""
    for wheel in sorted(folder.glob("*.whl")):
        name, number, *_ = wheel.name.split("-")
        version = number if name == "allforall" else version
        lines.append(f"{name}=={number} --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n")
    listed = "".join(lines).encode()
    (folder / "requirements.txt").write_bytes(listed)
    python = f"Python {sys.version_info[0]}.{sys.version_info[1]}"
    readme = STICK_README.format(version=version, python=python, platform=sysconfig.get_platform())
    (folder / "README.txt").write_text(readme, encoding="utf-8")
    print(f"{folder}: {len(lines)} wheels, {sum(file.stat().st_size for file in folder.iterdir()) // 10**6} MB")
    print(f"requirements.txt has the SHA-256 {hashlib.sha256(listed).hexdigest()}")


def cores() -> int:
    """Returns how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def check() -> None:
    """Linting, types, who imports whom, catalogues: at the same time, and what each says stands together."""
    steps = (
        ("-m", "mypy"),
        ("-m", "ruff", "check", "."),
        ("-m", "ruff", "format", "--check", "."),
        ("-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"),
        ("tools/catalogues.py", "--check"),
    )

    def listen(step: tuple[str, ...]) -> "subprocess.CompletedProcess[bytes]":
        return subprocess.run([PYTHON, *step], cwd=ROOT, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

    failed = 0
    with ThreadPoolExecutor(cores()) as pool:
        for done in pool.map(listen, steps):
            sys.stdout.buffer.write(done.stdout)
            sys.stdout.flush()
            failed = failed or done.returncode
    if failed:
        sys.exit(failed)


@contextmanager
def memory_folder() -> Iterator[Path | None]:
    """Gives a new folder in memory that only this user can open, or None without room; leaves nothing there."""
    if not MEMORY.is_dir() or not os.access(MEMORY, os.W_OK) or shutil.disk_usage(MEMORY).free < ROOM:
        yield None
        return
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    folder = Path(tempfile.mkdtemp(prefix="allforall-test-", dir=MEMORY))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def test(arguments: list[str]) -> None:
    """Runs the tests on all processors, their folders in memory; tests about the disk itself choose it themselves."""
    spread = ["-n", str(cores()), "--dist", "worksteal"] if cores() > 1 else []
    with memory_folder() as folder:
        if folder:
            spread.append(f"--basetemp={folder / 'pytest'}")
        environment = {**os.environ, **({"TMPDIR": str(folder)} if folder else {})}
        run(PYTHON, "-m", "pytest", *spread, *arguments, env=environment)


def main(arguments: list[str]) -> None:
    """Does what the command line asks for."""
    command, *rest = arguments or ["help"]
    if command == "demo":
        set_up("run")
        run(PYTHON, "-m", "allforall", "demo", *rest)
    elif command == "run":
        set_up("run")
        os.execv(PYTHON, [str(PYTHON), "-m", "allforall", *rest])
    elif command == "test":
        set_up("run", "test")
        check()
        test(rest)
    elif command == "check":
        set_up("run", "test")
        check()
    elif command == "pure":
        pure(rest)
    elif command == "interpreters":
        interpreters()
    elif command == "stick" and len(rest) in {0, 2} and rest[:1] in ([], ["--to"]):
        set_up("run", "test")
        stick(Path(rest[1] if rest else ROOT / "stick").resolve())
    elif command == "golden":
        set_up("run", "test")
        run(PYTHON, "tools/golden.py", *rest)
    elif command == "catalogues":
        set_up("run", "test")
        run(PYTHON, "tools/catalogues.py")
    elif command == "lock":
        set_up("run", "test")
        for kind in ("run", "test", "bench", "bench-spark", "bench-record"):
            run(
                PYTHON,
                "-m",
                "piptools",
                "compile",
                "--quiet",
                "--generate-hashes",
                "--strip-extras",
                "--allow-unsafe",
                "--no-header",
                "--no-emit-index-url",
                "--no-emit-trusted-host",
                "--no-emit-find-links",
                "--output-file",
                f"requirements/{kind}.txt",
                f"requirements/{kind}.in",
            )
    else:
        sys.exit(USAGE)


if __name__ == "__main__":
    main(sys.argv[1:])
