"""What Twilio tells: what became of our texts, and texts to us. Nothing is believed that it did not sign."""

import re
from collections.abc import Mapping

from sanic import HTTPResponse, Request

from office.bootstrap import STATUS_PATH, Office
from office.desk.received import ReceivedText
from office.errors import NotSigned
from owner_app.api.errors import BadRequest
from owner_app.api.routes import EVERYBODY, Routes

INBOUND_PATH = "/webhooks/twilio/inbound"
XML = "text/xml"


def webhooks_routes(office: Office) -> Routes:
    """The routes of this module. A handler is given the request, for its body is a form."""
    routes = Routes("webhooks", office)

    @routes.post(STATUS_PATH, EVERYBODY, media=XML, errors=(NotSigned,))
    def text_status(request: Request) -> HTTPResponse:
        """What became of a text of ours (Twilio's StatusCallback, a form); `message` in the query is its id here."""
        form = _signed_form(request, office)
        number = request.args.get("message", "")
        sid, status = form.get("MessageSid", ""), form.get("MessageStatus", "")
        if not sid or not status:
            raise BadRequest
        message_id = int(number) if number.isdecimal() and len(number) < 18 else None
        office.receiving.hear(message_id, sid, status, form.get("ErrorCode") or None)
        return _answer(None, office)

    @routes.post(INBOUND_PATH, EVERYBODY, media=XML, errors=(NotSigned,))
    def text_received(request: Request) -> HTTPResponse:
        """A text to us (Twilio's webhook of a number or a messaging service, a form); the answer is TwiML."""
        form = _signed_form(request, office)
        sid, phone = form.get("MessageSid", ""), form.get("From", "")
        if not sid or not re.fullmatch("[+]?[0-9]{3,15}", phone):
            raise BadRequest
        opt_out = form.get("OptOutType") or None
        words = office.receiving.receive(ReceivedText(sid, phone, form.get("Body", ""), opt_out))
        return _answer(words, office)

    return routes


def _signed_form(request: Request, office: Office) -> Mapping[str, str]:
    """The form, when Twilio signed it for the address that it knows us by; raises NotSigned."""
    webhooks, public_url = office.text_webhooks, office.settings.public_url
    if webhooks is None or public_url is None:
        raise NotSigned
    form = {name: values[0] for name, values in (request.form or {}).items() if values}
    query = f"?{request.query_string}" if request.query_string else ""
    signature = request.headers.get("x-twilio-signature", "")
    if not webhooks.is_signed(public_url + request.path + query, form, signature):
        raise NotSigned
    return form


def _answer(words: str | None, office: Office) -> HTTPResponse:
    assert office.text_webhooks is not None, "the form was signed"
    return HTTPResponse(office.text_webhooks.answer(words), content_type=XML)
