"""Pictures of every screen that each demo account can reach, to be looked at."""
