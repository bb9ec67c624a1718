"""What the program has to say: findings, their labels, severities and fingerprints; problems of the lower rooms."""

from msccurate.findings.finding import Finding, Label, Place, Severity
from msccurate.findings.problem import Problem

__all__ = ["Finding", "Label", "Place", "Problem", "Severity"]
