import { ADDRESSES_PER_PREFIX } from "../nodes/max-pods.ts";
import type { CniSettings } from "./settings.ts";

/** What a node has to give to pods. */
export interface AddressSupply {
  /** Addresses in all, and those that no pod has. */
  readonly total: number;
  readonly available: number;
  /** Prefixes of which no address is in use. */
  readonly freePrefixes: number;
  /** Addresses, or prefixes, that one interface can hold beside its own address. */
  readonly perInterface: number;
  readonly maxPods: number;
}

/**
 * How many more addresses (or prefixes, with prefix delegation) the CNI wants; negative for how many it would give
 * back. This is `nodeIPPoolTooLow`, `nodeIPPoolTooHigh` and `datastoreTargetState` of the CNI's `pkg/ipamd/ipamd.go`.
 */
export function addressDemand(settings: CniSettings, supply: AddressSupply): number {
  const { warmAddresses, minimumAddresses, prefixDelegation } = settings;
  const { total, available } = supply;
  if (warmAddresses !== undefined || minimumAddresses !== undefined) {
    const warm = warmAddresses ?? 0;
    const minimum = minimumAddresses ?? 0;
    const short = Math.max(warm - available, minimum - total, 0);
    const over = Math.max(Math.min(available - warm, total - minimum), 0);
    if (!prefixDelegation) return short > 0 ? short : 0 - over;
    if (short > 0) return Math.ceil(short / ADDRESSES_PER_PREFIX);
    return 0 - Math.min(Math.floor(over / ADDRESSES_PER_PREFIX), supply.freePrefixes);
  }
  if (prefixDelegation) return prefixDemand(settings, supply);
  return interfaceDemand(settings, supply);
}

function prefixDemand(
  { warmPrefixes }: CniSettings,
  { total, available, freePrefixes, maxPods }: AddressSupply,
) {
  if (warmPrefixes === 0 && available > 0) return 0;
  const wanted = Math.max(warmPrefixes, 1) - freePrefixes;
  return wanted > 0 && total >= maxPods ? 0 : wanted;
}

/** Whole interfaces come and go. */
function interfaceDemand({ warmEnis }: CniSettings, supply: AddressSupply): number {
  const { total, available, perInterface, maxPods } = supply;
  const isLow = available < warmEnis * perInterface || available === 0;
  if (isLow) return total >= maxPods ? 0 : perInterface;
  return available >= (warmEnis + 1) * perInterface ? -perInterface : 0;
}
