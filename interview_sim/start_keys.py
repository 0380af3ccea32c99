"""Start keys: what a page starts carries the key that was made for the page, so that sending it twice starts once."""

from collections.abc import Callable

from sqlalchemy import Table, select, update
from sqlalchemy.exc import IntegrityError

from interview_sim.extensions import db


def start_once(
    start_key: str, write: Callable[[str], None], find: Callable[[str], str | None], is_over: Callable[[str], bool]
) -> str | None:
    """Start with this key: `write` and commit under it; the id of what it had started already, or None.

    Where that `is_over`, the page was kept from before and means a new one, whose key follows from the id of the old
    one: that page, too, starts once however often it is sent. `find` gives the id of what a key has started.
    """
    while True:
        try:
            write(start_key)
        except IntegrityError:
            db.session.rollback()
            started = find(start_key)
            if started is None:
                raise
        else:
            return None
        while started is not None and is_over(started):
            start_key = f"after-{started}"
            started = find(start_key)
        if started is not None:
            return started


def adopt_started(table: Table, from_user_id: int, to_user_id: int) -> None:
    """Give what a guest started to the account they signed in to, in the caller's transaction.

    Both stay where one page was used as both: the key of what the guest started with it is replaced by its own id.
    """
    is_guests = table.c.user_id == from_user_id
    taken = select(table.c.start_key).where(table.c.user_id == to_user_id)
    clashing = update(table).where(is_guests, table.c.start_key.in_(taken))
    db.session.execute(clashing.values(start_key=table.c.id))
    db.session.execute(update(table).where(is_guests).values(user_id=to_user_id))
