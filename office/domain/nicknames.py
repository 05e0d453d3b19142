"""Which English first names are short forms of which. Each line: a full name, then other spellings and short forms."""

from __future__ import annotations

GROUPS = """
abigail abby abbie gail
abraham abe
albert al bert
alexander alex al xander sandy
alexandra alex sandra sandy lexi
alfred alf fred al
alice ally
amanda mandy
andrea andie drea
andrew andy drew
angela angie
anthony tony ant
antonio tony
arthur art artie
barbara barb barbie babs
benjamin ben benny benji
bernard bernie
beverly bev
bradley brad
caroline carrie carol
catherine katherine katharine kathryn cathy cate kate katie kathy cat kitty
charles charlie chuck chas chip
charlotte charlie lottie
christina chris chrissy christy tina
christine chris chrissy christy tina
christopher chris kit topher
clifford cliff
cynthia cindy
daniel dan danny
david dave davey
deborah deb debbie
dennis denny
donald don donnie
dorothy dot dottie dolly
douglas doug
edward ed eddie ted teddy ned
eleanor ellie nell nora
elizabeth liz lizzie beth betty betsy eliza lisa libby
emily em emmy
eugene gene
evelyn evie eve
florence flo
frances fran frannie
francis frank
francisco frank paco
franklin frank
frederick fred freddie rick
gabriel gabe
gabriella gabby
george georgie
gerald gerry jerry
gilbert gil bert
gregory greg
harold harry hal
harry hank
helen nell
henry hank harry hal
herbert herb bert
jacob jake
jacqueline jackie
james jim jimmy jamie jimbo
janet jan
janice jan
jeffrey geoffrey jeff geoff
jennifer jen jenny jenn
jeremiah jerry
jerome jerry
jessica jess jessie
joan joanie
joanne jo
jonathan jon jonny
john johnny jack
joseph joe joey jo
joshua josh
josephine jo josie
judith judy jude
julia julie
kathleen kathy kate katie kay
kenneth ken kenny
kimberly kim
lawrence larry
leonard leo len lenny
leslie les
lillian lily lil
louis lou louie
lucille lucy
madeline maddie
margaret maggie meg peggy marge margie greta
martha marty
martin marty
mary molly polly mae
matthew matt matty
maxwell max
megan meg
melissa mel missy
michael mike mikey mick mickey micah
michelle shelly
mildred millie
mitchell mitch
nancy nan
natalie nat
nathan nate nat
nathaniel nate nat
nicholas nick nicky
nicole nicky nikki
norman norm
pamela pam
patricia pat patty tricia trish
patrick pat paddy
penelope penny
peter pete
philip phil
priscilla cilla
rachel rae
randall randy
raymond ray
rebecca becky becca
reginald reggie reg
richard rick ricky rich dick richie
robert bob bobby rob robbie bert
roberta bobbie
roger rodge
ronald ron ronnie
rosemary rose rosie
russell russ rusty
samantha sam sammy
samuel sam sammy
sandra sandy
sarah sara sally sadie
sebastian seb
sharon shari
sidney sid
solomon sol
stanley stan
stephanie steph
stephen steven steve stevie
stuart stu
susan sue susie suzy
suzanne sue suzy
sylvester sly
terence terry
theodore ted teddy theo
theresa teresa terry tess tessa
thomas tom tommy
timothy tim timmy
tobias toby
valerie val
veronica ronnie
victor vic
victoria vicky tori
vincent vince vinny
virginia ginny ginger
walter walt wally
wesley wes
wilfred will fred
william bill billy will willy liam
winifred winnie
zachary zach zack
"""


def _by_word() -> dict[str, frozenset[str]]:
    full_names: dict[str, set[str]] = {}
    for group in GROUPS.strip().splitlines():
        full, *short_forms = group.split()
        for word in (full, *short_forms):
            full_names.setdefault(word, set()).add(full)
    return {word: frozenset(names) for word, names in full_names.items()}


_FULL_NAMES = _by_word()


def full_names(word: str) -> frozenset[str]:
    """Return the full names that a lower-case first name may stand for, itself included where it is one."""
    return _FULL_NAMES.get(word, frozenset())
