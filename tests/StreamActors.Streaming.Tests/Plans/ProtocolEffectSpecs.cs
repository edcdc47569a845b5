using System.Collections.Immutable;
using System.Net;
using StreamActors.Domain.Addresses;
using StreamActors.Domain.Inputs;
using StreamActors.Domain.Workloads;
using StreamActors.Ffmpeg;
using StreamActors.Kernel;

namespace StreamActors.Streaming.Tests.Plans;

/// <summary>
/// Every accepted option has an effect: each option and secret of the table, in each direction, changes FFmpeg's arguments or the native
/// driver. The table is the only list: an addition without effect fails here.
/// </summary>
public sealed class ProtocolEffectSpecs : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("sa-effects-").FullName;
    private readonly PlainVault _vault = new();

    public ProtocolEffectSpecs()
    {
        foreach (var form in Protocols.Inputs.Where(p => p.Name == "file").SelectMany(p => p.Forms))
        {
            var file = Path.Combine(_root, new Uri(form.Example).AbsolutePath.TrimStart('/'));
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllBytes(file, []);
        }
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    public static TheoryData<string, string, string, bool> Everything()
    {
        var all = new TheoryData<string, string, string, bool>();
        foreach (var isIngest in new[] { true, false })
        {
            foreach (var protocol in Protocols.Of(isIngest))
            {
                foreach (var option in protocol.Options)
                {
                    foreach (var value in option.Values.Count == 0 ? [option.Example] : option.Values.Where(v => v != option.Default))
                        all.Add(protocol.Name, option.Name, value, isIngest);
                }
                foreach (var secret in protocol.Secrets)
                    all.Add(protocol.Name, secret.Name, secret.Example, isIngest);
            }
        }
        return all;
    }

    [Theory]
    [MemberData(nameof(Everything))]
    public async Task It_has_an_effect(string name, string what, string value, bool isIngest)
    {
        var protocol = Protocols.Find(name, isIngest)!;
        var option = protocol.Options.Concat(protocol.Secrets).Single(o => o.Name == what);
        var tried = 0;
        foreach (var form in await Task.WhenAll(Bases(protocol, isIngest)))
        {
            var without = form with { Options = form.Options.Remove(what), Secrets = form.Secrets.Remove(what) };
            var with = await With(without, protocol, what, value);
            if (AddressRules.Check(with, isIngest).Count > 0)
                continue; // not in this form
            tried++;
            var (plain, changed) = (await Seen(without, isIngest), await Seen(with, isIngest));
            changed.ShouldNotBe(plain, $"{what}={value} of {without.Url} has no effect");
            if (option.Default is { } byDefault && protocol.Options.Contains(option))
                (await Seen(await With(without, protocol, what, byDefault), isIngest))
                    .ShouldBe(plain, $"{what}={byDefault} is what is done anyway");
        }
        tried.ShouldBePositive($"no form of {name} takes {what}");
    }

    /// <summary>Every form of its URL, alone and with each other secret, and with a user where one is allowed.</summary>
    private IEnumerable<Task<Address>> Bases(Protocol protocol, bool isIngest)
    {
        foreach (var form in protocol.Forms)
        {
            var options = form.Option is { } said ? ImmutableSortedDictionary<string, string>.Empty.Add(said.Split('=')[0],
                said.Split('=')[1]) : ImmutableSortedDictionary<string, string>.Empty;
            var split = PlainAddress.Split(new PlainAddress(form.Example, options, ImmutableSortedDictionary<string, Secret>.Empty),
                isIngest);
            var (secrets, needed) = (split.Secrets.Remove("query"), ImmutableSortedDictionary<string, Secret>.Empty);
            if (protocol.NeedsKey)
                needed = needed.Add("key", new Secret("some key"));
            foreach (var url in protocol.AllowsUser && !split.Url.Contains('@')
                ? [split.Url, split.Url.Replace("://", "://ann@", StringComparison.Ordinal)] : new[] { split.Url })
            {
                yield return Sealed(url, split.Options, needed);
                yield return Sealed(url, split.Options, secrets);
                foreach (var secret in protocol.Secrets)
                    yield return Sealed(url, split.Options, needed.SetItem(secret.Name, new Secret(secret.Example)));
            }
        }
    }

    private async Task<Address> Sealed(string url, ImmutableSortedDictionary<string, string> options,
        ImmutableSortedDictionary<string, Secret> secrets)
    {
        var boxes = ImmutableSortedDictionary.CreateBuilder<string, SealedSecret>();
        foreach (var (name, secret) in secrets)
            boxes[name] = await _vault.Seal(secret, CancellationToken.None);
        return new Address(url) { Options = options, Secrets = boxes.ToImmutable() };
    }

    private async Task<Address> With(Address address, Protocol protocol, string what, string value) =>
        protocol.Options.Any(o => o.Name == what)
        ? address with { Options = address.Options.SetItem(what, value) }
        : address with { Secrets = address.Secrets.SetItem(what, await _vault.Seal(new Secret(value), CancellationToken.None)) };

    /// <summary>All settings of a driver.</summary>
    private async Task<string> Seen(Address stored, bool isIngest)
    {
        var address = await OpenedAddress.Open(stored, isIngest, _vault, CancellationToken.None);
        var driver = address.Option("driver") is ("native" or "ffmpeg") and var named ? named : null;
        var route = address.IsOnSharedPort ? SrtPlans.Route(address) : null;
        return $"{new InputConfig("", stored, On: true).TakesOver} {driver} {route?.Accepts([])} {route?.Accepts(["studio-key"])} "
            + $"{stored.Options.ContainsKey("port")} {SeenBy(address, stored, isIngest)}";
    }

    private string SeenBy(OpenedAddress address, Address stored, bool isIngest)
    {
        var files = new MediaFolder(_root);
        if (isIngest && MediaMtxSource.Takes(address))
        {
            try
            {
                return MediaMtxSource.Of(address).Fields.ToJsonString();
            }
            catch (NotStartedException refused)
            {
                return refused.Message;
            }
        }
        if (address.Url.Scheme is "udp" or "rtp")
            return isIngest ? Seen(UdpPlans.Source(address), address)
                : Seen(UdpPlans.Destination(address, IPAddress.Parse("192.0.2.1")), UdpPlans.MaxHold(address));
        var native = address.Protocol.Native == NativeDriver.Srt ? Seen(SrtPlans.Options(address)) : "";
        if (isIngest)
        {
            try
            {
                return native + Seen(Sources.Of(address, files, capture: true).Plan(FfmpegVersion.Oldest));
            }
            catch (NotStartedException refused)
            {
                return refused.Message;
            }
        }
        var target = Targets.Of(address, files, DateTimeOffset.UnixEpoch) with { Program = TrackChoice.Of(stored).Program };
        return $"{native}{Seen(target.Plan(FfmpegVersion.Oldest))} {Targets.Guard(address, files, TimeProvider.System)?.Left}";
    }

    private static string Seen(Media.Udp.UdpSource source, OpenedAddress address) =>
        $"{source} {string.Join(',', source.Sources ?? [])} {(address.Url.Scheme == "rtp" ? UdpPlans.Reorder(address) : null)}";

    private static string Seen(Media.Udp.UdpDestination destination, TimeSpan maxHold) => $"{destination} {maxHold}";

    private static string Seen(Media.Srt.SrtOptions options) =>
        string.Join('\n', options.GetType().GetProperties().Select(p => $"{p.Name} {p.GetValue(options)}"));

    /// <summary>Its arguments, and those of the run's gateway.</summary>
    private static string Seen(FfmpegPlan plan) =>
        $"{string.Join('\n', plan.Arguments)} {plan.PublisherKey?.Reveal()} {plan.Rtsp?.User} {plan.Rtsp?.Password?.Reveal()} "
        + $"{plan.Rtsp?.Transport} "
        + $"{plan.Http?.User} {plan.Http?.Password?.Reveal()} {plan.Http?.Outward(plan.Http.Url)} "
        + string.Join('\n', plan.Http?.Headers.Select(h => $"{h.Key}: {h.Value.Reveal()}") ?? []);
}
