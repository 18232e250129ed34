/** A request to a load balancer, which answers as it does for everybody: by its listener on this machine. */
import { request as plainRequest } from "node:http";
import { request as secureRequest } from "node:https";
import { elbv2State } from "../../aws/elbv2/state.ts";
import type { Cloud } from "../../core/cloud.ts";
import { DataPlane } from "../data-plane.ts";
import { failure, type ProbeAnswer, type ProbeReport, type Target } from "./report.ts";

interface AtLoadBalancer {
  readonly loadBalancerArn: string;
  readonly source: string;
}

/** @param at what was reached, and the client's address there. */
export async function askLoadBalancer(
  cloud: Cloud,
  { loadBalancerArn, source }: AtLoadBalancer,
  target: Target,
): Promise<Partial<ProbeReport>> {
  const { name } = elbv2State(cloud).loadBalancers.get(loadBalancerArn);
  const known = { loadBalancer: name, source };
  const listeners = elbv2State(cloud).listeners.where((one) => one.loadBalancerArn === loadBalancerArn);
  if (!listeners.some(({ port }) => port === target.port)) {
    const words = `Failed to connect to ${target.host} port ${target.port}: Connection refused`;
    return { ...known, error: failure(7, words, `${name} has no listener on port ${target.port}`) };
  }
  const dataPlane = new DataPlane(cloud);
  try {
    const listening = { loadBalancerArn, listenerPort: target.port, clientAddress: source };
    const { port } = await dataPlane.listen(listening);
    const sent = send(target, port, await dataPlane.certificateAuthority());
    return { ...known, ...(await sent.then((answer) => ({ answer }), withoutAnswer)) };
  } finally {
    await dataPlane.close();
  }
}

/** A certificate that is not for the host, or a listener that ends the connection. */
function withoutAnswer({ message, code = "" }: NodeJS.ErrnoException): Pick<ProbeReport, "error"> {
  const isOfTls = code.startsWith("ERR_TLS") || code === "EPROTO";
  const error = isOfTls
    ? failure(60, "SSL: no alternative certificate subject name matches target host name", message)
    : failure(52, "Empty reply from server", message);
  return { error };
}

function send({ secure, host, port, path }: Target, localPort: number, ca?: string): Promise<ProbeAnswer> {
  const authority = port === (secure ? 443 : 80) ? host : `${host}:${port}`;
  const options = {
    host: "127.0.0.1",
    port: localPort,
    path,
    headers: { host: authority, "user-agent": "curl/8.5.0", accept: "*/*" },
  };
  return new Promise((resolve, reject) => {
    const request = secure
      ? secureRequest({ ...options, servername: host, ...(ca !== undefined && { ca }) })
      : plainRequest(options);
    request.once("error", reject);
    request.once("response", (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.once("end", () => {
        const headers = response.headers as Record<string, string>;
        const body = Buffer.concat(chunks).toString("utf8");
        resolve({ status: response.statusCode ?? 0, headers, body });
      });
    });
    request.end();
  });
}
