/**
 * Something the user can put right: bad flags, unreadable or wrong configuration, a port that is taken. It is printed
 * as it stands, without a stack trace, and the exit code is not zero.
 */
export class UserError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "UserError";
  }

  /** One error for several problems, each on its own line. */
  static forProblems(subject: string, problems: readonly string[]): UserError {
    return new UserError(
      problems.length === 1
        ? `${subject}: ${problems[0]}`
        : `${subject} has ${problems.length} problems:\n${problems.map((problem) => `  - ${problem}`).join("\n")}`,
    );
  }
}
