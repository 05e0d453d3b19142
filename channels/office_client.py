"""The one client of docs/internal-api.md. It gives up after seconds: a caller is waiting."""

import asyncio
from typing import Any

import aiohttp
from tenacity import AsyncRetrying, retry_if_exception_type, stop_after_attempt, wait_fixed

from channels.turn_times import Times
from channels.voice_token import Caller

ANSWER_WITHIN_S = 3.0


class OfficeAway(Exception):
    """The office does not answer, or cannot reach its own records."""


class CallRefused(Exception):
    """The office does not open the Call: its token was used before, or it is over. `code` says which."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class OfficeClient:
    """Speaks for one process of channels."""

    def __init__(self, http: aiohttp.ClientSession, office_url: str, internal_token: str) -> None:
        self._http = http
        self._url = office_url
        self._headers = {"Authorization": f"Bearer {internal_token}"}

    async def open_call(self, caller: Caller, channel: str) -> bool:
        """Opens the Call or goes on with it, using the token up; whether it went on. Raises CallRefused,
        OfficeAway.
        """
        body = {
            "id": caller.call_id,
            "channel": channel,
            "user_id": caller.user_id,
            "token_id": caller.token_id,
        }
        answer = await self._request("POST", "/internal/calls", body)
        return bool(answer["resumed"])

    async def note_times(self, call_id: str, times: Times) -> None:
        """Tells how long a turn took; raises OfficeAway."""
        await self._request("POST", f"/internal/calls/{call_id}/turns", vars(times))

    async def close_call(self, call_id: str, reason: str) -> str:
        """Closes the Call and returns its Outcome; raises OfficeAway."""
        answer = await self._request("POST", f"/internal/calls/{call_id}/close", {"reason": reason})
        return str(answer["outcome"])

    async def hotwords(self) -> list[str]:
        """Words that are likely to be said today; raises OfficeAway."""
        answer = await self._request("GET", "/internal/hotwords", None)
        return [str(word) for word in answer["words"]]

    async def _request(self, method: str, path: str, body: Any) -> Any:
        retrying = AsyncRetrying(
            retry=retry_if_exception_type(aiohttp.ClientConnectionError),
            stop=stop_after_attempt(3),
            wait=wait_fixed(0.2),
            reraise=True,
        )
        try:
            async for attempt in retrying:
                with attempt:
                    return await self._try(method, path, body)
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError, KeyError, ValueError) as error:
            raise OfficeAway(type(error).__name__) from error

    async def _try(self, method: str, path: str, body: Any) -> Any:
        timeout = aiohttp.ClientTimeout(total=ANSWER_WITHIN_S)
        async with self._http.request(
            method, self._url + path, json=body, headers=self._headers, timeout=timeout
        ) as response:
            if response.status == 204:
                return None
            answer = await response.json()
            if response.status == 409:
                raise CallRefused(answer["error"]["code"])
            response.raise_for_status()
            return answer
