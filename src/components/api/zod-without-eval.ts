/**
 * Keeps zod from trying to compile code, which the content policy of the pages refuses and reports.
 * Import it before anything that makes a schema.
 */
import { z } from "zod";

z.config({ jitless: true });
