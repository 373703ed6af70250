"""The officers of the nodes in these tests."""

from allforall.node.officers import Desk, Signature

FIRST = Signature("Officer One", "one long passphrase")
SECOND = Signature("Officer Two", "two long passphrases")
ONE = Desk(FIRST)
BOTH = Desk(FIRST, SECOND)
