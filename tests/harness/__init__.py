"""What the tests stand on: databases copied from a migrated template, real servers, a real browser."""
