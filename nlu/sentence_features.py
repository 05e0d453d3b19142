"""Dense features from all-MiniLM-L6-v2, one vector a sentence and one a token. The network is in `sentence_model`."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.sentence_model import HIDDEN, Reading, SentenceModel, sentence_model


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceFeatures(DenseFeaturizer, GraphComponent):
    """Adds the model's view of what was said. Only the user's text is read, never action names or responses."""

    def __init__(self, config: dict[str, Any], name: str, model: SentenceModel) -> None:
        super().__init__(name, config)
        self._model = model

    @classmethod
    def required_components(cls) -> list[type]:
        """Returns what must stand before it in the pipeline."""
        return [Tokenizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Returns the settings that every dense featurizer has."""
        return dict(DenseFeaturizer.get_default_config())

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Accepts any: there is nothing to set."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceFeatures:
        """Returns the component with its weights checked. Raises WrongWeights."""
        return cls(config, execution_context.node_name, sentence_model())

    def process(self, messages: list[Message]) -> list[Message]:
        """Returns the messages with the features added."""
        said = [message for message in messages if message.get(TEXT) and message.get(TOKENS_NAMES[TEXT])]
        for message, reading in zip(said, self._model.read([message.get(TEXT) for message in said]), strict=True):
            # Unit vectors have entries near 0.05; at a spread of 1 they learn as fast as the others.
            sentence = reading.sentence[None, :] * np.float32(np.sqrt(HIDDEN))
            self.add_features_to_message(
                token_vectors(reading, message.get(TOKENS_NAMES[TEXT])), sentence, TEXT, message
            )
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Returns the training data with the features added."""
        self.process(training_data.training_examples)
        return training_data


def token_vectors(reading: Reading, tokens: list[Token]) -> NDArray[np.float32]:
    """Returns a row a token: the mean of the word pieces that touch it, zeros where there are none."""
    vectors = np.zeros((len(tokens), HIDDEN), np.float32)
    for row, token in enumerate(tokens):
        touching = [i for i, (start, end) in enumerate(reading.places) if start < token.end and end > token.start]
        if touching:
            vectors[row] = reading.pieces[touching].mean(0)
    return vectors
