"""What the note must never hold, and what it may."""

from itertools import pairwise
from string import ascii_letters, ascii_lowercase, ascii_uppercase

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from portal.kernel.abbreviations import ABBREVIATIONS, SHORT_WORDS
from portal.kernel.identifiers import (
    KINDS,
    described,
    find_identifiers,
    is_nhs_number,
    looks_like_a_name,
    pieces_of,
)
from portal.kernel.names import GIVEN_NAMES, HARMLESS_WORDS, WORDS_TOO

pytestmark = pytest.mark.feature("CN-09")

HARMLESS = [
    "The health visitor called on Tuesday.",
    "Police were called to the house twice",
    "Grandmother minds the children on Sundays.",
    "she called the school and called back",
    "",
    "We would like help to describe the pattern. She may hope to leave on Monday.",
    "Is Restart right, or MARAC? DASH had 14 yes answers. Idva and IRO are involved.",
    "CIN plan since March, core group in 6-8 weeks, 3 contacts in 12 months, 24/7 worry.",
    "Camden and Havering both know the family. CAMHS and CAFCASS wrote.",
    "Mum speaks Polish and Urdu. Dad is in HMP.",
    "HOW DO WE WORD THIS PLAN",
    "Children aged 7, 9 and 12; second CP plan within 18 months.",
    "Safety plan in place. 2 children in place of safety, 1 at school.",
    "What does Safe & Together say about contact? Section 7 report due in January.",
    "Review at 10.30 on Tuesday, or 14:15.",
    "The child’s school has a worry: how do I write it without blame?",
    "Two risks:\n- housing\n- money",
    "Plan A failed, e.g. contact; plan B is next, i.e. supervised contact at 10 a.m. or 2 p.m.",
    "A S&T approach, an A & E visit, a Q&A. I am not sure. A referral?",
    "Stage II of the CP plan, part IV, option b. Section 47, s. 47, S 17, p. 3, Year R, Form E, Group X.",
    "a. housing\nb. money\nc) contact",
    "First a) the words, then b) the plan; Y/N for each, w/c next, X-ray done, T-shirt torn.",
    "It is v. hard, esp. w. two agencies; can u help? Thanks x",
    "SHOULD WE USE A SAFETY PLAN",
    "Café, naïve, façade and coöperation; 5 µg a day, the ﬁrst visit.",
    "A moved date. A reported incident. In B&D, or B & D, it is known.",
    "Mum s worker and dad s don t agree.",
    "Grandma minds the children on Sundays. Then Grandma rang.",
    "The mother wants to move to Romford, or back to Poland.",
    "A DA case at MARAC; the ICPC is next week. S&T mapping done. ICPC, DA.",
    "DV and MH, HV and GP rang; CSW and SW met with the IRO and LADO. EHCP, SEN, PRU.",
    "Mum may and can. Dad will say more. The children hope to stay. No hope is left.",
    "A mark was left on her arm; the grant says no. Dad rose and left. She may sue.",
    "He says he will. She wants to leave in May. April is hard. Nobody lives there.",
    "Mum is frank about it and open. The mother is rich in ideas. The boy is precious.",
    "He hits her. Mum says no. Someone shouts at night. Everybody knows. Nan lives near.",
    "hv rang, 2 wks ago, pls advise. wk 4",
    "Police NFA. Bail ends soon, DVPN served, NMO in place. Dad in HMP, on ROTL.",
    "She is NOT safe and HE is at home ALL day. Dad has ASD/ADHD. UC and PIP stopped.",
    "it is may be better. Does she trust us; in the summer she left; the art of it",
    "CP plan, CIN plan. PLO pre-proceedings, s47, LAC review. The risk is amber.",
    "The bill and her rent. with hope and faith. 4th visit, 1st time. He went to Barking.",
    "They miss school a lot. The doctor said so, dr rang; the lady next door told us.",
    "The perpetrator smokes and blames her. Partner denies it. Teenager lives with gran.",
    "The older boy is doing well at nursery; younger one isn't talking yet.",
    "How do I name the pattern when Dad agrees to everthing in meetings and nothing changes?",
    "School reported that child arrives hungry. Housing moved them twice since August.",
    "He monitors her phone, controls money, and isolates her from family in Bradford.",
    "Father's behaviour: texts 40 times daily, follows her from work, threatens to take children abroad.",
    "Mother keeps children safe by leaving the room, calling her sister, sleeping in their room.",
    "Perpetrator attended Drive 2 of 6. Non-engagement. What next?",
    "Strategy meeting held; s47 agreed. ICPC 3rd week of December.",
    "Family recently arrived from Sudan, no recourse to public funds. Interpreter needed (Arabic).",
    'Is it right to say "failure to protect"? Team manager asked us to reword.',
    "Teenage girl reported feeling unsafe at home. Sibling denied it.",
    "Child protection plan under emotional harm, mum’s GP worried.",
    "Want to think about language in my C&F assessment before Friday panel.",
    "Dad attended A&E intoxicated. Grandparents asked for contact.",
    "Worried about unsupervised contact; CAFCASS report due. Court in Jan.",
    "Pls help w/ mapping, not done one b4. Thx",
    "Neighbour heard shouting; police attended, no further action. Mum denied. Kids were upstairs.",
    "Both parents are NHS staff. He works nights.",
    "Health visitor wants joint visit. FGM risk considered.",
    "Couple separated but living together b/c of rent.",
    "Bradford team moved case to us in Sept. Ealing asked for update.",
    "Nursery told us. Hospital told us. Ambulance crew reported bruises. Landlady told us he shouted.",
    "London Borough of Camden. They moved from Kent to Devon, and from Camden or Kent. Kent Police rang.",
    "Gaslighting was seen. Wasn’t safe, couldn't say. Hypervigilant child, vaping. The Harlow team rang.",
    "mum, scared, left; the girl, ten, is well",
]
IDENTIFYING = {
    "name": [
        "Spoke to Priya",
        "her son kai is 4",
        "Mrs Smith rang",
        "When Kowalski hit her",
        "he is called the boss",
        "the boy was called little bear",
        "he called Priya again",
        "the father, O'Brien, left",
        "met Anne-Marie",
        "Łukasz wrote",
        "patel family",
        "talk with Zoë’s mother",
        "she is known as Red",
        "met Јohn",
        "ask Dr Wu",
        "Miss Honeychurch",
        "mrs zebedee",
        "Dave hits them",
        "DAVE HITS THEM",
        "mum is jade and she is scared",
        "mum is hope and she left",
        "dad is will",
        "dad (mark) drinks",
        "son max is 4",
        "will says he is sorry",
        "and grace told the school",
        "Tenisha hits them",
        "Zebedee shouts at night. We need help",
        "jack and his brother",
        "Siân rang",
        "Leyla told me that he hits her",
        "leyla told me",
        "Zyan is 4",
        "mum is leyla and she left",
        "his sister, leyla, came",
        "she confided in Leyla",
        "Devon hits his sister",
        "met with Devon at the school",
        "Kent’s mother rang",
        "and devon told the school",
    ],
    "birth_date": [
        "born 3/4/2015",
        "3.4.15",
        "2015-04-03",
        "12 March",
        "March 12th 2015",
        "dob unknown",
        "04 05 2016",
    ],
    "postcode": ["N1 9GU", "n19gu", "lives near SW1A 1AA.", "EC1A1BB", "W1A 0AX"],
    "address": ["at 12 High Street", "12b long acre road", "flat 4", "7 Acacia Avenue", "3 Mill Close"],
    "phone": ["07700 900123", "020 7946 0018", "+44 20 7946 0018", "0044 7700 900123", "(020) 79460018"],
    "email": ["write to x@y.org", "someone.else@camden.example"],
    "nhs_number": ["943 476 5919", "9434765919", "NHS number: 4"],
    "police_number": ["PNC 01/1234567Z", "CRO 123456/01A", "crime ref 4218765/26", "CAD 1234", "01/234567"],
    "insurance_number": ["her NI number is AB123456C", "QQ 12 34 56 C", "ab123456c"],
    "car": ["his car AB12 CDE", "ab12cde is outside"],
    "number": ["case 12345678", "1 2 3 4 5 6 7 8"],
    "initial": [
        "J.S. said so",
        "j. s. said so",
        "met j. at school",
        "j. said that it went on",
        "saw K at school",
        "K.",
        "J",
        "spoke with J’s mother",
        "spoke with j's mother",
        "the child (K) is at home",
        "J and K live with her",
        "A said no",
        "met A at the office",
        "told b to leave",
        "Dear M, can you help",
        "J & K live with her",
        "MET J AT SCHOOL",
        "a. was there",
        "TJ and her sister",
        "tj and her sister",
        "MUM AND TJ",
        "met KB, the older one",
        "TJ’s mother",
    ],
    "script": [
        "met علي at school",
        "Говорила с Анной",
        "张伟 was there",
        "σοφία",
        "𝐉𝐨𝐡𝐧 left",
        "her son ዳዊት",
        "talk to ᴊᴏʜɴ",
    ],
}


PEOPLE = [
    "saw {} at school",
    "so {} said",
    "met {}.",
    "with {}’s mother",
    "the child ({}) is well",
    "{} was hurt",
]
THINGS = ["plan {} works", "we chose option {}.", "see appendix {}", "a) one {}) two", "yes/{}/no"]
WITH_COMPANY = ["{} says it goes on", "we rang and {} told us", "When {} shouts they hide"]
CONSONANTS = "BCDFGHJKLMNPQRSTVWXZ"
FRAMES = ["{}", "we met {} there", "{}’s plan", "HIM AND {}", "for {}."]
ATTACKS = [
    "1 " * 150,
    "a-" * 150,
    "0" * 300,
    "(0" * 150,
    "1" * 150 + " " * 150,
    "x " * 140 + "street",
    "+44" + "(.) " * 70,
    "j. " * 100,
    "J " * 150,
    "с. " * 100,
    "ع" * 150 + " " * 150,
]


@pytest.mark.parametrize("text", HARMLESS)
def test_nothing_is_found_when_the_note_names_nobody(text: str) -> None:
    assert find_identifiers(text) == []


@pytest.mark.parametrize(
    ("kind", "text"), [(kind, text) for kind, texts in IDENTIFYING.items() for text in texts]
)
def test_kind_is_found_when_the_note_identifies(kind: str, text: str) -> None:
    assert kind in set(find_identifiers(text))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Spoke to Priya about it", "a name (“Priya”)"),
        ("Priya and Priya at N1 9GU", "a name (“Priya”), a postcode (“N1 9GU”)"),
        ("Priya, Amara, Zofia and Linh", "a name (“Priya”, “Amara”, “Zofia” and 1 more)"),
        ("How do we word the plan", ""),
    ],
)
def test_words_that_identify_are_quoted_to_whoever_typed_them(text: str, words: str) -> None:
    assert described(text) == words


@given(st.text(max_size=300))
def test_kinds_are_ours_and_stand_once_whatever_is_typed(text: str) -> None:
    kinds = find_identifiers(text)

    assert kinds == sorted(set(kinds))
    assert set(kinds) <= set(KINDS)


@given(
    st.sampled_from(sorted(GIVEN_NAMES)),
    st.sampled_from(FRAMES),
)
def test_every_listed_name_is_found_when_written_in_any_case(name: str, frame: str) -> None:
    for written in (name, name.title(), name.upper()):
        assert "name" in find_identifiers(frame.format(written))
        assert looks_like_a_name(written)


@given(
    st.sampled_from(["N", "SW", "EC", "B", "CR"]),
    st.integers(1, 99),
    st.integers(0, 9),
    st.text("ABDEFGHJLNPQRSTUWXYZ", min_size=2, max_size=2),
    st.sampled_from([" ", "", "  "]),
)
def test_every_postcode_is_found_when_it_has_the_shape(
    area: str, district: int, sector: int, unit: str, gap: str
) -> None:
    text = f"near {area}{district}{gap}{sector}{unit} somewhere"

    assert "postcode" in find_identifiers(text)
    assert "postcode" in find_identifiers(text.lower())


@given(st.integers(10**8, 10**9 - 1))
def test_every_nhs_number_is_found_when_its_check_digit_is_right(first_nine: int) -> None:
    numbers = [f"{first_nine}{check}" for check in range(10) if is_nhs_number(f"{first_nine}{check}")]

    assert len(numbers) <= 1
    assert all("nhs_number" in find_identifiers(f"no {n} here") for n in numbers)


@given(st.dates())
def test_every_full_date_is_found_when_written_in_numbers(day: object) -> None:
    for pattern in ("{0.day}/{0.month}/{0.year:04}", "{0.day:02}.{0.month:02}.{0.year:04}", "{0.day} {0:%B}"):
        text = "on " + pattern.format(day)
        assert find_identifiers(text), text


@given(
    st.dates(),
    st.sampled_from(
        [
            "{0.day}/{0.month}/{0.year:04}",
            "{0.day:02}.{0.month:02}.{0.year:04}",
            "{0.year:04}-{0.month:02}-{0.day:02}",
        ]
    ),
)
def test_date_is_nothing_but_a_date_when_it_is_written_in_numbers(day: object, pattern: str) -> None:
    text = f"on {pattern.format(day)} it began"

    assert find_identifiers(text) == ["birth_date"]


@given(st.lists(st.sampled_from([t for texts in IDENTIFYING.values() for t in texts] + HARMLESS), max_size=4))
def test_each_piece_of_text_is_found_once_when_readings_overlap(parts: list[str]) -> None:
    text = " ; ".join(parts)

    pieces = pieces_of(text)

    assert all(one.end <= two.start for one, two in pairwise(pieces))
    assert {piece.kind for piece in pieces} == set(find_identifiers(text))


@given(st.text(max_size=60), st.sampled_from([t for texts in IDENTIFYING.values() for t in texts]))
def test_something_is_found_when_what_identifies_stands_among_other_words(before: str, text: str) -> None:
    assert find_identifiers(f"{before}\n{text}\nand so on")


def test_one_reason_is_given_when_an_address_holds_words_like_names() -> None:
    assert find_identifiers("They live at 12 Station Road") == ["address"]
    assert find_identifiers("since 12/03/2015") == ["birth_date"]
    assert find_identifiers("PNC 01/1234567Z") == ["police_number"]


def test_no_harmless_word_is_a_name() -> None:
    assert not HARMLESS_WORDS & GIVEN_NAMES
    assert not WORDS_TOO & GIVEN_NAMES


@given(st.sampled_from(sorted(WORDS_TOO)), st.sampled_from(WITH_COMPANY))
def test_word_is_a_name_when_its_company_says_so(word: str, frame: str) -> None:
    assert "name" in set(find_identifiers(frame.format(word)))


@given(
    st.sampled_from(sorted(WORDS_TOO)), st.sampled_from(["the {} of it", "so {} or so", "it was {} for us"])
)
def test_word_is_no_name_when_nothing_beside_it_speaks_of_somebody(word: str, frame: str) -> None:
    assert find_identifiers(frame.format(word)) == []


@given(st.text(CONSONANTS, min_size=2, max_size=3), st.sampled_from(PEOPLE))
def test_letters_are_initials_when_the_work_has_no_such_abbreviation(letters: str, frame: str) -> None:
    assume(letters.lower() not in SHORT_WORDS and letters[:-1].lower() not in SHORT_WORDS)

    for written in (letters, letters.lower()):
        assert {"initial", "name"} & set(find_identifiers(frame.format(written)))


@given(st.sampled_from(sorted(ABBREVIATIONS)), st.sampled_from(["the {} says so", "we asked for {} and {}"]))
def test_letters_are_no_initials_when_the_work_abbreviates_so(letters: str, frame: str) -> None:
    assert find_identifiers(frame.format(letters.upper(), letters.upper())) == []


@pytest.mark.parametrize("attack", ATTACKS)
def test_answer_comes_when_somebody_tries_to_make_it_slow(attack: str) -> None:
    assert isinstance(find_identifiers(attack), list)


@given(st.sampled_from([letter for letter in ascii_uppercase if letter != "I"]), st.sampled_from(PEOPLE))
def test_every_initial_is_found_when_it_is_used_as_a_person(letter: str, frame: str) -> None:
    assert "initial" in set(find_identifiers(frame.format(letter)))


@given(
    st.sampled_from(ascii_lowercase), st.sampled_from(["met {}. at school", "and so {}. said", "{}’s mother"])
)
def test_every_small_initial_is_found_when_it_is_used_as_a_person(letter: str, frame: str) -> None:
    assert "initial" in set(find_identifiers(frame.format(letter)))


@given(st.sampled_from(ascii_letters), st.sampled_from(THINGS))
def test_no_letter_is_an_initial_when_it_names_a_thing(letter: str, frame: str) -> None:
    assert find_identifiers(frame.format(letter)) == []


@given(
    st.text(st.sampled_from("ابتثمحدрусиникаझञ中国יוסף"), min_size=1, max_size=20), st.sampled_from(FRAMES)
)
def test_words_are_asked_about_when_they_stand_in_another_script(word: str, frame: str) -> None:
    assert "script" in set(find_identifiers(frame.format(word)))


@given(st.text("JKjk.&' \n()sA", max_size=60))
def test_pieces_never_overlap_when_letters_stand_everywhere(text: str) -> None:
    assert all(one.end <= two.start for one, two in pairwise(pieces_of(text)))
