import type { Cloud, InputOf, Operations, OutputOf, ServiceName } from "../../core/cloud.ts";
import type { Caller } from "../../core/caller.ts";
import { AwsError, NotSimulated, messageOf } from "../../core/errors.ts";
import { ConnectionError, CredentialsError, SdkError } from "./errors.ts";

/** What the parts of a program call AWS through. */
export interface Aws {
  /** @throws SdkError, CredentialsError in the words of the AWS SDK for Go. */
  call<S extends ServiceName, A extends keyof Operations[S] & string>(
    service: S,
    action: A,
    parameters: InputOf<Operations[S][A]>,
  ): OutputOf<Operations[S][A]>;
}

/** AWS calls with the credentials of a pod. */
export class AwsClient implements Aws {
  readonly #cloud: Cloud;
  readonly #findCredentials: () => Caller;
  readonly #obstacleTo: (service: string) => string | undefined;

  /**
   * @param findCredentials the SDK's default chain, asked at each call; it throws what the SDK would say.
   * @param obstacleTo why a service cannot be reached; undefined when it can.
   */
  constructor(
    cloud: Cloud,
    findCredentials: () => Caller,
    obstacleTo: (service: string) => string | undefined = () => undefined,
  ) {
    this.#cloud = cloud;
    this.#obstacleTo = obstacleTo;
    this.#findCredentials = findCredentials;
  }

  call<S extends ServiceName, A extends keyof Operations[S] & string>(
    service: S,
    action: A,
    parameters: InputOf<Operations[S][A]>,
  ): OutputOf<Operations[S][A]> {
    const caller = this.#credentials(service, action);
    const obstacle = this.#obstacleTo(service);
    if (obstacle !== undefined) throw new ConnectionError(service, action, obstacle);
    try {
      return this.#cloud.call(caller, service, action, parameters);
    } catch (error) {
      if (error instanceof AwsError) throw new SdkError(service, action, error);
      throw error;
    }
  }

  #credentials(service: string, action: string): Caller {
    try {
      return this.#findCredentials();
    } catch (error) {
      if (error instanceof NotSimulated) throw error;
      throw new CredentialsError(service, action, messageOf(error));
    }
  }
}
