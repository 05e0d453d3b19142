"""Rasa's DIETClassifier, ready for use in seconds instead of a minute. What it learns and answers is Rasa's."""

from __future__ import annotations

from typing import Any

import tensorflow as tf
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.classifiers import diet_classifier
from rasa.utils.tensorflow.constants import LEARNING_RATE, RUN_EAGERLY
from rasa.utils.tensorflow.model_data import RasaModelData


class QuickDIET(diet_classifier.DIET):
    """DIET whose loading takes its one step of training eagerly.

    Rasa takes that step only to learn the shapes of the weights, and traces the whole graph of training for it: 70 of
    the 80 s that a start took on our machine. Answers still come from a traced graph.
    """

    @classmethod
    def load(
        cls,
        model_file_name: str,
        model_data_example: RasaModelData,
        predict_data_example: RasaModelData | None = None,
        finetune_mode: bool = False,
        *args: Any,
        **kwargs: Any,
    ) -> QuickDIET:
        """Returns the model with its trained weights, traced for answering where an example of an answer is given."""
        wanted = kwargs["config"]
        kwargs["config"] = {**wanted, RUN_EAGERLY: True}
        model = super().load(model_file_name, model_data_example, None, finetune_mode, *args, **kwargs)
        model.config = wanted
        model.compile(optimizer=tf.keras.optimizers.Adam(wanted[LEARNING_RATE]), run_eagerly=wanted[RUN_EAGERLY])
        if predict_data_example and not finetune_mode:
            model.run_inference(predict_data_example)
        return model


@DefaultV1Recipe.register(
    [DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR],
    is_trainable=True,
)
class DIETClassifier(diet_classifier.DIETClassifier):
    """The classifier that loads `QuickDIET`. It keeps Rasa's name, by which its files in a model are found."""

    @staticmethod
    def model_class() -> type[QuickDIET]:
        """Returns the class of the model behind the classifier."""
        return QuickDIET
