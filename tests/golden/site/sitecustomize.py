"""Makes every process started with this folder on its path draw the same random bytes and read the same clock.

Python imports it before anything else, in the processes that a command starts itself (the demonstration's) too.
"""

import datetime as dt
import hashlib
import hmac
import importlib.abc
import importlib.machinery
import os
import random
import shutil
import sys

#: The moment at which everything happens; a story may advance it (`later`).
_START = dt.datetime(2025, 6, 10, 9, 0, tzinfo=dt.UTC)
_moment = [_START]
_ROOM = shutil._ntuple_diskusage(100 << 30, 20 << 30, 80 << 30)
_drawn = [b"", 0]


def reseed(words):
    """Restarts the sequence of random bytes: what one command draws does not shift what another one draws."""
    _drawn[:] = [hashlib.sha256(" ".join(words).encode()).digest(), 0]


def later(**delta):
    """Advances the clock."""
    _moment[0] += dt.timedelta(**delta)


def _urandom(count, /):
    key, number = _drawn
    _drawn[1] += 1
    return hashlib.shake_256(key + number.to_bytes(8)).digest(count)


class _Datetime(dt.datetime):
    @classmethod
    def now(cls, tz=None):
        return _moment[0].astimezone(tz)


class _Date(dt.date):
    @classmethod
    def today(cls):
        return _START.date()


_scrypt = hashlib.scrypt


def _cheap_scrypt(password, *, salt, n, r, p, maxmem=0, dklen=64):
    """Mixes the stated cost into the salt: a key stretched at another cost is another key, as with real scrypt."""
    return _scrypt(password, salt=salt + f"{n} {r} {p}".encode(), n=2, r=1, p=1, dklen=dklen)


class _Suite:
    """HPKE whose ephemeral key is drawn from `os.urandom`: OpenSSL draws its own, which nobody can seed.

    RFC 9180 sections 4.1, 5.1 and 5.2: base mode, X25519, HKDF-SHA256, ChaCha20-Poly1305. The program opens what this
    seals with OpenSSL's own, so that a fault here is no fixed point.
    """

    def __init__(self, real):
        self.decrypt = real.decrypt

    def encrypt(self, plaintext, to, info):
        from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
        from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

        own = X25519PrivateKey.from_private_bytes(os.urandom(32))
        sent = own.public_key().public_bytes_raw()
        kem, suite = b"KEM\x00\x20", b"HPKE\x00\x20\x00\x01\x00\x03"

        def extract(of, salt, label, key):
            return hmac.digest(salt, b"HPKE-v1" + of + label + key, "sha256")

        def expand(of, key, label, context, length):
            head = length.to_bytes(2) + b"HPKE-v1" + of + label + context
            return hmac.digest(key, head + b"\x01", "sha256")[:length]

        shared = extract(kem, b"", b"eae_prk", own.exchange(to))
        shared = expand(kem, shared, b"shared_secret", sent + to.public_bytes_raw(), 32)
        context = b"\x00" + extract(suite, b"", b"psk_id_hash", b"") + extract(suite, b"", b"info_hash", info)
        secret = extract(suite, shared, b"secret", b"")
        key, nonce = expand(suite, secret, b"key", context, 32), expand(suite, secret, b"base_nonce", context, 12)
        return sent + ChaCha20Poly1305(key).encrypt(nonce, plaintext, b"")


def _steady_suite(module):
    real = module._suite
    module._suite = lambda: _Suite(real())


#: What is replaced in a module of the program as soon as it is imported.
_CHANGES = {
    "allforall.node.folder": lambda module: setattr(module, "datetime", _Datetime),
    "allforall.node.keys.agent": lambda module: setattr(module, "datetime", _Datetime),
    "allforall.record.sealing": _steady_suite,
    "allforall.cli.kinship.saying": lambda module: setattr(module, "date", _Date),
}


class _Finder(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name not in _CHANGES:
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, path)
        loader, change = spec.loader, _CHANGES[name]

        class Changing(type(loader)):
            def exec_module(self, module):
                super().exec_module(module)
                change(module)

        spec.loader = Changing(loader.name, loader.path)
        return spec


reseed(sys.orig_argv[1:])
os.urandom = random._urandom = _urandom  # `secrets` reads the latter
hashlib.scrypt = _cheap_scrypt
shutil.disk_usage = lambda path: _ROOM
sys.meta_path.insert(0, _Finder())
