"""Central's folder: its keys, its certificate, and on SQLite its database.

`store.key` (the database's, sealed), `central.key` (signs heads, sealed), `certificate.pem` and
`certificate.key` (TLS), `loket-central.db`, `store.lock`.
"""

from __future__ import annotations

import secrets
import ssl
from datetime import UTC, datetime
from pathlib import Path

from counter import keys
from counter.errors import LoketError
from counter.files import write_durably
from counter.store.database import Database
from counter.store.engine import troubles_named
from counter.store.lock import StoreLock
from counter.store.place import check_place
from counter.text import N_

DATABASE, STORE_KEY, SIGNING_KEY = "loket-central.db", "store.key", "central.key"
CERTIFICATE, CERTIFICATE_KEY = "certificate.pem", "certificate.key"


class CentralKeyLost(LoketError):
    """A database without its key, or a key that cannot be read."""

    happened = N_("The keys of the central in {folder} are missing or damaged.")
    safe = N_("The data is whole; it is only locked.")
    do_next = N_("Put the files store.key and central.key back from the backup.")


class DatabaseUrlWrong(LoketError):
    """The text is no PostgreSQL URL."""

    happened = N_("This is not the address of a PostgreSQL database: {url}")
    safe = N_("Nothing was changed.")
    do_next = N_("Write it as postgresql://USER@HOST/DATABASE")


class DatabaseDriverMissing(LoketError):
    """The extra is not installed."""

    happened = N_("The driver for PostgreSQL is not installed.")
    safe = N_("Nothing was changed.")
    do_next = N_("Install it: pip install loket[server]")


class DatabaseUnreachable(LoketError):
    """The server does not answer, or not to this user."""

    happened = N_("The database {url} cannot be opened: {reason}")
    safe = N_("Nothing was changed.")
    do_next = N_("Check that the server runs and lets this user in, then start again.")


class CentralFolder:
    """The files of a central, made where there are none.

    Raises:
        CentralKeyLost, StoreReadOnly, StoreOnNetwork, DiskFull
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder
        check_place(folder)
        with troubles_named(folder / DATABASE):
            folder.mkdir(parents=True, exist_ok=True)
            own = Certificate(folder, "Loket central")
            self.signing_key = keys.SigningKey(self._secret(SIGNING_KEY))
        self.certificate, self.tls = own.der, own.tls

    def lock(self) -> StoreLock:
        """Hold the folder against a second server. Raises StoreInUse."""
        with troubles_named(self.path / DATABASE):
            return StoreLock(self.path)

    @property
    def store_key(self) -> bytes:
        """What the database in the folder is encrypted with. Raises CentralKeyLost."""
        return self._secret(STORE_KEY)

    def database(self) -> Database:
        """Open the database in the folder."""
        return Database.at_file(self.path / DATABASE, self.store_key)

    def _secret(self, name: str) -> bytes:
        file = self.path / name
        if not file.exists():
            if (self.path / DATABASE).exists():
                raise CentralKeyLost(folder=str(self.path))
            keys.seal(secrets.token_bytes(keys.STORE_KEY_BYTES), file)
        try:
            return keys.unseal(file)
        except (keys.KeyMissing, keys.KeyUnreadable) as error:
            raise CentralKeyLost(folder=str(self.path)) from error


class Certificate:
    """A certificate in a folder that vouches for nothing but itself; made where there is none.

    Args:
        name: whose, for whoever looks at it.
    """

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        if not (folder / CERTIFICATE).exists():
            _make_certificate(folder, name)
        self.der = ssl.PEM_cert_to_DER_cert((folder / CERTIFICATE).read_text(encoding="ascii"))

    def tls(self) -> ssl.SSLContext:
        """What serves beyond loopback."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_3
        context.load_cert_chain(self._folder / CERTIFICATE, self._folder / CERTIFICATE_KEY)
        return context


def _make_certificate(folder: Path, whose: str) -> None:
    # nodes pin it by its fingerprint
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, whose)])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        # a counter whose clock has lost its battery wakes in the year 2000 and must still connect
        .not_valid_before(datetime(2000, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2099, 12, 31, tzinfo=UTC))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    write_durably(
        folder / CERTIFICATE_KEY,
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ),
    )
    # last: with it the pair is whole
    write_durably(folder / CERTIFICATE, made.public_bytes(serialization.Encoding.PEM), mode=0o644)


def open_database(folder: CentralFolder, url: str | None) -> Database:
    """The database in the folder, or the PostgreSQL database at a URL.

    Raises:
        What `open_server` raises, and what a file can raise
    """
    return folder.database() if url is None else open_server(url)


def open_server(url: str) -> Database:
    """The PostgreSQL database at a URL.

    Raises:
        DatabaseUrlWrong, DatabaseDriverMissing, DatabaseUnreachable
    """
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError, DBAPIError

    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise DatabaseUrlWrong(url="…") from None
    shown = parsed.render_as_string(hide_password=True)
    if parsed.get_backend_name() != "postgresql":
        raise DatabaseUrlWrong(url=shown)
    try:
        import psycopg  # noqa: F401 - the driver is an extra
    except ImportError:
        raise DatabaseDriverMissing from None
    whole = parsed.set(drivername="postgresql+psycopg")
    try:
        return Database.at_server(whole.render_as_string(hide_password=False))
    except DBAPIError as error:
        reason = str(error.orig).strip().splitlines()
        raise DatabaseUnreachable(url=shown, reason=reason[0] if reason else "?") from error
