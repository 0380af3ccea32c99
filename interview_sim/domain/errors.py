"""Refusals every feature shares."""


class NotFound(Exception):
    """There is no such thing, or it is somebody else's: the two look the same from outside."""


class Busy(Exception):
    """Others were faster every time; nothing was written, and trying again in a moment will do."""
