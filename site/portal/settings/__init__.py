"""Settings: one module for each kind of running; `parts` by subject; `env` alone reads the environment."""
