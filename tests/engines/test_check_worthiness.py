"""The trained check-worthiness head: loading, refusing, and scores that can be repeated."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.engines.local.check_worthiness import (
    HEAD,
    SignedCheckWorthiness,
    TrainedCheckWorthiness,
    digest_signs,
    find_log_odds,
    read_head,
    score_check_worthiness,
)
from service.engines.local.embedder import DIMENSIONS, LocalEmbedder
from service.engines.local.onnx import MODELS
from service.errors import ModelUnusable

FACT = "Norway exported 5 million tonnes of gas to Germany in 2020."
BELIEF = "I think we should all hope for something better."


@pytest.fixture(scope="module")
def embedder() -> LocalEmbedder:
    return LocalEmbedder()


@pytest.fixture(scope="module")
def head(embedder: LocalEmbedder) -> TrainedCheckWorthiness:
    return TrainedCheckWorthiness(embedder)


async def test_a_fact_with_figures_outscores_a_belief(head: TrainedCheckWorthiness) -> None:
    fact, belief = await head.score([FACT, BELIEF])

    assert fact > 0.8 > 0.2 > belief


async def test_a_score_does_not_depend_on_the_texts_beside_it(
    head: TrainedCheckWorthiness,
) -> None:
    alone = await head.score([FACT])
    together = await head.score([BELIEF, "a " * 400, FACT, ""])

    assert together[2] == alone[0]
    assert await head.score([]) == []


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=300))
async def test_a_score_is_a_probability_for_any_text(
    head: TrainedCheckWorthiness, text: str
) -> None:
    (score,) = await head.score([text])

    assert 0 <= score <= 1


async def test_the_score_is_the_model_of_the_card(
    head: TrainedCheckWorthiness, embedder: LocalEmbedder
) -> None:
    model = read_head(HEAD)
    vector = (await embedder.embed([FACT]))[0]
    log_odds = sum(float(x) * w for x, w in zip(vector, model.embedding_weights, strict=True))
    log_odds += model.signs_weight * find_log_odds(FACT) + model.bias

    assert (await head.score([FACT]))[0] == pytest.approx(
        1 / (1 + 2.718281828**-log_odds), abs=1e-3
    )


def test_the_report_names_the_head_and_what_it_saw(head: TrainedCheckWorthiness) -> None:
    card = json.loads((MODELS / "card.json").read_text(encoding="utf-8"))["files"][HEAD.name]

    assert [use.sha256 for use in head.models] == [card["sha256"]]
    assert HEAD.stat().st_size == card["bytes"]
    assert all(use.local for use in head.models)
    assert card["sha256"][:16] in head.fingerprint


def write_head(path: Path, **changes: Any) -> Path:
    content = json.loads(HEAD.read_text(encoding="utf-8")) | changes
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def test_a_missing_head_is_refused(embedder: LocalEmbedder, tmp_path: Path) -> None:
    with pytest.raises(ModelUnusable, match="missing"):
        TrainedCheckWorthiness(embedder, tmp_path / "none.json")


def test_a_shipped_head_with_another_digest_is_refused(
    embedder: LocalEmbedder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "card.json").write_bytes((MODELS / "card.json").read_bytes())
    changed = write_head(tmp_path / HEAD.name, bias=0.0)
    monkeypatch.setattr("service.engines.local.onnx.MODELS", tmp_path)

    with pytest.raises(ModelUnusable, match="damaged"):
        TrainedCheckWorthiness(embedder, changed)


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"\xff\xfe", b"[]", b"{}"],
    ids=["empty", "cut short", "not text", "a list", "no fields"],
)
def test_a_file_that_is_no_head_is_refused(
    embedder: LocalEmbedder, tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "head.json").write_bytes(content)

    with pytest.raises(ModelUnusable, match="cannot be loaded"):
        TrainedCheckWorthiness(embedder, tmp_path / "head.json")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"embedding_weights": [0.0] * (DIMENSIONS - 1)}, "cannot be loaded"),
        ({"bias": float("nan")}, "cannot be loaded"),
        ({"extra": 1}, "cannot be loaded"),
        ({"embedder": "another.onnx:0123456789abcdef"}, "another embedding model"),
        ({"signs": "0" * 16}, "other signs"),
    ],
    ids=["too few weights", "not a number", "unknown field", "another embedder", "other signs"],
)
def test_a_head_that_does_not_fit_is_refused(
    embedder: LocalEmbedder, tmp_path: Path, changes: dict[str, Any], reason: str
) -> None:
    with pytest.raises(ModelUnusable, match=reason):
        TrainedCheckWorthiness(embedder, write_head(tmp_path / "head.json", **changes))


async def test_the_signs_alone_need_no_model() -> None:
    signs = SignedCheckWorthiness()

    assert await signs.score([FACT, BELIEF]) == [
        score_check_worthiness(FACT),
        score_check_worthiness(BELIEF),
    ]
    assert digest_signs() in signs.fingerprint
    assert signs.models == ()
