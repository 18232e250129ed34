/** One Pulumi package (`aws`, `kubernetes`, `awsx`, `eks`) served from the simulated cloud to a real engine. */
import pluginproto from "@pulumi/pulumi/proto/plugin_pb.js";
import providerproto from "@pulumi/pulumi/proto/provider_pb.js";
import emptyproto from "google-protobuf/google/protobuf/empty_pb.js";
import type { Cloud } from "../../core/cloud.ts";
import { diffResource, keepIgnored } from "../../core/diff.ts";
import { NotSimulated } from "../../core/errors.ts";
import type { Properties, ProviderConfig, ResourceContext, ResourceType } from "../../core/resource-type.ts";
import { callFunction, checkInputs, checkProviderConfig } from "../calls.ts";
import type { ConcurrentDeletes } from "./concurrent-deletes.ts";
import { construct } from "./construct.ts";
import { detailedDiff } from "./detailed-diff.ts";
import { InvalidRequest } from "./invalid-request.ts";
import { packageSchema } from "./package-schema.ts";
import { isAboutUnknown, previewOfCreate, previewOfUpdate } from "./preview.ts";
import { readAgain, readForImport } from "./read.ts";
import { nameOf, requestedComponent, requestedFunction, requestedType } from "./requested.ts";
import { checkFailure, diffResponse } from "./responses.ts";
import { Secrets, type SecretSources } from "./secrets.ts";
import { fromStruct, plain, toStruct, wireOf } from "./values.ts";

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
  /** As the engine sent it, secrets marked. */
  #config: Properties = {};

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
    response.setAcceptOutputs(true);
    response.setAcceptSecrets(true);
    return response;
  }

  getSchema(): providerproto.GetSchemaResponse {
    const response = new providerproto.GetSchemaResponse();
    response.setSchema(JSON.stringify(packageSchema(this.#options.name, this.#options.version)));
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

  async configure(request: providerproto.ConfigureRequest): Promise<providerproto.ConfigureResponse> {
    this.#config = wireOf(request.getArgs());
    await this.#secrets({ inputs: {} }).guard(() => {
      checkProviderConfig(this.#options.cloud, this.#options.name, this.#providerConfig());
    });
    const response = new providerproto.ConfigureResponse();
    response.setAcceptresources(true);
    response.setAcceptoutputs(true);
    response.setSupportspreview(true);
    response.setAcceptsecrets(true);
    return response;
  }

  invoke(request: providerproto.InvokeRequest): Promise<providerproto.InvokeResponse> {
    const type = requestedFunction(this.#options.name, request.getTok());
    const args = wireOf(request.getArgs());
    const secrets = this.#secrets({ inputs: args });
    return secrets.guard(() => {
      const context = { cloud: this.#options.cloud, provider: this.#providerConfig() };
      const response = new providerproto.InvokeResponse();
      response.setReturn(toStruct(secrets.mark(callFunction(type, plain(args), context))));
      return response;
    });
  }

  /** Methods of resources, such as `getKubeconfig` of a cluster. @throws NotSimulated */
  call(request: providerproto.CallRequest): never {
    throw new NotSimulated(request.getTok(), "methods of resources and components");
  }

  check(request: providerproto.CheckRequest): Promise<providerproto.CheckResponse> {
    const type = this.#typeOf(request.getUrn());
    const news = wireOf(request.getNews());
    const secrets = this.#secrets({ inputs: news, always: type.secret });
    return secrets.guard(() => {
      const given = plain(news);
      const urn = request.getUrn();
      const { cloud } = this.#options;
      const { inputs, failures } = checkInputs(type, given, { name: nameOf(urn), urn, cloud });
      const response = new providerproto.CheckResponse();
      response.setInputs(toStruct(secrets.mark(inputs)));
      response.setFailuresList(
        failures
          .filter((failure) => !isAboutUnknown(failure, given))
          .map(({ property, reason }) => checkFailure(property, secrets.redact(reason))),
      );
      return response;
    });
  }

  diff(request: providerproto.DiffRequest): Promise<providerproto.DiffResponse> {
    const type = this.#typeOf(request.getUrn());
    const { before, after, secrets } = this.#changeOf(request, type);
    return secrets.guard(() => {
      const diff = diffResource(type, before, after, { state: plain(wireOf(request.getOlds())) });
      const response = diffResponse(diff.changed, diff.replace, diff.deleteBeforeReplace);
      for (const [path, difference] of detailedDiff(diff, before, after, (path) => secrets.isAt(path))) {
        response.getDetaileddiffMap().set(path, difference);
      }
      response.setHasdetaileddiff(true);
      return response;
    });
  }

  create(request: providerproto.CreateRequest): Promise<providerproto.CreateResponse> {
    const type = this.#typeOf(request.getUrn());
    const given = wireOf(request.getProperties());
    const secrets = this.#secrets({ inputs: given, always: type.secret });
    return secrets.guard(async () => {
      const inputs = plain(given);
      const response = new providerproto.CreateResponse();
      if (request.getPreview()) {
        response.setProperties(toStruct(secrets.mark(previewOfCreate(type, inputs))));
        return response;
      }
      const context = this.#context(request.getUrn(), request.getTimeout());
      const { id, outputs } = await this.#change(() => type.create(context, inputs));
      response.setId(id);
      response.setProperties(toStruct(secrets.mark(outputs)));
      return response;
    });
  }

  read(request: providerproto.ReadRequest): Promise<providerproto.ReadResponse> {
    const type = this.#typeOf(request.getUrn());
    const given = wireOf(request.getInputs());
    const state = wireOf(request.getProperties());
    const secrets = this.#secrets({ inputs: given, state, always: type.secret });
    return secrets.guard(() => {
      const inputs = plain(given);
      const isImport = Object.keys({ ...given, ...state }).length === 0;
      const context = { ...this.#context(request.getUrn(), 0), ...(!isImport && { state: plain(state) }) };
      const found = isImport
        ? readForImport(type, context, request.getId())
        : readAgain(type, context, request.getId(), inputs);
      const response = new providerproto.ReadResponse();
      // An answer without id says that the resource is gone.
      if (found === undefined) return response;
      response.setId(found.id);
      response.setProperties(toStruct(secrets.mark(found.outputs)));
      response.setInputs(toStruct(secrets.mark(found.inputs)));
      return response;
    });
  }

  update(request: providerproto.UpdateRequest): Promise<providerproto.UpdateResponse> {
    const type = this.#typeOf(request.getUrn());
    const { before, after, secrets } = this.#changeOf(request, type);
    return secrets.guard(async () => {
      const response = new providerproto.UpdateResponse();
      if (request.getPreview()) {
        const outputs = previewOfUpdate(type, fromStruct(request.getOlds()), before, after);
        response.setProperties(toStruct(secrets.mark(outputs)));
        return response;
      }
      const update = type.update?.bind(type);
      if (update === undefined) {
        // The engine asks for an update in place only where diff allowed one.
        throw new InvalidRequest(`${type.token} cannot be updated in place; every change replaces it`);
      }
      const context = {
        ...this.#context(request.getUrn(), request.getTimeout()),
        state: plain(wireOf(request.getOlds())),
        ignoreChanges: request.getIgnorechangesList(),
      };
      const outputs = await this.#change(() => update(context, request.getId(), before, after));
      response.setProperties(toStruct(secrets.mark(outputs)));
      return response;
    });
  }

  delete(request: providerproto.DeleteRequest): Promise<emptyproto.Empty> {
    const type = this.#typeOf(request.getUrn());
    const context = this.#context(request.getUrn(), request.getTimeout());
    const state = wireOf(request.getProperties());
    return this.#secrets({ inputs: state, always: type.secret }).guard(async () => {
      const outputs = plain(state);
      await this.#change(() =>
        this.#options.deletes.run(() => {
          type.delete(context, request.getId(), outputs);
        }),
      );
      return new emptyproto.Empty();
    });
  }

  construct(request: providerproto.ConstructRequest): Promise<providerproto.ConstructResponse> {
    const component = requestedComponent(this.#options.name, request.getType());
    const secrets = this.#secrets({ inputs: wireOf(request.getInputs()) });
    return secrets.guard(() => construct(component, request, secrets));
  }

  /** Carries out a change and saves the world, also when it failed half-way. */
  async #change<T>(run: () => T | Promise<T>): Promise<T> {
    try {
      return await run();
    } finally {
      await this.#options.persist();
    }
  }

  /**
   * Inputs before and after a change. The engine leaves it to providers to ignore changes: it does so itself only for
   * what a program says, not for what a refresh found.
   */
  #changeOf(request: providerproto.DiffRequest | providerproto.UpdateRequest, { secret }: ResourceType) {
    const olds = wireOf(request.getOldInputs() ?? request.getOlds());
    const news = wireOf(request.getNews());
    const before = plain(olds);
    return {
      before,
      after: keepIgnored(before, plain(news), request.getIgnorechangesList()),
      secrets: this.#secrets({ inputs: news, before: olds, always: secret }),
    };
  }

  #typeOf(urn: string): ResourceType {
    return requestedType(this.#options.name, urn);
  }

  #secrets(sources: SecretSources): Secrets {
    return new Secrets({ ...sources, config: this.#config });
  }

  #providerConfig(): ProviderConfig {
    return plain(this.#config);
  }

  #context(urn: string, timeoutSeconds: number): ResourceContext {
    return {
      cloud: this.#options.cloud,
      name: nameOf(urn),
      urn,
      provider: this.#providerConfig(),
      ...(timeoutSeconds > 0 ? { timeoutMs: timeoutSeconds * 1000 } : {}),
    };
  }
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
  "call",
  "check",
  "diff",
  "create",
  "read",
  "update",
  "delete",
  "construct",
] as const satisfies readonly (keyof PackageProvider)[];
