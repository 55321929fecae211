"""Files in an S3-compatible bucket, under the same names as in a folder: one can be copied to the other as it is."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO

import obstore
from obstore.exceptions import BaseError
from obstore.store import ObjectStore, S3Store

from ehc_workflow.documents.folder import Folder
from ehc_workflow.documents.storage import CHUNK, StorageAwayError, Taken, key_of
from ehc_workflow.domain.errors import EhcError, NotFoundError


@dataclass(frozen=True, slots=True)
class Bucket:
    """The bucket of one installation. What comes in is looked at in a folder first, and goes up when it is good."""

    store: ObjectStore
    incoming: Folder

    def take(self, name: str, source: BinaryIO) -> Taken:
        """Copy a file in and look at it, or refuse it with a sentence and leave nothing behind."""
        return self.incoming.take(name, source)

    def let_go(self, taken: Taken) -> None:
        """Forget the copy that came in, kept or not."""
        self.incoming.let_go(taken)

    def keep(self, taken: Taken) -> None:
        """Send a file up. An object appears whole or not at all, and the same content twice is the same object."""
        with _answering(not_found=StorageAwayError()):
            obstore.put(self.store, _key(taken.sha256), taken.path)

    def chunks(self, sha256: str) -> Iterator[bytes]:
        """The bytes of a file in pieces, or `NotFoundError` before the first."""
        with _answering():
            found = obstore.get(self.store, _key(sha256))
        return (bytes(chunk) for chunk in found.stream(min_chunk_size=CHUNK))

    @contextmanager
    def at_hand(self, sha256: str) -> Iterator[Path]:
        """A copy of a file on this machine's disk, for as long as it is read."""
        with tempfile.NamedTemporaryFile() as copy:
            with _answering():
                copy.writelines(self.chunks(sha256))
            copy.flush()
            yield Path(copy.name)

    def drop(self, sha256: str) -> None:
        """Delete a file that no record names any more."""
        with _answering():
            obstore.delete(self.store, _key(sha256))


def bucket_at(name: str, *, endpoint: str, region: str, key_id: str, secret: str) -> ObjectStore:
    """A bucket as obstore knows it. A storage that is away is waited for some seconds, and not for minutes."""
    return S3Store(
        name,
        endpoint=endpoint or f"https://s3.{region}.amazonaws.com",
        region=region,
        access_key_id=key_id,
        secret_access_key=secret,
        virtual_hosted_style_request=False,
        client_options={
            "allow_http": endpoint.startswith("http://"),
            "connect_timeout": "5s",
            "timeout": "60s",
        },
        retry_config={"max_retries": 2, "retry_timeout": timedelta(seconds=10)},
    )


def _key(sha256: str) -> str:
    key = key_of(sha256)
    if key is None:
        raise NotFoundError("There is no such file.")
    return key


@contextmanager
def _answering(not_found: EhcError | None = None) -> Iterator[None]:
    """What goes wrong on the way, in our own words: the library's hold addresses."""
    try:
        yield
    except FileNotFoundError as error:
        missing = NotFoundError("The file is not in the document storage.")
        raise not_found or missing from error
    except (BaseError, OSError) as error:
        raise StorageAwayError from error
