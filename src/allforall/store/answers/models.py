"""Placeholder until the room answers has landed."""
