// What tests read of the commands that they start has no colours, also where the terminal or CI asks for them.
delete process.env.FORCE_COLOR;
process.env.NO_COLOR = "1";
