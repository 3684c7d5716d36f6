using Microsoft.Extensions.Time.Testing;
using Skolsynk.Data;
using Skolsynk.Rosters;
using Skolsynk.Stores;
using Skolsynk.Sync;
using Skolsynk.Tenants;
using Skolsynk.Tests.Data;
using Skolsynk.Tests.Rosters;

namespace Skolsynk.Tests.Sync;

/// <summary>One tenant, its source and an engine on a database of their own.</summary>
internal sealed class SyncStage : IAsyncDisposable
{
    public static readonly TenantId Tenant = new(1);

    private readonly TestDatabase test;

    private SyncStage(TestDatabase test, FakeTimeProvider clock, Municipality source)
    {
        (this.test, Clock, Source) = (test, clock, source);
        Engine = NewEngine("one");
    }

    public FakeTimeProvider Clock { get; }

    public Municipality Source { get; }

    public SyncEngine Engine { get; }

    public Database Database => test.Database;

    public static async Task<SyncStage> Create(Engine engine, PostgresServer server, Municipality source)
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 9, 1, 10, 0, 0, TimeSpan.Zero));
        var test = await TestDatabase.Create(engine, server, clock);
        await test.Database.Write(session =>
        {
            using var context = session.Context();
            context.Add(new Tenant { Id = Tenant.Value, EntraTenantId = Snapshots.EntraTenant, Key = "ekby", Name = "Ekby kommun" });
            context.SaveChanges();
        });
        return new SyncStage(test, clock, source);
    }

    public SyncEngine NewEngine(string owner) => new(Database, _ => Source.Source, owner);

    public Task<SyncResult> Run() => Engine.RunOnce(Tenant, null, TestContext.Current.CancellationToken);

    public Task<StoredRoster> Stored() => Database.Read(session => RosterStore.Load(Tenant, session));

    public async Task<Roster> Roster() => (await Stored()).Roster;

    public Task<IReadOnlyList<SyncRun>> Runs() => Database.Read(session => SyncRuns.Latest(Tenant, session, 100));

    public ValueTask DisposeAsync() => test.DisposeAsync();
}
