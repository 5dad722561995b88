"""An edited DOCX back into memory and glossary: what editors correct in Word is right by itself next month.

`read_returned` opens what came back, `review` holds every changed sentence against its Chinese and says what becomes of it,
`taken` gives the new files. Nothing is guessed: what cannot be told is reported and not learnt.
"""

from briefing.review.investor import printed_places
from briefing.review.judge import Corrected, Reviewed, Verdict, review
from briefing.review.returned import Place, Returned, read_returned
from briefing.review.sheet import ReturnedSheet, read_sheet
from briefing.review.taken import MEMORY, Taken, taken

__all__ = [
    "MEMORY",
    "Corrected",
    "Place",
    "Returned",
    "ReturnedSheet",
    "Reviewed",
    "Taken",
    "Verdict",
    "printed_places",
    "read_returned",
    "read_sheet",
    "review",
    "taken",
]
