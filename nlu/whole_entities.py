"""One mark for one stretch of words, where several extractors marked it differently.

DIET often marks half of a name and spaCy the whole; Duckling may mark a number where DIET marked an address. Rasa keeps
both, and `rasa interactive` refuses two that begin at one place and end at different ones.
"""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

NAME, PERSON = "customer_name", "PERSON"

Entity = dict[str, Any]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class WholeEntities(GraphComponent):
    """Completes names, and keeps the longest of the entities that begin at one place."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> WholeEntities:
        """Returns the component; it has no settings."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Returns the messages with their entities made whole."""
        for message in messages:
            if message.get(ENTITIES):
                whole = longest(with_whole_names(message.get(TEXT), message.get(ENTITIES)))
                message.set(ENTITIES, whole, add_to_output=True)
        return messages


def with_whole_names(text: str, entities: list[Entity]) -> list[Entity]:
    """The entities with each name drawn out over the PERSON that overlaps it, which goes."""
    names = [e for e in entities if e["entity"] == NAME]
    merged = []
    for entity in entities:
        if entity["entity"] == PERSON and any(overlap(entity, name) for name in names):
            continue
        if entity["entity"] == NAME:
            parts = [entity, *(e for e in entities if e["entity"] == PERSON and overlap(e, entity))]
            start, end = min(e["start"] for e in parts), max(e["end"] for e in parts)
            entity = {**entity, "start": start, "end": end, "value": text[start:end]}
        merged.append(entity)
    return merged


def longest(entities: list[Entity]) -> list[Entity]:
    """The entities without those that begin where a longer one begins."""
    ends: dict[int, int] = {}
    for entity in entities:
        ends[entity["start"]] = max(entity["end"], ends.get(entity["start"], 0))
    return [entity for entity in entities if entity["end"] == ends[entity["start"]]]


def overlap(one: Entity, other: Entity) -> bool:
    """Whether the two share a character."""
    return bool(one["start"] < other["end"] and other["start"] < one["end"])
