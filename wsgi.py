"""The entry of gunicorn and of `flask --app wsgi`."""

import sys

from interview_sim import create_app
from interview_sim.config_checks import BadSetting

try:
    app = create_app()
except BadSetting as fault:
    sys.exit(f"Interview Sim cannot start. {fault}")
