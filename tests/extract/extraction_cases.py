"""The cases of test_extraction.py, in the language that it describes."""

from __future__ import annotations

STATUS = """
will | German Chancellor Angela Merkel will meet Polish Prime Minister Mateusz Morawiecki in Warsaw on Friday.
    meeting planned 2019-12-13 @Warsaw/PL : Merkel/DE + Morawiecki/PL
is due to | Japanese Foreign Minister Toshimitsu Motegi is due to meet Sergey Lavrov in Moscow next week.
    meeting planned * @Moscow/RU : Motegi/JP + Lavrov/RU
are to hold | Emmanuel Macron and Angela Merkel are to hold talks in Meseberg on December 18.
    meeting planned 2019-12-18 @* : Macron/FR + Merkel/DE
is expected | Mike Pompeo is expected to meet Israeli Prime Minister Benjamin Netanyahu in Lisbon on Thursday.
    meeting planned 2019-12-12 @Lisbon/PT : Pompeo/US + Netanyahu/IL
agreed to meet | Vladimir Putin and Volodymyr Zelensky agreed to meet again in Berlin in four months.
    meeting planned * @Berlin/DE : Putin/RU + Zelensky/UA
set to travel | South Korean President Moon Jae-in is set to travel to Beijing later this month.
    visit planned * @Beijing/CN : Moon/KR + =CN
announced visit | The White House announced that President Trump will visit India in February.
    visit planned 2020-02 @/IN : Trump/US + =IN
plans | Narendra Modi plans to visit Dhaka in March 2020.
    visit planned 2020-03 @Dhaka/BD : Modi/IN + =BD
offered | Donald Trump offered to meet Hassan Rouhani without preconditions.
    meeting proposed - @- : Trump/US + Rouhani/IR
may meet | Abe may meet Moon on the sidelines of the UN General Assembly, officials in Tokyo said.
    meeting proposed - @* : Abe/JP + Moon/KR
wants | Recep Tayyip Erdoğan wants to meet Bashar al-Assad in Sochi.
    meeting proposed - @Sochi/RU : Erdoğan/TR + Assad/SY
could | Kim Jong-un could travel to Hanoi in the spring, South Korean lawmakers said.
    visit proposed * @Hanoi/VN : Kim/KP + =VN
postponed passive | The visit of Indian Foreign Minister Subrahmanyam Jaishankar to Dhaka has been postponed.
    visit postponed - @Dhaka/BD : Jaishankar/IN + =BD
postponed active | Shinzo Abe postponed his trip to India because of the protests.
    visit postponed - @/IN : Abe/JP + =IN
put off | A meeting between Sergey Lavrov and Taro Kono was put off until January.
    meeting postponed * @- : Lavrov/RU + Kono/JP
cancelled passive | Talks between Mike Pompeo and Kim Yong-chol in New York were cancelled on Wednesday.
    meeting cancelled * @New York/US : Pompeo/US + Kim/KP
cancelled active | Donald Trump cancelled his meeting with Vladimir Putin in Buenos Aires.
    meeting cancelled - @Buenos Aires/AR : Trump/US + Putin/RU
refused | Iranian President Hassan Rouhani refused to meet Donald Trump in New York.
    meeting declined - @New York/US : Rouhani/IR + Trump/US
negated | Donald Trump did not meet Hassan Rouhani in New York.
    meeting denied - @New York/US : Trump/US + Rouhani/IR
will not meet | Kremlin spokesman Dmitry Peskov said Vladimir Putin would not meet Recep Tayyip Erdogan in London.
    meeting denied - @London/GB : Putin/RU + Erdogan/TR : Peskov
denied that | The Iranian Foreign Ministry denied that Mohammad Javad Zarif had met Brian Hook in Oslo.
    meeting denied - @Oslo/NO : Zarif/IR + Hook/US : Iranian Foreign Ministry
claim and denial | Turkish officials said Erdogan had phoned Assad on Monday. The Kremlin said that no such call had taken place.
    phone_call held 2019-12-09 @- : Erdogan/TR + Assad/SY : Turkish
    ? phone_call denied * @* : * : Kremlin
question | Will Donald Trump meet Hassan Rouhani in New York?
    ? meeting proposed/planned - @* : Trump/US + Rouhani/IR
conditional | If Tehran frees the sailors, Boris Johnson would meet Hassan Rouhani.
    ? meeting proposed/planned - @- : Johnson/GB + Rouhani/IR
counterfactual | Had the storm passed, Angela Merkel would have met Justin Trudeau in Ottawa.
    ? meeting proposed/planned/denied/cancelled - @* : Merkel/DE + Trudeau/CA
unless | Vladimir Putin will not go to Paris unless the agenda is agreed in advance.
    ? visit proposed/denied/declined - @* : Putin/RU + =FR
ongoing | Sergey Lavrov is holding talks with Wang Yi in Beijing.
    meeting ongoing - @Beijing/CN : Lavrov/RU + Wang/CN
in town | Wang Yi is visiting Seoul this week.
    visit ongoing * @Seoul/KR : Wang/CN + =KR
failed to | Theresa May and Jean-Claude Juncker met in Brussels but failed to agree.
    meeting held - @Brussels/BE : May/GB + Juncker
had been due | Mike Pompeo had been due to meet Angela Merkel in Berlin in May.
    ? meeting planned/cancelled/postponed * @Berlin/DE : Pompeo/US + Merkel/DE
"""


DATES = """
weekday before | Sergey Lavrov met Josep Borrell in Bratislava on Friday.
    meeting held 2019-12-06 @Bratislava/SK : Lavrov/RU + Borrell
weekday today | Sergey Lavrov met Mike Pompeo in Washington on Tuesday.
    meeting held 2019-12-10 @Washington/US : Lavrov/RU + Pompeo/US
today | Mike Pompeo met his Russian counterpart Sergey Lavrov today.
    meeting held 2019-12-10 @- : Pompeo/US + Lavrov/RU
yesterday | Yesterday Heiko Maas met Wang Yi in Madrid.
    meeting held 2019-12-09 @Madrid/ES : Maas/DE + Wang/CN
dateline | ANKARA, Dec 3 (Reuters) - Turkish President Tayyip Erdogan met Libya's Fayez al-Sarraj in Istanbul on Sunday.
    meeting held 2019-12-01 @Istanbul/TR : Erdogan/TR + Sarraj/LY
silence | Antonio Guterres met Jair Bolsonaro in Osaka.
    meeting held - @Osaka/JP : Guterres + Bolsonaro/BR
full date | Ronald Reagan met Mikhail Gorbachev in Geneva on November 19, 1985.
    meeting held 1985-11-19 @Geneva/CH : Reagan/US + Gorbachev/SU
day first | The two Koreas' leaders Kim Jong-un and Moon Jae-in met on 27 April 2018.
    meeting held 2018-04-27 @- : Kim/KP + Moon/KR
no year, past | Vladimir Putin met Alexander Lukashenko in Sochi on December 7.
    meeting held 2019-12-07 @Sochi/RU : Putin/RU + Lukashenko/BY
no year, future | Vladimir Putin will meet Alexander Lukashenko in Saint Petersburg on December 20.
    meeting planned 2019-12-20 @Saint Petersburg/RU : Putin/RU + Lukashenko/BY
range | Xi Jinping visited Nepal on October 12-13.
    visit held 2019-10-12/2019-10-13 @/NP : Xi/CN + =NP
over range | Trade ministers Liu He and Robert Lighthizer held talks in Washington over October 10-11.
    meeting held 2019-10-10/2019-10-11 @Washington/US : Liu/CN + Lighthizer
from to | Sergey Lavrov will visit Africa's Sudan from January 20 to 22.
    visit planned 2020-01-20/2020-01-22 @/SD : Lavrov/RU + =SD
month | Jair Bolsonaro visited Beijing in October.
    visit held 2019-10 @Beijing/CN : Bolsonaro/BR + =CN
last May | Mike Pompeo met Vladimir Putin in Sochi last May.
    meeting held 2019-05 @Sochi/RU : Pompeo/US + Putin/RU
next month | Shinzo Abe will visit Saudi Arabia next month.
    visit planned 2020-01 @/SA : Abe/JP + =SA
last year | Kim Jong-un met Donald Trump in Singapore last year.
    meeting held 2018 @Singapore/SG : Kim/KP + Trump/US
in year | John F. Kennedy met Konrad Adenauer in Bonn in 1963.
    meeting held 1963 @Bonn/DE : Kennedy/US + Adenauer/DE
next day | Emmanuel Macron met Xi Jinping in Shanghai on November 5. The next day he met Li Keqiang in Beijing.
    meeting held 2019-11-05 @Shanghai/CN : Macron/FR + Xi/CN
    meeting held 2019-11-06 @Beijing/CN : Macron/FR + Li/CN
in recent days | Mohammed bin Salman phoned Emmanuel Macron in recent days.
    phone_call held - @- : Salman/SA + Macron/FR
tomorrow | British Foreign Secretary Dominic Raab will meet his Irish counterpart Simon Coveney tomorrow.
    meeting planned 2019-12-11 @- : Raab/GB + Coveney/IE
date of another thing | Sergey Lavrov, who turned 69 in March, met Wang Yi in Nagoya on November 23.
    meeting held 2019-11-23 @Nagoya/JP : Lavrov/RU + Wang/CN
said on | Boris Johnson will meet Ursula von der Leyen in London on January 8, his office said on Monday.
    meeting planned 2020-01-08 @London/GB : Johnson/GB + Leyen : office
"""


PLACE = """
Kremlin | Vladimir Putin received Nicolás Maduro in the Kremlin in September.
    meeting held 2019-09 @Moscow/RU : Putin/RU + Maduro/VE
State Department | Mike Pompeo met Sri Lankan Foreign Minister Tilak Marapana at the State Department.
    meeting held - @Washington/US : Pompeo/US + Marapana/LK
White House | Donald Trump hosted Bulgarian Prime Minister Boyko Borissov at the White House on November 25.
    meeting held 2019-11-25 @Washington/US : Trump/US + Borissov/BG
Elysee | Emmanuel Macron received NATO Secretary General Jens Stoltenberg at the Elysee.
    meeting held - @Paris/FR : Macron/FR + Stoltenberg
Blue House | Moon Jae-in met Chinese Foreign Minister Wang Yi at the Blue House.
    meeting held - @Seoul/KR : Moon/KR + Wang/CN
Mar-a-Lago | Donald Trump and Shinzo Abe met at Mar-a-Lago in February 2017.
    meeting held 2017-02 @Palm Beach/US : Trump/US + Abe/JP
Georgia the state | Mike Pompeo met Georgian Prime Minister Giorgi Gakharia in Tbilisi, Georgia.
    meeting held - @Tbilisi/GE : Pompeo/US + Gakharia/GE
Paris, Texas | Mexican Foreign Minister Marcelo Ebrard met Mike Pompeo in Paris, Texas.
    meeting held - @Paris/US : Ebrard/MX + Pompeo/US
Paris, France | Emmanuel Macron met Saad Hariri in Paris.
    meeting held - @Paris/FR : Macron/FR + Hariri/LB
not the dateline | PARIS, December 5 - French Foreign Minister Jean-Yves Le Drian met his Sudanese counterpart in Khartoum on Tuesday.
    meeting held 2019-12-03 @Khartoum/SD : Drian/FR + ~/SD
place of origin | Sheikh Hasina of Bangladesh met Scott Morrison in Canberra.
    meeting held - @Canberra/AU : Hasina/BD + Morrison/AU
city and state | Rouhani met Mahathir Mohamad in Kuala Lumpur, Malaysia.
    meeting held - @Kuala Lumpur/MY : Rouhani/IR + Mahathir/MY
topic place | Sergey Lavrov and Geir Pedersen discussed Idlib in Geneva.
    meeting held - @Geneva/CH : Lavrov/RU + Pedersen
"""


ACTORS_NAMES_AND_TITLES = """
shared title | Presidents Xi and Trump met in Osaka.
    meeting held - @Osaka/JP : Xi/CN + Trump/US
shared adjective | Turkish and Greek foreign ministers Mevlut Cavusoglu and Nikos Dendias met in Geneva.
    meeting held - @Geneva/CH : Cavusoglu/TR + Dendias/GR
apposition after | Nguyen Xuan Phuc, prime minister of Vietnam, met Jim Mattis, the US defense secretary, in Hanoi.
    meeting held - @Hanoi/VN : Phuc/VN + Mattis/US
possessive state | Japan's Abe met India's Modi in Guwahati.
    meeting held - @* : Abe/JP + Modi/IN
unknown person | Norwegian State Secretary Audun Halvorsen met Zambian Foreign Minister Joseph Malanji in Lusaka.
    meeting held - @Lusaka/ZM : Halvorsen/NO + Malanji/ZM
invented person | Estonian Foreign Minister Maarja Õunapuu met Maltese Foreign Minister Karmenu Zerafa in Valletta.
    meeting held - @Valletta/MT : Õunapuu/EE + Zerafa/MT
invented Africans | Chadian Foreign Minister Moussa Abakar Djimet received Togo's ambassador, Kossi Amenyo, in N'Djamena.
    meeting held - @*/TD : Djimet/TD + Amenyo/TG
Korean order | South Korean Foreign Minister Kang Kyung-wha met Thai Foreign Minister Don Pramudwinai in Bangkok.
    meeting held - @Bangkok/TH : Kang/KR + Pramudwinai/TH
Arabic name | Bahraini Foreign Minister Khalid bin Ahmed Al Khalifa met Omani minister Yusuf bin Alawi bin Abdullah in Manama.
    meeting held - @Manama/BH : Khalifa/BH + Alawi/OM
Dutch particle | Dutch Foreign Minister Stef Blok met Belgium's Didier Reynders and Luxembourg's Jean Asselborn in Vianden.
    meeting held - @* : Blok/NL + Reynders/BE + Asselborn/LU
Spanish double name | Spanish Prime Minister Pedro Sánchez Pérez-Castejón met Marcelo Rebelo de Sousa in Lisbon.
    meeting held - @Lisbon/PT : Sánchez/ES + Sousa/PT
initials | H.R. McMaster met Chung Eui-yong in San Francisco.
    meeting held - @San Francisco/US : McMaster/US + Chung/KR
Icelandic | Icelandic Prime Minister Katrín Jakobsdóttir met Sauli Niinistö in Helsinki.
    meeting held - @Helsinki/FI : Jakobsdóttir/IS + Niinistö/FI
Burmese | State Counsellor Aung San Suu Kyi met Hungarian Prime Minister Viktor Orban in Budapest.
    meeting held - @Budapest/HU : Kyi/MM + Orban/HU
royal styles | His Majesty King Abdullah II met His Royal Highness Crown Prince Mohammed bin Salman in Jeddah.
    meeting held - @Jeddah/SA : Abdullah/JO + Salman/SA
king with numeral | King Mohammed VI of Morocco received King Felipe VI of Spain in Rabat.
    meeting held - @Rabat/MA : Mohammed VI/MA + Felipe VI/ES
honorifics | Dr. S. Jaishankar met Mr. Heiko Maas and Sen. Chris Coons in Munich.
    meeting held - @Munich/DE : Jaishankar/IN + Maas/DE + Coons
pope | Pope Francis met Grand Imam Ahmed el-Tayeb in Abu Dhabi in February.
    meeting held 2019-02 @Abu Dhabi/AE : Francis/VA + Tayeb
label error | Lavrov met Zarif. Lavrov praised Iran.
    meeting held - @- : Lavrov/RU + Zarif/IR
capitals | RUSSIAN FOREIGN MINISTER SERGEY LAVROV met his Syrian counterpart Walid Muallem.
    meeting held - @- : Lavrov/RU + Muallem/SY
former | Former German Chancellor Gerhard Schröder met Vladimir Putin in Saint Petersburg.
    meeting held - @Saint Petersburg/RU : Schröder/DE + Putin/RU
deputy | Deputy Foreign Minister Sergei Ryabkov met US Under Secretary of State Andrea Thompson in Geneva.
    meeting held - @Geneva/CH : Ryabkov/RU + Thompson/US
EU officials | European Council President Charles Michel met EU foreign policy chief Josep Borrell and Libya's Fayez al-Serraj in Brussels.
    meeting held - @Brussels/BE : Michel + Borrell + Serraj/LY
second field | Swiss Interior Minister Alain Berset received the Georgian Minister of Education and Science, Mikheil Batiashvili, in Bern on Monday.
    meeting held 2019-12-09 @Bern/CH : Berset/CH + Batiashvili/GE
two offices | The Deputy Prime Minister and Minister of Foreign Affairs of the United Arab Emirates (UAE), His Highness Sheikh Hamad Al Zaabi, met Canadian Foreign Minister François-Philippe Champagne in Dubai on Monday.
    meeting held 2019-12-09 @Dubai/AE : Zaabi/AE + Champagne/CA
state beside | Serbian Deputy Prime Minister Zorana Mihajlović and Justice Minister Nela Kuburović met German Chancellor Angela Merkel in Berlin on Monday.
    meeting held 2019-12-09 @Berlin/DE : Mihajlović/RS + Kuburović/RS + Merkel/DE
secretary to | The Secretary to the President of Ghana, Dr. Kofi Amoako, met German Foreign Minister Heiko Maas in Accra on Monday.
    meeting held 2019-12-09 @Accra/GH : Amoako + Maas/DE
two words of a state | A Sri Lankan delegation met Indian Foreign Minister Subrahmanyam Jaishankar in Delhi on Monday.
    meeting held 2019-12-09 @*/IN : &Sri Lankan delegation + Jaishankar/IN
Kingston | Canadian Prime Minister Justin Trudeau met Jamaican Prime Minister Andrew Holness in Kingston on Monday.
    meeting held 2019-12-09 @Kingston/JM : Trudeau/CA + Holness/JM
called on a day | Emmanuel Macron called Angela Merkel on Monday.
    phone_call held 2019-12-09 @- : Macron/FR + Merkel/DE
somebody else's | Angela Merkel met Emmanuel Macron in Paris on Monday. Boris Johnson called Justin Trudeau on Monday.
    meeting held 2019-12-09 @Paris/FR : Macron/FR + Merkel/DE
    phone_call held 2019-12-09 @- : Johnson/GB + Trudeau/CA
body | NATO Secretary General Jens Stoltenberg met Angela Merkel in Berlin on Monday.
    meeting held 2019-12-09 @Berlin/DE : Stoltenberg/NATO + Merkel/DE
I and two | I have spoken to Angela Merkel and to Emmanuel Macron on Monday.
    none
journey of some days | Japanese Prime Minister Shinzo Abe will travel to India on Monday for a three-day visit. He will meet Prime Minister Narendra Modi.
    visit planned 2019-12-16/2019-12-18 @/IN : Abe/JP + =IN
    meeting planned 2019-12-16/2019-12-18 @/IN : Abe/JP + Modi/IN
"""


ACTORS_OFFICES_STATES_METONYMS = """
office alone | The British prime minister met the Irish taoiseach in Dublin.
    meeting held - @Dublin/IE : ~/GB + ~/IE
counterpart | Heiko Maas met his Algerian counterpart in Berlin.
    meeting held - @Berlin/DE : Maas/DE + ~/DZ
two offices | The foreign ministers of Chile and Peru met in Lima.
    meeting held - @Lima/PE : ~/CL + ~/PE
adjective offices | The Saudi and Iraqi defence ministers held talks in Baghdad.
    meeting held - @Baghdad/IQ : ~/SA + ~/IQ
states | Kenya and Somalia held talks on their sea border in Nairobi.
    meeting held - @Nairobi/KE : =KE + =SO
capitals as states | Moscow and Tokyo held talks on a peace treaty in November.
    meeting held 2019-11 @- : =RU + =JP
demonyms | The Turks and the Russians met in Sochi.
    meeting held - @Sochi/RU : =TR + =RU
compound states | US-China talks resumed in Shanghai in July.
    meeting/negotiation held 2019-07 @Shanghai/CN : =US + =CN
organisation | The African Union and the European Union held talks in Addis Ababa.
    meeting held - @Addis Ababa/ET : &African Union + &European Union
delegation | A Taliban delegation met Chinese officials in Beijing in September.
    meeting held 2019-09 @Beijing/CN : *
ambassador | The Cuban ambassador to Bolivia met Evo Morales in La Paz.
    meeting held - @La Paz/BO : ~/CU + Morales/BO
former state | Soviet leader Leonid Brezhnev met East German leader Erich Honecker in Crimea.
    meeting held - @* : Brezhnev/SU + Honecker/DD
"""


OFFICES_AS_MINISTRIES_WRITE_THEM = """
short name of a body | The Director General of the World Health Organization (WHO), Dr. Tedros Ghebreyesus, met President William Ruto in Nairobi on Monday.
    meeting held 2019-12-09 @Nairobi/KE : Tedros/WHO + Ruto/KE
short name of a ministry | The Minister of Trade and Industry (MTI), Hon. Karl Petersen, received the Ambassador of Cuba, Ms. Ibete Fernández, in Suva.
    meeting held - @Suva/FJ : Petersen + Fernández/CU
the field in brackets | The Acting Assistant Minister (Political), Datuk Ahmad Rozian, met the Ambassador of Cuba, Ms. Ibete Fernández, in Putrajaya.
    meeting held - @Putrajaya/MY : Rozian + Fernández/CU
of a body | The Secretary General of the Association of Southeast Asian Nations, Dr. Kao Kim Hourn, met Sergey Lavrov in Jakarta.
    meeting held - @Jakarta/ID : Hourn/ASEAN + Lavrov/RU
envoy of a body | The EU Special Representative for the South Caucasus, Toivo Klaar, met Sergey Lavrov in Moscow.
    meeting held - @Moscow/RU : Klaar/EU + Lavrov/RU
at a ministry | Ahmed Sayegh, Director at the Ministry of Foreign Affairs of Indonesia, met Sergey Lavrov in Jakarta.
    meeting held - @Jakarta/ID : Sayegh/ID + Lavrov/RU
surname of a day | China's Ms. Sun Haiyan met Sergey Lavrov in Moscow on Sunday.
    meeting held 2019-12-08 @Moscow/RU : Sun Haiyan/CN + Lavrov/RU
no German | Bolivian Vice-Minister Germán Quiroga Aramayo met Foreign Minister Heraldo Muñoz in Arica.
    meeting held - @Arica/CL : Germán Quiroga Aramayo/BO + Muñoz/CL
a particle after a surname | Peru's Pérez de Cuéllar met Sergey Lavrov in Moscow.
    meeting held - @Moscow/RU : Cuéllar/PE + Lavrov/RU
"""

SPEAKERS_APART_FROM_PARTICIPANTS = """
speaker | Sergey Lavrov met Wang Yi in Sochi in May, Russian spokeswoman Maria Zakharova said.
    meeting held 2019-05 @Sochi/RU : Lavrov/RU + Wang/CN : Zakharova
speaker first | Dmitry Peskov told reporters that Vladimir Putin had met Narendra Modi in Vladivostok.
    meeting held - @Vladivostok/RU : Putin/RU + Modi/IN : Peskov
agency | Xi Jinping met Paraguayan President Mario Abdo Benítez in Beijing, Xinhua reported.
    meeting held - @Beijing/CN : Xi/CN + Benítez/PY : Xinhua
according to | According to the Turkish presidency, Recep Tayyip Erdoğan phoned Emmanuel Macron on Saturday.
    phone_call held 2019-12-07 @- : Erdoğan/TR + Macron/FR : Turkish
ministry in a statement | "The ministers met in Astana," the Kazakh Foreign Ministry said in a statement about Mukhtar Tleuberdi and Sergey Lavrov.
    ? meeting held - @Astana/KZ : * : Kazakh
commentator | "Donald Trump met Kim Jong-un too early," said Richard Haass, president of the Council on Foreign Relations.
    meeting held - @- : Trump/US + Kim/KP : Haass
author of statement | In a statement, Jens Stoltenberg welcomed the meeting of Vladimir Putin and Volodymyr Zelensky in Paris.
    meeting held - @Paris/FR : Putin/RU + Zelensky/UA
talked about | Angela Merkel and Emmanuel Macron discussed Alexei Navalny and Vladimir Putin over lunch in Paris.
    meeting held - @Paris/FR : Merkel/DE + Macron/FR
praised | Mike Pompeo met Jair Bolsonaro in Brasilia and praised Juan Guaidó.
    meeting held - @Brasília/BR : Pompeo/US + Bolsonaro/BR
"""


PRONOUNS_AND_GROUPS = """
he | Sergey Lavrov flew to Algiers on Wednesday. There he met Algerian Foreign Minister Sabri Boukadoum.
    visit held 2019-12-04 @Algiers/DZ : Lavrov/RU + =DZ
    meeting held * @* : Lavrov/RU + Boukadoum/DZ
she | Federica Mogherini arrived in Tehran. She held talks with Mohammad Javad Zarif.
    visit held - @Tehran/IR : Mogherini + =IR
    meeting held - @* : Mogherini + Zarif/IR
the two ministers | Jean-Yves Le Drian and Heiko Maas spoke to the press in Toulouse. The two ministers met again in Brussels on Monday.
    meeting held 2019-12-09 @Brussels/BE : Drian/FR + Maas/DE
they | Kim Jong-un and Xi Jinping are old hands at this. They met in Dalian in May 2018.
    meeting held 2018-05 @Dalian/CN : Kim/KP + Xi/CN
surname only | Canadian Foreign Minister François-Philippe Champagne travelled to Rome. Champagne met Luigi Di Maio on Monday.
    visit held - @Rome/IT : Champagne/CA + =IT
    meeting held 2019-12-09 @* : Champagne/CA + Maio/IT
their meeting | Imran Khan and Donald Trump were in Davos. Their meeting lasted an hour.
    meeting held - @* : Khan/PK + Trump/US
    ? visit held - @Davos/CH : Khan/PK + Trump/US + =CH
anaphoric meeting | Vladimir Putin met Hassan Rouhani in Yerevan on October 1. The meeting focused on Syria.
    meeting held 2019-10-01 @Yerevan/AM : Putin/RU + Rouhani/IR
anaphoric talks | Wang Yi held talks with Kang Kyung-wha in Seoul on December 4. During the talks the ministers touched on trade.
    meeting held 2019-12-04 @Seoul/KR : Wang/CN + Kang/KR
the president | Nigerian President Muhammadu Buhari arrived in Pretoria in October. The president was received by Cyril Ramaphosa.
    visit held 2019-10 @Pretoria/ZA : Buhari/NG + =ZA
    meeting held * @* : Buhari/NG + Ramaphosa/ZA
"""


THEY_OF_STATES = """
they | Brazil and South Korea discussed energy in April. They signed an agreement in Seoul in May.
    ? meeting held 2019-04 @* : =BR + =KR
    agreement_signing held 2019-05 @Seoul/KR : =BR + =KR
"""

SEVERAL_EVENTS = """
before and after | Emmanuel Macron met Volodymyr Zelensky before he received Vladimir Putin in Paris.
    meeting held - @* : Macron/FR + Zelensky/UA
    meeting held - @Paris/FR : Macron/FR + Putin/RU
headline repeats | Putin meets Erdogan in Sochi ¶ Russian President Vladimir Putin met his Turkish counterpart Recep Tayyip Erdogan in Sochi on Monday.
    meeting held 2019-12-09 @Sochi/RU : Putin/RU + Erdogan/TR
"""


OTHER_TYPES = """
letter | Donald Trump sent a letter to Recep Tayyip Erdoğan on October 9.
    message held 2019-10-09 @- : Trump/US + Erdoğan/TR
invitation | Vladimir Putin invited Narendra Modi to Moscow.
    invitation held - @* : Putin/RU + Modi/IN
    ? visit proposed - @Moscow/RU : Modi/IN + =RU
signing | Sergey Lavrov and Sameh Shoukry signed an agreement in Cairo.
    agreement_signing held - @Cairo/EG : Lavrov/RU + Shoukry/EG
summit | The Putin-Erdogan summit in Sochi took place on October 22.
    summit held 2019-10-22 @Sochi/RU : Putin/RU + Erdogan/TR
video | Xi Jinping and Vladimir Putin spoke by video link on December 2.
    video_call held 2019-12-02 @- : Xi/CN + Putin/RU
"""


NOTHING = """
requirements | North Macedonia meets the requirements for accession talks, the European Commission said.
    none
called for | Angela Merkel called for talks.
    none
website | Visit our website or call us on Monday.
    none
domestic | Angela Merkel met Markus Söder in Munich.
    none
business | Tim Cook met Apple's suppliers in Shenzhen.
    none
board | The board of the World Bank met in Washington.
    none
general truth | Meetings between presidents seldom change the world.
    none
award | Greta Thunberg received a prize in Stockholm.
    none
no bill | President Trump signed a bill on Hong Kong, and the Chinese foreign ministry protested.
    none
weather | A summit storm hit Mont Blanc on the French side.
    none
"""


TABLES = {
    "status": STATUS,
    "dates": DATES,
    "place": PLACE,
    "actors: names and titles": ACTORS_NAMES_AND_TITLES,
    "actors: offices, states, metonyms": ACTORS_OFFICES_STATES_METONYMS,
    "offices as ministries write them": OFFICES_AS_MINISTRIES_WRITE_THEM,
    "speakers apart from participants": SPEAKERS_APART_FROM_PARTICIPANTS,
    "pronouns and groups": PRONOUNS_AND_GROUPS,
    "they of states": THEY_OF_STATES,
    "several events": SEVERAL_EVENTS,
    "other types": OTHER_TYPES,
    "nothing": NOTHING,
}
