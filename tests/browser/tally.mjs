// Counts checks, and prints each that failed with what was seen.
const MOST = 8;

export class Tally {
  passed = 0;
  failed = 0;

  /** One check; it passed where nothing is wrong. */
  check(name, wrong) {
    if (wrong.length === 0) {
      this.passed += 1;
      return;
    }
    this.failed += 1;
    console.log(`failed: ${name}`);
    for (const line of wrong.slice(0, MOST)) console.log(`  ${line}`);
    if (wrong.length > MOST) console.log(`  and ${wrong.length - MOST} more`);
  }

  /** Runs a check that gives what is wrong; one that breaks off has failed. */
  async run(name, look) {
    let wrong;
    try {
      wrong = await look();
    } catch (error) {
      wrong = [`broke off: ${String(error.message ?? error).split("\n")[0]}`];
    }
    this.check(name, wrong);
  }
}
