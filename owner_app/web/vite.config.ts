import react from "@vitejs/plugin-react";
import { VitePWA } from "vite-plugin-pwa";
import { defineConfig } from "vitest/config";

const pwa = VitePWA({
  // A new version waits until the owner asks for it: a reload must not cut a conversation.
  registerType: "prompt",
  injectRegister: null,
  includeAssets: ["favicon.svg", "apple-touch-icon.png"],
  manifest: {
    id: "/",
    name: "Plumbline",
    short_name: "Plumbline",
    description: "Book visits by talking, and see the day's work.",
    start_url: "/talk",
    scope: "/",
    display: "standalone",
    background_color: "#f5f7f6",
    theme_color: "#0c4552",
    categories: ["business", "productivity"],
    icons: [
      { src: "/icon-192.png", sizes: "192x192", type: "image/png" },
      { src: "/icon-512.png", sizes: "512x512", type: "image/png" },
      { src: "/maskable-512.png", sizes: "512x512", type: "image/png", purpose: "maskable" },
    ],
    shortcuts: [
      { name: "Talk", url: "/talk" },
      { name: "Today", url: "/today" },
    ],
  },
  workbox: {
    // The shell only. No runtime caching: what the API says is never kept.
    globPatterns: ["**/*.{js,css,html,svg}", "**/inter-latin-wght-normal-*.woff2"],
    navigateFallback: "/index.html",
    navigateFallbackDenylist: [/^\/api\//, /^\/webhooks\//],
    inlineWorkboxRuntime: true,
    cleanupOutdatedCaches: true,
  },
});

export default defineConfig({
  plugins: [react(), pwa],
  // Inlined assets would be data: addresses, which the content security policy refuses.
  build: { target: "es2022", assetsInlineLimit: 0 },
  test: { include: ["src/**/*.test.ts"], environment: "node" },
});
