using System.Text.Json;
using StreamActors.Wire;

namespace StreamActors.Cli;

/// <summary>
/// help protocols: URL forms, options and secrets, without a server. Reads a copy of the response to GET /api/v1/protocols, stored beside
/// this file (decision 0153); a test compares it with the server's.
/// </summary>
internal static class ProtocolHelp
{
    public const string Word = "protocols";

    /// <summary>Longer lines are hard to read in any window.</summary>
    private const int Widest = 100;

    private static readonly string[] Uses = [nameof(ProtocolView.Input), nameof(ProtocolView.Output)];

    public static IEnumerable<string> Names => Read().Items().Select(Name);

    public static ExitCode Of(Session session, string? name)
    {
        var (all, terminal) = (Read(), session.Terminal);
        var asked = all.Items().Where(p => name is null || Name(p) == name).ToArray();
        if (asked.Length == 0)
            throw new VerbFailedException(ExitCode.NotFound, $"There is no protocol '{name}'.", $"Protocols: {string.Join(", ", Names)}.");
        if (session.Json)
            terminal.Say((name is null ? all : asked[0]).Json.GetRawText());
        else if (name is null)
            List(asked, terminal);
        else
            Explain(asked[0], terminal);
        return ExitCode.Done;
    }

    private static string Name(JsonView protocol) => protocol.Text(nameof(ProtocolView.Name));

    private static JsonView Read()
    {
        using var stream = typeof(ProtocolHelp).Assembly.GetManifestResourceStream("protocols.json")!;
        return new JsonView(JsonDocument.Parse(stream).RootElement);
    }

    private static int MaxWidth(Terminal terminal) => Math.Min(terminal.Columns(), Widest);

    private static void List(JsonView[] protocols, Terminal terminal)
    {
        terminal.Say(Paragraph.Wrap("The protocols of inputs and outputs:", 0, MaxWidth(terminal)));
        terminal.Say("");
        foreach (var protocol in protocols)
        {
            var uses = Uses.Where(u => protocol.At(u).IsThere).ToArray();
            var text = protocol.At(uses[0]).Text(nameof(ProtocolUseView.Text));
            terminal.Say(
                Paragraph.Term(Name(protocol), 9, $"{string.Join(" and ", uses).ToLowerInvariant()}. {text}", 2, MaxWidth(terminal)));
        }
        terminal.Say("");
        terminal.Say(
            Paragraph.Wrap("Forms, options, secrets and an example of one: streamactors help protocols NAME", 0, MaxWidth(terminal)));
    }

    private static void Explain(JsonView protocol, Terminal terminal)
    {
        var ansiStyle = terminal.Style;
        var isFirst = true;
        foreach (var use in Uses.Where(u => protocol.At(u).IsThere))
        {
            if (!isFirst)
                terminal.Say("");
            isFirst = false;
            terminal.Say(ansiStyle.Head($"{Name(protocol)} as an {use.ToLowerInvariant()}"));
            Explain(protocol.At(use), terminal, ansiStyle);
        }
    }

    private static void Explain(JsonView use, Terminal terminal, AnsiStyle ansiStyle)
    {
        var maxWidth = MaxWidth(terminal);
        var port = use.Whole(nameof(ProtocolUseView.DefaultPort)) is { } number ? $" The port is {number} where none is given." : "";
        terminal.Say(
            Paragraph.Wrap($"{use.Text(nameof(ProtocolUseView.Text))} {use.Text(nameof(ProtocolUseView.Listens))}{port}", 2, maxWidth));
        Head("URL");
        foreach (var form in use.All(nameof(ProtocolUseView.Forms)))
        {
            var with = form.Text(nameof(UrlFormView.Option)) is { Length: > 0 } option ? $"; with the option {option}" : "";
            terminal.Say($"    {form.Text(nameof(UrlFormView.Form))}");
            terminal.Say(Paragraph.Wrap($"{form.Text(nameof(UrlFormView.Text))}{with}", 8, maxWidth));
            terminal.Say($"        {form.Text(nameof(UrlFormView.Example))}");
        }
        Options(use.All(nameof(ProtocolUseView.Options)), "Options: --option NAME=VALUE");
        Options(use.All(nameof(ProtocolUseView.Secrets)), "Secrets: --secret NAME to be asked, or --secret NAME=@FILE");
        Head("Query of the URL");
        terminal.Say(Paragraph.Wrap(use.Text(nameof(ProtocolUseView.Query)), 4, maxWidth));
        Head("Example");
        var example = use.At(nameof(ProtocolUseView.Example));
        terminal.Say(Paragraph.Command(example.Text(nameof(ProtocolExampleView.Command)), 4, maxWidth));
        if (example.Text(nameof(ProtocolExampleView.Url)) is { Length: > 0 } url)
        {
            terminal.Say(Paragraph.Wrap("The same with all of it in the URL:", 4, maxWidth));
            terminal.Say($"    --url {(url.AsSpan().ContainsAny('&', '?') ? $"'{url}'" : url)}");
        }

        void Head(string text)
        {
            terminal.Say("");
            terminal.Say($"  {ansiStyle.Head(text)}");
        }

        void Options(JsonView[] options, string head)
        {
            if (options.Length == 0)
                return;
            Head(head);
            var width = options.Max(o => o.Text(nameof(ProtocolOptionView.Name)).Length);
            foreach (var option in options)
                terminal.Say(Paragraph.Term(option.Text(nameof(ProtocolOptionView.Name)), width, Lines(option), 4, maxWidth));
        }
    }

    private static IEnumerable<string> Lines(JsonView option)
    {
        var (unit, standard) = (option.Text(nameof(ProtocolOptionView.Unit)), option.Text(nameof(ProtocolOptionView.Default)));
        var only = option.Text(nameof(ProtocolOptionView.Only));
        yield return $"{option.Text(nameof(ProtocolOptionView.Text))}{(only.Length > 0 ? $" ({only})" : "")}";
        yield return $"Values: {option.Text(nameof(ProtocolOptionView.Values))}{(unit.Length > 0 ? $" ({unit})" : "")}";
        if (standard.Length > 0)
            yield return $"Default: {standard}";
        var inUrl = option.All(nameof(ProtocolOptionView.InUrl));
        if (inUrl.Length > 0)
            yield return $"In the URL: {string.Join(", ", inUrl)}";
    }
}
