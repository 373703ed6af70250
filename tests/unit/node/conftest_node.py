"""The officers of the nodes in these tests, and who is at the desk: each is authenticated by their passphrase."""

from dataclasses import dataclass, replace
from functools import lru_cache

from allforall.node.officers import Authenticated, Desk, authenticate
from allforall.store.node.journal import Once
from allforall.store.node.models import Officer


@dataclass(frozen=True)
class Signature:
    """An officer's name, and the passphrase that they type."""

    name: str
    passphrase: str


FIRST = Signature("Officer One", "one long passphrase")
SECOND = Signature("Officer Two", "two long passphrases")


@lru_cache
def _typed(signature: Signature, stored: str) -> Authenticated:
    """A passphrase is stretched once for each that is stored: it takes 50 ms, and a test acts dozens of times."""
    assert stored
    return authenticate(signature.name, signature.passphrase)


def here(signature: Signature) -> Authenticated:
    """The officer on the node that is open now."""
    stored = Officer.objects.filter(name=signature.name, retired_at=None).values_list("passphrase", flat=True)
    return _typed(signature, stored.first() or signature.name)


@dataclass(frozen=True)
class Seats:
    """Who sits at whatever node's desk is open: the officers are authenticated there when an act asks for them."""

    names: tuple[Signature, ...]
    once: Once | None = None
    seen: str = ""

    @property
    def first(self) -> Authenticated:
        return here(self.names[0])

    @property
    def second(self) -> Authenticated | None:
        return here(self.names[1]) if len(self.names) > 1 else None

    def who_saw(self, seen: str) -> "Seats":
        """The same officers, who have looked at what they are about to replace."""
        return replace(self, seen=seen)

    def desk(self, **more) -> Desk:
        """A desk as a face makes it."""
        return Desk(self.first, self.second, **more)


NOBODY = Seats((Signature("Nobody", "no long passphrase"),))
ONE = Seats((FIRST,))
BOTH = Seats((FIRST, SECOND))
