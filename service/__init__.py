"""Claimdesk: an article in, a verdict report with citations out.

The map of the house. Data walks through it in one direction::

    article -> sentences -> claims -> evidence -> verdicts -> citations -> report

    errors       every failure the service can name
    domain       values and their rules (no vendor, no input or output)
    text         reading text: sentences, quantities, dates, invisible characters
    ports        what the pipeline needs from the world
    pipeline     one stage per file; ``check.py`` is the table of contents
    engines      who splits and judges (``local``; later ``llm`` and ``cascade``)
    library      the newsroom's reference documents: read, cut, stored, searched
    records      what is kept, in SQL
    jobs         checks that run in the background and survive a restart
    publishing   a report as HTML, Markdown, text
    api          the REST interface
    settings     what can be configured
    bootstrap    the only place where adapters meet the pipeline
    cli          the command line
"""

import os

# Nothing leaves the machine: from 1.32 on, onnxruntime sends usage events to its maker unless
# these are set before anything imports it. Both names: releases differ in which they read.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
os.environ["ORT_TELEMETRY_DISABLED"] = "1"
