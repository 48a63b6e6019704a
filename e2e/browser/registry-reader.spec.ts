import { expect, test } from "./hub-test.ts";

const token = "a-token-for-the-browser-tests";

test.use({ hubEnv: { TEKTON_TOKEN: token } });

test("who is no admin reads the registry and is offered no change of it", async ({ page, request }) => {
  const made = await request.post("/api/v2/tokens", {
    headers: { authorization: `Bearer ${token}` },
    data: { name: "reader", role: "user" },
  });
  const reader = ((await made.json()) as { token: string }).token;
  const signIn = async (words: string) => {
    await page.goto("/registry");
    await page.getByLabel(/token/i).fill(words);
    await page.getByRole("button", { name: /sign in/i }).click();
    await expect(page.getByRole("row", { name: /apollo/ })).toBeVisible();
    // The role comes with the hub's status.
    await expect(page.getByRole("button", { name: /sign out/i })).toBeVisible();
  };
  const offers = [
    page.getByRole("link", { name: "New specialist" }),
    page.getByRole("button", { name: "Import" }),
    page.getByRole("button", { name: "Actions on apollo" }),
  ];
  await signIn(reader);
  for (const offer of offers) await expect(offer).toBeHidden();
  await expect(page.getByRole("link", { name: "Talk to apollo" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Export" })).toBeVisible();
  await page.getByRole("button", { name: /sign out/i }).click();
  await expect(page).toHaveURL(/sign-in/);
  await signIn(token);
  for (const offer of offers) await expect(offer).toBeVisible();
});
