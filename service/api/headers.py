"""Request headers with a grammar of their own: ``Idempotency-Key`` and ``Prefer``."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http import HTTPStatus

from service.api.problems import RequestRefused
from service.errors import InvalidField

MAX_KEY = 255
# A structured-field string (RFC 9651, section 3.3.3), or a bare token as many clients send it.
_QUOTED = re.compile(r'"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)"')
_BARE = re.compile(r"[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]+")
_PREFERENCE = re.compile(r'\s*wait\s*=\s*"?(\d{1,9})"?\s*(?:;.*)?', re.IGNORECASE)


def parse_idempotency_key(header: str | None) -> str | None:
    """The key, quoted or bare (``"a1"`` and ``a1`` are the same); ``None`` without the header.

    The header is draft-ietf-httpapi-idempotency-key-header-06. Raises ``InvalidField``.
    """
    if header is None:
        return None
    quoted, bare = _QUOTED.fullmatch(header.strip()), _BARE.fullmatch(header.strip())
    key = re.sub(r"\\(.)", r"\1", quoted[1]) if quoted else bare[0] if bare else ""
    if not key.strip():
        raise InvalidField(
            'Idempotency-Key must be a quoted string of visible ASCII characters, such as "a1b2".'
        )
    if len(key) > MAX_KEY:
        raise InvalidField(f"Idempotency-Key has {len(key)} characters; at most {MAX_KEY}.")
    return key


def parse_wait(headers: Sequence[str]) -> int | None:
    """The seconds of ``Prefer: wait=N`` (RFC 7240), the first one; ``None`` where there is none.

    As the standard asks, what cannot be understood is ignored.
    """
    for preference in ",".join(headers).split(","):
        if (found := _PREFERENCE.fullmatch(preference)) is not None:
            return int(found[1])
    return None


class KeysInUse:
    """The idempotency keys whose first request is being answered right now."""

    def __init__(self) -> None:
        self._locations: dict[str, str | None] = {}

    @contextmanager
    def hold(self, key: str | None) -> Iterator[None]:
        """Raises ``RequestRefused`` (409), which says where the check is, if that is known."""
        if key is None:
            yield
            return
        if key in self._locations:
            location = self._locations[key]
            raise RequestRefused(
                HTTPStatus.CONFLICT,
                "request-in-progress",
                "The first request with this key is still being answered",
                "Ask again in a moment, or look at the address in Location.",
                {"Retry-After": "1", **({"Location": location} if location else {})},
            )
        self._locations[key] = None
        try:
            yield
        finally:
            del self._locations[key]

    def tell_location(self, key: str | None, location: str) -> None:
        if key is not None:
            self._locations[key] = location
