"""Files that cannot be read: a problem each, never an exception."""

from __future__ import annotations

from pathlib import Path

import pytest

from msccurate.reading import MOST_BYTES, Mapping, nearest, read


def words(path: Path) -> list[tuple[str, str]]:
    return [(problem.kind, problem.words) for problem in read(path).problems]


def test_a_byte_order_mark_is_dropped(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: 1\r\n")
    result = read(path)
    assert result.text == "a: 1\r\n"
    assert isinstance(result.node, Mapping)
    assert result.node.span.of(result.text) == "a: 1"


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_what_is_not_utf_8_is_named_by_line_and_byte(tmp_path: Path, mark: bytes) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(mark + "a: é\nname: Andr".encode() + b"\xe9\nc: 1\n")
    result = read(path)
    (problem,) = result.problems
    assert problem.kind == "SPC01"
    assert problem.words == "byte 11 of line 2 (0xe9) is not UTF-8"
    assert problem.help == "save the file as UTF-8; in Windows-1252 this byte is `é`"
    assert problem.span.of(result.text) == "\ufffd"
    assert result.node is None


def test_utf_16_is_named(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes("a: 1".encode("utf-16"))
    assert words(path) == [("SPC01", "this file is UTF-16 (line 1, byte 1)")]


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    assert words(tmp_path / "x.yaml") == [("SPC01", "there is no file x.yaml")]
    assert words(tmp_path) == [("SPC01", f"{tmp_path.name} is no file")]
    assert words(tmp_path / "a\0b") == [("SPC01", "there is no file a\0b")]


def test_a_file_that_may_not_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.yaml"
    path.write_text("a: 1")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert words(path) == [("SPC01", "x.yaml cannot be read: permission denied")]


def test_no_more_than_the_cap_is_read(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(b"a: 1\n" + b"#" * (MOST_BYTES - 5))
    assert words(path) == []
    path.write_bytes(b"a: 1\n" + b"#" * (MOST_BYTES - 4))
    assert words(path) == [("SPC01", "x.yaml is larger than 5,000,000 bytes, and no more is read")]


def test_control_characters(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(b"a: 1\nb: \x002\n")
    assert words(path) == [("SPC01", "a control character (U+0000) stands here")]


def test_the_specs_of_the_project_are_read_without_problems() -> None:
    root = Path(__file__).parents[2]
    for path in sorted(root.glob("specs/*.yaml")):
        assert read(path).problems == (), path


def test_the_nearest_known_word() -> None:
    assert nearest("lable", ["label", "quote", "rows"]) == "label"
    assert nearest("xyz", ["label", "quote", "rows"]) is None
    assert nearest("x", []) is None
