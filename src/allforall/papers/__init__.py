"""What lies around an exchange: papers handed over, what they began, and when people meet again.

Takes entries that were followed and gives values. The bodies hold codes, days and counts, and of a paper no digest that
would outlive it: that lies in a sealed payload. What a paper means is decided elsewhere.
"""
