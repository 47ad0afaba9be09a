"""Reading in a process of its own, with limits on its memory and time.

PDF, DOCX and HTML come from outside and may be built to harm their reader, and pdfium is
neither thread-safe nor memory-safe. So each such document is read by a fresh interpreter that
gets the bytes on its standard input and answers one JSON object on its standard output:
``{"extraction": ...}`` or ``{"error": slug, "detail": ...}``. Never pickle: the answer of a
process that a document took over is still only data.

``answer`` is the child's side (each reader module runs it as ``__main__``), ``read_isolated``
the parent's.
"""

import asyncio
import contextlib
import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import service
from service import errors
from service.library.readers.extraction import Extraction, ReadLimits, describe_error

if sys.platform != "win32":
    import resource

MEBIBYTE = 1024 * 1024
IMPORT_ROOT = Path(service.__file__).parent.parent
# The child sees nothing else of the environment: no keys, no settings.
PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "PYTHONPATH", "LANG")
REFUSALS: dict[str, type[errors.BadInput]] = {
    refusal.slug: refusal
    for refusal in (
        errors.NotText,
        errors.UnsupportedFormat,
        errors.UnreadableDocument,
        errors.EncryptedDocument,
        errors.DocumentWithoutText,
        errors.DocumentTooLarge,
    )
}


async def read_isolated(module: str, content: bytes, limits: ReadLimits) -> Extraction:
    """Let ``module`` read the bytes in a child process, and answer what it found.

    Raises what the reader raised, and ``errors.UnreadableDocument`` when it took too long, was
    killed for what it used, or crashed.
    """
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", module, limits.model_dump_json()),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        cwd=IMPORT_ROOT,
        env={name: os.environ[name] for name in PASSED_ON if name in os.environ},
    )
    try:
        async with asyncio.timeout(limits.seconds):
            reply, complaint = await child.communicate(content)
    except TimeoutError as error:
        raise errors.UnreadableDocument(
            f"reading the document took longer than {limits.seconds:g} seconds"
        ) from error
    finally:
        # Also when the caller was cancelled: no child outlives its document.
        if child.returncode is None:
            child.kill()
            await child.wait()
    if child.returncode != 0:
        raise errors.UnreadableDocument(_describe_end(child.returncode, complaint))
    return understand(reply)


def understand(reply: bytes) -> Extraction:
    """The child's answer as a value, or raised as the error it names."""
    try:
        answered: dict[str, Any] = json.loads(reply)
        if "error" not in answered:
            return Extraction.model_validate(answered["extraction"])
        refusal, detail = REFUSALS[answered["error"]], str(answered["detail"])
    except (ValueError, KeyError, TypeError) as error:
        raise errors.UnreadableDocument("the reader gave no intelligible answer") from error
    raise refusal(detail)


def _describe_end(code: int | None, complaint: bytes) -> str:
    if code is not None and code < 0:
        cause = signal.strsignal(-code) or "unknown"
        return (
            f"the reader was ended by signal {-code} ({cause}): the document is damaged or hostile"
        )
    lines = complaint.decode("utf-8", "replace").strip().splitlines()
    return f"the reader failed ({lines[-1][:200] if lines else f'exit code {code}'})"


def answer(read: Callable[[bytes, ReadLimits], Extraction]) -> None:
    """The child's whole life: take limits and bytes, read, answer."""
    limits = ReadLimits.model_validate_json(sys.argv[1])
    confine(limits)
    try:
        reply = '{"extraction":' + read(sys.stdin.buffer.read(), limits).model_dump_json() + "}"
    except errors.BadInput as refusal:
        reply = _refuse(refusal.slug, refusal.detail)
    except MemoryError:
        reply = _refuse(
            errors.UnreadableDocument.slug,
            f"reading the document takes more than {limits.memory_mb} MiB of memory",
        )
    except RecursionError:
        reply = _refuse(errors.UnreadableDocument.slug, "the document is nested too deeply")
    except Exception as error:
        # Hostile input makes parsers raise anything; the child exists to turn it into words.
        reply = _refuse(
            errors.UnreadableDocument.slug, f"the document is damaged ({describe_error(error)})"
        )
    sys.stdout.buffer.write(reply.encode("utf-8"))


def _refuse(slug: str, detail: str) -> str:
    return json.dumps({"error": slug, "detail": detail})


def confine(limits: ReadLimits) -> None:
    """Take this process's memory and processor time away beyond the limits, for good."""
    if sys.platform == "win32":
        return  # no such limits there; the parent's time-out still holds
    seconds = int(limits.seconds) + 1
    wanted = {
        resource.RLIMIT_AS: limits.memory_mb * MEBIBYTE,
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_CORE: 0,
    }
    for kind, limit in wanted.items():
        # macOS refuses some of them; the others still hold.
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (limit, limit))
