import type { TokenCredentials } from "../../components/index.ts";
import type { ConfigValues } from "./schema.ts";

/** What every stack is configured with, whatever its role. */
export interface CommonConfig extends Omit<ConfigValues, "role" | "sharedStack" | "vpc" | "ingress"> {
  /** Region of the stack, from `aws:region`. */
  readonly region: string;
  /** Credentials that `aws:` keys name; undefined for the default ones. */
  readonly credentials?: TokenCredentials;
}

/** A stack that owns what is shared. */
export interface PrimaryConfig extends CommonConfig, Pick<ConfigValues, "vpc" | "ingress"> {
  readonly role: "primary";
}

/** A stack that joins what another one shares. */
export interface MemberConfig extends CommonConfig {
  readonly role: "member";
  /** Name of the stack with role primary. */
  readonly sharedStack: string;
}

export type StackConfig = PrimaryConfig | MemberConfig;
