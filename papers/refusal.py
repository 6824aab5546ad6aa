"""Why a file is not taken, in both languages."""

from collections.abc import Mapping

REASONS: Mapping[str, tuple[str, str]] = {
    "not_a_workbook": (
        "这不是工作簿；请用 Excel 或 WPS 另存为 .xlsx 后再上传",
        "This is no workbook; save it as .xlsx from Excel or WPS and upload that",
    ),
    "encrypted": (
        "工作簿有打开密码；请去掉密码后再上传",
        "The workbook needs a password; remove the password and upload it again",
    ),
    "damaged": (
        "工作簿已损坏或不完整；请重新打开、另存为 .xlsx 后再上传",
        "The workbook is damaged or cut short; open it, save it as .xlsx and upload that",
    ),
    "too_large": (
        "工作簿过大；每个工作表最多20000行、200列，文件最大20MB",
        "The workbook is too large; at most 20,000 rows and 200 columns a sheet, 20 MB a file",
    ),
    "too_far": (
        "单元格 {cell} 有内容，离表格太远；请删去，只用前20000行、200列",
        "Cell {cell} lies too far out; clear it, only 20,000 rows and 200 columns may be used",
    ),
    "unsafe": (
        "工作簿中有不安全的内容；请新建工作簿，把内容复制过去再上传",
        "The workbook holds unsafe content; copy the cells into a new workbook and upload that",
    ),
    "too_slow": (
        "工作簿读了太久还没有读完；请删去多余的内容，另存为 .xlsx 后再上传",
        "Reading the workbook took too long; remove what is not needed and save it as .xlsx",
    ),
}


class WorkbookRefused(Exception):
    """A file that is not taken: `code`, what to say in `zh` and `en`, and `params`."""

    def __init__(self, code: str, **params: str) -> None:
        zh, en = REASONS[code]
        self.code = code
        self.params = params
        self.zh = zh.format(**params)
        self.en = en.format(**params)
        super().__init__(f"{code} {params}" if params else code)
