"""The ONNX models: loading, refusing, and scores that can be repeated."""

import asyncio
import json
from pathlib import Path

import numpy as np
import pytest

from service.domain.evidence import Document, Evidence, Passage
from service.engines.local.embedder import DIMENSIONS, LocalEmbedder
from service.engines.local.entailment import EntailmentModel
from service.engines.local.judge import heading, in_context
from service.engines.local.onnx import MODELS, OnnxModel, load_model
from service.errors import ClaimTooLong, EngineFailed, ModelUnusable


@pytest.fixture(scope="module")
def embedder() -> LocalEmbedder:
    return LocalEmbedder()


@pytest.fixture(scope="module")
def entailment() -> EntailmentModel:
    return EntailmentModel()


async def test_vectors_have_length_one_and_keep_their_order(embedder: LocalEmbedder) -> None:
    texts = ["A gas pipeline.", "A railway line " * 50, "", "گیس پائپ لائن", "A gas pipeline."]

    vectors = await embedder.embed(texts)

    assert vectors.shape == (5, DIMENSIONS)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-3)
    assert float(vectors[0] @ vectors[4]) > 0.98
    assert float(vectors[0] @ vectors[4]) > float(vectors[0] @ vectors[1])


async def test_no_text_gives_no_vectors(embedder: LocalEmbedder) -> None:
    assert (await embedder.embed([])).shape == (0, DIMENSIONS)


async def test_alike_texts_are_nearer_than_others(embedder: LocalEmbedder) -> None:
    pipeline, gas, railway = await embedder.embed(
        ["The pipeline will carry gas.", "Gas is to flow through the pipe.", "Trains run hourly."]
    )

    assert float(pipeline @ gas) > float(pipeline @ railway)


async def test_entailment_probabilities_sum_to_one_and_repeat(entailment: EntailmentModel) -> None:
    pairs = [("The mayor opened the bridge in May.", "The bridge was opened."), ("x " * 900, "y")]

    first, again = await entailment.score(pairs), await entailment.score(pairs)

    assert first == again
    for one in first:
        assert one.entails + one.contradicts + one.neutral == pytest.approx(1.0, abs=0.001)


async def test_a_score_depends_on_its_own_pair_alone(entailment: EntailmentModel) -> None:
    pairs = [
        (f"The mayor opened {n} bridges. " * (n + 1), f"{n} bridges opened.") for n in range(9)
    ]

    together = await entailment.score(pairs)
    alone = [(await entailment.score([pair]))[0] for pair in pairs]

    assert together == alone


async def test_text_that_is_none_is_a_failure_of_the_engine(entailment: EntailmentModel) -> None:
    with pytest.raises(EngineFailed):
        await entailment.score([("half a pair \ud800", "claim")])


async def test_after_a_failure_nothing_more_of_the_call_is_read(
    entailment: EntailmentModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = 0

    def fail(model: OnnxModel, encoding: object) -> None:
        nonlocal started
        started += 1
        raise EngineFailed("broken")

    monkeypatch.setattr(OnnxModel, "_run_one", fail)
    with pytest.raises(EngineFailed):
        await entailment.score([(f"passage {n}", "claim") for n in range(200)])
    await asyncio.sleep(0.2)

    assert 1 <= started < 100


async def test_plain_cases_fall_on_their_side(entailment: EntailmentModel) -> None:
    passage = "The mayor opened the bridge on Tuesday. Nobody was hurt."
    same, opposite = await entailment.score(
        [
            (passage, "The mayor opened the bridge on Tuesday."),
            (passage, "The mayor did not open the bridge."),
        ]
    )

    assert same.entails > same.contradicts
    assert opposite.contradicts > opposite.entails


@pytest.mark.parametrize("claim", ["claim " * 200, "句" * 300])
async def test_a_claim_too_long_to_read_is_refused_not_cut(
    entailment: EntailmentModel, claim: str
) -> None:
    with pytest.raises(ClaimTooLong):
        await entailment.score([("passage", "short"), ("passage", claim)])


async def test_a_long_passage_is_cut(entailment: EntailmentModel) -> None:
    assert len(await entailment.score([("passage " * 2000, "claim"), ("字" * 900, "claim")])) == 2


def custom_model(folder: Path, labels: dict[str, str]) -> Path:
    for name in ("entailment.int8.onnx", "tokenizer.json"):
        (folder / name).write_bytes((MODELS / name).read_bytes())
    (folder / "config.json").write_text(json.dumps({"id2label": labels}))
    return folder / "entailment.int8.onnx"


async def test_the_order_of_labels_is_read_from_the_model(
    tmp_path: Path, entailment: EntailmentModel
) -> None:
    labels = {"0": "CONTRADICTION", "1": "ENTAILMENT", "2": "NEUTRAL"}
    swapped = EntailmentModel(custom_model(tmp_path, labels))
    pair = [("The mayor opened the bridge.", "The bridge was opened.")]

    [ours], [theirs] = await entailment.score(pair), await swapped.score(pair)

    assert (theirs.entails, theirs.contradicts) == (ours.contradicts, ours.entails)
    assert theirs.neutral == ours.neutral


def test_labels_of_another_task_are_refused(tmp_path: Path) -> None:
    labels = {"0": "positive", "1": "negative", "2": "neutral"}

    with pytest.raises(ModelUnusable, match="not entailment labels"):
        EntailmentModel(custom_model(tmp_path, labels))


def test_an_output_of_another_width_is_refused() -> None:
    with pytest.raises(ModelUnusable, match="not 5 numbers wide"):
        load_model(MODELS / "entailment.int8.onnx", output="logits", width=5)


def test_a_missing_model_says_which(tmp_path: Path) -> None:
    with pytest.raises(ModelUnusable, match=r"nowhere\.onnx is missing"):
        load_model(tmp_path / "nowhere.onnx", output="logits", width=3)


def test_a_damaged_model_is_refused(tmp_path: Path) -> None:
    (tmp_path / "broken.onnx").write_bytes(b"not a model")
    (tmp_path / "tokenizer.json").write_bytes((MODELS / "tokenizer.json").read_bytes())

    with pytest.raises(ModelUnusable, match="cannot be loaded"):
        load_model(tmp_path / "broken.onnx", output="logits", width=3)


def test_a_model_of_another_kind_is_refused() -> None:
    with pytest.raises(ModelUnusable, match="no output named 'logits'"):
        load_model(MODELS / "embedder.int8.onnx", output="logits", width=3)


@pytest.mark.parametrize("changed", ["embedder.int8.onnx", "tokenizer.json"])
def test_a_shipped_file_with_another_digest_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changed: str
) -> None:
    for name in ("card.json", "tokenizer.json", "embedder.int8.onnx"):
        (tmp_path / name).write_bytes((MODELS / name).read_bytes())
    (tmp_path / changed).write_bytes(b"changed")
    monkeypatch.setattr("service.engines.local.onnx.MODELS", tmp_path)

    with pytest.raises(ModelUnusable, match="damaged"):
        load_model(tmp_path / "embedder.int8.onnx", output="embedding", width=384)


def test_a_passage_is_read_under_its_title_and_date_between_its_neighbours() -> None:
    evidence = Evidence(
        document=Document(id="d", title="Protocol", published="2021-05-08"),
        passage=Passage(id="d:0", version="0" * 64, index=0, start=0, end=4, text="Middle."),
        before="Before.",
        after="After.",
    )

    assert heading(evidence) == "Protocol (8 May 2021)."
    assert in_context(evidence) == "Protocol (8 May 2021).\nBefore.\nMiddle.\nAfter."
