import * as pulumi from "@pulumi/pulumi";
import type resproto from "@pulumi/pulumi/proto/resource_pb.js";
import { ArgsError } from "../../components/shared/args-error.ts";
import { decodeMasked } from "../../sim/hosts/in-process/wire.ts";

type Properties = Readonly<Record<string, unknown>>;
type Callback = (error: Error | null, response: resproto.RegisterResourceResponse) => void;

/** A resource as a program asked for it. Other resources are referred to by their names. */
export interface RegisteredResource {
  readonly type: string;
  readonly name: string;
  readonly parent?: string;
  /** Every resource it waits for: named in `dependsOn`, or the source of an input. In alphabetical order. */
  readonly dependencies: readonly string[];
  /** Inputs; those not known yet are left out. */
  readonly inputs: Properties;
  readonly replaceOnChanges: readonly string[];
  readonly ignoreChanges: readonly string[];
  readonly deleteBeforeReplace: boolean;
  readonly retainOnDelete: boolean;
}

/** What a cloud would say; whatever is not given here is answered with the inputs. */
export interface Answers {
  /** Outputs besides the inputs. */
  readonly outputs?: (resource: {
    readonly type: string;
    readonly name: string;
    readonly inputs: Properties;
  }) => Properties;
  /** Results of functions by token. A call of any other function fails. */
  readonly calls?: Readonly<Record<string, (args: Properties) => Properties>>;
  /** Whether it is a preview: ids and outputs that only a cloud knows stay unknown. */
  readonly preview?: boolean;
}

export interface ProgramRun<Result> {
  readonly result: Result;
  /** In the order in which they were registered. */
  readonly resources: readonly RegisteredResource[];
  /** One of the resources. @throws when there is none of that name. */
  readonly resource: (name: string) => RegisteredResource;
  /** Inputs of a resource with secrets as `[secret]`, place by place. */
  readonly shown: (name: string) => Properties;
  /** The function calls, in order. */
  readonly calls: readonly { readonly token: string; readonly args: Properties }[];
}

/** Runs a Pulumi program without engine, plugins or cloud, to its end, and tells what it registered. */
export async function runProgram<Result>(
  build: () => Result,
  answers: Answers = {},
): Promise<ProgramRun<Result>> {
  const resources: RegisteredResource[] = [];
  const requests = new Map<string, resproto.RegisterResourceRequest>();
  const calls: { token: string; args: Properties }[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs, custom }) => ({
        id: answers.preview === true || custom === false ? undefined : `${name}-id`,
        state: { ...inputs, ...answers.outputs?.({ type, name, inputs }) },
      }),
      call: ({ token, inputs }) => {
        calls.push({ token, args: inputs });
        return withDetails(() => {
          const answer = answers.calls?.[token];
          if (answer === undefined) throw new Error(`no answer to ${token}`);
          return answer(inputs);
        });
      },
    },
    "project",
    "stack",
    answers.preview ?? false,
    "organization",
  );
  const monitor = pulumi.runtime.getMonitor()!;
  const register = monitor.registerResource.bind(monitor);
  Object.assign(monitor, {
    registerResource(request: resproto.RegisterResourceRequest, callback: Callback) {
      resources.push(describe(request));
      requests.set(request.getName(), request);
      return register(request, callback);
    },
  });
  const result = build();
  if (result instanceof Promise) await result;
  await pulumi.runtime.disconnect();
  const resource = (name: string): RegisteredResource => {
    const found = resources.find((candidate) => candidate.name === name);
    if (found === undefined)
      throw new Error(`no ${name} among ${resources.map((one) => one.name).join(", ")}`);
    return found;
  };
  const shown = (name: string): Properties => decodeMasked(requests.get(name)?.getObject());
  return { result, resources, resource, shown, calls };
}

/** What a component says about wrong args. @throws when it takes them, or registers something before it refuses. */
export async function refusalOf(build: () => pulumi.Resource): Promise<string> {
  const { result, resources } = await runProgram(() => {
    try {
      return build();
    } catch (error) {
      return error;
    }
  });
  if (!(result instanceof ArgsError)) throw new Error("the args were not refused", { cause: result });
  if (resources.length > 0)
    throw new Error(`${resources[0]!.name} was registered before the args were checked`);
  return result.message;
}

/** Type, name and dependencies on one line. */
export function summary({ type, name, dependencies }: RegisteredResource): string {
  return [`${type} ${name}`, ...(dependencies.length > 0 ? [`after ${dependencies.join(", ")}`] : [])].join(
    " ",
  );
}

/** The value of an Output. One that a preview does not know never comes. */
export function valueOf<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise<T>((resolve) => {
    output.apply((value: T) => {
      resolve(value);
    });
  });
}

/** The values of several Outputs, under the same names. */
export async function valuesOf<T extends object>(
  outputs: T,
): Promise<{ [Name in keyof T]: pulumi.Unwrap<T[Name]> }> {
  const values = await Promise.all(
    Object.entries(outputs).map(async ([name, output]) => [
      name,
      await valueOf(pulumi.output(output as unknown)),
    ]),
  );
  return Object.fromEntries(values) as { [Name in keyof T]: pulumi.Unwrap<T[Name]> };
}

/** Errors as gRPC gives them to the SDK, which looks at nothing else. */
function withDetails<T>(answer: () => T): T {
  try {
    return answer();
  } catch (error) {
    throw Object.assign(error as Error, { details: (error as Error).message });
  }
}

function describe(request: resproto.RegisterResourceRequest): RegisteredResource {
  return {
    type: request.getType(),
    name: request.getName(),
    ...(request.getParent() === "" ? {} : { parent: nameOf(request.getParent()) }),
    dependencies: request.getDependenciesList().map(nameOf).toSorted(),
    inputs: pulumi.runtime.deserializeProperties(request.getObject()!) as Properties,
    replaceOnChanges: request.getReplaceonchangesList(),
    ignoreChanges: request.getIgnorechangesList(),
    deleteBeforeReplace: request.getDeletebeforereplace(),
    retainOnDelete: request.getRetainondelete() ?? false,
  };
}

function nameOf(urn: string): string {
  return urn.slice(urn.lastIndexOf("::") + 2);
}
