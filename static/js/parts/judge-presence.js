// Word to the desk every few seconds: battery, queue, latency, how far the marking is. Never a mark.

const EVERY = 5000;
const SILENT = 3;

// startPresence({link, report(), onHeard(at)}) with report() -> {queue, drafting}; at: the server's ms in its answer
export function startPresence(options) {
  const { link, report, onHeard } = options;
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
    const gone = link.emit("presence", { battery, queue, latency: state.latency, drafting }, (answer) => {
      state.latency = Math.round(performance.now() - sent);
      state.silent = 0;
      if (answer && answer.at) onHeard(answer.at);
    });
    if (!gone) return;
    state.silent += 1;
    // A link that takes words and never answers is rebuilt.
    if (state.silent > SILENT) {
      state.silent = 0;
      link.rebuild();
    }
  };
  setInterval(tell, EVERY);
  return { tell };
}
