import js from "@eslint/js";
import { defineConfig } from "eslint/config";
import globals from "globals";

export default defineConfig([
  js.configs.recommended,
  { files: ["assets/web/*.js"], languageOptions: { globals: globals.browser } },
  { files: ["assets/web/sw.js"], languageOptions: { globals: globals.serviceworker } },
  {
    files: ["end2end/**/*.js"],
    // Tests hold functions that run in the page.
    languageOptions: { globals: { ...globals.node, ...globals.browser } },
    // Playwright reads from the first parameter which fixtures are wanted, also when it is none.
    rules: { "no-empty-pattern": ["error", { allowObjectPatternsAsParameters: true }] },
  },
]);
