"""The settings of the business: read, change, history, put back. Every process reads them within a second."""

from typing import Annotated

from pydantic import Field

from office.bootstrap import Office
from office.domain.hours import Business
from office.domain.users import User
from office.errors import BadSettings, SettingsChanged, VersionUnknown
from owner_app.api.bodies import Body, Shown
from owner_app.api.login import Nothing
from owner_app.api.routes import OWNER, Routes


class ShownSettings(Shown):
    """All settings, and their version, which a change has to name."""

    version: int
    settings: Business


class ChangedSettings(Body):
    """All settings as they are to be, in place of the version that they were read as."""

    version: Annotated[int, Field(ge=0)]
    settings: Business


class NewVersion(Shown):
    """The version that was written."""

    version: int


class Change(Shown):
    """That the settings were changed: when, and by which User (their id)."""

    version: int
    changed_at: str
    changed_by: str


class History(Shown):
    """The latest changes, latest first."""

    changes: list[Change]


def settings_routes(office: Office) -> Routes:
    """The routes of this module."""
    routes = Routes("settings", office)
    desk = office.business_settings

    @routes.get("/api/settings", OWNER)
    def settings(user: User) -> ShownSettings:
        """All settings of the business."""
        version, business = desk.read(user)
        return ShownSettings(version=version, settings=business)

    @routes.put("/api/settings", OWNER, errors=(BadSettings, SettingsChanged))
    def change(user: User, body: ChangedSettings) -> NewVersion:
        """Write all settings; they hold in every process within a second."""
        return NewVersion(version=desk.change(body.version, body.settings, user))

    @routes.get("/api/settings/history", OWNER)
    def history(user: User) -> History:
        """Who changed the settings, and when."""
        zone = office.business.zone
        shown = [
            Change(
                version=one.version,
                changed_at=one.changed_at.astimezone(zone).isoformat(timespec="seconds"),
                changed_by=one.changed_by,
            )
            for one in desk.history(user)
        ]
        return History(changes=shown)

    @routes.post("/api/settings/history/<version:int>/put-back", OWNER, errors=(VersionUnknown, BadSettings))
    def put_back(user: User, version: int, body: Nothing) -> NewVersion:
        """Write the settings as they were in that version."""
        return NewVersion(version=desk.put_back(version, user))

    return routes
