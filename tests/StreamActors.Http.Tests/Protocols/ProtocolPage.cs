using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using StreamActors.Wire;

namespace StreamActors.Http.Tests.Protocols;

/// <summary>Renders docs/protocols.md from the response of GET /api/v1/protocols.</summary>
internal static class ProtocolPage
{
    private const string Intro = """
        # Protocols

        The URL forms, options and secrets of each protocol, for the sources of inputs and the destinations of outputs.
        The console shows the same without a server (`streamactors help protocols srt`), and so does the API (`GET /api/v1/protocols/srt`).

        Options and secrets can be given in two equivalent ways:

        - **Separately**: in the console `--option NAME=VALUE` and `--secret NAME=@FILE` (or `--secret NAME` for a prompt); in the API the fields
          `address.options` and `address.secrets`.
        - **In the URL**, as other programs do: see the column "in the URL". A secret is removed from the URL and stored encrypted;
          it is shown as `***`. A URL with a secret beside `***` for the same secret is refused. Other users can read command lines, so give such a URL in a file: `--url @FILE`.

        Replace the words in capitals; parts in `[…]` are optional. In a path or a query, write `%20` for a space, `%23` for `#` and
        `%25` for `%`.

        `media.reach` limits the addresses of pulled inputs and of outputs: by default the Internet and private networks, not this machine.

        <!-- Generated from the table in src/StreamActors.Domain/Addresses. Do not edit; regenerate it with:
             STREAMACTORS_WRITE_DOCS=1 dotnet test tests/StreamActors.Http.Tests -c Release --filter FullyQualifiedName~ProtocolPageSpecs -->


        """;

    private static readonly JsonSerializerOptions Brief = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Encoder = WireJson.Plain.Options.Encoder,
    };

    public static string Of(IReadOnlyList<ProtocolView> protocols)
    {
        var page = new StringBuilder(Intro).Append("| protocol | input | output | |\n|---|---|---|---|\n");
        foreach (var p in protocols)
            page.Append(
                $"| [{p.Name}](#{p.Name}) | {(p.Input is null ? "" : "yes")} | {(p.Output is null ? "" : "yes")} | "
                    + $"{Cell((p.Input ?? p.Output)!.Text)} |\n");
        foreach (var p in protocols)
        {
            page.Append($"\n## {p.Name}\n");
            if (p.Input is { } input)
                Use(page, $"{p.Name} as an input", input, "inputs", address => new { id = "studio", address, on = true });
            if (p.Output is { } output)
                Use(page, $"{p.Name} as an output", output, "outputs",
                    address => new { id = "platform", input = "studio", address, on = true });
        }
        return page.ToString();
    }

    private static void Use(StringBuilder page, string title, ProtocolUseView use, string things, Func<AddressDraft, object> body)
    {
        var port = use.DefaultPort is { } number ? $" The default port is {number}." : "";
        page.Append($"\n### {title}\n\n{use.Text} {use.Listens}{port}\n\n| URL | | example |\n|---|---|---|\n");
        foreach (var form in use.Forms)
            page.Append(
                $"| {Code(form.Form)} | {Cell(form.Text)}{(form.Option is { } option ? $"; with the option {Code(option)}" : "")} | "
                    + $"{Code(form.Example)} |\n");
        Options(page, "option", use.Options);
        Options(page, "secret", use.Secrets);
        page.Append(
            $"\n{use.Query}\n\nExample, with the console:\n\n```sh\n{Broken(use.Example.Command)}\n```\n\nwith the API, `POST "
                + $"/api/v1/{things}`:\n\n");
        page.Append($"```json\n{JsonSerializer.Serialize(body(use.Example.Address), Brief)}\n```\n");
        if (use.Example.Url is { } url)
            page.Append($"\nand all in the URL:\n\n```\n{url}\n```\n");
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
            page.Append(
                $"| {Code(o.Name)} | {Cell(o.Text + only)} | {Cell(o.Values + unit)} | {Cell(o.Default ?? "")} | "
                    + $"{string.Join(", ", o.InUrl.Select(InUrl))} |\n");
        }
    }

    private static string InUrl(string text) => text.Contains(' ', StringComparison.Ordinal) ? text : Code(text);

    private static string Broken(string command) =>
        command.Length <= 100 ? command : command.Replace(" --", " \\\n  --", StringComparison.Ordinal);

    private static string Code(string text) => $"`{Cell(text)}`";

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
