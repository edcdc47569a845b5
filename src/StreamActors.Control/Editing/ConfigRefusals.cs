using System.Globalization;
using StreamActors.Kernel;

namespace StreamActors.Control;

/// <summary>Refusals common to all kinds.</summary>
public static class ConfigRefusals
{
    public static readonly Refusal NoFreeId =
        new("exists", "Every id that can be made from this name is taken.", [new FieldFault("id", null, "an id of your own choice")]);

    public static Refusal Refusal(string what, IReadOnlyList<FieldFault> faults)
    {
        FieldFault[] distinct = [.. faults.Distinct()];
        return new Refusal("invalid", distinct.Length == 1 ? $"One field of the {what} is invalid."
            : string.Create(CultureInfo.InvariantCulture, $"{distinct.Length} fields of the {what} are invalid."), distinct);
    }

    public static Refusal Destroyed(string what, string secret) => Refusal(
        what, [new FieldFault($"address.secrets.{secret}", Secret.Mask, "the secret itself; the stored one was destroyed")]);

    /// <summary>Unknown input is echoed shortened.</summary>
    public static string Short(string text) => text.Length > 50 ? text[..50] + "…" : text;

    public static Refusal NotFound(string what, string id) =>
        new("not-found", $"There is no {what} '{(id.Length > 100 ? id[..100] + "…" : id)}'.");

    public static (TimeSpan Duration, IReadOnlyList<FieldFault> Fault) StallAfter(string? text) => text switch
    {
        null => (TimeSpan.FromSeconds(10), []),
        _ when Duration.TryParse(text, out var duration) => (duration, []),
        _ => (TimeSpan.FromSeconds(10), [new FieldFault("stallAfter", text, Duration.Expected)]),
    };
}
