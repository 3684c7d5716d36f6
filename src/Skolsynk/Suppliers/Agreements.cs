using Microsoft.EntityFrameworkCore;
using Skolsynk.Data;

namespace Skolsynk.Suppliers;

/// <summary>Reads and writes a municipality's agreements.</summary>
public static class Agreements
{
    public static Agreement? Load(Session session, TenantId tenant, int supplier)
    {
        using var context = session.Context(tenant);
        return context.Set<Agreement>().AsNoTracking().FirstOrDefault(one => one.SupplierId == supplier);
    }

    /// <summary>Whether persons may be read: an agreement with at least one supplier holds.</summary>
    public static bool AllowReading(Session session, TenantId tenant, DateOnly today)
    {
        using var context = session.Context(tenant);
        return context.Set<Agreement>().AsNoTracking().ToList().Exists(one => one.Holds(today));
    }

    /// <summary>The supplier has left: what was said of it holds for no other time.</summary>
    public static void Forget(Session session, TenantId tenant, int supplier)
    {
        using var context = session.Context(tenant);
        context.Set<Agreement>().Where(one => one.SupplierId == supplier).ExecuteDelete();
    }

    public static void Set(Session session, TenantId tenant, int supplier, Action<Agreement> change)
    {
        using var context = session.Context(tenant);
        var row = context.Set<Agreement>().FirstOrDefault(one => one.SupplierId == supplier);
        if (row is null)
            context.Add(row = new Agreement { TenantId = tenant.Value, SupplierId = supplier });
        change(row);
        context.SaveChanges();
        InputVersions.BreakOff(session, tenant);
    }
}
