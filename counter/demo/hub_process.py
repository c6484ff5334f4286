"""The hub of the simulated day: the product's own over HTTP, relaying when the driver says so."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from counter.demo.node_process import Facts, NodeProcess
from counter.office.office import Office
from counter.server.hub import Hub
from counter.server.serving import Serving
from counter.sync.engine import Engine


class HubProcess(NodeProcess):
    """The hub as the driver sees it; a kill ends it at any instant."""

    def __init__(self) -> None:
        super().__init__()
        self._hub: Hub
        self._ending = ExitStack()

    def _serve(self, *, folder: str, seed: str, port: int, promoted: bool) -> Facts:
        """Listen on loopback, as the branch's hub unless another was promoted since."""
        self._folder = Path(folder)
        self._office = Office(
            partial(self._opened, seed),
            writer=ThreadPoolExecutor(1, thread_name_prefix="writer"),
            clock=self._clock,
        )
        self._office.open()
        self._hub = Hub(self._office)
        self._engine = Engine(self._office, chance=lambda: 0.5, relays=True)
        serving = Serving(self._hub, host="127.0.0.1", port=port)
        url = self._ending.enter_context(serving.on_a_thread())
        self._hub.become_hub(url, promoted=promoted)
        return {"url": url}

    def _tick(self) -> Facts:
        return {}

    def _code(self) -> Facts:
        return {"code": self._hub.new_code()}

    def _join(self, *, url: str, code: str) -> Facts:
        """Join central; the branch's nodes hear where it is."""
        self._hub.name_central(self._engine.join(url, code).link)
        return {}

    def _evidence(self) -> Facts:
        hub = self._office.read(lambda reading: reading.settings.hub())
        assert hub is not None, "it was promoted once"
        return super()._evidence() | {"leads": hub.node == self._hub.node.id}

    def _close(self) -> Facts:
        self._ending.close()
        self._hub.close()
        return super()._close()
