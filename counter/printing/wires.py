"""The wires to a thermal printer: a network socket, USB, a device or a file.

A wire says how many bytes it took, so that a failure before the first is told from one after it;
what the bytes mean is `thermal`'s. All waiting has an end.
"""

from __future__ import annotations

import errno
import os
import select
import socket
import stat
import sys
from pathlib import Path
from typing import Any, Protocol

PATIENCE_S = 10.0
PORT = 9100
_PIECE = 4096  # bytes handed over at a time
_PRINTER_CLASS = 7  # of a USB interface


class Wire(Protocol):
    """An open way to a printer. Every call raises OSError when the other end is gone."""

    @property
    def answers(self) -> bool:
        """Whether something can come back at all."""

    @property
    def must_answer(self) -> bool:
        """Whether silence means that it is not there for us: another PC may hold its only line."""

    def write(self, data: bytes) -> int:
        """Hand over what it takes at once; how many bytes that was."""

    def read(self, wait_s: float) -> bytes:
        """What came back, as soon as something did; nothing after the wait."""

    def close(self) -> None:
        """Let go of the printer; what was written is safe with whoever took it."""


class TcpWire:
    """A printer on the network."""

    answers = True
    must_answer = True

    def __init__(self, host: str, port: int) -> None:
        self._socket = socket.create_connection((host, port), timeout=PATIENCE_S)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def write(self, data: bytes) -> int:
        """Send a piece."""
        self._socket.settimeout(PATIENCE_S)
        return self._socket.send(data[:_PIECE])

    def read(self, wait_s: float) -> bytes:
        """Receive what the printer says."""
        self._socket.settimeout(max(wait_s, 0.001))
        try:
            said = self._socket.recv(64)
        except TimeoutError:
            return b""
        if not said:
            raise ConnectionResetError(errno.ECONNRESET, os.strerror(errno.ECONNRESET))
        return said

    def close(self) -> None:
        """End the connection."""
        self._socket.close()


class FileWire:
    """A device such as /dev/usb/lp0, or a file that grows by every paper."""

    must_answer = False

    def __init__(self, path: str) -> None:
        is_device = Path(path).is_char_device()
        self.answers = is_device and sys.platform != "win32"
        if is_device and sys.platform != "win32":  # Windows' devices only take
            self._handle = os.open(path, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
            if os.isatty(self._handle):
                import tty

                tty.setraw(self._handle)  # a serial line: no byte may be altered, nothing echoed
        else:
            how = os.O_WRONLY | os.O_APPEND | getattr(os, "O_BINARY", 0)
            self._handle = os.open(path, how | (0 if is_device else os.O_CREAT), 0o640)
        self._is_file = stat.S_ISREG(os.fstat(self._handle).st_mode)

    def write(self, data: bytes) -> int:
        """Write a piece, once the device takes one."""
        if self.answers and not select.select([], [self._handle], [], PATIENCE_S)[1]:
            raise TimeoutError(errno.ETIMEDOUT, os.strerror(errno.ETIMEDOUT))
        return os.write(self._handle, data[:_PIECE])

    def read(self, wait_s: float) -> bytes:
        """Read what the device says."""
        if not select.select([self._handle], [], [], wait_s)[0]:
            return b""
        try:
            return os.read(self._handle, 64)
        except BlockingIOError:
            return b""

    def close(self) -> None:
        """Close it; a file is on disk then."""
        try:
            if self._is_file:
                os.fsync(self._handle)
        finally:
            os.close(self._handle)


class UsbWire:
    """A printer on USB without a driver."""

    must_answer = False

    def __init__(self, vendor: int, product: int) -> None:
        import usb.core
        import usb.util

        try:
            self._device: Any = usb.core.find(idVendor=vendor, idProduct=product)
        except usb.core.NoBackendError as error:
            raise OSError(errno.ENOSYS, "libusb") from error
        if self._device is None:
            raise OSError(errno.ENODEV, os.strerror(errno.ENODEV))
        interfaces = [each for configuration in self._device for each in configuration]
        printing = [each for each in interfaces if each.bInterfaceClass == _PRINTER_CLASS]
        chosen: Any = (printing or interfaces)[0]
        self._number: int = chosen.bInterfaceNumber
        self._had_driver = _frees(self._device, self._number)
        usb.util.claim_interface(self._device, self._number)
        self._out = self._end(chosen, usb.util.ENDPOINT_OUT)
        self._in = self._end(chosen, usb.util.ENDPOINT_IN)
        if self._out is None:
            self.close()
            raise OSError(errno.ENODEV, os.strerror(errno.ENODEV))
        self.answers = self._in is not None

    @staticmethod
    def _end(interface: Any, direction: int) -> Any:
        import usb.util

        ends = (
            each
            for each in interface
            if usb.util.endpoint_direction(each.bEndpointAddress) == direction
            and usb.util.endpoint_type(each.bmAttributes) == usb.util.ENDPOINT_TYPE_BULK
        )
        return next(ends, None)

    def write(self, data: bytes) -> int:
        """Send a piece."""
        return int(self._out.write(data[:_PIECE], int(1000 * PATIENCE_S)))

    def read(self, wait_s: float) -> bytes:
        """Read what the printer says."""
        import usb.core

        try:
            return bytes(self._in.read(64, max(int(1000 * wait_s), 1)))
        except usb.core.USBTimeoutError:
            return b""

    def close(self) -> None:
        """Give the printer back to the system's own driver."""
        import usb.core
        import usb.util

        usb.util.dispose_resources(self._device)
        if self._had_driver:
            try:
                self._device.attach_kernel_driver(self._number)
            except usb.core.USBError:
                return  # unplugged meanwhile


def _frees(device: Any, interface: int) -> bool:
    """Take the interface from the system's driver, where it has one; whether it had."""
    try:
        if not device.is_kernel_driver_active(interface):
            return False
        device.detach_kernel_driver(interface)
    except NotImplementedError:  # not on Windows
        return False
    return True
