"""English for every segment: statement, memory, engine, in that order, each through the gates."""

from briefing.translate.cache import Cache
from briefing.translate.engine import Candidate, Engine
from briefing.translate.memory import Memory
from briefing.translate.stage import Answers, ask, core_facts, facts_by_segment, translate

__all__ = ["Answers", "Cache", "Candidate", "Engine", "Memory", "ask", "core_facts", "facts_by_segment", "translate"]
