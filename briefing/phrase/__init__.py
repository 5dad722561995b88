"""Facts to sentences in either language, by the phrase templates (design section 5, step 1)."""

from briefing.phrase.phrases import Phrases

__all__ = ["Phrases"]
