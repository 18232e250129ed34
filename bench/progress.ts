/** Says on standard error what is being measured, as that takes minutes. */
export function progress(what: string): void {
  process.stderr.write(`measuring ${what} ...\n`);
}
