"""What every test may ask for: the labelled pictures, a clean run of the command, no network."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
REQUIRED = set(os.environ.get("FORENSICS_REQUIRE", "").split(",")) - {""}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests marked «shared» are skipped, with the reason, where the labelled pictures are not there."""
    if SHARED.is_dir() or "shared" in REQUIRED:
        return
    for item in items:
        if item.get_closest_marker("shared"):
            item.add_marker(pytest.mark.skip(reason="the folder ../shared of labelled pictures is not here"))


@pytest.fixture
def shared() -> Path:
    """The folder of labelled pictures."""
    if not SHARED.is_dir():
        if "shared" in REQUIRED:
            pytest.fail("../shared is required (FORENSICS_REQUIRE) and missing")
        pytest.skip("the folder ../shared of labelled pictures is not here")
    return SHARED


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """What the developer set for herself, and the width of her terminal, are not part of the tests."""
    monkeypatch.setenv("FORENSICS_CONFIG", str(tmp_path_factory.getbasetemp() / "none.toml"))
    monkeypatch.delenv("COLUMNS", raising=False)


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Any attempt to connect beyond this machine fails the test."""
    if request.node.get_closest_marker("browser"):
        return
    real = socket.socket.connect

    def refuse(self: socket.socket, address: object) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and str(address[0]) not in ("127.0.0.1", "::1"):  # type: ignore[index]
            raise AssertionError(f"network asked for: {address}")
        return real(self, address)

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", _refuse_lookup)


def _refuse_lookup(host: object, *rest: object, **more: object) -> None:
    raise AssertionError(f"name looked up: {host}")
