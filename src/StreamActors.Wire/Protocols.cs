namespace StreamActors.Wire;

/// <summary>A protocol: how an address of it is written.</summary>
/// <param name="Input">Of an input; null where none may have it.</param>
/// <param name="Output">Of an output; null where none may have it.</param>
public sealed record ProtocolView(string Name, ProtocolUseView? Input, ProtocolUseView? Output);

/// <summary>A protocol in one direction.</summary>
/// <param name="Text">What it is.</param>
/// <param name="Listens">Which side waits for the other.</param>
/// <param name="Query">What the query of its URL is for.</param>
public sealed record ProtocolUseView(
    string Text, string Listens, int? DefaultPort, IReadOnlyList<UrlFormView> Forms, string Query,
    IReadOnlyList<ProtocolOptionView> Options, IReadOnlyList<ProtocolOptionView> Secrets, ProtocolExampleView Example);

/// <summary>One shape of a URL, with the parts to fill in as capitals.</summary>
/// <param name="Option">The option that it stands with, as NAME=VALUE.</param>
public sealed record UrlFormView(string Form, string Example, string Text, string? Option);

/// <summary>An option or a secret of a protocol.</summary>
/// <param name="Values">What may be given.</param>
/// <param name="Default">What holds where it is not given.</param>
/// <param name="Only">Without which it would have no effect.</param>
/// <param name="InUrl">How it may stand in the URL instead; empty where it may not.</param>
public sealed record ProtocolOptionView(
    string Name, string Values, string? Unit, string? Default, string Text, string? Only, IReadOnlyList<string> InUrl);

/// <summary>One address, written in every way.</summary>
/// <param name="Url">With options and secrets in the URL; null where they cannot all stand there.</param>
/// <param name="Command">As it is typed.</param>
public sealed record ProtocolExampleView(string? Url, string Command, AddressDraft Address);
