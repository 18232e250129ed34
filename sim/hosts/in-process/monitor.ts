import resproto from "@pulumi/pulumi/proto/resource_pb.js";
import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb.js";
import emptyproto from "google-protobuf/google/protobuf/empty_pb.js";
import { defined } from "../../core/defined.ts";
import type { Properties, ProviderConfig } from "../../core/resource-type.ts";
import { packageOf } from "../calls.ts";
import { refuseOptions } from "../refused-options.ts";
import type { Deployment } from "./deployment.ts";
import type { ResourceFailure } from "./events.ts";
import { durationMs, type Registration } from "./registration.ts";
import type { ResourceRecord } from "./stack-state.ts";
import { decode, decodeMasked, decodeForComponent, encode } from "./wire.ts";

type Callback<T> = (error: Error | null, response?: T) => void;

export interface CloudMonitorOptions {
  readonly deployment: Deployment;
  /** Configuration of the default provider of a package (`aws`: region). */
  readonly defaultProvider: (packageName: string) => ProviderConfig;
  /** Outputs of another stack, by the name in a StackReference. @throws when there is no such stack. */
  readonly stackOutputs: (name: string) => Properties;
}

const {
  RESOURCE_MONITOR_FEATURE_ALIAS_SPECS,
  RESOURCE_MONITOR_FEATURE_DELETED_WITH,
  RESOURCE_MONITOR_FEATURE_OUTPUT_VALUES,
  RESOURCE_MONITOR_FEATURE_REPLACE_WITH,
  RESOURCE_MONITOR_FEATURE_REPLACEMENT_TRIGGER,
  RESOURCE_MONITOR_FEATURE_RESOURCE_REFERENCES,
  RESOURCE_MONITOR_FEATURE_SECRETS,
  RESOURCE_MONITOR_FEATURE_TRANSFORMS,
} = resproto.ResourceMonitorFeature;

/** What the SDK may send; what of it is not simulated is refused where it comes. */
const FEATURES = [
  RESOURCE_MONITOR_FEATURE_ALIAS_SPECS,
  RESOURCE_MONITOR_FEATURE_DELETED_WITH,
  RESOURCE_MONITOR_FEATURE_OUTPUT_VALUES,
  RESOURCE_MONITOR_FEATURE_REPLACE_WITH,
  RESOURCE_MONITOR_FEATURE_REPLACEMENT_TRIGGER,
  RESOURCE_MONITOR_FEATURE_RESOURCE_REFERENCES,
  RESOURCE_MONITOR_FEATURE_SECRETS,
  RESOURCE_MONITOR_FEATURE_TRANSFORMS,
];

/** The requests of a program that the cloud monitor answers instead of the SDK's mock monitor. */
export type Requests = Pick<
  CloudMonitor,
  "getDeploymentInfo" | "registerResource" | "readResource" | "invoke" | "registerResourceOutputs"
>;

/**
 * Answers a program's requests from the simulated cloud. Unlike the mocks of the SDK's `setMocks` it sees whole
 * requests, with dependencies and options, as the engine does.
 *
 * A registration that fails gets no answer: whatever depends on it never starts, everything else goes on, and the
 * host reports the failure. (An error answer would surface as an unhandled rejection in the program instead.)
 */
export class CloudMonitor {
  readonly #options: CloudMonitorOptions;
  readonly failures: ResourceFailure[] = [];
  outputs: Properties = {};
  /** The outputs with secrets shown as `[secret]`. */
  displayOutputs: Properties = {};
  /** Counts requests, so that the host can tell when a program has come to rest. */
  activity = 0;

  /** Functions that failed, by what they said. */
  readonly #refusedCalls = new Map<string, string>();

  /** Resolves when the first request fails. */
  readonly failed: Promise<void>;
  #noteFailure: () => void = () => {};

  constructor(options: CloudMonitorOptions) {
    this.#options = options;
    this.failed = new Promise((resolve) => {
      this.#noteFailure = resolve;
    });
  }

  /** The features that this host makes use of; with `OUTPUT_VALUES` components are told where their inputs come from. */
  readonly getDeploymentInfo = (
    _request: emptyproto.Empty,
    callback: Callback<resproto.DeploymentInfo>,
  ): void => {
    const info = new resproto.DeploymentInfo();
    info.setSupportedfeaturesList([...FEATURES]);
    callback(null, info);
  };

  readonly registerResource = (
    request: RegisterResourceRequest,
    callback: Callback<resproto.RegisterResourceResponse>,
  ): Promise<void> => {
    this.#attempt(subjectOf(request), () => {
      const record = this.#options.deployment.register(this.#registration(request));
      const response = new resproto.RegisterResourceResponse();
      response.setUrn(record.urn);
      response.setId(record.id);
      response.setObject(encode(record.outputs));
      setOutputDependencies(response, record);
      callback(null, response);
    });
    return Promise.resolve();
  };

  readonly readResource = (
    request: resproto.ReadResourceRequest,
    callback: Callback<resproto.ReadResourceResponse>,
  ): Promise<void> => {
    const type = request.getType();
    this.#attempt(subjectOf(request), () => {
      const response = new resproto.ReadResourceResponse();
      response.setUrn(
        this.#options.deployment.urn(type, request.getName(), request.getParent() || undefined),
      );
      response.setProperties(encode(this.#read(request)));
      callback(null, response);
    });
    return Promise.resolve();
  };

  readonly invoke = (
    request: resproto.ResourceInvokeRequest,
    callback: Callback<resproto.ResourceInvokeResponse>,
  ): Promise<void> => {
    this.activity += 1;
    try {
      const response = new resproto.ResourceInvokeResponse();
      response.setReturn(encode(this.#invoke(request)));
      callback(null, response);
    } catch (error) {
      const { message } = error as Error;
      this.#refusedCalls.set(message, request.getTok());
      // The SDK makes an error of the details, which the program may catch, as it may with the engine.
      callback(Object.assign(new Error(message), { details: message }));
    }
    return Promise.resolve();
  };

  readonly registerResourceOutputs = (
    request: resproto.RegisterResourceOutputsRequest,
    callback: Callback<emptyproto.Empty>,
  ): void => {
    this.activity += 1;
    const record = this.#options.deployment.record(request.getUrn());
    if (record?.type === "pulumi:pulumi:Stack") {
      this.outputs = decode(request.getOutputs());
      this.displayOutputs = decodeMasked(request.getOutputs());
    } else if (record !== undefined) {
      this.#options.deployment.registerOutputs(record, decode(request.getOutputs()));
    }
    callback(null, new emptyproto.Empty());
  };

  /** The failed call that a program's error comes from, if it comes from one. */
  failureOfCall({ message }: Error): ResourceFailure | undefined {
    const token = this.#refusedCalls.get(message);
    return token === undefined ? undefined : this.#failure({ type: token, name: token, parent: "" }, message);
  }

  #registration(request: RegisterResourceRequest): Registration {
    refuseUnsimulatedOptions(request);
    const timeouts = request.getCustomtimeouts();
    const deadline = (text: string | undefined) => (text ? durationMs(text) : undefined);
    const [createMs, updateMs, deleteMs] = [
      deadline(timeouts?.getCreate()),
      deadline(timeouts?.getUpdate()),
      deadline(timeouts?.getDelete()),
    ];
    return {
      type: request.getType(),
      name: request.getName(),
      custom: request.getCustom(),
      remote: request.getRemote(),
      ...(request.getParent() === "" ? {} : { parent: request.getParent() }),
      inputs: request.getRemote() ? decodeForComponent(request.getObject()) : decode(request.getObject()),
      dependencies: [...request.getDependenciesList(), ...providerUrns(request)],
      propertyDependencies: propertyDependencies(request),
      provider: this.#provider(request.getProvider(), packageOf(request.getType())),
      providers: request.getRemote() ? this.#componentProviders(request) : {},
      ...(request.hasProtect() && { protect: request.getProtect() ?? false }),
      ...(request.hasRetainondelete() && { retainOnDelete: request.getRetainondelete() ?? false }),
      ...(request.getDeletebeforereplacedefined()
        ? { deleteBeforeReplace: request.getDeletebeforereplace() }
        : {}),
      replaceOnChanges: request.getReplaceonchangesList(),
      ignoreChanges: request.getIgnorechangesList(),
      timeouts: {
        ...defined({ createMs, updateMs, deleteMs }),
      },
    };
  }

  #componentProviders(request: RegisterResourceRequest): Record<string, ProviderConfig> {
    const references = request.getProvidersMap();
    return Object.fromEntries(
      ["aws", "kubernetes"].map((name) => [name, this.#provider(references.get(name) ?? "", name)]),
    );
  }

  #read(request: resproto.ReadResourceRequest): Properties {
    if (request.getType() === "pulumi:pulumi:StackReference") {
      return this.#stackOutputs(String(decode(request.getProperties())["name"] ?? request.getId()));
    }
    return this.#options.deployment.readExternal({
      type: request.getType(),
      name: request.getName(),
      id: request.getId(),
      inputs: decode(request.getProperties()),
      provider: this.#provider(request.getProvider(), packageOf(request.getType())),
      ...(request.getParent() === "" ? {} : { parent: request.getParent() }),
    });
  }

  #invoke(request: resproto.ResourceInvokeRequest): Properties {
    const args = decode(request.getArgs());
    if (request.getTok() === "pulumi:pulumi:getResource") {
      const record = this.#options.deployment.record(String(args["urn"]));
      if (record === undefined) throw new Error(`unknown resource ${String(args["urn"])}`);
      return { urn: record.urn, id: record.id, state: record.outputs };
    }
    if (request.getTok() === "pulumi:pulumi:readStackOutputs")
      return this.#stackOutputs(String(args["name"]));
    if (request.getTok() === "pulumi:pulumi:readStackResourceOutputs") {
      return { name: args["stackName"], outputs: this.#options.deployment.resourceOutputs() };
    }
    return this.#options.deployment.invoke(
      request.getTok(),
      args,
      this.#provider(request.getProvider(), packageOf(request.getTok())),
    );
  }

  #stackOutputs(name: string): Properties {
    return { name, outputs: this.#options.stackOutputs(name), secretOutputNames: [] };
  }

  /** Configuration of a provider by its reference `urn::id`; of the package's default provider without one. */
  #provider(reference: string, packageName: string): ProviderConfig {
    if (reference === "") return this.#options.defaultProvider(packageName);
    return (
      this.#options.deployment.record(urnOfProvider(reference))?.inputs ??
      this.#options.defaultProvider(packageName)
    );
  }

  #attempt(subject: Subject, run: () => void): void {
    this.activity += 1;
    try {
      run();
    } catch (error) {
      this.failures.push(this.#failure(subject, (error as Error).message));
      this.#noteFailure();
    }
  }

  #failure({ type, name, parent }: Subject, message: string): ResourceFailure {
    return { urn: this.#options.deployment.urn(type, name, parent || undefined), type, name, message };
  }
}

/** What a request is about. */
interface Subject {
  readonly type: string;
  readonly name: string;
  /** Empty for none. */
  readonly parent: string;
}

function subjectOf(request: RegisterResourceRequest | resproto.ReadResourceRequest): Subject {
  return { type: request.getType(), name: request.getName(), parent: request.getParent() };
}

/** Options that this host does not know, and on remote components those that their plugins drop. */
function refuseUnsimulatedOptions(request: RegisterResourceRequest): void {
  const unsimulated = {
    deletedWith: request.getDeletedwith() !== "",
    import: request.getImportid() !== "",
  };
  const dropped = {
    additionalSecretOutputs: request.getAdditionalsecretoutputsList().length > 0,
    deleteBeforeReplace: request.getDeletebeforereplacedefined(),
  };
  refuseOptions(request, request.getHooks(), { ...unsimulated, ...(request.getRemote() && dropped) });
}

/** A provider must be there as long as anything that was made with it. */
function providerUrns(request: RegisterResourceRequest): string[] {
  const references = [request.getProvider()];
  request.getProvidersMap().forEach((reference) => references.push(reference));
  return references.filter((reference) => reference !== "").map(urnOfProvider);
}

/** The SDK refers to a provider as `urn::id`. */
function urnOfProvider(reference: string): string {
  return reference.slice(0, reference.lastIndexOf("::"));
}

function setOutputDependencies(
  response: resproto.RegisterResourceResponse,
  { outputDependencies }: ResourceRecord,
): void {
  for (const [output, urns] of Object.entries(outputDependencies)) {
    const dependencies = new resproto.RegisterResourceResponse.PropertyDependencies();
    dependencies.setUrnsList([...urns]);
    response.getPropertydependenciesMap().set(output, dependencies);
  }
}

function propertyDependencies(request: RegisterResourceRequest): Record<string, string[]> {
  const urns: Record<string, string[]> = {};
  request.getPropertydependenciesMap().forEach((sources, property) => {
    urns[property] = sources.getUrnsList();
  });
  return urns;
}
