// Every public page and the main personal ones: no axe violation, no sideways scroll, within the byte
// budgets of QUALITY; in both languages, on a narrow phone and a wide screen.
import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "@playwright/test";
import { administrator, family, head, officer, signIn } from "./town.js";

const publicPages = ["", "/products", "/products?q=سلة", "/products?q=لاشيءهنا", "/crafts", "/crafts/palm", "/crafts/dairy", "/join", "/sign-in", "/forgotten", "/nothing-here"];
const familyPages = ["/me", "/me/family", "/me/products", "/me/account", "/inbox"];
const officerPages = ["/desk", "/desk?kind=product", "/desk/families/new"];
const administratorPages = ["/desk/people", "/desk/audit", "/desk/mails", "/desk/import"];

async function check(page, path) {
  await page.goto(path);
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(sideways, `${path} scrolls sideways`).toBeLessThanOrEqual(0);
  const found = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]).options({ rules: { "target-size": { enabled: true } } }).analyze();
  const said = found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(" ")).slice(0, 3).join(" | ")}`);
  expect(said, path).toEqual([]);
}

for (const width of [320, 1280]) {
  for (const lang of ["ar", "en"]) {
    test.describe(`${lang} ${width}`, () => {
      test.use({ viewport: { width, height: 844 } });
      test("public pages", async ({ page }) => {
        for (const path of publicPages) await check(page, `/${lang}${path}`);
        const product = await page.goto(`/${lang}/products`).then(() => page.getAttribute(".cards a", "href"));
        await check(page, product);
        await check(page, `${product}/report`);
        const store = await page.goto(product).then(() => page.getAttribute(".by a", "href"));
        await check(page, store);
      });
    });
  }
}

test.describe("signed in", () => {
  test.use({ viewport: { width: 320, height: 844 } });
  for (const [name, phone, paths] of [["family", family, familyPages], ["officer", officer, officerPages], ["administrator", administrator, administratorPages]]) {
    test(name, async ({ page }) => {
      await signIn(page, phone);
      for (const lang of ["ar", "en"]) for (const path of paths) await check(page, `/${lang}${path}`);
    });
  }

  test("a case and a product's steps", async ({ page }) => {
    await signIn(page, head);
    await page.goto("/ar/desk");
    await check(page, await page.getAttribute(".queue tbody a", "href"));
    await page.context().clearCookies();
    await signIn(page, family);
    await page.goto("/ar/me/products");
    const product = await page.getAttribute("ul.rows a", "href");
    for (const step of ["", "/photos", "/what", "/price"]) await check(page, `${product}${step}`);
  });
});

test("a first visit stays within the budgets", async ({ browser }) => {
  for (const path of ["/ar", "/ar/products"]) {
    const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
    const page = await context.newPage();
    const client = await context.newCDPSession(page);
    await client.send("Network.enable");
    const kinds = new Map();
    const bytes = { all: 0, page: 0, code: 0, requests: 0 };
    client.on("Network.responseReceived", (e) => kinds.set(e.requestId, e.response.mimeType));
    client.on("Network.loadingFinished", (e) => {
      const kind = kinds.get(e.requestId) ?? "";
      bytes.all += e.encodedDataLength;
      bytes.requests += 1;
      if (/html|css/.test(kind)) bytes.page += e.encodedDataLength;
      if (/javascript|wasm/.test(kind)) bytes.code += e.encodedDataLength;
    });
    await page.goto(path, { waitUntil: "networkidle" });
    expect(bytes.all, `${path} in all`).toBeLessThan(300 * 1024);
    expect(bytes.page, `${path} HTML and CSS`).toBeLessThan(50 * 1024);
    expect(bytes.code, `${path} code`).toBeLessThan((path === "/ar" ? 100 : 2) * 1024);
    expect(bytes.requests, `${path} requests`).toBeLessThanOrEqual(20);
    await context.close();
  }
});

test("with JavaScript the search box proposes and photos are sent one by one", async ({ page }) => {
  await page.goto("/ar");
  await page.waitForSelector("html[data-hydrated]", { state: "attached" });
  await page.fill(".hero-search input", "سل");
  await expect(page.locator("#titles option").first()).toBeAttached();
  const { picture } = await import("./town.js");
  await signIn(page, "0920000003");
  await page.goto("/ar/me/products");
  await page.click("main form[action$='/me/products'] button");
  await page.waitForSelector("html[data-hydrated]", { state: "attached" });
  await page.setInputFiles("#f-photos", [picture(21), picture(34)]);
  await expect(page.locator(".photo-list > li")).toHaveCount(2);
});

test("the sample files are imported, and again without doubling", async ({ page }) => {
  await signIn(page, administrator);
  const samples = new URL("../../assets/samples/", import.meta.url).pathname;
  const run = async () => {
    await page.goto("/ar/desk/import");
    await page.setInputFiles("#f-families", `${samples}sample-families.csv`);
    await page.setInputFiles("#f-products", `${samples}sample-products.csv`);
    await page.click("form[enctype] button[type=submit]");
    const counts = await page.locator(".facts .number").allTextContents();
    await page.click("form[action$='/confirm'] button");
    await expect(page.locator(".notice.good")).toBeVisible();
    return counts.map(Number);
  };
  const first = await run();
  expect(first[0] + first[2] + first[4]).toBe(460);
  expect(first[4]).toBe(0);
  const second = await run();
  expect(second).toEqual([0, first[0], 0, first[2], first[4]]);
});
