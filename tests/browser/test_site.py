"""The site as a reader uses it: with a mouse, with the keyboard, on a telephone, in the dark, on paper."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

Look = Any

IN_VIEW = """element => { const box = element.getBoundingClientRect();
  return box.top >= 0 && box.bottom <= innerHeight && box.left >= 0 && box.right <= innerWidth; }"""


def _in_view(locator: Any) -> bool:
    seen: bool = locator.evaluate(IN_VIEW)
    return seen


def test_from_the_overview_to_the_words_of_the_document(look: Look, own: Path) -> None:
    page = look(own, "index.html")
    page.get_by_role("region", name="Documents").get_by_role("link", name="tao2020").click()
    page.locator(".list a", has_text="pH (2020-02-20) is said twice").click()
    card = page.locator(".card:target")
    assert _in_view(card.get_by_role("heading"))
    assert "source error" in card.inner_text()
    card.locator('.excerpts a[href^="#source-"]').click()
    mark = page.locator(".mark:target")
    assert mark.inner_text() == "7.46"
    assert _in_view(mark)


def test_a_cell_and_its_place_are_lit_together(look: Look, own: Path) -> None:
    page = look(own, "tao2020.html#cell-table1.crp.2020-02-15")
    mark = page.locator(".mark.active")
    assert mark.inner_text() == "196.3"
    assert _in_view(mark)
    mark.click()
    assert page.url.endswith("#cell-table1.crp.2020-02-15")
    page.locator("#cell-table1\\.ph\\.2020-03-10 a.value").click()
    assert page.locator(".mark:target").inner_text() == "7.5"
    assert page.locator("td.active").get_attribute("id") == "cell-table1.ph.2020-03-10"


def test_filters_by_severity_state_and_rule(look: Look, own: Path) -> None:
    page = look(own, "tao2020.html")
    cards, listed = page.locator(".card:visible"), page.locator(".list li:visible")
    every = cards.count()
    assert every == listed.count() > 5
    page.get_by_label("warning").uncheck()
    assert 0 < listed.count() < every
    assert cards.count() == listed.count()
    assert page.get_by_role("status").inner_text() == f"{listed.count()} of {every} findings"
    page.get_by_label("warning").check()
    page.get_by_label("open").check()
    assert listed.count() == 0
    page.get_by_label("all", exact=True).check()
    page.get_by_label("Rule").select_option("DUP01")
    assert listed.count() == 1
    assert page.locator(".flag:visible").first.get_attribute("title").startswith("DUP01")


def test_a_rule_of_the_overview_chooses_its_findings(look: Look, own: Path) -> None:
    page = look(own, "index.html")
    page.get_by_role("region", name="Findings by rule").get_by_role("link", name="UNT05").click()
    assert set(page.locator(".list li:visible").evaluate_all("all => all.map(one => one.dataset.rule)")) == {"UNT05"}


def test_a_link_to_a_finding_shows_it_though_it_was_filtered_away(look: Look, own: Path) -> None:
    page = look(own, "tao2020.html?rule=XRF01")
    hidden = page.locator(".card[data-rule=DUP01]")
    assert not hidden.is_visible()
    page.evaluate("id => { location.hash = id; }", hidden.get_attribute("id"))
    page.wait_for_function("() => !document.querySelector('.card[data-rule=DUP01]').hidden")
    assert _in_view(hidden.get_by_role("heading"))


def test_the_keyboard_goes_from_finding_to_finding_and_to_their_source(look: Look, own: Path) -> None:
    page = look(own, "tao2020.html")
    ids = page.locator(".card").evaluate_all("all => all.map(one => one.id)")
    active = "document.activeElement.id"
    for id in ids[:3]:
        page.keyboard.press("j")
        assert page.evaluate(active) == id
    page.keyboard.press("k")
    assert page.evaluate(active) == ids[1]
    page.keyboard.press("s")
    assert _in_view(page.locator(".mark:target"))
    page.keyboard.press("f")
    assert page.evaluate("document.activeElement.name") == "severity"
    page.goto(page.url.partition("#")[0])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"


def test_keys_can_be_switched_off(look: Look, own: Path) -> None:
    """WCAG 2.1.4: who dictates, or hits keys by chance, must not be carried away."""
    page = look(own, "tao2020.html")
    page.get_by_role("button", name="Switch the keys off").click()
    page.keyboard.press("j")
    assert page.locator(":target").count() == 0
    page.reload()
    page.keyboard.press("j")
    assert page.locator(":target").count() == 0
    page.get_by_role("button", name="Switch the keys on").click()
    page.keyboard.press("j")
    assert page.locator(".card:target").count() == 1


def test_what_a_message_quotes_is_shown_as_code(look: Look, wrong: Path) -> None:
    page = look(wrong, "doe2021.html")
    says = page.locator('.card[data-rule="SRC04"] .says')
    assert says.locator("code").all_inner_texts() == ["13 (56.0%)", "13 (65.0%)"]
    assert "`" not in page.locator("main").inner_text()


def test_open_findings_are_listed_first(look: Look, own: Path) -> None:
    states = look(own, "tao2020.html").locator(".list > li").evaluate_all("all => all.map(one => one.dataset.state)")
    assert states == sorted(states, reverse=True)


@pytest.mark.parametrize("name", ["index.html", "guo2020.html", "tao2020.html"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_narrow_page_needs_no_scrolling_aside(look: Look, own: Path, name: str, scheme: str) -> None:
    page = look(own, name, width=380, scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") == 380


def test_the_theme_follows_the_system_until_it_is_chosen(look: Look, own: Path) -> None:
    page = look(own, "index.html", scheme="dark")
    colour = "getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(colour)
    button = page.get_by_role("button", name="Theme")
    button.click()
    assert button.inner_text() == "Theme: light"
    light = page.evaluate(colour)
    assert light != dark
    button.click()
    assert page.evaluate(colour) == dark
    page.reload()
    assert button.inner_text() == "Theme: dark"


@pytest.mark.parametrize("width", [1280, 380])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["index.html", "guo2020.html", "tao2020.html", "doe2021.html"])
def test_nothing_is_in_the_way_of_anybody(
    look: Look, own: Path, wrong: Path, name: str, scheme: str, width: int
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = look(wrong if name == "doe2021.html" else own, name, width=width, scheme=scheme)
    result = Axe().run(page, options={"preload": False})
    assert result.violations_count == 0, result.generate_report()


def test_markup_of_a_document_is_text(look: Look, wrong: Path) -> None:
    page = look(wrong, "doe2021.html")
    assert "<script>alert('run')</script><img src=x onerror=alert(1)>" in page.locator("#source").inner_text()
    assert page.locator("#source img, #source script").count() == 0


def test_a_mistyped_number_is_marked_in_cell_and_text(look: Look, wrong: Path) -> None:
    page = look(wrong, "doe2021.html")
    cell = page.locator("#cell-patients\\.sex_male")
    assert "56.0%" in cell.inner_text()
    cell.locator("a.flag").first.click()
    card = page.locator(".card:target")
    assert "extraction error" in card.inner_text()
    assert "open" in card.inner_text()
    assert page.locator(".mark.unextracted", has_text="48").count() == 1


def test_on_paper_there_is_the_whole_page_and_nothing_to_press(look: Look, own: Path) -> None:
    page = look(own, "guo2020.html")
    page.emulate_media(media="print")
    assert not page.locator("#filters").is_visible()
    assert not page.get_by_role("button").is_visible()
    source = page.locator("#source")
    assert source.evaluate("one => one.scrollHeight <= one.clientHeight + 1")


def test_pictures_can_be_seen_and_their_numbers_read(look: Look, own: Path) -> None:
    page = look(own, "tao2020.html")
    figure = page.locator("#picture-course")
    figure.get_by_text("The numbers of this picture").click()
    assert "149.42" in figure.get_by_role("row", name="C-reactive protein").inner_text()
    image = figure.get_by_role("img")
    image.scroll_into_view_if_needed()
    page.wait_for_function("() => document.querySelector('#picture-course img').naturalWidth > 0")
    assert "normal range" in image.get_attribute("alt")
