"""Understanding: our Rasa graph components and the Duckling server. Importing this package imports no Rasa."""
