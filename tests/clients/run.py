#!/usr/bin/env python3
"""Runs all tests with programs that others wrote: mail clients against `relayscope serve`, tshark on captures.

The variable RELAYSCOPE names the program; without it, that of `cargo build` is taken. A client that
is not installed is skipped, and named; with CI=true that is a failure.
"""

import os
import sys
import unittest
from pathlib import Path


# No compiled files beside the sources.
sys.dont_write_bytecode = True


def main() -> int:
    here = Path(__file__).resolve().parent
    tests = unittest.defaultTestLoader.discover(str(here), top_level_dir=str(here))
    result = unittest.TextTestRunner(verbosity=2, stream=sys.stdout).run(tests)
    for _, reason in result.skipped:
        print(f"skipped: {reason}")
    failed = len(result.failures) + len(result.errors)
    if os.environ.get("CI") == "true":
        failed += len(result.skipped)
    word = "FAILED" if failed else "ok"
    passed = result.testsRun - len(result.failures) - len(result.errors)
    print(f"test result: {word}. {passed} passed; {failed} failed; {len(result.skipped)} ignored")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
