import type { LoadBalancerArgs, TokenCredentials } from "../../components/index.ts";
import type { AppConfig } from "../apps/app.ts";
import type { FeatureKey } from "./feature-keys.ts";
import type { ConfigValues } from "./schema.ts";

/** Keys of those who own the load balancer. */
type OwnerKeys = "vpc" | "ingress" | "weights" | FeatureKey;

/** What the stack may make for its load balancer. */
type MadeKeys = "tls" | "webAclArn" | "accessLogs" | "connectionLogs" | "healthCheckLogs";

/** What an owner is configured with besides. */
interface SharedConfig extends Omit<Pick<ConfigValues, OwnerKeys>, "ingress"> {
  readonly ingress: Omit<ConfigValues["ingress"], MadeKeys> & Pick<LoadBalancerArgs, MadeKeys>;
}

/** Keys that concern one role, or that other values are made of. */
type OtherKeys = "role" | "edgeName" | "sharedStack" | OwnerKeys | "app" | "apps" | "appOverrides";

/** What every stack is configured with, whatever its role. */
export interface CommonConfig extends Omit<ConfigValues, OtherKeys> {
  /** Applications of the fleet in the order of their routes, with what this stack changes of them. */
  readonly apps: readonly AppConfig[];
  /** Names that this stack declares absent, also of applications that its project does not describe. */
  readonly absentApps: readonly string[];
  /** Region of the stack, from `aws:region`. */
  readonly region: string;
  /** Credentials that `aws:` keys name; undefined for the default ones. */
  readonly credentials?: TokenCredentials;
}

/** A first cluster that owns what is shared. */
export interface PrimaryConfig extends CommonConfig, SharedConfig {
  readonly role: "primary";
}

/** What is shared, without a cluster. The name of the stack's cluster is that of the edge: most names are made of it. */
export interface EdgeConfig extends CommonConfig, SharedConfig {
  readonly role: "edge";
}

/** A stack that owns the load balancer of others. */
export type OwnerConfig = PrimaryConfig | EdgeConfig;

/** A stack that joins what another one shares. */
export interface MemberConfig extends CommonConfig {
  readonly role: "member";
  /** Name of the stack that owns the load balancer. */
  readonly sharedStack: string;
}

/** A stack with a cluster. */
export type ClusterConfig = PrimaryConfig | MemberConfig;

export type StackConfig = PrimaryConfig | MemberConfig | EdgeConfig;
