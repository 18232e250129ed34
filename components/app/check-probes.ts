import type { ArgsCheck, Range } from "../shared/args-check.ts";
import { checkKeys } from "../shared/check-keys.ts";
import type { Form } from "../shared/forms.ts";
import { shown } from "../shared/shown.ts";
import {
  PROBE_PROTOCOLS,
  PROBES,
  type HttpProbe,
  type ProbeArgs,
  type ProbesArgs,
  type ResolvedHealthCheck,
} from "./probes.ts";

const PORT: Range = { min: 1, max: 65_535 };
const SECONDS: Range = { min: 1, max: 3_600 };
const TIMES: Range = { min: 1, max: 1_000 };

const PATH: Form = [/^\/\S*$/, "a path that begins with / and has no space"];

const HEADER: Form = [/^[A-Za-z0-9-]+$/, "letters, digits and hyphens"];

const WAYS = ["http", "tcp", "command", "grpc"] as const satisfies readonly (keyof ProbeArgs)[];

export function checkHealthCheck(check: ArgsCheck<HttpProbe | ResolvedHealthCheck>): void {
  check.text("path", PATH);
  check.integer("port", PORT);
  check.oneOf("protocol", PROBE_PROTOCOLS);
}

/** Notes probes that the API server would refuse: https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/ */
export function checkProbes(check: ArgsCheck<ProbesArgs>): void {
  for (const kind of PROBES) {
    const value: unknown = check.args[kind];
    if (value === undefined || value === false) continue;
    const probe = check.at(kind) as ArgsCheck<ProbeArgs> | undefined;
    if (probe === undefined) check.add(kind, `is ${shown(value)}; use false, or a mapping`);
    else checkProbe(probe, kind);
  }
}

function checkProbe(check: ArgsCheck<ProbeArgs>, kind: (typeof PROBES)[number]): void {
  const given = WAYS.filter((way) => check.args[way] !== undefined);
  if (given.length > 1) check.addAt(check.place, `has ${given.join(" and ")}; leave all but one out`);
  checkWay(check);
  check.integer("initialDelaySeconds", { min: 0, max: 3_600 });
  check.integer("periodSeconds", SECONDS);
  check.integer("timeoutSeconds", SECONDS);
  check.integer("failureThreshold", TIMES);
  const { successThreshold } = check.args;
  if (kind === "readiness") check.integer("successThreshold", TIMES);
  else if (successThreshold !== undefined && successThreshold !== 1) {
    check.add("successThreshold", `is ${successThreshold}; use 1, others are for readiness`);
  }
}

function checkWay(check: ArgsCheck<ProbeArgs>): void {
  const http = check.at("http");
  if (http !== undefined) checkHealthCheck(http);
  checkKeys(http?.at("headers"), HEADER);
  check.at("tcp")?.integer("port", PORT);
  check.at("grpc")?.integer("port", PORT);
  if (check.args.command?.length === 0) check.add("command", "is empty; name a program");
}
