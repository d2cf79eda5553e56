// The Worker as Cloudflare's runtime sees it: two handlers and one Durable Object, all written in Rust.
//
// A panic in Rust stops the whole WebAssembly instance. The instance is then made anew before the next event, and every
// Durable Object is built again upon it, so that one bad request does not take the others with it.
import { DurableObject } from "cloudflare:workers";
import * as edge from "./index.js";

const state = edge.__worker_init_state();

function renewAfterPanic() {
  if (!state.criticalError) return;
  edge.__wbg_reset_state();
  state.criticalError = false;
  state.instanceId += 1;
}

async function guarded(work) {
  renewAfterPanic();
  try {
    return await work();
  } catch (error) {
    if (error instanceof WebAssembly.RuntimeError) state.criticalError = true;
    throw error;
  }
}

export default {
  fetch: (request, env, context) => guarded(() => edge.fetch(request, env, context)),
  scheduled: (event, env, context) => guarded(() => edge.scheduled(event, env, context)),
};

export class CallMeter extends DurableObject {
  constructor(context, env) {
    super(context, env);
    this.instanceId = undefined;
  }

  #meter() {
    if (this.instanceId !== state.instanceId) {
      this.meter = new edge.CallMeter(this.ctx, this.env);
      this.instanceId = state.instanceId;
    }
    return this.meter;
  }

  fetch(request) {
    return guarded(() => this.#meter().fetch(request));
  }

  alarm(info) {
    return guarded(() => this.#meter().alarm(info));
  }
}
