using System.Text.Json.Nodes;
using Skolsynk.Hosting.Commands;
using Skolsynk.Sandbox;
using Skolsynk.Sandbox.Expected;
using Skolsynk.Sandbox.Suppliers;

namespace Skolsynk.Tests.Hosting;

/// <summary>A receiver gets another address: only the operator knows whether it is the same receiver.</summary>
public sealed class AddressTests
{
    [Fact]
    public async Task Until_somebody_says_who_receives_there_nothing_is_sent_to_a_new_address()
    {
        await using var sandbox = await SandboxHost.StartAsync(cancel: TestContext.Current.CancellationToken);
        await using var console = await Delivered(sandbox);
        await Move(console, sandbox, null);
        Assert.Contains("inget skickas dit förrän du har sagt", console.Output, StringComparison.Ordinal);
        LeaveOne(sandbox);
        var requests = Alfa(sandbox).Journal.Counts.Requests;
        await console.Run("sync", "--tenant", "ekhult");
        Assert.Equal(requests, Alfa(sandbox).Journal.Counts.Requests);
        await console.Run("status");
        Assert.Contains("adressen är ny", console.Output, StringComparison.Ordinal);

        await Move(console, sandbox, null, back: true);
        Assert.Equal(Exit.Done, await console.Run("sync", "--tenant", "ekhult"));
        Assert.Empty(Differences(sandbox));
    }

    [Fact]
    public async Task The_same_receiver_at_a_new_address_is_compared_first_and_gets_what_has_changed()
    {
        await using var sandbox = await SandboxHost.StartAsync(cancel: TestContext.Current.CancellationToken);
        await using var console = await Delivered(sandbox);
        await Move(console, sandbox, null);
        await Move(console, sandbox, "same");
        LeaveOne(sandbox);
        var before = Alfa(sandbox).Journal.Counts;
        Assert.Equal(Exit.Done, await console.Run("sync", "--tenant", "ekhult"));
        var after = Alfa(sandbox).Journal.Counts;
        Assert.True(after.Lists >= before.Lists + 6);
        Assert.InRange(after.Posts + after.Puts + after.Deletes - before.Posts - before.Puts - before.Deletes, 1, 10);
        Assert.Empty(Differences(sandbox));
        Assert.Equal(Exit.Done, await console.Run("apply", "moved.json", "--yes"));
        Assert.Contains("Inga skillnader", console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_receiver_at_a_new_address_gets_everything_and_no_deletes()
    {
        await using var sandbox = await SandboxHost.StartAsync(cancel: TestContext.Current.CancellationToken);
        await using var console = await Delivered(sandbox);
        LeaveOne(sandbox);
        Alfa(sandbox).Reset();
        await Move(console, sandbox, "new");
        Assert.Contains("allt skickas", console.Output, StringComparison.Ordinal);
        Assert.Equal(Exit.Done, await console.Run("sync", "--tenant", "ekhult"));
        var counts = Alfa(sandbox).Journal.Counts;
        Assert.Equal((0L, 0L), (counts.Puts, counts.Deletes));
        Assert.True(counts.Posts > 500);
        Assert.Empty(Differences(sandbox));
    }

    [Fact]
    public async Task Where_nothing_was_ever_sent_an_address_is_simply_another_one()
    {
        await using var sandbox = await SandboxHost.StartAsync(cancel: TestContext.Current.CancellationToken);
        await using var console = await CommandsWithSandboxTests.Connected(sandbox);
        await Move(console, sandbox, null);
        Assert.DoesNotContain("receiver", console.Output, StringComparison.Ordinal);
        Assert.Equal(Exit.Done, await console.Run("sync", "--tenant", "ekhult"));
    }

    private static ScimReceiver Alfa(SandboxHost sandbox) => sandbox.Suppliers.Alfa.Production;

    private static async Task<TestConsole> Delivered(SandboxHost sandbox)
    {
        var console = await CommandsWithSandboxTests.Connected(sandbox);
        Assert.Equal(Exit.Done, await console.Run("sync", "--tenant", "ekhult"));
        return console;
    }

    private static IReadOnlyList<Divergence> Differences(SandboxHost sandbox) => Difference.Between(
        Expectation.Of(sandbox.Municipality.Snapshot(), ConnectionDescription.Everything(sandbox.Municipality, sandbox.Suppliers.Alfa.Profile)),
        Alfa(sandbox).HeldFor(sandbox.Municipality.EntraTenantId));

    private static void LeaveOne(SandboxHost sandbox)
    {
        var held = Alfa(sandbox).HeldFor(sandbox.Municipality.EntraTenantId);
        sandbox.Municipality.RemoveUser(sandbox.Municipality.Users.First(user => user.IsStudent && held.Find(ScimEndpoint.Users, user.Id) is not null).Id);
    }

    /// <summary>The same machine under another name is another address.</summary>
    private static async Task Move(TestConsole console, SandboxHost sandbox, string? receiver, bool back = false)
    {
        var address = new Uri(sandbox.Http2BaseUri, "/scim/alfa").ToString();
        var environment = new JsonObject { ["kind"] = "production", ["address"] = back ? address : address.Replace("127.0.0.1", "localhost", StringComparison.Ordinal) };
        if (receiver is not null)
            environment["receiver"] = receiver;
        var file = new JsonObject { ["suppliers"] = new JsonArray(new JsonObject { ["key"] = "alfa", ["environments"] = new JsonArray(environment) }) };
        await File.WriteAllTextAsync(console.File("moved.json"), file.ToJsonString());
        Assert.Equal(Exit.Done, await console.Run("apply", "moved.json", "--yes"));
    }
}
