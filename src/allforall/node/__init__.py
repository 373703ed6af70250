"""One installation: its folder, its officers, and the use cases, one module each. Only this room writes.

Takes an opened `Node` and the officers at the desk; reads files and the clock, calls the pure rooms, stores what came
of it as a whole or not at all, and writes every act into the journal. Where two rooms meet, values pass through it:

- `folder`, `officers`, `keeping`: the node itself, who may act, backup and repair
- `arrangements`, `lists`, `linking`, `answering`, `eligible`, `disclosing`: the steps of the story
- `key_files`, `keyring`, `founding`, `rekeying`: keys, how a record begins, changing keys
- `held`, `recording`, `said`, `drafts`, `own_checks`: the record, opened; saying something in it; checking it anew
- `branches`, `unpacking`, `carrying`, `cosigning`, `forking`: bundles handed over and taken in, cosignatures, forks
- `place`, `recovery`, `packing`, `record_checks`: whether the node is where it was, coming back, backups, the doctor
- `reporting`: everything that can be accounted for, as one value
"""
