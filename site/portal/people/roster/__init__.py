"""From an HR export to changes: read the file, judge its rows, compare with what we hold. Nothing here writes."""
