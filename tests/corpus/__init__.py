"""Utterances with what they must fill, and how well they are understood."""
