"""``Idempotency-Key`` and ``Prefer`` as their standards write them, and as clients send them."""

import pytest

from service.api.headers import KeysInUse, parse_idempotency_key, parse_wait
from service.api.problems import RequestRefused
from service.errors import InvalidField


@pytest.mark.parametrize(
    ("header", "key"),
    [
        (None, None),
        ('"8e03978e-40d5-43e8"', "8e03978e-40d5-43e8"),
        (" 8e03978e-40d5-43e8 ", "8e03978e-40d5-43e8"),
        (r'"a \"b\" \\"', 'a "b" \\'),
        ("a" * 255, "a" * 255),
    ],
)
def test_reads_a_key(header: str | None, key: str | None) -> None:
    assert parse_idempotency_key(header) == key


@pytest.mark.parametrize(
    "header", ["", '""', '"  "', '"open', 'a"b', "two words", "ключ", '"a"; b', "a" * 256]
)
def test_refuses_what_is_no_key(header: str) -> None:
    with pytest.raises(InvalidField):
        parse_idempotency_key(header)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ([], None),
        (["wait=10"], 10),
        (["respond-async, WAIT = 5"], 5),
        (["respond-async", 'wait="7"; foo=bar, wait=9'], 7),
        (["wait"], None),
        (["wait=-1"], None),
        (["wait=1.5"], None),
        (["wait=99999999999999999999"], None),
        (["mywait=3"], None),
    ],
)
def test_reads_how_long_to_wait(headers: list[str], seconds: int | None) -> None:
    assert parse_wait(headers) == seconds


def test_a_key_is_held_by_one_request_at_a_time() -> None:
    keys = KeysInUse()
    with keys.hold("a"), keys.hold("b"), keys.hold(None), keys.hold(None):
        keys.tell_location("a", "/v1/checks/1")
        with pytest.raises(RequestRefused) as refusal, keys.hold("a"):
            pass
        assert refusal.value.status_code == 409
        assert refusal.value.headers == {"Retry-After": "1", "Location": "/v1/checks/1"}
    with keys.hold("a"):
        pass
