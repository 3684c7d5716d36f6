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
        InputVersions.Raise(session, tenant);
        InputVersions.BreakOff(session, tenant);
    }

    /// <summary>
    /// From now on the tenant is read every hour. False, and nothing is changed, for one that was read before and was switched off, or that
    /// leaves: that was somebody else's decision.
    /// </summary>
    public static bool Activate(Session session, TenantId tenant)
    {
        using var context = session.Context(tenant);
        var row = context.Set<Tenant>().Single(one => one.Id == tenant.Value);
        if (row.Active)
            return true;
        if (session.Scalar<long>("SELECT count(*) FROM sync_run WHERE tenant = @tenant", ("@tenant", tenant.Value)) > 0
            || session.Scalar<long>("SELECT count(*) FROM erasure WHERE tenant = @tenant AND ended = 0", ("@tenant", tenant.Value)) > 0)
            return false;
        row.Active = true;
        context.SaveChanges();
        return true;
    }
}
