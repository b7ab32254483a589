/** A required setting. @throws an error that names it. */
export function setting(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === "") throw new Error(`The environment variable ${name} is missing or empty.`);
  return value;
}

/** A setting that has a default. */
export function settingOr(name: string, fallback: string): string {
  return process.env[name] || fallback;
}

/** A setting that is a list with commas; undefined where it is not set. */
export function listSetting(name: string): readonly string[] | undefined {
  const text = settingOr(name, "");
  return text === "" ? undefined : text.split(",");
}

/** A setting that is a whole number, `least` or more. @throws an error that names it and its value. */
export function numberSetting(name: string, fallback: number, least = 0): number {
  const text = settingOr(name, String(fallback));
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < least) {
    throw new Error(`The environment variable ${name} must be a whole number, ${least} or more, and is "${text}".`);
  }
  return value;
}
