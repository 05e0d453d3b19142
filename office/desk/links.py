"""The addresses in customers' texts: a signed link to one Visit or one Estimate, without an account."""

from __future__ import annotations

from office.ports import Linked, LinkSigner

PATHS = {Linked.VISIT: "v", Linked.ESTIMATE: "e"}


class Links:
    """Writes the addresses. What they lead to is shown and changed by `visit_link.py` and `estimate_link.py`."""

    def __init__(self, signer: LinkSigner, public_url: str | None) -> None:
        """`public_url`: where customers reach the app; None where they don't."""
        self._signer = signer
        self._public_url = public_url

    def visit_url(self, visit_id: int) -> str | None:
        """Return the Visit's address, or None where there is no public one."""
        return self._url(Linked.VISIT, visit_id)

    def estimate_url(self, estimate_id: int) -> str | None:
        """Return the Estimate's address, or None where there is no public one."""
        return self._url(Linked.ESTIMATE, estimate_id)

    def read(self, linked: Linked, token: str) -> int:
        """Return the id of what the token leads to; raises LinkUnknown."""
        return self._signer.read(linked, token)

    def token(self, linked: Linked, number: int) -> str:
        """Return the token alone."""
        return self._signer.sign(linked, number)

    def _url(self, linked: Linked, number: int) -> str | None:
        if self._public_url is None:
            return None
        return f"{self._public_url}/{PATHS[linked]}/{self.token(linked, number)}"
