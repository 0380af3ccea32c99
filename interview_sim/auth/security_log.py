"""One line for each event that matters to security: who, from where, never a password, token or whole e-mail."""

import logging

from flask import has_request_context, request

log = logging.getLogger("interview_sim.auth")


def record(event: str, **fields: object) -> None:
    """Write `event key=value …`; the fields are attached to the record as well, for structured logs."""
    if has_request_context():
        fields["address"] = request.remote_addr
    told = " ".join(f"{name}={value}" for name, value in fields.items())
    log.info("%s %s", event, told, extra={"security_event": event, "security_fields": fields})
