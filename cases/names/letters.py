"""Letters, particles and titles of each script, as they are written in Latin letters."""

from cases.names.tables import row, table

CYRILLIC = table(
    "а=a б=b в=v г=g д=d е=e ё=e ж=zh з=z и=i й=y к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u "
    "ф=f х=kh ц=ts ч=ch ш=sh щ=shch ъ=_ ы=y ь=_ э=e ю=yu я=ya і=i ї=yi є=ye ґ=g ў=u ә=a "
    "ғ=gh қ=q ң=ng ө=o ұ=u ү=u һ=h ӣ=i ӯ=u ҷ=j ҳ=h ҹ=j ҝ=g ђ=dj ћ=c љ=lj њ=nj џ=dzh ј=j "
    "ѓ=gj ќ=kj ѕ=dz ҕ=gh ҡ=q ҙ=z ҫ=s ӈ=n ӗ=e ӑ=a ѣ=e ѳ=f ѵ=i"
)
UKRAINIAN = CYRILLIC | {"г": "h", "и": "y", "й": "i"}
UKRAINIAN_ONLY = frozenset("іїєґ")
TURKIC_ONLY = frozenset("әғқңөұүһ")

ARABIC = {
    **dict.fromkeys("اآأإٱىەةۀ", "a"),
    **dict.fromkeys("ءعٴ", ""),
    **dict.fromkeys("هہھح", "h"),
    **dict.fromkeys("تطټٹ", "t"),
    **dict.fromkeys("دډڈ", "d"),
    **dict.fromkeys("كکڪ", "k"),
    **dict.fromkeys("گګڭ", "g"),
    **dict.fromkeys("رڑړڕ", "r"),
    **dict.fromkeys("سصڛ", "s"),
    **dict.fromkeys("نںڼ", "n"),
    **dict.fromkeys("لڵ", "l"),
    **dict.fromkeys("وۇۆۋؤ", "w"),
    **dict.fromkeys("ييیېۍےئێ", "y"),
    **table("ب=b پ=p ث=th ج=j چ=ch خ=kh ذ=dh ز=z ژ=zh ش=sh ض=dh ظ=dh غ=gh ف=f ڤ=v م=m"),
    **table("ږ=zh ښ=sh ځ=dz څ=ts ق=q"),
}
# One letter for what several keyboards write differently, so that typed text meets the record.
ARABIC_SAME = str.maketrans(
    {
        **dict.fromkeys("آأإٱ", "ا"),
        **dict.fromkeys("یىېۍےئێ", "ي"),
        **dict.fromkeys("کڪ", "ك"),
        **dict.fromkeys("ہھةۀە", "ه"),
        **dict.fromkeys("ؤۆۇۋ", "و"),
        **dict.fromkeys("ءـٴ", ""),
    }
)
HEBREW = table(
    "א=a ב=b ג=g ד=d ה=h ו=v ז=z ח=h ט=t י=y כ=k ך=k ל=l מ=m ם=m נ=n ן=n ס=s ע=a פ=p ף=f "
    "צ=ts ץ=ts ק=k ר=r ש=sh ת=t"
)
# Names so frequent that their vowels are worth knowing: shown, and used to rank.
ARABIC_NAMES = table(
    "محمد=muhammad احمد=ahmad محمود=mahmud حسن=hasan حسين=husayn علي=ali عمر=umar "
    "عثمان=uthman ابراهيم=ibrahim اسماعيل=ismail يوسف=yusuf خالد=khalid سعيد=said "
    "صالح=salih حامد=hamid حميد=hamid كريم=karim رحيم=rahim رحمن=rahman رحمان=rahman "
    "عزيز=aziz جمال=jamal كمال=kamal مصطفي=mustafa مرتضي=murtada موسي=musa عيسي=isa "
    "يحيي=yahya زكريا=zakariya عبدالله=abdallah عبد=abd الله=allah ابو=abu ام=umm "
    "فاطمه=fatima عايشه=aisha زينب=zaynab مريم=maryam خديجه=khadija امينه=amina نور=nur "
    "دين=din سليمان=sulayman داود=dawud طارق=tariq رشيد=rashid سليم=salim سالم=salim "
    "ناصر=nasir منصور=mansur قاسم=qasim هاشم=hashim جعفر=jafar صادق=sadiq رضا=rida "
    "مهدي=mahdi هادي=hadi جواد=jawad عباس=abbas ايمن=ayman انور=anwar اسامه=usama "
    "بلال=bilal حمزه=hamza طه=taha ياسر=yasir ياسين=yasin زيد=zayd فهد=fahd فيصل=faysal "
    "سعود=saud سلطان=sultan عادل=adil ماجد=majid وليد=walid مختار=mukhtar شريف=sharif "
    "غلام=ghulam خان=khan شاه=shah گل=gul جان=jan اكبر=akbar اصغر=asghar لله=allah"
)

# Latin letters with marks that stand for another sound than the bare letter.
MARKED_LATIN = str.maketrans(
    {"č": "ch", "š": "sh", "ž": "zh", "ş": "sh", "ș": "sh", "ś": "sh", "ż": "zh", "ź": "z"}
    | {"ð": "dh", "þ": "th", "ğ": "g", "ı": "i", "ø": "o", "đ": "d", "ł": "l", "ə": "a"}
)
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "ß": "ss"})

ARTICLES = frozenset(row("al el ul il ud ur us uz ush ash l"))
# Assimilated articles are names elsewhere (An, Ad, Ar): articles only before a hyphen.
HYPHEN_ARTICLES = ARTICLES | frozenset(row("an ar as ad at az ar adh ath an as en er es ed et ez"))
PARTICLES = frozenset(
    row(
        "bin ibn ben bint binti binte bt ibnu oglu ogly uly qizi qyzy kyzy uulu kizi walad ould "
        "wuld oulad de di da do dos das del dei della der den van von zu zum zur le la las los "
        "les du des af av ter ten y e of the bn bnt abn vd vander vanden vande ولد بن ابن بنت"
    )
)
# After these stands the father's name: who is whose child is told by the order alone.
PATRONYMICS = frozenset(
    row("bin ibn ben bint binti binte bt ibnu bn bnt abn walad ould wuld oulad ولد بن ابن بنت")
)
TITLES = frozenset(
    row(
        "alhaji ayatollah capt captain cheikh col colonel dame dr frau gen haji hajj hajji herr "
        "jr lord lt madame maulana maulavi maulawi mawlana mawlawi mme mr mrs ms mufti mulla "
        "mullah mullo prof qari senor senora sgt shaikh shaykh sheik sheikh sir sr ustad"
    )
)

SURNAMES_OF_TWO = frozenset(
    row(
        "欧阳 歐陽 司马 司馬 诸葛 諸葛 上官 司徒 东方 東方 夏侯 皇甫 尉迟 尉遲 公孙 公孫 慕容 "
        "令狐 长孙 長孫 宇文 端木 百里 南宫 南宮 独孤 獨孤 轩辕 軒轅 万俟 澹台 澹臺 申屠 太史 "
        "呼延 鲜于 鮮于 东郭 東郭 闻人 聞人 西门 西門"
    )
)
# Characters that are read otherwise when they are a surname.
SURNAME_READINGS = table(
    "曾=zeng 单=shan 單=shan 解=xie 翟=zhai 仇=qiu 查=zha 盖=ge 区=ou 區=ou 任=ren 朴=piao "
    "覃=qin 华=hua 華=hua 宁=ning 乐=yue 樂=yue 尉迟=yuchi 尉遲=yuchi 万俟=moqi 缪=miao "
    "繆=miao 纪=ji 紀=ji 召=shao 种=chong 郇=xun 员=yun 折=she 黑=he 洗=xian 冼=xian "
    "逄=pang 长孙=zhangsun 長孫=zhangsun"
)
