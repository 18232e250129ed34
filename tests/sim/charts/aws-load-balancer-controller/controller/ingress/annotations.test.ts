import { describe, expect, it } from "vitest";
import {
  booleanOf,
  int32Of,
  listOf,
  mapOf,
  PREFIX,
} from "../../../../../../sim/charts/aws-load-balancer-controller/controller/ingress/annotations.ts";

function annotated(value: string) {
  return { [`${PREFIX}/key`]: value };
}

describe("annotations", () => {
  it.each([
    ["a=1,b=2", { a: "1", b: "2" }],
    [" a = 1 , b = ", { a: "1", b: "" }],
    ["a=1,", { a: "1," }],
    ["a=1=2", { a: "1=2" }],
    [String.raw`a=1\,2,b=3`, { a: "1,2", b: "3" }],
    ["", {}],
  ])("reads pairs: %s", (text, pairs) => {
    expect(mapOf(annotated(text), "key")).toEqual(pairs);
  });

  it.each(["a", "=1", "a=1,2,b=3", "a=1,b"])("refuses a text that is not a pair: %s", (text) => {
    expect(() => mapOf(annotated(text), "key")).toThrow(
      `failed to parse stringMap annotation, alb.ingress.kubernetes.io/key: ${text}`,
    );
  });

  it("reads lists without empty parts", () => {
    expect(listOf(annotated(" a, ,b,"), "key")).toEqual(["a", "b"]);
  });

  it.each([
    ["true", true],
    ["T", true],
    ["0", false],
    ["False", false],
  ])("reads Go's word %s for a truth value", (text, value) => {
    expect(booleanOf(annotated(text), "key")).toBe(value);
  });

  it("refuses other words", () => {
    expect(() => booleanOf(annotated("yes"), "key")).toThrow(
      'failed to parse bool annotation, alb.ingress.kubernetes.io/key: yes: strconv.ParseBool: parsing "yes": invalid syntax',
    );
  });

  it("reads 32-bit integers only", () => {
    expect(int32Of(annotated("-12"), "key")).toBe(-12);
    expect(() => int32Of(annotated("1.5"), "key")).toThrow(
      'failed to parse int32 annotation, alb.ingress.kubernetes.io/key: 1.5: strconv.ParseInt: parsing "1.5": invalid syntax',
    );
    expect(() => int32Of(annotated("2147483648"), "key")).toThrow("value out of range");
  });

  it("knows an annotation that is not there from an empty one", () => {
    expect(mapOf(undefined, "key")).toBeUndefined();
    expect(listOf({}, "key")).toBeUndefined();
    expect(listOf(annotated(""), "key")).toEqual([]);
  });
});
