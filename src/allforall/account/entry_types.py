"""Every entry type that this program knows: those of the rooms, combined. Replaying a log takes this table."""

from allforall.answers import entries as answers
from allforall.arrangement import entries as arrangement
from allforall.disclosure import entries as disclosure
from allforall.offers import entries as offers
from allforall.papers import entries as papers
from allforall.record import own_entries as record
from allforall.record.entry_types import EntryTypes, fold

ENTRY_TYPES: EntryTypes = fold(
    record.ENTRY_TYPES,
    arrangement.ENTRY_TYPES,
    disclosure.ENTRY_TYPES,
    answers.ENTRY_TYPES,
    offers.ENTRY_TYPES,
    papers.ENTRY_TYPES,
)
