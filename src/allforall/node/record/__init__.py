"""The record on a node: opened and written by this node alone, proved, recovered, and its payloads beside it.

- `genesis`, `drafts`, `key_changes`: how it begins, texts on their way between officers, keys that change
- `held`, `entry_index`: the logs as they lie here, and which of their entries are of which type
- `record`, `journal`, `unsaid`, `cosignatures`: saying something, and whose copies agree
- `entry_names`: how a person names an entry
- `place`, `recovery`: whether the node is sure of itself, and how it comes back
- `payloads`, `payload_erasure`: what lies beside the log, encrypted, and its end
- `proofs`, `own_checks`, `record_account`: proof for others, for oneself, for pages
"""
