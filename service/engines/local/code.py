"""The code that a result depends on, as a digest."""

import hashlib
from importlib.resources import files


def digest_of_code(*packages: str) -> str:
    """Sixteen hex digits over the Python sources of the packages, subpackages left out."""
    digest = hashlib.sha256()
    for package in packages:
        sources = [one for one in files(package).iterdir() if one.name.endswith(".py")]
        for source in sorted(sources, key=lambda one: one.name):
            digest.update(source.name.encode() + source.read_bytes())
    return digest.hexdigest()[:16]
