using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace StreamActors.Wire;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(InputDraft))]
[JsonSerializable(typeof(InputView))]
[JsonSerializable(typeof(Listing<InputView>))]
[JsonSerializable(typeof(OutputDraft))]
[JsonSerializable(typeof(OutputView))]
[JsonSerializable(typeof(Listing<OutputView>))]
[JsonSerializable(typeof(WorkloadView))]
[JsonSerializable(typeof(StateView))]
[JsonSerializable(typeof(WhyView))]
[JsonSerializable(typeof(PreflightDraft))]
[JsonSerializable(typeof(PreflightView))]
[JsonSerializable(typeof(SeriesView))]
[JsonSerializable(typeof(Listing<WorkloadView>))]
[JsonSerializable(typeof(KeyDraft))]
[JsonSerializable(typeof(KeyIssuedView))]
[JsonSerializable(typeof(Listing<KeyView>))]
[JsonSerializable(typeof(UserDraft))]
[JsonSerializable(typeof(UserView))]
[JsonSerializable(typeof(Listing<UserView>))]
[JsonSerializable(typeof(LoginDraft))]
[JsonSerializable(typeof(SignInLinkDraft))]
[JsonSerializable(typeof(SessionView))]
[JsonSerializable(typeof(PasswordDraft))]
[JsonSerializable(typeof(SigningView))]
[JsonSerializable(typeof(PrincipalView))]
[JsonSerializable(typeof(Pages<ChangeView>))]
[JsonSerializable(typeof(Pages<TimelineView>))]
[JsonSerializable(typeof(DiffView))]
[JsonSerializable(typeof(ExportView))]
[JsonSerializable(typeof(LiveBatch))]
[JsonSerializable(typeof(ExportDraft))]
[JsonSerializable(typeof(ImportDraft))]
[JsonSerializable(typeof(ImportView))]
[JsonSerializable(typeof(ManyView))]
[JsonSerializable(typeof(BackupDraft))]
[JsonSerializable(typeof(IReadOnlyList<NodeView>))]
[JsonSerializable(typeof(IReadOnlyList<StreamReaderView>))]
[JsonSerializable(typeof(PreviewView))]
[JsonSerializable(typeof(IReadOnlyList<SettingView>))]
[JsonSerializable(typeof(IReadOnlyList<ProtocolView>))]
[JsonSerializable(typeof(LogView))]
[JsonSerializable(typeof(EntitiesView))]
[JsonSerializable(typeof(WhereView))]
[JsonSerializable(typeof(JournalView))]
[JsonSerializable(typeof(AlertView))]
[JsonSerializable(typeof(Listing<AlertView>))]
[JsonSerializable(typeof(AcknowledgeDraft))]
[JsonSerializable(typeof(SilenceDraft))]
[JsonSerializable(typeof(AlertRuleDraft))]
[JsonSerializable(typeof(AlertRuleView))]
[JsonSerializable(typeof(Listing<AlertRuleView>))]
[JsonSerializable(typeof(ChannelDraft))]
[JsonSerializable(typeof(ChannelView))]
[JsonSerializable(typeof(Listing<ChannelView>))]
[JsonSerializable(typeof(ChannelTestView))]
[JsonSerializable(typeof(VersionView))]
[JsonSerializable(typeof(Problem))]
public sealed partial class WireJson : JsonSerializerContext
{
    /// <summary>Keeps + unescaped (no \u002B in a version), and writes numbers as numbers.</summary>
    public static readonly WireJson Plain = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.Strict,
        PropertyNameCaseInsensitive = false,
        RespectNullableAnnotations = true,
    });
}
