import { defineConfig } from "@playwright/test";

// The longest stories begin first, so that the short ones fill what is left at the end.
const long = ["fair.spec.js", "second-course.spec.js"];

export default defineConfig({
  testDir: "tests",
  globalSetup: "./setup.js",
  fullyParallel: true,
  workers: Number(process.env.SOUQ_WORKERS ?? 2),
  timeout: 240_000,
  expect: { timeout: 15_000 },
  reporter: [["list"]],
  projects: [
    { name: "long", testMatch: long },
    { name: "short", testIgnore: long },
  ],
  use: {
    actionTimeout: 10_000,
    navigationTimeout: 20_000,
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
    },
  },
});
