// Journeys beside the main one, without JavaScript: import at the desk, a lost password, a report and its end, a licence that
// ends and comes back, an objection, several products approved together.
import { expect } from "@playwright/test";
import { administrator, head, mountain, officer, password, secondAdministrator, signIn, signOut, test } from "./town.js";

test.use({ viewport: { width: 390, height: 844 }, javaScriptEnabled: false, locale: "ar-LY" });

const send = (page) => page.click("main form button.button[type=submit]:not(.quiet)");

test("the sample files are imported, and again without doubling", async ({ page }) => {
  const samples = new URL("../../assets/samples/", import.meta.url).pathname;
  const run = async (begins) => {
    await signIn(page, begins);
    await page.goto("/ar/desk/import");
    await page.setInputFiles("#f-families", `${samples}sample-families.csv`);
    await page.setInputFiles("#f-products", `${samples}sample-products.csv`);
    await page.click("form[enctype] button[type=submit]");
    const counts = await page.locator(".facts .number").allTextContents();
    const job = new URL(page.url()).pathname;
    // Who began it does not release it.
    await expect(page.locator("form[action*='/desk/import/']")).toHaveCount(0);
    await signOut(page);
    await signIn(page, head);
    await page.goto(job);
    await page.click("form[action*='/desk/import/'] button");
    // The page renews itself until the worker has ended, without a script.
    await expect(page.locator(".notice.good")).toBeVisible({ timeout: 60_000 });
    await signOut(page);
    return counts.map(Number);
  };
  const first = await run(administrator);
  expect(first[0] + first[2] + first[4]).toBe(460);
  expect(first[4]).toBe(0);
  const second = await run(secondAdministrator);
  expect(second).toEqual([0, first[0], 0, first[2], first[4]]);
  const moved = await page.goto("/ar/products/clay-elegant-gift-vase-000001");
  expect(moved.status()).toBe(200);
  expect(decodeURI(page.url())).toContain("/ar/products/المزهرية");
});

test("an officer helps to a new password after checking who asks", async ({ page }) => {
  await signIn(page, administrator);
  await page.goto("/ar/desk/people?phone=0920000012");
  await page.locator("details", { hasText: "رابط لكلمة مرور جديدة" }).locator("summary").click();
  await page.locator("form[action$='/reset'] button").click();
  await expect(page.locator("#errors")).toBeVisible();
  await page.goto("/ar/desk/people?phone=0920000012");
  await page.locator("details", { hasText: "رابط لكلمة مرور جديدة" }).locator("summary").click();
  await page.check("form[action$='/reset'] input[type=checkbox]");
  await page.locator("form[action$='/reset'] button").click();
  const link = await page.locator(".reference bdi").textContent();
  await signOut(page);
  await page.goto(new URL(link).pathname + new URL(link).search);
  await page.fill("#f-new", "كلمة جديدة للمشغل");
  await send(page);
  await page.goto("/ar/sign-in");
  await page.fill("#f-phone", "0920000012");
  await page.fill("#f-password", "كلمة جديدة للمشغل");
  await send(page);
  await expect(page).toHaveURL(/\/ar\/me$/);
  await page.goto(new URL(link).pathname + new URL(link).search);
  await expect(page.locator("h1")).toContainText("الرابط");
});

test("a role that decides is proposed by one administrator and confirmed by another", async ({ page }) => {
  await signIn(page, administrator);
  await page.goto("/ar/desk/people?phone=0920000011");
  const grant = page.locator("details", { hasText: "امنح دورًا" });
  await grant.locator("summary").click();
  await page.selectOption("#f-role", "officer");
  await page.selectOption("#f-scope", "whole");
  await page.fill("#f-basis", "قرار 7 لسنة 2026");
  await grant.locator("button[type=submit]").click();
  const proposal = page.locator("li.row", { hasText: "قرار 7 لسنة 2026" });
  await expect(proposal).toContainText("موظف");
  await expect(proposal.locator("form[action$='/confirm']")).toHaveCount(0);
  await signOut(page);
  await signIn(page, secondAdministrator);
  await page.goto("/ar/desk/people");
  await proposal.locator("form[action$='/confirm'] button").click();
  await expect(page.locator("form[action*='/desk/proposals/'][action$='/confirm']")).toHaveCount(0);
  await page.goto("/ar/desk/people?phone=0920000011");
  await expect(page.locator("main")).toContainText("قرار 7 لسنة 2026");
});

test("a listing is reported, taken down with a reason, and comes back changed", async ({ page }) => {
  await page.goto("/ar/families/بيت-غدامس");
  await page.click(".cards a");
  const address = page.url();
  const title = await page.textContent("h1");
  await page.click("a[href$='/report']");
  await page.selectOption("#f-reason", "misleading");
  await page.fill("#f-words", "الصورة تظهر بلغة أخرى غير هذه.");
  await send(page);
  await expect(page.locator("main")).toContainText(/R-\d{4}-\d{5}/);
  await signIn(page, mountain);
  await page.goto("/ar/desk?kind=report");
  await page.locator(".queue tbody a").first().click();
  await page.check("input[name=outcome][value=approved]");
  await page.selectOption("#f-reason", "misleading");
  await page.click("form[action*='/decide'] button");
  await expect(page.locator("#errors")).toBeVisible();
  await page.fill("#f-words", "الصورة ليست لهذا المنتج. صوّره من جديد.");
  await page.click("form[action*='/decide'] button");
  await expect(page.locator(".decision")).toBeVisible();
  await signOut(page);
  expect((await page.goto(address)).status()).toBe(404);
  await signIn(page, "0920000010");
  await page.goto("/ar/inbox");
  await expect(page.getByText("صوّره من جديد").first()).toBeVisible();
  await page.goto("/ar/me/products");
  await page.getByRole("link", { name: title }).first().click();
  await page.click("ol.tasks a[href$='/what']");
  await page.fill("#f-description_ar", "بلغة مطرزة بالحرير، بصورة جديدة ووصف أوضح.");
  await send(page);
  await page.click("main a[href$='/check']");
  await send(page);
  await signOut(page);
  await signIn(page, head);
  await page.goto("/ar/desk?kind=product&text=" + encodeURIComponent(title));
  await page.locator(".queue tbody a").first().click();
  // It was taken by a colleague, who was asked.
  await page.check("form[action*='/decide'] input[name=theirs]");
  await page.check("input[name=outcome][value=approved]");
  await page.click("form[action*='/decide'] button");
  await signOut(page);
  expect((await page.goto(address)).status()).toBe(200);
});

test("a licence that is over is asked for and given back", async ({ page }) => {
  await page.goto("/ar/products?q=بسيسة");
  const before = await page.locator(".cards li").count();
  await signIn(page, "0920000018");
  await expect(page.locator("main")).toContainText("انتهى الترخيص");
  await page.click("main a.button[href$='/me/renewal']");
  await page.fill("#f-words", "نعمل كما كنا ومن البيت نفسه.");
  await send(page);
  await expect(page.locator("main")).toContainText("طلب التجديد عند الهيئة");
  await signOut(page);
  await signIn(page, officer);
  await page.goto("/ar/desk?kind=renewal");
  await page.locator(".queue tbody a").first().click();
  await expect(page.locator("main")).toContainText("نعمل كما كنا");
  await page.check("input[name=outcome][value=approved]");
  await page.click("form[action*='/decide'] button");
  await signOut(page);
  // A visitor's list is drawn anew behind the visitor's back, so it may be a moment old.
  await expect(async () => {
    await page.goto("/ar/products?q=بسيسة");
    expect(await page.locator(".cards li").count()).toBeGreaterThan(before);
  }).toPass();
});

test("a suspension is proposed, decided by another, objected to and heard by a third", async ({ page }) => {
  await signIn(page, officer);
  await page.goto("/ar/desk/families?text=" + encodeURIComponent("أزياء درنة"));
  await page.locator("main table tbody th a").first().click();
  await page.locator("details", { hasText: "اقترح إيقاف" }).locator("summary").click();
  await page.fill("#f-words", "قصير");
  await page.click("form[action$='/suspend'] button");
  await expect(page.locator("#errors")).toBeVisible();
  await page.fill("#f-words", "وصلتنا شكاوى عن المقاسات وتحققنا منها.");
  await page.click("form[action$='/suspend'] button");
  const case_ = new URL(page.url()).pathname;
  await expect(page.locator("form[action*='/decide']")).toHaveCount(0);
  await signOut(page);
  await signIn(page, head);
  await page.goto(case_);
  await page.check("input[name=outcome][value=approved]");
  await page.selectOption("#f-reason", "not_true");
  await page.fill("#f-words", "ثبتت الشكاوى في الزيارة.");
  await page.click("form[action*='/decide'] button");
  await expect(page.locator(".decision")).toBeVisible();
  await signOut(page);
  expect((await page.goto("/ar/families/أزياء-درنة")).status()).toBe(404);
  await signIn(page, "0920000015");
  await page.goto("/ar/inbox");
  await page.getByRole("link", { name: "أُوقف ترخيص أسرتك مؤقتًا" }).click();
  await page.fill("#f-words", "المقاسات كما طلبها الزبون، وعندنا رسائله.");
  await send(page);
  await signOut(page);
  await signIn(page, mountain);
  await page.goto("/ar/desk?kind=objection");
  await expect(page.locator(".queue tbody a")).toHaveCount(0); // Derna is of no branch of the mountain.
  await signOut(page);
});

test("products are approved together, with a line for each", async ({ page }) => {
  await signIn(page, head);
  await page.goto("/ar/desk?kind=product");
  const boxes = page.locator(".queue .pick input");
  const n = Math.min(await boxes.count(), 2);
  expect(n).toBeGreaterThan(0);
  for (let at = 0; at < n; at++) await boxes.nth(at).check();
  await page.click("form[action$='/desk/approve'] > button");
  await expect(page.locator("main .rows .photo")).toHaveCount(n);
  await page.click("form[action*='/desk/approve'] > button");
  await expect(page.locator(".tag.good")).toHaveCount(n);
  await expect(page.locator("a.button[href*='kind=product']")).toBeVisible();
  await page.click("form[action*='/desk/approve/undo'] > button");
  await expect(page.locator(".tag.good")).toHaveCount(n);
});

test("a form that outlives its session is finished after signing in", async ({ page, context }) => {
  await page.goto("/ar/sign-in");
  await page.fill("#f-phone", "0930000004");
  await page.fill("#f-password", password);
  await send(page);
  await page.goto("/ar/me/family/public");
  await page.fill("#f-trade_name", "إبرة وخيط نورة");
  await context.clearCookies();
  await send(page);
  await expect(page.locator(".notice.attention")).toBeVisible();
  await page.fill("#f-phone", "0930000004");
  await page.fill("#f-password", password);
  await send(page);
  await send(page);
  await page.goto("/ar/me/family/public");
  await expect(page.locator("#f-trade_name")).toHaveValue("إبرة وخيط نورة");
});

test("a licensed family corrects its data, and the Authority agrees", async ({ page }) => {
  await signIn(page, "0920000009");
  await page.goto("/ar/me/family");
  await page.click("a[href$='/me/family/place']");
  // The quarter changes at once.
  await page.fill("#f-quarter", "حي الزيتون");
  await send(page);
  await expect(page.locator(".notice.good")).toContainText("حُفظ");
  await expect(page.locator("main")).toContainText("حي الزيتون");
  // The name waits; what is wrong is said first, and what was typed stays.
  await page.click("a[href$='/me/family/public']");
  await page.fill("#f-trade_name", "نو");
  await send(page);
  await expect(page.locator("#errors a")).toContainText("الاسم التجاري");
  await page.fill("#f-trade_name", "أنامل نالوت الأصيلة");
  await page.fill("#f-why", "سجّلنا الاسم الكامل.");
  await send(page);
  await expect(page.locator("main")).toContainText(/C-\d{4}-\d{5}/);
  await expect(page.locator("main")).toContainText("أنامل نالوت الأصيلة");
  await page.goto("/ar/me/family");
  await expect(page.locator("main")).toContainText("تصحيح عند الهيئة");
  await signOut(page);
  expect(await (await page.goto("/ar/families/أنامل-نالوت")).text()).not.toContain("أنامل نالوت الأصيلة");
  await signIn(page, mountain);
  await page.goto("/ar/desk?kind=correction");
  await page.locator(".queue tbody a").first().click();
  await expect(page.locator("main")).toContainText("سجّلنا الاسم الكامل");
  await page.check("input[name=outcome][value=approved]");
  await page.click("form[action*='/decide'] button");
  await expect(page.locator(".notice.good").first()).toContainText("سُجّل القرار");
  await signOut(page);
  await page.goto("/ar/families/أنامل-نالوت");
  await expect(page.locator("h1")).toHaveText("أنامل نالوت الأصيلة");
});
