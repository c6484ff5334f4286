"""A branch's hub: one of its nodes that the others ask, and that speaks for them to central.

It owns a store like any station's, holds the whole branch, and decides between counters. Who may
come in is written down as events, so that whichever node becomes hub next knows them all.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from concurrent.futures import Future
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, TypeVar

import msgspec
from sqlalchemy import Connection

from counter import keys
from counter.domain import bodies
from counter.domain.numbers import BARE, lane_below
from counter.office import reservations
from counter.office.office import Office
from counter.office.queue import CounterBusy, NobodyWaits
from counter.office.reservations import Minted, Promise
from counter.office.waiting import DayNotOpened
from counter.server.above import Above, new_secret
from counter.server.forgery import Refused
from counter.store import log, nodes
from counter.store.settings import Settings
from counter.store.work import Reading, Work
from counter.sync import wire
from counter.sync.link import HubFound, Link
from counter.sync.recognition import VOUCHER
from counter.sync.signing import sign_heads

if TYPE_CHECKING:
    from counter.store.store import Store
    from counter.store.work import Node

T = TypeVar("T")
_NO = (  # said to whoever asked, who then decides alone
    CounterBusy,
    DayNotOpened,
    NobodyWaits,
    reservations.DayDiffers,
    reservations.LaneInUse,
    reservations.NotTheHub,
)


class Hub(Above):
    """The node above a branch's counters.

    Args:
        office: of the hub's own store.
        certificate: DER, what nodes pin; empty: it speaks without TLS, to this PC only.
    """

    is_hub = True

    def __init__(self, office: Office, *, certificate: bytes = b"") -> None:
        node = office.maintain(lambda store: store.node)
        super().__init__(
            key=keys.SigningKey(node.private_key),
            certificate=certificate,
            clock=office.clock,
            alone=True,
        )
        self.office = office
        self.node = node
        self._store = office.maintain(lambda store: store)
        self._known: dict[str, nodes.Joined] = {}
        self._end_hearing = office.subscribe(self._hear)

    # --- deciding -----------------------------------------------------------------------------
    def become_hub(self, url: str, *, promoted: bool = False) -> bool:
        """Be the branch's hub from now on; whether it is.

        Args:
            url: where it listens now.
            promoted: in the place of another that was promoted since, too. Otherwise a hub that
                comes back takes and gives events and decides nothing.
        """
        return self.office.act_as("", _become_hub, url, self._certificate, promoted=promoted)

    @property
    def promoted(self) -> bodies.HubPromoted | None:
        """The promotion by which this node is the branch's hub; None: another one is, or none."""
        standing = self.office.read(lambda reading: reading.settings.hub())
        return standing if standing is not None and standing.node == self.node.id else None

    def show(self, nonce: bytes) -> wire.HubShown:
        """Show that this is the branch's hub, signed for one who asks. Raises Refused."""
        promoted = self.promoted
        if promoted is None:
            raise Refused("not_the_hub")
        with self._reading(self.node.branch) as reading:
            voucher = reading.local.get(VOUCHER, wire.Voucher)
        shown = wire.HubShown(
            branch=self.node.branch,
            node=self.node.id,
            number=promoted.number,
            public_key=self._key.public,
            certificate=self._certificate,
            voucher=voucher,
            signature=b"",
        )
        signature = self._key.sign(wire.said_by_hub(shown, nonce))
        return msgspec.structs.replace(shown, signature=signature)

    def stand_down(self, successor: HubFound) -> None:
        """Another hub was promoted since: write it down, so that who still asks here follows it."""
        self.office.act_as("", _note_successor, successor)

    def name_central(self, link: Link) -> None:
        """Tell the branch's nodes where central is, so that they reach it without this hub."""
        self.office.act_as("", _name_central, link)

    def reserve(self, node: nodes.Joined, asking: wire.Asking) -> Future[Promise]:
        """Promise a counter whoever is next; `refusing` turns its reasons into refusals."""
        request = f"{node.id}:{asking.request}"
        return self.office.act_soon(
            "",
            reservations.reserve_next,
            request=request,
            counter=asking.counter,
            person=asking.person,
        )

    def mint(self, node: nodes.Joined, minting: wire.Minting) -> Future[Minted]:
        """Give a number of this hub's lane away; as `reserve`."""
        return self.office.act_soon(
            "",
            reservations.mint_number,
            request=f"{node.id}:{minting.request}",
            day=minting.day,
            letter=minting.letter,
        )

    def take_bare_lane(self) -> None:
        """Give the numbers without a lane from now on; whose they were is let in no more.

        Raises:
            NotTheHub, LaneGivenToday, LaneHeld
        """
        self.office.act_as("", reservations.take_bare_lane)

        def set_lane(store: Store) -> Node:
            store.set_lane(BARE)
            return store.node

        self.node = self.office.maintain(set_lane)

    # --- letting in ---------------------------------------------------------------------------
    def new_code(self, lane: str | None = None) -> str:
        """A one-time code for the branch's next node, as it is to be typed.

        Args:
            lane: of its numbers; None: the next that is nobody's.
        """
        secret, branch = new_secret(), self.node.branch

        def keep(work: Work) -> None:
            given = self._name_lane(work.connection, branch) if lane is None else lane
            self._keep_code(work.connection, branch, secret, given)

        self.office.act_as("", keep)
        return self._show_code(branch, secret)

    def revoke(self, node_id: str) -> bool:
        """Let a node in no more; False where none of that name was let in."""
        return self.office.act_as("", _revoke, node_id)

    def known(self, token_text: str) -> nodes.Joined:
        """The node that shows a token. Raises Refused."""
        if token_text not in self._known:
            self._known[token_text] = super().known(token_text)
        return self._known[token_text]

    def recognised(self, token_text: str) -> nodes.Joined | None:
        """A node whose token was judged before, and nothing about nodes has changed since."""
        return self._known.get(token_text)

    def close(self) -> None:
        """Hear no more of the office; it is closed by whoever opened it."""
        self._end_hearing()

    def _hear(self, touched: frozenset[str]) -> None:
        if any(topic.startswith("node:") for topic in touched):
            self._known.clear()
        if any(":" in topic for topic in touched):
            self._announce(self.node.branch)

    def _write(self, task: Callable[[Connection], T]) -> T:
        def run(store: Store) -> T:
            with store.foreign() as connection:
                return task(connection)

        return self.office.maintain(run)

    def _stored(self, branch: str, touched: Collection[str]) -> None:
        self.office.tell("pulled", *touched)  # it comes back to `_hear`

    def _reading(self, branch: str) -> AbstractContextManager[Reading]:
        return self._store.reading(branch, self.clock.now_ms())

    def _heads(self, reading: Reading, ends: log.Vector) -> dict[str, nodes.SignedHead]:
        own = {
            chain: seq
            for chain, seq in ends.items()
            if nodes.writer_of(reading.connection, reading.branch, chain) == self.node.id
        }
        signed = sign_heads(reading.connection, reading.branch, own, self._key)
        both = {  # nobody above has seen them yet: it speaks for itself
            chain: msgspec.structs.replace(head, countersignature=head.signature)
            for chain, head in signed.items()
        }
        return super()._heads(reading, ends) | both

    def _joined(self, connection: Connection, branch: str, node_id: str) -> nodes.Joined | None:
        found = Settings(connection, branch).node(node_id)
        return nodes.as_joined(branch, found) if found is not None else None

    def _let_in(self, joining: wire.Joining, node: nodes.Joined) -> str:
        if joining.branch != self.node.branch:
            raise Refused("code_unknown", node.id)

        def join(work: Work) -> str:
            joined = self._use_code(work.connection, joining, node)
            joined = msgspec.structs.replace(joined, lane=self._lane_of(work, joining, joined))
            work.record(
                bodies.NodeAdmitted(
                    node=joined.id,
                    lane=joined.lane,
                    public_key=joined.public_key,
                    token_hash=joined.token_hash,
                    sees_people=joined.sees_people,
                ),
                entity=f"node:{joined.id}",
            )
            return joined.lane

        return self.office.act_as("", join)

    def _lane_of(self, work: Work, joining: wire.Joining, joined: nodes.Joined) -> str:
        """The lane it has, unless that is somebody else's; the hub's own it must leave."""
        if joining.lane is None or self._joined(work.connection, work.branch, joined.id):
            return joined.lane
        if joining.lane == work.node.lane:
            reservations.leave_lane(work)
            return joined.lane
        others = {each.lane for each in work.settings.nodes() if each.node != joined.id}
        return joined.lane if joining.lane in others else joining.lane

    def _name_lane(self, connection: Connection, branch: str) -> str:
        return lane_below(self.node.lane, self._lanes_taken(connection, branch))

    def _lanes_taken(self, connection: Connection, branch: str) -> Collection[str]:
        admitted = {each.lane for each in Settings(connection, branch).nodes()}
        promised = nodes.lanes_taken(connection, branch, self.clock.now_ms())
        opened = nodes.lanes_opened(connection, branch)
        return admitted | promised | opened | {self.node.lane}


@contextmanager
def refusing() -> Iterator[None]:
    """Turn the reasons why nothing can be promised into a refusal."""
    try:
        yield
    except _NO as error:
        raise Refused(error.code) from error


def _become_hub(work: Work, url: str, certificate: bytes, *, promoted: bool) -> bool:
    before = work.settings.hub()
    if before is not None and before.node != work.node.id and not promoted:
        return False
    number = 1 if before is None else before.number
    if before is not None and before.node != work.node.id:
        number += 1  # another address is no promotion: a replaced hub would outbid its successor
    now = bodies.HubPromoted(number=number, node=work.node.id, url=url, certificate=certificate)
    if now != before:
        work.record(now, entity="hub")
    return True


def _note_successor(work: Work, successor: HubFound) -> None:
    standing = work.settings.hub()
    if standing is not None and (standing.number, standing.node) >= successor.epoch:
        return
    number, node = successor.epoch
    now = bodies.HubPromoted(
        number=number, node=node, url=successor.url, certificate=successor.certificate or b""
    )
    work.record(now, entity="hub")


def _name_central(work: Work, link: Link) -> None:
    named = bodies.CentralNamed(
        url=link.url, public_key=link.central_key, certificate=link.certificate or b""
    )
    if work.settings.central() != named:
        work.record(named, entity="central")


def _revoke(work: Work, node_id: str) -> bool:
    admitted = work.settings.node(node_id)
    if admitted is None:
        return False
    work.record(msgspec.structs.replace(admitted, revoked=True), entity=f"node:{node_id}")
    return True
