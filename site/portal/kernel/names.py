"""Words that a note is checked against: common given and family names, and capitalised words that name nobody.

The names are those that are no English words, too ("may", "will", "grace", "mark" are left to the rule on
capital letters). The list is short on purpose: it catches the careless, and the form asks the rest to be careful.
"""

_GIVEN = """
aaliyah aaron abbie abdi abdul abdullah abdullahi abigail adam adama ade adeola adrian agnes ahmad ahmed aidan
aisha akua alan albert alejandra alejandro aleksander alex alexander alexandra alfie alfred ali alice alicja
alison aliyah amanda amara amber amelia amina aminata amir amit amy ana anastasia andrea andreea andrei andrew
andrzej angela angelina anika anita anna anne annie anthony antonio archie arjun arthur asha ashley asif asma
austin ava ayaan ayesha azadeh barbara beata beatrice ben benjamin bethany bianca bilal bogdan bradley brandon
brenda brian brianna bridget bronwen bryony caitlin callum cameron carlos carmen carol caroline catherine cathy
catrin charles charlie charlotte chantelle cheryl chinedu chioma chloe chris christian christina christine
christopher chukwu claire clara clare claudia colin connor courtney craig cristina daisy damian dan daniel
daniela danielle danny darren david deborah debbie denise derek diana diego dilan dilek dominic donna dorota
dylan ebony eduardo edward edwin eilidh elaine eleanor elena eleni eli elijah elizabeth ella ellen ellie elliot
elsie emeka emilia emily emma emmanuel enrique eric erin esra esther ethan eva evan evelyn ewa ezra fadumo farah
fatima fatma fatou fernando finlay finn fiona florence folasade frances francesca frank freddie freya gabriel
gabriela gareth gary gavin gemma geoffrey george georgia georgina gerald gillian giovanni giulia gloria gordon
graham greg gregory gulsen gurpreet gwen habiba hamza hannah hardeep harpreet harriet harry harvey hassan hayley
heather heidi helen henry hodan holly hussain hussein ian ibrahim idris ifeoma igor imogen imran ines ingrid
ioana isaac isabel isabella isabelle isha isla ismail ivan ivy jacek jackson jacob jacqueline jade jaden jake
jakub james jamie jan jana jane janet jasmin jasmine jason javier jay jayden jean jeffrey jelena jenna jennifer
jenny jeremy jermaine jerome jess jessica jill joan joanna joanne jodie joe joel john jonathan jordan jorge jose
joseph joshua josh juan judith julia julian julie justin justyna kabir kai kamal kamila karen karim karolina
kasia kate katarzyna katherine kathleen kathryn katie kayleigh keith kelly kelvin kemi ken kenneth kevin khadija
khadijah khalid kiera kieran kim kirsty kofi krzysztof kwame kyle laila lara latisha laura lauren laurence layla
leah leanne lee leila lena leo leon leona leonard lewis liam liban libby lilian lily linda lisa lloyd logan lola
lorraine louis louisa louise luca lucas lucy luis lukas lukasz luke luna lydia lynn lynne maciej madison magda
magdalena mahmoud maisie malgorzata malik manuel marcin marco marcus margaret maria mariam mariama marie marina
mario marion marta martha martin mary maryam mason mateusz matthew matt maureen maxine maya megan mehmet melanie
melissa mia michael michaela michal michelle miguel mihai mike milena mohamed mohammad mohammed moira molly mona
monica monika muhammad mustafa nadia nancy naomi natalia natalie natasha nathan neil nia niamh nicholas nicola
nicole nigel nikita nikki nikola nina noah noor nora norman nour oksana olga oliver olivia olu oluwaseun omar
oscar owen pamela patricia patrick patrycja paul paula pauline pawel pedro peter petra philip phillip phoebe
piotr poppy priya przemyslaw pooja rachael rachel rafael rahul raj rajesh ralph ramona rania rashid raymond
rebecca reece reuben rhiannon rhys ricardo richard robert roberto robin rodrigo roger roman ronald ronnie rosie
ross rosemary roxanne ruby rukhsana russell ruth ryan sabrina sadia saffron sahra said salma sam samantha samina
samir samira samuel sana sandra sanjay sara sarah scarlett scott sean sebastian selma serena sergio seth shabnam
shakira shane shannon sharon shaun sheila shelley shirley shreya siddharth simon simone simran siobhan skye
sofia sonia sophia sophie stacey stanley stefan stella stephanie stephen steve steven stuart sukhdeep suleiman
sultana susan suzanne sylvia syed tamara tania tanya tariq taylor temitope teresa terence terry theo theresa
thomas tiffany tim timothy tina toby todd tom tomasz toni tony tracey tracy trevor tyler tyrone valentina
valerie vanessa vera veronica vicky victoria vijay viktor vincent vivian viviana wayne wendy wiktoria william
xavier yasmin yasmine yetunde yolanda yusra yusuf yvonne zachary zahra zainab zara zoe zofia zuzanna zoë renée
chloé andré józef łukasz paweł małgorzata michał ayşe gülşen thuy nguyen linh olúwaṣeun
"""

_FAMILY = """
adams ahmed akhtar ali andrews bailey barnes begum bennett bhatt bibi campbell chowdhury clarke collins cooper
cox das davies davis edwards ellis evans fernandes gonzalez griffiths hall harris hernandez hughes hussain islam
iqbal ivanov jackson jenkins johnson jones kaur khan khatun kowalski kowalska lewandowski lopez macdonald
mahmood malik martinez mcdonald mendes miah mills mitchell mohamud morgan morris murphy murray nowak o'brien
o’brien o'connor o'neill okafor okeke okonkwo osei mensah owusu parker patel pereira perez phillips popescu
powell rahman rodriguez rodrigues roberts robertson robinson ryan sanchez santos shah sharma shaikh silva
simpson sinclair singh smith sousa stevens stewart sullivan szymanski thomas thompson thomson uddin wilkinson
williams williamson wilson wisniewski wojcik wright yilmaz zielinski
"""

# Names that are words as well; taken out so that lower-case prose stays free. Capital letters still give them away.
_ALSO_WORDS = frozenset(
    {
        "said",
        "christian",
        "dan",
        "lee",
        "robin",
        "amber",
        "jade",
        "ruby",
        "daisy",
        "ivy",
        "poppy",
        "holly",
        "heather",
        "scarlett",
        "jay",
        "jean",
        "jan",
        "olive",
        "luna",
        "frank",
        "rose",
    }
)

GIVEN_NAMES: frozenset[str] = frozenset(_GIVEN.split()) - _ALSO_WORDS
FAMILY_NAMES: frozenset[str] = frozenset(_FAMILY.split()) - frozenset({"hall", "mills", "cox", "das"})
NAMES = GIVEN_NAMES | FAMILY_NAMES

_HARMLESS = """
i i'm i've i'd i'll i’m i’ve i’d i’ll monday tuesday wednesday thursday friday saturday sunday mon tue tues wed
thu thur thurs fri sat sun january february march april may june july august september october november december
jan feb mar apr jun jul aug sep sept oct nov dec easter christmas ramadan eid diwali barnet barking dagenham
camden croydon hackney havering newham redbridge sutton tower hamlets waltham forest westminster bexley brent
bromley ealing enfield greenwich hammersmith fulham haringey harrow hillingdon hounslow islington kensington
chelsea kingston lambeth lewisham merton richmond southwark wandsworth london city borough council trafford
england britain british uk wales scotland ireland restart safe together respect drive engage plus stepdown step
down connect core overview marac mappa micpc icpc idva isva idvas isvas dash ric radar dvpp lead leads practice
hub consultation caada safelives refuge dvpn dvpo nmo fgm hbv capva apv rypp cin cp cpp csc cfa early help mash
tac taf lac iro edt camhs cafcass nhs gp gps ptsd adhd sen send sendco ehcp alcohol covid dv da vawg pch vs v s
family child children mother father mum dad parent parents victim survivor victims survivors perpetrator
grandmother grandfather aunt uncle sibling brother sister baby worker manager school nursery police probation
court housing health visitor midwife education social services service team adult adults youth offending act
section order non molestation occupation children's act's polish romanian bengali urdu punjabi gujarati arabic
somali turkish kurdish portuguese spanish french italian albanian lithuanian bulgarian ukrainian russian tamil
hindi farsi dari pashto yoruba igbo twi vietnamese mandarin cantonese chinese english welsh irish african
caribbean asian european indian pakistani bangladeshi nigerian ghanaian muslim christian sikh hindu jewish
catholic bsl esol home office zoom teams
year form group stage part option appendix section x-ray t-shirt
"""

HARMLESS_WORDS: frozenset[str] = frozenset(_HARMLESS.split())
