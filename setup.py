"""Compiles the translations into what is built; everything else about the package stands in pyproject.toml."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from setuptools import setup
from setuptools.command.build_py import build_py

SOURCE = Path(__file__).resolve().parent / "src"


class BuildWithCatalogues(build_py):
    """The usual build, with each catalogue compiled beside its text."""

    def run(self) -> None:
        super().run()
        into = SOURCE if self.editable_mode else Path(self.build_lib)
        for source in SOURCE.glob("**/*.po"):
            compiled = into / source.relative_to(SOURCE).with_suffix(".mo")
            compiled.parent.mkdir(parents=True, exist_ok=True)
            with source.open("rb") as text, compiled.open("wb") as stream:
                write_mo(stream, read_po(text, locale=source.parts[-3]))


setup(cmdclass={"build_py": BuildWithCatalogues})
