using Microsoft.Extensions.Time.Testing;
using Skolsynk.Data;

namespace Skolsynk.Tests.Data;

public sealed class DatabaseTests(PostgresServer server)
{
    private static readonly BulkTable Receipts = new("receipt",
        [new("tenant", ColumnType.Int), new("connection", ColumnType.Int), new("rid", ColumnType.Long)],
        [new("at", ColumnType.Long), new("status", ColumnType.Short), new("hash", ColumnType.Bytes)]);

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task Bulk_rows_are_inserted_replaced_and_deleted_by_key(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine, server);
        var rows = Enumerable.Range(0, 12_000).Select(i => new object?[] { 1, 7, (long)i, 5L, (short)1, i % 2 == 0 ? new byte[] { (byte)i } : null }).ToList();
        await test.Database.Write(s => s.Upsert(Receipts, rows));
        await test.Database.Write(s => s.Upsert(Receipts, [[1, 7, 3L, 9L, (short)2, null]]));
        await test.Database.Write(s => s.Delete(Receipts, [[1, 7, 0L], [1, 7, 1L]]));

        var found = await test.Database.Read(
            s => s.Query("SELECT rid, at, status FROM receipt WHERE tenant = @t AND connection = 7 ORDER BY rid",
                r => (Rid: r.GetInt64(0), At: r.GetInt64(1), Status: r.GetInt16(2)), ("@t", 1)));
        Assert.Equal(11_998, found.Count);
        Assert.Equal((3L, 9L, (short)2), found.Single(r => r.Rid == 3));
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task A_transaction_that_throws_leaves_nothing(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine, server);
        await Assert.ThrowsAsync<InvalidOperationException>(() => test.Database.Write<int>(s =>
        {
            s.Upsert(Receipts, [[1, 1, 1L, 1L, (short)1, null]]);
            throw new InvalidOperationException("stop");
        }));
        Assert.Equal(0, await test.Database.Read(s => s.Scalar<int>("SELECT count(*) FROM receipt")));
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task A_session_that_is_used_while_its_rows_are_read_says_so_on_either_database(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine, server);
        await test.Database.Write(s => s.Upsert(Receipts, [[1, 1, 1L, 1L, (short)1, null]]));
        const string sql = "SELECT rid FROM receipt";
        await Assert.ThrowsAsync<InvalidOperationException>(() => test.Database.Read(s => s.Query(sql, _ => s.Now)));
        await Assert.ThrowsAsync<InvalidOperationException>(() => test.Database.Read(s => s.Query(sql, _ => s.Scalar<long>(sql))));
        Assert.Single(await test.Database.Read(s => s.Query(sql, row => row.GetInt64(0) + s.GetHashCode())));
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task Counters_never_give_a_number_twice(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine, server);
        var tenant = new TenantId(1);
        var first = await test.Database.Write(s => s.Mint(tenant, Counter.Resource, 10));
        var second = await test.Database.Write(s => s.Mint(tenant, Counter.Resource));
        var other = await test.Database.Write(s => s.Mint(new TenantId(2), Counter.Resource));
        Assert.Equal((1L, 11L, 1L), (first, second, other));
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    [Trait("Invariant", "5")]
    public async Task A_lease_has_one_holder_and_a_late_holder_is_turned_away(Engine engine)
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        await using var test = await TestDatabase.Create(engine, server, clock);
        var first = await test.Database.Write(s => Leases.TryTake(s, LeaseKind.Lane, 1, "a"));
        Assert.NotNull(first);
        Assert.Null(await test.Database.Write(s => Leases.TryTake(s, LeaseKind.Lane, 1, "b")));

        clock.Advance(TimeSpan.FromMilliseconds(Leases.Life));
        var second = await test.Database.Write(s => Leases.TryTake(s, LeaseKind.Lane, 1, "b"));
        Assert.Equal(first.Epoch + 1, second?.Epoch);
        Assert.False(await test.Database.Write(s => Leases.Renew(s, first)));
        await Assert.ThrowsAsync<LeaseLostException>(() => test.Database.Write(s => Leases.Check(s, first)));
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    [Trait("Invariant", "7")]
    public async Task A_query_without_a_tenant_returns_nothing(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine, server);
        await test.Database.Write(s =>
        {
            using var context = s.Context();
            context.Add(new Skolsynk.Tenants.SchoolCode { TenantId = 1, School = Guid.CreateVersion7(), Code = "91234567" });
            context.SaveChanges();
        });

        int Seen(TenantId? tenant, Session s)
        {
            using var context = s.Context(tenant);
            return context.Set<Skolsynk.Tenants.SchoolCode>().Count();
        }
        Assert.Equal(0, await test.Database.Read(s => Seen(null, s)));
        Assert.Equal(1, await test.Database.Read(s => Seen(new TenantId(1), s)));
        Assert.Equal(0, await test.Database.Read(s => Seen(new TenantId(2), s)));
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task The_model_has_no_changes_without_a_migration(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine, server);
        Assert.Empty(await test.Database.PendingMigrations(TestContext.Current.CancellationToken));
        await using var context = test.Database.NewContext();
        Assert.False(Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions.HasPendingModelChanges(context.Database));
    }

    [Fact]
    public async Task A_file_that_cannot_be_opened_fails_its_write_and_the_next_one_tries_again()
    {
        var folder = Directory.CreateTempSubdirectory("skolsynk-test-").FullName;
        var inner = Path.Combine(folder, "missing");
        try
        {
            await using var database = new SqliteDatabase(Path.Combine(inner, "skolsynk.db"), TimeProvider.System, durable: false);
            Task<int> Write() => database.Write(s => s.Scalar<int>("SELECT 1")).WaitAsync(TimeSpan.FromSeconds(20));
            await Assert.ThrowsAsync<Microsoft.Data.Sqlite.SqliteException>(Write);
            Directory.CreateDirectory(inner);
            Assert.Equal(1, await Write());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
