"""Where the node above is, how it is known to be itself, and the code by which one joins it.

A code is what a person types: `BRANCH/SECRET/FINGERPRINT`, the last part being the certificate's.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
from urllib.parse import urlsplit

from msgspec import Struct

from counter.errors import LoketError
from counter.keys import fingerprint
from counter.store.practice import keep_apart
from counter.text import N_

LINK = "link"  # to central; the name among a node's own rows
HUB_LINK = "hub"  # to the branch's hub
_TYPED = str.maketrans("OIL", "011", "- \t")
_HANDSHAKE_S = 10.0


class CodeUnreadable(LoketError):
    """The text is no code of a central."""

    happened = N_("This is not a code from central: {code}")
    safe = N_("Nothing was changed.")
    do_next = N_("Type the whole code, with both slashes, as central printed it.")


class AddressWrong(LoketError):
    """The text is no address of a central."""

    happened = N_("This is not an address of a central server: {address}")
    safe = N_("Nothing was changed.")
    do_next = N_("Type it as central showed it at its start: https://ADDRESS:PORT")


class AddressOpen(LoketError):
    """Names and NIKs would cross a network unencrypted."""

    happened = N_("{address} is not encrypted.")
    safe = N_("Nothing was sent.")
    do_next = N_("Use the address that begins with https://.")


class CertificateWrong(LoketError):
    """Whoever answers is not the central that gave the code."""

    happened = N_("Another server answers at {address}: its fingerprint is {found}.")
    safe = N_("Nothing was sent to it.")
    do_next = N_("Compare the code with central's. If it is right, tell IT: somebody listens in.")


class CentralUnreachable(LoketError):
    """There is no answer from the address."""

    happened = N_("There is no answer from {address}.")
    safe = N_("Nothing was changed.")
    do_next = N_("Check the address and the network, then do it again.")


class Code(Struct, frozen=True):
    """A one-time code, as typed."""

    branch: str
    secret: str
    certificate: str  # fingerprint; empty: the certificate is checked as browsers do


class Link(Struct, frozen=True):
    """The node above, as one that joined knows it. Kept among the node's own rows."""

    url: str
    token: str
    central_key: bytes  # Ed25519: countersigns heads
    certificate: bytes | None  # the only one accepted; None: as browsers do
    restore_epoch: int = 0
    promoted: tuple[int, str] | None = None  # the hub's epoch that was known when it was joined
    known_url: str = ""  # and its address, which may be of another hub

    @property
    def peer(self) -> str:
        """The name under which its heads are kept."""
        return fingerprint(self.central_key)


class HubFound(Struct, frozen=True):
    """The branch's hub at an address where it has shown itself, whatever the log says of it."""

    epoch: tuple[int, str]
    url: str
    certificate: bytes | None
    public_key: bytes


def read_code(text: str) -> Code:
    """Read a code as typed: hyphens and case do not matter, nor does O for 0.

    Raises:
        CodeUnreadable: it has other parts.
        OnlyForPractice
    """
    branch, *rest = text.strip().split("/")
    parts = [part.upper().translate(_TYPED) for part in rest]
    if not branch or [len(part) for part in parts] not in ([12], [12, 16]):
        raise CodeUnreadable(code=text.strip())
    certificate = parts[1] if len(parts) == 2 else ""
    keep_apart(branch, practice=False)
    return Code(
        branch=branch,
        secret=parts[0],
        certificate="-".join(certificate[at : at + 4] for at in range(0, len(certificate), 4)),
    )


def check_address(url: str) -> str:
    """An address without its trailing slash.

    Raises:
        AddressWrong: no http or https address.
        AddressOpen: not encrypted, and not on this computer.
    """
    text = url.strip().rstrip("/")
    try:
        parts = urlsplit(text)
        host, _port = parts.hostname, parts.port
    except ValueError:
        raise AddressWrong(address=text) from None
    if parts.scheme not in {"http", "https"} or not host or parts.query or parts.fragment:
        raise AddressWrong(address=text)
    if parts.scheme == "http" and not is_loopback(host):
        raise AddressOpen(address=text)
    return text


def is_loopback(host: str) -> bool:
    """Whether a host is this computer, whatever a name server says."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def fetch_certificate(url: str, code: Code) -> bytes | None:
    """The certificate to pin; None where the code names none, or nothing is encrypted.

    Raises:
        CentralUnreachable, CertificateWrong
    """
    if not code.certificate:
        return None
    try:
        found = shown_certificate(url, patience_s=_HANDSHAKE_S)
    except OSError as error:
        raise CentralUnreachable(address=url) from error
    if found is not None and fingerprint(found) != code.certificate:
        raise CertificateWrong(address=url, found=fingerprint(found))
    return found


def shown_certificate(url: str, *, patience_s: float) -> bytes | None:
    """What a server shows of itself, unjudged; None where nothing is encrypted.

    Raises:
        OSError: it does not answer.
    """
    parts = urlsplit(url)
    if parts.scheme != "https":
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE  # judged by whoever asks, before anything is sent
    address = (parts.hostname or "", parts.port or 443)
    with (
        socket.create_connection(address, timeout=patience_s) as plain,
        context.wrap_socket(plain) as secured,
    ):
        return secured.getpeercert(binary_form=True) or b""


def pinned(certificate: bytes) -> ssl.SSLContext:
    """A context that accepts one certificate and no other."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.check_hostname = False
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    context.load_verify_locations(cadata=certificate)
    return context
