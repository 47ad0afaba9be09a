"""How a source's number or date answers a claim's."""

from enum import StrEnum


class Relation(StrEnum):
    """``unanswered``: the source says nothing of it, or is too coarse to tell."""

    AGREES = "agrees"
    DIFFERS = "differs"
    UNANSWERED = "unanswered"
