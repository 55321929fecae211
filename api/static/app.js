// Every page works without this file: it starts the GOV.UK components, and saves long forms as they are typed.
import { saveAsYouGo } from "./drafts.js";
import { initAll } from "./vendor/govuk-frontend.min.js";

initAll();
for (const place of document.querySelectorAll("[data-save-to]")) saveAsYouGo(place);
