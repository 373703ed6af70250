"""What the parties recorded, in a form that neither side can rewrite: formats and their verification.

Each author writes one log of signed entries; the others mirror and cosign it. Takes bytes and public keys and gives
values that say what is valid, who signed, and what is missing; it keeps no file and reads no clock. The formats are
those of C2SP (signed notes, checkpoints, tiles, cosignatures, proofs, policies), RFC 6962, RFC 8785, RFC 9180 and
DSSE, so that others' witnesses and verifiers can read them. `entries` is the envelope alone: each room defines its
own bodies. `store` keeps the log files, and `node` is the only one that writes to them.
"""
