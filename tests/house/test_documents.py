"""What the documents point to exists."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
DOCUMENTS = sorted(
    path for path in ROOT.rglob("*.md") if ".venv" not in path.parts and "library" not in path.parts
)
LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)")
TARGET = re.compile(r"\bmake ([a-z]+)\b(?! sure)")
NAMED_TEST = re.compile(r"`(tests/[\w/]+(?:\.py|/))`")


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_and_named_files_lead_somewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    local = [link for link in LINK.findall(text) if not link.startswith(("http:", "https:"))]

    assert [link for link in local if not (path.parent / link).exists()] == []
    assert [name for name in NAMED_TEST.findall(text) if not (ROOT / name).exists()] == []


def test_make_targets_that_are_named_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    known = set(re.findall(r"^([a-z]+)[^:=\n]*:(?!=)", makefile, flags=re.MULTILINE))
    commands = "\n".join(
        line for path in DOCUMENTS for line in re.findall(r"`[^`]+`", path.read_text("utf-8"))
    )

    assert set(TARGET.findall(commands)) - known == set()
