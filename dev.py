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
import tempfile
import venv
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent
ENV = Path(os.environ.get("ALLFORALL_VENV", ROOT / ".venv"))
PYTHON = ENV / (
    "Scripts/python.exe" if os.name == "nt" else "bin/python"
)  #: A file system in memory, and how much room the tests want there: they wait for the disk otherwise.
MEMORY, ROOM = Path("/dev/shm"), 4 << 30

USAGE = """python3 dev.py COMMAND

  demo [ARGS]     sets everything up, then runs the main job between two invented parties
  test [ARGS]     sets everything up, then checks and tests everything (ARGS go to pytest)
  run ARGS        the command line `allforall` in the project's environment
  check           linting, types, imports and catalogues alone
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
