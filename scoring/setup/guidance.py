"""Guidance shown beside a mark where the workbook brings none of its own.

A sentence fits one line beside the pad (16 characters): a judge glances, and reads no paragraph.
"""

from collections.abc import Mapping

_SHARED: Mapping[str, tuple[str, ...]] = {
    "效果": (
        "目标是否达到，有数据对比",
        "与活动前相比，改善看得出",
        "效益计算有依据，不夸大",
        "措施已进标准，效果保持住",
    ),
    "成果报告": (
        "内容真实，前后连贯",
        "图表数据说话，看得清听得懂",
        "发表流畅，时间掌握得当",
        "回答切题，实事求是",
    ),
    "特点": (
        "课题小而实，自己动手",
        "做法或组织有自己的特色",
        "方法得当，值得推广",
    ),
}

_PROBLEM_SOLVING: Mapping[str, tuple[str, ...]] = {
    "选题": (
        "针对现场问题，理由有数据",
        "现状分层清楚，找到症结",
        "目标可测量，设定有依据",
    ),
    "原因分析": (
        "针对症结，因果关系清楚",
        "分析到可直接采取对策",
        "要因逐条确认，看影响程度",
        "方法适宜，数据来自现场",
    ),
    "对策与实施": (
        "要因都有对策，经过比较",
        "对策表完整，责任到人",
        "按表实施，逐条核对目标",
        "必要时查过不良影响",
    ),
}

_INNOVATION: Mapping[str, tuple[str, ...]] = {
    "选题": (
        "课题来自需求，现有做法不够",
        "借鉴广泛，与思路有关联",
        "目标合需求，分析过可行性",
    ),
    "提出方案并确定最佳方案": (
        "总体方案有创新，相对独立",
        "逐级展开到可以实施",
        "用数据和试验比较选择",
        "方法适宜，结论有事实",
    ),
    "对策与实施": (
        "对策与最佳方案一一对应",
        "对策表完整，措施具体",
        "按表实施，逐条核对目标",
        "必要时查过不良影响",
    ),
}

_BY_KIND: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "问题解决型": _PROBLEM_SOLVING,
    "创新型": _INNOVATION,
}


def default_guidance(kind: str, criterion: str) -> tuple[str, ...]:
    """The sentences for a criterion of a known kind, none for any other; brackets aside."""
    if kind not in _BY_KIND:
        return ()
    name = criterion.partition("(")[0].partition("(")[0].strip()
    return _BY_KIND[kind].get(name) or _SHARED.get(name, ())
