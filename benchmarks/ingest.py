"""What ingest costs: processor time a report by format, and what memory a reader holds after many files.

`python -m benchmarks.ingest [PATH…] [--copies N] [--files N]`

Every report is read `--copies` times in this one process, without the release. Beside the whole way from file to bundle stands the baseline
of the same run: the bare library of the format, doing nothing with what it reads. Then one reader process reads `--files` files, again
and again the same ones; its memory is printed as it goes. Without paths the samples are read.
"""

from __future__ import annotations

import argparse
import io
import resource
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from time import process_time

from ingest import samples
from ingest.formats import read_document
from ingest.limits import Limits
from ingest.pipeline import extract, facts_in
from ingest.reader_process import Task
from ingest.sources import Source, find_files
from ingest.workers import run_all
from kg import bundle
from kg.errors import ReportError
from kg.iris import Iris

_STEPS = 10


def bare(data: bytes, suffix: str) -> object:
    """The file opened and walked through with the library of its format alone."""
    match suffix:
        case ".docx":
            import docx

            document = docx.Document(io.BytesIO(data))
            return list(document.element.body.itertext())
        case ".pdf":
            import pdfplumber

            with pdfplumber.open(io.BytesIO(data)) as pdf:
                return [(page.extract_tables(), page.extract_text()) for page in pdf.pages]
        case ".html" | ".htm":
            from lxml import html

            return list(html.document_fromstring(data).itertext())
        case ".xlsx" | ".xls":
            from python_calamine import CalamineWorkbook

            book = CalamineWorkbook.from_filelike(io.BytesIO(data))
            return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
        case _:
            return read_document(data, f"a{suffix}")


def measured(sources: Sequence[Source], copies: int, work: Callable[[Source], object]) -> float:
    """Seconds of processor time a report, of this process and of those that it has started (LibreOffice)."""
    start = _spent()
    for source in list(sources) * copies:
        work(source)
    return (_spent() - start) / (len(sources) * copies)


def _spent() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return process_time() + children.ru_utime + children.ru_stime


def by_format(sources: Sequence[Source]) -> Iterator[tuple[str, list[Source]]]:
    """The files by ending, those left out that are no reports."""
    found: dict[str, list[Source]] = defaultdict(list)
    for source in sources:
        try:
            extract(source)  # forms and code lists are loaded once
        except ReportError as error:
            print(f"left out: {error}")
        else:
            found[source.path.suffix.lower()].append(source)
    yield from sorted(found.items())


def memory(data: bytes, name: str, limits: Limits) -> int:
    """Read a report and say what the process holds then, in KiB; runs in a reader process."""
    bundle.dump(facts_in(data, name, limits), Iris())
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() // 1024


def held(sources: Sequence[Source], files: int) -> Iterator[tuple[int, int]]:
    """Numbers of files read by one process, and the MiB that it holds then."""
    limits = Limits()
    tasks = [Task(memory, (s.path.read_bytes(), s.relative, limits), s.relative) for s in (sources[i % len(sources)] for i in range(files))]
    for number, answer in enumerate(run_all(tasks, limits, 1), 1):
        if number % max(1, files // _STEPS) == 0 and isinstance(answer.value, int):
            yield number, answer.value >> 10


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("paths", nargs="*", type=Path, default=[samples.folder()])
    parser.add_argument("--copies", type=int, default=3)
    parser.add_argument("--files", type=int, default=100)
    args = parser.parse_args()
    iris = Iris()
    print("format   reports   bare ms   to grids   to facts   to bundle   reports/s   to bundle / bare")
    for suffix, sources in by_format(find_files(args.paths)):
        base = measured(sources, args.copies, lambda s: bare(s.path.read_bytes(), s.path.suffix.lower()))
        grids = measured(sources, args.copies, lambda s: read_document(s.path.read_bytes(), s.relative))
        facts = measured(sources, args.copies, extract)
        whole = measured(sources, args.copies, lambda s: bundle.dump(extract(s), iris))
        steps = "".join(f"{seconds * 1000:11.1f}" for seconds in (grids, facts, whole))
        print(f"{suffix:8}{len(sources):8}{base * 1000:10.1f}{steps}{1 / whole:12.1f}{whole / base:12.1f}")
    print("files read by one process and MiB it holds:")
    print("   ".join(f"{number}: {mebibytes}" for number, mebibytes in held(find_files(args.paths), args.files)))


if __name__ == "__main__":
    main()
