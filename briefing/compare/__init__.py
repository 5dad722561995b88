"""Check anyone's translation line by line: figures by exact value, direction, bounds, units, years, terms, Chinese left.

Right translations have many wordings, so this is tolerant where the gates of `briefing.translate` are strict: those vouch
for what is printed unattended, this points a person at what is wrong. See `compare`.
"""

from briefing.compare.lines import compare
from briefing.compare.values import Finding, LineResult

__all__ = ["Finding", "LineResult", "compare"]
