"""The site: an overview and a page per document, static, without any request to a network."""

from msccurate.render.site.build import MANIFEST, Made, Pages, Subject, made, manifest, read_manifest, subjects

__all__ = ["MANIFEST", "Made", "Pages", "Subject", "made", "manifest", "read_manifest", "subjects"]
