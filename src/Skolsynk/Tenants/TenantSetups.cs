using Microsoft.EntityFrameworkCore;
using Skolsynk.Data;

namespace Skolsynk.Tenants;

/// <summary>Reads and writes what a municipality has said in its first steps.</summary>
public static class TenantSetups
{
    public static TenantSetup? Load(Session session, TenantId tenant)
    {
        using var context = session.Context(tenant);
        return context.Set<TenantSetup>().AsNoTracking().FirstOrDefault();
    }

    /// <summary>The app's permissions are proven. A tenant that the operator made gets no row: it has no steps before it.</summary>
    public static void Consented(Session session, Tenant tenant, bool isNew)
    {
        var id = new TenantId(tenant.Id);
        using var context = session.Context(id);
        if (!isNew || context.Set<TenantSetup>().Any())
            return;
        context.Add(new TenantSetup { TenantId = tenant.Id, ConsentedAt = DateTimeOffset.FromUnixTimeMilliseconds(session.Now) });
        context.SaveChanges();
    }

    /// <summary>The administrator has said which huvudman this is. Its name goes to suppliers, so their versions rise.</summary>
    /// <param name="number">Ten digits; not kept where it may be a person's (third digit 0 or 1).</param>
    /// <param name="municipalityCode">Four digits; null where the huvudman is no municipality.</param>
    public static void Name(Session session, TenantId tenant, string name, string? number, string? municipalityCode)
    {
        using var context = session.Context(tenant);
        var row = context.Set<Tenant>().Single(one => one.Id == tenant.Value);
        row.Name = name;
        row.MunicipalityCode = municipalityCode ?? row.MunicipalityCode;
        if (context.Set<TenantSetup>().FirstOrDefault() is { } setup)
        {
            setup.Named = true;
            setup.OrganisationNumber = number is { Length: 10 } && number[2] >= '2' ? number : null;
        }
        context.SaveChanges();
        InputVersions.Raise(session, tenant);
    }

    public static void AnswerProtected(Session session, TenantId tenant, ProtectedAnswer answer)
    {
        using var context = session.Context(tenant);
        if (context.Set<TenantSetup>().FirstOrDefault() is not { } setup)
            return;
        setup.Protected = answer;
        setup.ProtectedAt = DateTimeOffset.FromUnixTimeMilliseconds(session.Now);
        context.SaveChanges();
        InputVersions.BreakOff(session, tenant);
    }

    /// <summary>
    /// From now on the tenant is read every hour; also one that came to rest when its last supplier was ended, and that has started none since.
    /// False, and nothing is changed, for one that was read before and was switched off, or that leaves: that was somebody else's decision.
    /// </summary>
    public static bool Activate(Session session, TenantId tenant)
    {
        using var context = session.Context(tenant);
        var row = context.Set<Tenant>().Single(one => one.Id == tenant.Value);
        if (row.Active)
            return true;
        if (Count("SELECT count(*) FROM erasure WHERE tenant = @tenant AND cause = 2") > 0
            || (Count("SELECT count(*) FROM sync_run WHERE tenant = @tenant") > 0 && !CameToRest()))
            return false;
        row.Active = true;
        context.SaveChanges();
        return true;

        long Count(string sql) => session.Scalar<long>(sql, ("@tenant", tenant.Value));

        // Of the connections that are left some end, and none was ever started.
        bool CameToRest() => Count("SELECT count(*) FROM erasure WHERE tenant = @tenant AND cause = 1") > 0 && Count(
            "SELECT count(*) FROM connection c LEFT JOIN connection_state x ON x.tenant = c.tenant_id AND x.connection = c.id "
            + "LEFT JOIN connection_start s ON s.tenant_id = c.tenant_id AND s.connection_id = c.id "
            + "WHERE c.tenant_id = @tenant AND coalesce(x.ending, 0) = 0 AND (s.tenant_id IS NULL OR s.started_at IS NOT NULL)") == 0;
    }
}
