using Skolsynk.Data;
using Skolsynk.Sandbox;
using Skolsynk.Suppliers;
using Skolsynk.Tenants;
using Skolsynk.Tests.App;
using Skolsynk.Tests.Data;

namespace Skolsynk.Tests.Suppliers;

public sealed class TakenCodesTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    [Trait("Invariant", "12")]
    public async Task A_code_that_another_municipality_has_is_taken_only_where_both_are_connected(Engine engine)
    {
        await using var app = await SkolsynkApp.Start(server, new SandboxOptions(), engine);
        await app.Connect("alfa");
        var mine = await app.Database.Read(session => SchoolCodes.Load(session, new TenantId(1)).Values.First(), TestContext.Current.CancellationToken);
        var environment = (await app.Database.Read(ConnectionStore.Environments, TestContext.Current.CancellationToken)).Single().Id;
        await app.Database.Write(session =>
        {
            using var context = session.Context();
            context.Add(new Tenant { Id = 2, EntraTenantId = new Guid("5f0c0000-0000-4000-8000-000000000002"), Key = "annan", Name = "Annan kommun" });
            context.Add(new SchoolCode { TenantId = 2, School = new Guid("5f0c0000-0000-4000-8000-000000000003"), Code = mine });
            context.SaveChanges();
        }, TestContext.Current.CancellationToken);
        Assert.Empty(await Taken(2));

        var theirs = await app.Database.Write(session => ConnectionSettings.Add(session, new TenantId(2), environment), TestContext.Current.CancellationToken);
        Assert.Equal([mine], (await Taken(2)).Keys);
        // A draft takes no code from anyone, and saves none that another sends.
        Assert.Empty(await Taken(1));
        var school = new Guid("5f0c0000-0000-4000-8000-000000000004");
        Assert.Equal([mine], (await Save(mine)).Keys);
        Assert.Empty(await Save("99999990"));
        Assert.Equal("99999990", (await app.Database.Read(session => SchoolCodes.Load(session, new TenantId(2)), TestContext.Current.CancellationToken))[school]);
        await app.Database.Write(session => ConnectionSettings.Start(session, new TenantId(2), theirs), TestContext.Current.CancellationToken);
        Assert.Equal([mine], (await Taken(1)).Keys);

        Task<IReadOnlyDictionary<string, string>> Save(string code) => app.Database.Write(
            session => TakenCodes.Save(session, new TenantId(2), new Dictionary<Guid, string?> { [school] = code }), TestContext.Current.CancellationToken);

        Task<IReadOnlyDictionary<string, string>> Taken(int tenant) =>
            app.Database.Read(session => TakenCodes.Among(session, new TenantId(tenant), [mine, mine, "99999998"]), TestContext.Current.CancellationToken);
    }
}
