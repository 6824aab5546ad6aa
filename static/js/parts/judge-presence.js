// Word to the desk every few seconds: battery, queue, latency, how far the marking is. Never a mark.

const EVERY = 5000;
const SILENT = 2;

// startPresence({link, report()}) with report() -> {queue, drafting}
export function startPresence(options) {
  const { link, report } = options;
  const state = { battery: null, latency: null, silent: 0 };
  if (navigator.getBattery) {
    navigator.getBattery().then((battery) => {
      state.battery = battery;
    }, () => {
      state.battery = null;
    });
  }
  const tell = () => {
    const sent = performance.now();
    const { queue, drafting } = report();
    const battery = state.battery ? Math.round(state.battery.level * 100) : null;
    const gone = link.emit("presence", { battery, queue, latency: state.latency, drafting }, () => {
      state.latency = Math.round(performance.now() - sent);
      state.silent = 0;
    });
    if (!gone) return;
    state.silent += 1;
    // A link that takes words and never answers is rebuilt: after 10 s, before the desk misses this tablet.
    if (state.silent > SILENT) {
      state.silent = 0;
      link.rebuild();
    }
  };
  setInterval(tell, EVERY);
  return { tell };
}
