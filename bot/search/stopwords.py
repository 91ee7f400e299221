"""Words that carry a sentence's grammar and not its subject. They are not looked up."""

from __future__ import annotations

ENGLISH = frozenset(
    """
    a about above after again against all also am an and any anybody anyone anything are aren as
    at be because been before being below between both but by can cannot could couldn did didn do
    does doesn doing don done down during each either else ever every everyone everything few for
    from further get gets getting got had hadn has hasn have haven having he hello her here hers
    herself hey hi him himself his how however i if in into is isn it its itself just let lot lots
    ll many may maybe me might mine more most much must mustn my myself neither no nor not now of
    off ok okay on once one only onto or other others our ours ourselves out over own per perhaps
    please pls quite rather re really s said same say saying says shall shan she should shouldn
    since so some somebody someone something still such t tell than thank thanks that the their
    theirs them themselves then there these they thing things this those though through thus to
    too toward towards u under until up upon us ve very via was wasn we well were weren what
    whatever when whenever where whereas whether which while who whoever whom whose why will with
    within without would wouldn yes yet you your yours yourself yourselves ya yeah yo im ive id
    dont doesnt didnt isnt wasnt cant wont arent couldnt wouldnt shouldnt hasnt hadnt havent
    werent mustnt aint versus vs whats whos hows wheres thats theres lol btw
    """.split()
)
"""Function words, the ways a chat message opens and closes, and contractions without
their apostrophe. Negations are in it: which sentence denies something is not a matter of
finding it."""

ENGLISH_ASKING = frozenset(
    """
    according actually ask asked asking anyway article author bit called describe described does
    document documents explain explained find found give given happen happened happening info
    information kind know known learn like look mean meaning means mention mentioned mentions need
    question read report reported sort speak stuff summarize summary talk talked talking talks
    term terms text think topic understand want wondering write written
    """.split()
)
"""Words about asking and about the documents as such. They help where the text holds
them, but their absence does not make a question uncovered."""

CHINESE_PARTICLES = frozenset(
    "的了吗呢吧啊呀么嘛是在和与跟及或也都就才又很太最请我你他她它这那哪谁几"
)
"""Single characters that are hardly ever part of a longer word that matters."""

CHINESE = frozenset(
    """
    是不是 是否 有没有 没有 还是 可以 请问 告诉 告诉我 我们 你们 他们 它们 这个 这些
    那个 那些 什么 甚么 什么样 什么时候 怎么 怎么样 怎样 如何 为什么 为何 哪个 哪些
    哪家 哪里 哪儿 多少 几个 对于 关于 但是 因为 所以 如果 说了 说的 提到 介绍 一下
    一个 知道 觉得 认为 看法 这篇 文章 报道 报告 里面 其中 有 个 家 位 种 些 为 被
    把 给 对 从 到 向 以 于 之 其 而 并 但 会 能 可 要 想 上 下 里 中 说 不 没 过 着
    得 地 做 用 让 叫 看 更 多
    """.split()
)
"""Pronouns, question words and the like, simplified. One-character ones count only where
they stand alone between longer words."""
