"""Users: the owner adds and changes them, and gives a new password."""

from typing import Annotated

from pydantic import Field

from office.bootstrap import Office
from office.domain.users import Role, User
from office.errors import LastOwner, NotAName, NotAPhone, TechnicianUnknown, UserExists, UserUnknown
from owner_app.api.bodies import Body, Id, Shown, Words
from owner_app.api.login import Nothing, ShownUser
from owner_app.api.routes import OWNER, Routes

Name = Annotated[Words, Field(min_length=1, max_length=100)]
Number = Annotated[Words, Field(max_length=40)]


class ListedUser(ShownUser):
    """A User with the number that texts go to."""

    phone: str | None


class ListedUsers(Shown):
    """Every User, by id."""

    users: list[ListedUser]


class AddedUser(Body):
    """A new User. A technician needs the id of the Technician that it is."""

    name: Name
    role: Annotated[Role, Field(strict=False)]
    technician_id: Id | None = None
    phone: Number | None = None


class ChangedUser(AddedUser):
    """A User as it is to be."""

    active: bool


class NewUser(Shown):
    """The User, and the password, which is shown this once."""

    user: ListedUser
    password: str


class NewPassword(Shown):
    """A password, which is shown this once."""

    password: str


def users_routes(office: Office) -> Routes:
    """The routes of this module."""
    routes = Routes("users", office)
    desk = office.users

    @routes.get("/api/users", OWNER)
    def users(user: User) -> ListedUsers:
        """Every User."""
        return ListedUsers(users=[ListedUser.of(each) for each in desk.all(user)])

    @routes.post("/api/users", OWNER, status=201, errors=(UserExists, NotAName, TechnicianUnknown, NotAPhone))
    def add(user: User, body: AddedUser) -> NewUser:
        """Add a User; the password is made up and shown once."""
        phone = _phone(office, body)
        added, password = desk.add_user(body.name, body.role, technician_id=body.technician_id, phone=phone)
        return NewUser(user=ListedUser.of(added), password=password)

    @routes.put(
        "/api/users/<user_id:int>",
        OWNER,
        errors=(UserUnknown, UserExists, NotAName, NotAPhone, TechnicianUnknown, LastOwner),
    )
    def change(user: User, user_id: int, body: ChangedUser) -> ListedUser:
        """Write a User as it is to be; who is not active any more is logged out everywhere."""
        phone = _phone(office, body)
        changed = User(user_id, body.name, body.role, phone, body.technician_id, body.active)
        return ListedUser.of(desk.change_user(changed, user))

    @routes.post("/api/users/<user_id:int>/new-password", OWNER, errors=(UserUnknown,))
    def new_password(user: User, user_id: int, body: Nothing) -> NewPassword:
        """Make up a new password, shown once; the User is logged out everywhere."""
        return NewPassword(password=desk.new_password(user_id, user))

    return routes


def _phone(office: Office, body: AddedUser) -> str | None:
    if not body.phone:
        return None
    phone = office.booking.read_phone(body.phone)
    if phone is None:
        raise NotAPhone
    return phone
