using System.Security.Cryptography;
using StreamActors.Control;
using StreamActors.Domain.Access;
using StreamActors.Domain.Alerts;
using StreamActors.Domain.Inputs;
using StreamActors.Domain.Outputs;
using StreamActors.Kernel;
using StreamActors.Wire;

namespace StreamActors.Http;

/// <summary>/api/v1/export and /import: the whole configuration as one file.</summary>
internal sealed class ExportEndpoints(AsOf asOf, ISecrets secrets, PasswordChecks passwords, ConfigEditors configEditors,
    IEntities entities, Catalogue catalogue) : IEndpoints
{
    private const int MaxImportBytes = 4 * 1024 * 1024;

    public IEnumerable<Operation> Operations =>
    [
        new("GET", "export", Role.Viewer, "The whole configuration, without its secrets.", Export) { Reply = WireJson.Plain.ExportView,
            Yaml = true },
        new("POST", "export", Role.Admin, "The whole configuration, with secrets encrypted with a passphrase.",
            ExportSealed) { Body = WireJson.Plain.ExportDraft, Reply = WireJson.Plain.ExportView, Yaml = true },
        new("POST", "import", Role.Editor,
            "Imports a configuration: creates and changes what it names. The rest stays, unless mode is replace.", Import)
        {
            Body = WireJson.Plain.ImportDraft, MaxBytes = MaxImportBytes, Reply = WireJson.Plain.ImportView, Yaml = true,
            Query =
            [
                new("mode", "merge, or replace: also removes what the file does not name.", "merge"),
                new("removals",
                    "With mode=replace: the maximum number of removals, 0 by default. If there would be more, nothing is changed.", "3"),
                new("dry-run", "true: lists what would be created, changed and removed, and changes nothing.", "true"),
            ],
        },
    ];

    private async Task<Outcome> Export(Call call)
    {
        await catalogue.Ready.WaitAsync(call.Stop);
        var all = asOf.Now();
        return Outcome.Ok(
            all with
            {
                Inputs = [.. all.Inputs.Select(i => i with { Address = i.Address with { Secrets = null } })],
                Outputs = [.. all.Outputs.Select(o => o with { Address = o.Address with { Secrets = null } })],
                Channels = [.. all.Channels.Select(c => c with { Secrets = null })],
            },
            WireJson.Plain.ExportView);
    }

    private async Task<Outcome> ExportSealed(Call call)
    {
        await catalogue.Ready.WaitAsync(call.Stop);
        var passphrase = call.Body<ExportDraft>().Passphrase;
        if (PasswordChecks.Faults(passphrase, "passphrase").ToList() is { Count: > 0 } faults)
            return Outcome.Invalid(faults);
        var salt = RandomNumberGenerator.GetBytes(16);
        using var seal = await passwords.Slowly(() => new ExportSeal(new Secret(passphrase), salt), call.Stop);
        if (seal is null)
            return PasswordChecks.Busy;
        var all = asOf.Now();
        List<InputDraft> sealedInputs = [];
        foreach (var input in all.Inputs)
            sealedInputs.Add(
                input with { Address = await seal.Seal(((InputState)catalogue.Find(new InputId(input.Id!).EntityId)!.Order).Config?.Address
                    ?? new(input.Address.Url), secrets, call.Stop) });
        List<OutputDraft> sealedOutputs = [];
        foreach (var output in all.Outputs)
            sealedOutputs.Add(
                output with {
                    Address = await seal.Seal(((OutputState)catalogue.Find(new OutputId(output.Id!).EntityId)!.Order).Config?.Address
                        ?? new(output.Address.Url), secrets, call.Stop) });
        List<ChannelDraft> sealedChannels = [];
        foreach (var channel in all.Channels)
            sealedChannels.Add(
                channel with {
                    Secrets = await seal.Seal(((ChannelState)catalogue.Find(new ChannelId(channel.Id!).EntityId)!.Order).Config!.Secrets,
                        secrets, call.Stop) });
        return Outcome.Ok(all with { Salt = Convert.ToBase64String(salt), Inputs = sealedInputs, Outputs = sealedOutputs,
            Channels = sealedChannels }, WireJson.Plain.ExportView);
    }

    private async Task<Outcome> Import(Call call)
    {
        var draft = call.Body<ImportDraft>();
        var replaces = call.Query.OneOf("mode", "merge", "replace") == "replace";
        var (allowed, isDry) = (call.Query.Number("removals", 0, 0, Removals.Most), call.Query.Flag("dry-run") == true);
        List<FieldFault> faults =
            [.. call.Query.Faults, .. ImportFaults.Duplicates(draft), .. replaces ? ImportFaults.Emptiness(draft) : []];
        if (draft.Format != AsOf.Format)
            faults.Add(new FieldFault("format", ConfigRefusals.Short(draft.Format), AsOf.Format));
        var isSealed = IsSealed(draft);
        var salt = isSealed ? Salt(draft, faults) : [];
        if (faults.Count > 0)
            return Outcome.Invalid(faults);
        using var seal = isSealed ? await passwords.Slowly(() => new ExportSeal(new Secret(draft.Passphrase!), salt), call.Stop) : null;
        if (isSealed && seal is null)
            return PasswordChecks.Busy;
        if (Opened(draft, seal) is not var (newInputs, newOutputs, newChannels))
            return Outcome.Invalid(
                new FieldFault("passphrase", Secret.Mask, "the passphrase that the secrets were sealed with; this one does not open them"));
        await catalogue.Ready.WaitAsync(call.Stop);
        var others = replaces ? Removals.Of(catalogue, draft) : Removals.None;
        if (!isDry && others.Beyond(allowed) is { } tooMany)
            return Outcome.Invalid(tooMany);
        var importing = new Importing(configEditors, entities, catalogue, call.Context, isDry);
        await importing.Remove(others, newOutputs);
        await importing.Take(newInputs);
        await importing.Take(newOutputs, newInputs);
        await importing.Take(newChannels);
        await importing.Take(draft.AlertRules ?? []);
        var refused = importing.Outcomes.Where(o => o.Refused is not null).Select(o => BulkRequest.Refused(o.Id, o.Refused!));
        return Outcome.Ok(new ImportView(Those("created"), Those("changed"), Those("unchanged"), Those("removed"),
            [.. refused]) { DryRun = isDry }, WireJson.Plain.ImportView);

        IReadOnlyList<string> Those(string what) => [.. importing.Outcomes.Where(o => o.What == what).Select(o => o.Id)];
    }

    private static bool IsSealed(ImportDraft draft) =>
        (draft.Inputs ?? []).Select(i => i.Address.Secrets).Concat((draft.Outputs ?? []).Select(o => o.Address.Secrets))
        .Concat((draft.Channels ?? []).Select(c => c.Secrets)).Any(s => s?.Values.Any(ExportSeal.IsSealed) == true);

    private static byte[] Salt(ImportDraft draft, List<FieldFault> faults)
    {
        var salt = new byte[64];
        if (draft.Passphrase is null)
            faults.Add(new FieldFault("passphrase", null, "the passphrase that the secrets were sealed with"));
        if (!Convert.TryFromBase64String(draft.Salt ?? "", salt, out var length) || length < 8)
            faults.Add(new FieldFault("salt", null, "the salt from the export"));
        return salt[..length];
    }

    /// <returns>Null if a secret cannot be decrypted.</returns>
    private static (IReadOnlyList<InputDraft> Inputs, IReadOnlyList<OutputDraft> Outputs, IReadOnlyList<ChannelDraft> Channels)? Opened(
        ImportDraft draft, ExportSeal? seal)
    {
        var (given, outputs, channels) = (draft.Inputs ?? [], draft.Outputs ?? [], draft.Channels ?? []);
        if (seal is null)
            return (given, outputs, channels);
        var opened = (Inputs: given.Select(i => (i, seal.Open(i.Address))).ToList(),
            Outputs: outputs.Select(o => (o, seal.Open(o.Address))).ToList(),
            Channels: channels.Select(c => (c, seal.Open(c.Secrets))).ToList());
        if (opened.Inputs.Any(i => i.Item2 is null) || opened.Outputs.Any(o => o.Item2 is null)
            || opened.Channels.Any(c => c.Item2 is null))
            return null;
        return ([.. opened.Inputs.Select(i => i.i with { Address = i.Item2! })],
            [.. opened.Outputs.Select(o => o.o with { Address = o.Item2! })],
            [.. opened.Channels.Select(c => c.c with { Secrets = c.Item2! })]);
    }
}
