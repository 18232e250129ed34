/** Speaks to the served packages as an engine does, without one. */
import * as grpc from "@grpc/grpc-js";
import providergrpc from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import providerproto from "@pulumi/pulumi/proto/provider_pb.js";
import * as rpc from "@pulumi/pulumi/runtime/rpc.js";
import structproto from "google-protobuf/google/protobuf/struct_pb.js";
import { PACKAGE_VERSIONS } from "../../../../fleet/cloud/package-versions.ts";
import { SimulatedCloud } from "../../../../sim/cloud.ts";
import type { Properties } from "../../../../sim/core/resource-type.ts";
import { unary } from "../../../../sim/hosts/pulumi-provider/monitor.ts";
import { serveCloud, type CloudServer } from "../../../../sim/hosts/pulumi-provider/server.ts";

/** A value as an engine marks it when a program says that it is secret. */
export function secret(value: unknown) {
  return { [rpc.specialSigKey]: rpc.specialSecretSig, value };
}

/** A cloud that is served, and a client of each package. */
export class ServedPackages {
  readonly cloud: SimulatedCloud;
  /** How often the world was saved. */
  saves = 0;
  readonly #server: CloudServer;
  readonly #clients = new Map<string, providergrpc.ResourceProviderClient>();

  private constructor(cloud: SimulatedCloud, server: CloudServer) {
    this.cloud = cloud;
    this.#server = server;
  }

  static async serve(cloud = new SimulatedCloud()): Promise<ServedPackages> {
    const persist = () => {
      served.saves += 1;
      return Promise.resolve();
    };
    const served = new ServedPackages(
      cloud,
      await serveCloud({ cloud, packages: PACKAGE_VERSIONS, persist }),
    );
    return served;
  }

  async close(): Promise<void> {
    for (const client of this.#clients.values()) client.close();
    await this.#server.close();
  }

  /** A client with a connection of its own, for what the methods below lack. */
  client(packageName: string): providergrpc.ResourceProviderClient {
    let client = this.#clients.get(packageName);
    if (client === undefined) {
      const address = `127.0.0.1:${this.#server.ports[packageName]!}`;
      client = new providergrpc.ResourceProviderClient(address, grpc.credentials.createInsecure());
      this.#clients.set(packageName, client);
    }
    return client;
  }

  configure(packageName: string, args: Properties): Promise<providerproto.ConfigureResponse> {
    const request = new providerproto.ConfigureRequest();
    request.setArgs(struct(args));
    request.setAcceptsecrets(true);
    return unary((done) => this.client(packageName).configure(request, done));
  }

  /** What the package's schema says of its resources. */
  async schema(packageName: string) {
    const response = await unary<providerproto.GetSchemaResponse>((done) =>
      this.client(packageName).getSchema(new providerproto.GetSchemaRequest(), done),
    );
    return JSON.parse(response.getSchema()) as {
      readonly resources: Readonly<Record<string, { readonly inputProperties: Properties }>>;
    };
  }

  async invoke(token: string, args: Properties): Promise<Properties> {
    const request = new providerproto.InvokeRequest();
    request.setTok(token);
    request.setArgs(struct(args));
    const response = await unary<providerproto.InvokeResponse>((done) =>
      this.client(packageOf(token)).invoke(request, done),
    );
    return values(response.getReturn());
  }

  /** Checks the inputs of a resource that is new. */
  async check(type: string, news: Properties, name = "resource") {
    const request = new providerproto.CheckRequest();
    request.setUrn(urnOf(type, name));
    request.setNews(struct(news));
    const response = await unary<providerproto.CheckResponse>((done) =>
      this.client(packageOf(type)).check(request, done),
    );
    return {
      inputs: values(response.getInputs()),
      failures: response.getFailuresList().map((failure) => ({
        property: failure.getProperty(),
        reason: failure.getReason(),
      })),
    };
  }

  async diff(type: string, id: string, oldInputs: Properties, news: Properties, name = "resource") {
    const request = new providerproto.DiffRequest();
    request.setId(id);
    request.setUrn(urnOf(type, name));
    request.setOldInputs(struct(oldInputs));
    request.setNews(struct(news));
    const response = await unary<providerproto.DiffResponse>((done) =>
      this.client(packageOf(type)).diff(request, done),
    );
    return {
      changed: response.getDiffsList(),
      replaces: response.getReplacesList(),
      paths: [...response.getDetaileddiffMap().keys()],
    };
  }

  /** Checks and creates a resource; of a preview the id is empty. */
  async create(
    type: string,
    news: Properties,
    { name = "resource", preview = false }: { readonly name?: string; readonly preview?: boolean } = {},
  ) {
    const { inputs } = await this.check(type, news, name);
    const request = new providerproto.CreateRequest();
    request.setUrn(urnOf(type, name));
    request.setProperties(struct(inputs));
    request.setPreview(preview);
    const response = await unary<providerproto.CreateResponse>((done) =>
      this.client(packageOf(type)).create(request, done),
    );
    return { id: response.getId(), inputs, outputs: values(response.getProperties()) };
  }

  /** Reads a resource again, or for the first time; undefined when there is none. */
  async read(type: string, id: string, inputs: Properties = {}, state: Properties = {}) {
    const request = new providerproto.ReadRequest();
    request.setId(id);
    request.setUrn(urnOf(type, "resource"));
    request.setInputs(struct(inputs));
    request.setProperties(struct(state));
    const response = await unary<providerproto.ReadResponse>((done) =>
      this.client(packageOf(type)).read(request, done),
    );
    if (response.getId() === "") return undefined;
    return {
      id: response.getId(),
      inputs: values(response.getInputs()),
      outputs: values(response.getProperties()),
    };
  }

  async update(
    type: string,
    id: string,
    { before, state, after }: { before: Properties; state: Properties; after: Properties },
    { preview = false }: { readonly preview?: boolean } = {},
  ): Promise<Properties> {
    const request = new providerproto.UpdateRequest();
    request.setId(id);
    request.setUrn(urnOf(type, "resource"));
    request.setOldInputs(struct(before));
    request.setOlds(struct(state));
    request.setNews(struct(after));
    request.setPreview(preview);
    const response = await unary<providerproto.UpdateResponse>((done) =>
      this.client(packageOf(type)).update(request, done),
    );
    return values(response.getProperties());
  }

  async delete(type: string, id: string, state: Properties): Promise<void> {
    const request = new providerproto.DeleteRequest();
    request.setId(id);
    request.setUrn(urnOf(type, "resource"));
    request.setProperties(struct(state));
    await unary((done) => this.client(packageOf(type)).delete(request, done));
  }
}

export function struct(properties: Properties): structproto.Struct {
  return structproto.Struct.fromJavaScript(properties as Record<string, structproto.JavaScriptValue>);
}

export function urnOf(type: string, name: string): string {
  return `urn:pulumi:stack::project::${type}::${name}`;
}

function values(properties: structproto.Struct | undefined): Properties {
  return properties?.toJavaScript() ?? {};
}

function packageOf(token: string): string {
  return token.split(":")[0]!;
}
