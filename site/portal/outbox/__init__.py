"""Events leaving a transaction: written with the change, delivered after it, never lost."""
