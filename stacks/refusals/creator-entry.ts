import { ConfigError } from "../config/config.ts";
import { withoutSecrets } from "../config/secrets.ts";
import type { ClusterConfig } from "../config/stack-config.ts";
import { findCaller } from "../living/caller.ts";
import type { Living } from "../living/living.ts";

/**
 * EKS gives the creator of a cluster an access entry by itself, and refuses another one for it when the cluster is up.
 *
 * @throws ConfigError, before anything is made, when the configuration has an entry for who is about to make the cluster.
 */
export async function refuseCreatorsEntry({ accessEntries }: ClusterConfig, living: Living): Promise<void> {
  if (accessEntries.length === 0) return;
  // A cluster that is there may have been made by somebody else, and entries are right for whoever did not make it.
  if ((await living.cluster()) !== undefined) return;
  const creator = (await findCaller())?.arn;
  if (creator === undefined) return;
  const problems = accessEntries.flatMap(({ principalArn }, index) =>
    isPrincipal(principalArn, creator)
      ? [
          {
            path: `accessEntries[${index}].principalArn`,
            reason:
              `is "${principalArn}", which makes the cluster and gets access with it; remove the entry: EKS refuses ` +
              "a second one for the same principal",
          },
        ]
      : [],
  );
  if (problems.length === 0) return;
  throw new ConfigError(problems.map((problem) => withoutSecrets(problem, { accessEntries })));
}

/**
 * Whether a caller's ARN, of a user or of a role's session, belongs to a principal. The latter leaves out the role's
 * path, but names of roles are unique in an account whatever their paths.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
 */
export function isPrincipal(principalArn: string, callerArn: string): boolean {
  if (principalArn === callerArn) return true;
  const [, account, role] = /^arn:[^:]+:sts::(\d{12}):assumed-role\/([^/]+)\//.exec(callerArn) ?? [];
  if (account === undefined || role === undefined) return false;
  const [, ownAccount, path] = /^arn:[^:]+:iam::(\d{12}):role\/(.+)$/.exec(principalArn) ?? [];
  return ownAccount === account && path?.split("/").at(-1) === role;
}
