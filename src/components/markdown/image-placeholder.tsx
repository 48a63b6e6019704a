"use client";
import { useState } from "react";
import { linkTarget, visibleHost } from "./link-target.ts";
import { SafeLink } from "./safe-link.tsx";

/**
 * An image of a text is never fetched by itself: its address alone can carry a secret away. One of
 * this hub loads on request; one from elsewhere is offered as a link, since the page's policy forbids it.
 */
export function ImagePlaceholder({ src, alt }: { src: string | undefined; alt: string }) {
  const [load, setLoad] = useState(false);
  const url = linkTarget(src);
  const name = `Image: ${alt || "no description"}`;
  if (!url || url.protocol === "mailto:") return <span className="image-placeholder">{name}</span>;
  const host = visibleHost(url);
  if (typeof location === "undefined" || url.origin !== location.origin) {
    return (
      <span className="image-placeholder">
        {name} — not loaded,{" "}
        <SafeLink href={url.href} text="">
          open it
        </SafeLink>
      </span>
    );
  }
  // biome-ignore lint/performance/noImgElement: any address of the hub, of any size, is not one for next/image.
  if (load) return <img src={url.href} alt={alt} referrerPolicy="no-referrer" />;
  return (
    <button type="button" className="image-placeholder" onClick={() => setLoad(true)}>
      {name} — {host}, load?
    </button>
  );
}
