"""Coverage-guided fuzzing of reading and extraction: python -m bench.fuzz [--seconds N]. Needs atheris (pip install atheris).

Any bytes give an extract or one of our own errors; anything else stops the run and writes the input that caused it.
"""

from __future__ import annotations

import argparse
import sys


def main() -> None:
    """Fuzz for the given time; says what to install where atheris is missing."""
    parser = argparse.ArgumentParser(description="Fuzz reading and extraction.")
    parser.add_argument("--seconds", type=int, default=60)
    seconds = parser.parse_args().seconds
    try:
        import atheris  # noqa: PLC0415  (optional)
    except ImportError:
        sys.exit("atheris is not installed; where it has a wheel: pip install atheris")
    with atheris.instrument_imports(include=["briefing.read", "briefing.extract", "briefing.quantity"]):
        from briefing.errors import BriefingError  # noqa: PLC0415  (instrumented on import)
        from briefing.extract import extract  # noqa: PLC0415
        from briefing.model.extract import Region  # noqa: PLC0415
        from briefing.read import read_bytes  # noqa: PLC0415
    region = Region("fuzz", "示例市", "Sample City", "999999")

    def one(data: bytes) -> None:
        source = atheris.FuzzedDataProvider(data)
        name = source.PickValueInList(["a.txt", "a.md", "a.html", "a.csv"])
        text = source.ConsumeUnicodeNoSurrogates(4000)
        try:
            extract(read_bytes(name, text.encode()), region, "2023")
        except BriefingError:
            return

    atheris.Setup([sys.argv[0], f"-max_total_time={seconds}", "-max_len=8000", "-verbosity=0"], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
