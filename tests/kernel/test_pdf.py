"""Printing: no missing glyph, nothing reached from inside a document, equal bytes each time."""

import io
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.test import override_settings
from PIL import Image

from kernel.pdf import printing
from tests.kernel import glyphs

SCRIPTS = {
    "Latin": "ĄĘŚŻ ŐŰ ÑÇÃÕ ĞİŞ Ệ Ở Ư ŠČŘŽ ÞÐÆØ Ọ̀ Ẹ́ ʻ",
    "Greek": "Ελένη Παπαδοπούλου",
    "Cyrillic": "Їжак Ґалаґан Ўладзімір Қайрат Ө Ү Һ Ђ Љ",
    "Arabic": "أوكيلو دانيال پژمان چگینی ےھٹڈ",
    "Hebrew": "דָּוִד לוי",
    "Chinese simplified": "红色通报 张伟 龘",
    "Chinese traditional": "紅色通報 張偉",
    "Japanese": "佐藤恵子 さとう ケイコ",
    "Korean": "김민준 뷁",
    "Devanagari": "सुनीता शर्मा क्षत्रिय",
    "Bengali": "শেখ মুজিব",
    "Gurmukhi": "ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ",
    "Gujarati": "નરેશ પટેલ",
    "Odia": "ଓଡ଼ିଆ",
    "Tamil": "தமிழ் செல்வன்",
    "Telugu": "తెలుగు",
    "Kannada": "ಕನ್ನಡ",
    "Malayalam": "മലയാളം",
    "Sinhala": "සිංහල",
    "Thai": "สมชาย ใจดี",
    "Lao": "ສົມພອນ",
    "Khmer": "សុខា ខ្មែរ",
    "Myanmar": "အောင်ဆန်း",
    "Georgian": "გიორგი ბერიძე",
    "Armenian": "Արամ Խաչատրյան",
    "Amharic": "ኃይለ ገብረሥላሴ",
}
OUTSIDE = [
    "file:///etc/passwd",
    "http://169.254.169.254/latest/meta-data/",
    "https://example.org/a.png",
    "data:image/png;base64,iVBORw0KGgo=",
    "memory:another",
    "static:../agency/settings.py",
    "static:css/../../manage.py",
    "static:css/missing.css",
]


@pytest.fixture
def printed():
    """Return a function that prints the given HTML body."""
    loader = "django.template.loaders.locmem.Loader"
    backend = "django.template.backends.django.DjangoTemplates"

    def print_body(body, context=(), **given):
        page = {"page.html": f"<html lang='{{{{ language }}}}'><title>t</title>{body}</html>"}
        options = {"loaders": [(loader, page)]}
        with override_settings(TEMPLATES=[{"BACKEND": backend, "OPTIONS": options}]):
            return printing.render("page.html", dict(context), language="en", **given)

    return print_body


def test_every_character_of_every_script_has_its_glyph(printed):
    """All of them in one document; each in its own only to name those that lack something."""
    body = "{% for name in names %}<p>{{ name }}</p><p><b>{{ name }}</b></p>{% endfor %}"
    made = printed(body, {"names": list(SCRIPTS.values())})

    lacking = [
        script
        for script, name in (SCRIPTS.items() if glyphs.boxes(made) else [])
        if glyphs.boxes(printed(body, {"names": [name]}))
    ]
    assert lacking == [] and glyphs.boxes(made) == 0
    assert len(glyphs.drawn(made)) > 8 * len(SCRIPTS)


def test_a_character_that_no_font_has_is_found_by_the_check(printed):
    assert glyphs.boxes(printed("<p>a \U000f0000 b</p>")) == 1


def test_the_wheels_alone_bring_the_fonts(font_folder):
    program = """
import pathlib, sys
from kernel.pdf import fonts
fonts.prepare(pathlib.Path(sys.argv[1]), with_system_fonts=False)
import weasyprint
sys.stdout.buffer.write(weasyprint.HTML(string="<p>" + sys.argv[2]).write_pdf())
"""
    text = " ".join(SCRIPTS.values())

    run = [sys.executable, "-c", program, str(font_folder), text]
    made = subprocess.run(run, capture_output=True, check=True).stdout

    assert len(glyphs.drawn(made)) > 200
    assert glyphs.boxes(made) == 0


def test_arabic_is_shaped_and_not_drawn_letter_by_letter(printed):
    joined = glyphs.drawn(printed("<p dir='rtl' lang='ar'>سلام</p>"))
    apart = glyphs.drawn(printed("<p dir='rtl' lang='ar'>س ل ا م</p>"))

    # Each letter but the last takes the form of its place in the word.
    assert len(set(joined) - set(apart)) >= 3


@pytest.mark.parametrize("address", OUTSIDE)
def test_a_template_that_names_an_address_outside_makes_no_document(printed, address):
    with pytest.raises(printing.AddressRefused):
        printed(f"<img src='{address}'>", pictures={"qr": printing.qr("x")})


@pytest.mark.parametrize("markup", ["<link rel=stylesheet href='{}'>", "<object data='{}'>"])
def test_no_element_reaches_a_server(printed, markup):
    asked = []

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)

    server = HTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=server.serve_forever, daemon=True).start()

    with pytest.raises(printing.AddressRefused):
        printed(markup.format(f"http://127.0.0.1:{server.server_port}/"))

    server.shutdown()
    server.server_close()
    assert asked == []


def test_a_picture_made_in_memory_is_printed(printed):
    made = printed("<img src='memory:face'>", pictures={"face": printing.photo(jpeg())})

    assert glyphs.images(made) == 1


def test_equal_input_gives_equal_bytes(printed):
    body, given = "<p>{{ name }}</p><img src='memory:face'>", {"name": "ኃይለ أوكيلو 张伟"}
    pictures = {"face": printing.photo(jpeg())}

    first = printed(body, given, pictures=pictures)

    assert printed(body, given, pictures=pictures) == first


def test_a_photograph_loses_its_metadata_and_its_excess_size():
    exif = Image.Exif()
    exif[0x010E] = "taken in the safe house"

    made = printing.photo(jpeg(size=(4000, 3000), exif=exif)).data

    assert b"safe house" not in made
    assert max(Image.open(io.BytesIO(made)).size) == 900


@pytest.mark.parametrize("data", [b"", b"MZ\x90", b"<svg xmlns='http://www.w3.org/2000/svg'/>"])
def test_what_is_no_photograph_is_refused(data):
    with pytest.raises(printing.NotAPhoto):
        printing.photo(data)


def test_a_photograph_cut_off_half_way_is_refused():
    whole = jpeg(size=(600, 800))

    with pytest.raises(printing.NotAPhoto):
        printing.photo(whole[: len(whole) // 2])


def jpeg(size=(60, 80), **more):
    """Return a grey JPEG."""
    written = io.BytesIO()
    Image.radial_gradient("L").resize(size).convert("RGB").save(written, "JPEG", **more)
    return written.getvalue()
