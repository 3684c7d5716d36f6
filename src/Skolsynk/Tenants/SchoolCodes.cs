using Microsoft.EntityFrameworkCore;
using Skolsynk.Data;

namespace Skolsynk.Tenants;

/// <summary>The confirmed school unit codes of a tenant.</summary>
public static class SchoolCodes
{
    /// <summary>By school.</summary>
    public static IReadOnlyDictionary<Guid, string> Load(Session session, TenantId tenant)
    {
        using var context = session.Context(tenant);
        return context.Set<SchoolCode>().AsNoTracking().ToDictionary(one => one.School, one => one.Code);
    }

    /// <summary>Sets codes, or takes them away where null; what differs raises the version of the tenant's connections. How many differed.</summary>
    public static int Set(Session session, TenantId tenant, IReadOnlyDictionary<Guid, string?> wanted)
    {
        using var context = session.Context(tenant);
        var rows = context.Set<SchoolCode>().ToDictionary(one => one.School);
        var changed = 0;
        foreach (var (school, code) in wanted)
        {
            var row = rows.GetValueOrDefault(school);
            if (row?.Code == code)
                continue;
            changed++;
            if (code is null)
                context.Remove(row!);
            else if (row is null)
                context.Add(new SchoolCode { TenantId = tenant.Value, School = school, Code = code });
            else
                row.Code = code;
        }
        context.SaveChanges();
        if (changed > 0)
            InputVersions.BreakOff(session, tenant);
        return changed;
    }
}
