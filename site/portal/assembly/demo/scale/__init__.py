"""A portal as full as a region: invented staff, courses and consultations in bulk, for measuring (ledger OP-07).

Everything is worked out from row numbers, so the same figures on the same day give the same rows. It goes past the
services, whose checks it obeys by construction: no history, no events, no mails, no certificates.
"""
