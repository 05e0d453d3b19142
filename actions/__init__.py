"""The action server: Rasa's actions, each a thin step from the dialogue to the office's desk."""
