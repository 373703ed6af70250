"""What surrounds an exchange: papers handed over, the deadlines they start, and the next meetings.

Takes replayed entries and gives values. The bodies hold codes, days and counts, and of a paper no digest that
would outlive it: that is in a sealed payload. What a paper means is decided elsewhere.
"""
