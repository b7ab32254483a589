// Imported before the functions to silence their logs; POWERTOOLS_LOG_LEVEL=INFO shows them.
process.env.POWERTOOLS_LOG_LEVEL ??= "SILENT";
