"""Which column of a customer file is what: the usual spellings of Jobber, Housecall Pro, QuickBooks and Google
Contacts exports, and plain ones."""

from __future__ import annotations

import re
from dataclasses import dataclass

NAMED = {
    "name": "name|full name|display name|display name as|file as|customer|client|contact|customer name|client name"
    "|contact name|customer full name|customer display name",
    "first": "first|first name|firstname|given name|fname|customer first name|client first name",
    "middle": "middle|middle name|additional name|middle initial",
    "last": "last|last name|lastname|family name|surname|lname|customer last name|client last name",
    "company": "company|company name|organization|organization name|organization 1 name|business|business name",
    "email": "email|e mail|emails|e mails|email address|e mail address|main email|primary email|email 1|e mail 1 value"
    "|customer email|main email address",
    "notes": "notes|note|customer notes|client notes|private notes|comment|comments|memo|remarks",
    "property_notes": "property notes|access notes|site notes|directions|access instructions|property note"
    "|gate instructions",
    "access_code": "access code|gate code|entry code|lockbox code|lock box code|door code|garage code",
    "service_on": "last service date|date of last service|last service on|last visit|last visit date|last job date",
    "service": "last service|last job|last service description|last job description|last work done|service performed",
}
FIELDS = {spelling: field for field, spellings in NAMED.items() for spelling in spellings.split("|")}

PHONE = re.compile(
    r"^(?!.*\b(?:fax|label|type|ext|extension|enabled|messages?)\b)"
    r"(?:.*\b(?:phones?|mobile|cell|cellphone|telephone)\b.*|(?:home|work|office|main|other) (?:number|tel))$"
)
PHONE_LABEL = re.compile(r"\b(mobile|cell|home|work|office|main|other|alternate|alt|shop)\b")
ADDRESS = re.compile(
    r"^(?:(?P<group>service|property|site|job site|job|shipping|ship to|ship|billing|bill to|bill|mailing|home|work"
    r"|(?:address|property) \d+)\s+)?(?:address\s+)?"
    r"(?:(?P<street>street(?: address)?(?: line)?(?: 1)?|(?:line|address|addr)(?: line)? ?1)"
    r"|(?P<unit>street(?: line)? 2|(?:line|address|addr)(?: line)? ?2|unit|unit number|apt|apartment|suite"
    r"|extended address)"
    r"|(?P<city>city|town)|(?P<state>state|province|region|state province)"
    r"|(?P<zip>zip|zip ?code|postal ?code|post ?code|zip postal code)|(?P<whole>address|formatted|full address))$"
)
BILLING = ("billing", "bill to", "bill", "mailing")


@dataclass(frozen=True)
class Column:
    """What a column holds: `field`, which address or label it belongs to (`group`), and for addresses which part."""

    field: str
    group: str = ""
    part: str = ""


def column(header: str) -> Column | None:
    """Return what the column under this header holds, or None where it is of no use here."""
    name = re.sub(r"[^a-z0-9]+", " ", header.lower()).strip()
    if name in FIELDS:
        return Column(FIELDS[name])
    if PHONE.match(name):
        label = PHONE_LABEL.search(name)
        return Column("phone", label[1] if label else "")
    found = ADDRESS.match(name)
    if found is None:
        return None
    group = found["group"] or ""
    part = next(part for part, value in found.groupdict().items() if value and part != "group")
    return Column("address", "billing" if group in BILLING else group, part)
