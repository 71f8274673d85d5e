"""What the portal tells people: planned as rows anyone can see, sent by a worker, re-checked before it goes."""
