// The seven sheets as they are being edited, apart from any screen.

// What a contest begins with where there is none yet; the parser reads the same headings.
export const HEADINGS = {
  "赛事": ["项目", "内容"],
  "评审表": ["成果类型", "序号", "评审项目", "配分", "同分顺序", "系数", "评审要点", "版本"],
  "场次": ["场次编号", "名称", "日期", "开始时间", "地点", "形式", "会议链接"],
  "成果": ["编号", "成果类型", "课题名称", "小组名称", "单位", "推荐单位", "组长", "成员", "场次编号", "发表顺序", "发表方式", "文审得分", "推荐意见"],
  "评委": ["编号", "姓名", "单位", "场次编号", "职责", "评审方式", "回避单位"],
  "名额": ["成果类型", "全国候选名额", "候补名额", "每单位上限", "场次编号"],
  "奖项": ["奖项", "比例(%)", "数量"],
};
const SETTINGS = ["赛事名称", "主办单位", "年份"];

// 1 → "A", 27 → "AA"
export function columnName(number) {
  let rest = number;
  let name = "";
  while (rest > 0) {
    name = String.fromCharCode(65 + ((rest - 1) % 26)) + name;
    rest = Math.floor((rest - 1) / 26);
  }
  return name;
}

// Row and column counted from 0, the heading being row 0: (4, 0) → "A5".
export function cellName(row, column) {
  return columnName(column + 1) + (row + 1);
}

function clone(sheets) {
  return JSON.parse(JSON.stringify(sheets));
}

function firstRows(name) {
  return name === "赛事" ? [HEADINGS[name]].concat(SETTINGS.map((item) => [item, ""])) : [HEADINGS[name]];
}

// Sheets from the server made whole: all seven, every row as wide as its heading.
export function whole(sheets) {
  const result = {};
  Object.keys(HEADINGS).forEach((name) => {
    const rows = sheets[name] && sheets[name].length ? clone(sheets[name]) : clone(firstRows(name));
    const width = Math.max(...rows.map((row) => row.length));
    result[name] = rows.map((row) => row.concat(new Array(width - row.length).fill("")));
  });
  return result;
}

// The text on a clipboard from a spreadsheet as rows of cells; "quoted" cells keep their line breaks.
export function readTable(text) {
  const rows = [[]];
  let cell = "";
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    if (quoted) {
      if (sign === '"' && text[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else if (sign === '"') quoted = false;
      else cell += sign;
    } else if (sign === '"' && cell === "") quoted = true;
    else if (sign === "\t") {
      rows[rows.length - 1].push(cell);
      cell = "";
    } else if (sign === "\n") {
      rows[rows.length - 1].push(cell);
      rows.push([]);
      cell = "";
    } else if (sign !== "\r") cell += sign;
  }
  rows[rows.length - 1].push(cell);
  const last = rows[rows.length - 1];
  if (rows.length > 1 && last.length === 1 && last[0] === "") rows.pop();
  return rows;
}

// The sheets under edit. onEdit() is called after each change of a value or a row.
export function createSheets(given, onEdit) {
  let kept = whole(given);
  let sheets = clone(kept);

  function blank(name) {
    return new Array(sheets[name][0].length).fill("");
  }

  return {
    names: () => Object.keys(sheets),
    rows: (name) => sheets[name],
    isEdited: () => JSON.stringify(kept) !== JSON.stringify(sheets),
    isCellEdited: (name, row, column) => {
      const before = kept[name][row];
      return !before || before[column] !== sheets[name][row][column];
    },
    // What goes to the server: rows left wholly empty keep their place, so that addresses stay true.
    toSend: () => clone(sheets),
    set(name, row, column, text) {
      if (sheets[name][row][column] === text) return;
      sheets[name][row][column] = text;
      onEdit();
    },
    add(name, after) {
      sheets[name].splice(after + 1, 0, blank(name));
      onEdit();
    },
    remove(name, row) {
      sheets[name].splice(row, 1);
      onEdit();
    },
    // Lay a table over the sheet from that cell on; rows are added, columns beyond the heading are left out.
    paste(name, row, column, table) {
      table.forEach((cells, down) => {
        while (sheets[name].length <= row + down) sheets[name].push(blank(name));
        cells.forEach((text, right) => {
          if (column + right < sheets[name][0].length) sheets[name][row + down][column + right] = text.trim();
        });
      });
      onEdit();
    },
    discard() {
      sheets = clone(kept);
      onEdit();
    },
    load(fresh) {
      kept = whole(fresh);
      sheets = clone(kept);
      onEdit();
    },
  };
}
