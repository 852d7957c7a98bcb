// A course with few seats, without JavaScript: planned, signed up for, ordered by one officer and published by another, declined
// by the first, confirmed by the next.
import { expect } from "@playwright/test";
import { head, officer, signIn, signOut, test } from "./town.js";

test.use({ viewport: { width: 390, height: 844 }, javaScriptEnabled: false, locale: "ar-LY" });

const send = (page) => page.click("main form button.button[type=submit]:not(.quiet)");
const day = (n) => new Date(Date.now() + n * 86_400_000).toISOString().slice(0, 10);

test("one seat goes to the next in the published order", async ({ page }) => {
  await signIn(page, officer);
  await page.goto("/ar/desk/training/courses/new");
  await page.fill("#f-title_ar", "تغليف المنتجات الغذائية");
  await page.fill("#f-aims", "تغليف نظيف، ووسم يقول ما في العبوة.");
  await page.fill("#f-hours", "٦");
  await send(page);
  await expect(page.locator(".notice.good")).toContainText("حُفظ");
  await page.locator("section", { hasText: "تغليف المنتجات الغذائية" }).locator("a[href$='/cohorts/new']").click();
  await page.selectOption("#f-municipality", "LYM083");
  await page.fill("#f-venue", "مقر الفرع");
  await page.fill("#f-starts_on", day(30));
  await page.fill("#f-ends_on", day(28));
  await page.fill("#f-opens_on", day(-1));
  await page.fill("#f-closes_on", day(10));
  await page.fill("#f-capacity", "1");
  await page.check("input[name=policy][value=first_come]");
  await send(page);
  // The end lies before the beginning; nothing typed is lost.
  await expect(page.locator("#errors a")).toContainText("آخر يوم");
  await expect(page.locator("#f-venue")).toHaveValue("مقر الفرع");
  await page.fill("#f-ends_on", day(31));
  await send(page);
  const desk = new URL(page.url()).pathname;
  await page.locator("form[action$='/publish']").locator("button").click();
  await signOut(page);
  await page.goto("/ar/courses");
  await page.getByRole("link", { name: "تغليف المنتجات الغذائية" }).click();
  await page.click("ul.rows a");
  const cohort = new URL(page.url()).pathname;
  for (const phone of ["0920000005", "0920000007"]) {
    await signIn(page, phone);
    await page.goto(`${cohort}/apply`);
    await page.selectOption("#f-member", { index: 1 });
    await page.check("#f-true");
    await send(page);
    await expect(page.locator("main")).toContainText(/E-\d{4}-\d{5}/);
    await signOut(page);
  }
  await signIn(page, officer);
  await page.goto(desk);
  const act = (code) => page.locator(`form[action$="/${code}"]`).first().locator("button").click();
  await act("screen");
  await act("screen");
  await act("close");
  await act("order");
  await expect(page.locator("main")).toContainText("1. ");
  // Who made the order does not publish it.
  await act("announce");
  await expect(page.locator("#errors")).toBeVisible();
  await signOut(page);
  expect(await (await page.goto(cohort)).text()).not.toContain("E-2");
  await signIn(page, head);
  await page.goto(desk);
  await act("announce");
  await signOut(page);
  await page.goto(cohort);
  await expect(page.locator("ol li")).toHaveCount(2);
  await signIn(page, "0920000005");
  await page.goto("/ar/me/training");
  await page.getByText("أعتذر عن المقعد").click();
  await act("decline");
  await expect(page.locator("form[action$='/reconsider']")).toBeVisible();
  await signOut(page);
  await signIn(page, "0920000007");
  await page.goto("/ar/me/training");
  await act("confirm");
  await expect(page.locator("main")).toContainText("مقعد مؤكّد");
  await signOut(page);
  await page.goto(cohort);
  await expect(page.locator("ol li").nth(0)).toContainText("اعتذار");
  await expect(page.locator("ol li").nth(1)).toContainText("مقعد مؤكّد");
});
