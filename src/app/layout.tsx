import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import { connection } from "next/server";
import type { ReactNode } from "react";
import { HubProvider } from "#components/api/hub-provider.tsx";
import { ThemeProvider } from "#components/shell/theme-provider.tsx";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Tekton", template: "%s · Tekton" },
  description: "A self-hosted hub for a team of AI specialists",
};

export const viewport: Viewport = {
  colorScheme: "light dark",
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#f6f6f3" },
    { media: "(prefers-color-scheme: dark)", color: "#121315" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  // A page made ahead of time could not carry the nonce of its request.
  await connection();
  const chosen = (await cookies()).get("theme")?.value;
  const theme = chosen === "light" || chosen === "dark" ? chosen : "system";
  return (
    <html lang="en" data-theme={theme}>
      <body className="font-sans antialiased">
        <HubProvider>
          <ThemeProvider initial={theme}>{children}</ThemeProvider>
        </HubProvider>
      </body>
    </html>
  );
}
