"""People, organisations, dated memberships, grants with scope, accounts."""
