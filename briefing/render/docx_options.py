"""What a caller may ask of the Word file beyond the tree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class DocxOptions:
    """Settings of one Word file.

    `pages` gives the page of each heading of level 1 by its id, for the contents (the PDF's are a good first guess; unless
    all are given the entries stand without numbers). `notes` gives comments for the editor by the id of a block or fact.
    `pictures` puts the PDF's charts in place of Word's; `twins` adds the values of all charts as tables at the end.
    """

    pages: Mapping[str, int] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    author: str = "briefing"
    logo: str = ""  # a data address, and
    name: str = ""  # the brand's name in place of a logo
    pictures: bool = False
    twins: bool = False
