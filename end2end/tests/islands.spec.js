// What scripts add: proposals in the search box, photos one by one, the queue by keys.
import { expect } from "@playwright/test";
import { administrator, officer, picture, signIn, signOut, test } from "./town.js";

test.describe("islands", () => {
  test("the search box proposes, and photos are sent one by one and put in order", async ({ page }) => {
    await page.goto("/ar");
    await page.fill(".hero-search input", "سل");
    await expect(page.locator("#titles option").first()).toBeAttached();
    await signIn(page, "0920000003");
    await page.goto("/ar/me/products");
    await page.click("main form[action$='/me/products'] button");
    await page.setInputFiles("#f-photos", [picture(21), picture(34), picture(55)]);
    await expect(page.locator(".photo-list > li")).toHaveCount(3);
    const order = () =>
      page.locator(".photo-list input[name=photo][value]").evaluateAll((all) => [...new Set(all.map((one) => one.value))]);
    const before = await order();
    await page.locator(".order-item").nth(2).locator("button").first().click();
    await expect(page.locator(".order [role=status]")).toHaveText("حُفظ الترتيب");
    await page.locator(".order-item").nth(1).locator("button").first().click();
    await expect(page.locator(".order-item button[disabled]")).toHaveCount(2);
    await expect(async () => {
      await page.reload();
      expect(await order()).toEqual([before[2], before[0], before[1]]);
    }).toPass();
  });

  test("a photo that is refused is named, and the others are taken", async ({ page }) => {
    await signIn(page, "0920000005");
    await page.goto("/ar/me/products");
    await page.click("main form[action$='/me/products'] button");
    let posts = 0;
    page.on("request", (request) => {
      if (request.method() === "POST" && request.url().endsWith("/photos")) posts += 1;
    });
    const broken = { name: "ليست صورة.jpg", mimeType: "image/jpeg", buffer: Buffer.from("not a picture") };
    await page.setInputFiles("#f-photos", [picture(71), broken, picture(72)]);
    await expect(page.locator(".photo-list > li")).toHaveCount(2);
    await expect(page.locator("#errors")).toContainText("ليست صورة.jpg");
    expect(posts).toBe(3);
  });

  test("the browser half comes when somebody touches an island, and not before", async ({ page }) => {
    const halves = [];
    page.on("request", (request) => {
      if (/souq[^/]*\.(js|wasm)$/.test(request.url())) halves.push(request.url());
    });
    await page.goto("/ar");
    await page.fill(".hero-search input", "سل");
    await expect(page.locator("#titles option").first()).toBeAttached();
    await signIn(page, "0920000003");
    await page.goto("/ar/me/products");
    await page.click("main form[action$='/me/products'] button");
    await expect(page.locator("#f-photos")).toBeVisible();
    expect(halves).toEqual([]);
    await page.focus("#f-photos");
    await page.waitForSelector("html[data-hydrated]", { state: "attached" });
    expect(halves.length).toBe(2);
  });

  test("a photo that the network lost is sent again", async ({ page }) => {
    await signIn(page, "0920000004");
    await page.goto("/ar/me/products");
    await page.click("main form[action$='/me/products'] button");
    // Requests are caught once the page is there: what is asked for while it comes may belong to the one before.
    await expect(page.locator("#f-photos")).toBeVisible();
    let lost = 0;
    await page.route("**/photos", (route) => (route.request().method() === "POST" && lost++ < 2 ? route.abort() : route.continue()));
    await page.setInputFiles("#f-photos", [picture(61)]);
    await expect(page.locator(".photo-list > li")).toHaveCount(1);
    expect(lost).toBeGreaterThanOrEqual(3);
  });

  test("a browser that gives noise for a canvas sends the photo as it is", async ({ page }) => {
    await page.addInitScript(() => {
      const noise = (data) => data.forEach((_, at) => (data[at] = (at * 97) % 256));
      const read = CanvasRenderingContext2D.prototype.getImageData;
      CanvasRenderingContext2D.prototype.getImageData = function (...where) {
        const seen = read.apply(this, where);
        noise(seen.data);
        return seen;
      };
      HTMLCanvasElement.prototype.toBlob = function (take) {
        take(new Blob([new Uint8Array(100)], { type: "image/jpeg" }));
      };
    });
    await signIn(page, "0920000006");
    await page.goto("/ar/me/products");
    await page.click("main form[action$='/me/products'] button");
    await page.setInputFiles("#f-photos", [picture(81)]);
    await expect(page.locator(".photo-list > li")).toHaveCount(1);
    await expect(page.locator("#errors")).toHaveCount(0);
  });

  test("a file that is gone when it is read is named, and chosen again", async ({ page }) => {
    await page.addInitScript(() => {
      const read = Blob.prototype.arrayBuffer;
      Blob.prototype.arrayBuffer = function () {
        return this.name?.startsWith("سحابة") ? Promise.reject(new DOMException("gone", "NotReadableError")) : read.call(this);
      };
    });
    await signIn(page, "0920000006");
    await page.goto("/ar/me/products");
    await page.click("main form[action$='/me/products'] button");
    const cloud = { ...picture(82), name: "سحابة.jpg" };
    await page.setInputFiles("#f-photos", [cloud, picture(83)]);
    await expect(page.locator(".photo-list > li")).toHaveCount(1);
    await expect(page.locator("#errors")).toContainText("سحابة.jpg");
    await expect(page.locator("#errors")).toContainText("اختاروه من جديد");
    // A plain field empties itself and says so; another file may be sent.
    await signOut(page);
    await signIn(page, administrator);
    await page.goto("/ar/desk/import");
    const list = { name: "سحابة.csv", mimeType: "text/csv", buffer: Buffer.from("name") };
    const field = page.locator("main input[type=file]").first();
    await field.setInputFiles(list);
    await expect
      .poll(() => field.evaluate((input) => [input.files.length, input.validationMessage]))
      .toEqual([0, "لم يتمكّن هاتفكم من قراءة الملف. اختاروه من جديد"]);
    await field.setInputFiles({ ...list, name: "قائمة.csv" });
    await expect.poll(() => field.evaluate((input) => [input.files.length, input.validationMessage])).toEqual([1, ""]);
  });

  test("the queue is worked through by keys", async ({ page }) => {
    await page.setViewportSize({ width: 1280, height: 900 });
    await signIn(page, officer);
    await page.goto("/ar/desk?kind=product");
    const pickable = page.locator(".queue .pick input");
    await page.keyboard.press("j");
    await expect(page.locator(".queue tbody th a").first()).toBeFocused();
    await page.keyboard.press("j");
    await expect(page.locator(".queue tbody th a").nth(1)).toBeFocused();
    await page.keyboard.press("k");
    await page.keyboard.press("a");
    await expect(page.locator(".queue .pick input:checked")).toHaveCount(await pickable.count());
    // Letters typed into a field are letters.
    await page.fill("#f-text", "");
    await page.locator("#f-text").pressSequentially("jxa");
    await expect(page.locator("#f-text")).toHaveValue("jxa");
  });
});
