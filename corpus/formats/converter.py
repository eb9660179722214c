"""Convert other formats to .docx (.doc .wps .odt .rtf) or .xlsx (.et .xls .ods) with LibreOffice.

LibreOffice runs headless, with a time limit and a temporary profile, so neither a running
LibreOffice nor the user's settings are affected.
"""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from plandiff.corpus.errors import ConverterError, Phrase, system_reason
from plandiff.corpus.formats.limits import CONVERTER_SECONDS, MAX_FILE_BYTES
from plandiff.corpus.system import end_tree, find_program

_PROGRAMS = ("soffice", "libreoffice")
_FILTERS = {"docx": "docx:MS Word 2007 XML", "xlsx": "xlsx:Calc MS Excel 2007 XML"}
_SECURITY = "/org.openoffice.Office.Common/Security/Scripting"
_PROXY = "/org.openoffice.Inet/Settings"
_SETTINGS = (
    (_SECURITY, "BlockUntrustedRefererLinks", "true"),
    (_SECURITY, "DisableActiveContent", "true"),
    (_SECURITY, "DisableMacrosExecution", "true"),
    (_SECURITY, "MacroSecurityLevel", "3"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    (_PROXY, "ooInetProxyType", "2"),
    (_PROXY, "ooInetNoProxy", ""),
    (_PROXY, "ooInetHTTPProxyName", "127.0.0.1"),
    (_PROXY, "ooInetHTTPProxyPort", "9"),
    (_PROXY, "ooInetHTTPSProxyName", "127.0.0.1"),
    (_PROXY, "ooInetHTTPSProxyPort", "9"),
)
"""Disable macros and network access: fetching a linked picture would reveal the reader.

The unreachable proxy blocks the links that the first setting does not cover.
"""


def converter_state() -> tuple[object, ...]:
    """Path, size and time of the LibreOffice program: a cache key that changes with the version."""
    program = find_program(_PROGRAMS)
    if program is None:
        return ()
    try:
        stat = Path(program).resolve().stat()
    except OSError:
        return (program,)
    return program, stat.st_size, stat.st_mtime_ns


def convert_to_docx(name: str, data: bytes, form: str) -> bytes:
    """Convert a document to the bytes of a .docx; ``form`` is the suffix that fits its content.

    Raises ConverterError if LibreOffice is missing, takes too long or cannot read the document.
    """
    return _convert(name, data, form, "docx")


def convert_to_xlsx(name: str, data: bytes, form: str) -> bytes:
    """Convert a spreadsheet to .xlsx bytes; arguments and errors as for `convert_to_docx`."""
    return _convert(name, data, form, "xlsx")


def _convert(name: str, data: bytes, form: str, wanted: str) -> bytes:
    program = find_program(_PROGRAMS)
    if program is None:
        raise ConverterError(name, Phrase("reason.no-libreoffice", suffix=f".{form}"))
    folder = ""
    try:
        with tempfile.TemporaryDirectory(prefix="plandiff-", ignore_cleanup_errors=True) as folder:
            return _convert_in(Path(folder), program, (name, data, form), wanted)
    except OSError as error:
        nowhere = not folder and isinstance(error, FileNotFoundError)  # tempfile found no place
        reason = Phrase("reason.no-temporary-folder") if nowhere else system_reason(error)
        raise ConverterError(name, Phrase("reason.libreoffice-unusable", reason=reason)) from error
    finally:
        if folder:  # a signal interrupted the removal, or LibreOffice wrote while it was killed
            shutil.rmtree(folder, ignore_errors=True)


def _convert_in(folder: Path, program: str, document: tuple[str, bytes, str], wanted: str) -> bytes:
    name, data, form = document
    source = folder / "in" / f"plan.{form}"
    source.parent.mkdir()
    source.write_bytes(data)
    _write_settings(folder / "profile" / "user")
    command = [
        program,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--nolockcheck",
        "--convert-to",
        _FILTERS[wanted],
        "--outdir",
        str(folder),
        str(source),
    ]
    if not _run(command, folder):
        raise ConverterError(name, Phrase("reason.libreoffice-slow", seconds=CONVERTER_SECONDS))
    result = folder / f"plan.{wanted}"
    if not result.is_file() or result.stat().st_size > MAX_FILE_BYTES:
        raise ConverterError(name, Phrase("reason.libreoffice-failed", suffix=f".{form}"))
    return result.read_bytes()


def _write_settings(user: Path) -> None:
    user.mkdir(parents=True)
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for path, name, value in _SETTINGS
    )
    (user / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><oor:items '
        'xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{items}</oor:items>',
        encoding="utf-8",
    )


def _run(command: list[str], folder: Path) -> bool:
    """Whether the command ended in time; otherwise it and its children are killed."""
    places = dict.fromkeys(("HOME", "TMPDIR", "TEMP", "TMP"), str(folder))
    environment = os.environ | places
    with subprocess.Popen(  # noqa: S603 - our own arguments; the document is a file name
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # soffice is a script that starts the real program
    ) as process:
        try:
            process.wait(CONVERTER_SECONDS)
        except BaseException as error:
            end_tree(process)
            if isinstance(error, subprocess.TimeoutExpired):
                return False
            raise
    return True
