namespace StreamActors.Wire;

/// <summary>A protocol and how its addresses are written.</summary>
/// <param name="Input">As an input; null if not supported.</param>
/// <param name="Output">As an output; null if not supported.</param>
public sealed record ProtocolView(string Name, ProtocolUseView? Input, ProtocolUseView? Output);

/// <param name="Text">Description.</param>
/// <param name="Listens">Which side listens for a connection.</param>
/// <param name="Query">What the query of the URL is used for.</param>
/// <param name="Drivers">What can carry it: native (StreamActors itself), ffmpeg, mediamtx.</param>
/// <param name="Url">What its URL consists of.</param>
/// <param name="Secrets">Options whose values are stored encrypted and never shown.</param>
public sealed record ProtocolUseView(
    string Text, string Listens, int? DefaultPort, IReadOnlyList<UrlFormView> Forms, string Query,
    IReadOnlyList<string> Drivers, ProtocolUrlView Url,
    IReadOnlyList<ProtocolOptionView> Options, IReadOnlyList<ProtocolOptionView> Secrets, ProtocolExampleView Example);

/// <summary>The parts of its URL: required, optional or none.</summary>
/// <param name="Host">Optional where StreamActors listens.</param>
/// <param name="Port">Where it is optional, the default port is taken, or one that StreamActors chooses.</param>
/// <param name="User">A user before the host.</param>
/// <param name="Multicast">Whether the host may be a multicast group.</param>
/// <param name="ListensWith">With this option StreamActors listens (NAME=VALUE); empty: it always does; null: it never does.</param>
public sealed record ProtocolUrlView(string Host, string Port, string Path, string User, bool Multicast, string? ListensWith);

/// <summary>One form of a URL, with placeholders in capitals.</summary>
/// <param name="Option">The option this form requires, as NAME=VALUE.</param>
public sealed record UrlFormView(string Form, string Example, string Text, string? Option);

/// <summary>An option or a secret of a protocol.</summary>
/// <param name="Values">Allowed values, in words.</param>
/// <param name="Default">The default, in words where it is not a single value.</param>
/// <param name="Only">The condition without which the option has no effect.</param>
/// <param name="InUrl">How it is written in the URL instead; empty if it cannot be.</param>
public sealed record ProtocolOptionView(
    string Name, string Values, string? Unit, string? Default, string Text, string? Only, IReadOnlyList<string> InUrl)
{
    /// <summary>text, lines, number, choice or addresses.</summary>
    public required string Kind { get; init; }

    /// <summary>The values of a choice.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>The limits of a number; null if there is none.</summary>
    public long? Min { get; init; }

    public long? Max { get; init; }

    /// <summary>The value that leaving it out stands for; null if there is none.</summary>
    public string? DefaultValue { get; init; }

    /// <summary>A valid value other than the default.</summary>
    public required string Example { get; init; }

    /// <summary>Whether the address is refused without it.</summary>
    public bool Required { get; init; }
}

/// <summary>One example address, in every notation.</summary>
/// <param name="Url">With options and secrets in the URL; null if they cannot all be written there.</param>
/// <param name="Command">The console command.</param>
public sealed record ProtocolExampleView(string? Url, string Command, AddressDraft Address);
