"""Finds the heading row of a sheet and reads its rows, with a problem at every bad cell."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from scoring.setup import text
from scoring.setup.cells import Cell, Sheet, Sheets
from scoring.setup.layout import COLUMNS, ENGLISH, ITEMS, Column
from scoring.setup.problems import Place, Report

HEADING_WITHIN = 20


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table; the readers give None where the cell is empty or already refused."""

    sheet: str
    line: int
    columns: Mapping[str, int]
    source: Sheet
    report: Report

    def at(self, title: str) -> Place:
        """The place of a column in this row; column A where the sheet lacks the column."""
        return Place(self.sheet, self.line, self.columns.get(title, 1))

    def cell(self, title: str) -> Cell:
        """The cell under a heading."""
        column = self.columns.get(title)
        return Cell() if column is None else self.source.cell(self.line, column)

    def raw(self, title: str) -> str | None:
        """The text of a cell; None (with a problem) where it holds a formula error."""
        cell = self.cell(title)
        if cell.error == "formula":
            zh = "单元格的公式没有保存结果；请在表格软件中重新计算并保存，或直接填写数值"
            en = "The formula has no stored value; recalculate and save, or type the value itself"
            self.refuse(title, zh, en)
            return None
        if cell.error is not None:
            zh = f"单元格是公式错误 {cell.error}；请改为实际内容"
            en = f"The cell shows the formula error {cell.error}; type the actual content"
            self.refuse(title, zh, en)
            return None
        return cell.text if cell.text.strip() else ""

    def refuse(self, title: str, zh: str, en: str) -> None:
        """Puts a problem at the cell under a heading."""
        self.report.problem(self.at(title), zh, en)

    def name(self, title: str, longest: int, required: bool = True) -> str | None:
        """A name as written (NFC); empty only where it is not required."""
        raw = self.raw(title)
        if raw is None:
            return None
        found = text.name(raw)
        if not found and required:
            self.refuse(title, f"缺{title}；请填写", f"Missing {self.english(title)}; fill it in")
            return None
        if self.unfit(title, found):
            return None
        if len(found) > longest:
            zh = f"{title}过长({len(found)}字)；最多{longest}字"
            en = f"The {self.english(title)} is too long ({len(found)}); at most {longest} characters"
            self.refuse(title, zh, en)
            return None
        return found

    def unfit(self, title: str, found: str) -> bool:
        """Whether a name cannot stand: an invisible character, or one that no document can print; a problem if so."""
        hidden, lacking = text.hidden_character(found), self.report.lacks(found)
        if hidden is not None:
            zh = f"{title}含有看不见的控制字符 {hidden}；请删去后重新输入"
            self.refuse(
                title, zh, f"The {self.english(title)} holds an invisible control character {hidden}; retype it"
            )
        elif lacking:
            code = f"U+{ord(lacking[0]):04X}"
            zh = f"{title}中的“{lacking[0]}”（{code}）打印不出来，字体里没有；请核对这个字，或改用规范字形"
            en = f"The {self.english(title)} holds {code}, which the font cannot print; check or replace it"
            self.refuse(title, zh, en)
        return hidden is not None or bool(lacking)

    def identifier(self, title: str) -> str | None:
        """A number such as "SH001", NFKC and upper case."""
        raw = self.raw(title)
        if raw is None:
            return None
        if not raw:
            self.refuse(title, f"缺{title}；请填写", f"Missing {self.english(title)}; fill it in")
            return None
        found = text.identifier(raw)
        if found is None:
            zh = f"{title}“{text.name(raw)[:30]}”不能用；只用字母、数字、点、横线，最多20个字符，不含空格"
            en = f"This {self.english(title)} cannot be used; letters, digits, . - _ only, at most 20"
            self.refuse(title, zh, en)
            return None
        return found

    def choice(self, title: str, words: Mapping[str, str], shown: str) -> str | None:
        """The meaning of one of the words; `shown` lists them for the message."""
        raw = self.raw(title)
        if raw is None:
            return None
        found = words.get(text.squeezed(raw).upper()) or words.get(text.heading(raw).upper())
        if found is None:
            said = f"“{text.name(raw)[:20]}”不对" if raw else "空着"
            zh = f"{title}{said}；应为{shown}"
            given = f'Bad {self.english(title)} "{text.name(raw)[:20]}"' if raw else f"Missing {self.english(title)}"
            en = f"{given}; it should be one of {shown}"
            self.refuse(title, zh, en)
            return None
        return found

    def number(self, title: str, low: int, high: int, places: int | None = None) -> Fraction | None:
        """A number within bounds; None where empty (without a problem) or refused."""
        raw = self.raw(title)
        if not raw:
            return None
        found = text.number(raw)
        if found is None:
            zh = f"{title}“{text.name(raw)[:20]}”不是数字；应为{low}–{high}的数字"
            en = f"The {self.english(title)} is not a number; it should be from {low} to {high}"
            self.refuse(title, zh, en)
            return None
        if not low <= found <= high:
            zh = f"{title}{text.decimal_text(found)}超出{low}–{high}；应在{low}到{high}之间"
            en = f"The {self.english(title)} is out of range; it should be from {low} to {high}"
            self.refuse(title, zh, en)
            return None
        if places is not None and (found * 10**places).denominator != 1:
            kind = "整数" if places == 0 else f"最多{places}位小数"
            zh = f"{title}{text.decimal_text(found)}位数过多；应为{kind}"
            en = f"The {self.english(title)} has too many decimals; at most {places}"
            self.refuse(title, zh, en)
            return None
        return found

    def english(self, title: str) -> str:
        """The English word for a heading."""
        headings = {column.title: column.english for column in COLUMNS[self.sheet]}
        return headings.get(title) or ITEMS.get(title, title)


def find_sheet(sheets: Sheets, title: str) -> Sheet | None:
    """The sheet of a name, blanks, width and notes in brackets aside."""
    exact = sheets.get(title)
    if exact is not None:
        return exact
    return next((found for key, found in sheets.items() if text.heading(key) == title), None)


def rows_of(sheets: Sheets, title: str, report: Report) -> list[Row]:
    """The rows under the heading that are not blank; problems where there is no table."""
    source = find_sheet(sheets, title)
    if source is None:
        zh = f"缺工作表“{title}”；请从模板补上"
        en = f'The sheet "{title}" ({ENGLISH[title]}) is missing; add it from the template'
        report.problem(Place(title, 1, 1), zh, en)
        return []
    top, columns = _heading(source, title)
    missing = [c for c in COLUMNS[title] if c.required and c.title not in columns]
    if missing:
        zh = f"缺表头{'、'.join(c.title for c in missing)}；请补上这些列"
        en = f"Missing headings: {', '.join(c.english for c in missing)}; add these columns"
        report.problem(Place(title, top, 1), zh, en)
        return []
    return list(_rows(source, title, top, columns, report))


def _rows(source: Sheet, title: str, top: int, columns: Mapping[str, int], report: Report) -> Iterator[Row]:
    used = set(columns.values())
    filled = {
        row
        for (row, column), cell in source.cells.items()
        if row > top and column in used and (cell.error or cell.text.strip())
    }
    for number in sorted(filled):
        yield Row(title, number, columns, source, report)


def _heading(source: Sheet, title: str) -> tuple[int, dict[str, int]]:
    """The row with the most known headings among the first ones, and where they stand."""
    best: tuple[int, dict[str, int]] = (1, {})
    for number in source.row_numbers()[:HEADING_WITHIN]:
        columns = _match(source, number, COLUMNS[title])
        if len(columns) > len(best[1]):
            best = (number, columns)
    return best


def _match(source: Sheet, number: int, known: tuple[Column, ...]) -> dict[str, int]:
    spelled = {text.heading(source.cell(number, column).text): column for column in reversed(source.columns_of(number))}
    found: dict[str, int] = {}
    readings: tuple[Callable[[Column], tuple[str, ...]], ...] = (
        lambda column: (text.heading(column.title),),
        lambda column: column.also,
    )
    for spellings in readings:
        for column in known:
            at = next((spelled[word] for word in spellings(column) if word in spelled), None)
            if at is not None and column.title not in found and at not in found.values():
                found[column.title] = at
    return found


def refuse_repeated(rows: list[tuple[Row, str | None]], title: str, within: str = "") -> None:
    """A problem at every cell of a column whose key stands in more than one row."""
    seen: dict[str, list[Row]] = {}
    for row, key in rows:
        if key is not None:
            seen.setdefault(key, []).append(row)
    for same in seen.values():
        numbers = "、".join(str(row.line) for row in same)
        for row in same if len(same) > 1 else []:
            zh = f"{within}{title}重复(第{numbers}行)；每个{title}只能出现一次"
            en = f"Repeated {row.english(title)} (rows {numbers}); each may stand only once"
            row.refuse(title, zh, en)
