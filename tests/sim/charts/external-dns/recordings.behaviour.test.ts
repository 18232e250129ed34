import { describe, expect, it } from "vitest";
import {
  acceptRoute,
  ExternalDnsScene,
  give,
  HTTP_ROUTE,
  INGRESS,
  MEMBER,
  PRIMARY,
  readRecording,
  roleWith,
  type Observed,
} from "../../../support/external-dns-scene.ts";
import { testsReach } from "../../../support/reach.ts";

/** Three runs. */
const STEP_MS = 179_000;

/** What happened in a step besides the objects that it gives. */
const ACTIONS: Readonly<Record<string, (scene: ExternalDnsScene) => void>> = {
  "Ingress deleted": (scene) => scene.api(PRIMARY).delete(INGRESS, "game", "app"),
  "route accepted": (scene) => acceptRoute(scene, "http"),
  "route deleted": (scene) => scene.api(PRIMARY).delete(HTTP_ROUTE, "game", "app"),
  "first cluster lets it go": (scene) => scene.api(PRIMARY).delete(INGRESS, "game", "app"),
  "ListHostedZones refused": (scene) => limit(scene, []),
  "ListResourceRecordSets refused": (scene) => limit(scene, ["route53:ListHostedZones"]),
  "ChangeResourceRecordSets refused": (scene) => {
    limit(scene, ["route53:List*"]);
    const [step] = readRecording("upsert-only").steps;
    give(scene, step!);
  },
};

describe.each([
  "ingress-record",
  "service-annotations",
  "upsert-only",
  "txt-prefix",
  "two-owners",
  "denied",
  "http-route",
])("%s", (name) => {
  testsReach(`recording external-dns ${name}`);
  const recording = readRecording(name);
  const scene = new ExternalDnsScene();
  const args = recording.arguments.filter((arg) => !arg.startsWith("--txt-owner-id"));
  scene.start(PRIMARY, args);

  it.each(recording.steps.map((step) => [step.step, step] as const))("%s", (_name, step) => {
    give(scene, step);
    ACTIONS[step.step]?.(scene);
    if (step.step === "second cluster wants the same name") scene.start(MEMBER, args);
    scene.work(STEP_MS);
    expect(comparable(scene.observed(), step.after)).toEqual(comparable(step.after));
  });
});

/** Starts the program anew with a role that may do this alone. */
function limit(scene: ExternalDnsScene, actions: readonly string[]): void {
  scene.start(
    PRIMARY,
    readRecording("denied").arguments,
    roleWith(scene, [{ Effect: "Allow", Action: ["s3:GetObject", ...actions], Resource: "*" }]),
  );
}

/**
 * Without what must differ: how often the loop went round, ids, where our IAM names the resource too, and the address of the API
 * server, which the program tells once when it starts.
 *
 * @param recorded what was recorded: of other programs the log was not.
 */
function comparable({ records, log, callsMade, changeBatches }: Observed, recorded?: Observed) {
  const lines = Object.entries(log).map(([owner, all]) => [owner, linesOf(all)] as const);
  return {
    records,
    log: Object.fromEntries(lines.filter(([owner]) => recorded === undefined || owner in recorded.log)),
    callsMade,
    changeBatches: [...new Set(changeBatches.map((batch) => JSON.stringify(batch)))],
  };
}

function linesOf(lines: Observed["log"][string]): string[] {
  const texts = lines
    .filter(
      ({ message }) => !/^(All records are already up to date$|Created GatewayAPI client)/.test(message),
    )
    .map(({ level, message }) => `${level} ${message}`)
    .map((text) =>
      text.replaceAll(/RequestID: [^,]+/g, "RequestID: ID").replaceAll(/::\d{12}:/g, "::ACCOUNT:"),
    )
    .map((text) => text.replaceAll(/ on resource: \S+/g, ""));
  return [...new Set(texts)];
}
