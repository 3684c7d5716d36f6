using Skolsynk.Data;
using Skolsynk.Suppliers;
using Skolsynk.Tenants;
using Skolsynk.Tests.Data;

namespace Skolsynk.Tests.Suppliers;

public sealed class ConnectionStoreTests(PostgresServer server)
{
    private static readonly Guid School = Guid.Parse("0b1c2d3e-0000-4000-8000-000000000001");

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task A_connection_is_read_with_its_tenant_supplier_and_codes(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine, server);
        await Fill(test.Database);
        var found = await test.Database.Read(s => ConnectionStore.Load(s, new TenantId(1), 1));
        Assert.NotNull(found);
        Assert.Equal(("ekhult", "laromedia", EnvironmentKind.Test), (found.TenantKey, found.Supplier.Key, found.Environment.Kind));
        Assert.Equal("91234567", found.Scope.SchoolUnitCodes[School]);
        Assert.Equal("Kommun 1", found.Scope.OrganisationName);
        Assert.Null(await test.Database.Read(s => ConnectionStore.Load(s, new TenantId(1), 9)));
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    [Trait("Invariant", "7")]
    public async Task Codes_of_one_municipality_never_reach_another(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine, server);
        await Fill(test.Database);
        var lane = await test.Database.Read(s => ConnectionStore.Lane(s, 10));
        Assert.Equal([1, 2], lane.Select(c => c.Tenant.Value));
        Assert.Single(lane[0].Scope.SchoolUnitCodes);
        Assert.Empty(lane[1].Scope.SchoolUnitCodes);
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task Paused_connections_inactive_tenants_and_stopped_environments_are_no_lane(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine, server);
        await Fill(test.Database);
        Assert.Equal([10], (await test.Database.Read(ConnectionStore.Environments)).Select(e => e.Id));
        Assert.Empty(await test.Database.Read(s => ConnectionStore.Lane(s, 11)));
        Assert.DoesNotContain(await test.Database.Read(s => ConnectionStore.Lane(s, 10)), c => c.Tenant.Value == 3);
    }

    private static Task Fill(Database database) => database.Write(session =>
    {
        using var context = session.Context();
        for (var id = 1; id <= 3; id++)
        {
            context.Add(new Tenant
            {
                Id = id,
                Key = id == 1 ? "ekhult" : $"t{id}",
                Name = $"Kommun {id}",
                EntraTenantId = new Guid(id, 0, 0, new byte[8]),
                Active = id != 3,
            });
            context.Add(new Connection { TenantId = id, Id = 1, EnvironmentId = 10, Scope = new ScopeSettings { AllSchools = true } });
        }
        context.Add(new Connection { TenantId = 1, Id = 2, EnvironmentId = 11, Scope = new ScopeSettings() });
        context.Add(new Connection { TenantId = 1, Id = 3, EnvironmentId = 12, Scope = new ScopeSettings(), Paused = true });
        context.Add(new SchoolCode { TenantId = 1, School = School, Code = "91234567" });
        context.Add(new Supplier { Id = 5, Key = "laromedia", Name = "Läromedia", Profile = new CapabilityProfile() });
        context.Add(new Supplier { Id = 6, Key = "annan", Name = "Annan", Profile = new CapabilityProfile() });
        context.Add(new SupplierEnvironment { Id = 10, SupplierId = 5, Kind = EnvironmentKind.Test, BaseUrl = "https://a.example" });
        context.Add(new SupplierEnvironment { Id = 11, SupplierId = 5, Kind = EnvironmentKind.Production, BaseUrl = "https://b.example", Stopped = true });
        context.Add(new SupplierEnvironment { Id = 12, SupplierId = 6, Kind = EnvironmentKind.Production, BaseUrl = "https://c.example" });
        context.SaveChanges();
    });
}
