"""The floor of the ladder: what Flask, a committed UPDATE and a password hash cost with nothing around them."""

import os
import sqlite3
import threading

from argon2 import PasswordHasher
from flask import Flask

app = Flask(__name__, static_folder=None)
_local = threading.local()
_hasher = PasswordHasher(memory_cost=19456, time_cost=2, parallelism=1)
_hash = _hasher.hash("correct horse battery")


def _connection() -> sqlite3.Connection:
    if not hasattr(_local, "connection"):
        connection = sqlite3.connect(os.environ["BENCH_FLOOR_DB"], timeout=5, isolation_level=None)
        connection.execute("PRAGMA synchronous=FULL")
        _local.connection = connection
    connection = _local.connection
    assert isinstance(connection, sqlite3.Connection)
    return connection


@app.get("/hello")
def hello() -> str:
    return "Hello"


@app.post("/update")
def update() -> str:
    _connection().execute("UPDATE answers SET text = text || '', revision = revision + 1 WHERE id = 1")
    return "saved"


@app.post("/hash")
def verify() -> str:
    _hasher.verify(_hash, "correct horse battery")
    return "verified"
