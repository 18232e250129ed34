/** One Pulumi package (`aws`, `kubernetes`, `awsx`, `eks`) served from the simulated cloud to a real engine. */
import pluginproto from "@pulumi/pulumi/proto/plugin_pb.js";
import providerproto from "@pulumi/pulumi/proto/provider_pb.js";
import emptyproto from "google-protobuf/google/protobuf/empty_pb.js";
import { checkAwsProviderConfig } from "../../aws/provider-config.ts";
import { functionType, remoteComponent, resourceType } from "../../catalog.ts";
import type { Cloud } from "../../cloud.ts";
import { diffResource, keepIgnored } from "../../core/diff.ts";
import type {
  CheckFailure,
  Properties,
  ProviderConfig,
  ResourceContext,
  ResourceType,
} from "../../core/resource-type.ts";
import { readInputs } from "../../core/read-inputs.ts";
import { hasUnknown, UNKNOWN } from "../../core/unknown.ts";
import type { ConcurrentDeletes } from "./concurrent-deletes.ts";
import { construct } from "./construct.ts";
import { detailedDiff } from "./detailed-diff.ts";
import { fromStruct, toStruct } from "./values.ts";

/** Packages that consist of remote components. */
const COMPONENT_PACKAGES: ReadonlySet<string> = new Set(["awsx", "eks"]);

export interface PackageProviderOptions {
  readonly name: string;
  /** Version reported to the engine; at least that of the SDK, or the engine warns. */
  readonly version: string;
  readonly cloud: Cloud;
  /** The deletes of all packages, which may be in each other's way. */
  readonly deletes: ConcurrentDeletes;
  /** Called after each change of the world; its answer is awaited before the engine hears of the change. */
  readonly persist: () => Promise<void>;
}

export class PackageProvider {
  readonly #options: PackageProviderOptions;
  #config: ProviderConfig = {};

  constructor(options: PackageProviderOptions) {
    this.#options = options;
  }

  getPluginInfo(): pluginproto.PluginInfo {
    const info = new pluginproto.PluginInfo();
    info.setVersion(this.#options.version);
    return info;
  }

  /** The engine tells where it listens; children of components go through the monitor that each request names. */
  attach(): emptyproto.Empty {
    return new emptyproto.Empty();
  }

  /** Nothing here takes time: whatever was running is done when the request to cancel arrives. */
  cancel(): emptyproto.Empty {
    return new emptyproto.Empty();
  }

  handshake(): providerproto.ProviderHandshakeResponse {
    const response = new providerproto.ProviderHandshakeResponse();
    response.setAcceptResources(true);
    response.setAcceptSecrets(COMPONENT_PACKAGES.has(this.#options.name));
    return response;
  }

  getSchema(): providerproto.GetSchemaResponse {
    const response = new providerproto.GetSchemaResponse();
    response.setSchema(JSON.stringify({ name: this.#options.name, version: this.#options.version }));
    return response;
  }

  checkConfig(request: providerproto.CheckRequest): providerproto.CheckResponse {
    const response = new providerproto.CheckResponse();
    response.setInputs(request.getNews());
    return response;
  }

  /** A changed provider never replaces its resources: `clusterIdentifier` and region are checked where they are used. */
  diffConfig(request: providerproto.DiffRequest): providerproto.DiffResponse {
    const before = fromStruct(request.getOldInputs() ?? request.getOlds());
    const after = fromStruct(request.getNews());
    const changed = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
      (key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]),
    );
    const replace = changed.filter((key) => key === "clusterIdentifier");
    return diffResponse(changed, replace, false);
  }

  configure(request: providerproto.ConfigureRequest): providerproto.ConfigureResponse {
    this.#config = fromStruct(request.getArgs());
    if (this.#options.name === "aws") checkAwsProviderConfig(this.#options.cloud, this.#config);
    const response = new providerproto.ConfigureResponse();
    response.setAcceptresources(true);
    response.setSupportspreview(true);
    // Packages of components pass secrets on as they are, and the engine insists that they do. The others get plain
    // values: the engine marks the outputs of secret inputs itself.
    response.setAcceptsecrets(COMPONENT_PACKAGES.has(this.#options.name));
    return response;
  }

  invoke(request: providerproto.InvokeRequest): providerproto.InvokeResponse {
    const outputs = functionType(request.getTok()).invoke(
      { cloud: this.#options.cloud, provider: this.#config },
      fromStruct(request.getArgs()),
    );
    const response = new providerproto.InvokeResponse();
    response.setReturn(toStruct(outputs));
    return response;
  }

  check(request: providerproto.CheckRequest): providerproto.CheckResponse {
    const type = typeOf(request.getUrn());
    const inputs = fromStruct(request.getNews());
    const checked = type.check?.(inputs, {
      name: nameOf(request.getUrn()),
      urn: request.getUrn(),
      cloud: this.#options.cloud,
    }) ?? { inputs, failures: [] };
    const response = new providerproto.CheckResponse();
    response.setInputs(toStruct(checked.inputs));
    response.setFailuresList(
      checked.failures.filter((failure) => !aboutUnknown(failure, inputs)).map(checkFailure),
    );
    return response;
  }

  diff(request: providerproto.DiffRequest): providerproto.DiffResponse {
    const type = typeOf(request.getUrn());
    const { before, after } = changeOf(request);
    const diff = diffResource(type, before, after);
    const response = diffResponse(diff.changed, diff.replace, diff.deleteBeforeReplace);
    for (const [path, difference] of detailedDiff(diff, before, after)) {
      response.getDetaileddiffMap().set(path, difference);
    }
    response.setHasdetaileddiff(true);
    return response;
  }

  async create(request: providerproto.CreateRequest): Promise<providerproto.CreateResponse> {
    const type = typeOf(request.getUrn());
    const inputs = fromStruct(request.getProperties());
    const response = new providerproto.CreateResponse();
    if (request.getPreview()) {
      response.setProperties(toStruct(previewOfCreate(type, inputs)));
      return response;
    }
    const { id, outputs } = await this.#change(() =>
      type.create(this.#context(request.getUrn(), request.getTimeout()), inputs),
    );
    response.setId(id);
    response.setProperties(toStruct(outputs));
    return response;
  }

  read(request: providerproto.ReadRequest): providerproto.ReadResponse {
    const type = typeOf(request.getUrn());
    const response = new providerproto.ReadResponse();
    const inputs = fromStruct(request.getInputs());
    const outputs = type.read(this.#context(request.getUrn(), 0), request.getId(), inputs);
    // An answer without id says that the resource is gone.
    if (outputs === undefined) return response;
    response.setId(request.getId());
    response.setProperties(toStruct(outputs));
    response.setInputs(toStruct((type.readInputs ?? readInputs)(outputs, inputs)));
    return response;
  }

  async update(request: providerproto.UpdateRequest): Promise<providerproto.UpdateResponse> {
    const type = typeOf(request.getUrn());
    const { before, after } = changeOf(request);
    const response = new providerproto.UpdateResponse();
    if (request.getPreview()) {
      response.setProperties(toStruct(previewOfUpdate(type, fromStruct(request.getOlds()), after)));
      return response;
    }
    const context = this.#context(request.getUrn(), request.getTimeout());
    // The engine asks for an update in place only where diff allowed one.
    const outputs = await this.#change(() => type.update!(context, request.getId(), before, after));
    response.setProperties(toStruct(outputs));
    return response;
  }

  async delete(request: providerproto.DeleteRequest): Promise<emptyproto.Empty> {
    const type = typeOf(request.getUrn());
    const context = this.#context(request.getUrn(), request.getTimeout());
    const outputs = fromStruct(request.getProperties());
    await this.#change(() =>
      this.#options.deletes.run(() => {
        type.delete(context, request.getId(), outputs);
      }),
    );
    return new emptyproto.Empty();
  }

  construct(request: providerproto.ConstructRequest): Promise<providerproto.ConstructResponse> {
    return construct(remoteComponent(request.getType()), request);
  }

  /** Carries out a change and saves the world, also when it failed half-way. */
  async #change<T>(run: () => T | Promise<T>): Promise<T> {
    try {
      return await run();
    } finally {
      await this.#options.persist();
    }
  }

  #context(urn: string, timeoutSeconds: number): ResourceContext {
    return {
      cloud: this.#options.cloud,
      name: nameOf(urn),
      urn,
      provider: this.#config,
      ...(timeoutSeconds > 0 ? { timeoutMs: timeoutSeconds * 1000 } : {}),
    };
  }
}

/**
 * Inputs before and after a change. The engine leaves it to providers to ignore changes: it does so itself only for what
 * a program says, not for what a refresh found.
 */
function changeOf(request: providerproto.DiffRequest | providerproto.UpdateRequest): {
  readonly before: Properties;
  readonly after: Properties;
} {
  const before = fromStruct(request.getOldInputs() ?? request.getOlds());
  return {
    before,
    after: keepIgnored(before, fromStruct(request.getNews()), request.getIgnorechangesList()),
  };
}

/** Outputs as far as a preview knows them. */
function previewOfCreate(type: ResourceType, inputs: Properties): Properties {
  const computed = typeof type.computed === "function" ? type.computed(inputs) : type.computed;
  const unknown = Object.fromEntries(computed.map((output) => [output, UNKNOWN]));
  return { ...unknown, ...inputs };
}

function previewOfUpdate(type: ResourceType, outputs: Properties, inputs: Properties): Properties {
  const unknown = Object.fromEntries((type.computedOnUpdate ?? []).map((output) => [output, UNKNOWN]));
  return { ...outputs, ...inputs, ...unknown };
}

/** A check cannot judge a value that is not there yet. */
function aboutUnknown(failure: CheckFailure, inputs: Properties): boolean {
  const [property = ""] = failure.property.split(/[.[]/);
  return hasUnknown(inputs[property]);
}

function typeOf(urn: string): ResourceType {
  return resourceType(urn.split("::")[2]!.split("$").at(-1)!);
}

function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

function checkFailure({ property, reason }: CheckFailure): providerproto.CheckFailure {
  const failure = new providerproto.CheckFailure();
  failure.setProperty(property);
  failure.setReason(reason);
  return failure;
}

function diffResponse(
  changed: readonly string[],
  replace: readonly string[],
  deleteBeforeReplace: boolean,
): providerproto.DiffResponse {
  const { DIFF_SOME, DIFF_NONE } = providerproto.DiffResponse.DiffChanges;
  const response = new providerproto.DiffResponse();
  response.setChanges(changed.length > 0 ? DIFF_SOME : DIFF_NONE);
  response.setDiffsList([...changed]);
  response.setReplacesList([...replace]);
  response.setDeletebeforereplace(deleteBeforeReplace);
  return response;
}

/** The part of the gRPC service that providers of packages implement; everything else is answered UNIMPLEMENTED. */
export const METHODS = [
  "getPluginInfo",
  "attach",
  "cancel",
  "handshake",
  "getSchema",
  "checkConfig",
  "diffConfig",
  "configure",
  "invoke",
  "check",
  "diff",
  "create",
  "read",
  "update",
  "delete",
  "construct",
] as const satisfies readonly (keyof PackageProvider)[];
