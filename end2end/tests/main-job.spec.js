// The main job, without JavaScript, in Arabic on a phone: a family registers, two officers approve it,
// it lists a product with three photos, an officer approves, a buyer finds it by a misspelt word, the
// family changes price and text while the live page stays.
import { expect } from "@playwright/test";
import { head, officer, picture, signIn, signOut, test } from "./town.js";

test.use({ viewport: { width: 390, height: 844 }, javaScriptEnabled: false, locale: "ar-LY" });

const send = (page) => page.click("main form button.button[type=submit]:not(.quiet)");

test("from registration to a changed product", async ({ page }) => {
  // Registers.
  await page.goto("/ar/join");
  await send(page);
  await expect(page.locator("#errors")).toBeVisible();
  await page.fill("#f-name", "سالمة بنت علي");
  await page.fill("#f-phone", "٠٩٢٥٥٥١٢٣٤");
  await page.fill("#f-password", "نخلة على الرمل");
  await send(page);
  await expect(page).toHaveURL(/\/ar\/me\/family$/);

  const part = async (name, fill) => {
    await page.goto(`/ar/me/family/${name}`);
    await fill();
    await send(page);
  };
  await part("consent", () => page.check("#f-consent"));
  await part("household", () => page.fill("#f-size", "٥"));
  await part("members", async () => {
    await page.fill("#f-name", "سالمة علي التارقي");
    await page.selectOption("#f-relation", "self");
    await page.fill("#f-birth_year", "1985");
    await page.selectOption("#f-identity_kind", "administrative");
    await page.fill("#f-identity_number", "778812");
  });
  await part("crafts", () => page.check("input[value=palm]"));
  await part("place", async () => {
    await page.selectOption("#f-municipality", "LYM108");
    await page.fill("#f-quarter", "حي النخيل");
  });
  await part("contact", () => page.fill("#f-phone", "0925551234"));
  await part("public", () => page.fill("#f-trade_name", "سعف سالمة"));
  await page.goto("/ar/me/family/documents");
  await page.selectOption("#f-kind", "identity");
  await page.setInputFiles("#f-document", picture(3));
  await send(page);
  await page.goto("/ar/me/family/check");
  await expect(page.getByText("سالمة علي التارقي")).toBeVisible();
  await send(page);
  await expect(page.locator(".reference bdi")).toHaveText(/^F-\d{4}-\d{5}$/);
  await signOut(page);

  // One officer recommends, and cannot decide; another decides.
  await signIn(page, officer);
  await page.goto("/ar/desk?kind=family");
  await page.getByRole("link", { name: "سعف سالمة" }).click();
  const file = page.url();
  await expect(page.getByText("778812")).toBeVisible();
  await page.click("form[action*='/verify'] button");
  await page.check("input[name=recommend][value=approved]");
  await page.fill("#f-recommend_words", "الأوراق كاملة والزيارة تمت");
  await page.click("form[action*='/recommend'] button");
  // The next file of the list is open; the one before says what was done.
  await page.goto(file);
  await expect(page.locator("form[action*='/decide']")).toHaveCount(0);
  await signOut(page);
  await signIn(page, head);
  await page.goto("/ar/desk?kind=family");
  await page.getByRole("link", { name: "سعف سالمة" }).click();
  await page.check("input[name=outcome][value=approved]");
  await page.click("form[action*='/decide'] button");
  await page.goto(file);
  await expect(page.locator(".decision")).toContainText("موافقة");
  await signOut(page);

  // Lists a product in three steps.
  const family = async () => {
    await page.goto("/ar/sign-in");
    await page.fill("#f-phone", "+218 92 555 1234");
    await page.fill("#f-password", "نخلة على الرمل");
    await send(page);
  };
  await family();
  await page.goto("/ar/inbox");
  await expect(page.getByText("رُخّصت أسرتك")).toBeVisible();
  await page.goto("/ar/me/products");
  await page.click("form[action$='/me/products'] button");
  await page.setInputFiles("#f-photos", [picture(5), picture(8), picture(13)]);
  await page.click("form.upload button[type=submit]");
  await expect(page.locator(".photo-list > li")).toHaveCount(3);
  await page.click("main .actions > a.button");
  await send(page);
  await expect(page.locator("#errors")).toBeVisible();
  await page.fill("#f-title_ar", "قرطلة سعف ملونة");
  await page.selectOption("#f-craft", "palm");
  await page.check("input[name=making][value=hand]");
  await page.fill("#f-description_ar", "قرطلة من سعف النخيل نصبغ خوصها في البيت.");
  await send(page);
  await page.check("input[name=availability][value=in_stock]");
  await page.fill("#f-price_0", "٣٥٫٥");
  await page.fill("#f-stock_0", "4");
  await send(page);
  await send(page);
  await expect(page.locator(".reference bdi")).toHaveText(/^P-\d{4}-\d{5}$/);
  // Until it is decided it is taken back, and sent again.
  await page.goto("/ar/me/products");
  await page.getByRole("link", { name: "قرطلة سعف ملونة" }).click();
  await page.click("form[action$='/withdraw'] button");
  await page.click("main a[href$='/check']");
  await send(page);
  await expect(page.locator(".reference bdi")).toHaveText(/^P-\d{4}-\d{5}$/);
  await signOut(page);
  await page.goto("/ar/products?q=قرطلة");
  await expect(page.locator(".cards li")).toHaveCount(0);

  await signIn(page, head);
  await page.goto("/ar/desk?kind=product");
  await page.getByRole("link", { name: "قرطلة سعف ملونة" }).click();
  const listing = page.url();
  await page.check("input[name=outcome][value=approved]");
  await page.click("form[action*='/decide'] button");
  await page.goto(listing);
  await expect(page.locator(".decision")).toContainText("موافقة");
  await signOut(page);

  // A buyer finds it by a misspelt word.
  await page.goto("/ar/products?q=القرطله");
  await expect(page.locator(".cards li")).toHaveCount(1);
  await page.goto("/ar/products?q=قرلطة");
  await expect(page.locator(".cards li")).toHaveCount(1);
  await page.click(".cards li a");
  await expect(page.locator("h1")).toHaveText("قرطلة سعف ملونة");
  await expect(page.locator(".big-price")).toContainText("35.500");
  const address = page.url();

  // Price changes at once; a new text waits while the live page stays.
  await family();
  await page.goto("/ar/me/products");
  await page.getByRole("link", { name: "قرطلة سعف ملونة" }).click();
  await page.click("ol.tasks a[href$='/price']");
  await page.fill("#f-price_0", "40");
  await send(page);
  await page.click("ol.tasks a[href$='/what']");
  await page.fill("#f-description_ar", "وصف جديد تراجعه الهيئة أولًا، بعد تغيير الخيط.");
  await send(page);
  await page.goto(page.url().replace(/(\/me\/products\/\d+).*/, "$1"));
  await page.click("main a.button:not(.quiet)");
  await send(page);
  await signOut(page);
  await page.goto(address);
  await expect(page.locator(".big-price")).toContainText("40");
  await expect(page.locator("article")).toContainText("نصبغ خوصها في البيت");
  await expect(page.locator("article")).not.toContainText("وصف جديد");
});
