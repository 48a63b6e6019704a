"use client";
import { createContext, type ReactNode, useContext, useState } from "react";

export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

const yearSeconds = 365 * 24 * 3600;

const ThemeContext = createContext<{ theme: Theme; choose: (theme: Theme) => void }>({
  theme: "system",
  choose: () => {},
});

export const useTheme = () => useContext(ThemeContext);

/** The reader's theme, kept in a cookie so that the server draws the first paint in it. */
export function ThemeProvider({ initial, children }: { initial: Theme; children: ReactNode }) {
  const [theme, setTheme] = useState(initial);
  const choose = (next: Theme) => {
    setTheme(next);
    document.documentElement.dataset.theme = next;
    const age = next === "system" ? 0 : yearSeconds;
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing over plain http and in some browsers.
    document.cookie = `theme=${next}; path=/; max-age=${age}; samesite=lax`;
  };
  return <ThemeContext value={{ theme, choose }}>{children}</ThemeContext>;
}
