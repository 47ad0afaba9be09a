"""The composed service, as routes ask for it."""

import asyncio
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Request

from service.api.headers import KeysInUse
from service.bootstrap import Claimdesk

READ_AT_ONCE = 2
"""Each reading of an uploaded file may take up to a gigabyte of memory."""


@dataclass(frozen=True)
class Exchange:
    """What the interface itself keeps between requests, all of it forgotten at the end."""

    keys_in_use: KeysInUse = field(default_factory=KeysInUse)
    reading: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(READ_AT_ONCE))


def get_claimdesk(request: Request) -> Claimdesk:
    claimdesk: Claimdesk = request.app.state.claimdesk
    return claimdesk


def get_exchange(request: Request) -> Exchange:
    exchange: Exchange = request.app.state.exchange
    return exchange


Opened = Annotated[Claimdesk, Depends(get_claimdesk)]
Between = Annotated[Exchange, Depends(get_exchange)]
