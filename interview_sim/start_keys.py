"""Start keys: what a page starts carries the key that was made for the page, so that sending it twice starts once."""

from sqlalchemy import Table, select, update

from interview_sim.extensions import db


def adopt_started(table: Table, from_user_id: int, to_user_id: int) -> None:
    """Give what a guest started to the account they signed in to, in the caller's transaction.

    Both stay where one page was used as both: the key of what the guest started with it is replaced by its own id.
    """
    is_guests = table.c.user_id == from_user_id
    taken = select(table.c.start_key).where(table.c.user_id == to_user_id)
    clashing = update(table).where(is_guests, table.c.start_key.in_(taken))
    db.session.execute(clashing.values(start_key=table.c.id))
    db.session.execute(update(table).where(is_guests).values(user_id=to_user_id))
