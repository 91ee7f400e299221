"""Words that ask for one particular fact, such as a founder or a price."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bot.search.words import Word

_ATTRIBUTES = """
acquire acquired acquires acquisition acquisitions address addresses age ages airline airlines app
apps award awards backer backers based benefits birthday born boss bosses budget budgets ceo
chairman chairwoman charge charges cheapest city color colors colour cost costs coupon coupons cto
customer customers deadline deadlines director directors discount discounts dividend dividends
donate donated earn earned earning earnings earns email emails employee employees employs fee fees
fired flight flights founded founder founders founding fund funded funding funds gpu gpus
headcount headquarter headquartered headquarters height hire hired hires hiring hotel hotels
insurance intern interns internship internships invented invest invested investing investment
investments investor investors ipo job jobs lawsuit lawsuits layoff layoffs licence license
licenses located location locations logo logos loss losses manager managers married mascot
membership mmlu names office offices owner owners ownership paid parameter parameters parent
password patent patents pay payroll pays phone price priced prices pricing profit profits quarter
quarters quit rank ranked ranking rankings ranks rating ratings recipe recipes refund refunds
release released releases renew renewal renewals renewed rent revenue revenues salaries salary
score scored scores shareholder shareholders shares sold speed speeds sponsor sponsored sponsors
stock stocks subscription subscriptions sue sued tax taxes tuition turnover valuation valuations
valued wage wages warranty website websites weigh weighs weight wifi winner winners
总部 创始人 创办人 收入 营收 利润 股价 估值 员工 价格 工资 薪水 地址 电话 上市 发布 成立 参数
首席执行官
"""

ATTRIBUTES = frozenset(_ATTRIBUTES.split())
"""Words, as they are normalized, that ask for one particular fact about somebody or something.
Where the documents do not hold such a word beside its subject, all else they say of the subject
is no answer. Each inflection is listed: "shares" are stock, to share is something else."""


def asks_for_fact(run: Sequence[Word], facts: Collection[str]) -> bool:
    """Whether words that belong together ask for one particular fact.

    Args:
        run: them, in their mended forms; each character by itself in a script without spaces.
        facts: the words of their language that do so.
    """
    if run[0].unspaced:
        return "".join(word.form for word in run) in facts
    return any(word.form in facts for word in run)
