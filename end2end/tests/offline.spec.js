// A trainer's list in a hall without a network: it opens, marks wait on the phone and arrive later; what somebody else noted
// meanwhile is shown before anything is overwritten.
import { expect } from "@playwright/test";
import { officer, signIn, test } from "./town.js";

const trainer = "0910000013";

test("attendance is noted without a network and arrives later", async ({ browser, context, page }) => {
  await signIn(page, trainer);
  await page.goto("/ar/desk/training/teaching");
  const list = await page.locator("ul.rows a[href*='/lessons/']:not([href$=sheet])").first().getAttribute("href");
  await page.goto(list);
  await expect(page.locator("form.attendance[data-kept]")).toBeAttached();
  const group = page.locator("form.attendance fieldset.marks");
  const mark = (n, code) => group.nth(n).locator(`input[value=${code}]`);
  const save = () => page.locator("form.attendance button[type=submit]").first().click();

  await context.setOffline(true);
  await mark(0, "late").check();
  await save();
  await expect(page.locator("[role=status]").first()).toContainText("محفوظ على هذا الهاتف");
  // The page opens again without a network, with what was marked.
  await page.reload();
  await expect(page.locator("h1")).toBeVisible();
  await expect(mark(0, "late")).toBeChecked();
  await expect(page.locator("[role=status]").first()).toContainText("محفوظ على هذا الهاتف");
  await context.setOffline(false);
  await page.evaluate(() => dispatchEvent(new Event("online")));
  await expect(page.locator(".notice.good")).toContainText("سُجّل الحضور");
  expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("attendance:")))).toEqual([]);
  await page.reload();
  await expect(mark(0, "late")).toBeChecked();

  // Somebody else notes the same person otherwise while the trainer is away.
  await context.setOffline(true);
  await mark(0, "absent").check();
  await save();
  const desk = await browser.newContext();
  const other = await desk.newPage();
  await signIn(other, officer);
  await other.goto(list);
  await other.locator("form.attendance fieldset.marks").nth(0).locator("input[value=excused]").check();
  await other.locator("form.attendance button[type=submit]").first().click();
  await expect(other.locator(".notice.good")).toContainText("سُجّل الحضور");
  await context.setOffline(false);
  await page.evaluate(() => dispatchEvent(new Event("online")));
  await expect(page.locator("#errors a").first()).toBeVisible();
  await expect(mark(0, "absent")).toBeChecked();
  await other.reload();
  await expect(other.locator("form.attendance fieldset.marks").nth(0).locator("input[value=excused]")).toBeChecked();
  await desk.close();

  // Signed out, no names stay on the phone.
  await page.goto("/ar/me");
  await page.locator("form[action$='/sign-out'] button").first().click();
  await expect.poll(() => page.evaluate(async () => (await caches.keys()).length)).toBe(0);
});
