"""What the help page lists."""

SHORTCUTS: tuple[tuple[str, str], ...] = (
    ("Ctrl + Enter", "Give the answer, or finish the question"),
    ("Ctrl + S", "Save now (it saves by itself while you type)"),
    ("Alt + Shift + H", "Ask for a hint"),
    ("Alt + Shift + F", "Finish this question"),
    ("Alt + Shift + P", "Pause, or go on (practice pace)"),
    ("Alt + Shift + V", "Turn the interviewer's voice on or off"),
    ("Alt + Shift + R", "Start or stop recording yourself"),
    ("Alt + Shift + L", "Leave for now"),
    ("Tab", "Go through the buttons; Shift + Tab goes back"),
    ("?", "Show this list in the interview (outside the answer)"),
)
"""The keys of the interview room, as its own dialog (`static/js/room.js`) lists them; a test compares the keys."""
