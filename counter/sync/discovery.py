"""The branch's hub on the local network, by multicast DNS: announced, and looked for.

An announcement proves nothing; whoever is found so still has to show itself (`recognition`).
"""

from __future__ import annotations

import logging
import queue
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from counter.clock import Clock
from counter.sync.link import HubFound
from counter.sync.peers import hub_of

if TYPE_CHECKING:
    from zeroconf import ServiceInfo, Zeroconf

    from counter.store.store import Store

SERVICE = "_loket._tcp.local."
PROTOCOL = "1"
LISTENS_S = 4.0  # for announcements: a busy switch loses the first question
PAUSE_S = 10.0  # between two searches while the hub stays silent
_RESOLVES_MS = 1_500
_MOST_HEARD, _MOST_TRIED = 32, 16  # at a time: whoever floods the network must not keep it busy

_log = logging.getLogger(__name__)


class Announced(Struct, frozen=True):
    """What a hub tells the network of itself; nothing of it is proven."""

    branch: str
    node: str
    number: int  # with the node: its epoch
    port: int
    addresses: tuple[str, ...]  # IPv4
    secure: bool = True  # https

    @property
    def urls(self) -> tuple[str, ...]:
        """Where it says it can be asked."""
        scheme = "https" if self.secure else "http"
        return tuple(f"{scheme}://{address}:{self.port}" for address in self.addresses)


class Announcement:
    """Tells the network of a hub until closed. Made off the start path: it takes seconds.

    Args:
        interfaces: addresses of this PC to speak from; None: all.

    Raises:
        OSError: there is no network, or an address is not IPv4.
    """

    def __init__(self, told: Announced, interfaces: Sequence[str] | None = None) -> None:
        from zeroconf import ServiceInfo

        self.told = told
        self._info = ServiceInfo(
            SERVICE,
            f"{told.node}.{SERVICE}",
            port=told.port,
            addresses=[socket.inet_aton(each) for each in told.addresses],
            properties={
                "protocol": PROTOCOL,
                "branch": told.branch,
                "node": told.node,
                "epoch": str(told.number),
                "port": str(told.port),
                "scheme": "https" if told.secure else "http",
            },
            server=f"loket-{told.node.lower()}.local.",
        )
        self._zeroconf = _opened(interfaces)  # last: what fails before leaves no socket open
        try:
            # a name of its own key's: nobody else honest has it, so nobody is asked for it
            self._zeroconf.register_service(self._info, cooperating_responders=True)
        except BaseException:
            _close(self._zeroconf)
            raise

    def close(self) -> None:
        """Say good-bye to the network."""
        _close(self._zeroconf)


def browse(
    branch: str | None = None,
    *,
    interfaces: Sequence[str] | None = None,
    listens_s: float = LISTENS_S,
    stopped: threading.Event | None = None,
) -> Iterator[Announced]:
    """The hubs that announce themselves, as they are heard.

    Args:
        branch: only of this one; None: of any.
        listens_s: how long in all.
        stopped: ends it early.
    """
    from zeroconf import ServiceBrowser, ServiceStateChange

    names: queue.Queue[str] = queue.Queue()

    def heard(name: str, state_change: ServiceStateChange, **_rest: object) -> None:
        if state_change is not ServiceStateChange.Removed:
            names.put(name)

    try:
        network = _opened(interfaces)
    except OSError as error:
        _log.info("no network to look for a hub in: %s", error)
        return
    until_s = time.monotonic() + listens_s
    told: set[Announced] = set()
    try:
        ServiceBrowser(network, SERVICE, handlers=[heard])
        heard_of = 0
        while heard_of < _MOST_HEARD and not (stopped and stopped.is_set()):
            left_s = until_s - time.monotonic()
            try:  # what came while one was asked is still told of when time is up
                name = names.get(timeout=min(left_s, 0.1)) if left_s > 0 else names.get_nowait()
            except queue.Empty:
                if left_s <= 0:
                    return
                continue
            heard_of += 1
            info = network.get_service_info(SERVICE, name, _RESOLVES_MS)
            found = None if info is None else _read(info)
            if found is not None and found not in told and branch in (None, found.branch):
                told.add(found)
                yield found
    finally:
        _close(network)


class HubSearch:
    """Finds the branch's hub where its address is silent, on a thread of its own.

    The address that is known is asked first, the network only where that one does not answer.

    Args:
        interfaces: addresses of this PC to look from; None: all.
    """

    def __init__(
        self,
        clock: Clock,
        *,
        interfaces: Sequence[str] | None = None,
        listens_s: float = LISTENS_S,
        pause_s: float = PAUSE_S,
    ) -> None:
        self._clock = clock
        self._interfaces = interfaces
        self._listens_s, self._pause_s = listens_s, pause_s
        self._wanted, self._stopped = threading.Event(), threading.Event()
        self._thread: threading.Thread | None = None

    def start(self, store: Callable[[], Store], found: Callable[[HubFound], None]) -> None:
        """Look whenever `wake` asks for it, until `stop`; `found` hears of it on this thread."""
        self._thread = threading.Thread(
            target=self._run, args=(store, found), name="sync-search", daemon=True
        )
        self._thread.start()

    def wake(self) -> None:
        """The hub is silent."""
        self._wanted.set()

    def stop(self) -> None:
        """Look no more."""
        self._stopped.set()
        self._wanted.set()
        if self._thread is not None:
            self._thread.join(timeout=10)

    def look(self, store: Store) -> HubFound | None:
        """Look once; None where the branch's hub is nowhere."""
        from counter.sync.recognition import ask_hub

        for url in self._addresses(store):
            if self._stopped.is_set():
                return None
            if (found := ask_hub(store, url, self._clock)) is not None:
                return found
        return None

    def _addresses(self, store: Store) -> Iterator[str]:
        with store.reading(store.node.branch, self._clock.now_ms()) as reading:
            known = hub_of(reading, store.node.id)
        if known is None:  # none was ever joined, or it is this node
            return
        tried = {known.url}
        yield known.url
        for heard in browse(
            store.node.branch,
            interfaces=self._interfaces,
            listens_s=self._listens_s,
            stopped=self._stopped,
        ):
            for url in heard.urls:
                if url not in tried and len(tried) < _MOST_TRIED:
                    tried.add(url)
                    yield url

    def _run(self, store: Callable[[], Store], found: Callable[[HubFound], None]) -> None:
        while True:
            self._wanted.wait()
            self._wanted.clear()
            if self._stopped.is_set():
                return
            try:
                if (hub := self.look(store())) is not None:
                    found(hub)
            # a thread that ends would leave the counter with a dead address
            except Exception:  # noqa: BLE001
                _log.exception("a bug in the search for the hub")
            if self._stopped.wait(self._pause_s):
                return


def lan_addresses() -> tuple[str, ...]:
    """This PC's IPv4 addresses that others can reach; the one to the rest of the world first."""
    import ifaddr

    found = [
        ip.ip
        for adapter in ifaddr.get_adapters()
        for ip in adapter.ips
        if isinstance(ip.ip, str) and not ip.ip.startswith(("127.", "169.254."))
    ]
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as outward:
        try:
            outward.connect(("192.0.2.1", 9))  # nothing is sent: the system only chooses a way
            first = outward.getsockname()[0]
        except OSError:  # there is no way out of this network
            first = ""
    return tuple(sorted(dict.fromkeys(found), key=lambda each: each != first))


def _opened(interfaces: Sequence[str] | None) -> Zeroconf:
    from zeroconf import InterfaceChoice, IPVersion, Zeroconf

    chosen = InterfaceChoice.All if interfaces is None else list(interfaces)
    return Zeroconf(interfaces=chosen, ip_version=IPVersion.V4Only)


def _close(network: Zeroconf) -> None:
    network.close()
    if network.loop is not None and not network.loop.is_running():
        network.loop.close()  # it stops its loop and leaves the sockets in there to the garbage


def _read(info: ServiceInfo) -> Announced | None:
    """What was announced; None where it makes no sense to this release."""
    from zeroconf import IPVersion

    facts = info.decoded_properties
    number = facts.get("epoch") or ""
    if facts.get("protocol") != PROTOCOL or not (number.isascii() and number.isdigit()):
        return None
    if len(number) > 9 or not info.port:
        return None
    return Announced(
        branch=facts.get("branch") or "",
        node=facts.get("node") or "",
        number=int(number),
        port=info.port,
        addresses=tuple(info.parsed_addresses(IPVersion.V4Only)[:4]),
        secure=facts.get("scheme") != "http",
    )
