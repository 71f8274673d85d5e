"""Given names that are common in the United Kingdom, in small letters.

Chosen by hand, and by no table of counts: names of several generations in England and Wales with their short forms,
and names common in the languages spoken in London. A word that an ordinary note
about a family may need ("will", "grace", "rose") is not here but in `portal.kernel.names`, where only its company
makes a name of it.
"""

GIVEN = """
aaliyah aaron abbie abby abdi abdul abdullah abdullahi abena abigail abiola abosede abshir adaeze adam adama addison
ade adebayo adedayo adeola adeyemi adjoa adrian adriana agnes ahmad ahmed aidan aiden ailsa aisha aiysha ajay ajoke
akash akosua akua akwasi alan alana albert aled alejandra alejandro aleksander alesha alessia alex alexa alexander
alexandra alexandru alexia alfie alfonso alfred ali alice alicja alin alina alisha alison alistair aliyah alma
althea alwyn amaan amaka amanda amani amara amarachi amari amarjit amaya amelia amelie amie amina aminata amir amira
amit amrit amy ana anais anand ananya anastasia anaya andrea andreea andrei andrew andrzej andré aneesa angela
angelina angelique angus anika anil anisa anita aniya anjali anna annabel annabelle annalise anne anneka annette
annie annika ansel anthea anthony antoinette anton antonia antonio anya aoife aran arben archie ardit aria ariana
arianna arjun arlo armaan armani arnav arnold arron arthur arun arya asad asghar asha ashley ashraf asif asiya asli
asma astrid athena atticus aubrey audrey augustus aurora austin ava avery ayaan ayana ayanle ayesha ayla aylin
ayodele ayomide ayse aysha ayub ayşe azadeh aziz azra babatunde bailee balwinder baptiste barbara barney barry
bartosz bashir beata beatrice beatrix becca becky belinda bella ben benedict beniamin benjamin benji berat
bernadette bernard bernice bertha beryl besnik bessie bethany betsy betty bev beverley bhavna bianca bilal bilan
biruk blazej blerim boateng bobbie bobby bogdan bogdana bolanle boris bozena bradley brady brandon brenda brendan
brian brianna bridget bronwen bruna bryan bryce bryn bryony bukola bushra cabdi caden caio caitlin caitlyn caleb
callum calvin cameron camila candice caoimhe cara caris carla carlos carlton carly carmen carol carole caroline
carolyn carrie carter carys casey cassandra cassie cassius catalin catalina catherine cathy catrin cawo cecilia
cecily cedric celeste celia celine cerys chandra chanel chanelle chantal chantelle charis charlene charles charley
charlie charlotte chelsie cherie cheryl chester chiamaka chibuzo chidi chidinma chika chinedu chinonso chinwe chioma
chloe chloé chris christabel christelle christina christine christopher chukwu ciara ciaran cillian cindy ciprian
claire clara clare clarence clarissa claudette claudia clayton clementine cleo clifford clive cody colette colin
colleen connie connor conor constance constantin cora corey corinne cornelia cosmin courtney craig cristian cristina
cynthia cyril czeslaw daciana dafydd dahlia daisy damian damien damilola dan dana daniel daniela danielle danika
danni danny dante danuta daphne dapo darcey darcie darcy daria darius dariusz darnell darrell darren darryl dave
davey david davina davinder dawid dawit dawson dean deanna debbie deborah deborrah debra declan deena deepa deepak
deirdre delilah della delroy demi denis denise deniz dennis denzel deqa derek des desmond dewi dexter diana diane
dianne diego dilan dilek dillon dina dinesh dionne divya dolores dominic dominik dominika donald donna donovan
doreen dorian dorin doris dorota dorothy dougie douglas dragos dritan duarte duncan dustin dwayne dwight dylan
eamonn ebony ebru eddie eddy edith edmund edna edona eduardo edward edwin effie efua egle eileen eilidh eira eisa
ejike elaine eleanor elena eleni eli elif elijah elira elisa elise eliza elizabeth ella ellen ellie elliot elodie
eloise elouise elsa elsie elspeth elva elvis emeka emilia emilio emily emine emma emmanuel emmanuela emme emmeline
emmett emre enid enitan enoch enrique enya eric erin ernest ernie errol esmae esme esmee esra estelle esther ethan
ethel eugene eugenia eunice eva evan eveline evelyn everly evie ewa ewan ewelina eyob ezra fabian fabiana fabio
faduma fadumo fahad faheem faisal faiza farah farhan farhiya farida farooq farzana fateh fatih fatima fatimah fatma
fatmir fatou fawad faye felicity felix femi fergus fernanda fernando feven ffion filip filsan finlay finn finnley
fiona fiza flamur flavia flora florence florin folake folasade frances francesca francesco francis francisco frankie
franklin fred freda freddie freddy frederick freya freyja funmi funmilayo gabby gabriel gabriela gabrielle gaia gail
ganesh garad gareth garry gary gavin gavyn gaynor gbenga geeta gemma genevieve gentian geoffrey george georgi
georgia georgie georgina gerald gerard gerry gertrude gethin ghazala gheorghe ghulam gianna gilbert giles gillian
gina giovanni gita giulia gladys glenda glenn glenys gloria glynis godfrey gokhan gopal gordon graham grainne
grazyna greg gregor gregory greta gretchen griff grzegorz gulsen gurpreet gus gustavo gwen gwendolyn gwyneth gülşen
habiba hadiya hadiyah hafsa hajra hakim haleema halimo halina hallie hamdi hamish hamza hamzah hana haniya hanna
hannah hardeep haris harish harjit harley harold haroon haroun harpreet harri harriet harriett harrison harry haruki
harvey hasan haseeb hassan hatice hattie hayley hazel heather hector hedley heidi helen helena helga hema henrietta
henry henryk herbert hermione hibo hilary hilda hiroshi hoang hodan holly horace howard hubert hugh hugo hulya
humaira humza huong huseyin hussain hussein hywel iain ian ibrahim ida idil idrees idris ieuan ifan ifeanyi ifeoma
ifrah iftikhar igor ikechukwu ikran iliana ilir ilyas imani imogen imran inaaya inaya indie indira ines ingrid ioan
ioana iona ionut iqra irena irene irfan iris irma isaac isabel isabell isabella isabelle isadora isaiah isha ishaq
isidore isla ismahan ismail isobel isra issac issy iulia iulian ivan ivor ivy iyabo iyla izabela izabella izzy jace
jacek jack jackie jackson jaclyn jacob jacqueline jacqui jada jade jaden jadwiga jagdish jaiden jaime jake jakob
jakub jama jamal jameel james jamie jamila jamshed jana jane janelle janet janette janice janine janis janusz jared
jaroslaw jarvis jasbir jasleen jasmin jasmine jason jaspal jasper jaswinder javed javier jaxon jaxson jay jayda
jayden jaydon jayson jaz jean jeanette jeanne jeannie jed jeff jeffrey jelena jemima jemma jenna jennifer jenny
jenson jeremiah jeremy jermaine jerome jerry jerzy jess jessica jessie jethro jill jillian jim jimmy joan joana
joann joanna joanne joao jocelyn jodie joe joel joey johan johannes john johnny jolene jon jonas jonathan jonny
jools jordan jorge jose joseph josephine josette josh joshua josiah josie jovan joyce juan juanita jude judith judy
julia julian juliana julie juliet juliette jumoke junaid justin justina justyna jyoti józef kabir kacey kaci kacper
kadie kai kainat kaira kaitlyn kalpana kamal kamil kamila kamran kane kara kareem karen karim karina karl karolina
karthik kashif kasia katarzyna kate katelyn katharine katherine kathleen kathryn kathy katie katrina katy kavita kay
kaya kayden kayla kayleigh kazimierz keane keanu keeley kehinde keira keiran keith kelechi kelis kelly kelsey kelsie
kelvin kemal kemi ken kendra kenji kenneth kenny kenzie kerri kerry kevin khadeeja khadija khadijah khadra khalid
khalil khurram kian kiana kiara kidane kiera kieran killian kim kimberley kimberly kinga kiran kirsten kirsty kiya
klodian kobe kofi kojo konrad kris krish kristen kristian kristina kristy krystal krystian krzysztof kuldeep kunle
kurt kwabena kwaku kwame kwasi kyla kyle kyra kyran lacey lachlan ladan laiba laila lainey lakisha lakshmi lalita
lamar lana lara larissa larry latisha latoya laura lauren laurence laurentiu lauryn lavinia lawrence layla leah
leandra leandro leanna leanne lee leigh leighton leila lena lennon lennox lenny leo leon leona leonard leonardo
leonie leopold leroy lesley leslie leszek leticia levi lewie lewis lexi lexie liam liban libby liibaan lila lilah
lilian lillian lillie lilly lily linda lindsay lindsey linh linzi lionel lisa liviu lloyd logan lois lola lorcan
loretta lori lorna lorne lorraine lottie lou louie louis louisa louise lubna luca lucas lucia lucian luciana lucie
lucille lucinda lucy ludmila luella luis luisa luka lukas lukasz luke lula lulu lulzim luna lydia lyla lyndsey
lynette lynn lynne lynsey lyra mabel maciej mackenzie madalina maddie maddison madeleine madeline madelyn madhu
madison mae maeve magda magdalena maggie mahad mahesh mahira mahmoud mahnoor maira maisie maisy maizie maja majid
malachi malaika malakai malcolm malcom malgorzata malik malwina manal mandeep mandy manish manjit manpreet manraj
manuel maqsood marcel marcella marcelo marcia marcin marco marcus marek margaret margo margot marguerite maria
mariam mariama mariana marianne maribel marie marilyn marina mario marion marius mariusz mariya marjorie marko
marlon marlowe marsha marta martha martin martyn marvin mary maryam maryann mason mateus mateusz matheus mathew
mathilda matilda matt matthew mattie maud maude maureen maurice mavis maximilian maximus maxine maxwell maya mayah
małgorzata mckenzie meena meera meg megan meghan mehdi mehmet mehreen mehwish mei melanie melina melissa melvin
meredith merle meron mert merve mervyn mia michael michaela michaella michal michał michelle mickey miguel mihaela
mihai mikaeel mikayla mike mikhail mila milan milena miley millicent millie milo mimi mina minh minnie mirabelle
miranda mircea miriam miroslaw misbah mitch mobolaji modupe moesha mohamed mohammad mohammed mohan mohit moira
mollie molly mona monica monika monique montgomery morag morwenna moses mubarak muhammad mukesh mulu muna muneeba
munir murat muriel musa mustafa mya mylah myles myra myrtle nabil nadeem nadia nadine nadira naeem nahid nahla naila
naima nancie nancy naomi naresh nasir nasreen nasteho nat natalia natalie natan natasha natasza nathalie nathan
nathaniel navdeep naveed naveeda navjot nazia neal ned neelam neha neil nell nellie nelson nesta nettie neve neville
ngoc ngozi nguyen nia niall niamh nicholas nicki nicky nicola nicolas nicole nicoleta nicolette nigel nigella nighat
nikhil nikita nikki niklas nikodem nikola nimco nimo nina nirmala nisha nitin nkechi nnamdi nneka noah noelle noman
noor nora noreen norman nour nuala nuno nuray nusrat nyah nyla nyra oakley obinna octavia odette odin oksana olaf
olamide olayinka olga olive oliver olivia oliwia ollie olu olumide oluwaseun olúwaṣeun omar omari omer omolara onur
onyeka oona ophelia orla orlando osama oscar osian oskar osman oswald otis otto ovidiu owen ozan ozge ozlem paddy
paige paloma pamela paramjit parminder parveen pascal patricia patrick patrycja patsy patty paul paula paulette
paulina pauline paulo pauly pawel paweł paxton pedro peggy penelope percy perry pete peter petra petronella petula
phil philip philippa phillip philomena phoebe phuong phyllis piotr pippa pooja poppy porsha portia pradeep prakash
pranav preeti preston priscilla priti priya priyanka prudence przemyslaw qasim quang quentin quinn rabia rachael
rachel radoslaw radu raegan raf rafael rafaela rafe rafferty rafiq raheem rahim rahima rahul raihan raj rajan rajesh
rajinder rajiv rakesh ralph raluca ramesh ramona randall rania raphael raquel rashid rashida raul ravi rayan rayhan
raymond rayyan razia razvan reagan rebecca rebekah reece reenie reggie reginald rehan rehana rehman reid rekha remi
remilekun remy rena renata renato rene renee renée reuben rex reza rhea rhian rhianna rhiannon rhoda rhodri rhona
rhonda rhys ria ricardo riccardo richard richelle rico ridwan rihanna rikki riley rina rita ritu riya riyad rizwan
robbie robert roberta roberto robin roble robyn rocco rochelle roderick rodney rodrigo rogan roger rohan rohit
roisin roland rolf roman romeo romy ronald ronan ronnie ronny roosevelt rory rosa rosalie rosalind rosaline rosamund
rosanna rosanne roseanne rosemary rosetta rosie rosina rosita ross rotimi rowan rowena roxana roxanne roxy roy rubie
rubina ruby rudi rudy rufus rui rukhsana rupert rupinder russ russell ruth ryan rylan rylee ryszard saba sabah
sabeen sabrina sacha sachin sadaf sade sadia sadie saeed safa saffron safiya safiyyah sagal sahal sahra saif saima
saira sajid sajjad sakina sakura saleem salim sally salma salman salvatore sam samaira samantha samara samatar
sameera sami samia samina samir samira samson samuel samuela sana sandeep sandie sandra sangita sania sanjay sanjeev
sanna santiago saoirse saqib sara sarah sarai sarita saskia satish satoshi savannah scarlett scott seamus sean
sebastian sedat seema segun selam selamawit selena selin selina selma senait seren serena sergei sergio serkan seth
sevgi shabana shabaz shabnam shae shafiq shaheen shahid shahida shahzad shaikha shakeel shakil shakira shamim
shamima shana shane shanelle shani shania shanice shaniqua shannon shantel shanti shaquille shari sharif sharna
sharon sharron shaun shauna shaunna shawn shayla shaylee shazad shazia shea sheena sheila shelby sheldon shelley
shereen sheridan sheryl shilpa shirin shirley shivani shona shreya shukri shyam sian sibel sid siddharth sidney
sidra sienna sigrid silas silvia silviu simisola simon simona simone simran sinead siobhain siobhan sita skye
slawomir sobia sofia sofie sohail sola soleil solomon sonia sonja sonny sophia sophie soraya sorin spencer stacey
stan stanislaw stanley stefan stefania stefano stella stephan stephani stephanie stephen steve steven stevie stu
stuart sucdi sufyan suhail sukhdeep sukhwinder suleiman sultana sumaiya suman sumaya sunil sunita suresh surinder
susan susanna susannah sushma susie suzanna suzanne suzie suzy svetlana sybil sydney syed syeda sylvia sylvie sylwia
szymon tabassum tabitha tadeusz tahir tahira tahmid tahmina taiwo talia tallulah tamar tamara tamika tamsin tania
tanisha tanvir tanya tara tariq tariqah tasha tasneem tatiana taya tayla taylah taylor tayo tayyab tayyib tayyiba
ted tegan teigan tejal temi temitope tenisha terence teresa teri terri terry tesfaye tess tessa thalia thanh thea
thelma theo theodor theodora theodore theresa therese thiago thierry thomas thuy tiago tiana tianna tiegan tiernan
tiffany tiggy tigist tilda tillie tilly tim timmy timothy tina titilayo tobi tobias toby todd tola tolga tolu tom
tomasz tommy toni tony toyah tracey tracy traian travis trent trevor trey tricia trina trish tristan trixie troy
trudy tunde tyler tyra tyrell tyrese tyrone ubah ubaid uche ugur ulrika ulysses umair umar umer umit uriah ursula
urszula usama usha usman uzma valbona valentin valentina valentino valeria valerie vanessa varsha vasile vaughn
velma venetia vera verity vernon veronica vicki vicky victoria vijay vikki vikram viktor vincent vinod viola violet
violeta vipul vishal vitor vivek vivian viviana vivien vivienne vlad vladimir waheed wahid waldemar walter wanda
waqar waqas warsame waseem wasim wayne wendi wendy wesley wieslaw wiktoria wilbur wilf wilfred wilhelmina willa
willem william willis willow wilma winifred winnie winona winston wioletta wojciech wren wyatt xander xanthe xavier
xiao ximena yaa yahya yannick yara yaseen yasin yasir yasmeen yasmin yasmina yasmine yavuz yemi yetunde yogesh
yohannes yolanda yonas yosef yousaf youssef yuki yuri yusra yusuf yvette yvonne zac zach zachary zack zafar zaheer
zahid zahida zahir zahra zaid zaina zainab zainub zainul zak zakariya zamzam zane zara zarina zayn zaynab zaynah
zbigniew zdzislaw zeenat zeeshan zehra zelda zena zeynep zhang zia zidane zion zita ziva zoe zofia zofie zohra zoya
zoë zubaida zubair zuri zuzanna zyaire łukasz
"""
