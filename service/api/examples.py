"""The examples of the published description, on an invented library and an invented article.

A test reads every one of them as the model that it is an example of.
"""

import hashlib
from typing import Any

Example = dict[str, Any]

TEXT = "The harbour bridge was opened on 4 May 2021. It is 312 metres long."
SHA256 = hashlib.sha256(TEXT.encode("utf-8")).hexdigest()
SENTENCE = "The bridge is 480 metres long."
QUOTE = "It is 312 metres long."
START = TEXT.index(QUOTE)
CHECK_ID = "7d1f0c2e9a5b4c5d8e6f3a2b1c0d9e8f"
CLAIM_ID = "c0123456789ab"
NOW = "2026-11-24T13:40:00Z"

DESCRIPTION: Example = {
    "id": "harbour-bridge",
    "title": "The harbour bridge in figures",
    "issuer": "City of Lindhaven",
    "kind": "fact sheet",
    "published": "2021-05-04",
    "valid_from": None,
    "valid_until": None,
    "supersedes": None,
    "language": "en",
    "url": "https://city.example/bridge",
    "collection": "default",
    "own_publication": False,
}
PASSAGE: Example = {
    "id": "harbour-bridge-0",
    "version": SHA256,
    "index": 0,
    "text": TEXT,
    "start": 0,
    "end": len(TEXT),
    "heading": None,
    "page": None,
}
EVIDENCE: Example = {
    "document": DESCRIPTION,
    "passage": PASSAGE,
    "before": "",
    "after": "",
    "dense": 0.81,
    "lexical": 3.2,
    "score": 0.0328,
    "later": False,
}
NO_COST: Example = {
    "calls": 0,
    "input_tokens": 0,
    "output_tokens": 0,
    "usd": 0.0,
    "seconds": 0.2,
}

CHECK: Example = {
    "article": {"title": "A new bridge", "text": SENTENCE, "published": "2021-05-06"},
    "as_of": "2021-05-06",
    "collection": "default",
}
VERIFY: Example = {"claim": SENTENCE, "as_of": "2021-05-06"}
REVIEW: Example = {
    "label": "refuted",
    "reason": "The fact sheet has the surveyed length.",
    "reviewer": "Ines Marlow",
}

CLAIM: Example = {
    "id": CLAIM_ID,
    "sentence": 0,
    "start": 0,
    "end": len(SENTENCE),
    "original": SENTENCE,
    "text": SENTENCE,
    "kind": "fact",
    "claimant": None,
    "check_worthiness": 0.9,
    "verdict": {
        "label": "refuted",
        "confidence": 0.94,
        "justification": "The document gives another length: 312 metres.",
        "decided_by": "local",
    },
    "unchecked": None,
    "citations": [
        {
            "stance": "refutes",
            "quote": QUOTE,
            "start": START,
            "end": START + len(QUOTE),
            "document": DESCRIPTION,
            "version": SHA256,
            "heading": None,
            "page": None,
            "later": False,
        }
    ],
    "considered": [
        EVIDENCE | {"entailment": {"entails": 0.02, "contradicts": 0.95, "neutral": 0.03}}
    ],
    "cost": NO_COST,
    "review": None,
}
REVIEWED_CLAIM: Example = CLAIM | {"review": REVIEW | {"reviewed": NOW}}
REVIEWS: Example = {"reviews": [REVIEW | {"reviewed": NOW}, None]}

SUMMARY: Example = {
    "sentences": 1,
    "claims": 1,
    "supported": 0,
    "refuted": 1,
    "conflicting_evidence": 0,
    "not_enough_evidence": 0,
    "unchecked": 0,
}
REPORT: Example = {
    "id": CHECK_ID,
    "schema": "claimdesk.report/1",
    "status": "complete",
    "created": NOW,
    "as_of": "2021-05-06",
    "article": {
        "text": SENTENCE,
        "title": "A new bridge",
        "author": None,
        "url": None,
        "published": "2021-05-06",
        "language": None,
        "sha256": hashlib.sha256(SENTENCE.encode("utf-8")).hexdigest(),
    },
    "summary": SUMMARY,
    "sentences": [
        {
            "start": 0,
            "end": len(SENTENCE),
            "index": 0,
            "outcome": "claims",
            "reason": None,
            "claims": [CLAIM_ID],
        }
    ],
    "claims": [CLAIM],
    "provenance": {
        "engine": "local",
        "models": [],
        "prompts": [],
        "library": {"collection": "default", "revision": 1, "documents": 1},
        "settings": {"as_of": "2021-05-06", "collection": "default", "passages": 10},
        "version": "0.1.0",
        "commit": None,
    },
    "cost": NO_COST,
    "timing": {"sentences": 0.0, "claims": 0.0, "verdicts": 0.2},
}

QUEUED: Example = {
    "id": CHECK_ID,
    "status": "queued",
    "title": "A new bridge",
    "engine": "local",
    "collection": "default",
    "progress": {"stage": "waiting", "done": 0, "total": 0},
    "failure": None,
    "report_status": None,
    "summary": None,
    "created": NOW,
    "updated": NOW,
    "links": {"self": f"/v1/checks/{CHECK_ID}", "report": None},
}
DONE: Example = QUEUED | {
    "status": "done",
    "progress": {"stage": "verdicts", "done": 1, "total": 1},
    "report_status": "complete",
    "summary": SUMMARY,
    "links": {
        "self": f"/v1/checks/{CHECK_ID}",
        "report": f"/v1/checks/{CHECK_ID}/report",
    },
}
CHECKS: Example = {
    "checks": [DONE],
    "counts": {"queued": 0, "running": 0, "done": 1, "failed": 0},
}

UPLOAD: Example = {
    "file": f"# {DESCRIPTION['title']}\n\n{TEXT}",
    "id": DESCRIPTION["id"],
    "title": DESCRIPTION["title"],
    "published": DESCRIPTION["published"],
}
ADDED: Example = {
    "outcome": "added",
    "document_id": "harbour-bridge",
    "version": SHA256,
    "passages": 1,
    "warnings": [],
}
NEW_VERSION: Example = ADDED | {"outcome": "new_version"}
UNCHANGED: Example = ADDED | {"outcome": "unchanged"}
STORED: Example = {
    "document": DESCRIPTION,
    "current_version": SHA256,
    "added": NOW,
    "withdrawn": None,
    "versions": [],
}
DOCUMENTS: Example = {"documents": [STORED], "total": 1, "limit": 100, "offset": 0}
DOCUMENT: Example = STORED | {
    "versions": [
        {
            "sha256": SHA256,
            "document": DESCRIPTION,
            "added": NOW,
            "superseded": None,
            "sections": [{"start": 0, "end": len(TEXT), "heading": None, "page": None}],
            "media_type": "text/markdown",
            "file_name": "harbour-bridge.md",
            "warnings": [],
            "state": "ready",
        }
    ]
}
PAGE = f'<main dir="auto">{TEXT[:START]}<mark id="quote">{QUOTE}</mark></main>'

FOUND: Example = {
    "query": "length of the harbour bridge",
    "collection": "default",
    "as_of": "2021-05-06",
    "results": [EVIDENCE],
}
LIVE: Example = {"status": "live"}
READY: Example = {"status": "ready", "models": ["entailment.int8.onnx"], "documents": 1}
