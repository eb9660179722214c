"""Platform differences between Windows, macOS and other systems, all in this module.

It uses only the standard library, and imports platform modules inside functions: the user's
language is looked up before ``--help`` is printed, so this module must load fast.
"""

import errno
import os
import shutil
import signal
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path, PureWindowsPath
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import subprocess

fcntl: ModuleType | None
try:
    fcntl = import_module("fcntl")
except ImportError:  # Windows
    fcntl = None

_LOCALE_NAME_LENGTH = 85
"""Buffer size in characters for a locale name on Windows (LOCALE_NAME_MAX_LENGTH)."""
_OUTPUT, _ERROR = -11, -12
"""Windows handle numbers of the standard streams (STD_OUTPUT_HANDLE, STD_ERROR_HANDLE)."""
_VIRTUAL_TERMINAL = 0x0004
"""Console mode that enables escape sequences (ENABLE_VIRTUAL_TERMINAL_PROCESSING)."""
_SHARING = frozenset({32, 33})
"""Windows errors for a file in use by another program (SHARING_VIOLATION, LOCK_VIOLATION)."""
_ACCESS_DENIED = 5
_LONGEST_PATH = 259
"""Maximum characters of a path on Windows (MAX_PATH without the terminating zero)."""
_LOCK_PAUSE = 0.05
"""Seconds between attempts to take a lock that cannot be waited for."""
_RESERVED = frozenset(
    {"con", "prn", "aux", "nul", "conin$", "conout$"}
    | {f"{port}{number}" for port in ("com", "lpt") for number in "123456789¹²³"}
)
_FORBIDDEN = frozenset('<>:"|?*')


def on_windows() -> bool:
    """Whether this is Windows."""
    return sys.platform == "win32"


def kernel32() -> Any:  # noqa: ANN401 - a library of the system, which has no types
    """The Windows library for locales and consoles; raises OSError on other systems."""
    import ctypes  # noqa: PLC0415 - Windows only

    try:
        return vars(ctypes)["windll"].kernel32
    except KeyError as error:
        raise OSError(errno.ENOSYS, "no Windows") from error


def system_locale() -> str:
    """The user's locale from the settings of Windows or macOS; ``""`` if unknown.

    Other systems use the environment, which callers check first on all systems.
    """
    with suppress(OSError, ValueError, AttributeError):
        if sys.platform == "win32":
            return _windows_locale()
        if sys.platform == "darwin":
            return _apple_locale(Path.home() / "Library/Preferences/.GlobalPreferences.plist")
    return ""


def _windows_locale() -> str:
    import ctypes  # noqa: PLC0415 - Windows only

    name = ctypes.create_unicode_buffer(_LOCALE_NAME_LENGTH)
    return name.value if kernel32().GetUserDefaultLocaleName(name, _LOCALE_NAME_LENGTH) else ""


def _apple_locale(preferences: Path) -> str:
    """The language from the macOS settings, else the region's locale (``zh_CN``)."""
    import plistlib  # noqa: PLC0415 - macOS only

    settings = plistlib.loads(preferences.read_bytes())
    languages = settings.get("AppleLanguages") or [""]
    return str(languages[0] or settings.get("AppleLocale", ""))


def console_obeys_escapes(*, error: bool = False) -> bool:
    """Whether the terminal of standard output (or error) accepts escape sequences.

    The Windows console supports them in a mode that must be enabled; other systems always do.
    """
    if not on_windows():
        return True
    import ctypes  # noqa: PLC0415 - Windows only

    with suppress(OSError, AttributeError):
        library = kernel32()
        handle = library.GetStdHandle(_ERROR if error else _OUTPUT)
        mode = ctypes.c_uint32()
        if library.GetConsoleMode(handle, ctypes.byref(mode)):
            wanted = mode.value | _VIRTUAL_TERMINAL
            return wanted == mode.value or bool(library.SetConsoleMode(handle, wanted))
    return False


def find_program(names: tuple[str, ...], environ: Mapping[str, str] = os.environ) -> str | None:
    """Find the first of the programs on the search path or in the usual install folders.

    On Windows and macOS LibreOffice is not on the search path.
    """
    for name in names:
        found = shutil.which(name)
        if found:
            return found
    places = _program_places(names, environ)
    return next((str(place) for place in places if place.is_file()), None)


def _program_places(names: tuple[str, ...], environ: Mapping[str, str]) -> Iterator[Path]:
    if on_windows():
        roots = [environ[name] for name in ("ProgramFiles", "ProgramW6432", "ProgramFiles(x86)",
                                            "LOCALAPPDATA") if environ.get(name)]  # fmt: skip
        folders = [Path(root) / "LibreOffice" / "program" for root in dict.fromkeys(roots)]
        endings: tuple[str, ...] = (".com", ".exe")  # soffice.com waits until it has finished
    elif sys.platform == "darwin":
        homes = (Path("/"), Path.home())
        folders = [home / "Applications/LibreOffice.app/Contents/MacOS" for home in homes]
        endings = ("",)
    else:
        return
    for folder in folders:
        for name in names:
            yield from (folder / f"{name}{ending}" for ending in endings)


def default_editor() -> list[str] | None:
    """Command of the standard editor of Windows or macOS, which ends when the user closes it."""
    if on_windows():
        return ["notepad"]
    return ["open", "-W", "-n", "-t"] if sys.platform == "darwin" else None


def end_tree(process: "subprocess.Popen[bytes]") -> None:
    """Kill a process with all its children, and wait for its end.

    On Unix it must lead its own process group (``start_new_session``).
    """
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    elif on_windows():
        import subprocess  # noqa: PLC0415 - Windows only

        with suppress(OSError):  # `process.kill` would leave the children alive
            subprocess.run(  # noqa: S603 - a number and options of our own
                ["taskkill", "/F", "/T", "/PID", str(process.pid)],  # noqa: S607 - of the system
                capture_output=True,
                check=False,
            )
    with suppress(OSError):
        process.kill()
    process.wait()


@contextmanager
def folder_locked(folder: Path, *, wait: bool = True) -> Iterator[None]:
    """Hold our inter-process lock of a folder; raises OSError if the folder is missing.

    Without ``wait``, raises BlockingIOError if another process holds the lock.  Windows cannot lock
    folders, so a file ``.plandiff.lock`` in the folder is locked instead; it is not deleted.
    """
    if fcntl is None:
        with _file_locked(folder / ".plandiff.lock", wait=wait):
            yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        yield
    finally:
        os.close(handle)


@contextmanager
def _file_locked(path: Path, *, wait: bool) -> Iterator[None]:
    import msvcrt  # noqa: PLC0415 - Windows only

    handle = os.open(path, os.O_RDWR | os.O_CREAT)
    try:
        _lock_first_byte(msvcrt, handle, wait=wait)
        try:
            yield
        finally:
            os.lseek(handle, 0, os.SEEK_SET)
            vars(msvcrt)["locking"](handle, vars(msvcrt)["LK_UNLCK"], 1)
    finally:
        os.close(handle)


def _lock_first_byte(msvcrt: ModuleType, handle: int, *, wait: bool) -> None:
    """Lock the file, waiting without limit; Windows itself gives up after ten seconds."""
    functions = vars(msvcrt)
    while True:
        os.lseek(handle, 0, os.SEEK_SET)
        try:
            functions["locking"](handle, functions["LK_NBLCK"], 1)
        except OSError as error:
            if error.errno not in {errno.EACCES, errno.EDEADLK}:
                raise
            if not wait:
                raise BlockingIOError(errno.EAGAIN, "locked") from error
            time.sleep(_LOCK_PAUSE)
        else:
            return


def is_held_by_another_program(error: OSError, path: Path) -> bool:
    """Whether a file cannot be replaced because another program, such as Word, has it open."""
    code = getattr(error, "winerror", None)
    if code in _SHARING:
        return True
    # Replacing a file that Word has opened with read sharing fails with this code.
    return code == _ACCESS_DENIED and path.is_file() and os.access(path, os.W_OK)


def is_reserved_name(path: str) -> bool:
    r"""Whether Windows forbids a file name: a device name or an invalid character.

    >>> [is_reserved_name(name) for name in ("con.docx", "nul", "要点?.md", "要点.md ", "控制.md")]
    [True, True, True, True, False]
    >>> [is_reserved_name(name) for name in (r"C:\计划\要点.md", r"\\server\教育局\要点.md")]
    [False, False]
    """
    name = PureWindowsPath(path).name
    stem = name.partition(".")[0].rstrip(" ").lower()
    signs = any(sign in _FORBIDDEN or ord(sign) < ord(" ") for sign in name)
    return stem in _RESERVED or signs or name != name.rstrip(". ")


def is_too_long_a_path(path: Path) -> bool:
    """Whether a path is too long for Windows (unless long paths are enabled)."""
    return on_windows() and len(os.path.abspath(path)) > _LONGEST_PATH  # noqa: PTH100 - no links
