import { execFileSync } from "node:child_process";
import { cpSync, globSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const repository = fileURLToPath(new URL("../..", import.meta.url));

/** What a Pulumi program of this repository consists of, but for its stacks' files and packages. */
const PROGRAM = ["Pulumi.yaml", "package.json", "index.ts", "stacks", "components", "facts"];

/** The stack that is measured. */
const STACK_FILE = "Pulumi.cluster1.yaml";

const usageReporter = new URL("../report-usage.js", import.meta.url).href;

/** The program as it is: Node strips the types of its sources. */
export function copyTypeStripped(folder: string): void {
  copyProgram(folder);
  copyStackFile(folder);
  linkPackages(folder);
  reportUsage(folder);
}

/** The program as it is, with the stacks of an example. */
export function copyExample(folder: string, example: string): void {
  copyProgram(folder);
  const source = join(repository, "examples", example);
  for (const file of globSync("Pulumi*.yaml", { cwd: source })) {
    cpSync(join(source, file), join(folder, file));
  }
  edit(join(folder, "Pulumi.yaml"), (text) => text.replace("main: ../../index.ts", "main: index.ts"));
  linkPackages(folder);
  reportUsage(folder);
}

/**
 * The program as Pulumi's usual TypeScript template runs it: ts-node checks types and compiles to CommonJS each time.
 * Takes a minute, as npm installs the packages. @throws Error when npm fails.
 */
export function copyForTsNode(folder: string): void {
  copyProgram(folder);
  copyStackFile(folder);
  edit(join(folder, "Pulumi.yaml"), (text) =>
    text
      .replace("typescript: false", "typescript: true")
      .replace(/nodeargs: .*/, `nodeargs: --import ${usageReporter}`),
  );
  for (const file of globSync(["index.ts", "{stacks,components,facts}/**/*.ts"], { cwd: folder })) {
    edit(join(folder, file), (text) =>
      text
        .replaceAll(/(from "\.[^"]*)\.ts"/g, '$1"')
        .replaceAll(' with { type: "json" }', "")
        // Source maps are what ts-node needs.
        .replace('Reflect.deleteProperty(Error, "prepareStackTrace");', ""),
    );
  }
  const options = {
    target: "es2022",
    lib: ["es2024"],
    module: "commonjs",
    moduleResolution: "node",
    strict: true,
    skipLibCheck: true,
    resolveJsonModule: true,
    esModuleInterop: true,
    exactOptionalPropertyTypes: true,
  };
  writeFileSync(
    join(folder, "tsconfig.json"),
    JSON.stringify({ compilerOptions: options, files: ["index.ts"] }),
  );
  edit(join(folder, "package.json"), commonJsPackage);
  execFileSync("npm", ["install", "--no-audit", "--no-fund", "--silent"], { cwd: folder, stdio: "inherit" });
}

/** Copies the program, without stacks and packages; the rest of the repository is not there when it runs. */
export function copyProgram(folder: string): void {
  for (const path of PROGRAM) cpSync(join(repository, path), join(folder, path), { recursive: true });
}

/** Gives a copy of the program the repository's packages. */
export function linkPackages(folder: string): void {
  symlinkSync(join(repository, "node_modules"), join(folder, "node_modules"), "dir");
}

function reportUsage(folder: string): void {
  edit(join(folder, "Pulumi.yaml"), (text) =>
    text.replace("nodeargs: ", `nodeargs: --import ${usageReporter} `),
  );
}

function copyStackFile(folder: string): void {
  cpSync(join(repository, STACK_FILE), join(folder, STACK_FILE));
}

function edit(file: string, change: (text: string) => string): void {
  writeFileSync(file, change(readFileSync(file, "utf8")));
}

/** The repository's package with what the template brings instead of what development needs. */
function commonJsPackage(text: string): string {
  const { name, dependencies, devDependencies } = JSON.parse(text) as {
    name: string;
    dependencies: Record<string, string>;
    devDependencies: Record<string, string>;
  };
  const sdks = Object.entries(devDependencies).filter(([key]) =>
    /^@pulumi\/(pulumi|awsx?|eks|kubernetes)$/.test(key),
  );
  return JSON.stringify({
    name,
    dependencies: { ...dependencies, ...Object.fromEntries(sdks) },
    devDependencies: {
      "@types/node": devDependencies["@types/node"],
      "ts-node": "10.9.2",
      typescript: "5.9.3",
    },
  });
}
