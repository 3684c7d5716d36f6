using Skolsynk.Data;
using Skolsynk.Deliveries;
using Skolsynk.Rosters;
using Skolsynk.Stores;
using Skolsynk.Tenants;

namespace Skolsynk.Retention;

/// <summary>What setting marks has led to.</summary>
/// <param name="Marked">Persons who were not protected before.</param>
/// <param name="Unmarked">Marks that were taken away.</param>
/// <param name="Waiting">Persons who are hidden, and whose removal waits for a decision because the marks came in a mass.</param>
public sealed record MarksSet(int Marked, int Unmarked, int Waiting);

/// <summary>
/// Marks persons as protected. What is stored of them is erased in the same transaction, everything that is being sent for the
/// tenant is interrupted, and the suppliers' copies go first of all. Call <see cref="Database.Scrub"/> afterwards.
/// </summary>
public static class Marks
{
    /// <summary>More new marks than this in 24 h is a mass.</summary>
    public const int MostInADay = 25;

    /// <summary>Or more than this share of the persons.</summary>
    public const double MostOfAll = 0.005;

    private const long Day = 24 * 60 * 60 * 1000;

    /// <summary>Sets the marks of one origin to exactly these persons.</summary>
    public static MarksSet Set(Session session, TenantId tenant, MarkOrigin origin, IReadOnlySet<Guid> wanted)
    {
        var marked = ProtectedPersons.Of(session, tenant, origin).ToHashSet();
        var before = ProtectedPersons.Load(session, tenant);
        var added = wanted.Except(marked).ToList();
        var gone = marked.Except(wanted).ToList();
        var aliases = PersonAliases.Load(session, tenant);
        var fresh = added.Where(id => !before.All.Contains(id)).Select(aliases.PersonOf).Distinct().ToList();
        var waits = IsMass(session, tenant, fresh) ? fresh.SelectMany(aliases.IdsOf).ToHashSet() : [];
        waits.UnionWith(before.Waiting);
        Enter(session, JournalKind.Unmark, tenant, origin, gone, []);
        // All ids of a person: a restored database may not know yet that they are one.
        List<Guid> all = [.. added.Concat(fresh.SelectMany(aliases.IdsOf)).Distinct()];
        if (added.Count > 0)
            Enter(session, JournalKind.Mark, tenant, origin, all, [.. all.Where(waits.Contains)]);
        ProtectedPersons.Remove(session, tenant, origin, gone);
        ProtectedPersons.Add(session, tenant, origin, added, waits.Contains);
        if (added.Count > 0)
            Erase(session, tenant, [.. fresh.Where(id => !waits.Contains(id))]);
        else if (gone.Count > 0)
            InputVersions.Raise(session, tenant);
        return new(fresh.Count, gone.Count, ProtectedPersons.Load(session, tenant).WaitingPersons);
    }

    /// <summary>Marks one more person, or takes the mark of one away, as an administrator names them.</summary>
    public static MarksSet Change(Session session, TenantId tenant, Guid person, bool isProtected)
    {
        var wanted = ProtectedPersons.Of(session, tenant, MarkOrigin.Administrator).ToHashSet();
        if (isProtected)
            wanted.Add(person);
        else
            wanted.Remove(person);
        return Set(session, tenant, MarkOrigin.Administrator, wanted);
    }

    /// <summary>Those who waited were marked by mistake: their marks go, whoever set them. A list that still names them sets them again.</summary>
    public static void Withdraw(Session session, TenantId tenant)
    {
        var waiting = ProtectedPersons.Load(session, tenant).Waiting;
        foreach (var origin in Enum.GetValues<MarkOrigin>())
        {
            var marked = ProtectedPersons.Of(session, tenant, origin).ToHashSet();
            if (marked.Overlaps(waiting))
                Set(session, tenant, origin, marked.Except(waiting).ToHashSet());
        }
    }

    /// <summary>Goes on with those who waited; they are erased here and at the suppliers.</summary>
    public static void Approve(Session session, TenantId tenant)
    {
        var waiting = ProtectedPersons.Load(session, tenant).Waiting;
        if (waiting.Count == 0)
            return;
        Enter(session, JournalKind.Approve, tenant, 0, waiting, []);
        ProtectedPersons.Approve(session, tenant, waiting);
        Erase(session, tenant, waiting);
    }

    /// <summary>Carries out an entry that the journal has and the database has not.</summary>
    internal static void Again(Session session, JournalEntry entry)
    {
        var (tenant, origin) = (new TenantId(entry.Tenant), (MarkOrigin)entry.Detail);
        switch (entry.What)
        {
            case JournalKind.Mark:
                ProtectedPersons.Add(session, tenant, origin, entry.Ids, entry.Waiting.Contains);
                var aliases = PersonAliases.Load(session, tenant);
                Erase(session, tenant, [.. entry.Ids.Except(ProtectedPersons.Load(session, tenant).Waiting).Select(aliases.PersonOf).Distinct()]);
                break;
            case JournalKind.Unmark:
                ProtectedPersons.Remove(session, tenant, origin, entry.Ids);
                InputVersions.Raise(session, tenant);
                break;
            default:
                ProtectedPersons.Approve(session, tenant, entry.Ids);
                Erase(session, tenant, entry.Ids);
                break;
        }
    }

    private static void Enter(
        Session session, JournalKind what, TenantId tenant, MarkOrigin origin, IReadOnlyCollection<Guid> persons, IReadOnlyList<Guid> waiting)
    {
        if (persons.Count > 0)
            JournalState.Enter(session, what, tenant, entry => entry with { Detail = (short)origin, Ids = [.. persons], Waiting = waiting });
    }

    /// <summary>Only marks of persons who are stored count: the others remove nothing.</summary>
    private static bool IsMass(Session session, TenantId tenant, List<Guid> fresh)
    {
        var hit = fresh.Count == 0 ? 0 : SqlList.Query(
            session, tenant, "SELECT 1 FROM entity WHERE tenant = @tenant AND kind = 2 AND gone_v IS NULL AND src IN ({0})", fresh, Ids.ToBytes, _ => 1).Count;
        if (hit == 0)
            return false;
        var recent = hit + session.Scalar<int>(
            "SELECT count(DISTINCT p.src) FROM protected_person p JOIN entity e ON e.tenant = p.tenant AND e.kind = 2 AND e.src = p.src "
            + "WHERE p.tenant = @tenant AND p.at > @since", ("@tenant", tenant.Value), ("@since", session.Now - Day));
        var persons = session.Scalar<int>(
            "SELECT count(*) FROM entity WHERE tenant = @tenant AND kind = 2 AND gone_v IS NULL", ("@tenant", tenant.Value));
        return recent > MostInADay || recent > Math.Max(1, persons * MostOfAll);
    }

    /// <summary>
    /// Those who wait are not among the erased, but for them too the roster moves and deliveries plan anew: from now on nobody of them
    /// is read, shown or sent.
    /// </summary>
    private static void Erase(Session session, TenantId tenant, IReadOnlyCollection<Guid> persons)
    {
        RosterErasure.Forget(tenant, session, persons);
        DeliveryErasure.Interrupt(session, tenant);
        LateMarks.Enter(session, tenant, persons);
        DeliveryErasure.History(session, tenant, persons, RosterStore.LoadSchoolIds(tenant, session));
    }
}
