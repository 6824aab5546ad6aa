"""flask contest certificates --out DIR …, --register, --void NUMBER, --mend NUMBER"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, get_args

import click

from papers.certificate_test import TestPage
from papers.certificates import Overprint
from papers.documents import PrintRefused
from scoring.actions import certificates as register
from scoring.errors import Refusal
from scoring.facts import SYSTEM
from scoring.rules.certificate import CertificateKind
from web.commands.group import contest_commands, opened_office, words_of
from web.commands.printing import print_into
from web.office import Office
from web.paperwork.certificates import CertificatesWanted, certificates, open_pools, record_prints
from web.paperwork.register import register_rows

FURTHEST = 500  # tenths of a mm that the text of pre-printed sheets may be moved
STATES = {"valid": "有效 valid", "void": "已作废 void", "replaced": "已换发 replaced"}


class Millimetres(click.ParamType[int]):
    """A length such as 2, -1.5: whole tenths of a millimetre."""

    name = "mm"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Tenths of a millimetre; a wrong text ends the command with what would be right."""
        try:
            tenths = Decimal(str(value)) * 10
        except InvalidOperation:
            tenths = Decimal("NaN")
        if not tenths.is_finite() or tenths != int(tenths) or abs(tenths) > FURTHEST:
            self.fail(f"{value}: 应为 -50 到 50 毫米，最多一位小数 / -50 to 50 mm, one decimal at most", param, ctx)
        return int(tenths)


@contest_commands.command("certificates")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Where the files go.")
@click.option("--kind", type=click.Choice(get_args(CertificateKind)), default="award", show_default=True)
@click.option("--bundle", is_flag=True, help="One PDF in the order of the ceremony instead of one for each.")
@click.option("--from", "first", type=click.IntRange(1), help="First position in the order of the ceremony, from 1.")
@click.option("--to", "last", type=click.IntRange(1), help="Last position in the order of the ceremony.")
@click.option("--entry", help="Only this entry's (for --kind judge: this judge's).")
@click.option("--number", "numbers", multiple=True, help="Only this certificate; may be given several times.")
@click.option("--overprint", is_flag=True, help="Text alone, for sheets bought with their ornament.")
@click.option("--right", type=Millimetres(), default=0, help="Moves the text to the right, in mm.")
@click.option("--down", type=Millimetres(), default=0, help="Moves the text down, in mm.")
@click.option("--test-page", is_flag=True, help="A page with rulers to find --right and --down; prints nothing else.")
@click.option("--reason", default="", help="Why it is printed again, voided or mended.")
@click.option("--register", "listing", is_flag=True, help="List the register of certificates.")
@click.option("--void", "void", metavar="NUMBER", help="A certificate counts no more (--reason).")
@click.option("--mend", "mend", metavar="NUMBER", help="Issue a wrong one anew, under a new number (--reason).")
def print_certificates(listing: bool, void: str | None, mend: str | None, reason: str, **asked: Any) -> None:
    """Give certificates their numbers and print them into DIR, or keep their register."""
    if listing + (void is not None) + (mend is not None) > 1:
        raise click.UsageError("--register, --void, --mend: 一次只做一件 / one at a time")
    with opened_office() as office:
        if listing:
            _list(office)
        elif void is not None:
            office.do(register.void_certificate, SYSTEM, number=void, reason=reason)
            click.echo(f"{void}  {STATES['void']}")
        elif mend is not None:
            number = office.do(register.mend_certificate, SYSTEM, number=mend, reason=reason)
            click.echo(f"{mend}  {STATES['replaced']} → {number}")
        else:
            _print(office, reason, asked)


def _list(office: Office) -> None:
    """The register as a table, one certificate a line."""
    for row in office.read(register_rows):
        prints = f"打印 printed {len(row['prints'])}"
        after = f"→ {row['replaced_by']}" if row["replaced_by"] else ""
        differs = f"与现在不同 differs: {', '.join(d['field'] for d in row['differs'])}" if row["differs"] else ""
        owner = row["person"] or row["circle"]
        parts = [row["number"], STATES[row["state"]], after, row["entry"] or "", owner, row["award"], prints, differs]
        click.echo("\t".join(re.sub(r"\s", " ", part) for part in parts))


def _print(office: Office, reason: str, asked: dict[str, Any]) -> None:
    out: Path | None = asked["out"]
    if out is None:
        raise click.UsageError("--out: 请给出存放文件的目录 / say where the files go")
    moved = asked["overprint"] or asked["test_page"]
    if not moved and (asked["right"] or asked["down"]):
        raise click.UsageError("--right, --down: 只用于 --overprint 或 --test-page / only with one of these")
    overprint = Overprint(asked["right"], asked["down"]) if moved else None
    if asked["test_page"]:
        print_into(out, "certificate-test", TestPage(overprint or Overprint(), None))
        return
    chosen = {name: asked[name] for name in ("kind", "entry", "numbers", "first", "last", "bundle")}
    stopped = _print_wanted(office, out, CertificatesWanted(**chosen, overprint=overprint, reason=reason))
    if not chosen["numbers"] and chosen["kind"] != "judge":
        for refusal in office.read(open_pools):
            click.echo(f"注意 note  {words_of(refusal)}", err=True)
    if stopped:
        raise click.ClickException("\n".join(words_of(refusal) for refusal in stopped))


def _print_wanted(office: Office, out: Path, wanted: CertificatesWanted) -> list[Refusal]:
    """Print and enter what can be printed; what cannot, each with its reason."""
    prepared = certificates(office, SYSTEM, wanted)
    again: list[int] = []
    stopped: list[Refusal] = list(prepared.stopped)

    def enter(lost: list[PrintRefused]) -> None:
        stopped.extend(lost)
        not_printed = {refusal.params["number"] for refusal in lost}
        numbers = [number for number in prepared.numbers if number not in not_printed]
        again.extend(record_prints(office, SYSTEM, numbers, wanted.reason))

    print_into(out, "certificates", prepared.batch, enter)
    click.echo(f"证书 certificates: {len(again)}，其中补发 printed again: {sum(count > 0 for count in again)}")
    return stopped
