"use client";
import { Button } from "#components/ui/button.tsx";
import { themes, useTheme } from "./theme-provider.tsx";

const icons = { system: "system", light: "sun", dark: "moon" } as const;

/** One button that goes round the three themes and says which is on and which is next. */
export function ThemeSwitch() {
  const { theme, choose } = useTheme();
  const next = themes[(themes.indexOf(theme) + 1) % themes.length] ?? "system";
  return (
    <Button
      look="quiet"
      size="square"
      icon={icons[theme]}
      label={`Theme: ${theme}. Change to ${next}`}
      onClick={() => choose(next)}
    />
  );
}
