import type { Range } from "./args-check.ts";

/** Numbers of ports. */
export const PORTS: Range = { min: 1, max: 65_535 };
