using System.Text.Json.Nodes;

namespace StreamActors.Web.Tests;

/// <summary>Users, keys, alerts, settings, nodes, logs, and the configuration of another time.</summary>
public sealed class RouteSpecs(PageFixture fixture) : IClassFixture<PageFixture>
{
    [Fact]
    public async Task A_user_is_created_signs_in_and_is_disabled_and_removed()
    {
        await using var tab = await fixture.SignedIn("/users");
        await tab.Exactly("User").FillAsync("ann");
        await tab.Field("New password").FillAsync("short");
        await tab.Button("Create a user").ClickAsync();
        await tab.Page.GetByText("12 to 200 characters").WaitForAsync(); // the cure is beside the field
        await tab.Button("Generate").ClickAsync();
        var password = await tab.Page.GetByRole(AriaRole.Status).Locator("code").InnerTextAsync();
        await tab.Button("Create a user").ClickAsync();
        var row = tab.Page.Locator("[data-user=ann]");
        await row.GetByText("active").WaitForAsync();

        await using var theirs = await fixture.Open("/users");
        await theirs.SignInAs("ann", password);
        await theirs.Page.GetByText("This page needs the role admin").WaitForAsync();
        (await theirs.Page.GetByRole(AriaRole.Link, new() { Name = "Users" }).CountAsync()).ShouldBe(0);

        await row.GetByRole(AriaRole.Button, new() { Name = "Change ann" }).ClickAsync();
        await row.GetByLabel("Disabled", new() { Exact = false }).CheckAsync();
        await row.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await row.Locator(".mark", new() { HasText = "disabled" }).WaitForAsync();
        await theirs.Page.GetByText("Your session has ended.").WaitForAsync();

        await row.GetByRole(AriaRole.Button, new() { Name = "Change ann" }).ClickAsync();
        await row.GetByRole(AriaRole.Button, new() { Name = "Remove…" }).ClickAsync();
        await row.GetByRole(AriaRole.Button, new() { Name = "Remove it" }).ClickAsync();
        await row.WaitForAsync(new() { State = WaitForSelectorState.Detached });
    }

    [Fact]
    public async Task A_key_of_a_reader_is_shown_once_for_its_inputs_and_is_revoked()
    {
        await using var streams = fixture.Streams();
        await streams.Input("lobby");
        await using var tab = await fixture.SignedIn("/keys");
        await tab.Field("Name").FillAsync("Lobby screen");
        await tab.Field("Role").SelectOptionAsync("reader");
        await tab.Exactly("lobby").CheckAsync();
        await tab.Button("Create an API key").ClickAsync();
        var key = await tab.Page.Locator("[data-issued]").InnerTextAsync();
        await tab.Page.GetByText($"/relay/lobby.ts?key={key}").WaitForAsync();
        tab.Page.Url.ShouldNotContain(key);
        var row = tab.Page.Locator("[data-key]", new() { HasText = "Lobby screen" });
        await row.GetByText("Limited to: lobby").WaitForAsync();

        await tab.Page.ReloadAsync();
        await row.WaitForAsync();
        (await tab.Page.ContentAsync()).ShouldNotContain(key);
        await row.GetByRole(AriaRole.Button, new() { Name = "Revoke Lobby screen" }).ClickAsync();
        await row.GetByRole(AriaRole.Button, new() { Name = "Revoke it" }).ClickAsync();
        await row.WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await tab.Link("Show revoked and expired ones too").ClickAsync();
        await row.Locator(".mark", new() { HasText = "revoked" }).WaitForAsync();
    }

    [Fact]
    public async Task A_rule_and_a_channel_tell_of_an_output_off_air_and_the_alert_is_acknowledged_and_silenced()
    {
        using var hook = new HookReceiver();
        await using var streams = fixture.Streams();
        await using var tab = await fixture.SignedIn("/alerts?tab=channels");
        await tab.Button("Webhook").ClickAsync();
        await tab.Field("Name").FillAsync("Desk");
        await tab.Exactly("URL").FillAsync(hook.Url);
        await tab.Button("Create").ClickAsync();
        await tab.Page.GetByText("known to the receiver too").WaitForAsync(); // refused beside the field: it is not signed yet
        await tab.Button("Generate").ClickAsync();
        var secret = await tab.Page.GetByRole(AriaRole.Status).Locator("code").InnerTextAsync();
        await tab.Button("Create").ClickAsync();
        await tab.Button("Send a test message to Desk").ClickAsync();
        await tab.Page.GetByText("The test message was accepted").WaitForAsync();
        hook.Received.ShouldAllBe(h => h.IsSignedWith(secret));

        await tab.Link("Rules").ClickAsync();
        await tab.Button("on, and not on air").ClickAsync();
        await tab.Field("Name").FillAsync("Off air at once");
        await tab.Field("Fires after").FillAsync("soon");
        await tab.Button("Create").ClickAsync();
        await tab.Page.GetByText("a duration such as", new() { Exact = false }).WaitForAsync();
        await tab.Field("Fires after").FillAsync("0s");
        await tab.Field("Labels").FillAsync("team=routes");
        await tab.Button("Create").ClickAsync();
        await tab.Page.Locator("[data-rule=off-air-at-once]").WaitForAsync();

        await streams.Output("quiet", $"rtmp://127.0.0.1:{Ports.Tcp()}/app/key");
        await fixture.Server.Edit("outputs", "quiet", new JsonObject { ["labels"] = new JsonObject { ["team"] = "routes" } });
        await tab.GoTo("/alerts?q=off-air-at-once");
        var alert = tab.Page.Locator("[data-alert='off-air-at-once~output~quiet']");
        await alert.GetByRole(AriaRole.Button, new() { Name = "Acknowledge", Exact = true }).ClickAsync();
        await alert.GetByText("Acknowledged by local").WaitForAsync();
        await alert.GetByRole(AriaRole.Button, new() { Name = "Silence…" }).ClickAsync();
        await alert.GetByLabel("Why").FillAsync("being moved");
        await alert.GetByRole(AriaRole.Button, new() { Name = "Silence…" }).Last.ClickAsync();
        await alert.GetByText("being moved").WaitForAsync();
        await alert.GetByRole(AriaRole.Button, new() { Name = "End the silence" }).ClickAsync();
        await alert.GetByRole(AriaRole.Button, new() { Name = "Silence…" }).WaitForAsync();
        await fixture.Server.Delete("alert-rules", "off-air-at-once");
        await fixture.Server.Delete("channels", "desk");
    }

    [Fact]
    public async Task Settings_are_shown_with_their_default_and_a_file_is_refused_beside_its_field_before_it_is_imported()
    {
        await using var tab = await fixture.SignedIn("/settings?show=set");
        var reach = tab.Page.Locator("[data-setting='media.reach']");
        await reach.GetByText("default: private").WaitForAsync();
        await tab.Page.Locator("[data-setting='quota.inputs']").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await tab.Field("Passphrase").First.FillAsync("short");
        await tab.Button("Download with secrets").ClickAsync();
        await tab.Page.GetByText("12 to 200 characters").WaitForAsync();

        var text = tab.Field("Or its text, JSON or YAML");
        await text.FillAsync("format: streams\ninputs: []\n");
        await tab.Button("Try").ClickAsync();
        await tab.Page.Locator(".field .cure", new() { HasText = "streamactors/1" }).WaitForAsync();
        await text.FillAsync("format: streamactors/1\ninputs:\n- id: imported\n  address:\n    url: test://\n  on: false\n");
        await tab.Button("Try").ClickAsync();
        await tab.Page.GetByText("Nothing has changed yet.").WaitForAsync();
        await tab.Button("Import now").ClickAsync();
        await tab.Page.GetByText("Imported:").WaitForAsync();
        (await fixture.Server.State("inputs", "imported")).Phase.ShouldBe("idle");
        await fixture.Server.Delete("inputs", "imported");
    }

    [Fact]
    public async Task The_configuration_of_another_time_is_shown_without_a_button_and_an_undo_can_be_undone()
    {
        await using var streams = fixture.Streams();
        await streams.Input("then");
        await fixture.Server.Edit("inputs", "then", new JsonObject { ["name"] = "Later name" });
        await using var tab = await fixture.SignedIn("/changes?entity=input/then");
        await tab.Page.Locator("[data-change='input/then#2']").GetByRole(AriaRole.Link, new() { Name = "As before this" }).ClickAsync();
        await tab.Page.GetByText("nothing can be pressed").WaitForAsync();
        var entity = tab.Page.Locator("[data-entity='input/then']");
        await entity.GetByText("changed since").WaitForAsync();
        await entity.GetByRole(AriaRole.Cell, new() { Name = "Later name" }).WaitForAsync();
        (await tab.Button("Undo").CountAsync()).ShouldBe(0);

        await tab.Link("Back to now").ClickAsync();
        await tab.Button("Undo").First.ClickAsync();
        await tab.Page.Locator("[data-change='input/then#3']").WaitForAsync();
        await tab.Page.GetByRole(AriaRole.Status).GetByRole(AriaRole.Button, new() { Name = "Undo" }).First.ClickAsync();
        await tab.Page.Locator("[data-change='input/then#4']").WaitForAsync();
        (await fixture.Server.Read("inputs/then")).GetProperty("name").GetString().ShouldBe("Later name");
    }

    [Fact]
    public async Task Nodes_show_what_runs_where_and_the_log_what_happened_and_both_are_reached_by_keys()
    {
        await using var tab = await fixture.SignedIn();
        await tab.Reaches($"input/{PageFixture.Source}", "on-air");
        await tab.Page.Keyboard.TypeAsync("gn");
        await tab.Heading("The node is up.").WaitForAsync();
        var node = tab.Page.Locator("[data-node]");
        await node.GetByText("answers this page").WaitForAsync();
        (await node.GetByRole(AriaRole.Button).CountAsync()).ShouldBe(0); // alone, it cannot be drained
        await tab.Field("Filter what runs where").FillAsync(PageFixture.Source);
        await node.GetByRole(AriaRole.Link, new() { Name = PageFixture.Source, Exact = true }).WaitForAsync();
        await tab.Page.Keyboard.PressAsync("Escape"); // leaves the field

        await tab.Page.Keyboard.TypeAsync("gl");
        await tab.Heading("Logs").WaitForAsync();
        await tab.Exactly("Filter").FillAsync($"input/{PageFixture.Source}");
        await tab.Link($"input/{PageFixture.Source}").First.WaitForAsync();
        await tab.GoTo($"/logs?tab=ffmpeg&of=input/{PageFixture.Source}");
        await tab.Page.GetByText("No log lines").Or(tab.Page.GetByLabel("Log", new() { Exact = true })).First.WaitForAsync();
    }
}
