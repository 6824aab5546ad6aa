"""恢复步骤: the sheet that lies beside the laptop – who does what, word for word, when the contest's data is gone."""

from __future__ import annotations

from dataclasses import dataclass

from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer

from papers.documents import Output
from papers.sheet import BODY, CELL_BOLD, CELL_CENTRE, Part, head, page_width, sheets_pdf, signatures, table, text

BOX, WHO, CLOCK = 8 * mm, 24 * mm, 22 * mm
ITEM = ParagraphStyle("restoring item", BODY, fontSize=10, leading=14)
TYPED = ParagraphStyle("restoring typed", ITEM, backColor="#EEF1F4", borderPadding=2, spaceBefore=3, spaceAfter=5)
WHEN = ParagraphStyle("restoring when", CELL_BOLD, fontSize=11, leading=15)
TIME = "＿＿:＿＿"
Step = tuple[str, str, ParagraphStyle, bool]  # who, what, how it is set, whether its time is noted


@dataclass(frozen=True, slots=True)
class Restoring:
    """This contest's own paths, address and commands; `same_disk` where no second place was set.

    `verify` is typed in `folder`, in a terminal of its own.
    """

    contest: str
    address: str
    data_dir: str
    place: str
    same_disk: bool
    folder: str
    restore: str
    start: str
    verify: str
    staff: tuple[str, ...]
    https: str = ""  # paths of the certificate's two files, where it is served over https
    mark: str = ""


def print_restoring(values: Restoring, output: Output) -> None:
    """`restoring.pdf`."""
    output.progress(0, 1)
    output.file("restoring.pdf", sheets_pdf(f"{values.contest} 恢复步骤", [Part(_story(values), values.mark)]))
    output.progress(1, 1)


def _story(values: Restoring) -> list[Flowable]:
    story = head("恢复步骤", values.contest, f"数据目录 {values.data_dir}　备份位置 {values.place}")
    story += [text(words, ITEM) for words in _when(values)]
    story += [Spacer(0, 2 * mm), text("评委听到的话（秘书处照念）", WHEN), text(SAID, ITEM), Spacer(0, 2 * mm)]
    rows = [("□", who, text(words, style), TIME if timed else "") for who, words, style, timed in _steps(values)]
    widths = (BOX, WHO, page_width() - BOX - WHO - CLOCK, CLOCK)
    story.append(table(("", "谁", "做什么", "时刻"), rows, widths, (CELL_CENTRE, ITEM, ITEM, CELL_CENTRE)))
    story += [Spacer(0, 3 * mm), text(_known(values), ITEM), Spacer(0, 5 * mm)]
    story.append(signatures("恢复人签字", "见证人签字", "日期和时刻", width=page_width()))
    return story


SAID = (
    "“系统正在恢复，大约几分钟。请不要关平板、不要换平板、不要清除浏览器数据，也不必重新登录。"
    "交过的和没写完的评分都在各位的平板里，系统回来后会自己补发；看到“全部已保存”就可以了。台上照常进行。”"
)


def _when(values: Restoring) -> list[str]:
    lines = [
        "只是死机、断电或程序退出：不用恢复，重新启动服务器（下面的 make run）即可，数据都在。",
        "硬盘坏了、电脑不在了、数据目录打不开或被删：照下面做。两个人一起：恢复人操作，见证人看着屏幕核对；都要是工作人员。",
    ]
    if values.same_disk:
        lines.append(
            "注意：没有设第二个备份位置，备份与比赛在同一块硬盘上，硬盘坏了就无从恢复。请插上 U 盘，设好 BACKUP_DIR。"
        )
    return lines


def _steps(values: Restoring) -> list[Step]:
    back = f"让它用原来的地址 {values.address}：平板只认这个地址。"
    if values.https:
        back += f"证书的两个文件不在备份里，要放回原处：{values.https}。"
    return [
        ("秘书处", "念上面那段话。记下时刻，和台上是哪一项、进行到哪一步：＿＿＿＿＿＿＿＿", ITEM, True),
        (
            "恢复人",
            f"换了电脑：装好同一版本的程序（make setup），接上同一网络，{back}插上备份盘，确认看得到 {values.place}。",
            ITEM,
            False,
        ),
        ("恢复人", "打开终端，逐字输入：", ITEM, False),
        ("", f"cd {values.folder}", TYPED, False),
        ("", values.restore, TYPED, True),
        (
            "两人",
            f"按提示输入恢复人和见证人的编号（{'、'.join(values.staff)}）。看到“已恢复”；抄下备份时间和台账号：＿＿＿＿＿＿＿＿",
            ITEM,
            False,
        ),
        *_steps_after(values),
    ]


def _steps_after(values: Restoring) -> list[Step]:
    return [
        (
            "恢复人",
            "目录里还有旧数据、它说“已有一场赛事”：同一命令末尾加 --aside（旧数据整个挪到旁边，不删）。",
            ITEM,
            False,
        ),
        ("恢复人", "启动服务器，输入：", ITEM, False),
        ("", values.start, TYPED, True),
        (
            "秘书处",
            "等每台平板都显示“全部已保存”，控台上“待处理的评分表”没有新的。备份之后才换上的平板会要求登录：再扫一次卡。平板丢了或清空过的席位，请评委按纸补。",
            ITEM,
            True,
        ),
        (
            "秘书处",
            "控台与台上核对：是哪一项、哪一步；备份之后做过的叫场、开始、截止、定分、亮分再做一遍。",
            ITEM,
            True,
        ),
        ("见证人", "另开一个终端，输入下面的命令，看到“台账无误”：", ITEM, False),
        ("", f"cd {values.folder} && {values.verify}", TYPED, True),
        ("秘书处", "宣布继续。本页签字留档。恢复已自动记入台账。", ITEM, True),
    ]


def _known(values: Restoring) -> str:
    return (
        "备份在比赛进行中最多每 60 秒一份，开场、收场、每次定分时另加一份，做完核对过才算数。"
        f"命令会自己在 {values.place} 里挑最新的一份完好的；要用别的一份，把路径写到那一份的文件夹。"
        "那里有几场赛事的备份时（例如恢复之前先启动过空的服务器），它会列出各场最新的一份：把路径写到要的那一份。"
    )
