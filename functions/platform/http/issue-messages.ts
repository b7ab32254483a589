import * as z from "zod/mini";
import en from "zod/v4/locales/en.js";

// `zod/mini` comes without words for its issues; requests are told in English what is wrong with them.
z.config(en());
