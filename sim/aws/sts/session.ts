import type { Caller } from "../../core/caller.ts";
import type { Cloud } from "../../core/cloud.ts";

/** STS's answer to a granted request for a role. */
export interface AssumedRole {
  readonly AssumedRoleUser: {
    /** `AROA...:session` */
    readonly AssumedRoleId: string;
    /** `arn:aws:sts::123456789012:assumed-role/ROLE/SESSION` */
    readonly Arn: string;
  };
  /** When the session ends, ISO 8601. */
  readonly Expiration: string;
}

export function sessionArn(cloud: Cloud, roleName: string, sessionName: string): string {
  return cloud.arn("sts", `assumed-role/${roleName}/${sessionName}`, { regional: false });
}

/** The caller that an assumed role's credentials stand for. */
export function sessionCaller({ AssumedRoleUser: { Arn } }: AssumedRole): Caller {
  const [, roleName = ""] = Arn.split(":").slice(5).join(":").split("/");
  return { kind: "session", arn: Arn, roleName };
}
