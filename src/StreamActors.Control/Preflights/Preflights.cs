using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using StreamActors.Domain.Addresses;
using StreamActors.Domain.Inputs;
using StreamActors.Domain.Outputs;
using StreamActors.Kernel;
using StreamActors.Wire;

namespace StreamActors.Control;

/// <summary>
/// Dry checks of addresses: validated as for a new input or output, compared with what others use, then tried for some seconds. One at a
/// time for each caller, four in all.
/// </summary>
public sealed class Preflights(IPreflight preflight, Catalogue catalogue, ISecrets secrets, IKeyedHash hash, ListenPorts listenPorts,
    TimeProvider time) : IDisposable
{
    public const int AtOnce = 4;

    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    private static readonly Meter Meter = new("StreamActors.Preflights");
    private static readonly Counter<long> Done =
        Meter.CreateCounter<long>("streamactors.preflights", description: "Addresses that were checked, by result.");

    private readonly SemaphoreSlim _turns = new(AtOnce);
    private readonly ConcurrentDictionary<string, byte> _callers = new(StringComparer.Ordinal);

    /// <exception cref="OperationCanceledException">The caller has gone.</exception>
    public async Task<(PreflightView? View, Refusal? Refused)> Check(PreflightDraft draft, string caller, CancellationToken stop)
    {
        if (draft.Kind is not (InputId.Kind or OutputId.Kind))
            return (null, ConfigRefusals.Refusal("check", [new FieldFault("kind", draft.Kind, "input or output")]));
        var (isIngest, stored) = (draft.Kind == InputId.Kind, (Address?)null);
        if (draft.Id is { } id && (stored = Stored(draft.Kind, id)) is null)
            return (null, ConfigRefusals.NotFound(draft.Kind, id));
        var report = new PreflightReport(time);
        if (draft.Address is null && stored is null)
            return (null, ConfigRefusals.Refusal("check",
                [new FieldFault("address", null, "an address, or the id of an input or output")]));
        var form = draft.Address is null ? AddressForm.Of(stored!) : AddressForm.Read(draft.Address, isIngest, stored);
        if (form.Faults(isIngest).ToList() is { Count: > 0 } faults)
            return (null, ConfigRefusals.Refusal(draft.Kind, faults));
        if (!_callers.TryAdd(caller, 0))
            return (null, new Refusal("too-many-requests", "Your check of another address is still running: wait until it has ended."));
        try
        {
            if (!await _turns.WaitAsync(TimeSpan.Zero, stop))
                return (null, new Refusal("too-many-requests", $"{AtOnce} addresses are being checked at once: try again in a moment."));
            try
            {
                report.Ok("address", "The address and its options are valid.");
                var (clear, destroyed) = await form.Open(secrets, stop);
                if (destroyed is not null)
                    return (null, ConfigRefusals.Destroyed(draft.Kind, destroyed));
                if (IsFree(draft, isIngest, form, clear, report))
                    await Try(new PlainAddress(form.Url, form.Options,
                        form.Fresh.SetItems(clear.Select(s => KeyValuePair.Create(s.Name, s.Clear)))), isIngest, report, stop);
                var view = report.View;
                Done.Add(1, new KeyValuePair<string, object?>("result", view.Result));
                return (view, null);
            }
            finally
            {
                _turns.Release();
            }
        }
        finally
        {
            _callers.TryRemove(caller, out _);
        }
    }

    public void Dispose() => _turns.Dispose();

    private async Task Try(PlainAddress address, bool isIngest, PreflightReport report, CancellationToken stop)
    {
        using var limit = new CancellationTokenSource(Longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, limit.Token);
        try
        {
            await preflight.Try(address, isIngest, report, either.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            report.Fail("connection", $"The check was not over after {Longest.TotalSeconds:0} s.",
                "Check the host, the port and the firewall, then check again.");
        }
    }

    private Address? Stored(string kind, string id) => catalogue.Find(kind, id)?.Order switch
    {
        InputState { Config: { } input } => input.Address,
        OutputState { Config: { } output } => output.Address,
        _ => null,
    };

    /// <returns>Whether it can be tried: nobody else uses its port or destination, and it does not itself at present.</returns>
    private bool IsFree(PreflightDraft draft, bool isIngest, AddressForm form, IReadOnlyList<(string Name, Secret Clear)> clear,
        PreflightReport report)
    {
        var port = ExclusiveResources.Port(hash, form.Url, form.Options, clear, isIngest);
        if (port is { } listens && listenPorts.WhyNot(listens, []) is { } shared)
        {
            report.Fail("use", shared.Message, shared.Fields.FirstOrDefault()?.Expected);
            return false;
        }
        string?[] wanted = [port?.Id, isIngest ? null : ExclusiveResources.Destination(hash, form.Url, clear).Id];
        var inputs = catalogue.All(InputId.Kind).Where(e => IsHolder(((InputState)e.Order).Config?.Reserved ?? [], wanted));
        var outputs = catalogue.All(OutputId.Kind).Where(e => IsHolder(((OutputState)e.Order).Config?.Reserved ?? [], wanted));
        if (inputs.Concat(outputs).FirstOrDefault() is not { } holder)
        {
            // A camera that serves one client would end the stream on air, or refuse the check.
            if (!isIngest || draft.Id is not { } own
                || catalogue.Find(InputId.Kind, own)?.Order is not InputState { Config: { On: true } now }
                || now.Address.Url != form.Url)
                return true;
            report.Warn("use", $"{InputId.Kind}/{own} is on and uses it now: the connection was not tested.", "Stop it, then check again.");
            return false;
        }
        if (holder.Id.Kind != draft.Kind || holder.Id.Id != draft.Id)
            report.Fail("use", $"{holder.Id} uses this {(port is null ? "destination" : "port or destination")}.",
                $"Choose another one, or remove {holder.Id}.");
        else if (holder.Order is InputState { Config.On: true } or OutputState { Config.On: true })
            report.Warn("use", $"{holder.Id} is on and uses it now: the connection was not tested.", "Stop it, then check again.");
        else
            return true;
        return false;
    }

    private static bool IsHolder(ImmutableArray<string> reserved, string?[] wanted) =>
        wanted.Any(w => w is not null && reserved.Contains(w, StringComparer.Ordinal));
}
