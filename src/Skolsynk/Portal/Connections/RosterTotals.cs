using System.Collections.Concurrent;
using Skolsynk.Data;
using Skolsynk.Rosters;
using Skolsynk.Ss12000;
using Skolsynk.Ss12000.Scim2018;
using Skolsynk.Stores;
using Skolsynk.Suppliers;

namespace Skolsynk.Portal.Connections;

/// <summary>What is read of a municipality, counted; protected persons are not in it.</summary>
internal sealed record RosterCount(int Schools, int Students, int Teachers, int Others, int Groups)
{
    public int Users => Students + Teachers + Others;

    /// <summary>Pupils and teachers by school.</summary>
    public required IReadOnlyDictionary<Guid, (int Students, int Teachers)> BySchool { get; init; }
}

/// <summary>What one connection should have, counted.</summary>
/// <param name="All">Objects as they are sent.</param>
internal sealed record ScopeCount(int Schools, int Students, int Teachers, int Groups, int All);

/// <summary>
/// Counts that take the whole roster, made once for each version of it and kept by this process. A page waits for them only a moment;
/// what is not ready is shown as the last that was, and the page asks again.
/// </summary>
internal sealed partial class RosterTotals(Database database, ILoggerFactory logs)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(50);
    private readonly ILogger log = logs.CreateLogger<RosterTotals>();
    private readonly ConcurrentDictionary<TenantId, Kept> kept = new();
    private readonly ConcurrentDictionary<TenantId, Task<Kept>> making = new();

    /// <summary>Null: not ready yet, nor any earlier.</summary>
    public async Task<Totals?> Get(TenantId tenant, CancellationToken cancellation)
    {
        var wanted = await database.Read(session => Version(session, tenant), cancellation);
        if (kept.TryGetValue(tenant, out var known) && known.Version == wanted)
            return known.Totals;
        var work = making.GetOrAdd(tenant, _ => Task.Run(() => Make(tenant), CancellationToken.None));
        await Task.WhenAny(work, Task.Delay(Patience, cancellation));
        return kept.GetValueOrDefault(tenant)?.Totals;
    }

    /// <summary>Of the roster as it is now, however long that takes; null: it could not be counted.</summary>
    public async Task<Totals?> Exact(TenantId tenant, CancellationToken cancellation)
    {
        // A count that was begun for an earlier version may be the one that is waited for first.
        for (var tries = 0; tries < 3; tries++)
        {
            var wanted = await database.Read(session => Version(session, tenant), cancellation);
            if (kept.TryGetValue(tenant, out var known) && known.Version == wanted)
                return known.Totals;
            var work = making.GetOrAdd(tenant, _ => Task.Run(() => Make(tenant), CancellationToken.None));
            await Task.WhenAny(work, Task.Delay(Timeout.Infinite, cancellation));
            cancellation.ThrowIfCancellationRequested();
        }
        return null;
    }

    private async Task<Kept> Make(TenantId tenant)
    {
        try
        {
            var made = await database.Read(session => new Kept(Version(session, tenant), Count(session, tenant)));
            kept[tenant] = made;
            return made;
        }
        catch (Exception failure)
        {
            CountFailed(tenant.Value, failure.GetType().Name);
            throw;
        }
        finally
        {
            making.TryRemove(tenant, out _);
        }
    }

    [LoggerMessage(LogLevel.Warning, "What is read of tenant {Tenant} could not be counted for the portal ({Kind}); pages show earlier numbers or none.")]
    private partial void CountFailed(int tenant, string kind);

    /// <summary>Rises with the roster, the marks and everything that decides what a connection may have.</summary>
    internal static (long Roster, long Input) Version(Session session, TenantId tenant) => (
        RosterStore.Version(tenant, session),
        session.Scalar<long>("SELECT coalesce(sum(input_v + 1), 0) FROM connection_state WHERE tenant = @tenant", ("@tenant", tenant.Value)));

    private static Totals Count(Session session, TenantId tenant)
    {
        var roster = RosterStore.Load(tenant, session).Roster;
        return new(CountOf(roster), ConnectionStore.OfTenant(session, tenant).ToDictionary(one => one.Id, one => CountOf(Scope.Select(roster, one.Scope))));
    }

    public static RosterCount CountOf(Roster roster)
    {
        var bySchool = new Dictionary<Guid, (int Students, int Teachers)>();
        var byRole = new int[3];
        foreach (var person in roster.Persons)
        {
            byRole[(int)person.Role]++;
            if (person.Role is PersonRole.Other)
                continue;
            foreach (var school in person.Schools)
            {
                var (students, teachers) = bySchool.GetValueOrDefault(school);
                bySchool[school] = person.Role is PersonRole.Student ? (students + 1, teachers) : (students, teachers + 1);
            }
        }
        return new(roster.Schools.Count, byRole[(int)PersonRole.Student], byRole[(int)PersonRole.Teacher], byRole[(int)PersonRole.Other], roster.Groups.Count)
        {
            BySchool = bySchool,
        };
    }

    public static ScopeCount CountOf(ScopedRoster scope)
    {
        var students = scope.Persons.Count(person => person.EnrolledAt.Count > 0);
        var mapping = new Mapping(scope);
        return new(scope.Schools.Count, students, scope.Persons.Count - students, scope.Groups.Count,
            Enum.GetValues<Endpoint>().Sum(endpoint => mapping.Ids(endpoint).Count()));
    }

    private sealed record Kept((long Roster, long Input) Version, Totals Totals);
}

/// <param name="Scopes">By number of the connection.</param>
internal sealed record Totals(RosterCount Roster, IReadOnlyDictionary<int, ScopeCount> Scopes);
