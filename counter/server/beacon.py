"""Keeping a hub findable: its address in the log and on the network is the one it has now.

A PC is given another address overnight, a cable comes late, another PC is promoted: the beacon
looks again, writes a new address down and announces only what is true. It listens too: a hub that
was away while another took its place stands down, though no central tells it.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from counter.errors import LoketError
from counter.server.hub import Hub
from counter.server.serving import address_of
from counter.sync.discovery import Announced, Announcement, browse, lan_addresses
from counter.sync.recognition import ask_hub

LOOKS_EVERY_S = 15.0
LISTENS_S = 2.0

_log = logging.getLogger(__name__)


class Beacon:
    """Announces a hub for as long as it is the branch's, on a thread of its own.

    Args:
        addresses: that this PC has now.
        secure: whether it speaks TLS.
        interfaces: addresses of this PC to announce from; None: all.
    """

    def __init__(
        self,
        hub: Hub,
        port: int,
        *,
        addresses: Callable[[], tuple[str, ...]] = lan_addresses,
        secure: bool = True,
        interfaces: Sequence[str] | None = None,
    ) -> None:
        self._hub = hub
        self._port = port
        self._addresses = addresses
        self._secure = secure
        self._interfaces = interfaces
        self._announcement: Announcement | None = None
        self._changed, self._stopped = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="beacon", daemon=True)
        self._end_hearing = hub.office.subscribe(self._hear)

    def start(self) -> None:
        """Announce from now on."""
        self._thread.start()

    def stop(self) -> None:
        """Announce no more."""
        self._stopped.set()
        self._changed.set()
        self._end_hearing()
        if self._thread.is_alive():
            self._thread.join()
        self._be_silent()

    def listen(self) -> None:
        """Stand down where a hub of a later epoch shows itself. Raises LoketError."""
        promoted = self._hub.promoted
        if promoted is None:
            return
        own = (promoted.number, promoted.node)
        store = self._hub.office.maintain(lambda store: store)
        for heard in browse(
            self._hub.node.branch,
            interfaces=self._interfaces,
            listens_s=LISTENS_S,
            stopped=self._stopped,
        ):
            if (heard.number, heard.node) <= own:
                continue
            for url in heard.urls:
                found = ask_hub(store, url, self._hub.clock)
                if found is not None and found.epoch > own:
                    _log.warning("the hub %s has taken this one's place", found.epoch[1])
                    self._hub.stand_down(found)
                    return

    def look(self) -> None:
        """Compare what is said with what is so. Raises LoketError, OSError."""
        told = self._truth()
        before = self._announcement.told if self._announcement is not None else None
        if told == before:
            return
        self._be_silent()
        if told is not None:
            self._announcement = Announcement(told, self._interfaces)
            _log.info("announced as %s", ", ".join(told.urls))

    def _truth(self) -> Announced | None:
        addresses, promoted = self._addresses(), self._hub.promoted
        if promoted is None or not addresses:
            return None
        if urlsplit(promoted.url).hostname not in addresses:
            url = address_of(addresses[0], self._port, secure=self._secure)
            self._hub.become_hub(url)
            promoted = self._hub.promoted or promoted
        return Announced(
            branch=self._hub.node.branch,
            node=self._hub.node.id,
            number=promoted.number,
            port=self._port,
            addresses=addresses,
            secure=self._secure,
        )

    def _run(self) -> None:
        while True:
            self._changed.clear()
            if self._stopped.is_set():  # looked at after: `stop` sets it before it wakes this
                return
            try:
                self.look()
                self.listen()
            except (LoketError, OSError) as error:  # no network yet, or a full disk
                _log.warning("the hub is not announced: %s", type(error).__name__)
            # counters that know the address go on; who looks for it would find nothing any more
            except Exception:  # noqa: BLE001
                _log.exception("a bug in the hub's beacon")
            self._changed.wait(LOOKS_EVERY_S)

    def _hear(self, touched: frozenset[str]) -> None:
        if "hub:hub" in touched:
            self._changed.set()

    def _be_silent(self) -> None:
        if self._announcement is not None:
            self._announcement.close()
            self._announcement = None
