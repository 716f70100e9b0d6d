"""What the dates in a text mean: a table of phrases, properties that hold for any text, real articles.

In a case the expected expressions stand in square brackets. After the text come, parted by bars, for
each of them: EDTF (or -), and where they differ from what the EDTF spans, earliest..latest (- unknown).
"""

from __future__ import annotations

import json
import re
import time
from calendar import monthrange
from datetime import date, timedelta
from functools import cache

import pytest
from edtf import parse_edtf
from hypothesis import given, settings
from hypothesis import strategies as st
from shared_data import shared

from kg.dates.normalization import find_dates, find_expressions, resolve

THURSDAY = date(2019, 5, 16)

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
They met in [spring 2019] in Vienna. | 2019-21 | 2019-03-01..2019-05-31
They met in [the autumn of 2018] in Vienna. | 2018-23 | 2018-09-01..2018-11-30
They met in [the fall of 1989] in Vienna. | 1989-23 | 1989-09-01..1989-11-30
They met in [summer 2018] in Vienna. | 2018-22 | 2018-06-01..2018-08-31
They met in [winter 2018] in Vienna. | 2018-24 | 2018-01-01..2019-02-28
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
He was in Cairo [earlier this week]. | 2019-05-13/2019-05-19 | 2019-05-13..2019-05-16
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
He is in Cairo [this summer]. | 2019-22 | 2019-06-01..2019-08-31
He was in Cairo [last summer]. | 2018-22 | 2018-06-01..2018-08-31
He was in Cairo [last autumn]. | 2018-23 | 2018-09-01..2018-11-30
He was in Cairo [last winter]. | 2018-24 | 2018-12-01..2019-02-28
He is in Cairo [next spring]. | 2020-21 | 2020-03-01..2020-05-31
He is in Cairo [later this summer]. | 2019-22 | 2019-06-01..2019-08-31
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
The two met in [the spring]. | 2019-21 | 2019-03-01..2019-05-31
The two met in [winter] in Minsk. | 2018-24 | 2018-12-01..2019-02-28
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
The two will meet in [the summer]. | 2019-22 | 2019-06-01..2019-08-31
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


@cache
def valid_edtf(edtf: str) -> bool:
    """Whether an implementation that is not ours reads it; its parser is slow, so once for each."""
    return str(parse_edtf(edtf)) == edtf


def span_of(edtf: str) -> tuple[date, date]:
    """First and last day of an EDTF date or interval; written apart from the code under test."""
    ends = [end.rstrip("?~") for end in edtf.split("/")]
    first, last = [int(n) for n in ends[0].split("-")], [int(n) for n in ends[-1].split("-")]
    begin = date(*[*first, 1, 1][:3])
    year, month, *day = (*last, 12) if len(last) == 1 else last
    return begin, date(year, month, *(day or [monthrange(year, month)[1]]))


def read_case(line: str) -> tuple[str, list[tuple[int, int]], list[str], list[str | None]]:
    marked, *expected = [field.strip() for field in line.split(" | ")]
    expected = [field.removeprefix("| ") for field in expected]
    plain, spans, start = "", [], 0
    for piece in re.split(r"([\[\]])", marked):
        if piece == "[":
            start = len(plain)
        elif piece == "]":
            spans.append((start, len(plain)))
        else:
            plain += piece
    values: list[str] = []
    bounds: list[str | None] = []
    for field in expected:
        if ".." in field:
            bounds[-1] = field
        else:
            values.append(field)
            bounds.append(None)
    return plain, spans, values, bounds


def cases(table: str) -> list[str]:
    """The lines of a table; a text may itself hold a line break, so a case ends where its values do."""
    found = [""]
    for line in table.strip("\n").split("\n"):
        found[-1] += ("\n" if found[-1] else "") + line
        if " | " in line:
            found.append("")
    return found[:-1]


TABLES = [
    (ABSOLUTE, None, None),
    (UNKNOWN, None, None),
    (PAST, "past", None),
    (FUTURE, "future", None),
    (CONTEXT, None, date(2019, 5, 13)),
]
CASES = [
    (line, direction, context) for table, direction, context in TABLES for line in cases(table)
]


def test_the_table_is_long_enough():
    assert len(CASES) >= 250
    assert len({line for line, direction, _ in CASES}) == len(CASES)


@pytest.mark.parametrize(("line", "direction", "context"), CASES, ids=[case[0] for case in CASES])
def test_phrase(line, direction, context):
    text, spans, values, bounds = read_case(line)
    found = find_dates(text, anchor=THURSDAY, direction=direction, context=context)
    assert [(when.start, when.end) for when in found] == spans
    assert [when.edtf or "-" for when in found] == values
    for when, value, bound in zip(found, values, bounds, strict=True):
        if bound:
            first, last = bound.split("..")
        else:
            first, last = (day.isoformat() for day in span_of(value))
        assert (str(when.earliest or "-"), str(when.latest or "-")) == (first, last)
        assert when.edtf is None or valid_edtf(when.edtf)


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


@pytest.mark.parametrize("text", NEGATIVE.strip().split("\n"))
def test_no_date_here(text):
    kinds = ("habit", "time")
    found = [e for e in find_expressions(text) if e.kind not in kinds]
    assert [e.text for e in found] == []


@pytest.mark.parametrize(
    "text",
    [
        "They talk [every Tuesday].",
        "They talk on [Tuesdays].",
        "They talk [regularly] and [often].",
        "They talk [every year].",
        "They talk [once a month].",
        "They talk [on a regular basis].",
        "There were [frequent] calls.",
        "They stay in [regular] contact.",
        "They meet [annually].",
        "They talk [from time to time].",
    ],
)
def test_habits_are_known_as_such(text):
    plain, spans, _, _ = read_case(text)
    found = find_expressions(plain)
    assert [(e.start, e.end) for e in found] == spans
    assert {e.kind for e in found} == {"habit"}
    assert find_dates(plain, anchor=THURSDAY) == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("They sat at 3 p.m. sharp", "15:00"),
        ("They sat at 3pm sharp", "15:00"),
        ("They sat at 12 a.m. sharp", "00:00"),
        ("Rome, October 6, 1971, 4:30–5:10 p.m.", "16:30/17:10"),
        ("Rome, October 6, 1971, 10–11 a.m.", "10:00/11:00"),
        ("Rome, October 6, 1971, 11:30-12:10 p.m.", "11:30/12:10"),
        ("Rome, October 6, 1971—10:15 a.m.-12:40 p.m.", "10:15/12:40"),
        ("14.05.2019 16:24", "16:24"),
        ("They sat until noon", "12:00"),
        ("They sat at about 5:30 or so", None),
    ],
)
def test_times_of_day(text, told):
    (found,) = [e for e in find_expressions(text) if e.kind == "time"]
    assert found.time == told


@pytest.mark.parametrize(
    ("anchor", "text", "edtf"),
    [
        (date(2018, 5, 31), "twice within the past month", "2018-05"),
        (date(2018, 6, 2), "twice within the past month", "2018-05"),
        (date(2018, 6, 12), "twice within the past month", "2018-05-12/2018-06-12"),
        (date(2018, 12, 31), "twice in the past year", "2018"),
        (date(2019, 1, 5), "twice in the past year", "2018"),
        (date(2018, 6, 19), "approved one year ago", "2017~"),
        (date(2019, 1, 10), "He went to Oslo last summer", "2018-22"),
        (date(2019, 10, 10), "He went to Oslo last summer", "2019-22"),
        (date(2019, 1, 31), "He will go next month", "2019-02"),
        (date(2019, 12, 31), "He will go tomorrow", "2020-01-01"),
        (date(2020, 2, 28), "He will go tomorrow", "2020-02-29"),
        (date(2020, 3, 31), "He went a month ago", "2020-02~"),
        (date(2019, 5, 13), "He was away over the weekend", "2019-05-11/2019-05-12"),
        (date(2019, 5, 18), "He is away over the weekend", "2019-05-18/2019-05-19"),
        (date(2019, 1, 3), "signed on December 29", "2018-12-29"),
        (date(2019, 12, 30), "due on January 4", "2020-01-04"),
        (date(2021, 3, 1), "due on February 29", "2020-02-29"),
    ],
)
def test_other_anchors(anchor, text, edtf):
    (found,) = find_dates(text, anchor=anchor)
    assert found.edtf == edtf


def test_how_long_it_took_is_no_date():
    said = "In three days they met five times."
    assert find_dates(said, anchor=THURSDAY, direction="past")[0].edtf is None


def test_without_an_anchor_only_full_dates_are_known():
    said = "On Tuesday, after May 3 and a year ago, they met; on May 14, 2019, they met again."
    found = find_dates(said, anchor=None)
    assert [when.edtf for when in found] == [None, None, None, "2019-05-14"]
    assert [when.text for when in found] == ["Tuesday", "after May 3", "a year ago", "May 14, 2019"]


def test_the_basis_is_told():
    said = "On May 14, 2019 and then the next day. They met on Monday."
    stated, context, monday = find_dates(said, anchor=date(2019, 6, 1), basis="dateline")
    assert (stated.basis, context.basis, monday.basis) == ("stated", "context", "dateline")
    assert context.edtf == "2019-05-15"


def test_context_given_by_the_caller():
    said = "The next day they flew on."
    (found,) = find_dates(said, anchor=THURSDAY, context=date(2018, 12, 31))
    assert (found.edtf, found.basis) == ("2019-01-01", "context")
    assert find_dates(said, anchor=THURSDAY)[0].edtf is None


def test_offsets_count_from_the_whole_text():
    said = "On May 1 or later. On May 13-14, 2019 they met."
    start = said.index("On May 13")
    (found,) = find_dates(said, start=start, end=len(said) - 5, anchor=THURSDAY)
    assert said[found.start : found.end] == found.text == "May 13-14, 2019"
    (expression,) = find_expressions(said, start=start)
    assert expression.last is not None
    assert said[expression.last.start : expression.last.end] == "14, 2019"


PHRASES = " ".join(line.split(" | ")[0] for line, _, _ in CASES).replace("[", "").replace("]", "")


@pytest.mark.parametrize(
    ("anchor", "direction"),
    [(date.min, "past"), (date(1, 3, 1), None), (date(9999, 11, 30), None), (date.max, "future")],
)
def test_the_ends_of_the_calendar(anchor, direction):
    for when in find_dates(PHRASES, anchor=anchor, context=anchor, direction=direction):
        check(PHRASES, when)


def check(text, when):
    """What holds for every date that is found, whatever the text."""
    assert text[when.start : when.end] == when.text
    assert when.text
    if when.earliest and when.latest:
        assert when.earliest <= when.latest
    if when.edtf:
        assert valid_edtf(when.edtf)
        assert when.earliest
        assert when.latest
        assert when.precision
    else:
        assert when.precision is None


VOCABULARY = (
    "the a in on of last next this May May march 14 3 2019 1999 31 - , . and to from week day month "
    "year ago later Tuesday Monday early late mid- end since until by before after first second half "
    "quarter spring weekend same following previous two a\u00a0few 's ’s –  \n \n\n 12/10/2019 4:30 p.m. "
    "every today yesterday Dec. th 1950s within past coming İ ß 5 00 9999"
)
WORDS = st.sampled_from(VOCABULARY.split(" "))
DAYS = st.dates()


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, max_size=25).map(" ".join) | st.text(max_size=80), DAYS | st.none(), DAYS)
def test_any_text(text, anchor, context):
    for direction in ("past", "future", None):
        previous = 0
        for when in find_dates(text, anchor=anchor, context=context, direction=direction):
            check(text, when)
            assert previous <= when.start < when.end
            previous = when.end


@given(
    st.dates(date(1900, 1, 1), date(2100, 1, 1)),
    st.integers(-50, 50),
    st.sampled_from(["Monday", "last Friday", "next Sunday", "this Tuesday", "Tuesday next week"]),
    st.sampled_from(["past", "future", None]),
)
def test_a_weekday_moves_with_its_anchor(anchor, weeks, words, direction):
    (expression,) = find_expressions(f"They meet {words}.")
    one = resolve(expression, anchor=anchor, direction=direction)
    other = resolve(expression, anchor=anchor + timedelta(weeks=weeks), direction=direction)
    assert one.latest is not None
    assert other.latest == one.latest + timedelta(weeks=weeks)


@given(st.dates(date(1600, 1, 1), date(2099, 12, 31)))
def test_a_full_date_is_read_in_every_order(day):
    month, short = f"{day:%B}", f"{day:%b}."
    for written in (
        f"{day.day} {month} {day.year}",
        f"{month} {day.day}, {day.year}",
        f"the {day.day}th of {month} {day.year}",
        f"{short if month != 'May' else month} {day.day}, {day.year}",
        f"{day:%d.%m.%Y}",
        day.isoformat(),
        f"{day:%A}, {month} {day.day}, {day.year}",
    ):
        (found,) = find_dates(f"It was {written}, they say.", anchor=None)
        assert (found.edtf, found.text) == (day.isoformat(), written)


@pytest.mark.parametrize(
    "pattern",
    [
        "9", "1 ", "12 May ", "May ", "the ", "the first week of ", "in the ", "-", "1,", "1, ",
        "Monday, ", "13-", "a couple of ", "from ", "between 3 and ", "since ", "2019-", "12:30-",
        "\n", " ", "late ", "May 1, 2, ", "the 1st of the ", "İ",
    ],
)  # fmt: skip
def test_hostile_text_takes_time_in_step_with_its_length(pattern):
    took = []
    for size in (8_000, 80_000):
        text = pattern * (size // len(pattern))
        started = time.process_time()
        find_dates(text, anchor=THURSDAY)
        took.append(time.process_time() - started)
    # Ten times the text may take ten times as long; quadratic growth would take a hundred times.
    assert took[1] < max(40 * took[0], 0.5), took
    assert took[1] < 20


SEED_DATES = [
    ("000", "published", None, {"June 18": "2018-06-18", "one year ago": "2017~"}),
    (
        "001", "published", "future",
        {"May 13-14": "2019-05-13/2019-05-14", "May 13": "2019-05-13", "the next day": "2019-05-14",
         "late June": "2019-06", "May 14": "2019-05-14", "yesterday": "2019-05-10"},
    ),
    ("002", "published", "past", {"today": "2019-12-10", "last May": "2019-05", "1950s’": "195X"}),
    (
        "003", "published", None,
        {"today": "2018-05-31", "May 22": "2018-05-22", "June 12": "2018-06-12", "June 7": "2018-06-07",
         "the past month": "2018-05", "May 30-31": "2018-05-30/2018-05-31", "June 1": "2018-06-01",
         "since 2009": None, "soon": None},
    ),
    ("004", "published", "past", {"Tuesday": "2019-05-14", "next month": "2019-06", "Monday": "2019-05-13"}),
]  # fmt: skip


@pytest.mark.parametrize(("seed", "basis", "direction", "expected"), SEED_DATES)
def test_real_articles(seed, basis, direction, expected):
    gold = [json.loads(line) for line in shared("gold/seeds.jsonl").read_text("utf-8").splitlines()]
    (entry,) = [one for one in gold if one["id"].startswith(seed)]
    text = (shared("seeds") / entry["file"].split("/")[-1]).read_text("utf-8")
    anchor = date.fromisoformat(entry["published"])
    found = find_dates(text, anchor=anchor, direction=direction, basis=basis)
    by_text = {when.text: when.edtf for when in found}
    assert {words: by_text.get(words, "missing") for words in expected} == expected
    # Every date that the annotation gives can be reached from the words or is that of publication.
    reached = {when.edtf for when in found} | {entry["published"]}
    assert {event["date"] for event in entry["events"]} - {None} <= reached
