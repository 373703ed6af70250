"""A node kept: its backup and return from one, what the doctor looks at, what expires and what stays erased."""
