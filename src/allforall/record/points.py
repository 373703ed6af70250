"""Points of edwards25519, as far as a public key is checked: decoding in its one form, and order.

Arithmetic in extended coordinates as in RFC 8032 section 5.1.4. It is slow and not constant in time, and is
used once per public key, which is no secret; signatures are verified by a library.
"""

P = 2**255 - 19
#: The order of the base point.
ORDER = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, -1, P) % P
_ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)

Point = tuple[int, int, int, int]
IDENTITY: Point = (0, 1, 1, 0)
#: The encoding of the identity.
IDENTITY_BYTES = (1).to_bytes(32, "little")


def decode(encoded: bytes) -> Point | None:
    """Returns the point of 32 bytes, or None where they are no point in its one canonical form (RFC 8032 section
    5.1.3, with y below p and no sign on x = 0).
    """
    number = int.from_bytes(encoded, "little")
    sign, y = number >> 255, number & ((1 << 255) - 1)
    if len(encoded) != 32 or y >= P:
        return None
    u, v = (y * y - 1) % P, (_D * y * y + 1) % P
    x = u * pow(v, 3, P) * pow(u * pow(v, 7, P), (P - 5) // 8, P) % P
    if v * x * x % P != u:
        x = x * _ROOT_OF_MINUS_ONE % P
        if v * x * x % P != u:
            return None
    if x == 0 and sign:
        return None
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


def encode(point: Point) -> bytes:
    """Returns the canonical 32 bytes of a point."""
    x, y, z, _ = point
    inverse = pow(z, -1, P)
    x, y = x * inverse % P, y * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def add(a: Point, b: Point) -> Point:
    """Returns the sum of two points."""
    left = (a[1] - a[0]) * (b[1] - b[0]) % P
    right = (a[1] + a[0]) * (b[1] + b[0]) % P
    c, d = 2 * a[3] * b[3] * _D % P, 2 * a[2] * b[2] % P
    e, f, g, h = right - left, d - c, d + c, right + left
    return e * f % P, g * h % P, f * g % P, e * h % P


def multiply(scalar: int, point: Point) -> Point:
    """Returns a multiple of a point."""
    result = IDENTITY
    while scalar:
        if scalar & 1:
            result = add(result, point)
        point, scalar = add(point, point), scalar >> 1
    return result


def is_identity(point: Point) -> bool:
    """Returns whether a point is the identity."""
    return point[0] % P == 0 and (point[1] - point[2]) % P == 0


def has_prime_order(point: Point) -> bool:
    """Returns whether a point generates the group of prime order: it is not the identity, and `ORDER` times it is."""
    return not is_identity(point) and is_identity(multiply(ORDER, point))
