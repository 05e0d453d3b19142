"""What a text is charged as: 3GPP TS 23.038 and 23.040."""

import pytest

from office.domain.segments import Length, measure


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("", Length("GSM-7", 0, 0)),
        ("a" * 160, Length("GSM-7", 160, 1)),
        ("a" * 161, Length("GSM-7", 161, 2)),
        ("a" * 306, Length("GSM-7", 306, 2)),
        ("a" * 307, Length("GSM-7", 307, 3)),
        ("€" * 80, Length("GSM-7", 160, 1)),
        ("€" * 81, Length("GSM-7", 162, 2)),
        # 152 letters and a euro: the pair does not fit into the first segment of 153.
        ("a" * 152 + "€" + "a" * 152, Length("GSM-7", 306, 3)),
        ("è@£Δ~", Length("GSM-7", 6, 1)),
        ("\u2019" * 70, Length("UCS-2", 70, 1)),
        ("\u2019" * 71, Length("UCS-2", 71, 2)),
        ("🙂" * 35, Length("UCS-2", 70, 1)),
        # 67 is odd, so a pair never fills a segment.
        ("🙂" * 67, Length("UCS-2", 134, 3)),
    ],
)
def test_a_text_is_as_long_as_the_standard_says(text: str, length: Length):
    assert measure(text) == length
