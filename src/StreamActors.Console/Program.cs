using StreamActors.Cli;

return (int)Commands.Run(args, Terminal.OfThisProcess());
