"""The doors into the dialogue: one module a channel, and what they share. Nothing of the office is imported
here.
"""
