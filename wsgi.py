"""The entry of gunicorn and of `flask --app wsgi`."""

from interview_sim import create_app

app = create_app()
