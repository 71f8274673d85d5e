"""One search over everything. Why it is built like this: docs/adr/0009-search-index-in-the-process.md.

An app tells what it has in its `search_sources.py`: `register(Source(...))` from `portal.pages.search.sources`.
"""
