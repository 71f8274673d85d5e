"""The top storey: what holds the portal together while it runs. Nothing imports from here."""
