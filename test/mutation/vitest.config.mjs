import { env } from 'node:process';
import { defineConfig } from 'vitest/config';
import { parts } from './parts.mjs';

const { tests, slowTests = [] } = parts[env.MUTATION_PART];

export default defineConfig({
  test: { include: tests, exclude: slowTests, testTimeout: 20_000 },
});
