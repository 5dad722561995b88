"""Turn Chinese government and statistics reports into Chinese and English briefings."""

__version__ = "0.1.0"
