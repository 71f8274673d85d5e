"""A copy of everything the portal holds, and the way back: database, uploads and a manifest that proves them whole."""
