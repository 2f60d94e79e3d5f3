"""A line for each thing shown; the end says whether all held."""

import sys
import time
import traceback

from .machine import BoardError


class Failed(Exception):
    """What was to be shown does not hold."""


def check(holds, what):
    if not holds:
        raise Failed(what)


class Report:
    """Counts and prints; a failure is kept as a picture and a log by `evidence`."""

    def __init__(self, evidence):
        self.passed = self.failed = 0
        self.evidence = evidence

    def show(self, name, what):
        """Runs what(), which returns a detail for the line, and raises where it fails."""
        began = time.monotonic()
        try:
            detail, word = what(), "ok"
            self.passed += 1
        except (Failed, BoardError, OSError, TimeoutError) as error:
            detail, word = str(error), "FAILED"
            self.failed += 1
            self.evidence(name)
        except Exception:  # ours, or Python's: a test that breaks has not shown anything
            detail, word = traceback.format_exc(), "BROKEN"
            self.failed += 1
            self.evidence(name)
        print("%-7s%6.1f s  %s%s" % (word, time.monotonic() - began, name,
                                     ": " + detail if detail else ""), flush=True)
        return word == "ok"

    def note(self, text):
        print("               %s" % text, flush=True)

    def end(self):
        print("board: %d passed, %d failed" % (self.passed, self.failed), flush=True)
        return 0 if self.failed == 0 and self.passed > 0 else 1


def say(text):
    print("board: " + text, file=sys.stderr, flush=True)
