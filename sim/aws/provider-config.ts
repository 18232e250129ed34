import type { Cloud } from "../core/cloud.ts";
import { NotSimulated } from "../core/errors.ts";
import type { ProviderConfig } from "../core/resource-type.ts";
import type { Caller } from "../core/caller.ts";
import { callerWith } from "./sts/principals.ts";
import { structured } from "./structured.ts";

/** Settings that say how to reach or check AWS, and change nothing here. */
const WITHOUT_EFFECT = [
  "region",
  "version",
  "skipCredentialsValidation",
  "skipMetadataApiCheck",
  "skipRegionValidation",
  "skipRequestingAccountId",
];

const HONOURED = ["allowedAccountIds", "assumeRoles", "defaultTags", "forbiddenAccountIds", "profile"];

const KNOWN = new Set([...WITHOUT_EFFECT, ...HONOURED]);

/**
 * Refuses a configuration of the aws provider that this cloud would not honour, or that does not want its account.
 *
 * @throws NotSimulated; Error in the provider's words.
 */
export function checkAwsProviderConfig(cloud: Cloud, config: ProviderConfig): void {
  const { region } = config;
  if (region !== undefined && region !== cloud.region) {
    throw new NotSimulated(`aws:region ${String(region)}`, `this cloud is region ${cloud.region}`);
  }
  const other = Object.keys(config).find((key) => !KNOWN.has(key) && !key.startsWith("__"));
  if (other !== undefined) throw new NotSimulated(`aws:${other}`, "provider configuration");
  checkAccount(cloud, config);
}

/** The identity with which a provider calls AWS. */
export function providerCaller(cloud: Cloud, config: ProviderConfig): Caller {
  const roles = (structured(config["assumeRoles"]) ?? []) as readonly Readonly<Record<string, unknown>>[];
  return callerWith(cloud, {
    profile: config["profile"] as string | undefined,
    roleArns: roles.map(roleArnOf),
  });
}

/** What of a role session nobody here asks for. */
const SESSION_SETTINGS = new Set(["roleArn", "duration", "sessionName"]);

function roleArnOf(role: Readonly<Record<string, unknown>>): string {
  const other = Object.keys(role).find((key) => !SESSION_SETTINGS.has(key));
  if (other !== undefined) throw new NotSimulated(`aws:assumeRoles ${other}`, "provider configuration");
  return String(role["roleArn"]);
}

/** VerifyAccountIDAllowed in config.go of hashicorp/aws-sdk-go-base. */
function checkAccount({ accountId }: Cloud, config: ProviderConfig): void {
  const ids = (key: string) => structured(config[key]) as readonly unknown[] | undefined;
  // A stack's file may hold them as numbers.
  const has = (list: readonly unknown[]) => list.some((id) => String(id) === accountId);
  const allowed = ids("allowedAccountIds");
  if (has(ids("forbiddenAccountIds") ?? []) || (allowed !== undefined && !has(allowed))) {
    throw new Error(`AWS account ID not allowed: ${accountId}`);
  }
}
