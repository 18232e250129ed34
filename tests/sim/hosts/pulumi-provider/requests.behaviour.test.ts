/** Requests that no engine of today sends, or that ask for more than there is. Each is followed by one that is answered. */
import * as grpc from "@grpc/grpc-js";
import providerproto from "@pulumi/pulumi/proto/provider_pb.js";
import * as rpc from "@pulumi/pulumi/runtime/rpc.js";
import structproto from "google-protobuf/google/protobuf/struct_pb.js";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Properties } from "../../../../sim/core/resource-type.ts";
import { UNKNOWN } from "../../../../sim/core/unknown.ts";
import { unary } from "../../../../sim/hosts/pulumi-provider/monitor.ts";
import { saveWorld } from "../../../../sim/world.ts";
import { ServedPackages, struct, urnOf } from "./support.ts";

const VPC = "aws:ec2/vpc:Vpc";
const CIDR = "10.0.0.0/16";
const { INVALID_ARGUMENT, UNIMPLEMENTED, UNKNOWN: UNKNOWN_CODE } = grpc.status;

let served: ServedPackages;

beforeEach(async () => {
  served = await ServedPackages.serve();
});
afterEach(async () => {
  await served.close();
});

/** How a call fails. Whatever it was, the cloud is as before, and the next request is answered. */
async function failure(call: Promise<unknown>): Promise<{ code: number; details: string }> {
  const before = saveWorld(served.cloud);
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason as grpc.ServiceError,
  );
  expect(saveWorld(served.cloud)).toEqual(before);
  expect((await served.check(VPC, { cidrBlock: CIDR })).failures).toEqual([]);
  return { code: error!.code, details: error!.details };
}

describe("a request for what is not there", () => {
  it("names a type that is not simulated", async () => {
    expect(await failure(served.check("aws:sqs/queue:Queue", {}))).toEqual({
      code: UNKNOWN_CODE,
      details: "NotSimulated: aws:sqs/queue:Queue; sim/COVERAGE.md lists what is simulated",
    });
  });

  it("names a function that is not simulated", async () => {
    expect(await failure(served.invoke("aws:sqs/getQueue:getQueue", {}))).toEqual({
      code: UNKNOWN_CODE,
      details: "NotSimulated: aws:sqs/getQueue:getQueue; sim/COVERAGE.md lists what is simulated",
    });
  });

  it("names a component that is not simulated", async () => {
    expect(await failure(construct("eks:index:NodeGroup", "127.0.0.1:1"))).toEqual({
      code: UNKNOWN_CODE,
      details: "NotSimulated: eks:index:NodeGroup; sim/COVERAGE.md lists what is simulated",
    });
  });

  it("names a method of a resource", async () => {
    const request = new providerproto.CallRequest();
    request.setTok("eks:index:Cluster/getKubeconfig");
    expect(await failure(unary((done) => served.client("eks").call(request, done)))).toEqual({
      code: UNKNOWN_CODE,
      details:
        "NotSimulated: eks:index:Cluster/getKubeconfig (methods of resources and components); " +
        "sim/COVERAGE.md lists what is simulated",
    });
  });

  it.each(["gcp:storage/bucket:Bucket", "kubernetes:core/v1:ConfigMap", "Queue", ""])(
    'names the package when "%s" is of another one',
    async (type) => {
      const request = new providerproto.CheckRequest();
      request.setUrn(urnOf(type, "resource"));
      expect(await failure(unary((done) => served.client("aws").check(request, done)))).toEqual({
        code: INVALID_ARGUMENT,
        details:
          `the provider of the package aws was asked for "${type}"; it has what begins with "aws:" only. ` +
          "Compare PULUMI_DEBUG_PROVIDERS with what npm run cloud -- --env prints",
      });
    },
  );

  it("refuses an update in place of what every change replaces", async () => {
    const association = "aws:ec2/routeTableAssociation:RouteTableAssociation";
    const update = served.update(association, "rtbassoc-1", { before: {}, state: {}, after: {} });
    expect(await failure(update)).toEqual({
      code: INVALID_ARGUMENT,
      details: `${association} cannot be updated in place; every change replaces it`,
    });
  });
});

describe("a method that the packages do not have", () => {
  const METHODS =
    "GetPluginInfo, Attach, Cancel, Handshake, GetSchema, CheckConfig, DiffConfig, Configure, Invoke, Call, Check, " +
    "Diff, Create, Read, Update, Delete, Construct";

  it.each([
    [
      "Parameterize",
      () => unary((done) => served.client("aws").parameterize(new providerproto.ParameterizeRequest(), done)),
    ],
    [
      "GetMapping",
      () => unary((done) => served.client("aws").getMapping(new providerproto.GetMappingRequest(), done)),
    ],
    [
      "GetMappings",
      () => unary((done) => served.client("aws").getMappings(new providerproto.GetMappingsRequest(), done)),
    ],
    [
      "List",
      () =>
        new Promise((_, reject) => {
          served.client("aws").list(new providerproto.ListRequest()).on("error", reject).resume();
        }),
    ],
  ])("says of %s which ones there are", async (method, call) => {
    expect(await failure(call())).toEqual({
      code: UNIMPLEMENTED,
      details: `the simulated package aws has no method ${method}; it has ${METHODS}`,
    });
  });

  it("names one that not even the SDK knows", async () => {
    expect(await failure(raw("StreamInvoke", Buffer.alloc(0)))).toEqual({
      code: UNIMPLEMENTED,
      details: "The server does not implement the method /pulumirpc.ResourceProvider/StreamInvoke",
    });
  });
});

describe("a message from a newer engine", () => {
  it("may have fields that are not known here", async () => {
    const request = new providerproto.CheckRequest();
    request.setUrn(urnOf(VPC, "resource"));
    request.setNews(struct({ cidrBlock: CIDR }));
    // Field 1000 with the text "new".
    const field = Buffer.from([0xc2, 0x3e, 0x03, ...Buffer.from("new")]);
    const response = providerproto.CheckResponse.deserializeBinary(
      await raw("Check", Buffer.concat([request.serializeBinary(), field])),
    );
    expect(response.getInputs()!.toJavaScript()).toEqual(
      (await served.check(VPC, { cidrBlock: CIDR })).inputs,
    );
  });

  it("is refused when it is not a message at all", async () => {
    expect(await failure(raw("Check", Buffer.from([0xff, 0xff])))).toEqual({
      code: grpc.status.INTERNAL,
      details: "Error deserializing request",
    });
  });
});

describe("a malformed request", () => {
  it.each(["", "nonsense", "a::b::c::d", "urn:pulumi:stack::project::aws:ec2/vpc:Vpc"])(
    'shows how a URN looks when "%s" is none',
    async (urn) => {
      const request = new providerproto.DeleteRequest();
      request.setUrn(urn);
      expect(await failure(unary((done) => served.client("aws").delete(request, done)))).toEqual({
        code: INVALID_ARGUMENT,
        details: `"${urn}" is not the URN of a resource; one looks like urn:pulumi:stack::project::aws:ec2/vpc:Vpc::name`,
      });
    },
  );

  it.each([
    {
      kind: "an object of an unknown kind",
      value: signed("803fd3297a5875dc03ca845dda5d2a98", { value: "AA==" }),
      problem:
        'an object of an unknown kind, with the signature "803fd3297a5875dc03ca845dda5d2a98", perhaps of a newer SDK; ' +
        "it must be a secret, an output or a reference to a resource",
    },
    {
      kind: "a signature that is not a text",
      value: signed(5),
      problem:
        "an object of an unknown kind, with the signature 5, perhaps of a newer SDK; " +
        "it must be a secret, an output or a reference to a resource",
    },
    { kind: "an empty secret", value: signed(rpc.specialSecretSig), problem: "a secret without a value" },
    {
      kind: "a reference to nothing",
      value: signed(rpc.specialResourceSig, { id: "vpc-1" }),
      problem: "a reference to a resource without a URN",
    },
  ])("names the property that is $kind", async ({ value, problem }) => {
    const details = `property tags.Names[1] is ${problem}`;
    expect(await failure(served.check(VPC, { tags: { Names: ["a", value] } }))).toEqual({
      code: INVALID_ARGUMENT,
      details,
    });
    expect(await failure(served.configure("aws", { tags: { Names: ["a", value] } }))).toEqual({
      code: INVALID_ARGUMENT,
      details,
    });
  });

  it.each([
    { kind: "an asset", value: signed(rpc.specialAssetSig, { text: "hello" }) },
    { kind: "an asset without contents", value: signed(rpc.specialAssetSig) },
    { kind: "an archive", value: signed(rpc.specialArchiveSig, { assets: {} }) },
  ])("names the property that is $kind", async ({ value }) => {
    expect(await failure(served.check(VPC, { tags: { Name: value } }))).toEqual({
      code: UNKNOWN_CODE,
      details:
        "NotSimulated: assets and archives as inputs (tags.Name); sim/COVERAGE.md lists what is simulated",
    });
  });

  it("tells of a value without a kind", async () => {
    const news = new structproto.Struct();
    news.getFieldsMap().set("cidrBlock", new structproto.Value());
    const request = new providerproto.CheckRequest();
    request.setUrn(urnOf(VPC, "resource"));
    request.setNews(news);
    expect(await failure(unary((done) => served.client("aws").check(request, done)))).toEqual({
      code: INVALID_ARGUMENT,
      details: "the properties cannot be read (Unexpected struct type)",
    });
  });

  it("is one for a component without the monitor that registers its children", async () => {
    expect(await failure(construct("awsx:ec2:Vpc", ""))).toEqual({
      code: INVALID_ARGUMENT,
      details: 'awsx:ec2:Vpc "component" cannot register its children: the request names no monitor',
    });
  });

  it("is one for a component whose monitor is gone", async () => {
    const { code, details } = await failure(construct("awsx:ec2:Vpc", "127.0.0.1:1"));
    expect(code).toBe(UNKNOWN_CODE);
    expect(details).toMatch(/^14 UNAVAILABLE: No connection established/);
  });
});

describe("a value that is not known yet", () => {
  it.each([
    { kind: "an output without a value", value: signed(rpc.specialOutputValueSig) },
    {
      kind: "a reference to a resource that is yet to be made",
      value: signed(rpc.specialResourceSig, { urn: urnOf(VPC, "vpc"), id: "" }),
    },
  ])("may come as $kind", async ({ value }) => {
    const { inputs } = await served.check("aws:ec2/subnet:Subnet", { cidrBlock: CIDR, vpcId: value });
    expect(inputs["vpcId"]).toBe(UNKNOWN);
  });
});

function signed(signature: unknown, rest: Properties = {}): Properties {
  return { [rpc.specialSigKey]: signature, ...rest };
}

function construct(type: string, monitor: string): Promise<unknown> {
  const request = new providerproto.ConstructRequest();
  request.setType(type);
  request.setName("component");
  request.setMonitorendpoint(monitor);
  return unary((done) => served.client(type.split(":")[0]!).construct(request, done));
}

/** Sends bytes to a method of the package aws, whether the SDK knows it or not. */
function raw(method: string, message: Uint8Array): Promise<Buffer> {
  return unary((done) =>
    served.client("aws").makeUnaryRequest(
      `/pulumirpc.ResourceProvider/${method}`,
      (bytes: Uint8Array) => Buffer.from(bytes),
      (bytes: Buffer) => bytes,
      message,
      (error, response) => done(error, response!),
    ),
  );
}
