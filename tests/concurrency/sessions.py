"""Sessions that all start at the same moment."""

import threading
from concurrent.futures import ThreadPoolExecutor

import psycopg

SESSIONS = 8


def at_once(statement, values, sessions=SESSIONS):
    """Runs a statement in each of so many sessions, all released at the same moment; row or exception of each."""
    barrier = threading.Barrier(sessions)

    def session(index):
        with psycopg.connect(autocommit=True) as connection:
            barrier.wait(timeout=30)
            try:
                return connection.execute(statement, values(index)).fetchone()
            except psycopg.Error as error:
                return error

    with ThreadPoolExecutor(sessions) as pool:
        return list(pool.map(session, range(sessions)))
