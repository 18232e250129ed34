/** Passes what comes in on connections to a Network Load Balancer on to targets. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { elbv2State } from "../aws/elbv2/state.ts";
import type { Cloud } from "../core/cloud.ts";
import type { AccessLogEntry } from "./access-log.ts";
import { askTarget } from "./ask-target.ts";
import { forward } from "./forward.ts";
import type { NetworkTable } from "./network-table.ts";
import type { TargetView } from "./target-group-view.ts";

interface NetworkRouterOptions {
  readonly cloud: Cloud;
  readonly connectTimeoutMs: number;
  readonly accessLog: ((entry: AccessLogEntry) => void) | undefined;
}

/** Nothing of the answer is the load balancer's. */
const UNCHANGED = { server: true, set: [], cookies: [] } as const;

/** A connection has one target for as long as it lives; new ones take turns, in place of the hash of addresses and ports. */
export class NetworkRouter {
  readonly #options: NetworkRouterOptions;
  readonly #targets = new WeakMap<Socket, TargetView>();
  readonly #turns = { zone: 0, target: 0 };

  constructor(options: NetworkRouterOptions) {
    this.#options = options;
  }

  route(table: NetworkTable, request: IncomingMessage, response: ServerResponse): void {
    const { socket } = request;
    const target = this.#targets.get(socket) ?? this.#choose(table);
    const connection = target?.connection();
    if (target === undefined || connection === undefined || this.#isReset(table, target)) {
      socket.destroy();
    } else if (connection.outcome === "timeout") {
      setTimeout(() => socket.destroy(), this.#options.connectTimeoutMs);
    } else if (connection.outcome === "connected") {
      this.#targets.set(socket, target);
      forward(request, response, {
        target: request.url ?? "/",
        headers: headersOf(request),
        changes: UNCHANGED,
        ask: (asked) => askTarget(this.#options.cloud, connection, asked),
        onFailure: () => socket.destroy(),
        onDone: () => undefined,
      });
      this.#log(table, target, response);
    } else {
      socket.destroy();
    }
  }

  /** Connections come in by all zones in turns. */
  #choose({ group: { pools } }: NetworkTable): TargetView | undefined {
    const pool = pools[this.#turns.zone++ % pools.length] ?? [];
    if (this.#turns.zone % pools.length === 0) this.#turns.target += 1;
    return pool[this.#turns.target % pool.length];
  }

  /** Of a target that has become unhealthy; one that drains keeps its connections. */
  #isReset({ group }: NetworkTable, { key }: TargetView): boolean {
    const target = elbv2State(this.#options.cloud).targetGroups.find(group.arn)?.targets[key];
    return target?.drainsUntil === undefined && !group.candidates.some((one) => one.key === key);
  }

  #log({ ruleArn, group }: NetworkTable, { key }: TargetView, response: ServerResponse): void {
    if (!response.headersSent) return;
    const target = { targetGroupArn: group.arn, key };
    this.#options.accessLog?.({ ruleArn, status: response.statusCode, target });
  }
}

/** As they came. */
function headersOf({ headers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}
