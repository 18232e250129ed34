import { describe, expect, it } from "vitest";
import { CelError, evaluate } from "../../../../sim/kubernetes/schema/cel/evaluate.ts";
import { parse } from "../../../../sim/kubernetes/schema/cel/parse.ts";

const self = {
  name: "game",
  replicas: 3,
  ports: [{ port: 80 }, { port: 443 }],
  labels: { app: "web" },
  empty: "",
};

function value(expression: string): unknown {
  return evaluate(parse(expression), { self });
}

describe("an expression", () => {
  it.each<[string, unknown]>([
    ["self.replicas >= 1 && self.replicas <= 5", true],
    ["self.replicas == 3 ? 'three' : \"other\"", "three"],
    ["!has(self.missing) || self.missing > 1", true],
    ["self.missing > 1 || self.replicas == 3", true],
    ["has(self.empty)", true],
    ["size(self.ports) == 2 && self.name.size() == 4", true],
    ["self.ports[1].port", 443],
    ["self.ports.all(p, p.port > 0)", true],
    ["self.ports.exists(p, p.port == 443)", true],
    ["self.ports.exists_one(p, p.port > 0)", false],
    ["self.ports.filter(p, p.port == 80).map(p, p.port)", [80]],
    ["'app' in self.labels", true],
    ["self.replicas in [1, 2]", false],
    ["self.name.startsWith('ga') && self.name.endsWith('me') && self.name.contains('am')", true],
    ["self.name.matches('^[a-z]+$')", true],
    ["self.name.split('m')", ["ga", "e"]],
    ["1 + 2 * 3 - 8 / 4 % 3", 5],
    ["-(self.replicas)", -3],
    ["'a' + 'b' == 'ab'", true],
    ["[1] + [2] == [1, 2]", true],
    ["self.labels['app']", "web"],
    ["null == null", true],
    ["r'\\d' != '\\\\d'", false],
  ])("%s is %j", (expression, expected) => {
    expect(value(expression)).toEqual(expected);
  });

  it("fails on a field that is not there", () => {
    expect(() => value("self.missing == 1")).toThrow(CelError);
    expect(() => value("self.missing == 1 && true")).toThrow("no such key: missing");
  });

  it.each(["self.name.reverse('x')", "duration('1s')", "other == 1"])(
    "is not simulated: %s",
    (expression) => {
      expect(() => value(expression)).toThrow("NotSimulated: CEL");
    },
  );

  it.each(["self.", "(self", "self.name == ", "1 2", "#"])("is not CEL: %s", (expression) => {
    expect(() => parse(expression)).toThrow(SyntaxError);
  });
});
