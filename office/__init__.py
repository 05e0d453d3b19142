"""The office: what the business knows and does. No dialogue, no speech, no web pages here."""
