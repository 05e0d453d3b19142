"""The last word of understanding: a hazard that the rules find wins over every intent. The rules are in `hazards`.

Where the classifier says `report_emergency` and no rule fires, the intent stays and carries no hazard: the assistant
then gives the general warning and asks what it is. That is the safer choice: a needless question costs a
sentence, while an emergency in words that no rule knows would be lost for good if the rules could overrule it.
"""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.constants import INTENT_MESSAGE_PREFIX
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from nlu.hazards import find_hazard
from nlu.whole_entities import overlap

EMERGENCY = {"name": "report_emergency", "confidence": 1.0}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class SafetyRules(GraphComponent):
    """Sets the intent `report_emergency` and the entity `hazard` on messages that report one."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SafetyRules:
        """Returns the component; it has no settings, for safety is not one."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Returns the messages, those with a hazard marked."""
        for message in messages:
            text = message.get(TEXT)
            if text and not text.startswith(INTENT_MESSAGE_PREFIX):
                _mark(message, text)
        return messages


def _mark(message: Message, text: str) -> None:
    hazard = find_hazard(text)
    if hazard is None:
        return
    entity = {
        "entity": "hazard",
        "value": hazard.code,
        "start": hazard.start,
        "end": hazard.end,
        "confidence_entity": 1.0,
        "extractor": SafetyRules.__name__,
    }
    others = [intent for intent in message.get(INTENT_RANKING_KEY, []) if intent["name"] != EMERGENCY["name"]]
    rest = [other for other in message.get(ENTITIES, []) if not overlap(entity, other)]
    message.set(ENTITIES, [*rest, entity], add_to_output=True)
    message.set(INTENT, dict(EMERGENCY), add_to_output=True)
    message.set(INTENT_RANKING_KEY, [dict(EMERGENCY), *others], add_to_output=True)
