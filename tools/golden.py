"""The golden outputs: what the program prints and writes in the stories of `tests/golden`, kept as digests.

python3 dev.py golden diff [BASE]     shows what changed since a commit (HEAD), output by output
python3 dev.py golden renew [BASE]    shows the same, then writes the new digests
python3 dev.py golden make FOLDER     writes the outputs into a folder
"""

import hashlib
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
#: One line for each output: its digest and its name, sorted by name.
DIGESTS = ROOT / "tests" / "golden" / "digests.txt"


def stories(tree: Path) -> list[str]:
    """Returns the names of a tree's stories."""
    folder = tree / "tests" / "golden" / "stories"
    return sorted(path.stem for path in folder.glob("*.py") if not path.stem.startswith("_"))


def make_story(tree: Path, story: str, out: Path) -> None:
    """Plays one story of a tree in its own process, without anything of this one's environment that could show."""
    golden = tree / "tests" / "golden"
    tests = [tree / "tests" / part for part in ("e2e", "unit/cli", "unit/node")]
    paths = [golden / "site", golden, tree / "src", *tests, tree]
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR", "PYTHONHASHSEED") if name in os.environ}
    environment = kept | {
        "PYTHONPATH": os.pathsep.join(map(str, paths)), "LANG": "C.UTF-8", "TZ": "UTC", "PYTHONDONTWRITEBYTECODE": "1",
    }  # fmt: skip
    command = [sys.executable, str(golden / "run.py"), str(out), story]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - our own
    if done.returncode:
        raise RuntimeError(f"the story {story!r} came to no end\n{done.stdout}{done.stderr}")


def make(tree: Path, out: Path) -> None:
    """Plays all stories of a tree, as many at a time as there are processors."""
    with ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        list(pool.map(lambda story: make_story(tree, story, out), stories(tree)))


def digest(out: Path) -> dict[str, str]:
    """Returns the digest of every output in a folder by its name."""
    files = (path for path in out.rglob("*") if path.is_file())
    return {str(path.relative_to(out)): hashlib.sha256(path.read_bytes()).hexdigest()[:32] for path in files}


def read_digests() -> dict[str, str]:
    """Returns the recorded digests."""
    lines = DIGESTS.read_text(encoding="utf-8").splitlines()
    return {name: value for value, name in (line.split("  ", 1) for line in lines)}


def write_digests(found: dict[str, str]) -> None:
    """Records the digests."""
    DIGESTS.write_text("".join(f"{found[name]}  {name}\n" for name in sorted(found)), encoding="utf-8")


def git(*words: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Runs git."""
    return subprocess.run(["git", *words], cwd=cwd, check=False, text=True)  # noqa: S603, S607 - git


def show_difference(base: str, folder: Path) -> None:
    """Makes the outputs of a commit, in a worktree of its own, and of this tree; prints how they differ."""
    tree = folder / "tree"
    if git("worktree", "add", "--quiet", "--detach", str(tree), base).returncode:
        sys.exit(f"no such commit: {base}")
    try:
        if stories(tree):
            compiling = [sys.executable, str(tree / "tools" / "catalogues.py"), "--compile"]
            subprocess.run(compiling, cwd=tree, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own
            make(tree, folder / "before")
    finally:
        git("worktree", "remove", "--force", str(tree))
    (folder / "before").mkdir(exist_ok=True)
    make(ROOT, folder / "after")
    git("--no-pager", "diff", "--no-index", "--no-renames", "before", "after", cwd=folder)


def main(arguments: list[str]) -> None:
    """Does what the command line asks for."""
    command, *rest = arguments or ["help"]
    if command == "make" and rest:
        make(ROOT, Path(rest[0]).resolve())
    elif command in {"diff", "renew"}:
        with tempfile.TemporaryDirectory(prefix="golden-") as name:
            show_difference(rest[0] if rest else "HEAD", Path(name))
            if command == "renew":
                write_digests(digest(Path(name) / "after"))
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
