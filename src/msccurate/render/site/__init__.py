"""The site: an overview and a page per document, static, without any request to a network."""

from msccurate.render.site.build import FOLDER, MANIFEST, SitePage, overview_page

__all__ = ["FOLDER", "MANIFEST", "SitePage", "overview_page"]
