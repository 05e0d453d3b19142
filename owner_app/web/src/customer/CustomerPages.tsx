/** The pages behind the links in texts: no login, no shell, nothing of the owner app. */
import "../styles/customer.css";
import { EstimatePage } from "./EstimatePage";
import { VisitPage } from "./VisitPage";

export function CustomerPages() {
  const [, kind, token = ""] = location.pathname.split("/");
  return kind === "v" ? <VisitPage token={token} /> : <EstimatePage token={token} />;
}
