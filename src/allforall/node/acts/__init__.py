"""The acts of a node, a module for each step: the only places where something is decided, stored and appended."""
