/**
 * YAML as Pulumi reads it: with the Go package yaml.v3, whose plain values are a little other than those of YAML 1.2.
 * https://github.com/go-yaml/yaml/blob/v3.0.1/resolve.go
 */
import { parseAllDocuments, type Document, type ScalarTag } from "yaml";

/** Whole numbers may have underscores; a leading zero means octal, as in YAML 1.1. */
const integer: ScalarTag = {
  default: true,
  tag: "tag:yaml.org,2002:int",
  test: /^[-+]?(0[0-7_]+|0b[01_]+|[1-9]\d*_[\d_]*)$/,
  resolve: (text) => {
    const [, sign, prefix, digits = ""] = /^([-+]?)(0b|0?)(.*)$/.exec(text.replaceAll("_", ""))!;
    const value = Number.parseInt(digits, prefix === "0b" ? 2 : prefix === "0" ? 8 : 10);
    return sign === "-" ? -value : value;
  },
};

/** Dates become moments, and a text again when they reach the program: in Go's way to write them. */
const timestamp: ScalarTag = {
  default: true,
  tag: "tag:yaml.org,2002:timestamp",
  test: /^\d{4}-\d\d?-\d\d?([Tt ]\d\d?:\d\d?:\d\d?(\.\d+)?(Z|[-+]\d\d:\d\d)?)?$/,
  resolve: (text) => {
    const [date = "", time = "0:0:0", zone = "Z"] = splitTimestamp(text);
    const [clock = "", fraction = ""] = time.split(".");
    const digits = fraction.replace(/0+$/, "");
    const offset = zone.replace(":", "");
    return [
      padded(date, "-"),
      `${padded(clock, ":")}${digits === "" ? "" : `.${digits}`}`,
      zone === "Z" ? "+0000 UTC" : `${offset} ${offset}`,
    ].join(" ");
  },
};

const binary: ScalarTag = {
  tag: "tag:yaml.org,2002:binary",
  resolve: (text) => Buffer.from(text, "base64").toString("utf8"),
};

/** The first document of a file; Pulumi reads no other. Undefined for a file without any. */
export function parsePulumiYaml(text: string): Document.Parsed | undefined {
  const documents = parseAllDocuments(text.replace(/^\uFEFF/, ""), {
    merge: true,
    customTags: (tags) => [integer, timestamp, binary, ...tags],
  });
  return Array.isArray(documents) ? documents[0] : undefined;
}

function splitTimestamp(text: string): (string | undefined)[] {
  const [, date, time, zone] = /^([\d-]+)(?:[Tt ]([\d:.]+))?(Z|[-+][\d:]+)?$/.exec(text)!;
  return [date, time, zone];
}

/** Two digits for each part but a year's four. */
function padded(text: string, separator: string): string {
  return text
    .split(separator)
    .map((part) => part.padStart(2, "0"))
    .join(separator);
}
