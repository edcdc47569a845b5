using System.Text.RegularExpressions;
using System.Text.Json.Nodes;
using static Microsoft.Playwright.Assertions;

namespace StreamActors.Web.Tests;

/// <summary>Forms: nothing that was entered is lost, nothing that others changed is overwritten unseen.</summary>
public sealed class EditSpecs(PageFixture fixture) : IClassFixture<PageFixture>
{
    [Fact]
    public async Task Two_edits_of_one_version_are_shown_side_by_side_and_nothing_is_lost()
    {
        await using var streams = fixture.Streams();
        await streams.Input("edited");
        await using var tab = await fixture.SignedIn("/inputs/edited?tab=settings");
        await tab.Exactly("Name").FillAsync("Mine");
        await fixture.Server.Edit("inputs", "edited", new JsonObject { ["name"] = "Theirs" });
        await tab.Button("Save").ClickAsync();
        await tab.Page.GetByRole(AriaRole.Cell, new() { Name = "Theirs" }).WaitForAsync();
        await tab.Button("Save mine over it").ClickAsync();
        await tab.Heading("Mine").WaitForAsync();

        var reads = 0;
        tab.Page.Request += (_, request) => reads += request.Url.Contains("/changes?size", StringComparison.Ordinal) ? 1 : 0;
        await tab.GoTo("/changes?entity=input/edited");
        await tab.Button("Undo").First.ClickAsync();
        await tab.Said("Undone by a new change.").WaitForAsync();
        await tab.Page.GetByRole(AriaRole.Cell, new() { Name = "Theirs" }).First.WaitForAsync();
        reads.ShouldBeLessThan(100, "It is read again only when something has changed, in this journey or in those beside it.");
        await tab.Link("Show everything").ClickAsync();
        await tab.Page.Locator("main li a:not([href*=edited])").First.WaitForAsync();
    }

    [Fact]
    public async Task A_form_with_changes_asks_before_it_is_left_by_a_tab_a_link_or_Back()
    {
        await using var streams = fixture.Streams();
        await streams.Input("guarded");
        await using var tab = await fixture.SignedIn("/");
        await tab.Row("input/guarded").GetByRole(AriaRole.Link, new() { Name = "guarded", Exact = true }).ClickAsync();
        await tab.Part("Settings").ClickAsync();
        await tab.Exactly("Name").FillAsync("Half");
        foreach (var leave in (Func<Task>[])[() => tab.Part("Past").ClickAsync(), () => tab.Link("Changes").ClickAsync(),
            () => tab.Page.EvaluateAsync("history.back()")])
        {
            var asked = tab.Asked(accepts: false);
            await leave();
            (await asked).ShouldContain("not saved");
            await Expect(tab.Page).ToHaveURLAsync(new Regex("/inputs/guarded\\?tab=settings$"));
            (await tab.Exactly("Name").InputValueAsync()).ShouldBe("Half");
        }
        var closing = tab.Asked(accepts: false);
        await tab.Page.CloseAsync(new() { RunBeforeUnload = true });
        await closing;
        var left = tab.Asked(accepts: true);
        await tab.Page.EvaluateAsync("history.back()");
        await left;
        await Expect(tab.Page).ToHaveURLAsync(new Regex("/inputs/guarded$"));
        await tab.Link("Changes").ClickAsync(); // nothing is left to lose
        await tab.Heading("Changes").WaitForAsync();
    }

    [Fact]
    public async Task What_is_pasted_from_FFmpeg_or_OBS_fills_the_form_and_hides_its_key()
    {
        await using var tab = await fixture.SignedIn($"/new?input={PageFixture.Source}");
        var paste = tab.Page.GetByLabel("Paste a URL", new() { Exact = false });
        await paste.FillAsync("rtmp://127.0.0.1/live\nsecret-key");
        (await tab.Exactly("Secret: key").InputValueAsync()).ShouldBe("secret-key");
        (await paste.InputValueAsync()).ShouldBe("");
        await paste.FillAsync("srt://127.0.0.1:9000?latency=200000");
        await tab.Button("Use 200 ms").ClickAsync();
        (await tab.Exactly("URL").InputValueAsync()).ShouldBe("srt://127.0.0.1:9000?latency=200");
        await paste.FillAsync("https://www.youtube.com/watch?v=x");
        await tab.Page.GetByText("not a stream").WaitForAsync();
    }

    [Fact]
    public async Task A_refusal_is_shown_beside_its_field()
    {
        await using var tab = await fixture.SignedIn("/new");
        await tab.Exactly("URL").FillAsync("nonsense://host");
        await tab.Button("Create").ClickAsync();
        await tab.Page.GetByRole(AriaRole.Alert).WaitForAsync();
        await tab.Page.Locator(".field", new() { Has = tab.Exactly("URL") }).Locator(".cure").WaitForAsync();
    }
}
