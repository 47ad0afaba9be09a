"""The REST interface: FastAPI, everything under ``/v1`` but ``/health``.

- ``app``: the application, put together
- ``checks``, ``reports``, ``claims``, ``documents``, ``search``, ``health``: one file per noun
- ``articles``, ``uploads``: what was sent becomes an article to check, or a document
- ``bodies``, ``headers``, ``negotiation``: request bodies, request headers, ``Accept``
- ``problems``: every failure as RFC 9457 ``application/problem+json``
- ``guard``: what holds for every request and answer
- ``pages``: a stored text as a page, with a quote marked
- ``openapi``, ``examples``: the published description
- ``state``: the composed service, as routes see it

There is no authentication yet (a later issue adds it): serve it on the loopback address only,
or behind a proxy that knows who may come in.
"""
