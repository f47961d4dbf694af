import { availableParallelism } from 'node:os';
import { env } from 'node:process';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** `LONG=1` (`npm run test:long`) adds `test/long/`, and the tests that scale take it as leave to take their time. */
const isLong = env.LONG === '1';

/** Folders whose tests run the whole connector, the slowest first: a long file that starts last is waited for alone. */
const slowest = ['reliability', 'commands', 'security', 'input', 'cli', 'long'];

class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((one, other) => rankOf(one.moduleId) - rankOf(other.moduleId));
  }
}

function rankOf(file: string): number {
  const rank = slowest.findIndex((folder) => file.includes(`/test/${folder}/`));
  return rank === -1 ? slowest.length : rank;
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'test/container/**', ...(isLong ? [] : ['test/long/**'])],
    // For a test that hangs: none takes a minute, but a busy machine may be ten times slower.
    testTimeout: isLong ? 900_000 : 300_000,
    hookTimeout: 300_000,
    // A second, the default, is too short for a busy machine.
    expect: { poll: { timeout: 30_000 } },
    // Processes, not threads: some tests measure what theirs has computed, and a crash takes no other file along.
    pool: 'forks',
    // Loading the modules again for each file would take longer than most files' tests.
    isolate: false,
    // So nothing that a test replaces may outlive it.
    restoreMocks: true,
    unstubEnvs: true,
    // One more than there are cores: some tests only wait, for a reader that stalls or a process that takes its time to end.
    maxWorkers: availableParallelism() + 1,
    sequence: { sequencer: SlowestFirst },
  },
});
