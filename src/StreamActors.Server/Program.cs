using StreamActors.Server;

return await Start.Guarded(args, static line => line.Verb switch
{
    CommandLine.Up => UpVerb.Run(Settings.ReadAll(line), line.Demo),
    CommandLine.VerifyJournal => VerifyJournalVerb.Run(Settings.Read(line)),
    CommandLine.Restore => RestoreVerb.Run(Settings.Read(line), line.From!, line.PassphraseFile),
    CommandLine.Version => Start.Say(ProgramVersion.Text),
    _ => Start.Say(HelpText.Text),
});
