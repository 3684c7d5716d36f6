using Microsoft.EntityFrameworkCore;
using Skolsynk.Data;

namespace Skolsynk.Tenants;

/// <summary>Finds the tenant of an Entra tenant, and makes it when its global administrator has approved the app.</summary>
public static class TenantOpening
{
    private static readonly TenantId Nobody = new(0);

    public static Tenant? Find(Session session, Guid entraTenantId)
    {
        using var context = session.Context();
        return context.Set<Tenant>().AsNoTracking().FirstOrDefault(tenant => tenant.EntraTenantId == entraTenantId);
    }

    /// <summary>The tenant as it is, or a new one that is neither read nor delivered until somebody starts it.</summary>
    /// <param name="domain">Of the administrator's account: what the tenant is called until she has said which it is.</param>
    public static Tenant Open(Session session, Guid entraTenantId, string domain)
    {
        using var context = session.Context();
        if (context.Set<Tenant>().FirstOrDefault(tenant => tenant.EntraTenantId == entraTenantId) is { } known)
            return known;
        var tenant = new Tenant
        {
            Id = (int)session.Mint(Nobody, Counter.Tenant),
            EntraTenantId = entraTenantId,
            Key = FreeKey(context, domain),
            Name = domain.Length > 0 ? domain : $"{entraTenantId:D}",
            Active = false,
        };
        context.Add(tenant);
        context.SaveChanges();
        return tenant;
    }

    private static string FreeKey(SkolsynkContext context, string domain)
    {
        var plain = string.Concat(domain.Split('.')[0].ToLowerInvariant().Select(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) ? letter : '-')).Trim('-');
        var wanted = plain.Length is 0 ? "huvudman" : plain.Length > 32 ? plain[..32] : plain;
        var taken = context.Set<Tenant>().Select(tenant => tenant.Key).Where(key => key.StartsWith(wanted)).ToHashSet();
        return Enumerable.Range(1, int.MaxValue).Select(number => number == 1 ? wanted : $"{wanted}-{number}").First(key => !taken.Contains(key));
    }
}
