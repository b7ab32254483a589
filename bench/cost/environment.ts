// Imported before the functions: their log lines are counted, with the trace id that Lambda gives each of them.
process.env.POWERTOOLS_LOG_LEVEL = "INFO";
process.env.POWERTOOLS_DEV = "false";
process.env._X_AMZN_TRACE_ID = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=557abcec3ee5a047;Sampled=0";
