"""Words that carry a sentence's grammar and not its subject. They are not looked up."""

from __future__ import annotations

ENGLISH = frozenset(
    """
    a about above after again against all also am an and any anybody anyone anything are aren as
    at be because been before being below between both but by can cannot could couldn did didn
    do does doesn doing don done down during each either else ever every everyone everything few
    for from further get gets getting got had hadn has hasn have haven having he hello her here
    hers herself hey hi him himself his how however i if in into is isn it its itself just let
    lot lots ll many may maybe me might mine more most much must mustn my myself neither no nor
    not now of off ok okay on once one ones only onto or other others our ours ourselves out
    over own per perhaps please pls quite rather re really s said same say saying says shall
    shan she should shouldn since so some somebody someone something still such t tell than
    thank thanks that the their theirs them themselves then there these they thing things this
    those though through thus to too toward towards u under until up upon us ve very via was
    wasn we well were weren what whatever when whenever where whereas whether which while who
    whoever whom whose why will with within without would wouldn yes yet you your yours yourself
    yourselves ya yeah yo im ive id dont doesnt didnt isnt wasnt cant wont arent couldnt wouldnt
    shouldnt hasnt hadnt havent werent mustnt aint versus vs whats whos hows wheres thats theres
    lol btw
    """.split()
)
"""Function words, the ways a chat message opens and closes, and contractions without
their apostrophe. Negations are in it: which sentence denies something is not a matter of
finding it."""

ENGLISH_ASKING = frozenset(
    """
    according actually anyway article ask asked asking author bit called describe described
    document documents does explain explained find found give given happen happened happening info
    information kind know known learn like list listed lists look mean meaning means meant mention
    mentioned mentions need question read report reported sort speak stuff summarize
    summary talk talked talking talks term terms text think topic understand want wondering write
    written
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
    得 地 做 用 让 叫 看 更 多 去 来 还有 会不会 能不能 可不可以 要不要 是谁 谁是 哪一家
    哪一个 这样 那样 这么 那么 真的 其实 大概 到底 究竟 难道 大家 人家 别的 另外 一些 有些
    有点 一点 非常 十分 已经 正在 将会 曾经 之后 以后 之前 时候 的话 为啥 咋 咋样 啥 干嘛
    干啥 哪种 怎么办 怎么看 怎么说 篇 本 次 件 只 台 款 条 张 份 项 座 场 辆 将 已 正 再
    只是 只有 而且 或者 以及 不过 然而 虽然 由于 根据 按照 通过 进行 作为 随着 除了 之间
    当中 方面 东西 事情 办法 有关 相关 嗯 哦 哈 嗨 喂 您 您好 你好 谢谢 麻烦 帮我 能否
    有什么 有哪些 有多少 是什么 想知道 想问 想了解 请教 问一下 那篇 这位 那位 这里 那里
    咱们 自己 别人 某 每 各 该 此 某些 任何 所有 一切 都有 都是 也是 就是 不是 别 后来
    然后 接着 应该 愿意 打算
    """.split()
)
"""Pronouns, question words and the like, simplified. One-character ones count only where
they stand alone between longer words."""
