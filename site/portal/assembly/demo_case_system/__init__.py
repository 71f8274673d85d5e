"""Camden's case system in the demonstration: where it listens and its keys, which everybody may read.

`receiver` is that case system, a small program that `portal serve_embedded` starts beside the portal.
"""

# Its port is another one at every start; by this path the portal knows which address it may put right.
CASE_SYSTEM_PATH = "/camden-of-the-demonstration"
# Until the first start: a port that only a system's own services may open, so that nobody listens there.
CASE_SYSTEM_NOWHERE = f"http://127.0.0.1:1{CASE_SYSTEM_PATH}"
CASE_SYSTEM_SECRET = "whsec_RGVtbyBzZWNyZXQgdGhhdCBldmVyeWJvZHkga25vd3Mh"  # noqa: S105 - of the demonstration only
CASE_SYSTEM_TOKEN = "hub_demo-token-that-everybody-can-read"  # noqa: S105 - of the demonstration only
CASE_SYSTEM_ABILITIES = ("consultations.read", "referral-links.read", "referral-links.write")
CASE_SYSTEM_BOROUGH = "camden"
