"""DOC and other word processor files: LibreOffice makes a DOCX of them, in a profile and folder of its own, and that is read.

Without LibreOffice such a file is refused with the name of what to install. Macros don't run and linked files aren't fetched.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path, PurePath
from time import monotonic

from ingest.document import Document
from ingest.formats import docx
from ingest.limits import Limits
from kg.errors import FileUnreadable

_NAMES = ("soffice", "libreoffice")
_USUAL_PLACES = (
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
    "/snap/bin/libreoffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
)
_STARTS = 3
_START_AGAIN = (79, 81)  # exit statuses with which LibreOffice asks to be started again
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
</oor:items>
"""  # noqa: E501


def read(data: bytes, name: str, limits: Limits) -> Document:
    """The document in the bytes of a DOC file. Raises FileUnreadable where LibreOffice is missing, fails or takes too long."""
    program = find_office(limits.soffice)
    if program is None:
        raise FileUnreadable(
            "a .doc file needs LibreOffice, which was not found",
            where=name,
            hint="install it (apt install libreoffice-writer), name it in the setting soffice, or save the file as .docx",
        )
    return replace(docx.read(_converted(program, data, name, limits), name, limits), style="doc")


def find_office(named: str = "") -> str | None:
    """The path of LibreOffice: `named`, else on PATH, else in one of the usual places; None where it is in none of them."""
    found = (shutil.which(place) for place in ([named] if named else [*_NAMES, *_USUAL_PLACES]))
    program = next(filter(None, found), None)
    return _binary(program) if program else None


def _binary(program: str) -> str:
    """The program behind the starter, which would leave it running when it is killed itself."""
    binary = Path(program).resolve().with_name("soffice.bin")
    return str(binary) if binary.is_file() else program


def _converted(program: str, data: bytes, name: str, limits: Limits) -> bytes:
    """The bytes of the DOCX that LibreOffice makes of the file."""
    with tempfile.TemporaryDirectory(prefix="juesuan-doc-", ignore_cleanup_errors=True) as folder:
        work = Path(folder)
        source = work / f"report{PurePath(name).suffix.lower() or '.doc'}"
        source.write_bytes(data)
        profile = work / "profile" / "user"
        profile.mkdir(parents=True)
        (profile / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
        said = _run(_command(program, source), name, limits.seconds)
        made = work / "made" / "report.docx"
        if not made.is_file():
            raise FileUnreadable(f"LibreOffice cannot read it{said}", where=name, hint="open it in Word and save it as .docx")
        limits.check("bytes as DOCX", made.stat().st_size, limits.file_bytes, "max_file_mb", name)
        return made.read_bytes()


def _command(program: str, source: Path) -> list[str]:
    options = ["--headless", "--norestore", "--nolockcheck", "--nodefault", "--nofirststartwizard"]
    profile = f"-env:UserInstallation={(source.parent / 'profile').as_uri()}"
    return [program, profile, *options, "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(source.parent / "made"), str(source)]


def _run(command: list[str], name: str, seconds: float) -> str:
    """Run LibreOffice; what it complained of. In a new profile it stops once to be started again."""
    until = monotonic() + seconds
    for _ in range(_STARTS):
        code, complaint = _started(command, name, max(until - monotonic(), 0.0), seconds)
        if code not in _START_AGAIN:
            break
    last = complaint.decode("utf-8", "replace").strip().splitlines()[-1:]
    return f": {last[0][:200]}" if last else ""


def _started(command: list[str], name: str, left: float, seconds: float) -> tuple[int, bytes]:
    """Exit status and complaints of one start. It stays in the group of this process: what ends the reader ends it too."""
    environment = {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY")}
    quiet = subprocess.DEVNULL
    # the program the operator named or installed, on files in a folder of our own
    with subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=subprocess.PIPE, env=environment) as process:  # noqa: S603
        try:
            _, complaint = process.communicate(timeout=left)
        except subprocess.TimeoutExpired as error:
            message = f"LibreOffice did not finish in {seconds:g} seconds"
            raise FileUnreadable(message, where=name, hint="save it as .docx, or raise the setting read_seconds") from error
        finally:
            process.kill()
    return process.returncode, complaint
