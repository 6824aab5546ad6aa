// Building nodes. Text always goes through textContent; no markup is ever parsed.

// Make an element. props: class, text, on {event: fn}, attrs {name: value}; children: nodes or strings,
// null and false are left out. An attribute that is null or false is left out, true is set empty.
export function el(tag, props, ...children) {
  const node = document.createElement(tag);
  const given = props || {};
  if (given.class) node.className = given.class;
  if (given.text !== undefined && given.text !== null) node.textContent = String(given.text);
  attributes(node, given.attrs || {});
  const on = given.on || {};
  Object.keys(on).forEach((name) => node.addEventListener(name, on[name]));
  append(node, children);
  return node;
}

// Set or remove several attributes.
export function attributes(node, attrs) {
  Object.keys(attrs).forEach((name) => {
    const value = attrs[name];
    if (value === null || value === undefined || value === false) node.removeAttribute(name);
    else node.setAttribute(name, value === true ? "" : String(value));
  });
  return node;
}

function append(node, children) {
  children.forEach((child) => {
    if (Array.isArray(child)) append(node, child);
    else if (child !== null && child !== undefined && child !== false) node.append(child);
  });
}

// Put children in place of whatever node holds.
export function replace(node, ...children) {
  node.textContent = "";
  append(node, children);
  return node;
}

export function byId(id) {
  return document.getElementById(id);
}

// Write text only where it differs, so that live regions speak once and selections stay.
export function setText(node, text) {
  if (node && node.textContent !== text) node.textContent = text;
}
