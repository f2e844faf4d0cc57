"""Hangul in Latin letters: the revised romanisation, and how surnames are usually spelled."""

from cases.names.tables import row, table

INITIALS = row("g kk n d tt r m b pp s ss _ j jj ch k t p h")
VOWELS = row("a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i")
FINALS = row("_ k k k n n n t l k m l l l p l m p p t t ng t t k t p t")

# The revised spelling first is what rules give; these are what people write, most usual first.
SURNAMES = {
    syllable: spellings.split("/")
    for syllable, spellings in table(
        "김=kim/gim 이=lee/yi/i/rhee/li 리=ri/lee/li 박=park/bak/pak 최=choi/choe/chae "
        "정=jung/jeong/chung/chong 강=kang/gang 조=cho/jo 윤=yoon/yun 장=jang/chang "
        "임=lim/im/rim 림=rim/lim 오=oh/o 한=han 신=shin/sin 서=seo/suh/so 권=kwon/gwon "
        "황=hwang 안=ahn/an 송=song 류=ryu/yoo/yu/ryoo 유=yoo/yu/ryu 홍=hong "
        "전=jeon/jun/chun/chon 고=ko/go/koh 문=moon/mun 양=yang 손=son/sohn 배=bae/pae "
        "백=baek/paik/paek 허=heo/hur/huh/ho 남=nam 심=shim/sim 노=noh/no/roh 로=ro/roh 하=ha "
        "곽=kwak/gwak 성=sung/seong/song 차=cha 주=joo/ju/chu 우=woo/u 구=koo/gu/ku 민=min "
        "나=na/ra 진=jin/chin 지=ji/chi 엄=um/eom 채=chae 원=won 천=cheon/chun/chon "
        "방=bang/pang 공=kong/gong 현=hyun/hyeon 변=byun/byeon/pyon 여=yeo/yuh/lyo 추=choo/chu "
        "도=do/to 소=so 석=seok/suk/sok 선=sun/seon 설=seol/sul 마=ma 길=gil/kil 연=yeon/yun "
        "위=wi 표=pyo 명=myung/myeong 기=ki/gi 반=ban/pan 왕=wang 금=keum/geum 옥=ok "
        "육=yook/yuk 인=in 맹=maeng 제=je 모=mo 탁=tak 국=kook/guk 은=eun 편=pyun/pyeon 용=yong "
        "남궁=namgung/namkoong 황보=hwangbo 제갈=jegal/chegal 사공=sagong/sakong "
        "선우=sunwoo/seonu 독고=dokgo/tokko"
    ).items()
}


def romanise(hangul: str) -> str:
    """Hangul syllables in revised romanisation, joined, each as spoken alone (정은: jeongeun)."""
    return "".join(map(_syllable, hangul)).replace("_", "")


def _syllable(letter: str) -> str:
    index = ord(letter) - 0xAC00
    if not 0 <= index < 11172:
        return ""
    initial, rest = divmod(index, 588)
    vowel, final = divmod(rest, 28)
    return INITIALS[initial] + VOWELS[vowel] + FINALS[final]


def split_surname(word: str) -> list[str]:
    """A whole name written together as surname and given name; other words as they are."""
    if len(word) >= 4 and word[:2] in SURNAMES:
        return [word[:2], word[2:]]
    if 2 <= len(word) <= 4 and word[0] in SURNAMES:
        return [word[0], word[1:]]
    return [word]
