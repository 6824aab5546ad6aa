// A certificate's fields as a list, and what differs between two of them. Imports nothing: see verify-statement.js.

const SHOWN = ["kind", "contest", "unit", "circle", "title", "award", "person", "members", "organiser", "date"];

function written(fields, name, say) {
  const value = fields[name];
  if (name === "kind") return say("verify.kind." + value);
  return Array.isArray(value) ? value.join(say("verify.comma")) : value || "";
}

// Names of the fields that read otherwise.
export function differing(one, other) {
  return SHOWN.filter((name) => String(one[name] || "") !== String(other[name] || ""));
}

// Fill a <dl> with the fields that are not empty; marked ones stand out and are said to differ.
export function listFields(place, fields, say, marked) {
  place.textContent = "";
  SHOWN.forEach((name) => {
    const text = written(fields, name, say);
    const wrong = (marked || []).includes(name);
    if (!text && !wrong) return;
    const row = document.createElement("div");
    const term = document.createElement("dt");
    const said = document.createElement("dd");
    term.textContent = say("verify.field." + name);
    said.textContent = text || say("verify.nothing");
    if (wrong) {
      row.className = "verify-differs";
      term.textContent += say("verify.differs_mark");
    }
    row.append(term, said);
    place.append(row);
  });
  return place;
}

// A sentence with its state: ok, stop or wait.
export function sentenceOf(text, state) {
  const line = document.createElement("p");
  line.className = "verify-say";
  line.dataset.state = state;
  line.textContent = text;
  return line;
}
