"""What a child process may take before it is ended."""

import resource
import signal


def limit(seconds: int, memory: int) -> None:
    """Bounded time, on the wall as on the processor, bounded memory (bytes), and no core file."""
    signal.alarm(seconds)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
