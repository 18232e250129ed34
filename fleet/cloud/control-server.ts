import { randomBytes, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { z } from "zod";
import type { SimulatedCloud } from "../../sim/cloud.ts";
import type { Cloud } from "../../sim/core/cloud.ts";
import { elbv2State } from "../../sim/aws/elbv2/state.ts";
import { clustersOf } from "../../sim/kubernetes/clusters.ts";
import { clusterNamed } from "../probe/find-client.ts";
import { runProbes } from "../probe/run-probes.ts";

/** Longest request that is read. */
const MAX_BODY_BYTES = 1024 * 1024;

/** Longest time that may be let pass at once: more than anything on AWS takes, and done in a moment. */
const MAX_WAIT_SECONDS = 24 * 60 * 60;

/** What somebody with an AWS console or kubectl could do behind Pulumi's back. */
const request = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("status") }),
  z.strictObject({ kind: z.literal("stop") }),
  // What takes minutes on AWS takes minutes here too, unless somebody lets them pass.
  z.strictObject({ kind: z.literal("wait"), seconds: z.number().nonnegative().max(MAX_WAIT_SECONDS) }),
  z.strictObject({
    kind: z.literal("aws"),
    service: z.string(),
    action: z.string(),
    parameters: z.record(z.string(), z.unknown()),
  }),
  z.strictObject({
    kind: z.literal("kubernetes"),
    cluster: z.string(),
    verb: z.enum(["get", "list", "patch", "delete"]),
    /** `apps/v1/Deployment` */
    gvk: z.string(),
    namespace: z.string().optional(),
    name: z.string().optional(),
    patch: z.record(z.string(), z.unknown()).optional(),
  }),
  z.strictObject({
    kind: z.literal("probe"),
    from: z.string(),
    url: z.string(),
    times: z.int().positive(),
  }),
]);

/** What changes nothing that a world file would have to keep. */
const QUESTIONS: ReadonlySet<ControlRequest["kind"]> = new Set(["status", "probe"]);

export type ControlRequest = z.infer<typeof request>;

export interface ControlServerOptions {
  readonly cloud: SimulatedCloud;
  /** Where load balancers answer, by ARN. */
  readonly urls: () => Readonly<Record<string, string>>;
  readonly onChange: () => Promise<void>;
  readonly onStop: () => void;
}

export interface ControlServer {
  readonly url: string;
  readonly token: string;
  close(): void;
}

/** Answers control requests on loopback, from those who show the token. */
export async function serveControl(options: ControlServerOptions): Promise<ControlServer> {
  const token = randomBytes(32).toString("hex");
  const server = createServer((incoming, response) => {
    void answer(incoming, response, token, options);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    token,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function answer(
  incoming: IncomingMessage,
  response: ServerResponse,
  token: string,
  options: ControlServerOptions,
): Promise<void> {
  const send = (status: number, body: unknown): void => {
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  };
  try {
    if (!isAuthorized(incoming, token)) {
      send(401, { error: "the control token is missing or wrong" });
      return;
    }
    const parsed = request.safeParse(JSON.parse(await readBody(incoming)));
    if (!parsed.success) {
      send(400, { error: z.prettifyError(parsed.error) });
      return;
    }
    const result = await carryOut(parsed.data, options);
    if (!QUESTIONS.has(parsed.data.kind)) await options.onChange();
    send(200, { result: result ?? null });
    if (parsed.data.kind === "stop") options.onStop();
  } catch (error) {
    send(400, { error: (error as Error).message });
  }
}

function carryOut(control: ControlRequest, { cloud, urls }: ControlServerOptions): unknown {
  switch (control.kind) {
    case "status":
      return status(cloud, urls());
    case "stop":
      return undefined;
    case "wait":
      cloud.clock.advance(control.seconds * 1000);
      return undefined;
    case "aws":
      return cloud.callUnchecked({ ...control, caller: cloud.administrator });
    case "kubernetes":
      return kubernetes(cloud, control);
    case "probe":
      return runProbes(cloud, control);
  }
}

function status(cloud: Cloud, urls: Readonly<Record<string, string>>) {
  return {
    region: cloud.region,
    clusters: [...clustersOf(cloud).keys()],
    loadBalancers: elbv2State(cloud)
      .loadBalancers.values()
      .map(({ arn, name, dnsName, state }) => ({ name, dnsName, state, url: urls[arn] ?? null })),
  };
}

function kubernetes(cloud: Cloud, control: Extract<ControlRequest, { kind: "kubernetes" }>): unknown {
  const cluster = clusterNamed(cloud, control.cluster);
  const { verb, gvk, namespace, name, patch } = control;
  if (verb === "list") return cluster.api.list(gvk, namespace === undefined ? {} : { namespace });
  if (name === undefined) throw new Error(`${verb} needs the object's name`);
  switch (verb) {
    case "get":
      return cluster.api.get(gvk, namespace, name);
    case "delete":
      cluster.api.delete(gvk, namespace, name);
      cloud.clock.settle();
      return undefined;
    case "patch": {
      if (patch === undefined) throw new Error("patch needs a JSON merge patch");
      const patched = cluster.api.patch(gvk, namespace, name, patch);
      cloud.clock.settle();
      return patched;
    }
  }
}

function isAuthorized({ headers }: IncomingMessage, token: string): boolean {
  const shown = Buffer.from(headers.authorization ?? "");
  const wanted = Buffer.from(`Bearer ${token}`);
  return shown.length === wanted.length && timingSafeEqual(shown, wanted);
}

async function readBody(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MAX_BODY_BYTES) throw new Error(`a control request has at most ${MAX_BODY_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
