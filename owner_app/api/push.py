"""Browsers that take pushes: each User's own only."""

from typing import Annotated

from pydantic import Field

from office.bootstrap import Office
from office.domain.users import User
from office.errors import NotAPushSubscription
from owner_app.api.bodies import Body, Shown, Words
from owner_app.api.routes import STAFF, Routes

Key = Annotated[str, Field(min_length=16, max_length=200, pattern="^[A-Za-z0-9_=-]+$")]


class Keys(Body):
    """The keys of a subscription, base64url, as the Push API gives them."""

    p256dh: Key
    auth: Key


class NewSubscription(Body):
    """What `PushSubscription.toJSON()` gives; its `expirationTime` is of no use here."""

    endpoint: Annotated[Words, Field(min_length=10, max_length=1000)]
    keys: Keys
    expirationTime: float | None = None


class ShownSubscription(Shown):
    """A browser that takes pushes."""

    id: int
    endpoint: str


class PushSetup(Shown):
    """`public_key`: what a browser subscribes with (applicationServerKey); and the User's browsers."""

    public_key: str
    subscriptions: list[ShownSubscription]


def push_routes(office: Office) -> Routes:
    """The routes of this module."""
    routes = Routes("push", office)
    desk = office.telling

    @routes.get("/api/push", STAFF)
    def push_setup(user: User) -> PushSetup:
        """What a browser needs to subscribe, and which of the User's have."""
        found = [ShownSubscription(id=one.id, endpoint=one.endpoint) for one in desk.subscriptions(user)]
        return PushSetup(public_key=office.pushes.public_key, subscriptions=found)

    @routes.post("/api/push/subscriptions", STAFF, status=201, errors=(NotAPushSubscription,))
    def subscribe(user: User, body: NewSubscription) -> ShownSubscription:
        """Have this browser take pushes for the User."""
        added = desk.subscribe(user, body.endpoint, body.keys.p256dh, body.keys.auth)
        return ShownSubscription(id=added.id, endpoint=added.endpoint)

    @routes.delete("/api/push/subscriptions/<subscription_id:int>", STAFF)
    def unsubscribe(user: User, subscription_id: int) -> None:
        """Have a browser of the User take none any more; one that isn't the User's stays as it is."""
        desk.unsubscribe(user, subscription_id)

    return routes
