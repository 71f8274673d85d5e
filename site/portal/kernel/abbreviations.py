"""Two or three letters that stand for a thing or a role, so that "TJ and her sister" is told from "DA and CP".

From the work with families: social care, health, police, courts, schools, councils. One list for capitals, and one
for what people write small when they are in a hurry.
"""

_CAPITALS = """
pnc urn aa ab abe abh abi abc ac ace aces ad add adf ado aep ahp ai aka am amp apv asb asc asd asm asw atm av ba
bbr bbv bme bmi bpd bsl btw ca cab caf cah cao cas cbt cc ccc cce ccg ccu cd ce ceo cfa cfo cg ch cha chs cic
cid cie cin cit cjs cla cme cn cns co com cos cot cp cpa cpc cpn cpo cpp cpr cps cpt crb crc crm cs csa csc cse
csp csu csw ct cto cty cv cwd cyp da dap das dat day dbs dbt dc dci dcs ddv dhr di dic did dip div dla dm dna
dnr dob dol dp dps dpo ds dsl dso dss dt dv dva dvp dwp ea eal ecg ecm ed edt ees eg eh eha ehc ehe ehm ehp eip
eit elm emi eo ep epo er esa esl esw eta eu eus evp ew ey eye faq fas fc fda fdr fe fg fgc fgm fgs fgn fha fho
fi fii fip fir fis fla flo fm fmu fn fnp foi fp fpt fr fsm fsp fst fsw ft ftm fts fu fy fyi gal gbh gcp gds gdp
gm gp gps gst gum ha hb hba hbv hca hcp hdc he hip hiv hm hmo hmp hmrc ho hoc hos hr hrt ht htt hv hvs hw ia iao
iap icb ico ics ict id idp ie ied iep iip ilr imr ing inc io iom ip ipa ipr ipv iq irh irm iro iss it ita itt
ivf iud je jd jsa jsc jt kc ks kcl kpi la lac las lbc lcs ld lea lgb lip lit lo lpa lsa lsc lsm lso ltd ma mac
map mar mat mca mdt me mfh mft mh mha mht ml mld mmr mo mod moj mop mp mps mri ms msk mw na nab nai nb nct nda
ndn ndp nee nfa ngo nhs ni nmo no nok npc nps nrp nsf nso nvr nw oab oap oasys oc ocd odd ofm oic om omg oo ooh
ot ott pa pac pal pas pc pcc pcp pcr pcs pd pds pe pep pfa pgd ph phd phe pi pif pip pir pl plo pls pm pmh pmo
pmr pms pn pnd po pol pom poa pov ppe ppi ppo pps ppu pr prn pro pru ps psa psc psh psi psm pso psp psr pst psw
pt pta pto pu pvp qa qc qr qt ra rag rao rca rd re ref rgn ric rip rj rm rmn ro rp rpi rse rsl rso rsw rta rtb
rts sa sad sao sar sat sb sc scp scr sct sd sdq se sen sep sg sgo sh si sio sip sjt sl sla slt sm sms sn so soc
sop sow sp spa spj spo spr sps src sro srt ss ssa ssd ssp ssw st sta std sti stu sv svp sw sws ta tab tac taf
tam tas tat tb tba tbc tbi tca tds ted tel tf tia tm tod top tp tpo tro ts tv txt uc ucc uk ukba un uni up us
usb uti va vac vap vat vaw vc vip vlo vol vp vpn vru vs wba wc we wf wfh wm wp wpc wrt ww www xl ye yjs yo yos
yot yp yps yr ytd zoo ii iii iv vi vii ix xi xii xv xx all and any are as ask at be but by can dad do due for
get go got had has her hi him his how if in is its kid let lot low man may mum my new non not now of off ok old
on one or our out own red saw say see she six ten the to too try two use via war was way who why yes yet you son
boy girl ex bad big end few far nor mon tue wed thu fri sun jan feb apr jun jul aug oct nov dec max min est gmt
bst
"""
# "hv rang", "2 wks", "pls ring": small letters without a vowel that are no initials.
_SMALL = """
by cry dry fly fry gym hm hmm hrs hr jr lb lbs ltr mrs mr mths mth msg msgs my mth nd pls pts pt ppl rd rlty sh shh shy
sky sly spy sqm sr st std svc sws th thx tks tmr tmrw try ty txt why wk wks yr yrs vry wld shd cld bk ft kg kgs km kms
ml mls cm mm mg nvm tbh gr prv prob wth ll ve re xx xxx xl dr dm wkly
"""

ABBREVIATIONS: frozenset[str] = frozenset(_CAPITALS.split())
SHORT_WORDS: frozenset[str] = ABBREVIATIONS | frozenset(_SMALL.split())
