"""The entry types that belong to no room of the exchange: of the log itself, of remarks, and of erasure."""

from allforall.record import erasures, key_entries, remarks

ENTRY_TYPES = (*key_entries.ENTRY_TYPES, *remarks.ENTRY_TYPES, *erasures.ENTRY_TYPES)
