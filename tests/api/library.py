"""The small library and the article of the interface's tests; all of it invented."""

import httpx

BRIDGE = """\
---
id: bridge
title: The harbour bridge in figures
issuer: City of Lindhaven
published: 2021-05-04
---
# The bridge

The harbour bridge in Lindhaven was opened on 4 May 2021. The bridge is 312 metres long.

## Cost

The city paid 48 million crowns for the harbour bridge.
"""
FERRY = """\
---
id: ferry
title: End of the ferry line
issuer: Lindhaven Transit
published: 2021-06-30
---
# The ferry

The last ferry in Lindhaven crossed the harbour on 30 June 2021.
"""
NOTICE = """\
---
id: notice
title: إعلان هيئة النقل
issuer: هيئة النقل
published: 2021-05-01
language: ar
---
# إعلان

تعلن الهيئة أن الجسر سيفتح في الرابع من مايو ٢٠٢١.
"""
DOCUMENTS = {
    "bridge.md": BRIDGE.encode(),
    "ferry.md": FERRY.encode(),
    "notice.md": NOTICE.encode(),
}

REFUTED = "The harbour bridge in Lindhaven is 480 metres long."
SUPPORTED = "The harbour bridge in Lindhaven was opened on 4 May 2021."
ARTICLE = f"{SUPPORTED} {REFUTED}"
WAIT = {"Prefer": "wait=30"}


async def upload(
    client: httpx.AsyncClient, text: str, name: str = "note.md", **fields: str
) -> httpx.Response:
    return await client.post("/v1/documents", files={"file": (name, text.encode())}, data=fields)


async def check(
    client: httpx.AsyncClient, text: str = ARTICLE, **options: object
) -> httpx.Response:
    """The answer of a check that was waited for."""
    body = {"article": {"text": text}, **options}
    answer = await client.post("/v1/checks", json=body, headers=WAIT)
    assert answer.status_code == 200, answer.text
    return answer


def refused(answer: httpx.Response, status: int, slug: str) -> str:
    """The detail of the problem that the answer must be."""
    assert (answer.status_code, answer.headers["content-type"]) == (
        status,
        "application/problem+json",
    ), answer.text
    problem = answer.json()
    assert (problem["type"], problem["status"]) == (f"/problems/{slug}", status), problem
    assert problem["title"]
    assert "Traceback" not in answer.text
    return str(problem["detail"])
