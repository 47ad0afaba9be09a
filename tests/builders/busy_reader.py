"""A reader that never comes to an end."""

from service.library.readers.extraction import Extraction, ReadLimits
from service.library.readers.isolated import answer


def read_forever(content: bytes, limits: ReadLimits) -> Extraction:
    while content and limits:
        pass
    raise AssertionError


if __name__ == "__main__":
    answer(read_forever)
