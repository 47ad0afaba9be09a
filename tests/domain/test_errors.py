"""Every failure has a name of its own, and the module's docstring is the tree."""

import inspect

import pytest

from service import errors
from service.errors import BadInput, ClaimdeskError, LimitReached, Misconfigured, UpstreamFailed

CLASSES = [
    one for _, one in inspect.getmembers(errors, inspect.isclass) if issubclass(one, ClaimdeskError)
]


def tree_of_the_docstring() -> dict[str, str]:
    """Class name to the name it is indented under."""
    parents: dict[str, str] = {}
    above: list[tuple[int, str]] = []
    for line in inspect.cleandoc(errors.__doc__ or "").splitlines():
        words = line.split()
        if not words or not hasattr(errors, words[0]):
            continue
        depth = len(line) - len(line.lstrip())
        above = [one for one in above if one[0] < depth]
        parents[words[0]] = above[-1][1] if above else "Exception"
        above.append((depth, words[0]))
    return parents


def test_the_docstring_is_the_tree() -> None:
    assert tree_of_the_docstring() == {one.__name__: one.__mro__[1].__name__ for one in CLASSES}


def test_every_class_has_a_slug_and_a_title_of_its_own() -> None:
    assert len({one.slug for one in CLASSES}) == len(CLASSES)
    assert len({one.title for one in CLASSES}) == len(CLASSES)


@pytest.mark.parametrize("kind", CLASSES)
def test_every_class_says_who_must_act(kind: type[ClaimdeskError]) -> None:
    families = (BadInput, LimitReached, UpstreamFailed, Misconfigured)
    assert kind is ClaimdeskError or sum(issubclass(kind, one) for one in families) == 1
    assert kind("the detail").detail == str(kind("the detail")) == "the detail"
