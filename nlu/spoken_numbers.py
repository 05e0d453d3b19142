"""The first step of understanding: what was said, written as a person would write it.

The joined text replaces the message's own: it is what later components read, what `latest_message.text` holds in
the action server, and what the office resolves. The rules are in `spoken_digits` and `spelled_letters`.
"""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.constants import INTENT_MESSAGE_PREFIX
from rasa.shared.nlu.constants import (
    ENTITIES,
    ENTITY_ATTRIBUTE_END,
    ENTITY_ATTRIBUTE_START,
    ENTITY_ATTRIBUTE_VALUE,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.text_edits import apply, moved
from nlu.written import edits


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SpokenNumbers(GraphComponent):
    """Rewrites the text of messages; in training data the entities move along."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SpokenNumbers:
        """Returns the component; it has no settings."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Returns the messages with their text rewritten."""
        for message in messages:
            _rewrite(message)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Returns the training data as the later components will meet it in a conversation."""
        self.process(training_data.training_examples)
        return training_data


def _rewrite(message: Message) -> None:
    text = message.get(TEXT)
    if not text or text.startswith(INTENT_MESSAGE_PREFIX):
        return
    changes = edits(text)
    if not changes:
        return
    joined = apply(text, changes)
    for entity in message.get(ENTITIES, []):
        start, end = entity[ENTITY_ATTRIBUTE_START], entity[ENTITY_ATTRIBUTE_END]
        verbatim = entity[ENTITY_ATTRIBUTE_VALUE] == text[start:end]
        entity[ENTITY_ATTRIBUTE_START] = moved(start, changes, is_end=False)
        entity[ENTITY_ATTRIBUTE_END] = moved(end, changes, is_end=True)
        if verbatim:
            entity[ENTITY_ATTRIBUTE_VALUE] = joined[entity[ENTITY_ATTRIBUTE_START] : entity[ENTITY_ATTRIBUTE_END]]
    message.set(TEXT, joined, add_to_output=True)
