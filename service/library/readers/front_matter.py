"""YAML mappings in front of a Markdown text or beside a document."""

import re
from typing import Any

import yaml

from service import errors

MAX_CHARACTERS = 65_536
FRONT_MATTER = re.compile(
    r"\A---[ \t]*\n(?P<yaml>(?:.*\n)*?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE
)


def split_front_matter(text: str) -> tuple[dict[str, Any], str]:
    """The mapping between the first two ``---`` lines, and the text after it.

    A text that does not begin with such a block has an empty mapping.
    Raises ``errors.InvalidMetadata``.
    """
    found = FRONT_MATTER.match(text)
    if found is None:
        return {}, text
    return load_mapping(found["yaml"], "the front matter"), text[found.end() :]


def load_mapping(text: str, where: str) -> dict[str, Any]:
    """The YAML mapping in ``text``, with words as keys; nothing at all is an empty mapping.

    ``where`` names the place in messages. Raises ``errors.InvalidMetadata``.
    """
    if len(text) > MAX_CHARACTERS:
        raise errors.InvalidMetadata(f"{where} is longer than {MAX_CHARACTERS:,} characters")
    loaded = _load_yaml(text, where)
    if loaded is None:
        return {}
    if not isinstance(loaded, dict):
        raise errors.InvalidMetadata(
            f"{where} must be a YAML mapping (lines like 'title: ...'), got {type(loaded).__name__}"
        )
    for key in loaded:
        if not isinstance(key, str):
            raise errors.InvalidMetadata(f"{where}: the key {key!r} is not a word")
    return loaded


def _load_yaml(text: str, where: str) -> object:
    # PyYAML's constructors leak whatever their Python code raises: ValueError for the date
    # 2021-02-30, KeyError for "!!bool x", RecursionError for "[" a thousand times.
    try:
        return yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        line = f" (line {error.problem_mark.line + 1})" if error.problem_mark else ""
        raise errors.InvalidMetadata(f"{where} is not valid YAML{line}: {error.problem}") from error
    except Exception as error:
        reason = " ".join(str(error).split())[:200]
        raise errors.InvalidMetadata(f"{where} is not valid YAML: {reason}") from error
