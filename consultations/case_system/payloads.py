"""What a case system is told: a thin CloudEvents body, references and codes only. It fetches the rest."""

import json
from typing import Any

from django.conf import settings

from consultations.link_states import CORRECTED_EVENT, SENT_EVENT, WITHDRAWN_EVENT
from portal.outbox.subscriptions import Fact

CONTENT_TYPE = "application/cloudevents+json"

TYPES = {
    SENT_EVENT: "uk.practicehub.referral_link.sent.v1",
    WITHDRAWN_EVENT: "uk.practicehub.referral_link.withdrawn.v1",
    CORRECTED_EVENT: "uk.practicehub.referral_link.corrected.v1",
}


def cloud_event(fact: Fact) -> dict[str, Any]:
    """The CloudEvents 1.0 envelope of a stored event: the same for every try, whatever happened since."""
    said = fact.payload
    return {
        "specversion": "1.0",
        "id": fact.id,
        "source": settings.BASE_URL,
        "type": TYPES[fact.name],
        "subject": said["link_id"],
        "time": fact.occurred_at.isoformat().replace("+00:00", "Z"),
        "datacontenttype": "application/json",
        "data": {
            "link": said["link_id"],
            "version": said["version"],
            "state": said["state"],
            "pathway": said["pathway"],
            "area": said["area"],
        },
    }


def body_of(fact: Fact) -> str:
    """The exact text that is signed and sent."""
    return json.dumps(cloud_event(fact), separators=(",", ":"), sort_keys=True)
