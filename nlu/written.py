"""What was said, written as a person would write it: the one place that puts the rules for it together."""

from nlu.spelled_letters import half_days, spellings
from nlu.spoken_digits import numbers
from nlu.text_edits import Edit, apply, in_order


def edits(text: str) -> list[Edit]:
    """Returns the changes, in order."""
    halves = half_days(text)
    hidden = apply(text, [Edit(half.start, half.end, "#" * (half.end - half.start)) for half in halves])
    return in_order([*halves, *numbers(text), *spellings(hidden)])  # "p m" must not begin a spelling


def written(text: str) -> str:
    """Returns the text with numbers joined and spelled words put together; times and counts stay as said."""
    return apply(text, edits(text))
