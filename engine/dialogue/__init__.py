"""The conversation: what was said, what it means, what to ask next."""
