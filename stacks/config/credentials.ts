/**
 * AWS credentials in a stack's configuration. The aws provider has them of its own, but Kubernetes is reached with tokens
 * of the AWS CLI, which knows nothing of a stack's configuration: what it can be told is handed on, the rest refused.
 */
import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import type { TokenCredentials } from "../../components/index.ts";
import { pathText } from "../../components/shared/problem.ts";
import type { ConfigProblem } from "./issues.ts";
import { holdsSecret } from "./secrets.ts";

/** Keys that the AWS CLI cannot be told of on its command line, with what it reads in their place. */
const ENVIRONMENT = {
  accessKey: "AWS_ACCESS_KEY_ID",
  secretKey: "AWS_SECRET_ACCESS_KEY",
  token: "AWS_SESSION_TOKEN",
  assumeRoleWithWebIdentity: "AWS_ROLE_ARN and AWS_WEB_IDENTITY_TOKEN_FILE",
  sharedConfigFiles: "AWS_CONFIG_FILE",
  sharedCredentialsFiles: "AWS_SHARED_CREDENTIALS_FILE",
} as const;

const ROLE_ARN = /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/;

const rolesSchema = z.array(z.looseObject({ roleArn: z.string().regex(ROLE_ARN) }));

/** What the configuration says of credentials, as the AWS CLI takes it. */
export interface ReadCredentials {
  /** Undefined where the configuration names none, so that the CLI's default ones count for both. */
  readonly credentials?: TokenCredentials;
  readonly problems: readonly ConfigProblem[];
}

export function readCredentials(): ReadCredentials {
  const config = pulumi.runtime.allConfig();
  const profile = config["aws:profile"];
  const { roleArn, problems } = readRole(config["aws:assumeRoles"]);
  const credentials = {
    ...(profile !== undefined && { profile: kept("aws:profile", profile) }),
    ...(roleArn !== undefined && { roleArn: kept("aws:assumeRoles", roleArn) }),
  };
  return {
    ...(Object.keys(credentials).length > 0 && { credentials }),
    problems: [...problems, ...environmentProblems(config)],
  };
}

/** A secret stays one in the kubeconfig that has it. */
function kept(key: string, value: string): pulumi.Input<string> {
  return holdsSecret(key) ? pulumi.secret(value) : value;
}

function environmentProblems(config: Readonly<Record<string, string>>): ConfigProblem[] {
  return Object.entries(ENVIRONMENT).flatMap(([key, variables]) =>
    config[`aws:${key}`] === undefined
      ? []
      : [
          {
            path: `aws:${key}`,
            reason:
              "is set, but does not reach the AWS CLI, which makes the tokens for Kubernetes; set " +
              `${variables} in the environment of pulumi instead, which counts for both, or aws:profile`,
          },
        ],
  );
}

function readRole(text: string | undefined): { roleArn?: string; problems: ConfigProblem[] } {
  if (text === undefined) return { problems: [] };
  const path = "aws:assumeRoles";
  const roles = rolesSchema.safeParse(parsed(text));
  if (!roles.success) {
    const reason =
      "is not a valid list of roles; use a list of mappings, each with the roleArn of an IAM role";
    return { problems: [{ path, reason }] };
  }
  if (roles.data.length > 1) {
    const reason =
      `has ${roles.data.length} roles, but the AWS CLI, which makes the tokens for Kubernetes, can be told of one; ` +
      "name a profile in aws:profile that assumes them";
    return { problems: [{ path, reason }] };
  }
  const [role] = roles.data;
  if (role === undefined) return { problems: [] };
  if (role["externalId"] === undefined) return { roleArn: role.roleArn, problems: [] };
  const reason =
    "is set, but `aws eks get-token`, which makes the tokens for Kubernetes, cannot be told of it; name a profile in " +
    "aws:profile that has role_arn and external_id";
  return { problems: [{ path: pathText([path, 0, "externalId"]), reason }] };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
