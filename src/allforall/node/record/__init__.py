"""The record on a node: opened and written by this node alone, proved, recovered, and its payloads beside it.

- `founding`, `drafts`, `rekeying`: how it begins, texts on their way between officers, keys that change
- `held`, `recording`, `said`, `unsaid`, `cosigning`: the logs as they lie here, saying something, whose copies agree
- `place`, `recovery`: whether the node is sure of itself, and how it comes back
- `payloads`, `payload_erasure`: what lies beside the log, encrypted, and its end
- `proving`, `own_checks`, `record_checks`, `record_account`: proof for others, for oneself, for the doctor, for pages
"""
