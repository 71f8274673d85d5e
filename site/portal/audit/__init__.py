"""Who wrote what, and who read what is sensitive: an append-only trail."""
