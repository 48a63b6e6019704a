import { expect, test } from "./hub-test.ts";

const token = "a-token-for-the-browser-tests";

test.use({ hubEnv: { TEKTON_TOKEN: token } });

test("with a token set, every page asks for it once and the API for each call", async ({ page, request, tolerate }) => {
  tolerate.push(/401/);
  await page.goto("/registry");
  await expect(page).toHaveURL(/\/sign-in\?next=%2Fregistry/);
  await page.getByLabel(/token/i).fill("not-the-right-token");
  await page.getByRole("button", { name: /sign in/i }).click();
  await expect(page.getByText(/not known/)).toBeVisible();
  await page.getByLabel(/token/i).fill(token);
  await page.getByRole("button", { name: /sign in/i }).click();
  await expect(page).toHaveURL(/\/registry$/);
  await expect(page.getByRole("row", { name: /apollo/ })).toBeVisible();
  const cookie = (await page.context().cookies())[0];
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: "Strict" });
  expect((await request.get("/api/v2/runs")).status()).toBe(401);
  expect((await request.get("/api/v2/runs", { headers: { authorization: `Bearer ${token}` } })).status()).toBe(200);
  expect((await request.get("/api/health")).status()).toBe(200);
  await page.getByRole("button", { name: /sign out/i }).click();
  await expect(page).toHaveURL(/\/sign-in/);
});
