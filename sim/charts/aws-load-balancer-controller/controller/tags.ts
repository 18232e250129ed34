import type { ControllerConfig } from "./config.ts";
import type { KeyValue } from "./kubernetes/objects.ts";
import type { Tags } from "./model.ts";

/** Map of a list of keys and values, as parameters of classes and configurations have them. */
export function keyValues(list: readonly KeyValue[] | undefined): Tags {
  return Object.fromEntries((list ?? []).map(({ key, value }) => [key, value]));
}

/** Tags with those that the controller gives to everything. */
export function withDefaultTags(config: ControllerConfig, tags: Tags): Tags {
  return config.featureGates.EnableDefaultTagsLowPriority
    ? { ...config.defaultTags, ...tags }
    : { ...tags, ...config.defaultTags };
}
