// Imported before the functions are: what they log would be in the way. POWERTOOLS_LOG_LEVEL=INFO brings it back.
process.env.POWERTOOLS_LOG_LEVEL ??= "SILENT";
