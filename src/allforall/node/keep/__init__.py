"""Keeping a node: backup and restore, what the doctor checks, what expires and what stays erased."""
