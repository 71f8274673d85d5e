"""`make bench`: figures as ratios against the least that the same stack can do. Nothing here is a test."""
