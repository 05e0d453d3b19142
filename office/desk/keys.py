"""Changing the key that seals what must not be readable in the database."""

from __future__ import annotations

from dataclasses import replace

from office.ports import Records, Sealer, Work


def renew_seals(records: Records, sealer: Sealer) -> int:
    """Seal everything anew with the newest key and return how much that was: afterwards the old keys may go.

    Raises Unreadable, with nothing changed, when a key is missing; RecordsUnavailable.
    """

    def steps(work: Work) -> int:
        account = work.calendar_account.get()
        if account is not None:
            work.calendar_account.put(replace(account, sealed=sealer.seal(sealer.unseal(account.sealed))))
        codes = work.properties.access_codes()
        for property_id, sealed in codes.items():
            work.properties.put_access_code(property_id, sealer.seal(sealer.unseal(sealed)))
        return len(codes) + (account is not None)

    return records.transaction(steps)
