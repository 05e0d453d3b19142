"""Keeps services running: starts and stops them, and starts a dead one again with back-off.

All services are started by one thread that lives as long as they do, because a child dies with the thread
that started it (child.py).
"""

import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from launcher.errors import Interrupted, LauncherError
from launcher.processes import Service

RESTARTS_A_MINUTE = 5
FIRST_PAUSE_S = 0.5
LOOK_EVERY_S = 0.2
STOP_S = 6.0


class Keeper:
    """The services of one stack, in the order in which they were started."""

    def __init__(self, report: Callable[[str], None]) -> None:
        self.failure: LauncherError | None = None
        self._report = report
        self._services: dict[str, Service] = {}
        self._restarts: dict[str, deque[float]] = {}
        self._due: dict[str, float] = {}
        self._watched: set[str] = set()
        self._lock = threading.RLock()
        self._starter = ThreadPoolExecutor(1, thread_name_prefix="starter")
        self._over = threading.Event()
        self._watcher = threading.Thread(target=self._watch, name="watcher", daemon=True)
        self._watcher.start()

    def start(self, service: Service, seconds: float = 120) -> None:
        """Starts the service and waits until it is healthy; from then on a death is followed by a new start.

        Raises LauncherError when it does not become healthy.
        """
        with self._lock:
            if self._over.is_set():
                raise Interrupted("stopped")
            self._services.pop(service.name, None)
            self._services[service.name] = service
            self._restarts[service.name] = deque()
            self._start(service)
        service.wait_until_healthy(seconds, self._over.is_set)
        with self._lock:
            self._watched.add(service.name)

    def stop(self, name: str) -> None:
        """Stops one service and leaves it stopped."""
        with self._lock:
            self._watched.discard(name)
            self._due.pop(name, None)
            self._services[name].ask_to_stop()
        self._services[name].finish(STOP_S)

    def service(self, name: str) -> Service:
        """The service of that name, running or stopped. Raises KeyError where there is none."""
        return self._services[name]

    def interrupt(self) -> None:
        """Makes every `start` that waits give up, and starts nothing more; `stop_all` is still to come."""
        self._over.set()

    def stop_all(self) -> None:
        """Stops everything in reverse order, what the others stand on last, within about ten seconds."""
        self._over.set()
        self._watcher.join()
        with self._lock:
            services = list(reversed(self._services.values()))
            self._stop_together([service for service in services if not service.is_foundation], STOP_S)
            self._stop_together([service for service in services if service.is_foundation], STOP_S / 2)
        self._starter.shutdown()

    def _stop_together(self, services: list[Service], seconds: float) -> None:
        for service in services:
            service.ask_to_stop()
        deadline = time.monotonic() + seconds
        for service in services:
            service.finish(max(0.0, deadline - time.monotonic()))

    def _start(self, service: Service) -> None:
        self._starter.submit(service.start).result()

    def _watch(self) -> None:
        while not self._over.wait(LOOK_EVERY_S):
            with self._lock:
                for name in list(self._watched):
                    self._look_after(self._services[name])

    def _look_after(self, service: Service) -> None:
        """Plans a new start for a service that has died, does it when it is due, gives up after too many."""
        if not service.has_died:
            return
        now = time.monotonic()
        due = self._due.get(service.name)
        if due is None:
            recent = self._restarts[service.name]
            while recent and now - recent[0] > 60:
                recent.popleft()
            if len(recent) == RESTARTS_A_MINUTE:
                self._watched.discard(service.name)
                self.failure = LauncherError(
                    f"{service.name} died {RESTARTS_A_MINUTE + 1} times in a minute: look into {service.log}"
                )
                return
            self._due[service.name] = now + FIRST_PAUSE_S * 2 ** len(recent)
            recent.append(now)
            self._report(f"{service.name} has died: starting it again (log: {service.log}.1)")
        elif now >= due:
            del self._due[service.name]
            self._start(service)
