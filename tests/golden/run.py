"""Plays stories in this process and keeps their outputs: `run.py OUT STORY...`, with `site` on Python's path."""

import os
import sys
import tempfile
from importlib import import_module
from pathlib import Path

from stage import Stage


def play(story: str, out: Path) -> None:
    """Plays one story in a new folder and keeps its outputs under its name."""
    before = Path.cwd()
    with tempfile.TemporaryDirectory(prefix="golden-") as folder:
        os.chdir(folder)
        try:
            stage = Stage(out / story)
            import_module(f"stories.{story}").play(stage)
            stage.keep_files()
        finally:
            os.chdir(before)


if __name__ == "__main__":
    os.umask(0o022)
    for name in sys.argv[2:]:
        play(name, Path(sys.argv[1]).resolve())
