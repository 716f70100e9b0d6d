"""The phrases of test_dates.py and what they mean, in the language that it describes."""

from __future__ import annotations

ABSOLUTE = """
The pact was signed on [14 May 2019] in Baku. | 2019-05-14
The pact was signed on [May 14, 2019], in Baku. | 2019-05-14
The envoys dined on [May 14th, 2019]. | 2019-05-14
The envoys dined on [the 14th of May 2019]. | 2019-05-14
The envoys dined on [the 14th of May, 2019]. | 2019-05-14
Posted [14.05.2019] by the press service | 2019-05-14
Posted [2019-05-14] by the press service | 2019-05-14
Posted [2019/05/14] by the press service | 2019-05-14
Posted [14/05/2019] by the press service | 2019-05-14
Posted [05/14/2019] by the press service | 2019-05-14
Posted [12/10/2019] by the press service | - | 2019-10-12..2019-12-10
Posted [10/10/2019] by the press service | 2019-10-10
Posted [10-12-2019] by the press service | 2019-12-10
ANKARA, [Dec. 10, 2019] - The ministers | 2019-12-10
ANKARA, [DEC. 10, 2019] - The ministers | 2019-12-10
Arrived [Sept 9th,2019] by train | 2019-09-09
Arrived [Sept. 9, 2019] by train | 2019-09-09
Arrived [9 Sep 2019] by train | 2019-09-09
Arrived [9-Sep-2019] by train | 2019-09-09
Arrived [October 3 2011] by train | 2011-10-03
Arrived [3rd October, 2011] by train | 2011-10-03
Arrived [February 29, 2020] by train | 2020-02-29
On [Tuesday, 14 May 2019], they spoke. | 2019-05-14
On [Tuesday, May 14, 2019], they spoke. | 2019-05-14
On [Tuesday (May 14, 2019]) they spoke. | 2019-05-14
On [Tue., May 14, 2019], they spoke. | 2019-05-14
On [Monday, May 14, 2019], they spoke. | 2019-05-14? | 2019-05-14..2019-05-14
On [May\u00a014,\u00a02019], they spoke. | 2019-05-14
On [May 14,
2019], they spoke. | 2019-05-14
Rome hosted them [May 13-14, 2019]. | 2019-05-13/2019-05-14
Rome hosted them [May 13–14, 2019]. | 2019-05-13/2019-05-14
Rome hosted them [13–14 May 2019]. | 2019-05-13/2019-05-14
Rome hosted them on [13 and 14 May 2019]. | 2019-05-13/2019-05-14
Rome hosted them on [13, 14 and 15 May 2019]. | 2019-05-13/2019-05-15
Rome hosted them on [May 13, 14 and 15, 2019]. | 2019-05-13/2019-05-15
Rome hosted them [from May 13 to 15, 2019]. | 2019-05-13/2019-05-15
Rome hosted them [from 13 to 15 May 2019]. | 2019-05-13/2019-05-15
Rome hosted them [from the 13th to the 15th of May 2019]. | 2019-05-13/2019-05-15
Rome hosted them [between 3 and 5 June 2019]. | 2019-06-03/2019-06-05
Rome hosted them [between June 3 and June 5, 2019]. | 2019-06-03/2019-06-05
Rome hosted them [May 30-June 1, 2019]. | 2019-05-30/2019-06-01
Rome hosted them [30 May - 1 June 2019]. | 2019-05-30/2019-06-01
Rome hosted them [May 30 through June 1, 2019]. | 2019-05-30/2019-06-01
Rome hosted them [December 30 to January 2, 2020]. | 2019-12-30/2020-01-02
Rome hosted them [December 30, 2019 to January 2, 2020]. | 2019-12-30/2020-01-02
Rome hosted them [December 30, 2019 until January 2]. | 2019-12-30/2020-01-02
Rounds were held on [May 3] and [10, 2019] in Doha. | 2019-05-03 | 2019-05-10
Rounds were held on [May 3] and [June 7, 2019] in Doha. | 2019-05-03 | 2019-06-07
A truce from [November 2015] held. | 2015-11
The [July 2020] truce held. | 2020-07
He went in [Dec. 2019] for a week. | 2019-12
They traded notes in [April and May 2017]. | 2017-04/2017-05
They traded notes [between April and June 2017]. | 2017-04/2017-06
They traded notes [from November 2016 to February 2017]. | 2016-11/2017-02
They traded notes [April-June 2017]. | 2017-04/2017-06
They traded notes in [October 2015] and [March 2017]. | 2015-10 | 2017-03
They first met in [2009]. | 2009
The [2015] nuclear deal lapsed. | 2015
The [2014] Wales Summit set a goal. | 2014
the talks of [1986] in Iceland | 1986
He toured the region in [2014-2015]. | 2014/2015
He toured the region in [2014–15]. | 2014/2015
He toured the region [from 2014 to 2016]. | 2014/2016
He toured the region [between 2014 and 2016]. | 2014/2016
He toured the region in [2014 and 2015]. | 2014/2015
Back in [the 1950s] the two were foes. | 195X | 1950-01-01..1959-12-31
the fears of [the 1950s'] witch hunts | 195X | 1950-01-01..1959-12-31
Back in [the early 1990s] the two were foes. | 199X | 1990-01-01..1993-05-01
They met in [spring 2019] in Vienna. | 2019-03/2019-05 | 2019-03-01..2019-05-31
They met in [the autumn of 2018] in Vienna. | 2018-09/2018-11 | 2018-09-01..2018-11-30
They met in [the fall of 1989] in Vienna. | 1989-09/1989-11 | 1989-09-01..1989-11-30
They met in [summer 2018] in Vienna. | 2018-06/2018-08 | 2018-06-01..2018-08-31
They met in [winter 2018] in Vienna. | 2018-12/2019-02 | 2018-01-01..2019-02-28
They meet in [the first quarter of 2020]. | 2020-01/2020-03
They meet in [Q3 2020] again. | 2020-07/2020-09
They meet in [the last quarter of 2020]. | 2020-10/2020-12
They meet in [the second half of 2020]. | 2020-07/2020-12
They meet in [the first half of May 2020]. | 2020-05 | 2020-05-01..2020-05-15
They meet in [the second half of May 2020]. | 2020-05 | 2020-05-16..2020-05-31
They meet in [the first week of June 2020]. | 2020-06 | 2020-06-01..2020-06-07
They meet in [the last week of June 2020]. | 2020-06 | 2020-06-24..2020-06-30
They meet in [early June 2020]. | 2020-06 | 2020-06-01..2020-06-10
They meet in [mid-June 2020]. | 2020-06 | 2020-06-11..2020-06-20
They meet in [late June 2020]. | 2020-06 | 2020-06-21..2020-06-30
They meet at [the beginning of June 2020]. | 2020-06 | 2020-06-01..2020-06-10
They meet in [the middle of June 2020]. | 2020-06 | 2020-06-11..2020-06-20
They meet at [the end of February 2020]. | 2020-02 | 2020-02-21..2020-02-29
They meet in [early 2020]. | 2020 | 2020-01-01..2020-04-30
They meet in [mid-2020]. | 2020 | 2020-05-01..2020-08-31
They meet in [late 2020]. | 2020 | 2020-09-01..2020-12-31
They meet at [the end of 2020]. | 2020 | 2020-10-01..2020-12-31
They meet at [the start of 2020]. | 2020 | 2020-01-01..2020-03-31
They have met five times [since 2009]. | - | 2009-01-01..-
They have met five times [since May 2009]. | - | 2009-05-01..-
They have met five times [since the 1990s]. | - | 1990-01-01..-
The offer stands [until June 30, 2020]. | - | -..2020-06-30
The offer stands [through June 2020]. | - | -..2020-06-30
The offer stands [until the end of 2020]. | - | -..2020-12-31
A reply is due [by 1 July 2020]. | - | -..2020-07-01
A reply is due [no later than 1 July 2020]. | - | -..2020-07-01
A reply is due [before July 2020]. | - | -..2020-06-30
A reply is due [after July 4, 2020]. | - | 2020-07-05..-
The rule applies [as of July 4, 2020]. | - | 2020-07-04..-
The rule applies [starting on July 4, 2020]. | - | 2020-07-04..-
The rule applies [from July 4, 2020]. | - | 2020-07-04..-
It was [around May 14, 2019] that they spoke. | 2019-05-14~ | 2019-05-14..2019-05-14
It was [about May 14, 2019] that they spoke. | 2019-05-14~ | 2019-05-14..2019-05-14
They meet [possibly in June 2020] again. | 2020-06? | 2020-06-01..2020-06-30
They met [circa 1988] in Oslo. | 1988~ | 1988-01-01..1988-12-31
[the week of May 13, 2019] was busy | 2019-05-13/2019-05-19
the [May 14, 2019]-dated note | 2019-05-14
(Kyiv, [3 March 2015]) | 2015-03-03
It was [March 3, 2015] – a bleak day. | 2015-03-03
"""


UNKNOWN = """
They will see each other [today]. | 2019-05-16
[Today]'s talks went well. | 2019-05-16
[Today]’s talks went well. | 2019-05-16
They dine [tonight]. | 2019-05-16
They spoke [this morning] by phone. | 2019-05-16
They spoke [earlier today] by phone. | 2019-05-16
They speak [later today] by phone. | 2019-05-16
They spoke [this afternoon] by phone. | 2019-05-16
They spoke [last night] by phone. | 2019-05-15
They spoke [yesterday] by phone. | 2019-05-15
They spoke [yesterday morning] by phone. | 2019-05-15
They spoke [the day before yesterday] by phone. | 2019-05-14
They speak [tomorrow] by phone. | 2019-05-17
They speak [tomorrow evening] by phone. | 2019-05-17
They speak [the day after tomorrow] by phone. | 2019-05-18
They met [three days ago] in Bern. | 2019-05-13
They met [3 days ago] in Bern. | 2019-05-13
They met [a week ago] in Bern. | 2019-05-06/2019-05-12
They met [two weeks ago] in Bern. | 2019-04-29/2019-05-05
They met [a fortnight ago] in Bern. | 2019-04-29/2019-05-05
They met [two months ago] in Bern. | 2019-03~ | 2019-03-01..2019-03-31
They met [a month ago] in Bern. | 2019-04~ | 2019-04-01..2019-05-01
They met [half a year ago] in Bern. | 2018-11~ | 2018-11-01..2018-12-01
They met [a year and a half ago] in Bern. | 2017-11~ | 2017-11-01..2017-12-01
They met [one year ago] in Bern. | 2018~ | 2017-11-14..2018-12-31
They met [a year ago] in Bern. | 2018~ | 2017-11-14..2018-12-31
They met [about two years ago] in Bern. | 2017~ | 2016-11-14..2017-12-31
They met [twenty-five years ago] in Bern. | 1994~ | 1993-11-14..1994-12-31
They met [a decade ago] in Bern. | 2009~ | 2004-05-16..2014-05-16
They met [more than a year ago] in Bern. | - | -..2018-05-15
They met [over a decade ago] in Bern. | - | -..2009-05-15
They met [less than a month ago] in Bern. | - | 2019-04-16..-
They met [several years ago] in Bern. | - | -..-
They met [a few days ago] in Bern. | - | -..-
They met [years ago] in Bern. | - | -..-
They will meet [in three days]. | 2019-05-19
They will meet [in two weeks]. | 2019-05-27/2019-06-02
They will meet [in two weeks' time]. | 2019-05-27/2019-06-02
They will meet [in a month]. | 2019-06~ | 2019-06-01..2019-07-01
They will meet [ten days from now]. | 2019-05-26
A reply must come [within ten days]. | 2019-05-16/2019-05-26
They spoke thrice in [the past two days]. | 2019-05-14/2019-05-16
They spoke thrice in [the past week]. | 2019-05-09/2019-05-16
They spoke thrice over [the past month]. | 2019-04-16/2019-05-16
They spoke thrice in [the last year]. | 2018-05/2019-05 | 2018-05-16..2019-05-16
They spoke thrice in [the past five years]. | 2014/2019 | 2014-05-16..2019-05-16
They spoke thrice in [the last three weeks]. | 2019-04-25/2019-05-16
They will speak in [the coming week]. | 2019-05-16/2019-05-23
They will speak in [the next two days]. | 2019-05-16/2019-05-18
They spoke [recently] by phone. | - | -..-
They spoke [in recent days] by phone. | - | -..-
They will speak [soon] by phone. | - | -..-
They will speak in [the near future] by phone. | - | -..-
They will speak [in the coming weeks] by phone. | - | -..-
They will speak in [the weeks ahead] by phone. | - | -..-
He was in Cairo [last week]. | 2019-05-06/2019-05-12
He was in Cairo [earlier this week]. | 2019-05-13/2019-05-15 | 2019-05-13..2019-05-15
He is in Cairo [this week]. | 2019-05-13/2019-05-19
He is in Cairo [later this week]. | 2019-05-13/2019-05-19 | 2019-05-16..2019-05-19
He is in Cairo [next week]. | 2019-05-20/2019-05-26
At [next week]'s forum in Cairo | 2019-05-20/2019-05-26
He is in Cairo [early next week]. | 2019-05-20/2019-05-26 | 2019-05-20..2019-05-22
He was in Cairo [late last week]. | 2019-05-06/2019-05-12 | 2019-05-09..2019-05-12
He is in Cairo in [the week of May 20]. | 2019-05-20/2019-05-26
He was in Cairo [last month]. | 2019-04
He is in Cairo [this month]. | 2019-05
He was in Cairo [earlier this month]. | 2019-05 | 2019-05-01..2019-05-16
He is in Cairo [later this month]. | 2019-05 | 2019-05-16..2019-05-31
He is in Cairo [next month]. | 2019-06
At [next month]’s summit in Cairo | 2019-06
He is in Cairo [early next month]. | 2019-06 | 2019-06-01..2019-06-10
He is in Cairo at [the end of the month]. | 2019-05 | 2019-05-21..2019-05-31
He is in Cairo at [the end of next month]. | 2019-06 | 2019-06-21..2019-06-30
He was in Cairo [last year]. | 2018
He is in Cairo [this year]. | 2019
He is in Cairo [next year]. | 2020
He was in Cairo [earlier this year]. | 2019 | 2019-01-01..2019-05-16
He is in Cairo [later this year]. | 2019 | 2019-05-16..2019-12-31
He is in Cairo [early next year]. | 2020 | 2020-01-01..2020-04-30
He is in Cairo at [the end of the year]. | 2019 | 2019-10-01..2019-12-31
He is in Cairo [by the end of the year]. | - | -..2019-12-31
He is in Cairo [by the end of next week]. | - | -..2019-05-26
He is in Cairo in [the first half of the year]. | 2019-01/2019-06
He is in Cairo in [the second quarter of next year]. | 2020-04/2020-06
He is in Cairo [this quarter]. | 2019-04/2019-06
He was in Cairo [last quarter]. | 2019-01/2019-03
He is in Cairo [this summer]. | 2019-06/2019-08 | 2019-06-01..2019-08-31
He was in Cairo [last summer]. | 2018-06/2018-08 | 2018-06-01..2018-08-31
He was in Cairo [last autumn]. | 2018-09/2018-11 | 2018-09-01..2018-11-30
He was in Cairo [last winter]. | 2018-12/2019-02 | 2018-12-01..2019-02-28
He is in Cairo [next spring]. | 2020-03/2020-05 | 2020-03-01..2020-05-31
He is in Cairo [later this summer]. | 2019-06/2019-08 | 2019-06-01..2019-08-31
He was in Cairo [last May]. | 2018-05
He was in Cairo [last March]. | 2019-03
He was in Cairo [last June]. | 2018-06
He is in Cairo [next May]. | 2020-05
He is in Cairo [next June]. | 2019-06
He is in Cairo [this May]. | 2019-05
He was in Cairo in [May of last year]. | 2018-05
He was in Cairo in [March this year]. | 2019-03
He is in Cairo in [March next year]. | 2020-03
He was in Cairo on [March 9 this year]. | 2019-03-09
He was in Cairo on [9 March last year]. | 2018-03-09
He was in Cairo [last Tuesday]. | 2019-05-14
He was in Cairo [last Thursday]. | 2019-05-09
He is in Cairo [this coming Tuesday]. | 2019-05-21
He is in Cairo [next Tuesday]. | 2019-05-21
He is in Cairo [next Friday]. | 2019-05-24? | 2019-05-17..2019-05-24
He is in Cairo [this Friday]. | 2019-05-17
He is in Cairo on [Tuesday of next week]. | 2019-05-21
He is in Cairo [next week on Tuesday]. | 2019-05-21
He was in Cairo on [Tuesday last week]. | 2019-05-07
He was in Cairo over [the weekend]. | 2019-05-18/2019-05-19
He is in Cairo [this weekend]. | 2019-05-18/2019-05-19
He was in Cairo [last weekend]. | 2019-05-11/2019-05-12
He is in Cairo [next weekend]. | 2019-05-25/2019-05-26
He is in Cairo [around Tuesday]. | 2019-05-14~ | 2019-05-14..2019-05-14
He is in Cairo on [Saturday]. | 2019-05-18
He is in Cairo on [Sunday]. | 2019-05-19
He is in Cairo on [Monday]. | 2019-05-13
He is in Cairo on [Thursday]. | 2019-05-16
He is in Cairo on [the 12th]. | 2019-05-12
He is in Cairo on [the 20th of this month]. | 2019-05-20
He is in Cairo on [May 20]. | 2019-05-20
He is in Cairo on [Dec. 10]. | 2018-12-10
He is in Cairo on [10 Dec.] as well. | 2018-12-10
He is in Cairo in [March]. | 2019-03
He is in Cairo in [August]. | 2019-08
He is in Cairo in [December]. | 2018-12
He is in Cairo [since Monday]. | - | 2019-05-13..-
He is in Cairo [until tomorrow]. | - | -..2019-05-17
He is in Cairo [after Christmas]. | - | 2018-12-26..-
"""


PAST = """
The two met [Tuesday] in Minsk. | 2019-05-14
The two met on [Tuesday] in Minsk. | 2019-05-14
The two met on [Thursday] in Minsk. | 2019-05-16
The two met on [Friday] in Minsk. | 2019-05-10
The two met on [Tuesday morning] in Minsk. | 2019-05-14
The two met [late on Tuesday] in Minsk. | 2019-05-14
The two met [early Tuesday] in Minsk. | 2019-05-14
[Tuesday]'s session in Minsk was long. | 2019-05-14
The two met on [Monday and Tuesday] in Minsk. | 2019-05-13/2019-05-14
The two met on [Monday] and [Wednesday] in Minsk. | 2019-05-13 | 2019-05-15
The two met [from Monday to Wednesday] in Minsk. | 2019-05-13/2019-05-15
The two met [Monday-Wednesday] in Minsk. | 2019-05-13/2019-05-15
The two met over [the weekend] in Minsk. | 2019-05-11/2019-05-12
The two met on [May 13-14] in Minsk. | 2019-05-13/2019-05-14
The two met on [July 30-31] in Minsk. | 2018-07-30/2018-07-31
The two met on [May 30-31] in Minsk. | 2019-05-30/2019-05-31
The two met on [December 30-January 2] in Minsk. | 2018-12-30/2019-01-02
The two met on [May 14] in Minsk. | 2019-05-14
The two met on [14 May] in Minsk. | 2019-05-14
The two met on [May 14th] in Minsk. | 2019-05-14
The two met on [the 14th of May] in Minsk. | 2019-05-14
The two met on [August 3] in Minsk. | 2018-08-03
The two met on [Tuesday, May 14] in Minsk. | 2019-05-14
The two met on [May 3] and [10] in Minsk. | 2019-05-03 | 2019-05-10
The two met on [May 9 and 10] in Minsk. | 2019-05-09/2019-05-10
The two met in [March] in Minsk. | 2019-03
The two met in [May] in Minsk. | 2019-05
The two met in [June] in Minsk. | 2018-06
The two met in [November and December] in Minsk. | 2018-11/2018-12
The two met in [early May] in Minsk. | 2019-05 | 2019-05-01..2019-05-10
The two met in [mid-May] in Minsk. | 2019-05 | 2019-05-11..2019-05-20
The two met in [late April] in Minsk. | 2019-04 | 2019-04-21..2019-04-30
The two met [earlier in May] in Minsk. | 2019-05 | 2019-05-01..2019-05-16
The two met in [the first half of May] in Minsk. | 2019-05 | 2019-05-01..2019-05-15
The two met on [the 12th], in Minsk. | 2019-05-12
The two met on [the 20th], in Minsk. | 2019-04-20
The two met in [the spring]. | 2019-03/2019-05 | 2019-03-01..2019-05-31
The two met in [winter] in Minsk. | 2018-12/2019-02 | 2018-12-01..2019-02-28
The tour planned for [May] is off. | 2019-05
At the [June] Summit of the League they quarrelled. | 2018-06
The plan for [2022–2026] was signed. | 2022/2026
Their [February] meeting in Minsk was the first. | 2019-02
The [May] meeting in Minsk was the first. | 2019-05
the unfortunate [June] riots | 2018-06
"""


FUTURE = """
The two will meet on [Tuesday] in Minsk. | 2019-05-21
The two will meet on [Thursday] in Minsk. | 2019-05-23
The two will meet on [Friday] in Minsk. | 2019-05-17
The two will meet on [Monday and Tuesday] in Minsk. | 2019-05-20/2019-05-21
The two will meet [this weekend] in Minsk. | 2019-05-18/2019-05-19
The two will meet on [May 30-31] in Minsk. | 2019-05-30/2019-05-31
The two will meet over [May 30-31] in Minsk. | 2019-05-30/2019-05-31
The two will meet on [May 30 and 31] in Minsk. | 2019-05-30/2019-05-31
The two will meet [between 3 and 5 June] in Minsk. | 2019-06-03/2019-06-05
The two will meet on [18-20 September] in Minsk. | 2019-09-18/2019-09-20
The two will meet on [June 7] in Minsk. | 2019-06-07
The two will meet on [January 7] in Minsk. | 2020-01-07
The two will meet at the [June 12] summit. | 2019-06-12
The two will meet on [Wednesday, June 12]. | 2019-06-12
The two will meet in [March]. | 2020-03
The two will meet in [May]. | 2019-05
The two will meet in [June]. | 2019-06
The two will meet in [late June]. | 2019-06 | 2019-06-21..2019-06-30
The two will meet in [May or June]. | 2019-05/2019-06
The two will meet [later in June]. | 2019-06
The two will meet on [the 12th]. | 2019-06-12
The two will meet on [the 20th]. | 2019-05-20
The two will meet [around June 12]. | 2019-06-12~ | 2019-06-12..2019-06-12
The two will meet [perhaps on June 12]. | 2019-06-12? | 2019-06-12..2019-06-12
The two will meet [before June 12]. | - | -..2019-06-11
The two will meet [by Friday]. | - | -..2019-05-17
The two will meet in [the summer]. | 2019-06/2019-08 | 2019-06-01..2019-08-31
The two will meet on [New Year's Eve]. | 2019-12-31
"""


# Told on a Thursday of an event of Monday, 2019-05-13.
CONTEXT = """
[The next day] they flew on. | 2019-05-14
[The following day] they flew on. | 2019-05-14
[the following morning], they flew on. | 2019-05-14
[A day later] they flew on. | 2019-05-14
They flew on [a day later]. | 2019-05-14
They had spoken [a day earlier]. | 2019-05-12
They had spoken [the previous day]. | 2019-05-12
They had spoken [the previous evening]. | 2019-05-12
They had spoken [the day before]. | 2019-05-12
They spoke again [two days later]. | 2019-05-15
They had spoken [three days earlier]. | 2019-05-10
They spoke again [later that day]. | 2019-05-13
They spoke again [the same day]. | 2019-05-13
They spoke again on [that same day]. | 2019-05-13
They spoke again [that evening]. | 2019-05-13
They spoke again [later in the day]. | 2019-05-13
They spoke [earlier in the day]. | 2019-05-13
They spoke again [the following week]. | 2019-05-20/2019-05-26
They spoke again [the next week]. | 2019-05-20/2019-05-26
They had spoken [the previous week]. | 2019-05-06/2019-05-12
They had spoken [the week before]. | 2019-05-06/2019-05-12
They spoke again [the following month]. | 2019-06
They had spoken [the previous year]. | 2018
They had spoken [a year earlier]. | 2018~ | 2017-11-11..2018-12-31
They spoke again [a week later]. | 2019-05-17/2019-05-23
They spoke again [that same week]. | 2019-05-13/2019-05-19
"""


NEGATIVE = """
Section 12 May apply to them.
Under Article 5 May the council act?
They may go, and may 14 envoys join them?
Theresa May and Angela Merkel dined with May and her aides.
May I say a word? He was beaten by May in the vote.
The troops march on, and the March on Washington is remembered.
Resolution 2254 and UN 1325 were recalled, as was Resolution 1701.
It cost $2018 and then €2019, or 2,018 crowns.
An F-16 and a B-52 flew over; version 2.0.1 of the code ran.
Call +7 495 606 3602 or (202) 647-4000 for details.
Growth of 12.5 per cent and 14% was told, 2000 soldiers left.
the second round, a minute later, the first of many, one second
the second Monday of talks
The Good Friday Agreement and Bloody Sunday were recalled.
The Sunday Times and the Friday Mirror wrote of it.
He sat down; the sun set; the sat nav failed; wed at last, mon ami.
The fall of the wall and the spring of water.
Agenda 2030 and Vision 2030 were praised.
a hundred states, two days of talks, for three weeks, a four-year plan
as soon as they could, and soon after, shortly before the vote
He is second to none, to the day, for the time being, day by day.
the day after the talks ended and the week before the vote opened
Score 3-1, ratio 5:0, room 14, page 9, item 3 May
"""
