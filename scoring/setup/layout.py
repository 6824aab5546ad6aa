"""The seven sheets: their headings, what a heading may also be called, and the words of cells."""

from collections.abc import Mapping
from dataclasses import dataclass

CONTEST, RUBRICS, SESSIONS = "赛事", "评审表", "场次"
ENTRIES, JUDGES, QUOTAS, AWARDS = "成果", "评委", "名额", "奖项"


@dataclass(frozen=True, slots=True)
class Column:
    """A heading; `also` are other spellings; a required one must be there."""

    title: str
    english: str
    required: bool = True
    also: tuple[str, ...] = ()


COLUMNS: Mapping[str, tuple[Column, ...]] = {
    CONTEST: (
        Column("项目", "item", also=("名称", "设置项")),
        Column("内容", "content", also=("值", "设置")),
    ),
    RUBRICS: (
        Column("成果类型", "kind", also=("类型", "课题类型")),
        Column("序号", "number", also=("项目序号",)),
        Column("评审项目", "criterion", also=("项目", "评审内容项目")),
        Column("配分", "points", also=("分值", "满分")),
        Column("同分顺序", "tie role", False, ("同分用途",)),
        Column("系数", "factor", False, ("权重系数",)),
        Column("评审要点", "guidance", False, ("要点", "说明", "评审内容")),
        Column("版本", "version", False),
    ),
    SESSIONS: (
        Column("场次编号", "session", also=("编号", "场次")),
        Column("名称", "name", also=("场次名称",)),
        Column("日期", "date"),
        Column("开始时间", "start", also=("时间",)),
        Column("地点", "place", also=("会场",)),
        Column("形式", "mode", also=("举办形式",)),
        Column("会议链接", "meeting link", False, ("链接",)),
    ),
    ENTRIES: (
        Column("编号", "number", also=("成果编号",)),
        Column("成果类型", "kind", also=("类型", "课题类型")),
        Column("课题名称", "title", also=("课题", "成果名称")),
        Column("小组名称", "circle", also=("小组", "QC小组名称")),
        Column("单位", "unit", also=("单位名称", "企业名称")),
        Column("推荐单位", "recommender", False),
        Column("组长", "leader", False, ("小组组长",)),
        Column("成员", "members", False, ("小组成员",)),
        Column("场次编号", "session", also=("场次",)),
        Column("发表顺序", "position", False, ("顺序", "出场顺序")),
        Column("发表方式", "attendance", also=("方式",)),
        Column("文审得分", "document score", False, ("文审分", "文审成绩")),
        Column("推荐意见", "recommendation", False),
    ),
    JUDGES: (
        Column("编号", "number", also=("评委编号",)),
        Column("姓名", "name", also=("评委姓名",)),
        Column("单位", "unit", False, ("工作单位",)),
        Column("场次编号", "session", also=("场次",)),
        Column("职责", "role", also=("角色",)),
        Column("评审方式", "attendance", also=("方式",)),
        Column("回避单位", "recused units", False),
    ),
    QUOTAS: (
        Column("成果类型", "kind", also=("类型", "课题类型")),
        Column("全国候选名额", "candidates", also=("候选名额", "名额")),
        Column("候补名额", "reserves", also=("候补",)),
        Column("每单位上限", "unit cap", False, ("单位上限",)),
        Column("场次编号", "session", False, ("场次",)),
    ),
    AWARDS: (
        Column("奖项", "prize", also=("奖项名称",)),
        Column("比例(%)", "share", False, ("占比",)),
        Column("数量", "count", False, ("个数",)),
    ),
}

ENGLISH: Mapping[str, str] = {
    CONTEST: "contest",
    RUBRICS: "rubrics",
    SESSIONS: "sessions",
    ENTRIES: "entries",
    JUDGES: "judges",
    QUOTAS: "quotas",
    AWARDS: "awards",
}

ITEMS: Mapping[str, str] = {
    "赛事名称": "contest name",
    "主办单位": "organiser",
    "年份": "year",
    "最少有效评委数": "least number of valid judges",
    "去分起始评委数": "judges from which marks are dropped",
    "去掉最高分个数": "highest marks dropped",
    "去掉最低分个数": "lowest marks dropped",
    "去分方式": "way of dropping",
    "小数位数": "decimal places",
    "修约规则": "rounding rule",
    "打分步长": "mark step",
    "文审权重": "document weight",
    "发表权重": "presentation weight",
    "发表时限(分钟)": "presentation limit in minutes",
    "超时宽限(秒)": "overtime grace in seconds",
    "超时每档(秒)": "overtime step in seconds",
    "每档扣分": "points per overtime step",
    "扣分上限": "most points off",
    "同分规则": "tie rule",
    "修约时点": "time of rounding",
    "最低入选分": "least score of a candidate",
    "排名依据": "ranked by",
    "提前提醒(秒)": "warning in seconds",
    "提问时限(分钟)": "question limit in minutes",
    "亮分方式": "reveal",
    "公开评委分": "judges' marks shown",
    "公开已交票数": "ballot count shown",
    "仍同分": "still tied",
    "满分": "full score",
    "证书日期": "certificate date",
    "证书编号格式": "certificate number",
}

DROP_MODES = {"总分": "total", "逐项": "criterion"}
ROUNDING_AT = {"最后": "end", "逐项": "criterion"}
ROUNDINGS = {"四舍五入": "half_up", "GB/T8170": "half_even"}
RANK_BY = {"精确值": "exact", "公布值": "published"}
STILL_TIED = {"并列": "shared", "组长合议": "chief"}
REVEALS = {"当场": "at_once", "下一个之后": "after_next", "典礼": "ceremony"}
SHOW_JUDGES = {"按席位": "seat", "不公开": "hidden", "按姓名": "name"}
SHOW_COUNT = {"否": "no", "灯": "lamps", "数": "count"}
TIE_KEYS = {
    "发表得分": "presentation",
    "核心项目": "core",
    "第二项目": "second",
    "文审得分": "document",
    "不去分平均": "untrimmed",
    "中位数": "median",
    "组长总分": "chief",
}

MODES = {"线下": "onsite", "线上": "online", "线上线下结合": "hybrid"}
ATTENDANCE = {"现场": "onsite", "远程": "remote"}
ROLES = {"组长": "chief", "副组长": "deputy", "评委": "judge"}
TIE_ROLES = {"核心项目": "core", "第二项目": "second"}
RECOMMENDATIONS = ("同意推荐", "秘书处确认", "无")

MODE_WORDS = MODES | {"现场": "onsite", "远程": "online", "混合": "hybrid", "线上线下": "hybrid"}
ATTENDANCE_WORDS = ATTENDANCE | {"线下": "onsite", "线上": "remote"}
ROLE_WORDS = ROLES | {"评审组长": "chief", "成员": "judge", "组员": "judge"}

ROUNDING_WORDS = ROUNDINGS | {
    "GB/T8170-2008": "half_even",
    "GBT8170": "half_even",
    "GB8170": "half_even",
    "四舍六入五成双": "half_even",
    "四舍六入五留双": "half_even",
    "四舍六入五考虑": "half_even",
    "奇进偶舍": "half_even",
}
STILL_TIED_WORDS = STILL_TIED | dict.fromkeys(
    ("合议", "组长决定", "组长裁定", "评审组长合议", "评审组长决定", "由组长决定"), "chief"
)
REVEAL_WORDS = REVEALS | {"下一个之后亮分": "after_next", "颁奖典礼": "ceremony"}
SHOW_COUNT_WORDS = SHOW_COUNT | {"不公开": "no", "FALSE": "no", "亮灯": "lamps", "票数": "count"}

LONGEST = {"circle": 40, "unit": 40, "title": 60, "person": 20, "name": 60, "link": 300}


def word_of(words: Mapping[str, str], value: str) -> str:
    """The word that stands for a value; the first one where several do."""
    return next(word for word, meaning in words.items() if meaning == value)
