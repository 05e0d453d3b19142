"""Where numbers are at home, by libphonenumber's tables of area codes: a mobile may be elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

import phonenumbers
from phonenumbers import timezone

UNKNOWN = "Etc/Unknown"


class PhoneNumberZones:
    """Implements `office.ports.NumberZones`."""

    def zones(self, phone: str) -> Sequence[str]:
        """Return the zones of the number's area, all that it may be in; none when that can't be told."""
        try:
            found = timezone.time_zones_for_number(phonenumbers.parse(phone))
        except phonenumbers.NumberParseException:
            return ()
        return [name for name in found if name != UNKNOWN]
