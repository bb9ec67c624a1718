"""The site: an overview and a page per document, static, without any request to a network."""

from msccurate.render.site.build import (
    FOLDER,
    MANIFEST,
    Made,
    Pages,
    Subject,
    file_digest,
    made,
    manifest,
    read_manifest,
    subjects,
)

__all__ = [
    "FOLDER",
    "MANIFEST",
    "Made",
    "Pages",
    "Subject",
    "file_digest",
    "made",
    "manifest",
    "read_manifest",
    "subjects",
]
