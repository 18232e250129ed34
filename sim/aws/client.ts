import type { Cloud } from "../cloud.ts";
import { NotSimulated, AwsError } from "../core/errors.ts";
import type { Caller, InputOf, Operation, OutputOf } from "./operation.ts";
import { operations, type Operations, type Service } from "./operations.ts";
import { authorize } from "./iam/authorize.ts";
import { checkParameters } from "./parameters/check.ts";

/**
 * Makes one AWS call: journals it, asks IAM, carries it out.
 *
 * @throws AwsError with the service's own code and words; NotSimulated for an operation that is not modelled.
 */
export function callAws<S extends Service, A extends keyof Operations[S] & string>(
  cloud: Cloud,
  caller: Caller,
  service: S,
  action: A,
  parameters: InputOf<Operations[S][A]>,
): OutputOf<Operations[S][A]> {
  return perform(cloud, caller, service, action, parameters) as OutputOf<Operations[S][A]>;
}

/**
 * Like {@link callAws}, for calls that come from outside of the program, where no compiler has checked them.
 *
 * @throws AwsError ParamValidation, in the words of the AWS command line.
 */
export function callByName(
  cloud: Cloud,
  caller: Caller,
  service: string,
  action: string,
  parameters: unknown,
): unknown {
  operationNamed(service, action);
  checkParameters(service, action, parameters);
  return perform(cloud, caller, service, action, parameters);
}

function perform(
  cloud: Cloud,
  caller: Caller,
  service: string,
  action: string,
  parameters: unknown,
): unknown {
  const found = operationNamed(service, action);
  const entry = {
    at: cloud.clock.now(),
    caller: caller.arn,
    service,
    action,
    parameters: parameters as Record<string, unknown>,
  };
  try {
    const checks = found.authorize?.(cloud, parameters) ?? [
      { action: `${service}:${action}`, resources: ["*"] },
    ];
    for (const check of checks) authorize(cloud, caller, service, check);
    const result = found.run(cloud, parameters, caller);
    cloud.journal.add(entry);
    return result;
  } catch (error) {
    cloud.journal.add({ ...entry, error: error instanceof AwsError ? error.code : String(error) });
    throw error;
  }
}

function operationNamed(service: string, action: string): Operation<unknown, unknown> {
  const services: Readonly<Record<string, object>> = operations;
  const ofService = (Object.hasOwn(services, service) ? services[service] : undefined) as
    Record<string, Operation<unknown, unknown>> | undefined;
  const found = ofService !== undefined && Object.hasOwn(ofService, action) ? ofService[action] : undefined;
  if (found === undefined) throw new NotSimulated(`${service}:${action}`, spelling(ofService, action));
  return found;
}

/** Services are named as in IAM's actions, operations as in the API: not as in the AWS command line. */
function spelling(ofService: object | undefined, action: string): string | undefined {
  if (ofService === undefined) return `services are ${Object.keys(operations).join(", ")}`;
  const plain = (name: string): string => name.replaceAll("-", "").toLowerCase();
  const meant = Object.keys(ofService).find((known) => plain(known) === plain(action));
  return meant === undefined ? undefined : `did you mean ${meant}?`;
}
