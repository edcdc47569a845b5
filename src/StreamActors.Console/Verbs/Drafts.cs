namespace StreamActors.Cli;

/// <summary>From options to the JSON of a new or changed input or output.</summary>
internal static class Drafts
{
    public static Option[] Options(string things, bool isEdit)
    {
        var removes = isEdit ? "; NAME= removes it" : "";
        return
        [
            new("--url", "URL|@FILE", "source or destination; @FILE reads it from a file, since a URL may hold a key"),
            .. things == "outputs" && !isEdit ? [new Option("--input", "ID", "the input that feeds it")] : Array.Empty<Option>(),
            new("--name", "NAME", "display name"),
            .. isEdit ? Array.Empty<Option>() : [new Option("--on", null, "start it at once")],
            new("--stall-after", "TIME", "stalled after this long without media, such as 10s or 1m"),
            .. things == "inputs" ? [new Option("--output-limit", "N", "maximum number of outputs")] : Array.Empty<Option>(),
            new("--label", "NAME=VALUE", $"a label{removes}") { IsRepeated = true },
            new("--option", "NAME=VALUE", $"option of the protocol (see: help protocols){removes}") { IsRepeated = true },
            new("--secret", "NAME[=@FILE]", $"secret of the protocol, from a file or asked for{removes}") { IsRepeated = true },
        ];
    }

    public static Option[] OfAddress(string things) =>
        [.. Options(things, isEdit: false).Where(o => o.Name is "--url" or "--option" or "--secret")];

    public static byte[] Body(Session session, bool isEdit)
    {
        var line = session.Line;
        return new Fields(session, isEdit).Fixed("id", isEdit ? null : line.Arguments.FirstOrDefault())
            .Text("--name", "--input", "--stall-after").Whole("--output-limit").Flag("on", "--on", "--off").Pairs("labels", "--label")
            .Below("address", Address(session, isEdit))
            .Bytes();
    }

    public static Fields Address(Session session, bool isEdit) => new Fields(session, isEdit)
        .Field("url", session.Line.Value("--url") is ['@', .. var file] ? SecretPrompt.FirstLine(file) : session.Line.Value("--url"))
        .Pairs("options", "--option").Secrets();
}
