/** Starts the owner app. */
import "@fontsource-variable/inter/wght.css";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/shell.css";
import "./styles/login.css";
import "./styles/talk.css";
import "./styles/dock.css";
import "./styles/visits.css";
import "./styles/calendar.css";
import { createRoot } from "react-dom/client";
import { App } from "./app";

const root = document.getElementById("root");
if (root) createRoot(root).render(<App />);
