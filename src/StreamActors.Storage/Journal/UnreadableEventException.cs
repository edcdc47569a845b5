using System.Globalization;

namespace StreamActors.Storage;

/// <summary>A stored event that this program cannot read. Whatever depends on it stops there: skipping it would be worse.</summary>
public sealed class UnreadableEventException(string persistenceId, long sequence, long ordering, string why, Exception? inner = null)
    : Exception(
    string.Create(CultureInfo.InvariantCulture,
        $"Event {persistenceId}#{sequence} (ordering {ordering}) cannot be read: {why} 'streamactors journal verify' lists all such "
            + $"rows and what to do."), inner);
