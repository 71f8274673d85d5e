"""How Gunicorn runs the portal. One worker for each core, a few threads for those who wait for the database."""

import multiprocessing

bind = "0.0.0.0:8000"
workers = max(2, multiprocessing.cpu_count())
threads = 4
timeout = 60
graceful_timeout = 30
max_requests = 5000
max_requests_jitter = 500
# The longest that Gunicorn takes: a search of some thousand characters gets the portal's own answer.
limit_request_line = 8190
accesslog = None
