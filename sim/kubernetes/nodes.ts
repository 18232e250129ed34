import type { Node } from "./objects.ts";

/** An address of a node; undefined where it has none of the type. */
export function nodeAddress({ status }: Node, wanted: "InternalIP" | "ExternalIP"): string | undefined {
  return status.addresses?.find(({ type }) => type === wanted)?.address;
}
