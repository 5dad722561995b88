"""Many units: what is due and why, the lock, the workers, the transaction of each unit, and looking after what is published.

A unit is due when the fingerprint of its inputs differs from the manifest, or a file the manifest names is gone; nothing is
asked of the clock, so missed months are caught up by the next run, oldest first. Only the coordinating process publishes.
"""

from __future__ import annotations

from briefing.periods import PERIOD
from briefing.run.crew import cores, crew_of
from briefing.run.due import Due, Plan, Wanted, plan
from briefing.run.go import Wishes, build, exit_code
from briefing.run.lock import locked
from briefing.run.publish import keep_corrected
from briefing.run.result import Result

__all__ = [
    "PERIOD",
    "Due",
    "Plan",
    "Result",
    "Wanted",
    "Wishes",
    "build",
    "cores",
    "crew_of",
    "exit_code",
    "keep_corrected",
    "locked",
    "plan",
]
