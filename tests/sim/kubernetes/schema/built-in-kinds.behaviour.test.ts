import { beforeEach, describe, expect, it } from "vitest";
import { Clock } from "../../../../sim/core/clock.ts";
import { Ids } from "../../../../sim/core/ids.ts";
import { ApiServer } from "../../../../sim/kubernetes/api-server.ts";
import type { Manifest } from "../../../../sim/kubernetes/types.ts";

let api: ApiServer;

beforeEach(() => {
  api = new ApiServer({ clock: new Clock(0), ids: new Ids("test") });
  api.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: "game" } });
});

function deployment(spec: object): Manifest {
  return { apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "app", namespace: "game" }, spec };
}

function containers(container: object): object {
  return { template: { spec: { containers: [{ name: "app", ...container }] } } };
}

describe("creating", () => {
  const handled = 'Deployment in version "v1" cannot be handled as a Deployment: ';

  it.each([
    [{ colour: 1 }, 'strict decoding error: unknown field "spec.colour"'],
    [
      { ...containers({ portz: [] }), colour: 1 },
      'strict decoding error: unknown field "spec.template.spec.containers[0].portz", unknown field "spec.colour"',
    ],
    [
      { replicas: "3" },
      "json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32",
    ],
    [
      { replicas: 1.5 },
      "json: cannot unmarshal number 1.5 into Go struct field DeploymentSpec.spec.replicas of type int32",
    ],
    [
      containers({ env: [{ name: "A", value: 1 }] }),
      "json: cannot unmarshal number into Go struct field EnvVar.spec.template.spec.containers.env.value of type string",
    ],
    [
      { template: { spec: { containers: {} } } },
      "json: cannot unmarshal object into Go struct field PodSpec.spec.template.spec.containers of type []v1.Container",
    ],
  ])("refuses %j as the decoder does", (spec, words) => {
    expect(() => api.create(deployment(spec))).toThrow(`${handled}${words}`);
  });

  it("names required fields that are missing", () => {
    expect(() => api.create(deployment({}))).toThrow(
      'Deployment.apps "app" is invalid: [spec.selector: Required value, spec.template: Required value]',
    );
  });

  it("takes null as absent", () => {
    const created = api.create({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "settings", namespace: "game" },
      data: null,
    });
    expect("data" in created).toBe(false);
  });
});

describe("applying", () => {
  it("lists what the schema does not have, by the keys of list entries", () => {
    expect(() => api.apply(deployment({ replicas: "3", ...containers({ image: 5, portz: [] }) }))).toThrow(
      "failed to create typed patch object (game/app; apps/v1, Kind=Deployment): errors:\n" +
        "  .spec.replicas: expected numeric (int or float), got string\n" +
        '  .spec.template.spec.containers[name="app"].image: expected string, got &value.valueUnstructured{Value:5}\n' +
        '  .spec.template.spec.containers[name="app"].portz: field not declared in schema',
    );
  });

  it("refuses two entries with one key", () => {
    const ports = [
      { port: 80, name: "a" },
      { port: 80, name: "b" },
    ];
    expect(() =>
      api.apply({
        apiVersion: "v1",
        kind: "Service",
        metadata: { name: "app", namespace: "game" },
        spec: { ports },
      }),
    ).toThrow('.spec.ports: duplicate entries for key [port=80,protocol="TCP"]');
  });
});
