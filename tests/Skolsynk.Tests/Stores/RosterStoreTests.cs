using CsCheck;
using Skolsynk.Data;
using Skolsynk.Rosters;
using Skolsynk.Stores;
using Skolsynk.Tests.Data;
using Skolsynk.Tests.Rosters;

namespace Skolsynk.Tests.Stores;

public sealed class RosterStoreTests(PostgresServer server)
{
    private static readonly TenantId Tenant = new(7);
    private static readonly TenantId Other = new(8);

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task What_was_committed_is_what_is_loaded(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine, server);
        var lease = await Lease(test, Tenant);
        var expected = 0;
        foreach (var roster in RosterGen.Any.Array[15].Single())
        {
            var changed = await Commit(test, Tenant, lease, roster);
            if (changed) expected++;
            var stored = await test.Database.Read(session => RosterStore.Load(Tenant, session));
            Assert.Equal(MemoryRoster.Text(roster), MemoryRoster.Text(stored.Roster));
            Assert.Equal(expected, stored.Version);
            Assert.False(await Commit(test, Tenant, lease, roster));
        }
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task The_touched_part_is_what_the_changes_are_about(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine, server);
        var lease = await Lease(test, Tenant);
        var rosters = RosterGen.Any.Array[8].Single();
        foreach (var (before, next) in rosters.Zip(rosters.Skip(1)))
        {
            await Commit(test, Tenant, lease, before);
            var touched = await test.Database.Read(session =>
            {
                var index = RosterStore.LoadIndex(Tenant, session).Index;
                return RosterStore.LoadTouched(Tenant, session, index, Changes.Between(index, next));
            });
            string[] Of(Roster roster) => [.. roster.Schools.Select(MemoryRoster.Line), .. roster.Persons.Select(MemoryRoster.Line), .. roster.Groups.Select(MemoryRoster.Line)];
            Assert.Equal(Of(before).Except(Of(next)), Of(touched));
        }
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task A_person_who_left_keeps_a_tombstone_and_comes_back_under_the_same_surrogate(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine, server);
        var lease = await Lease(test, Tenant);
        var roster = Of(Pupil(1), Pupil(2));
        await Commit(test, Tenant, lease, roster);
        var before = await Index(test, Tenant);
        await Commit(test, Tenant, lease, Of(Pupil(2)));

        var gone = await test.Database.Read(session => RosterStore.LoadGoneUserNames(Tenant, session));
        Assert.Equal([KeyValuePair.Create(Snapshots.Person(1), "u1@skola.example")], gone);
        var tombstone = await test.Database.Read(session => RosterStore.LoadBodies(Tenant, session, [Snapshots.Person(1)]));
        Assert.Equal("Alva", Assert.Single(tombstone.Persons).GivenName);

        await Commit(test, Tenant, lease, roster);
        Assert.Equal(before.Index.Persons, (await Index(test, Tenant)).Index.Persons);
        Assert.Empty(await test.Database.Read(session => RosterStore.LoadGoneUserNames(Tenant, session)));
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    [Trait("Invariant", "2")]
    public async Task A_process_that_lost_its_lease_writes_nothing(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine, server);
        var late = await Lease(test, Tenant);
        await test.Database.Write(session => Leases.Release(session, late));
        await test.Database.Write(session => Leases.TryTake(session, LeaseKind.Read, Tenant.Value, "another"));
        await Assert.ThrowsAsync<LeaseLostException>(() => Commit(test, Tenant, late, Of(Pupil(1))));
        Assert.Equal(0, (await Index(test, Tenant)).Version);
        Assert.Empty((await Index(test, Tenant)).Index.Persons);
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    [Trait("Invariant", "2")]
    public async Task Changes_that_were_compared_with_an_older_roster_are_not_applied(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine, server);
        var lease = await Lease(test, Tenant);
        var old = await Index(test, Tenant);
        await Commit(test, Tenant, lease, Of(Pupil(1)));
        await Assert.ThrowsAsync<RosterMovedException>(() => test.Database.Write(session =>
            RosterCommit.Apply(Tenant, session, lease, old, Changes.Between(old.Index, Of(Pupil(2))))));
        Assert.Single((await Index(test, Tenant)).Index.Persons);
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    [Trait("Invariant", "7")]
    public async Task Two_tenants_with_the_same_ids_never_meet(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine, server);
        await Commit(test, Tenant, await Lease(test, Tenant), Of(Pupil(1), Pupil(2)));
        await Commit(test, Other, await Lease(test, Other), Of(Pupil(1) with { GivenName = "Bo" }));
        var one = await test.Database.Read(session => RosterStore.Load(Tenant, session));
        var other = await test.Database.Read(session => RosterStore.Load(Other, session));
        Assert.Equal(["Alva", "Alva"], one.Roster.Persons.Select(person => person.GivenName));
        Assert.Equal(["Bo"], other.Roster.Persons.Select(person => person.GivenName));
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task A_commit_raises_the_input_version_of_the_tenant_s_connections_only(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine, server);
        await test.Database.Write(session =>
        {
            InputVersions.Raise(session, Tenant, 1);
            InputVersions.Raise(session, Other, 1);
        });
        await Commit(test, Tenant, await Lease(test, Tenant), Of(Pupil(1)));
        var versions = await test.Database.Read(session => session.Query(
            "SELECT input_v FROM connection_state ORDER BY tenant", row => row.GetInt64(0)));
        Assert.Equal([2L, 1L], versions);
    }

    private static Person Pupil(int n) => new()
    {
        Id = Snapshots.Person(n),
        GivenName = "Alva",
        FamilyName = "Ek",
        UserName = $"u{n}@skola.example",
        Role = PersonRole.Student,
        Schools = [],
    };

    private static Roster Of(params Person[] persons) => new([], RosterGen.Sorted(persons, person => person.Id), []);

    private static Task<StoredIndex> Index(TestDatabase test, TenantId tenant) =>
        test.Database.Read(session => RosterStore.LoadIndex(tenant, session));

    private static async Task<Lease> Lease(TestDatabase test, TenantId tenant) =>
        await test.Database.Write(session => Leases.TryTake(session, LeaseKind.Read, tenant.Value, "test"))
        ?? throw new InvalidOperationException("No lease.");

    /// <summary>As a sync run commits; false when there was nothing to do.</summary>
    private static async Task<bool> Commit(TestDatabase test, TenantId tenant, Lease lease, Roster roster)
    {
        var stored = await Index(test, tenant);
        var changes = Changes.Between(stored.Index, roster);
        if (changes.IsEmpty) return false;
        await test.Database.Write(session => RosterCommit.Apply(tenant, session, lease, stored, changes));
        return true;
    }
}
