#!/usr/bin/env python3
"""Everything from a fresh clone with Python 3.11 and pip: `python3 dev.py demo`, `python3 dev.py test`.

Standard library alone. It keeps a virtual environment in `.venv`, installs what the hashed requirement files list,
and runs the project's own programs in it.
"""

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
ENV = Path(os.environ.get("ALLFORALL_VENV", ROOT / ".venv"))
PYTHON = ENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

USAGE = """python3 dev.py COMMAND

  demo [ARGS]     sets everything up, then runs the main job between two invented parties
  test [ARGS]     sets everything up, then checks and tests everything (ARGS go to pytest)
  run ARGS        the command line `allforall` in the project's environment
  check           linting, types, imports and catalogues alone
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


def check() -> None:
    """Linting, types, who imports whom, catalogues."""
    run(PYTHON, "-m", "ruff", "check", ".")
    run(PYTHON, "-m", "ruff", "format", "--check", ".")
    run(PYTHON, "-m", "mypy")
    run(PYTHON, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()")
    run(PYTHON, "tools/catalogues.py", "--check")


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
        run(PYTHON, "-m", "pytest", *rest)
    elif command == "check":
        set_up("run", "test")
        check()
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
