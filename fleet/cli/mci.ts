#!/usr/bin/env node
import { enableCompileCache } from "node:module";

// Half of the time to start goes into compiling the Pulumi SDK. Node keeps what it compiled in the folder for temporary
// files, for the imports that come after this.
enableCompileCache();
const { runProgram } = await import("./program.ts");
await runProgram();
