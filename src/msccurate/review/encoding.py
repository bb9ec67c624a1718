"""What was examined, as MessagePack: it can be kept and passed on, and reading it back never runs anything."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, TypeVar

import msgspec

from msccurate.review.examined import Examined, Pack

T = TypeVar("T")


def encoded(examined: Examined | Pack) -> bytes:
    """An examined document, or a pack of some, as bytes."""
    return _ENCODER.encode(examined)


def decoded(data: bytes) -> Examined:
    """The examined document that was encoded. Raises ValueError for anything else."""
    return _read(_EXAMINED, data)


def decoded_pack(data: bytes) -> Pack:
    """The pack that was encoded. Raises ValueError for anything else."""
    return _read(_PACK, data)


def _read(decoder: msgspec.msgpack.Decoder[T], data: bytes) -> T:
    try:
        return decoder.decode(data)
    except (msgspec.MsgspecError, ArithmeticError, RecursionError) as error:
        raise ValueError(str(error)) from None


def _plain(value: Any) -> str:
    if isinstance(value, Fraction):
        return str(value)
    raise TypeError(f"a {type(value).__name__} cannot be kept")


def _typed(kind: type, text: Any) -> Any:
    if kind is Fraction and isinstance(text, str):
        return Fraction(text)
    raise ValueError(f"no {kind.__name__}")


_ENCODER = msgspec.msgpack.Encoder(enc_hook=_plain)
_EXAMINED = msgspec.msgpack.Decoder(Examined, dec_hook=_typed)
_PACK = msgspec.msgpack.Decoder(Pack, dec_hook=_typed)
