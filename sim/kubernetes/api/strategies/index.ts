import type { Kind } from "../kinds.ts";
import type { Strategy } from "../strategy.ts";
import { namespaceStrategy } from "./namespace.ts";

const strategies: Readonly<Record<string, Strategy>> = {
  "v1/Namespace": namespaceStrategy,
};

const nothing: Strategy = {};

/** What the API server does beyond metadata for objects of `kind`. */
export function strategyOf(kind: Kind): Strategy {
  return strategies[kind.gvk] ?? nothing;
}
