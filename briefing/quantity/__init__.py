"""Value and unit: quantities in Chinese and English text, and their wording in both."""

from briefing.quantity.chinese import find
from briefing.quantity.english import find_english
from briefing.quantity.value import Quantity

__all__ = ["Quantity", "find", "find_english"]
