"""Words that a note is checked against: names, words that are names in some company, and words that name nobody.

The lists catch the careless, and the form asks the rest to be careful.
"""

from portal.kernel.given_names import GIVEN

GIVEN_NAMES: frozenset[str] = frozenset(GIVEN.split())

# Names that an ordinary sentence needs as words, too. They count beside words that speak of somebody only
# (`portal.kernel.company`), and with a capital in the middle of a sentence.
_IN_COMPANY = """
amber angel april art ash august autumn bill blessing bob brook chance chase christian dale dawn destiny don drew dot
eve faith frank gene ginger glen grace grant guy harmony heath honour hope jan joy june junior kay king kit kitty lance
mark max may melody mercy miles nick pat patience pearl penny pierce precious prince princess ray rich river rob rose
sandy serenity sky star storm sue summer sunny teddy treasure trinity trust victor wade will
"""
# Places after which people are named. "In Devon" and "Kent Police" are places; "Devon hits his sister" is not.
_PLACES_TOO = "asia brent chelsea china devon hayes harlow kent kenya kingston london"
PLACES_TOO: frozenset[str] = frozenset(_PLACES_TOO.split()) - GIVEN_NAMES
WORDS_TOO: frozenset[str] = frozenset(_IN_COMPANY.split()) - GIVEN_NAMES | PLACES_TOO

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
catholic bsl esol home office zoom teams year form group stage part option appendix section x-ray t-shirt mummy
daddy mam nan nana nanna nanny gran granny grandma grandad granddad grandpa auntie aunty stepdad stepmum
stepmother stepfather son daughter husband wife partner ex gp's teacher teachers doctor nurse carer carers
neighbour neighbours christmas boxing bank holiday whatsapp facebook instagram snapchat tiktok google teams
microsoft romford hornchurch upminster rainham elm park gidea collier row dagenham chadwell heath becontree
ilford wanstead woodford stratford leyton leytonstone walthamstow chingford tottenham edmonton enfield stoke
newington dalston hoxton shoreditch bethnal green whitechapel stepney poplar bow mile end east west north south
ham plaistow canning beckton kentish holborn euston kings cross king's hampstead kilburn swiss cottage gospel
oak finchley hendon edgware mill hill golders colindale wembley harlesden willesden southall acton hayes
uxbridge heathrow brixton peckham stockwell streatham clapham tooting balham putney battersea deptford catford
sydenham eltham woolwich thamesmead erith sidcup orpington beckenham penge norwood thornton purley coulsdon
mitcham morden wimbledon surbiton cheam wallington carshalton twickenham hanwell paddington marylebone pimlico
soho old oxford essex kent surrey sussex hertfordshire middlesex bedfordshire berkshire buckinghamshire norfolk
suffolk devon cornwall yorkshire lancashire manchester birmingham liverpool leeds sheffield bristol cardiff
glasgow edinburgh belfast luton watford slough reading southend basildon chelmsford colchester brighton grays
thurrock harlow ilford brentwood billericay tilbury dover margate cambridge leicester nottingham coventry derby
hull newcastle sunderland swansea plymouth southampton portsmouth northampton norwich ipswich peterborough
poland romania bulgaria albania lithuania turkey ukraine russia italy spain france portugal germany europe
africa asia bangladesh pakistan afghanistan iraq iran syria nigeria ghana somalia eritrea ethiopia sudan kenya
uganda jamaica brazil america usa canada australia china vietnam philippines sri lanka
airtag airtags cctv coparent coparenting coparents deescalate dysregulated dysregulation foodbank foodbanks gaslight
gaslighting gaslights homeschooled homeschooling hypervigilance hypervigilant ketamine livestream multiagency naloxone
neurodivergent neurodiverse prebirth sertraline snapchatted stalkerware stepsibling stepsiblings vape vapes
vaping wellbeing
"""

HARMLESS_WORDS: frozenset[str] = frozenset(_HARMLESS.split()) - GIVEN_NAMES
