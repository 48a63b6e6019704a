import { expect, test } from "vitest";
import { redactUrl } from "./redact-url.ts";

test("credentials, query, fragment and the last slash are left out", () => {
  expect(redactUrl("https://me:secret@models.example:8443/v1/?key=secret#x")).toBe("https://models.example:8443/v1");
  expect(redactUrl("http://127.0.0.1:11434")).toBe("http://127.0.0.1:11434");
});
