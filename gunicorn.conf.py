"""How the web server runs, on one machine and in a container. Every number can be set from outside."""

import os

bind = os.environ.get("WEB_BIND", f"127.0.0.1:{os.environ.get('PORT', '8000')}")
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
#: A request may take this long (seconds); longer work belongs to the worker.
timeout = 60
graceful_timeout = int(os.environ.get("WEB_GRACE", "20"))
keepalive = 5
max_requests = 5000
max_requests_jitter = 500
#: The product writes its own line a request, without personal data: config/requests.py.
accesslog = None
errorlog = "-"
control_socket_disable = True
