// The picture as the server last described it: named parts, numbered changes.

// apply(message, "snapshot" | "change") returns true when a change does not follow on the last one seen
// (nothing is applied then: ask for a snapshot). Listeners get (name, value) after all parts are in place;
// value is null for a part that went away.
export function createStore() {
  let epoch = null;
  let seq = -1;
  let at = null;
  let parts = {};
  const listeners = [];

  function announce(names) {
    names.forEach((name) => {
      listeners.slice().forEach((entry) => {
        if (name.indexOf(entry.prefix) === 0) entry.fn(name, valueOf(name));
      });
    });
  }

  function valueOf(name) {
    return Object.prototype.hasOwnProperty.call(parts, name) ? parts[name] : null;
  }

  function takeSnapshot(message) {
    if (message.epoch === epoch && message.seq < seq) return false;
    const before = parts;
    parts = Object.assign({}, message.parts);
    ({ epoch, seq, at } = message);
    const names = Object.keys(Object.assign({}, before, parts));
    announce(names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(parts[name])));
    return false;
  }

  function takeChange(message) {
    if (message.epoch !== epoch || message.seq > seq + 1) return true;
    if (message.seq <= seq) return false;
    ({ seq, at } = message);
    const names = Object.keys(message.parts || {});
    names.forEach((name) => {
      if (message.parts[name] === null) delete parts[name];
      else parts[name] = message.parts[name];
    });
    announce(names);
    return false;
  }

  return {
    apply: (message, form) => (form === "snapshot" ? takeSnapshot(message) : takeChange(message)),
    part: valueOf,
    names: (prefix) => Object.keys(parts).filter((name) => name.indexOf(prefix || "") === 0).sort(),
    on(prefix, fn) {
      const entry = { prefix, fn };
      listeners.push(entry);
      return () => {
        const place = listeners.indexOf(entry);
        if (place >= 0) listeners.splice(place, 1);
      };
    },
    seen: () => ({ epoch, seq, at }),
  };
}
