"""The faces a page is set in: small static subsets made once from the installed Noto fonts.

Why not the installed fonts themselves: the system's CJK collection makes a PDF three times as large and doubles the
memory, and whatever fontconfig picks silently for a character it does not find is not ours to vouch for. So every face is
cut to GB 2312 (Han) or Latin, renamed (the OFL asks for it), given TrueType outlines (half the size of CFF once
embedded), kept in the user's cache under a digest, and named explicitly in every rule of the style sheet.

A chain `Hei, Sans` sets Chinese and `Sans, Hei` English: the Han faces hold no ASCII and no Latin letters, the Latin
faces no Han, so quotes and dashes come from the family that stands first.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import tempfile
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from pathlib import Path
from typing import Any, Literal

from briefing.errors import Problem, RenderError
from briefing.render.outlines import set_true_type

SANS, SERIF, HEI, SONG = "Briefing Sans", "Briefing Serif", "Briefing Hei", "Briefing Song"
PLUS = " Plus"  # suffix of a family that holds what a document needs beyond the subset
_RECIPE = "9"  # part of the cache key: change it when the way of making changes
_HAN_UNITS = (
    400  # units per em of the Han faces: a sixth less in every file; half a unit is 0.04 pt at the largest size
)
_KEPT_FEATURES = ("halt", "kern", "mark", "mkmk", "tnum", "lnum", "sups", "liga")


@dataclass(frozen=True, slots=True)
class Source:
    """A row of fonts.toml: the face to make and the files it may come from."""

    family: str
    script: Literal["latin", "han"]
    weight: int
    files: tuple[str, ...]
    ttc_face: str = ""

    @property
    def file_name(self) -> str:
        """The name of the subset in the cache."""
        return f"{self.family.replace(' ', '')}-{self.weight}.ttf"


@dataclass(frozen=True, slots=True)
class Face:
    """A made face: CSS family and weight, its file, and the full font that it came from."""

    family: str
    weight: int
    script: Literal["latin", "han"]
    path: Path
    source: Path
    ttc_face: str
    covered: frozenset[int]


@dataclass(frozen=True)
class FontSet:
    """All faces of the program; `digest` names their bytes (it belongs into the manifest)."""

    faces: tuple[Face, ...]
    digest: str

    @cached_property
    def covered(self) -> frozenset[int]:
        """The code points that every weight of some family draws."""
        families = {face.family for face in self.faces}
        per_family = [
            frozenset.intersection(*(face.covered for face in self.faces if face.family == family))
            for family in families
        ]
        sans = frozenset.union(*(c for c, family in zip(per_family, families, strict=True) if family in (SANS, HEI)))
        serif = frozenset.union(*(c for c, family in zip(per_family, families, strict=True) if family in (SERIF, SONG)))
        return sans & serif

    def path(self, family: str, weight: int = 400) -> Path:
        """The file of a face, for measuring."""
        return next(face.path for face in self.faces if face.family == family and face.weight == weight)


def stacks(lang: str) -> tuple[str, str]:
    """The sans and the serif chain of a language as CSS font-family values."""
    pairs = ((SANS, HEI), (SERIF, SONG))
    chains = [(han, latin) if lang.startswith("zh") else (latin, han) for latin, han in pairs]
    sans, serif = (", ".join(f'"{name}"' for name in (*chain, *(n + PLUS for n in chain))) for chain in chains)
    return sans, serif


def chart_families(*, chinese: bool) -> tuple[str, ...]:
    """The sans chain of a language by name, for charts."""
    chain = (HEI, SANS) if chinese else (SANS, HEI)
    return (*chain, *(name + PLUS for name in chain))


def full_face(face: Face) -> Any:
    """The installed font that a face was cut from, as a HarfBuzz face."""
    return _open(face.source, face.ttc_face)


def cache_folder() -> Path:
    """Where the subsets are kept: XDG_CACHE_HOME or ~/.cache, under briefing/fonts."""
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "briefing" / "fonts"


def font_set() -> FontSet:
    """The faces, made on the first call on this machine (about 20 s) and read from the cache afterwards.

    Raises:
        RenderError: a Noto font is not installed; all missing files are named at once.
    """
    return _font_set(str(cache_folder()), os.environ.get("BRIEFING_FONTS", ""))


@cache
def _font_set(folder: str, extra_folders: str) -> FontSet:
    sources = _sources()
    found = _find(sources, extra_folders)
    key = _key(found)
    home = Path(folder) / key
    record = _read_record(home, sources)
    if record is None:
        _make_all(home, found)
        record = _read_record(home, sources)
    if record is None:
        raise RenderError(
            Problem(str(home), "the font cache cannot be written", "", "Make it writable or set XDG_CACHE_HOME")
        )
    faces = tuple(
        Face(s.family, s.weight, s.script, home / s.file_name, found[s], s.ttc_face, _covered(home / s.file_name))
        for s in sources
    )
    return FontSet(faces, hashlib.sha256(json.dumps(record, sort_keys=True).encode()).hexdigest())


def missing(texts: Iterable[str], fonts: FontSet) -> tuple[str, ...]:
    """The printable characters of `texts` outside the subsets, sorted."""
    used: set[int] = set()
    for text in texts:
        used.update(map(ord, text))
    return tuple(sorted(chr(code) for code in used - fonts.covered if not unprinted(code)))


def plus_faces(characters: Iterable[str], fonts: FontSet) -> dict[tuple[str, int], bytes]:
    """Extra faces, by family and weight, for characters that the subsets lack, cut from the full fonts.

    Raises:
        RenderError: a character is in none of the full fonts; every one is named.
    """
    wanted = {ord(c) for c in characters}
    made: dict[tuple[str, int], bytes] = {}
    drawn: dict[str, set[int]] = {"sans": set(wanted), "serif": set(wanted)}
    for face in fonts.faces:
        full = full_face(face)
        have = wanted & set(full.unicodes)
        if have:
            source = Source(face.family + PLUS, face.script, face.weight, ())
            made[source.family, source.weight] = _true_type(_cut(full, have), source)
        drawn["sans" if face.family in (SANS, HEI) else "serif"] -= have
    lost = drawn["sans"] | drawn["serif"]
    if lost:
        raise RenderError(
            *(
                Problem(
                    "fonts",
                    f"no glyph for {chr(code)!r} (U+{code:04X})",
                    "a character of the Noto fonts",
                    "Write it otherwise",
                )
                for code in sorted(lost)
            )
        )
    return made


# --- making -----------------------------------------------------------------------------------------------------------


def _table() -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("fonts.toml").read_text("utf-8"))


def _sources() -> tuple[Source, ...]:
    return tuple(
        Source(row["family"], row["script"], row["weight"], tuple(row["files"]), row.get("ttc_face", ""))
        for row in _table()["faces"]
    )


def _find(sources: tuple[Source, ...], extra_folders: str) -> dict[Source, Path]:
    table = _table()
    folders = [*filter(None, extra_folders.split(os.pathsep)), *table["folders"]]
    wanted = {name for source in sources for name in source.files}
    present: dict[str, Path] = {}
    for folder in folders:
        for base, _, names in os.walk(Path(folder).expanduser()):
            for name in wanted.intersection(names):
                present.setdefault(name, Path(base) / name)
    found = {s: next((present[n] for n in s.files if n in present), None) for s in sources}
    lost = [s for s, path in found.items() if path is None]
    if lost:
        raise RenderError(
            *(Problem("fonts", f"{s.files[0]} is not installed", " or ".join(s.files), table["remedy"]) for s in lost)
        )
    return {s: path for s, path in found.items() if path is not None}


def _key(found: dict[Source, Path]) -> str:
    parts = [_RECIPE, _characters_text()]
    for source, path in found.items():
        stat = path.stat()
        parts.append(f"{source} {path.name} {stat.st_size} {stat.st_mtime_ns}")
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _characters_text() -> str:
    return resources.files(__package__).joinpath("characters.txt").read_text("utf-8")


def _wanted(script: str) -> set[int]:
    listed = next(line.partition(": ")[2] for line in _characters_text().splitlines() if line.startswith(f"{script}:"))
    codes = set(map(ord, listed))
    if script == "latin":
        return codes | set(range(0x20, 0x7F)) | set(range(0xA0, 0x180))
    for high in range(0xA1, 0xF8):
        for low in range(0xA1, 0xFF):
            try:
                codes.add(ord(bytes((high, low)).decode("gb2312")))
            except UnicodeDecodeError:
                continue
    blanks = {0x20, 0xA0}  # a face without them draws boxes between Han characters
    return {code for code in codes if code > 0xFF or chr(code) in "·×÷±°"} - {ord("–")} | blanks


def unprinted(code: int) -> bool:
    """Whether a character is a control or a mark of no width."""
    return code < 0x20 or code in {0x200B, 0x2060, 0xFEFF, 0x00AD}


def _open(path: Path, ttc_face: str) -> Any:
    import uharfbuzz as hb  # noqa: PLC0415  (heavy, and only needed where a face is made)

    blob = hb.Blob.from_file_path(str(path))
    if path.suffix != ".ttc":
        return hb.Face(blob)
    for index in range(32):
        face = hb.Face(blob, index)
        if face.get_name(hb.OTNameIdPredefined.FONT_FAMILY) == ttc_face:
            return face
    raise RenderError(Problem(str(path), f"the collection holds no face {ttc_face}", "the Simplified Chinese face"))


def _cut(face: Any, codes: set[int]) -> bytes:
    import uharfbuzz as hb  # noqa: PLC0415

    request = hb.SubsetInput()
    request.sets(hb.SubsetInputSets.UNICODE).update(codes)
    features = request.sets(hb.SubsetInputSets.LAYOUT_FEATURE_TAG)
    features.clear()
    features.update(int.from_bytes(tag.encode(), "big") for tag in _KEPT_FEATURES)
    request.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.DESUBROUTINIZE | hb.SubsetFlags.NOTDEF_OUTLINE
    return bytes(hb.subset(face, request).blob.data)


def _make_all(home: Path, found: dict[Source, Path]) -> None:
    """Make every face in a fresh folder and put it in place by one rename; a second process may win, which is fine."""
    home.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=".making-", dir=home.parent))
    try:
        digests = {}
        for source, path in found.items():
            data = _true_type(_cut(_open(path, source.ttc_face), _wanted(source.script)), source)
            (work / source.file_name).write_bytes(data)
            digests[source.file_name] = hashlib.sha256(data).hexdigest()
        (work / "record.json").write_text(json.dumps(digests, indent=1, sort_keys=True), "utf-8")
        if home.exists():  # damaged: replaced
            shutil.rmtree(home, ignore_errors=True)
        try:
            work.rename(home)
        except OSError:
            if not home.exists():
                raise
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _read_record(home: Path, sources: tuple[Source, ...]) -> dict[str, str] | None:
    """The digests of a complete, undamaged cache folder, else None."""
    try:
        record: dict[str, str] = json.loads((home / "record.json").read_text("utf-8"))
        for source in sources:
            data = (home / source.file_name).read_bytes()
            if hashlib.sha256(data).hexdigest() != record.get(source.file_name):
                return None
    except (OSError, ValueError):
        return None
    return record


def _covered(path: Path) -> frozenset[int]:
    import uharfbuzz as hb  # noqa: PLC0415

    return frozenset(hb.Face(hb.Blob.from_file_path(str(path))).unicodes)


def _true_type(data: bytes, source: Source) -> bytes:
    """Give the subset TrueType outlines and its own name; the licence entries stay."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415

    font = TTFont(io.BytesIO(data), recalcTimestamp=False, recalcBBoxes=False)
    if "CFF " in font:
        set_true_type(font, data, _HAN_UNITS)
    for tag in ("VORG", "vmtx", "vhea", "BASE", "DSIG"):
        if tag in font:
            del font[tag]
    style = "Bold" if source.weight >= 700 else "Regular"
    post_script = f"{source.family.replace(' ', '')}-{style}"
    names = {
        1: source.family,
        2: style,
        3: post_script,
        4: f"{source.family} {style}",
        6: post_script,
        16: None,
        17: None,
    }
    for name_id, text in names.items():
        font["name"].removeNames(nameID=name_id)
        if text:
            font["name"].setName(text, name_id, 3, 1, 0x409)
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()
