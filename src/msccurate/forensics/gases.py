"""Blood gases: the saturation that goes with a pressure of oxygen, and the bicarbonate that goes with pH and PaCO2."""

from __future__ import annotations

from math import inf

from msccurate.printed import Interval

#: Shift of log10 of the pressure per unit of pH (Bohr effect; Severinghaus 1979).
BOHR = 0.48
#: Of carbon dioxide in plasma at 37 °C, mmol/L per mmHg.
SOLUBILITY = 0.0307
#: Of carbonic acid in plasma at 37 °C.
PK = 6.1
#: Widens a result far beyond what powers in floating point can lose, far below what anybody prints.
_MARGIN = 1e-9
#: Beyond any pressure; its cube is a float.
_MOST = 1e100


def saturation(pao2: float, ph: float = 7.4) -> float:
    """The oxygen saturation of human blood, in percent, at a pressure of oxygen in mmHg, at 37 °C.

    Severinghaus 1979 (J Appl Physiol 46:599): 100 / (23400 / (P³ + 150 P) + 1), log10 P shifted by 0.48 (pH - 7.4).
    """
    if pao2 <= 0:
        return 0.0
    if pao2 == inf:
        return 100.0
    effective = min(pao2 * _ten_to(BOHR * (ph - 7.4)), _MOST)
    return float(100 / (23400 / (effective**3 + 150 * effective) + 1))


def saturations(pao2: Interval, ph: Interval | None = None) -> Interval:
    """All saturations that go with these pressures (mmHg) and pH; 7.4 where no pH is given. Both raise it."""
    ends = ph or Interval.point(7.4)
    low, high = saturation(pao2.low, ends.low), saturation(pao2.high, ends.high)
    return Interval(low - _MARGIN, high + _MARGIN)


def bicarbonate(ph: float, paco2: float) -> float:
    """The bicarbonate of plasma in mmol/L, PaCO2 in mmHg (Henderson-Hasselbalch): 0.0307 PaCO2 · 10^(pH - 6.1)."""
    return float(SOLUBILITY * paco2 * _ten_to(ph - PK)) if paco2 else 0.0


def bicarbonates(ph: Interval, paco2: Interval) -> Interval:
    """All bicarbonates that go with these pH and PaCO2 (mmHg); both raise it."""
    low, high = bicarbonate(ph.low, max(paco2.low, 0.0)), bicarbonate(ph.high, paco2.high)
    return Interval(low * (1 - _MARGIN), high * (1 + _MARGIN))


def _ten_to(exponent: float) -> float:
    """A power of ten, infinite where floats end: a pH of `741` has lost its point."""
    return 10**exponent if exponent < 300 else inf
