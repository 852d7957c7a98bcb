import { buildTemplate } from "./server.js";

export default buildTemplate;
