/**
 * Facts about the parameters of the simulated operations: what AWS takes, as botocore's service models describe it, and
 * which part of it the operations here read, as their types say.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import ts from "typescript";
import type { InputShapes, ServiceShapes, Structure } from "./shapes.ts";

/** Signing names whose model has another name. */
const MODEL_NAMES: Readonly<Record<string, string>> = {
  cloudcontrolapi: "cloudcontrol",
  elasticloadbalancing: "elbv2",
};

/** Names all services, each of which adds its operations to the interface `Operations` of {@link CLOUD}. */
const SERVICES = fileURLToPath(new URL("../../services.ts", import.meta.url));
const CLOUD = fileURLToPath(new URL("../../core/cloud.ts", import.meta.url));

interface ModelShape {
  readonly type: string;
  readonly members?: Readonly<Record<string, { readonly shape: string }>>;
  readonly required?: readonly string[];
  readonly member?: { readonly shape: string };
  readonly value?: { readonly shape: string };
  readonly min?: number;
}

interface Model {
  readonly operations: Readonly<Record<string, { readonly input?: { readonly shape: string } }>>;
  readonly shapes: Readonly<Record<string, ModelShape>>;
}

/**
 * @param folder with one `<service>.json.gz` per service.
 * @throws Error for a service without a model, and for an operation that AWS does not have.
 */
export function extractInputShapes(folder: string): InputShapes {
  const program = ts.createProgram([SERVICES], {
    strict: true,
    exactOptionalPropertyTypes: true,
    module: ts.ModuleKind.NodeNext,
    target: ts.ScriptTarget.ESNext,
    allowImportingTsExtensions: true,
    noEmit: true,
  });
  const checker = program.getTypeChecker();
  const file = checker.getSymbolAtLocation(program.getSourceFile(CLOUD)!)!;
  const operations = checker.getExportsOfModule(file).find(({ name }) => name === "Operations")!;
  const shapes: Record<string, ServiceShapes> = {};
  for (const service of propertiesByName(checker.getDeclaredTypeOfSymbol(operations))) {
    const extraction = new ServiceExtraction(checker, service.name, modelOf(folder, service.name));
    for (const operation of propertiesByName(checker.getTypeOfSymbol(service))) extraction.add(operation);
    shapes[service.name] = { operations: extraction.operations, structures: extraction.structures };
  }
  return shapes;
}

function modelOf(folder: string, service: string): Model {
  const name = MODEL_NAMES[service] ?? service;
  const path = join(folder, `${name}.json.gz`);
  if (!existsSync(path)) {
    throw new Error(
      `${path} does not exist; copy botocore/data/${name}/<version>/service-2.json.gz of the Python package botocore there`,
    );
  }
  return JSON.parse(gunzipSync(readFileSync(path)).toString()) as Model;
}

function propertiesByName(type: ts.Type): ts.Symbol[] {
  return type.getProperties().toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

class ServiceExtraction {
  readonly operations: Record<string, string> = {};
  readonly structures: Record<string, Structure> = {};
  readonly #checker: ts.TypeChecker;
  readonly #service: string;
  readonly #model: Model;
  /** Names of structures by what is read of them: operations that share one may read different parts of it. */
  readonly #names = new Map<string, string>();

  constructor(checker: ts.TypeChecker, service: string, model: Model) {
    this.#checker = checker;
    this.#service = service;
    this.#model = model;
  }

  add(operation: ts.Symbol): void {
    const modelled = this.#model.operations[operation.name];
    if (modelled === undefined) throw new Error(`${this.#service} has no operation ${operation.name}`);
    const run = this.#checker.getTypeOfSymbol(operation).getProperty("run")!;
    const [signature] = this.#checker.getTypeOfSymbol(run).getCallSignatures();
    const parameters = signature!.getParameters()[1];
    const name = modelled.input?.shape ?? `${operation.name}Request`;
    if (modelled.input === undefined) this.structures[name] = { members: {} };
    const read = parameters && this.#checker.getTypeOfSymbol(parameters);
    this.operations[operation.name] = modelled.input === undefined ? name : this.#type(name, read);
  }

  /** @param read what the operation reads of it; undefined when all. */
  #type(name: string, read: ts.Type | undefined): string {
    const shape = this.#model.shapes[name]!;
    // Every text and list has a length of 0 and more.
    const isCounted = ["string", "list", "blob", "map"].includes(shape.type);
    const min = shape.min === undefined || (shape.min === 0 && isCounted) ? "" : `>=${shape.min}`;
    const type = read && this.#checker.getNonNullableType(read);
    switch (shape.type) {
      case "structure":
        return this.#structure(name, shape, type);
      case "list":
        return `[${this.#type(shape.member!.shape, type && this.#elementOf(type))}]${min}`;
      case "map":
        return `{${this.#type(shape.value!.shape, type?.getStringIndexType())}}`;
      default:
        return `${shape.type}${min}`;
    }
  }

  #elementOf(type: ts.Type): ts.Type | undefined {
    return this.#checker.getIndexTypeOfType(type, ts.IndexKind.Number);
  }

  /** @returns the name under which it is kept: `Tag`, and `Tag~2` where another operation reads another part of it. */
  #structure(name: string, { members = {}, required = [] }: ModelShape, type: ts.Type | undefined): string {
    const read = type === undefined || isOpaque(type) ? undefined : this.#propertiesOf(type);
    const key = JSON.stringify([
      name,
      type &&
        this.#checker.typeToString(
          type,
          undefined,
          ts.TypeFormatFlags.InTypeAlias | ts.TypeFormatFlags.NoTruncation,
        ),
    ]);
    const present = this.#names.get(key);
    if (present !== undefined) return present;
    const kept = this.#newName(name);
    this.#names.set(key, kept);
    const known: Record<string, string | null> = {};
    const needed: string[] = [];
    for (const [member, { shape }] of Object.entries(members)) {
      const property = read?.get(member);
      known[member] = read !== undefined && property === undefined ? null : this.#type(shape, property?.type);
      if (property?.optional === false && !required.includes(member)) needed.push(member);
    }
    this.structures[kept] = {
      members: known,
      ...(required.length === 0 ? {} : { required }),
      ...(needed.length === 0 ? {} : { needed }),
    };
    return kept;
  }

  #newName(name: string): string {
    const taken = new Set(this.#names.values());
    let kept = name;
    for (let count = 2; taken.has(kept); count += 1) kept = `${name}~${count}`;
    return kept;
  }

  #propertiesOf(type: ts.Type): Map<string, { readonly optional: boolean; readonly type: ts.Type }> {
    return new Map(
      this.#checker.getPropertiesOfType(type).map((property) => [
        property.name,
        {
          optional: (property.flags & ts.SymbolFlags.Optional) !== 0,
          type: this.#checker.getTypeOfSymbol(property),
        },
      ]),
    );
  }
}

/** A type that says nothing of its members. */
function isOpaque({ flags }: ts.Type): boolean {
  return (flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.NonPrimitive)) !== 0;
}
