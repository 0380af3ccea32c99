"""From a checked password to a signed-in browser: what log-in, registration and guests have in common."""

from collections.abc import Mapping

from flask import Request, Response, flash, jsonify, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from interview_sim.auth import browser_session, limits, service
from interview_sim.auth.carried import unpack
from interview_sim.auth.emails import find_normalised_email
from interview_sim.auth.guards import find_signed_in_user
from interview_sim.auth.known_browsers import account_key, remember_browser
from interview_sim.auth.local_paths import find_local_path
from interview_sim.auth.security_log import record
from interview_sim.auth.service import Credentials
from interview_sim.domain.wording import duration
