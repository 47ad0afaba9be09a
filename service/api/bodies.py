"""Request bodies: their media type, their JSON, their characters."""

import codecs
import json
import math
import re
from collections.abc import Awaitable, Callable, Iterator
from datetime import date
from email.message import Message
from http import HTTPStatus
from typing import Annotated, NoReturn, TypeVar

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, BeforeValidator, ValidationError

from service.api.problems import RequestRefused
from service.errors import NotText, UnsupportedFormat
from service.library.readers.text import marked_encoding

_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
# What a client may declare: no codec of Python's that is no character encoding.
_CHARSETS = re.compile(
    r"utf-?8|utf-?16(-?[lb]e)?|us-ascii|ascii|latin-?1|iso-?8859-?\d{1,2}|(windows|cp)-?12\d\d|"
    r"koi8-[ru]|gb2312|gbk|gb18030|big5|euc-jp|euc-kr|shift[_-]jis|macintosh|ibm866",
    re.IGNORECASE,
)

Model = TypeVar("Model", bound=BaseModel)


def _read_iso_date(value: object) -> object:
    """Pydantic would read ``20211206`` as seconds since 1970."""
    if value is None or (isinstance(value, date) and type(value) is date):
        return value
    if not isinstance(value, str) or not _ISO_DATE.fullmatch(value):
        raise ValueError("a date is written as YYYY-MM-DD")
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise ValueError(f"there is no such date: {error}") from error


IsoDate = Annotated[date, BeforeValidator(_read_iso_date)]


def content_type(request: Request) -> tuple[str, str | None]:
    """The body's media type in lower case (empty if none is declared), and its charset."""
    message = Message()
    message["content-type"] = request.headers.get("content-type", "")
    charset = message.get_param("charset")
    named = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return named, charset if isinstance(charset, str) else None


def refuse_media_type(declared: str, accepted: str) -> NoReturn:
    """Raises ``UnsupportedFormat``."""
    got = f"not {declared[:100]}" if declared else "and say so in Content-Type"
    raise UnsupportedFormat(f"Send {accepted}, {got}.")


def is_json(media_type: str) -> bool:
    return media_type == "application/json" or (
        media_type.startswith("application/") and media_type.endswith("+json")
    )


def json_body(model: type[Model]) -> Callable[[Request], Awaitable[Model]]:
    """A dependency that reads the request's JSON as ``model``.

    FastAPI's own reading would let lone surrogates through, which nothing can store or answer.
    """

    async def read_body(request: Request) -> Model:
        declared, _ = content_type(request)
        if not is_json(declared):
            refuse_media_type(declared, "application/json")
        return validate(model, parse_json(await request.body()), "body")

    return read_body


def parse_json(content: bytes) -> object:
    """The value that the bytes are JSON of.

    Raises ``RequestRefused`` (400) for what is no JSON, ``NotText`` for half a surrogate pair.
    """
    try:
        value = json.loads(content.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except UnicodeDecodeError as error:
        raise _malformed(f"The body is not UTF-8: byte {error.start} cannot be decoded") from error
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise _malformed(f"The body is not JSON: {error.msg} ({place})") from error
    except RecursionError as error:
        raise _malformed("The body is nested too deeply") from error
    except ValueError as error:
        raise _malformed(f"The body is not JSON: {error}") from error
    for pointer, found in _walk(value):
        if isinstance(found, str) and (half := re.search("[\ud800-\udfff]", found)):
            raise NotText(
                f"{pointer}: character {half.start()} is U+{ord(half[0]):04X}, half a surrogate "
                "pair, which is no character."
            )
        if isinstance(found, float) and not math.isfinite(found):
            raise _malformed(f"{pointer}: the number is too large")
    return value


def _walk(value: object) -> Iterator[tuple[str, object]]:
    """Every key and every plain value below ``value``, with the pointer to where it stands."""
    waiting: list[tuple[str, object]] = [("#", value)]
    while waiting:
        pointer, one = waiting.pop()
        if isinstance(one, dict):
            for key, inner in one.items():
                yield f"a key in {pointer}", key
                waiting.append((f"{pointer}/{key[:100]}", inner))
        elif isinstance(one, list):
            waiting.extend((f"{pointer}/{index}", inner) for index, inner in enumerate(one))
        else:
            yield pointer, one


def _malformed(detail: str) -> RequestRefused:
    return RequestRefused(
        HTTPStatus.BAD_REQUEST, "malformed-json", "The body is not JSON", f"{detail}."
    )


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON number")


def validate(model: type[Model], value: object, place: str) -> Model:
    """``value`` as ``model``. Raises FastAPI's own error, whose places begin with ``place``."""
    try:
        return model.model_validate(value)
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=False, include_input=False)
        raise RequestValidationError(
            [{**one, "loc": (place, *one["loc"])} for one in found]
        ) from error


def refuse_field(place: str, name: str, detail: str) -> NoReturn:
    """Raises FastAPI's own error: what is wrong with one field of the ``body`` or ``query``."""
    raise RequestValidationError([{"loc": (place, name), "msg": detail}])


def decode_body(content: bytes, charset: str | None) -> str:
    """The text in the declared encoding: its byte order mark counts first, then ``charset``,
    then UTF-8. Every character is kept. Raises ``NotText``."""
    marked = marked_encoding(content)
    name, skip = (marked.name, marked.skip) if marked else (charset or "utf-8", 0)
    if not _CHARSETS.fullmatch(name):
        raise NotText(f"The encoding {name[:50]!r} is not known here; send UTF-8.")
    try:
        return content[skip:].decode(codecs.lookup(name).name)
    except LookupError as error:
        raise NotText(f"The encoding {name[:50]!r} is not known here; send UTF-8.") from error
    except UnicodeDecodeError as error:
        raise NotText(
            f"The body is not {name.upper()} text: byte {error.start + skip} cannot be decoded."
        ) from error
