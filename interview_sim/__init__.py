"""Interview Sim: timed mock interviews, self-scored against expected-answer checklists."""

import os
from typing import Any

from flask import Flask

from interview_sim import config as configuration
from interview_sim.extensions import csrf, db, limiter, login_manager, migrate, prepare_sqlite


def create_app(config: dict[str, Any] | None = None) -> Flask:
    """The application, ready to serve; `config` overrides every other setting."""
    app = Flask(
        __name__,
        instance_path=os.environ.get("INTERVIEW_SIM_INSTANCE_PATH"),
        instance_relative_config=True,
        static_folder=None,
    )
    configuration.configure(app, config)
    prepare_templates(app)
    start_logs(app)
    bind_extensions(app)
    register_web(app)
    register_features(app)
    register_commands(app)
    return app


def prepare_templates(app: Flask) -> None:
    """Refuse undefined names, leave no blank lines behind; words and addresses."""
    from jinja2 import StrictUndefined

    from interview_sim.web import addresses, filters

    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    filters.init_app(app)
    addresses.init_app(app)


def start_logs(app: Flask) -> None:
    """Logs come first, so that whatever follows is told of with the request it belongs to."""
    from interview_sim.web import logs

    logs.init_app(app)


def bind_extensions(app: Flask) -> None:
    """Bind the database, migrations, sign-in, CSRF and rate limits to this application."""
    configuration.make_instance_folder(app)
    db.init_app(app)
    migrate.init_app(app, db, directory=configuration.MIGRATIONS, render_as_batch=True)
    login_manager.init_app(app)
    csrf.init_app(app)
    limiter.init_app(app)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            prepare_sqlite(db.engine, synchronous=app.config["SQLITE_SYNCHRONOUS"])


def register_web(app: Flask) -> None:
    """What every page shares: headers, static files, errors, health."""
    from interview_sim.web import edge, errors, health, security, static_files

    security.init_app(app)
    static_files.init_app(app)
    edge.init_app(app)
    errors.init_app(app)
    app.register_blueprint(health.bp)


def register_features(app: Flask) -> None:
    """One blueprint per feature, and the models that migrations compare with the database."""
    import interview_sim.auth.models
    import interview_sim.bank.models
    import interview_sim.catalog.models
    import interview_sim.drill.models
    import interview_sim.interview.models
    import interview_sim.quiz.models
    import interview_sim.study.models  # noqa: F401
    from interview_sim.auth import routes as auth
    from interview_sim.bank import routes as bank
    from interview_sim.drill import routes as drill
    from interview_sim.interview import routes as interview
    from interview_sim.progress import routes as progress
    from interview_sim.quiz import routes as quiz
    from interview_sim.study import routes as study

    app.register_blueprint(auth.bp)
    app.register_blueprint(interview.bp)
    app.register_blueprint(quiz.bp)
    app.register_blueprint(bank.bp)
    app.register_blueprint(study.bp)
    app.register_blueprint(drill.bp)
    app.register_blueprint(progress.bp)


def register_commands(app: Flask) -> None:
    """`flask content …`, `user …`, `attempts …`, `doctor` and `backup`."""
    from interview_sim.cli import add_commands

    add_commands(app)
