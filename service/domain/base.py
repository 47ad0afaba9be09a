"""What every value of the domain has in common."""

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator


class Value(BaseModel):
    """An immutable value; an unknown field is an error, never ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Span(Value):
    """A half-open range of Unicode code points, ``text[start:end]``; never empty."""

    start: int = Field(ge=0)
    end: int = Field(gt=0)

    @model_validator(mode="after")
    def _not_empty(self) -> Self:
        if self.end <= self.start:
            raise ValueError(f"a span ends after it starts, got {self.start} to {self.end}")
        return self

    def of(self, text: str) -> str:
        """The words of ``text`` under this span."""
        return text[self.start : self.end]

    def within(self, other: "Span") -> bool:
        return other.start <= self.start and self.end <= other.end


Probability = Annotated[float, Field(ge=0.0, le=1.0)]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
