import { defineConfig } from "@playwright/test";

const port = Number(process.env.SOUQ_TEST_PORT ?? 3105);
const data = process.env.SOUQ_TEST_DATA ?? "../target/end2end";

export default defineConfig({
  testDir: "tests",
  workers: 1,
  timeout: 240_000,
  expect: { timeout: 15_000 },
  reporter: [["list"]],
  use: {
    actionTimeout: 10_000,
    navigationTimeout: 20_000,
    baseURL: `http://127.0.0.1:${port}`,
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
    },
  },
  webServer: {
    command: `rm -rf "${data}" && exec "${process.env.SOUQ_BIN ?? "../target/debug/souq"}" serve --demo`,
    url: `http://127.0.0.1:${port}/readyz`,
    timeout: 240_000,
    env: { SOUQ_ADDR: `127.0.0.1:${port}`, SOUQ_DATA: data, SOUQ_DEV: "1", DATABASE_URL: "", RUST_LOG: "error" },
  },
});
