"""One line to the node above: requests out, structs or a named trouble back.

It keeps nothing and repeats nothing; the engine decides when to try again.
"""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from msgspec import Struct

from counter import keys
from counter.clock import Clock
from counter.errors import LoketError
from counter.sync import wire
from counter.sync.link import (
    CentralUnreachable,
    CodeUnreadable,
    Link,
    check_address,
    fetch_certificate,
    pinned,
    read_code,
)
from counter.sync.status import LineTrouble
from counter.text import N_

if TYPE_CHECKING:
    from httpx2 import Client, Response

PATIENCE_S = 20.0
PULL_S = 25  # a long-poll's wait
CONNECT_S = 5.0
_LONGEST_S = 90.0  # a whole answer, however steadily it drips
T = TypeVar("T", bound=Struct)


class CodeRefused(LoketError):
    """Central does not take the code: mistyped, used, or too old."""

    happened = N_("Central does not accept this code.")
    safe = N_("Nothing was changed.")
    do_next = N_("Ask central for a new code: each works once, for a day.")


class TooManyCodes(LoketError):
    """Guessing is slowed down."""

    happened = N_("Too many wrong codes were tried.")
    safe = N_("Nothing was changed.")
    do_next = N_("Wait a minute, then type the code again.")


class NotACentral(LoketError):
    """Something else answers at the address."""

    happened = N_("What answers at {address} is not a Loket central.")
    safe = N_("Nothing was changed.")
    do_next = N_("Check the address. A network's sign-in page can be in between: open a browser.")


class LineBroken(Exception):
    """A request brought no answer of ours; nothing it carried counts as taken."""

    def __init__(self, trouble: LineTrouble, detail: str = "") -> None:
        super().__init__(f"{trouble}: {detail}" if detail else str(trouble))
        self.trouble = trouble
        self.too_large = detail == "too_large"
        self.code = detail


class Line:
    """Requests to one node above, over a kept connection. Not for two threads at once.

    Args:
        url: as `check_address` gave it.
        token: what enrolment gave.
        certificate: the only one accepted; None: as browsers do.
        patience_s: how long an answer may take, a long-poll's wait aside.
        connect_s: how long a connection may take.
    """

    def __init__(
        self,
        url: str,
        *,
        token: str = "",
        certificate: bytes | None = None,
        clock: Clock,
        patience_s: float = PATIENCE_S,
        connect_s: float = CONNECT_S,
    ) -> None:
        import httpx2  # 160 ms that no window waits for

        self._errors = (httpx2.TransportError, httpx2.StreamError, httpx2.DecodingError)
        self._late = httpx2.TimeoutException
        self._timeout = httpx2.Timeout
        self._patience_s, self._connect_s = patience_s, connect_s
        self._clock = clock
        self._sockets: list[socket.socket] = []
        self._open = threading.Lock()
        self._ended = False
        self.bytes_sent = 0
        self._client: Client = httpx2.Client(
            base_url=url,
            headers={
                "Accept": wire.CONTENT_TYPE,
                "Accept-Encoding": "identity",
                **({"Authorization": f"Bearer {token}"} if token else {}),
            },
            # without TLS nothing is verified, and loading the world's certificates takes time
            verify=pinned(certificate) if certificate is not None else url.startswith("https"),
            trust_env=False,
        )

    @classmethod
    def to(
        cls,
        link: Link,
        clock: Clock,
        *,
        patience_s: float = PATIENCE_S,
        connect_s: float = CONNECT_S,
    ) -> Line:
        """The line a node has joined by."""
        return cls(
            link.url,
            token=link.token,
            certificate=link.certificate,
            clock=clock,
            patience_s=patience_s,
            connect_s=connect_s,
        )

    def push(self, batch: wire.Batch) -> wire.Answer:
        """Send events up. Raises LineBroken."""
        return self._ask("POST", "/v1/events", wire.Answer, body=batch)

    def pull(
        self, after: Mapping[str, int], *, epoch: int | None = None, wait_s: int = 0
    ) -> wire.Pulled:
        """Fetch what a node with this vector lacks; wait for something to come.

        Args:
            epoch: the restore epoch it knows: it hears of another one without waiting.

        Raises:
            LineBroken
        """
        params = {"after": ",".join(f"{chain}:{seq}" for chain, seq in after.items())}
        if epoch is not None:
            params["epoch"] = str(epoch)
        if wait_s:
            params["wait"] = str(wait_s)
        return self._ask("GET", "/v1/events", wire.Pulled, params=params, wait_s=wait_s)

    def enrol(self, joining: wire.Joining) -> wire.Enrolled:
        """Show a code. Raises LineBroken."""
        return self._ask("POST", "/v1/enrol", wire.Enrolled, body=joining)

    def reserve(self, asking: wire.Asking) -> wire.Promised:
        """Ask a hub whom to call. Raises LineBroken."""
        return self._ask("POST", "/v1/reservations", wire.Promised, body=asking)

    def mint(self, minting: wire.Minting) -> wire.Minted:
        """Ask a hub for a number. Raises LineBroken."""
        return self._ask("POST", "/v1/numbers", wire.Minted, body=minting)

    def show(self, nonce: bytes) -> wire.HubShown:
        """Let a hub show that it is one. Raises LineBroken."""
        return self._ask("GET", "/v1/hub", wire.HubShown, params={"nonce": nonce.hex()})

    def abort(self) -> None:
        """End a request that waits, from another thread; the line is of no use afterwards."""
        with self._open:
            self._ended = True
            for each in self._sockets:
                _shut(each)

    def close(self) -> None:
        """Give the connection back."""
        self._client.close()

    def _ask(
        self,
        method: str,
        path: str,
        kind: type[T],
        *,
        body: Struct | None = None,
        params: dict[str, str] | None = None,
        wait_s: int = 0,
    ) -> T:
        content = wire.pack(body) if body is not None else None
        try:
            with self._client.stream(
                method,
                path,
                params=params,
                content=content,
                headers={"Content-Type": wire.CONTENT_TYPE} if content else None,
                timeout=self._timeout(self._patience_s + wait_s, connect=self._connect_s),
                extensions={"trace": self._opened},
            ) as response:
                self.bytes_sent += len(content or b"")
                found = self._read(response, self._clock.monotonic_s() + _LONGEST_S + wait_s)
        except self._late as error:
            raise LineBroken(LineTrouble.LATE) from error
        except self._errors as error:
            trouble = LineTrouble.UNREACHABLE
            if _is_about_certificate(error):
                trouble = LineTrouble.CERTIFICATE
            raise LineBroken(trouble, type(error).__name__) from error
        return _as_ours(response, found, kind)

    def _read(self, response: Response, until_s: float) -> bytes:
        found = bytearray()
        for chunk in response.iter_raw():
            found += chunk
            if len(found) > wire.MOST_COMPRESSED:
                raise LineBroken(LineTrouble.NOT_OURS)
            if self._clock.monotonic_s() > until_s:
                raise LineBroken(LineTrouble.LATE)
        return bytes(found)

    def _opened(self, name: str, info: Mapping[str, Any]) -> None:
        """Keep hold of each connection's socket, so that `abort` can end a wait on it."""
        if name not in {"connection.connect_tcp.complete", "connection.start_tls.complete"}:
            return
        found = info["return_value"].get_extra_info("socket")
        with self._open:
            self._sockets = [each for each in self._sockets if each.fileno() != -1]
            self._sockets.append(found)
            if self._ended:
                _shut(found)


class Joined(NamedTuple):
    """What joining the node above brought."""

    link: Link
    lane: str
    hub: bool  # it is the branch's, not central


def enrol(
    url: str,
    code_text: str,
    key: keys.SigningKey,
    clock: Clock,
    *,
    lane: str | None = None,
    sees_people: bool = True,
) -> Joined:
    """Join the node above.

    Args:
        url: its address.
        code_text: the code as typed.
        key: the joining node's own.
        lane: that its numbers have had so far.
        sees_people: whether it is sent what citizens told; only a hub lets others in.

    Raises:
        CodeUnreadable, AddressWrong, AddressOpen, CertificateWrong, CentralUnreachable,
        CodeRefused, TooManyCodes, NotACentral
    """
    code = read_code(code_text)
    address = check_address(url)
    certificate = fetch_certificate(address, code)
    line = Line(address, certificate=certificate, clock=clock)
    try:
        enrolled = line.enrol(
            wire.Joining(
                branch=code.branch,
                code=code.secret,
                public_key=key.public,
                proof=key.sign(wire.proof_of(code.branch, code.secret)),
                lane=lane,
                sees_people=sees_people,
            )
        )
    except LineBroken as error:
        raise _as_trouble(error, address, code_text) from error
    finally:
        line.close()
    link = Link(
        url=address,
        token=enrolled.token,
        central_key=enrolled.central_key,
        certificate=certificate,
    )
    return Joined(link, enrolled.lane, enrolled.hub)


def _as_trouble(error: LineBroken, address: str, code: str) -> LoketError:
    match error.trouble, error.code:
        case LineTrouble.NOT_OURS, _:
            return NotACentral(address=address)
        case _, "slow_down":
            return TooManyCodes()
        case LineTrouble.REFUSED, "unreadable":
            return CodeUnreadable(code=code)
        case LineTrouble.REFUSED, _:
            return CodeRefused()
        case _:
            return CentralUnreachable(address=address)


def _as_ours(response: Response, body: bytes, kind: type[T]) -> T:
    """The answer; raises LineBroken where it is a refusal, a fault, or not a Loket's."""
    status = response.status_code
    ours = response.headers.get("content-type") == wire.CONTENT_TYPE
    try:
        if status == 200 and ours:
            return wire.unpack(body, kind)
        refusal = wire.unpack(body, wire.Refusal).code if ours else ""
    except wire.NotOurs:
        raise LineBroken(LineTrouble.NOT_OURS) from None
    if status >= 500 and status != 511:
        raise LineBroken(LineTrouble.FAILING, refusal or str(status))
    if status == 413:  # a proxy in between may say so too
        raise LineBroken(LineTrouble.FAILING, "too_large")
    if not ours:
        raise LineBroken(LineTrouble.NOT_OURS, str(status))
    if status == 401:
        raise LineBroken(LineTrouble.REVOKED, refusal)
    raise LineBroken(LineTrouble.REFUSED, refusal)


def _is_about_certificate(error: BaseException) -> bool:
    at: BaseException | None = error
    while at is not None:
        if isinstance(at, ssl.SSLCertVerificationError):
            return True
        at = at.__cause__ or at.__context__
    return False


def _shut(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:  # it ended by itself
        return
