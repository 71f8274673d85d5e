"""Talking to a case system: which addresses we talk to, what we say, how it is signed, how it is sent."""
