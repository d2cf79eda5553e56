// Where this worker's stack is. Each of Playwright's workers has one of its own, so that a clock that a test moves, a fault
// that it starts and a table that it reads whole are nobody else's. A bench or a walk for pictures is told of one that
// `cargo xtask` has started.
import { join } from "node:path";

export const ROOT = join(import.meta.dirname, "../..");

/** Which of the workers that run side by side this is, from 0. */
export const LANE = Number(process.env.TEST_PARALLEL_INDEX ?? 0);

/** The ports of a lane: the site's, the stand-in's, and one for a second edge. `xtask/src/test/lane.rs` counts alike. */
const PORTS_A_LANE = 3;
const port = Number(process.env.CALL_SANTA_TEST_PORT ?? 8797) + PORTS_A_LANE * LANE;

/** Whether a stack was started by whoever runs the tests; otherwise the worker starts its own. */
export const IS_GIVEN = process.env.CALL_SANTA_URL !== undefined;

export const CALL_SANTA = (process.env.CALL_SANTA_URL ?? `http://localhost:${port}`).replace(/\/$/, "");
export const NORTH_POLE = (process.env.NORTH_POLE_URL ?? `http://localhost:${port + 1}`).replace(/\/$/, "");
/** Free for an edge with other variables. */
export const SECOND_EDGE = `http://localhost:${Number(new URL(NORTH_POLE).port) + 1}`;

/** What this program and its stacks write down. */
export const WORK = process.env.CALL_SANTA_WORK ?? join(ROOT, "target/xtask/journeys");
/** The database and the meters of the stack. */
export const STATE = process.env.CALL_SANTA_STATE ?? join(WORK, `lane-${LANE}/state`);
