"""A claim that is labelled on several documents is one claim with one outcome."""

import pytest

from evals.benchmarks import Row
from evals.metrics import Scored
from evals.through_library import describe, document_id, read_claims
from service.domain.verdict import Label


def row(text: str, label: str) -> Row:
    return Row("The bridge is open.", (text,), label, "worlds")


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        (("nei", "nei"), Label.NOT_ENOUGH_EVIDENCE),
        (("nei", "supported"), Label.SUPPORTED),
        (("refuted", "nei"), Label.REFUTED),
        (("supported", "refuted"), Label.CONFLICTING_EVIDENCE),
    ],
)
def test_the_labels_of_the_documents_make_the_claims(
    labels: tuple[str, str], expected: Label
) -> None:
    rows = [row(f"Notice {n}.", label) for n, label in enumerate(labels)]

    (claim,) = read_claims(rows)

    assert claim.expected is expected
    assert claim.labels == {document_id(one): one.label for one in rows}


def test_wrongly_called_is_a_share_of_those_that_are_not_so() -> None:
    figures = describe(
        [
            Scored("supported", "supported"),
            Scored("refuted", "supported"),
            Scored("supported", "refuted"),
            Scored("not_enough_evidence", "not_enough_evidence"),
        ]
    )

    assert figures["accuracy"] == 0.5
    assert figures["false support"] == 0.5
    assert figures["false refutes"] == pytest.approx(1 / 3)
