import type { ConfigValues } from "./schema.ts";

/** Keys of what an owner's stack makes for its load balancer, each where any field of it is set. */
export const FEATURE_KEYS = [
  "certificate",
  "dns",
  "protection",
  "logs",
  "alarms",
] as const satisfies (keyof ConfigValues)[];

export type FeatureKey = (typeof FEATURE_KEYS)[number];

/** Features among other values, and those others. */
export function featuresOf<Values extends Readonly<Record<FeatureKey, object>>>({
  certificate,
  dns,
  protection,
  logs,
  alarms,
  ...others
}: Values) {
  return [{ certificate, dns, protection, logs, alarms }, others] as const;
}

/** Whether the stack is to make what a key describes. */
export function wants<Key extends FeatureKey>(config: Readonly<Record<Key, object>>, key: Key): boolean {
  return Object.keys(config[key]).length > 0;
}
