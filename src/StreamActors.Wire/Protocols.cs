namespace StreamActors.Wire;

/// <summary>A protocol and how its addresses are written.</summary>
/// <param name="Input">As an input; null if not supported.</param>
/// <param name="Output">As an output; null if not supported.</param>
public sealed record ProtocolView(string Name, ProtocolUseView? Input, ProtocolUseView? Output);

/// <param name="Text">Description.</param>
/// <param name="Listens">Which side listens for a connection.</param>
/// <param name="Query">What the query of the URL is used for.</param>
public sealed record ProtocolUseView(
    string Text, string Listens, int? DefaultPort, IReadOnlyList<UrlFormView> Forms, string Query,
    IReadOnlyList<ProtocolOptionView> Options, IReadOnlyList<ProtocolOptionView> Secrets, ProtocolExampleView Example);

/// <summary>One form of a URL, with placeholders in capitals.</summary>
/// <param name="Option">The option this form requires, as NAME=VALUE.</param>
public sealed record UrlFormView(string Form, string Example, string Text, string? Option);

/// <summary>An option or a secret of a protocol.</summary>
/// <param name="Values">Allowed values.</param>
/// <param name="Default">Default value.</param>
/// <param name="Only">The condition without which the option has no effect.</param>
/// <param name="InUrl">How it is written in the URL instead; empty if it cannot be.</param>
public sealed record ProtocolOptionView(
    string Name, string Values, string? Unit, string? Default, string Text, string? Only, IReadOnlyList<string> InUrl);

/// <summary>One example address, in every notation.</summary>
/// <param name="Url">With options and secrets in the URL; null if they cannot all be written there.</param>
/// <param name="Command">The console command.</param>
public sealed record ProtocolExampleView(string? Url, string Command, AddressDraft Address);
