"""What a run asks of every picture, and the stamp under which its answer stays valid."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from forensics import __version__
from forensics.analyses import Context, Depth
from forensics.picture import Limits
from forensics.pipeline import chosen

READING = "reading"


@dataclass(frozen=True, slots=True)
class Job:
    """The settings of a run. ``timeout`` in seconds a picture, ``memory`` in MB of address space a worker."""

    folder: Path
    depth: Depth = "quick"
    only: tuple[str, ...] = ()
    corpus: str | None = None
    timeout: float = 30.0
    memory: int = 1500
    max_pixels: int = 50_000_000
    language: str = "fr"  # of the captions of matches

    def context(self) -> Context:
        """The surroundings of the analyses; opens the corpus."""
        return Context(corpus=self._corpus(), depth=self.depth, budget=self.timeout * 0.8)

    def limits(self) -> Limits:
        return Limits(max_pixels=self.max_pixels)

    def stamps(self) -> dict[str, str]:
        """For each analysis of this run, what its answer depends on; another stamp means that it is done again."""
        stamps = {analysis.name: f"{analysis.version} {self.depth}" for analysis in chosen(self._bare(), self.only)}
        if self.corpus is not None and "match" in stamps:
            stamps["match"] += f" {self.language} {self._corpus_stamp()}"
        return {**stamps, READING: __version__}

    def bounds(self) -> dict[str, float]:
        """The limits that a failure depends on: a picture too slow or too large is tried again under other ones."""
        return {"timeout": self.timeout, "memory": self.memory, "max_pixels": self.max_pixels}

    def plain(self) -> dict[str, Any]:
        """The job as JSON values, for workers elsewhere."""
        return {**asdict(self), "folder": str(self.folder)}

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> Job:
        """The inverse of `plain`."""
        return cls(**{**plain, "folder": Path(plain["folder"]), "only": tuple(plain["only"])})

    def _bare(self) -> Context:
        return Context(depth=self.depth)

    def _corpus(self) -> Any:
        if self.corpus is None:
            return None
        from forensics.corpus import open_corpus

        return open_corpus(self.corpus, self.language)

    def _corpus_stamp(self) -> str:
        """Changes whenever a record or the index of the corpus does."""
        from forensics.corpus import open_corpus

        folder = getattr(open_corpus(str(self.corpus)), "folder", None)
        return _newest(Path(folder).iterdir()) if folder is not None else ""


def _newest(files: Iterable[Path]) -> str:
    return str(max((file.stat().st_mtime_ns for file in files if file.is_file()), default=0))
