import { env } from 'node:process';
import { defineConfig } from 'vitest/config';
import { rooms } from './rooms.mjs';

const { tests, slowTests = [] } = rooms[env.MUTATION_ROOM];

export default defineConfig({
  test: { include: tests, exclude: slowTests, testTimeout: 20_000 },
});
