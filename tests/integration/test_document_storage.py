"""Files are kept alike in a folder and in an S3-compatible bucket, and a storage that is away is said to be."""

from __future__ import annotations

import hashlib
import io
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from moto.server import ThreadedMotoServer

from ehc_workflow.documents.bucket import Bucket, bucket_at
from ehc_workflow.documents.folder import Folder
from ehc_workflow.documents.kinds import DocumentRefusedError
from ehc_workflow.documents.storage import Storage, StorageAwayError, Taken
from ehc_workflow.domain.errors import NotFoundError

NOTES = b"Invented words. " * 500_000


def bucket(endpoint: str, name: str, folder: Folder) -> Bucket:
    made = bucket_at(
        name, endpoint=endpoint, region="eu-west-2", key_id="invented", secret="invented"
    )
    return Bucket(made, folder)


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    """An S3-compatible storage on this machine."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(params=["folder", "bucket"])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Storage:
    folder = Folder(tmp_path, 10_000_000)
    if request.param == "folder":
        return folder
    address = request.getfixturevalue("endpoint")
    name = f"ehc{hashlib.sha256(str(tmp_path).encode()).hexdigest()[:20]}"
    urllib.request.urlopen(urllib.request.Request(f"{address}/{name}", method="PUT")).close()
    return bucket(address, name, folder)


def taken(storage: Storage, content: bytes = NOTES) -> Taken:
    return storage.take("notes.txt", io.BytesIO(content))


def kept(storage: Storage, content: bytes = NOTES) -> str:
    came = taken(storage, content)
    storage.keep(came)
    storage.let_go(came)
    return came.sha256


def test_what_is_kept_comes_back_as_it_was(storage: Storage) -> None:
    sha256 = kept(storage)
    assert sha256 == hashlib.sha256(NOTES).hexdigest()
    pieces = list(storage.chunks(sha256))
    assert b"".join(pieces) == NOTES
    assert len(pieces) > 1, "a large file is never whole in memory"
    with storage.at_hand(sha256) as path:
        assert path.read_bytes() == NOTES


def test_nothing_is_left_behind_of_what_came_in(storage: Storage, tmp_path: Path) -> None:
    kept(storage)
    assert list((tmp_path / "incoming").iterdir()) == []


def test_the_same_content_twice_is_kept_once(storage: Storage) -> None:
    assert kept(storage) == kept(storage)


def test_what_is_refused_does_not_reach_it(storage: Storage) -> None:
    content = b"MZ not words\x00"
    with pytest.raises(DocumentRefusedError):
        taken(storage, content)
    with pytest.raises(NotFoundError):
        storage.chunks(hashlib.sha256(content).hexdigest())


def test_what_was_not_kept_is_not_there(storage: Storage) -> None:
    came = taken(storage)
    storage.let_go(came)
    with pytest.raises(NotFoundError):
        storage.chunks(came.sha256)
    with pytest.raises(NotFoundError), storage.at_hand(came.sha256):
        pass


def test_what_is_dropped_is_gone_and_may_be_dropped_again(storage: Storage) -> None:
    sha256 = kept(storage)
    storage.drop(sha256)
    storage.drop(sha256)
    with pytest.raises(NotFoundError):
        storage.chunks(sha256)


@pytest.mark.parametrize("name", ["../../etc/passwd", "a" * 63 + "/", "", "g" * 64, "A" * 64])
def test_no_name_leads_elsewhere(storage: Storage, name: str) -> None:
    with pytest.raises(NotFoundError):
        storage.chunks(name)


@pytest.mark.parametrize("what", ["away", "without the bucket"])
def test_a_bucket_that_does_not_answer_is_said_to_be_away(
    endpoint: str, tmp_path: Path, what: str
) -> None:
    away = bucket(
        "http://127.0.0.1:9" if what == "away" else endpoint,
        "nowhere",
        Folder(tmp_path, 10_000_000),
    )
    came = taken(away)
    with pytest.raises(StorageAwayError) as told:
        away.keep(came)
    assert "127.0.0.1" not in told.value.message
