import { describe, expect, it } from "vitest";
import { NlbService, type NlbNamesArgs } from "../../../components/index.ts";
import { nameAnnotations } from "../../../components/nlb-service/names.ts";

const HOSTS = ["play.example.com", "game.example.com"];

function problems(names: object, serviceName = "play"): string[] {
  const args = {
    mode: "create",
    serviceName,
    ...{ clusterName: "myeks", namespace: "game", selector: { app: "play" } },
    ...{ containerPort: 80, ports: [{ port: 80 }], names: names as NlbNamesArgs },
  } as const;
  return NlbService.problems("myeks-play", args).map(({ path, reason }) => `${path} ${reason}`);
}

describe("names of a Network Load Balancer", () => {
  it("are annotations for ExternalDNS, of all alike", () => {
    expect(nameAnnotations({ hosts: HOSTS }, "myeks")).toEqual({
      "external-dns.kubernetes.io/hostname": "play.example.com,game.example.com",
    });
    expect(nameAnnotations({ hosts: HOSTS, weight: 0 }, "myeks")).toMatchObject({
      "external-dns.kubernetes.io/set-identifier": "myeks",
      "external-dns.kubernetes.io/aws-weight": "0",
    });
    const annotationPrefix = "external-dns.alpha.kubernetes.io/";
    const names = { hosts: HOSTS, weight: 255, setIdentifier: "blue", annotationPrefix } as const;
    expect(nameAnnotations(names, "myeks")).toEqual({
      "external-dns.alpha.kubernetes.io/hostname": "play.example.com,game.example.com",
      "external-dns.alpha.kubernetes.io/set-identifier": "blue",
      "external-dns.alpha.kubernetes.io/aws-weight": "255",
    });
  });

  it("are domain names, each once, with a weight that Route 53 takes and an identifier beside it", () => {
    expect(problems({ hosts: HOSTS, weight: 0 })).toEqual([]);
    expect(problems({ hosts: ["*.example.com"], weight: 255, setIdentifier: "a/1" })).toEqual([]);
    expect(problems({ hosts: [] })).toEqual([
      "names.hosts is empty; give at least one name, or leave names out",
    ]);
    expect(problems({ hosts: ["Play.example.com.", HOSTS[1], HOSTS[1]], weight: 256 })).toEqual([
      'names.hosts[0] is "Play.example.com."; use play.example.com',
      'names.hosts[2] is "game.example.com", as is names.hosts[1]; name it once',
      "names.weight is 256; use a whole number from 0 to 255",
    ]);
    expect(problems({ hosts: HOSTS, weight: -1, setIdentifier: "blue green" })).toEqual([
      "names.weight is -1; use a whole number from 0 to 255",
      'names.setIdentifier is "blue green"; use 1 to 128 letters, digits and signs',
    ]);
    expect(problems({ hosts: HOSTS }, "a".repeat(58))).toEqual([
      `serviceName is "${"a".repeat(58)}"; with names use at most 57 characters`,
    ]);
    expect(problems({ hosts: HOSTS, setIdentifier: "blue" })).toEqual([
      "names.setIdentifier is for names with a weight; give weight, or leave it out",
    ]);
  });
});
