import type { ArgsCheck, Range } from "../shared/args-check.ts";
import type { Form } from "../shared/forms.ts";
import { TRAFFIC_PORT } from "../shared/load-balancer/health-check.ts";
import { shown } from "../shared/shown.ts";
import {
  PROBE_PROTOCOLS,
  PROBED_PROTOCOLS,
  PROBES,
  type ProbeArgs,
  type ProbedHealthCheck,
  type ProbesArgs,
} from "./probes.ts";

const PORT: Range = { min: 1, max: 65_535 };
const SECONDS: Range = { min: 1, max: 3_600 };
const TIMES: Range = { min: 1, max: 1_000 };

const PATH: Form = [/^\/\S*$/, "a path that begins with / and has no space"];

export function checkProbed(check: ArgsCheck<ProbedHealthCheck>): void {
  check.text("path", PATH);
  if (check.args.port !== TRAFFIC_PORT) check.integer("port", PORT);
  check.oneOf("protocol", PROBED_PROTOCOLS);
}

/**
 * Notes probes that the API server would refuse.
 * https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/
 */
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
  check.oneOf("protocol", PROBE_PROTOCOLS);
  check.text("path", PATH);
  check.integer("port", PORT);
  checkCommand(check);
  check.integer("initialDelaySeconds", { min: 0, max: 3_600 });
  check.integer("periodSeconds", SECONDS);
  check.integer("timeoutSeconds", SECONDS);
  check.integer("failureThreshold", TIMES);
  check.integer("successThreshold", TIMES);
  const { successThreshold = 1 } = check.args;
  if (kind !== "readiness" && successThreshold !== 1) {
    check.add("successThreshold", `is ${successThreshold}; leave it out, as it is for readiness`);
  }
}

function checkCommand(check: ArgsCheck<ProbeArgs>): void {
  const { command, protocol, path, port } = check.args;
  if (command === undefined) return;
  if (command.length === 0) check.add("command", "is empty; name a program");
  const [other] = Object.entries({ protocol, path, port }).find(([, value]) => value !== undefined) ?? [];
  if (other !== undefined) {
    check.add("command", `is beside ${other}, which is for a request; leave one of the two out`);
  }
}
