// Every page works without this file: it starts the GOV.UK components and nothing else.
import { initAll } from "./vendor/govuk-frontend.min.js";

initAll();
