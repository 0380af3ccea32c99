"""What other features may want to know of quizzes, and what quizzes want to know of others."""

from blinker import Namespace

_signals = Namespace()

question_graded = _signals.signal("question-graded")
"""An answer was graded: in learn mode when it is given, in an exam when the exam ends or its end is written down.

Sent once per graded answer, inside the transaction and before it is committed, with `owner_id`, `item_id`,
`revision_id`, `is_right`, `confidence` (a value of `interview_sim.domain.quiz.Confidence`, or None) and `now`. What
an exam left blank is told as not right.
"""

missed_points_wanted = _signals.signal("missed-points-wanted")
"""Which points did the user miss in this scenario? Sent with `user_id` and `slug`; whoever knows returns a set of
`prompt id/point id`. Quizzes must not know interviews: so they ask into the room."""
