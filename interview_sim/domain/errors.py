"""Refusals every feature shares."""


class NotFound(Exception):
    """There is no such thing, or it is somebody else's: the two look the same from outside."""
