import type { Caller } from "../core/caller.ts";
import type { Cloud } from "../core/cloud.ts";
import { NotSimulated, AwsError } from "../core/errors.ts";
import type { Operation } from "../core/operation.ts";
import { authorize } from "./iam/authorize.ts";
import { checkParameters } from "./parameters/check.ts";

/** Operations by signing name of the service and by their own. */
export type OperationTable = Readonly<Record<string, Readonly<Record<string, Operation<never, unknown>>>>>;

/** Who asks a service for what. */
export interface AwsCall {
  readonly caller: Caller;
  /** Signing name: `ec2`, `elasticloadbalancing`, ... */
  readonly service: string;
  readonly action: string;
  readonly parameters: unknown;
}

/**
 * Makes one AWS call: journals it, asks IAM, carries it out.
 *
 * @throws AwsError with the service's own code and words; NotSimulated for an operation that is not modelled.
 */
export function callAws(cloud: Cloud, operations: OperationTable, call: AwsCall): unknown {
  const { caller, service, action, parameters } = call;
  const found = operationNamed(operations, service, action);
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

/**
 * Like {@link callAws}, for calls that come from outside of the program, where no compiler has checked them.
 *
 * @throws AwsError ParamValidation, in the words of the AWS command line.
 */
export function callUnchecked(cloud: Cloud, operations: OperationTable, call: AwsCall): unknown {
  operationNamed(operations, call.service, call.action);
  checkParameters(call.service, call.action, call.parameters);
  return callAws(cloud, operations, call);
}

function operationNamed(
  operations: OperationTable,
  service: string,
  action: string,
): Operation<unknown, unknown> {
  const ofService = Object.hasOwn(operations, service) ? operations[service] : undefined;
  const found = ofService !== undefined && Object.hasOwn(ofService, action) ? ofService[action] : undefined;
  if (found === undefined) {
    throw new NotSimulated(`${service}:${action}`, spelling(operations, ofService, action));
  }
  // What the operation takes is for the compiler, or the check of the parameters, to say.
  return found as Operation<unknown, unknown>;
}

/** Services are named as in IAM's actions, operations as in the API: not as in the AWS command line. */
function spelling(
  operations: OperationTable,
  ofService: object | undefined,
  action: string,
): string | undefined {
  if (ofService === undefined) return `services are ${Object.keys(operations).join(", ")}`;
  const plain = (name: string): string => name.replaceAll("-", "").toLowerCase();
  const meant = Object.keys(ofService).find((known) => plain(known) === plain(action));
  return meant === undefined ? undefined : `did you mean ${meant}?`;
}
