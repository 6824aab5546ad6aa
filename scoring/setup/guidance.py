"""Guidance shown beside a mark where the workbook brings none of its own."""

from collections.abc import Mapping

_SHARED: Mapping[str, tuple[str, ...]] = {
    "效果": (
        "活动后的结果与设定的目标作了对比，目标是否达到有数据说明",
        "与活动前的现状作了对比，改善看得出来",
        "经济效益和社会效益计算有依据，没有夸大",
        "有效措施已进入标准或制度，并看到了保持的情况",
    ),
    "成果报告": (
        "报告真实，按活动程序展开，前后连贯",
        "以图表和数据说话，文字简明，看得清、听得懂",
        "发表自然流畅，在规定时间内讲完",
        "回答提问切题、实事求是",
    ),
    "特点": (
        "课题小而实，体现小组自己的活动",
        "在方法、做法或组织上有自己的特色",
        "统计方法运用得当，有启发和推广的价值",
    ),
}

_PROBLEM_SOLVING: Mapping[str, tuple[str, ...]] = {
    "选题": (
        "课题针对现场存在的问题，选题理由简明、有数据",
        "现状调查分层清楚，找到了问题的症结",
        "目标明确、可测量，设定有依据",
    ),
    "原因分析": (
        "针对症结分析原因，因果关系清楚、逻辑严密",
        "分析到可以直接采取对策的末端",
        "主要原因逐条确认，以对症结的影响程度判断",
        "所用方法正确、适宜，数据来自现场",
    ),
    "对策与实施": (
        "每条主要原因都有对策，对策经过比较选择",
        "对策表完整，目标、措施、地点、时间、负责人明确",
        "按对策表实施，每条对策完成后核对了对策目标",
        "必要时验证了对安全、质量、成本等方面没有不良影响",
    ),
}

_INNOVATION: Mapping[str, tuple[str, ...]] = {
    "选题": (
        "课题来自需求，现有的技术或做法满足不了",
        "广泛借鉴，借鉴的内容与创新思路有关联",
        "目标与需求一致、可测量，可行性作了分析",
    ),
    "提出方案并确定最佳方案": (
        "总体方案具有创新性和相对独立性",
        "方案逐级展开到可以实施的程度",
        "各级方案用数据和试验比较选择",
        "所用方法正确、适宜，结论有事实支持",
    ),
    "对策与实施": (
        "对策与最佳方案的各项一一对应",
        "对策表完整，目标可测量、措施具体",
        "按对策表实施，每条对策完成后核对了对策目标",
        "必要时验证了对安全、质量、成本等方面没有不良影响",
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
