using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using StreamActors.Wire;

namespace StreamActors.Api.Tests.Protocols;

/// <summary>docs/protocols.md, made from what GET /api/v1/protocols answers.</summary>
internal static class ProtocolPage
{
    private const string Intro = """
        # Protocols

        How an input's source and an output's destination are written: the forms of the URL, the options and the secrets of each protocol.
        The console shows the same without a server (`streamactors help protocols srt`), and so does the API (`GET /api/v1/protocols/srt`).

        There are two ways to give options and secrets, and they mean the same:

        - **Apart**: the console's `--option NAME=VALUE` and `--secret NAME=@FILE` (or `--secret NAME`, to be asked); in the API the fields
          `address.options` and `address.secrets`.
        - **In the URL**, as other programs have it: what the column "in the URL" names. A secret is taken out of the URL and stored sealed;
          from then on it is shown as `***`. A URL that brings a secret beside `***` for that same secret is refused: it is unclear which
          is meant. Since other users may read a command line, give such a URL in a file: `--url @FILE`.

        What is written in capitals is to be filled in. `[…]` may be left out. In a path or a query, write `%20` for a space, `%23` for `#` and
        `%25` for `%`.

        Inputs that are pulled and outputs reach as far as `media.reach` allows: by default the Internet and private networks, not this machine itself.

        <!-- Made from the table in src/StreamActors.Domain/Addresses. Do not edit; write it anew with:
             STREAMACTORS_WRITE_DOCS=1 dotnet test tests/StreamActors.Api.Tests -c Release --filter FullyQualifiedName~ProtocolPageSpecs -->


        """;

    private static readonly JsonSerializerOptions Brief = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Encoder = WireJson.Plain.Options.Encoder,
    };

    public static string Of(IReadOnlyList<ProtocolView> protocols)
    {
        var page = new StringBuilder(Intro).Append("| protocol | input | output | |\n|---|---|---|---|\n");
        foreach (var p in protocols)
            page.Append($"| [{p.Name}](#{p.Name}) | {(p.Input is null ? "" : "yes")} | {(p.Output is null ? "" : "yes")} | {Cell((p.Input ?? p.Output)!.Text)} |\n");
        foreach (var p in protocols)
        {
            page.Append($"\n## {p.Name}\n");
            if (p.Input is { } input)
                Use(page, $"{p.Name} as an input", input, "inputs", address => new { id = "studio", address, on = true });
            if (p.Output is { } output)
                Use(page, $"{p.Name} as an output", output, "outputs", address => new { id = "platform", input = "studio", address, on = true });
        }
        return page.ToString();
    }

    private static void Use(StringBuilder page, string title, ProtocolUseView use, string things, Func<AddressDraft, object> body)
    {
        var port = use.DefaultPort is { } number ? $" The port is {number} where none is given." : "";
        page.Append($"\n### {title}\n\n{use.Text} {use.Listens}{port}\n\n| URL | | example |\n|---|---|---|\n");
        foreach (var form in use.Forms)
            page.Append($"| {Code(form.Form)} | {Cell(form.Text)}{(form.Option is { } option ? $"; with the option {Code(option)}" : "")} | {Code(form.Example)} |\n");
        Options(page, "option", use.Options);
        Options(page, "secret", use.Secrets);
        page.Append($"\n{use.Query}\n\nAn example, with the console:\n\n```sh\n{Broken(use.Example.Command)}\n```\n\nover the API, as `POST /api/v1/{things}`:\n\n");
        page.Append($"```json\n{JsonSerializer.Serialize(body(use.Example.Address), Brief)}\n```\n");
        if (use.Example.Url is { } url)
            page.Append($"\nand with all of it in the URL:\n\n```\n{url}\n```\n");
    }

    private static void Options(StringBuilder page, string kind, IReadOnlyList<ProtocolOptionView> options)
    {
        if (options.Count == 0)
            return;
        page.Append($"\n| {kind} | what it does | values | default | in the URL |\n|---|---|---|---|---|\n");
        foreach (var o in options)
        {
            var only = o.Only is { } condition ? $"; {condition}" : "";
            var unit = o.Unit is { } counted ? $", in {counted}" : "";
            page.Append($"| {Code(o.Name)} | {Cell(o.Text + only)} | {Cell(o.Values + unit)} | {Cell(o.Default ?? "")} | {string.Join(", ", o.InUrl.Select(InUrl))} |\n");
        }
    }

    private static string InUrl(string text) => text.Contains(' ', StringComparison.Ordinal) ? text : Code(text);

    private static string Broken(string command) => command.Length <= 100 ? command : command.Replace(" --", " \\\n  --", StringComparison.Ordinal);

    private static string Code(string text) => $"`{Cell(text)}`";

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
