"""The record on a node: opened and written by this node alone, proved, recovered, and its payloads beside it.

- `genesis`, `drafts`, `key_changes`: how it begins, texts that officers sign elsewhere, changes of keys
- `held`, `entry_index`: the logs as held here, and which of their entries are of which type
- `record`, `journal`, `unsaid`, `cosignatures`: appending entries, and whose copies agree
- `entry_names`: how a person names an entry
- `place`, `recovery`: whether the node can trust its own state, and how it recovers
- `payloads`, `payload_erasure`: the encrypted payloads beside the log, and their erasure
- `proofs`, `own_checks`, `record_account`: proof for others, for oneself, for pages
"""
