using Microsoft.Extensions.Time.Testing;
using Skolsynk.Access;
using Skolsynk.Data;
using Skolsynk.Tests.Data;

namespace Skolsynk.Tests.Access;

/// <summary>The audit log is only ever added to, and whoever meddles with it is found out.</summary>
public sealed class AuditTests(PostgresServer server)
{
    private static readonly TenantId One = new(1);
    private static readonly TenantId Other = new(2);
    private static readonly AuditActor Ga = new(new Guid("0197a5e0-0000-7000-8000-000000000001"), Role.GlobalAdministrator, AuditOrigin.Portal);

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task What_is_entered_comes_back_as_it_was_and_the_chain_is_whole(Engine engine)
    {
        await using var test = await Filled(engine);
        var entries = await test.Database.Read(session => AuditLog.Of(session, One, DateTimeOffset.MinValue.AddYears(2000), DateTimeOffset.MaxValue.AddYears(-1), 0, 50));
        Assert.Equal([5L, 4, 3, 2, 1], entries.Select(entry => entry.Number));
        Assert.Equal((Ga, AuditEvent.Paused, "Alfa (Skarp)", "före 1", "efter å ä ö"), (entries[4].Actor, entries[4].Event, entries[4].Concerns, entries[4].Before, entries[4].After));
        var check = await Check(test);
        Assert.Equal((5, null), (check.Entries, check.Broken));
        Assert.Equal(2, (await test.Database.Read(session => AuditLog.Check(session, Other))).Entries);
    }

    [Theory]
    [InlineData(Engine.Sqlite, "UPDATE audit_entry SET after = 'annat' WHERE tenant = 1 AND number = 3", 3)]
    [InlineData(Engine.Postgres, "UPDATE audit_entry SET after = 'annat' WHERE tenant = 1 AND number = 3", 3)]
    [InlineData(Engine.Sqlite, "UPDATE audit_entry SET concerns = concerns || before, before = '' WHERE tenant = 1 AND number = 2", 2)]
    [InlineData(Engine.Sqlite, "UPDATE audit_entry SET at = at + 1 WHERE tenant = 1 AND number = 1", 1)]
    [InlineData(Engine.Sqlite, "UPDATE audit_entry SET role = 2 WHERE tenant = 1 AND number = 5", 5)]
    [InlineData(Engine.Sqlite, "UPDATE audit_entry SET actor = (SELECT hash FROM audit_head WHERE tenant = 2) WHERE tenant = 1 AND number = 4", 4)]
    [InlineData(Engine.Sqlite, "DELETE FROM audit_entry WHERE tenant = 1 AND number = 1", 1)]
    [InlineData(Engine.Sqlite, "DELETE FROM audit_entry WHERE tenant = 1 AND number = 3", 3)]
    [InlineData(Engine.Postgres, "DELETE FROM audit_entry WHERE tenant = 1 AND number = 3", 3)]
    [InlineData(Engine.Sqlite, "DELETE FROM audit_entry WHERE tenant = 1 AND number = 5", 5)]
    [InlineData(Engine.Sqlite, "DELETE FROM audit_entry WHERE tenant = 1", 1)]
    [InlineData(Engine.Sqlite, "DELETE FROM audit_head WHERE tenant = 1", 1)]
    [InlineData(Engine.Sqlite, "INSERT INTO audit_entry SELECT 1, 6, at, actor, role, origin, event, concerns, before, after, hash FROM audit_entry WHERE tenant = 1 AND number = 5", 6)]
    [InlineData(Engine.Postgres, "INSERT INTO audit_entry SELECT 1, 6, at, actor, role, origin, event, concerns, before, after, hash FROM audit_entry WHERE tenant = 1 AND number = 5", 6)]
    [InlineData(Engine.Sqlite, "UPDATE audit_entry SET number = 10 - number WHERE tenant = 1 AND number IN (4)", 4)]
    [InlineData(Engine.Sqlite, "UPDATE audit_entry SET hash = (SELECT hash FROM audit_entry WHERE tenant = 1 AND number = 4) WHERE tenant = 1 AND number = 5", 5)]
    public async Task An_entry_that_is_changed_taken_out_or_put_in_is_found(Engine engine, string meddling, long first)
    {
        await using var test = await Filled(engine);
        Assert.True(await test.Database.Write(session => session.Execute(meddling)) > 0);
        Assert.Equal(first, (await Check(test)).Broken);
        Assert.Null((await test.Database.Read(session => AuditLog.Check(session, Other))).Broken);
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task Entries_of_two_processes_at_once_stand_in_one_chain(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine, server);
        await using var second = test.File is { } file ? new SqliteDatabase(file, TimeProvider.System, durable: false) : (Database)new PostgresDatabase(test.ConnectionString!);
        var work = Enumerable.Range(0, 60).Select(i => (i % 2 == 0 ? test.Database : second).Write(session =>
        {
            AuditLog.Add(session, One, Ga, AuditEvent.CodesSaved, $"{i}");
            AuditLog.Add(session, Other, Ga, AuditEvent.CodesSaved, $"{i}");
        }, TestContext.Current.CancellationToken));
        await Task.WhenAll(work);
        var check = await Check(test);
        Assert.Equal((60, null), (check.Entries, check.Broken));
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task What_was_not_done_is_not_entered(Engine engine)
    {
        await using var test = await Filled(engine);
        await Assert.ThrowsAsync<InvalidOperationException>(() => test.Database.Write(session =>
        {
            AuditLog.Add(session, One, Ga, AuditEvent.Started);
            throw new InvalidOperationException("The change failed.");
        }));
        Assert.Equal((5, null), ((await Check(test)).Entries, (await Check(test)).Broken));
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task After_two_years_an_entry_goes_and_the_chain_of_the_others_is_whole(Engine engine)
    {
        var clock = new FakeTimeProvider(new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));
        await using var test = await TestDatabase.Create(engine, server, clock);
        foreach (var _ in Enumerable.Range(0, 4))
        {
            await test.Database.Write(session => AuditLog.Add(session, One, Ga, AuditEvent.Resumed));
            clock.Advance(TimeSpan.FromDays(300));
        }
        Assert.Equal(2, await test.Database.Write(session => AuditLog.Forget(session, One)));
        Assert.Equal(0, await test.Database.Write(session => AuditLog.Forget(session, One)));
        await test.Database.Write(session => AuditLog.Add(session, One, Ga, AuditEvent.Resumed));
        Assert.Equal((3, null), ((await Check(test)).Entries, (await Check(test)).Broken));
        await test.Database.Write(session => session.Execute("DELETE FROM audit_entry WHERE tenant = 1 AND number = 3"));
        Assert.Equal(3, (await Check(test)).Broken);
    }

    [Fact]
    public async Task Text_that_a_database_would_not_give_back_is_entered_without_it()
    {
        await using var test = await TestDatabase.Create(Engine.Postgres, server);
        await test.Database.Write(session => AuditLog.Add(session, One, Ga, AuditEvent.AgreementSaved, "a\0b\ud800", new string('x', 5_000), "rad\nrad"));
        var entry = (await test.Database.Read(session => AuditLog.Of(session, One, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, 0, 1)))[0];
        Assert.Equal(("a b ", AuditLog.Longest, "rad rad"), (entry.Concerns, entry.Before.Length, entry.After));
        Assert.Null((await Check(test)).Broken);
    }

    private static Task<AuditCheck> Check(TestDatabase test) => test.Database.Read(session => AuditLog.Check(session, One));

    private async Task<TestDatabase> Filled(Engine engine)
    {
        var test = await TestDatabase.Create(engine, server);
        foreach (var i in Enumerable.Range(1, 5))
            await test.Database.Write(session => AuditLog.Add(session, One, Ga, AuditEvent.Paused, "Alfa (Skarp)", $"före {i}", "efter å ä ö"));
        await test.Database.Write(session => AuditLog.Add(session, Other, Ga, AuditEvent.Started));
        await test.Database.Write(session => AuditLog.Add(session, Other, Ga, AuditEvent.Paused));
        return test;
    }
}
