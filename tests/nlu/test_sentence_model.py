"""The network against what its authors publish of it, and its refusal of other weights."""

from pathlib import Path

import numpy as np
import pytest

from nlu.sentence_model import HIDDEN, SentenceModel, WrongWeights, package_folder, sentence_model, weights


@pytest.fixture(scope="module")
def model() -> SentenceModel:
    return sentence_model()


def test_vectors_are_those_of_the_reference_implementation(model: SentenceModel) -> None:
    """What sentence-transformers gives for the example sentence of the model's card."""
    reading = model.read(["This is an example sentence"])[0]

    assert reading.sentence[:6] == pytest.approx([0.067657, 0.063496, 0.048713, 0.079305, 0.037448, 0.002653], abs=1e-5)


def test_similarities_are_the_published_ones(model: SentenceModel) -> None:
    """The model page's example: 0.943, 0.695 and 0.257."""
    person, *others = model.read(
        ["That is a happy person", "That is a very happy person", "That is a happy dog", "Today is a sunny day"]
    )

    assert [float(person.sentence @ other.sentence) for other in others] == pytest.approx(
        [0.943, 0.695, 0.257], abs=1e-3
    )


def test_like_things_are_nearer_than_unlike_ones(model: SentenceModel) -> None:
    drip, leak, hours = model.read(["my kitchen faucet drips", "the tap in the kitchen leaks", "when do you open"])

    assert drip.sentence @ leak.sentence > drip.sentence @ hours.sentence + 0.3


def test_a_text_reads_the_same_alone_and_among_others(model: SentenceModel) -> None:
    texts = ["hi", "my water heater has been making a strange noise since tuesday", "42 maple street"]
    together = model.read(texts)

    for text, reading in zip(texts, together, strict=True):
        alone = model.read([text])[0]
        assert np.allclose(alone.sentence, reading.sentence, atol=1e-5)
        assert np.allclose(alone.pieces, reading.pieces, atol=1e-4)


def test_a_sentence_is_a_unit_vector_and_its_pieces_have_places(model: SentenceModel) -> None:
    reading = model.read(["Toilets gurgle"])[0]

    assert reading.sentence.shape == (HIDDEN,)
    assert np.linalg.norm(reading.sentence) == pytest.approx(1, abs=1e-5)
    assert len(reading.pieces) == len(reading.places)
    assert reading.places[0][0] == 0
    assert reading.places[-1][1] == len("Toilets gurgle")


def test_nothing_and_very_much_can_be_read(model: SentenceModel) -> None:
    assert model.read([]) == []
    assert np.isfinite(model.read(["drip " * 2000])[0].sentence).all()


def test_other_weights_are_refused(tmp_path: Path) -> None:
    changed = bytearray((package_folder() / "model.safetensors").read_bytes())
    changed[-1] ^= 1
    path = tmp_path / "model.safetensors"
    path.write_bytes(changed)

    with pytest.raises(WrongWeights):
        weights(path)
