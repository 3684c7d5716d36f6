using Skolsynk.Access;
using Skolsynk.Data;
using Skolsynk.Tests.Data;

namespace Skolsynk.Tests.Access;

public sealed class AccountTests(PostgresServer server)
{
    /// <summary>Without a test's clock the time is the server's, which is asked on the same connection.</summary>
    [Fact]
    public async Task An_account_is_found_by_the_clock_of_a_PostgreSQL_server()
    {
        await using var database = new PostgresDatabase(await server.NewDatabase());
        await database.Migrate(TestContext.Current.CancellationToken);
        var (tenant, account) = (new TenantId(1), Guid.CreateVersion7());
        await database.Write(session => AccountBook.Give(session, tenant, new(account, "Någon", "nagon@kommun.example"), Role.Insight, Guid.Empty));
        Assert.Equal(Role.Insight, (await database.Read(session => AccountBook.Find(session, tenant, account)))?.Role);
    }
}
