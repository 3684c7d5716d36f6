using Skolsynk.Data;
using Skolsynk.Deliveries;
using Skolsynk.Sandbox;
using Skolsynk.Sandbox.Suppliers;
using Skolsynk.Ss12000;
using Skolsynk.Tests.Data;

namespace Skolsynk.Tests.App;

/// <summary>Who may start for real: a key of one's own that the supplier takes, or an operator's word where all share one.</summary>
[Trait("Invariant", "12")]
public sealed class StartTests(PostgresServer server)
{
    [Fact]
    public async Task With_a_shared_key_nothing_is_sent_for_real_until_an_operator_has_confirmed_it()
    {
        await using var app = await SkolsynkApp.Start(server);
        await app.Connect("beta");
        await app.Connect("alfa");
        await app.Change(1, connection => connection.ConfirmedBy = null);
        await app.Change(2, connection => connection.ConfirmedBy = null);
        await app.RunSync();
        var passes = await app.DeliverAll();
        Assert.Equal(PassEnd.Done, passes["alfa"].End);
        Assert.Equal(PassEnd.Rests, passes["beta"].End);
        Assert.Equal(0, app.Receiver("beta").Journal.Counts.Requests);

        await app.Change(1, connection => connection.ConfirmedBy = "greta");
        await app.DeliverAll();
        Assert.Empty(app.Differences("beta"));
    }

    [Fact]
    public async Task With_a_key_that_is_not_taken_nothing_of_a_person_leaves()
    {
        await using var app = await SkolsynkApp.Start(server);
        await app.Connect("alfa");
        app.Receiver("alfa").Faults.On(new Fault(FaultKind.Forbidden));
        await app.RunSync();
        WireTap? tap = null;
        var pass = (await app.DeliverAll(app.Tools with { Handler = profile => tap = new WireTap(SupplierHandlers.Create(profile, allowLoopback: true)) }))["alfa"];
        Assert.Equal(RestKind.Unauthorized, pass.Rest);
        var sent = System.Text.Encoding.UTF8.GetString(tap!.Sent);
        Assert.Contains("/Organisations", sent, StringComparison.Ordinal);
        Assert.All(Enum.GetValues<Endpoint>().Where(endpoint => endpoint is not Endpoint.Organisations), endpoint => Assert.DoesNotContain($"/{endpoint}", sent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_municipalities_from_the_same_register_share_a_key_and_nothing_collides_and_one_that_ends_leaves_the_other_untouched()
    {
        await using var app = await SkolsynkApp.Start(server, new SandboxOptions { Tenants = 2 });
        var two = new TenantId(2);
        await app.Connect("beta");
        await app.Connect("beta", tenant: two);
        await app.RunSync();
        await app.RunSync(two);
        await app.DeliverAll();
        Dictionary<string, string> Bodies(int tenant) => ScimEndpoints.All.SelectMany(endpoint => app.Held("beta", new TenantId(tenant)).All(endpoint))
            .ToDictionary(held => $"{held.Endpoint}/{held.Id}", held => Convert.ToBase64String(held.Body));
        var all = Bodies(1);
        var (first, second) = ((await app.Receipts(1)).Count, (await app.Receipts(2, two)).Count);
        Assert.Equal(first + second, all.Count);
        var mine = await app.Database.Read(session => session.Query("SELECT endpoint, ext FROM resource WHERE tenant = 1",
            row => $"{(Endpoint)row.GetInt16(0)}/{Skolsynk.Rosters.Ids.FromBytes(row.GetFieldValue<byte[]>(1))}"));
        await app.Database.Write(session => Endings.Begin(session, two, 2, EndingKind.DeleteAtSupplier));
        await app.DeliverAll();
        var left = Bodies(1);
        Assert.Equal(first, left.Count);
        Assert.All(left, held => Assert.Equal((all[held.Key], true), (held.Value, mine.Contains(held.Key))));
        Assert.Empty(app.Differences("beta"));
    }
}
