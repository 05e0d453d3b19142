/** Starts what the address asks for: a customer's page (a signed link out of a text), else the owner app. */
import "@fontsource-variable/inter/wght.css";
import "./styles/tokens.css";
import "./styles/base.css";
import { createRoot } from "react-dom/client";

const CUSTOMERS = /^\/[ve]\/[^/]+$/;

async function start(root: HTMLElement) {
  if (CUSTOMERS.test(location.pathname)) {
    const { CustomerPages } = await import("./customer/CustomerPages");
    createRoot(root).render(<CustomerPages />);
  } else {
    const { App } = await import("./app");
    createRoot(root).render(<App />);
  }
}

const root = document.getElementById("root");
if (root) void start(root);
