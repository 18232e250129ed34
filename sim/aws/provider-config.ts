import type { Cloud } from "../cloud.ts";
import { NotSimulated } from "../core/errors.ts";
import type { ProviderConfig } from "../core/resource-type.ts";

/** Settings that say how to reach or check AWS, and change nothing here. */
const WITHOUT_EFFECT = new Set([
  "region",
  "version",
  "profile",
  "skipCredentialsValidation",
  "skipMetadataApiCheck",
  "skipRegionValidation",
  "skipRequestingAccountId",
]);

/** Refuses a configuration of the aws provider that this cloud would not honour. @throws NotSimulated */
export function checkAwsProviderConfig(cloud: Cloud, config: ProviderConfig): void {
  const { region } = config;
  if (region !== undefined && region !== cloud.region) {
    throw new NotSimulated(`aws:region ${String(region)}`, `this cloud is region ${cloud.region}`);
  }
  const other = Object.keys(config).find((key) => !WITHOUT_EFFECT.has(key) && !key.startsWith("__"));
  if (other !== undefined) throw new NotSimulated(`aws:${other}`, "provider configuration");
}
