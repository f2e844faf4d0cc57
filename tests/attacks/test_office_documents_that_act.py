"""Word and Excel documents that act by a part, a relationship, a field or a formula."""

from kernel.files import active_content
from kernel.files.unreadable import Unreadable
from tests.attacks.test_documents_that_act import RELATIONS, word

BEGIN, END = '<r><fldChar fldCharType="begin"/></r>', '<r><fldChar fldCharType="end"/></r>'
SHEET = "xl/workbook.xml"


def field(*codes):
    runs = "".join(f"<r><instrText>{code}</instrText></r>" for code in codes)
    return f"<p>{BEGIN}{runs}{END}</p>"


def text(inside, **more):
    return word({"word/document.xml": f"<d>{inside}</d>", **more}, kind="word/styles.xml")


def sheet(inside, place="xl/worksheets/sheet1.xml"):
    return word({place: f"<s>{inside}</s>"}, kind=SHEET)


def related(kind, target, external=True):
    said = RELATIONS.format(kind, target)
    said = said if external else said.replace(' TargetMode="External"', "")
    return word({"word/_rels/document.xml.rels": said})


FIELDS = [
    "ddeauto c:\\\\x", "&#68;DEAUTO x", "DDE x", "INCLUDEPICTURE x", "INCLUDETEXT x", "IMPORT x",
    "LINK Excel.Sheet x", "DATABASE x", "MACROBUTTON x y", "QUOTE 68 68 69", "GOTOBUTTON x", "RD x",
    'HYPERLINK "file:///\\\\evil"', "HYPERLINK ms-msdt:x", "PRINT x", "",
]  # fmt: skip
FORMULAS = [
    "cmd|' /C calc'!A0", "WEBSERVICE(&quot;http://e&quot;)", "_xlfn.IMAGE(A1)", "RTD(A1)",
    "CALL(A1)", "_xlfn.WEBSERVICE (A1)", "1+REGISTER.ID(A1)",
    "HYPERLINK(&quot;\\\\evil\\s&quot;)",
    "HYPERLINK(A1)",
]  # fmt: skip
ACTING = [
    *(text(field(code)) for code in FIELDS),
    *(text(f'<fldSimple instr="{code.replace(chr(34), "")}"/>') for code in FIELDS[:12]),
    text(field("DD", "EAUTO x")),
    text(f"<p>{BEGIN}<r><instrText> </instrText></r>{field('PAGE')}{END}</p>"),
    text(f"<p>{BEGIN}<r><instrText>PAGE</instrText></r></p>"),
    text("", **{"word/header1.xml": f"<h>{field('DDEAUTO x')}</h>"}),
    word({"word/header2.xml": f"<h>{field('DDEAUTO x')}</h>".encode("utf-16")}),
    text('<altChunk id="r1"/>'), text("<object/>"), text("<subDoc/>"), text("<control/>"),
    word({"word/settings.xml": "<s><mailMerge/></s>"}),
    word({"customUI/customUI.xml": '<customUI onLoad="x"/>'}),
    word({"word/webextensions/webextension1.xml": "<x/>"}),
    word({"word/media/image1.bin": "x"}), word({"a.exe": "MZ"}), word({"word/a.html": "<x/>"}),
    *(related(kind, "media/image1.png", external=False) for kind in (
        "oleObject", "vbaProject", "control", "aFChunk", "attachedTemplate", "mailMergeSource",
        "ui/extensibility", "webextension", "queryTable", "connections", "externalLink", "nobody",
    )),
    *(related("hyperlink", target) for target in (
        "file:///\\\\evil\\s", "ms-msdt:x", "javascript:x", "\\\\evil\\s", "search-ms:x", "x.docx",
    )),
    *(related("image", target, external=False) for target in ("\\\\evil\\s", "file:x", "//evil/s")),
    *(sheet(f"<c><f>{one}</f></c>") for one in FORMULAS),
    sheet("<ddeLink/>"),
    sheet('<definedName name="Auto_Open">A1</definedName>', place="xl/styles.xml"),
    sheet('<definedName name="_xlnm.Auto_Open">A1</definedName>', place="xl/styles.xml"),
    sheet('<definedName name="x" xlm="1">A1</definedName>', place="xl/styles.xml"),
    sheet("", place="xl/connections.xml"), sheet("", place="xl/queryTables/queryTable1.xml"),
    sheet("<DataMashup/>", place="customXml/item1.xml"),
    sheet("", place="xl/externalLinks/externalLink1.xml"), sheet('<sp macro="[0]!x"/>'),
    word({"xl/embeddings/a.xlsx": sheet("<c><f>RTD(A1)</f></c>")}, kind=SHEET),
    text("") + b"MZ behind the archive",
]  # fmt: skip
LINK = 'HYPERLINK "https://iisa.example"'
HONEST = [
    *(text(field(code)) for code in ("PAGE", " NUMPAGES \\* MERGEFORMAT", 'TOC \\o "1-3"', LINK)),
    text(f"<p>{BEGIN}<r><instrText>IF 1 = </instrText></r>{field('PAGE')}{END}</p>"),
    text(field("PAGE"), **{"docProps/app.xml": "<a/>", "word/media/image1.png": "x"}),
    *(related(kind, "x.xml", external=False) for kind in ("styles", "image", "theme", "footer")),
    *(related("hyperlink", to) for to in ("https://iisa.example", "mailto:a@b.example", "#top")),
    *(sheet(f"<c><f>{one}</f></c>") for one in ("SUM(A1:B2)", "&quot;a|b&quot;", "IMAGES(1)")),
    sheet("<c><f>HYPERLINK(&quot;https://e.example&quot;)</f></c>"),
    word({"xl/printerSettings/printerSettings1.bin": "x"}, kind=SHEET),
    word({"xl/embeddings/a.xlsx": sheet("<c/>")}, kind=SHEET),
    word({"customXml/item1.xml": "<b/>", "customXml/_rels/item1.xml.rels": "<Relationships/>"}),
]


def acts(content):
    try:
        return active_content.is_active_office(content)
    except Unreadable:
        return True


def test_a_document_that_acts_by_any_part_is_refused():
    assert [place for place, content in enumerate(ACTING) if not acts(content)] == []


def test_a_document_that_lies_still_is_kept():
    found = [active_content.is_active_office(content) for content in HONEST]
    assert [place for place, is_active in enumerate(found) if is_active] == []


def test_a_part_that_is_no_xml_cannot_be_looked_into():
    bomb = '<!DOCTYPE d [<!ENTITY a "aaaa">]><d>&a;</d>'
    for broken in ("<d>", "", "plain", bomb):
        assert acts(word({"word/comments.xml": broken})), broken
