// Santa's Worker: takes the canvas, then passes messages between the app and his life.

import { live } from "./life.js";

let santa = null;
let waiting = [];

const tell = (message) => postMessage(message);

onmessage = async ({ data, ports }) => {
  if (data.type !== "open") {
    if (santa) santa.take(data, ports[0]);
    else waiting.push([data, ports[0]]);
    return;
  }
  try {
    santa = await live(data.canvas, data, tell);
    for (const [message, port] of waiting) santa.take(message, port);
    waiting = [];
  } catch (error) {
    tell({ type: "unavailable", reason: String(error) });
  }
};
