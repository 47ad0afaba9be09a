"""Third stage: what the library holds that may bear on a claim."""

from datetime import date

from service.domain.claim import Claim
from service.domain.evidence import Evidence, EvidenceQuery
from service.ports import EvidenceIndex


async def find_evidence(
    index: EvidenceIndex, claim: Claim, collection: str, as_of: date, limit: int
) -> tuple[Evidence, ...]:
    """Passages for the claim, best first.

    Raises ``errors.StoreFailed``, or ``errors.EmptyCollection``.
    """
    query = EvidenceQuery(text=claim.text, collection=collection, as_of=as_of, limit=limit)
    return await index.search(query)
