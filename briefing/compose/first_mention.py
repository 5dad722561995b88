"""Short forms explained where a reader meets them first: in running text, in the order of the pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from briefing.model import tree


def explained(blocks: tuple[tree.Block, ...], say: Callable[[str], str]) -> tuple[tree.Block, ...]:
    """The blocks with each short form spelled out at its first mention in a sentence; tables and charts keep it short.

    Args:
        blocks: an English briefing, in reading order.
        say: returns a text with the short forms it has not seen before explained, and remembers them.
    """
    return tuple(_block(block, say) for block in blocks)


def _block(block: tree.Block, say: Callable[[str], str]) -> tree.Block:
    if isinstance(block, tree.Cover):
        return replace(block, points=tuple(_inlines(point, say) for point in block.points))
    if isinstance(block, tree.Paragraph) and block.role == "body":
        return replace(block, inlines=_inlines(block.inlines, say))
    if isinstance(block, tree.Items):
        return replace(block, items=tuple(_inlines(item, say) for item in block.items))
    return block


def _inlines(inlines: tree.Inlines, say: Callable[[str], str]) -> tree.Inlines:
    return tuple(
        replace(piece, text=say(piece.text)) if isinstance(piece, tree.Text | tree.Term) else piece for piece in inlines
    )
