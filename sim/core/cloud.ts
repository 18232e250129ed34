/** What every part of the simulated cloud knows of the whole. */
import type { Clock } from "./clock.ts";
import type { Ids } from "./ids.ts";
import type { Journal } from "./journal.ts";
import type { Caller } from "./caller.ts";

/**
 * The operations of the AWS services, by signing name. Each service adds its own where it declares its
 * `Service`, so that calls are typed although nobody here knows the services.
 */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type
export interface Operations {}

/** Signing name of a simulated service: `ec2`, `elasticloadbalancing`, ... */
export type ServiceName = keyof Operations;

type Runs<I, O> = { run(cloud: Cloud, parameters: I, caller: Caller): O };

/** What an operation takes, in the spelling of the AWS SDK. */
export type InputOf<T> = T extends Runs<infer I, infer _O> ? I : never;

/** What an operation answers. */
export type OutputOf<T> = T extends Runs<infer _I, infer O> ? O : never;

/** One simulated AWS account in one region. */
export interface Cloud {
  readonly region: string;
  /** Twelve digits. */
  readonly accountId: string;
  /** `aws`, `aws-cn` or `aws-us-gov`. */
  readonly partition: string;
  /** `amazonaws.com`, in China `amazonaws.com.cn`. */
  readonly dnsSuffix: string;
  /** Whether Pulumi runs where private API endpoints can be reached. */
  readonly inVpc: boolean;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly journal: Journal;
  /** The identity with which Pulumi calls AWS. */
  readonly administrator: Caller;

  /**
   * Makes one AWS call: journals it, asks IAM, carries it out.
   *
   * @throws AwsError with the service's own code and words; NotSimulated for an operation that is not modelled.
   */
  call<S extends ServiceName, A extends keyof Operations[S] & string>(
    caller: Caller,
    service: S,
    action: A,
    parameters: InputOf<Operations[S][A]>,
  ): OutputOf<Operations[S][A]>;

  /** `arn:aws:ec2:ap-northeast-2:123456789012:vpc/vpc-1` from service and resource. */
  arn(
    service: string,
    resource: string,
    options?: { readonly regional?: boolean; readonly account?: boolean },
  ): string;

  /** The state of one part of the cloud, empty in the beginning; see {@link cloudState}. */
  state<S extends object>(part: CloudState<S>): S;
}

/** Finds the state of one part of a cloud: `ec2State(cloud).vpcs`. */
export interface CloudState<S extends object> {
  (cloud: Cloud): S;
  /** Makes the state of a new cloud. */
  readonly create: () => S;
}

/** Declares the state of one part of the cloud. */
export function cloudState<S extends object>(create: () => S): CloudState<S> {
  const find: CloudState<S> = Object.assign((cloud: Cloud): S => cloud.state(find), { create });
  return find;
}
