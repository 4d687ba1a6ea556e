"""What a process is given that looks into what strangers sent: where the code is, and no secret of the service."""

import os
import sys


def surroundings() -> dict[str, str]:
    """Give the environment of such a process."""
    places = os.pathsep.join(path for path in sys.path if path)
    return {"OMP_THREAD_LIMIT": "1", "LANG": "C.UTF-8", "PYTHONPATH": places}
