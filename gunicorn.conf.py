"""How gunicorn serves: `gunicorn wsgi:app` reads this file. HOST, PORT and WEB_CONCURRENCY override."""

import logging
import os
from contextlib import suppress
from typing import Any

from gunicorn.glogging import Logger
from gunicorn.http.errors import LimitRequestLine
from gunicorn.util import write_nonblock
from gunicorn.workers.gthread import ThreadWorker

_host, _port = os.environ.get("HOST") or "127.0.0.1", os.environ.get("PORT") or "8000"
_cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class _OurLog(Logger):  # type: ignore[misc]
    """Lets the server's messages through to the application's own format, once that is loaded."""

    def info(self, msg: Any, *args: Any, **kwargs: Any) -> None:
        """Write by gunicorn's own handler only while there is no other."""
        if logging.getLogger().handlers:
            self.error_log.handlers.clear()
            self.error_log.propagate = True
        super().info(msg, *args, **kwargs)


class _OurWorker(ThreadWorker):  # type: ignore[misc]
    """Refuses an address that is too long by the site's own page: the application never sees such a request."""

    def handle_error(self, req: Any, client: Any, addr: Any, exc: Exception) -> None:
        """Answer a request that could not be read."""
        if not isinstance(exc, LimitRequestLine):
            super().handle_error(req, client, addr, exc)
            return
        self.log.info("An address was refused: %s", exc)
        from interview_sim.web.errors import answer_unread

        with suppress(OSError):
            write_nonblock(client, answer_unread(self.wsgi))


bind = f"[{_host}]:{_port}" if ":" in _host else f"{_host}:{_port}"
workers = int(os.environ.get("WEB_CONCURRENCY") or _cores)
worker_class = _OurWorker
threads = 2
# Longer than nginx keeps its side of a connection (60 s), so that it never sends into one that is being closed.
keepalive = 75
timeout = 60
graceful_timeout = 20
preload_app = True
control_socket_disable = True
accesslog = None
errorlog = "-"
loglevel = "info"
logger_class = _OurLog
# Who is believed about HTTPS and addresses is TRUSTED_PROXIES alone.
forwarded_allow_ips = ""
# A worker's sign of life on a disk that is busy would look like a dead worker.
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108


def when_ready(server: Any) -> None:
    """Say where the site is."""
    server.log.info("Interview Sim is at http://%s/ (stop it with Ctrl+C)", bind)


def post_fork(server: Any, _worker: Any) -> None:
    """Forget connections the parent made: two processes must never share one."""
    app = server.app.wsgi()
    databases = getattr(app, "extensions", {}).get("sqlalchemy")
    if databases is not None:
        with app.app_context():
            databases.engine.dispose(close=False)
