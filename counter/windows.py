"""What Loket asks of Windows itself: sealing a secret, the print spooler, sound, telling PCs apart.

Plain ctypes, imported only on Windows, type-checked everywhere (`mypy --platform win32`). Every
failure is an `OSError` with Windows' own words; who asked turns it into a `LoketError`. What a page
looks like, and where it sits on the paper, is decided by `counter.printing`.
"""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from contextlib import contextmanager
from ctypes import wintypes
from typing import TYPE_CHECKING, Any, TypeAlias

from counter.text import N_

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path, PurePath

assert sys.platform == "win32", "counter.windows is for Windows alone"

_crypt32 = ctypes.WinDLL("crypt32", use_last_error=True)
_kernel32 = ctypes.WinDLL("kernel32", use_last_error=True)
_winspool = ctypes.WinDLL("winspool.drv", use_last_error=True)
_gdi32 = ctypes.WinDLL("gdi32", use_last_error=True)


def _declare(function: Any, result: Any, *arguments: Any) -> Any:
    """Give a function its types: a handle cut to 32 bits crashes on a 64-bit Windows."""
    function.restype = result
    function.argtypes = arguments
    return function


# DPAPI


class _Blob(ctypes.Structure):
    _fields_ = [("size", wintypes.DWORD), ("data", ctypes.POINTER(ctypes.c_char))]


_blob = ctypes.POINTER(_Blob)
_protect = _declare(
    _crypt32.CryptProtectData,
    wintypes.BOOL,
    _blob,
    wintypes.LPCWSTR,
    _blob,
    ctypes.c_void_p,
    ctypes.c_void_p,
    wintypes.DWORD,
    _blob,
)
_unprotect = _declare(
    _crypt32.CryptUnprotectData,
    wintypes.BOOL,
    _blob,
    ctypes.c_void_p,
    _blob,
    ctypes.c_void_p,
    ctypes.c_void_p,
    wintypes.DWORD,
    _blob,
)
_local_free = _declare(_kernel32.LocalFree, ctypes.c_void_p, ctypes.c_void_p)

_UI_FORBIDDEN = 0x1
_LOCAL_MACHINE = 0x4  # any account of this PC: the service and every clerk


def protect(secret: bytes) -> bytes:
    """Encrypt a secret so that only this machine, whoever is signed in, decrypts it.

    Raises:
        OSError: Windows refuses.
    """
    return _crypt(_protect, secret, None)


def unprotect(sealed: bytes) -> bytes:
    """Decrypt what `protect` gave on this machine.

    Raises:
        OSError: it is damaged or was made on another machine.
    """
    return _crypt(_unprotect, sealed, None)


def _crypt(function: Any, given: bytes, description: None) -> bytes:
    buffer = ctypes.create_string_buffer(given, len(given))
    source = _Blob(len(given), ctypes.cast(buffer, ctypes.POINTER(ctypes.c_char)))
    target = _Blob()
    if not function(
        ctypes.byref(source),
        description,
        None,
        None,
        None,
        _UI_FORBIDDEN | _LOCAL_MACHINE,
        ctypes.byref(target),
    ):
        raise _failure()
    try:
        return ctypes.string_at(target.data, target.size)
    finally:
        _local_free(target.data)


# The spooler

_open_printer = _declare(
    _winspool.OpenPrinterW,
    wintypes.BOOL,
    wintypes.LPWSTR,
    ctypes.POINTER(wintypes.HANDLE),
    ctypes.c_void_p,
)
_close_printer = _declare(_winspool.ClosePrinter, wintypes.BOOL, wintypes.HANDLE)
_get_printer = _declare(
    _winspool.GetPrinterW,
    wintypes.BOOL,
    wintypes.HANDLE,
    wintypes.DWORD,
    ctypes.c_void_p,
    wintypes.DWORD,
    ctypes.POINTER(wintypes.DWORD),
)


class _RawInfo(ctypes.Structure):
    _fields_ = [
        ("name", wintypes.LPWSTR),
        ("output", wintypes.LPWSTR),
        ("kind", wintypes.LPWSTR),
    ]


_start_raw = _declare(
    _winspool.StartDocPrinterW,
    wintypes.DWORD,
    wintypes.HANDLE,
    wintypes.DWORD,
    ctypes.POINTER(_RawInfo),
)
_write_raw = _declare(
    _winspool.WritePrinter,
    wintypes.BOOL,
    wintypes.HANDLE,
    ctypes.c_char_p,
    wintypes.DWORD,
    ctypes.POINTER(wintypes.DWORD),
)
_end_raw = _declare(_winspool.EndDocPrinter, wintypes.BOOL, wintypes.HANDLE)
_abort_raw = _declare(_winspool.AbortPrinter, wintypes.BOOL, wintypes.HANDLE)
# PRINTER_STATUS_*: what stops paper, in the order a person should hear of it.
_TROUBLES = (
    (0x0000_0010, N_("out of paper")),
    (0x0000_0008, N_("paper jam")),
    (0x0040_0000, N_("cover open")),
    (0x0000_0080, N_("offline")),
    (0x0000_1000, N_("not available")),
    (0x0010_0000, N_("needs attention")),
    (0x0000_0001, N_("paused")),
    (0x0000_0002, N_("error")),
)


def printer_trouble(name: str) -> str:
    """Say in one English word or two what keeps a printer from printing; empty when nothing does.

    Raises:
        OSError: there is no such printer, or the spooler does not answer.
    """
    with _printer(name) as handle:
        status, needed = wintypes.DWORD(), wintypes.DWORD()
        # Level 6 is the status alone.
        if not _get_printer(handle, 6, ctypes.byref(status), 4, ctypes.byref(needed)):
            raise _failure()
    return next((word for bit, word in _TROUBLES if status.value & bit), "")


def send_raw(name: str, data: bytes, title: str) -> None:
    """Hand bytes to a printer past its driver, as one job.

    Raises:
        OSError: the spooler did not take all of them; what it had taken is thrown away.
    """
    with _printer(name) as handle:
        info = _RawInfo(title, None, "RAW")
        if not _start_raw(handle, 1, ctypes.byref(info)):
            raise _failure()
        try:
            taken = wintypes.DWORD()
            if not _write_raw(handle, data, len(data), ctypes.byref(taken)):
                raise _failure()
            if taken.value != len(data):
                raise OSError(errno.EIO, f"{taken.value} of {len(data)} bytes taken")
        except BaseException:
            _abort_raw(handle)
            raise
        if not _end_raw(handle):
            raise _failure()


@contextmanager
def _printer(name: str) -> Iterator[wintypes.HANDLE]:
    handle = wintypes.HANDLE()
    if not _open_printer(name, ctypes.byref(handle), None):
        raise _failure()
    try:
        yield handle
    finally:
        _close_printer(handle)


# GDI


class _DocInfo(ctypes.Structure):
    _fields_ = [
        ("size", ctypes.c_int),
        ("name", wintypes.LPCWSTR),
        ("output", wintypes.LPCWSTR),
        ("kind", wintypes.LPCWSTR),
        ("flags", wintypes.DWORD),
    ]


class _BitmapHeader(ctypes.Structure):
    _fields_ = [
        ("size", wintypes.DWORD),
        ("width", wintypes.LONG),
        ("height", wintypes.LONG),
        ("planes", wintypes.WORD),
        ("bits", wintypes.WORD),
        ("compression", wintypes.DWORD),
        ("image_size", wintypes.DWORD),
        ("x_per_metre", wintypes.LONG),
        ("y_per_metre", wintypes.LONG),
        ("colours_used", wintypes.DWORD),
        ("colours_important", wintypes.DWORD),
    ]


_create_dc = _declare(
    _gdi32.CreateDCW,
    wintypes.HDC,
    wintypes.LPCWSTR,
    wintypes.LPCWSTR,
    wintypes.LPCWSTR,
    ctypes.c_void_p,
)
_delete_dc = _declare(_gdi32.DeleteDC, wintypes.BOOL, wintypes.HDC)
_device_caps = _declare(_gdi32.GetDeviceCaps, ctypes.c_int, wintypes.HDC, ctypes.c_int)
_start_doc = _declare(_gdi32.StartDocW, ctypes.c_int, wintypes.HDC, ctypes.POINTER(_DocInfo))
_end_doc = _declare(_gdi32.EndDoc, ctypes.c_int, wintypes.HDC)
_abort_doc = _declare(_gdi32.AbortDoc, ctypes.c_int, wintypes.HDC)
_start_page = _declare(_gdi32.StartPage, ctypes.c_int, wintypes.HDC)
_end_page = _declare(_gdi32.EndPage, ctypes.c_int, wintypes.HDC)
_stretch = _declare(
    _gdi32.StretchDIBits,
    ctypes.c_int,
    wintypes.HDC,
    *[ctypes.c_int] * 8,
    ctypes.c_void_p,
    ctypes.POINTER(_BitmapHeader),
    wintypes.UINT,
    wintypes.DWORD,
)

_SRCCOPY = 0x00CC0020


Device: TypeAlias = tuple[int, int, int, int, int, int, int]
"""A printer's page as it is set up now: dpi across and down, paper width, printable width and
height, and the printable area's offset from the paper's corner, all in its own pixels."""

Strip: TypeAlias = tuple[bytes, int, int, int, int, int, int]
"""A bitmap and its place on one page: 32-bit BGRx rows from the top, their width and height; x, y,
width and height on the device."""


def device(name: str) -> Device:
    """Ask a printer for its page.

    Raises:
        OSError: there is no such printer, or its driver does not answer.
    """
    with _device_context(name) as context:
        return (
            _device_caps(context, 88),  # LOGPIXELSX
            _device_caps(context, 90),  # LOGPIXELSY
            _device_caps(context, 110),  # PHYSICALWIDTH
            _device_caps(context, 8),  # HORZRES
            _device_caps(context, 10),  # VERTRES
            _device_caps(context, 112),  # PHYSICALOFFSETX
            _device_caps(context, 113),  # PHYSICALOFFSETY
        )


def send_pages(name: str, pages: Sequence[Strip], title: str) -> None:
    """Print bitmaps through the printer's own driver, one to a page.

    Raises:
        OSError: the spooler did not take all of them; what it had taken is thrown away.
    """
    with _device_context(name) as context:
        info = _DocInfo(ctypes.sizeof(_DocInfo), title, None, None, 0)
        if _start_doc(context, ctypes.byref(info)) <= 0:
            raise _failure()
        try:
            for page in pages:
                if _start_page(context) <= 0:
                    raise _failure()
                _draw(context, page)
                if _end_page(context) <= 0:
                    raise _failure()
        except BaseException:
            _abort_doc(context)
            raise
        if _end_doc(context) <= 0:
            raise _failure()


def _draw(context: wintypes.HDC, strip: Strip) -> None:
    pixels, width, height, *place = strip
    header = _BitmapHeader(
        size=ctypes.sizeof(_BitmapHeader),
        width=width,
        height=-height,  # rows from the top
        planes=1,
        bits=32,
    )
    source = (0, 0, width, height)
    if not _stretch(context, *place, *source, pixels, ctypes.byref(header), 0, _SRCCOPY):
        raise _failure()


@contextmanager
def _device_context(name: str) -> Iterator[wintypes.HDC]:
    context = _create_dc("WINSPOOL", name, None, None)
    if not context:
        raise _failure()
    try:
        yield context
    finally:
        _delete_dc(context)


# The machine itself

_firmware_table = _declare(
    _kernel32.GetSystemFirmwareTable,
    wintypes.UINT,
    wintypes.DWORD,
    wintypes.DWORD,
    ctypes.c_void_p,
    wintypes.DWORD,
)
_volume = _declare(
    _kernel32.GetVolumeInformationW,
    wintypes.BOOL,
    wintypes.LPCWSTR,
    wintypes.LPWSTR,
    wintypes.DWORD,
    ctypes.POINTER(wintypes.DWORD),
    ctypes.POINTER(wintypes.DWORD),
    ctypes.POINTER(wintypes.DWORD),
    wintypes.LPWSTR,
    wintypes.DWORD,
)
_drive_type = _declare(_kernel32.GetDriveTypeW, wintypes.UINT, wintypes.LPCWSTR)

_RAW_SMBIOS = 0x52534D42  # "RSMB"
_SYSTEM_INFORMATION = 1  # the SMBIOS structure that holds the UUID, at its byte 8
_DRIVE_REMOTE = 4


def machine_marks() -> dict[str, str]:
    """What tells this PC from another: `system` (SMBIOS UUID) and `disk` (volume serial)."""
    found: dict[str, str] = {}
    if uuid := _smbios_uuid():
        found["system"] = uuid
    serial = wintypes.DWORD()
    drive = f"{os.environ.get('SYSTEMDRIVE', 'C:')}\\"
    if _volume(drive, None, 0, ctypes.byref(serial), None, None, None, 0):
        found["disk"] = f"{serial.value:08x}"
    return found


def _smbios_uuid() -> str:
    size = _firmware_table(_RAW_SMBIOS, 0, None, 0)
    table = ctypes.create_string_buffer(size)
    if not size or _firmware_table(_RAW_SMBIOS, 0, table, size) != size:
        return ""
    at, raw = 8, table.raw  # past the header: four bytes of version, four of length
    while at + 4 <= len(raw):
        kind, length = raw[at], raw[at + 1]
        if kind == _SYSTEM_INFORMATION and length >= 24:
            uuid = raw[at + 8 : at + 24]
            return "" if len(set(uuid)) == 1 else uuid.hex()  # all 00 or all FF: not set
        end = raw.find(b"\0\0", at + length)  # its texts end with an empty one
        if length < 4 or end < 0:
            return ""
        at = end + 2
    return ""


class Sounds:
    """Plays WAV files by Windows itself."""

    def __call__(self, clips: Sequence[Path]) -> None:
        """Play these one after another, and wait for the last to end."""
        import winsound  # only a board's or a kiosk's PC speaks

        for clip in clips:
            try:
                winsound.PlaySound(str(clip), winsound.SND_FILENAME | winsound.SND_NODEFAULT)
            except RuntimeError as error:
                raise OSError(str(error)) from error

    def stop(self) -> None:
        """Let what is playing end now; from another thread."""
        import winsound

        winsound.PlaySound(None, 0)


def is_network_drive(place: PurePath) -> bool:
    """Whether a path's drive letter stands for another computer's disk."""
    return bool(place.drive) and _drive_type(f"{place.drive}\\") == _DRIVE_REMOTE


def _failure() -> OSError:
    return ctypes.WinError(ctypes.get_last_error())
