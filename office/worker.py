"""`python -m office worker`: works off the jobs that were written with the rows that they are for.

Every job may run twice, for a worker that was killed leaves its jobs to the next one. What fails is tried again,
after a pause that doubles each time up to ten minutes.
"""

from __future__ import annotations

import logging
import random
import traceback
from collections.abc import Callable
from typing import Any

import procrastinate
from procrastinate.jobs import Job

from office.adapters.postgres.jobs import CONFIRM_VISIT, MIRROR_VISIT, SEND_MESSAGE
from office.bootstrap import Desks, Office
from office.errors import PlumblineError

logger = logging.getLogger(__name__)

CONCURRENCY = 4
HEARTBEAT_S = 5.0
STALLED_AFTER_S = 15.0
LONGEST_PAUSE_S = 600
KEPT_HOURS = 72
EVERY_MINUTE = "* * * * *"
EVERY_15_S = "* * * * * */15"
AT_NIGHT = "17 3 * * *"


class UntilItWorks(procrastinate.BaseRetryStrategy):
    """Tries again what fails for a reason that we know, ever more seldom; anything else is a bug and stays failed."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> procrastinate.RetryDecision | None:
        if not isinstance(exception, PlumblineError):
            return None
        pause = min(2**job.attempts, LONGEST_PAUSE_S) * random.uniform(0.8, 1.2)
        return procrastinate.RetryDecision(retry_in={"seconds": round(pause, 1)})


def create_worker(desks: Desks, database_url: str) -> procrastinate.App:
    """Return the app with its tasks; `run_worker` runs it. Nothing is connected yet."""
    connector = procrastinate.PsycopgConnector(conninfo=database_url)
    app = procrastinate.App(
        connector=connector,
        worker_defaults={
            "concurrency": CONCURRENCY,
            "update_heartbeat_interval": HEARTBEAT_S,
            "stalled_worker_timeout": STALLED_AFTER_S,
            "install_signal_handlers": True,
        },
    )
    _add_visit_tasks(app, desks)
    _add_message_tasks(app, desks)
    _add_upkeep(app, desks)
    return app


def _add_visit_tasks(app: procrastinate.App, desks: Desks) -> None:
    tasks: dict[str, Callable[[int], None]] = {
        MIRROR_VISIT: desks.mirror.mirror,
        CONFIRM_VISIT: desks.mirror.confirm,
    }
    for name, work in tasks.items():

        def run(visit_id: int, work: Callable[[int], None] = work) -> None:
            work(visit_id)

        app.task(name=name, retry=UntilItWorks())(run)


def _add_message_tasks(app: procrastinate.App, desks: Desks) -> None:
    @app.task(name=SEND_MESSAGE, retry=UntilItWorks())
    def send_message(message_id: int) -> None:
        desks.sending.send(message_id)

    @app.periodic(cron=EVERY_15_S)
    @app.task(name="send_due", queueing_lock="send_due", lock="send_due")
    def send_due(timestamp: int) -> None:
        desks.on_call.climb()
        desks.sending.send_due()

    @app.periodic(cron=EVERY_MINUTE)
    @app.task(name="remind", queueing_lock="remind", lock="remind")
    def remind(timestamp: int) -> None:
        desks.reminders.remind()


def _add_upkeep(app: procrastinate.App, desks: Desks) -> None:
    """What has to be done again and again. A run that waits makes the next one needless (the queueing lock)."""

    @app.periodic(cron=EVERY_MINUTE)
    @app.task(name="sync_calendars", queueing_lock="sync_calendars", lock="sync_calendars")
    def sync_calendars(timestamp: int) -> None:
        desks.sync.unread()

    @app.periodic(cron=EVERY_MINUTE)
    @app.task(name="sweep", queueing_lock="sweep", lock="sweep")
    def sweep(timestamp: int) -> None:
        desks.calls.sweep()

    @app.periodic(cron=AT_NIGHT)
    @app.task(name="purge", queueing_lock="purge", lock="purge", retry=UntilItWorks())
    def purge(timestamp: int) -> None:
        desks.retention.purge()

    @app.periodic(cron=EVERY_15_S)
    @app.task(name="retry_stalled", queueing_lock="retry_stalled")
    async def retry_stalled(timestamp: int) -> None:
        await give_back_stalled(app)

    @app.periodic(cron=AT_NIGHT)
    @app.task(name="forget_old_jobs", queueing_lock="forget_old_jobs")
    async def forget_old_jobs(timestamp: int) -> None:
        await app.job_manager.delete_old_jobs(nb_hours=KEPT_HOURS, include_failed=True, include_cancelled=True)


async def give_back_stalled(app: procrastinate.App) -> None:
    """Hand out again what a worker had begun that shows no sign of life any more."""
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER_S):
        logger.warning("job %s of a dead worker is given out again", job.id)
        await app.job_manager.retry_job(job)


class FramesOnly(logging.Formatter):
    """Shows where an error came from and of what kind it is, not what it says: that may be a customer's words."""

    def formatException(self, ei: Any) -> str:
        kind, _, frames = ei
        return "".join([*traceback.format_tb(frames), getattr(kind, "__name__", "")])


def run_worker(office: Office) -> None:
    """Work until stopped."""
    shown = logging.StreamHandler()
    shown.setFormatter(FramesOnly("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[shown])
    logging.getLogger("procrastinate").setLevel(logging.WARNING)
    create_worker(office, office.settings.database_url).run_worker()
