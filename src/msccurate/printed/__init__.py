"""Printed numbers and the intervals they stand for; exact comparison."""

from msccurate.printed.interval import Interval, Truth
from msccurate.printed.number import Printed

__all__ = ["Interval", "Printed", "Truth"]
