// Node's socket.io as a rival: serves /public on the port given, says "count every size" as told by its input.
const { Server } = require("socket.io");
const readline = require("node:readline");

const io = new Server(Number(process.argv[2]), {
  transports: ["websocket"], pingInterval: 10000, pingTimeout: 10000, serveClient: false,
});
const room = io.of("/public");
let number = 0;

function say(count, every, weight) {
  const due = Number(process.hrtime.bigint() / 1000000n);
  const next = (left, at) => {
    number += 1;
    const stage = { number, sent: Number(process.hrtime.bigint()), weight };
    room.emit("change", { epoch: "epoch", seq: number, at: Date.now(), parts: { "stage/A": stage } });
    if (left > 1) setTimeout(next, at + every - Number(process.hrtime.bigint() / 1000000n), left - 1, at + every);
  };
  if (count > 0) next(count, due);
}

room.on("connection", () => {});
readline.createInterface({ input: process.stdin }).on("line", (line) => {
  const [count, every, size] = line.split(" ").map(Number);
  say(count, every * 1000, "亮".repeat(size / 3));
});
