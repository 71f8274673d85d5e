"""The pathways as Open Referral UK (HSDS 3.0) services: read-only, public, without any address of accommodation."""

from typing import Any
from uuid import NAMESPACE_URL, uuid5

from consultations.pathways.areas import area_name
from consultations.pathways.shapes import Pathway


def _identity(kind: str, code: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"practice-hub/{kind}/{code}"))


def service_of(pathway: Pathway, page_url: str) -> dict[str, Any]:
    """One service. `page_url`: where people read about it."""
    return {
        "id": _identity("service", pathway.code),
        "name": pathway.name,
        "description": pathway.summary,
        "url": page_url,
        "status": "active",
        "eligibility_description": pathway.audience,
        "last_modified": pathway.valid_from.isoformat() if pathway.valid_from else None,
        "organization": {"id": _identity("source", pathway.source), "name": pathway.source},
        "contacts": [
            {
                "id": _identity("contact", pathway.code),
                "name": pathway.contact.words,
                "email": pathway.contact.email or None,
            }
        ],
        "service_areas": [
            {
                "id": _identity("area", f"{pathway.code}/{code}"),
                "name": area_name(code),
                "extent": code,
                "extent_type": "GSS code",
            }
            for code in pathway.areas or ()
        ],
        "attributes": [{"label": "rules_version", "value": pathway.version}],
    }


def page_of(services: list[dict[str, Any]]) -> dict[str, Any]:
    """All services as one page, in the envelope of the UK profile."""
    return {
        "total_items": len(services),
        "total_pages": 1,
        "page_number": 1,
        "size": len(services),
        "first_page": True,
        "last_page": True,
        "empty": not services,
        "contents": services,
    }
