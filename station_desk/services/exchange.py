"""The exchange by file: the public door. Identities and trust, bundles out, bundles in, and where everyone stands."""

from station_desk.services.exchange_again import Wanted, give_again, wanted_again
from station_desk.services.exchange_in import import_bundles, received
from station_desk.services.exchange_keys import (
    fingerprint,
    look_at_identity,
    peers,
    public_identity,
    trust,
    write_public_identity,
)
from station_desk.services.exchange_media import (
    Found,
    Glances,
    Seen,
    Tidy,
    find_bundles,
    looked_at_before,
    own_files,
    tidy,
)
from station_desk.services.exchange_out import export_bundles, sent, waiting
from station_desk.services.exchange_standing import received_from, stations, status
from station_desk.services.exchange_view import inspect

__all__ = [
    "Found",
    "Glances",
    "Seen",
    "Tidy",
    "Wanted",
    "export_bundles",
    "find_bundles",
    "fingerprint",
    "give_again",
    "import_bundles",
    "inspect",
    "look_at_identity",
    "looked_at_before",
    "own_files",
    "peers",
    "public_identity",
    "received",
    "received_from",
    "sent",
    "stations",
    "status",
    "tidy",
    "trust",
    "waiting",
    "wanted_again",
    "write_public_identity",
]
