"""1,000 certificates, bundled and each in a file of its own: ours, typst, fpdf2, in alternating runs.

`python -m tools.bench.certificates [COUNT] [ROUNDS]`, fewer rounds with SHORT=1.  Figures of one machine
say little; the ratios of one run are what counts.  Whatever is read once (faces, templates) is read before
the clock starts.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter

from papers.certificates import CertificateBatch, CertificateSheet, print_certificates
from papers.documents import PrintRefused
from scoring.rules.certificate import CertificateText
from tools.bench.figures import FOLDER, Figure, missed, save
from tools.bench.others import Fpdf, Typst

FEW = 3
CONTEST = "2020年上海市质量管理小组成果发表赛（样例）"
COMMON = (
    "降低提高缩短减少优化研究开发处理时长故障准确率合格工作效成本客户投诉网络基站设备检测系统安全运行生产质量管理"
    "服务中心轨道交通供水电力建筑施工医院护理药品通信信号车间班组技术改造装置材料能耗节约响应及时完成满意度"
)
NAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马"
GIVEN = "伟芳娜敏静秀丽强磊军洋勇艳杰娟涛明超兰霞平刚桂英志建国文华玉红梅春晓东海波宁鑫浩宇欣怡子涵梓轩雨泽思远嘉豪"
BUNDLED, SEPARATE = "bundled", "separate"
GOALS = {BUNDLED: 1.5, SEPARATE: 15.0}


def sheets(count: int, qr: bool = False) -> tuple[CertificateSheet, ...]:
    """Certificates of different circles, the same ones in every run."""
    return tuple(_sheet(at, qr) for at in range(1, count + 1))


def _sheet(at: int, qr: bool) -> CertificateSheet:
    def draw(source: str, length: int, salt: int) -> str:
        start, step = at * 7919 + salt * 104729, at % 97 + 31
        return "".join(source[(start + place * step) % len(source)] for place in range(length))

    members = tuple(draw(NAMES, 1, seat) + draw(GIVEN, 1 + (at + seat) % 2, seat + 20) for seat in range(8))
    text = CertificateText(
        number=f"2020-W-{at:04d}", kind="award", contest=CONTEST, organiser="上海市质量协会", date="2020-12-18",
        unit=f"上海{draw(COMMON, 4, 1)}有限公司", circle=f"{draw(COMMON, 2, 2)}QC小组",
        title=draw(COMMON, 12 + at % 9, 3), award=("一等奖", "二等奖", "三等奖")[at % 3], members=members,
    )  # fmt: skip
    return CertificateSheet(text, f"https://qc.example.org/verify/{text.number}?s=Abcdefgh01234567" if qr else "")


class Weighed:
    """An Output that counts files and bytes; a disk would be the same for all."""

    def __init__(self) -> None:
        self.files = self.bytes = 0

    def file(self, name: str, content: bytes) -> None:
        """One more."""
        self.files += 1
        self.bytes += len(content)

    def progress(self, done: int, of: int) -> None:
        """Nobody watches."""

    def stopped(self, refusal: PrintRefused) -> None:
        """None of these can be."""
        raise refusal


def ours(batch: Sequence[CertificateSheet], bundle: bool) -> int:
    """Bytes of what papers.certificates prints."""
    out = Weighed()
    print_certificates(CertificateBatch(tuple(batch), bundle), out)
    if out.files != (1 if bundle else len(batch)):
        raise RuntimeError(f"{out.files} files")
    return out.bytes


Tool = Callable[[Sequence[CertificateSheet], bool], int]


@dataclass(frozen=True, slots=True)
class Found:
    """Pages per second of each run and their median, and bytes per page."""

    rates: tuple[float, ...]
    weight: float

    @property
    def rate(self) -> float:
        return median(self.rates)


def measure(
    tools: Mapping[str, tuple[Tool, int]], batch: Sequence[CertificateSheet], rounds: int
) -> dict[tuple[str, str], Found]:
    """What each tool does, by form and name; the runs take turns.

    With each tool stands how many separate files it makes in a run: few where it is slow.
    """
    times: dict[tuple[str, str], list[float]] = {}
    weights: dict[tuple[str, str], float] = {}
    for tool, _ in tools.values():
        tool(batch[:2], True)
    for _ in range(rounds):
        for form in (BUNDLED, SEPARATE):
            for name, (tool, few) in tools.items():
                some = batch if form == BUNDLED else batch[:few]
                began = perf_counter()
                weights[form, name] = tool(some, form == BUNDLED) / len(some)
                times.setdefault((form, name), []).append((perf_counter() - began) / len(some))
    return {key: Found(tuple(1 / took for took in taken), weights[key]) for key, taken in times.items()}


def main(arguments: Sequence[str]) -> int:
    """Prints the table; exit status 1 where a goal is missed."""
    usual = ("1000", "3") if os.environ.get("SHORT", "") not in ("", "0") else ("1000", "5")
    count, rounds = (int(word) for word in (*arguments, *usual[len(arguments) :]))
    tools: dict[str, tuple[Tool, int]] = {"ours": (ours, count), "typst": (Typst(), count), "fpdf2": (Fpdf(), FEW)}
    found = measure(tools, sheets(count), rounds)
    coded = measure({"ours, QR codes": (ours, count)}, sheets(count, qr=True), rounds)
    print(f"{count} certificates, medians of {rounds} runs in turns (fpdf2 separate: {FEW} files a run)\n")
    figures = [_figure(form, name, found[form, "ours"], its) for (form, name), its in (found | coded).items()]
    _print_table(figures, found | coded)
    save([figure for figure in figures if figure.rival_name != "ours"], FOLDER, "certificates")
    print("\nThe goals are missed." if missed(figures) else "\nThe goals are met.")
    return int(missed(figures))


def _figure(form: str, name: str, ours: Found, its: Found) -> Figure:
    least = GOALS[form] if name == "typst" else 0.0
    ratio, spread = ours.rate / its.rate, f"{min(ours.rates):,.0f} … {max(ours.rates):,.0f}"
    return Figure(
        part="certificates", name=form, ours=ours.rate, rival=its.rate, rival_name=name, unit="pages/s",
        goal=f"≥ {least:g} ×" if least else "", ratio=ratio, met=ratio >= least if least else None, stretch=False,
        spread=f"{spread} | {min(its.rates):,.0f} … {max(its.rates):,.0f}",
    )  # fmt: skip


def _print_table(figures: Sequence[Figure], found: Mapping[tuple[str, str], Found]) -> None:
    print(f"{'':10}{'':16}{'pages/s':>9}{'KB/page':>9}{'ours is':>10}{'goal':>9}")
    for figure in sorted(figures, key=lambda one: (one.name, one.rival_name)):
        weight = found[figure.name, figure.rival_name].weight / 1000
        print(
            f"{figure.name:10}{figure.rival_name:16}{figure.rival:9,.0f}{weight:9.1f}"
            f"{figure.ratio:8.1f} ×{figure.goal:>9}"
        )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
