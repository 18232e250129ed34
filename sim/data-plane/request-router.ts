/** What a listener does with a request: finds the rule, and carries out its action. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { randomBytes } from "node:crypto";
import type { Socket } from "node:net";
import { TLSSocket } from "node:tls";
import { countMetric } from "../aws/cloudwatch/metrics.ts";
import { elbv2State } from "../aws/elbv2/state.ts";
import type { Cloud } from "../core/cloud.ts";
import { defined } from "../core/defined.ts";
import { NotSimulated } from "../core/errors.ts";
import type { HttpRequest, HttpResponse } from "../kubernetes/types.ts";
import type { AccessLogEntry, LoggedTarget } from "./access-log.ts";
import { askTarget, type TargetEndpoint } from "./ask-target.ts";
import { hideServer, sendPage } from "./error-pages.ts";
import { forward } from "./forward.ts";
import { sendBlocked, sendFixedResponse, sendNotSimulated, sendRedirect } from "./own-answers.ts";
import { IncomingFacts } from "./request-facts.ts";
import { forwardedHeaders, MAX_FORWARDED_ADDRESSES } from "./request-headers.ts";
import type { ForwardAction, Route, RoutingTable } from "./routing-table.ts";
import type { TargetView } from "./target-group-view.ts";
import { blockedRequest, connectionError, ownError, targetError, type Report } from "./reports.ts";
import { TargetChooser, type Choice } from "./target-chooser.ts";

export interface RequestRouterOptions {
  readonly cloud: Cloud;
  readonly connectTimeoutMs: number;
  /** The address from which requests come; default: that of the connection. */
  readonly clientAddress: string | undefined;
  readonly accessLog: ((entry: AccessLogEntry) => void) | undefined;
}

/** Longest request target: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html */
const MAX_TARGET_LENGTH = 16_384;

interface Job {
  readonly table: RoutingTable;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly facts: IncomingFacts;
  /** Who answered. */
  target?: LoggedTarget;
}

export class RequestRouter {
  readonly #options: RequestRouterOptions;
  readonly #chooser: TargetChooser;
  readonly #traceSuffix = randomBytes(6).toString("hex");
  #requests = 0;

  constructor(options: RequestRouterOptions) {
    this.#options = options;
    this.#chooser = new TargetChooser(options.cloud.clock);
  }

  route(table: RoutingTable, request: IncomingMessage, response: ServerResponse): void {
    if (!table.responseHeaders.server) hideServer(response);
    const target = request.url ?? "/";
    const refusal = refusalOf(request, target);
    if (refusal !== undefined) {
      sendPage(response, refusal);
      return;
    }
    const clientAddress = this.#options.clientAddress ?? request.socket.remoteAddress ?? "";
    const facts = new IncomingFacts(request, target, clientAddress);
    const job: Job = { table, request, response, facts };
    // The default rule takes what no other rule takes.
    const route = table.rules.find(({ test }) => test(facts))!;
    try {
      const blocked = table.webAcl?.check(facts, 1);
      if (blocked !== undefined) {
        sendBlocked(response, blocked);
        this.#report([blockedRequest(table, table.webAcl!.metricName)]);
        this.#options.accessLog?.({ ruleArn: route.ruleArn, status: blocked.status, blocked: true });
        return;
      }
      this.#carryOut(route, job);
    } catch (error) {
      if (!(error instanceof NotSimulated)) throw error;
      sendNotSimulated(response, error);
    }
    if (response.headersSent) this.#log(route, job);
  }

  #report(reports: readonly Report[]): void {
    for (const { metricName, dimensions } of reports)
      countMetric(this.#options.cloud, metricName, dimensions);
  }

  #log({ ruleArn }: Route, { response, target }: Job): void {
    this.#options.accessLog?.({ ruleArn, status: response.statusCode, ...defined({ target }) });
  }

  #carryOut(route: Route, job: Job): void {
    const { action } = route;
    const { set } = job.table.responseHeaders;
    const { response, facts, table } = job;
    switch (action.type) {
      case "fixed-response":
        sendFixedResponse(response, action.response, set);
        return;
      case "redirect":
        sendRedirect(
          response,
          action.redirect,
          {
            path: facts.path,
            host: facts.host,
            queryText: facts.queryText,
            protocol: protocolOf(table),
            listenerPort: table.listener.port,
          },
          set,
        );
        return;
      case "not-simulated":
        throw action.error;
      case "forward":
        this.#forward(route, action, job);
    }
  }

  #forward({ ruleArn, rewrite }: Route, action: ForwardAction, job: Job): void {
    const target = job.request.url ?? "/";
    const line = rewrite?.({ host: job.request.headers.host ?? "", target });
    const choice = this.#chooser.choose(ruleArn, action, job.request);
    if (choice === undefined) {
      sendPage(job.response, 503);
      this.#report([ownError(job.table)]);
      return;
    }
    const connection = choice.target.connection();
    if (connection.outcome !== "connected") this.#report(connectionError(job.table, choice.group.arn));
    if (connection.outcome === "timeout") {
      this.#failLater(job.response);
    } else if (connection.outcome !== "connected") {
      sendPage(job.response, 502);
    } else {
      forward(job.request, job.response, {
        ...this.#forwarding(choice, connection, job, line?.host),
        target: line?.target ?? target,
      });
    }
  }

  /** Nobody answers: the load balancer tries for a while. */
  #failLater(response: ServerResponse): void {
    const timer = setTimeout(() => sendPage(response, 504), this.#options.connectTimeoutMs);
    response.once("close", () => clearTimeout(timer));
  }

  /** @param host for the target, where it is another one than the client's. */
  #forwarding(choice: Choice<TargetView>, endpoint: TargetEndpoint, job: Job, host: string | undefined) {
    const { table, request, response, facts } = job;
    return {
      headers: forwardedHeaders(request, {
        ...defined({ host }),
        clientAddress: facts.clientAddress,
        clientPort: request.socket.remotePort ?? 0,
        listenerPort: table.listener.port,
        protocol: protocolOf(table),
        ...defined({ tls: tlsOf(request.socket) }),
        traceId: this.#traceId(),
        attributes: table.loadBalancer.attributes,
      }),
      changes: { ...table.responseHeaders, ...choice.cookies },
      ask: (asked: HttpRequest) => {
        const answer = this.#ask(choice, endpoint, asked);
        if (answer !== undefined && answer.status >= 500)
          this.#report([targetError(table, choice.group.arn)]);
        if (answer !== undefined) job.target = { targetGroupArn: choice.group.arn, key: choice.target.key };
        return answer;
      },
      onFailure: () => {
        sendPage(response, 502);
        this.#report([ownError(table)]);
      },
      onDone: choice.started(),
    } as const;
  }

  /** The program's answer; undefined when nothing listens any more, it breaks down, or its time is over meanwhile. */
  #ask(
    { group, target }: Choice<TargetView>,
    endpoint: TargetEndpoint,
    request: HttpRequest,
  ): HttpResponse | undefined {
    const { cloud } = this.#options;
    const answer = askTarget(cloud, endpoint, request);
    const isThere = elbv2State(cloud).targetGroups.find(group.arn)?.targets[target.key] !== undefined;
    return isThere ? answer : undefined;
  }

  /** `1-` the time in seconds, and 24 digits of which no two requests have the same. */
  #traceId(): string {
    const time = Math.floor(this.#options.cloud.clock.now() / 1000).toString(16);
    const count = (this.#requests++).toString(16).padStart(12, "0");
    return `1-${time}-${this.#traceSuffix}${count}`;
  }
}

function protocolOf({ listener }: RoutingTable): "http" | "https" {
  return listener.protocol === "HTTPS" ? "https" : "http";
}

/** In OpenSSL's words, as on AWS. */
function tlsOf(socket: Socket) {
  if (!(socket instanceof TLSSocket)) return undefined;
  return { version: socket.getProtocol() ?? "", cipherSuite: socket.getCipher().name };
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html */
function refusalOf(request: IncomingMessage, target: string): number | undefined {
  if (target.length > MAX_TARGET_LENGTH) return 414;
  if (request.method === "TRACE") return 405;
  if (!isChunkedOrPlain(request.headers["transfer-encoding"])) return 501;
  if (!target.startsWith("/") && target !== "*") return 400;
  const forwarded = request.headers["x-forwarded-for"]?.toString() ?? "";
  return forwarded.split(",").length > MAX_FORWARDED_ADDRESSES ? 463 : undefined;
}

function isChunkedOrPlain(transferEncoding: string | undefined): boolean {
  return transferEncoding === undefined || transferEncoding.toLowerCase() === "chunked";
}
