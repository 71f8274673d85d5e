"""Settings by subject. Each part takes what it needs from the environment and depends on no other part."""
