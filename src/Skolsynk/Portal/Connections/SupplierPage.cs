using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Skolsynk.Data;
using Skolsynk.Portal.SignIn;
using Skolsynk.Suppliers;
using Skolsynk.Tenants;

namespace Skolsynk.Portal.Connections;

/// <summary>A supplier of the catalogue with what this municipality has of it, in one of its environments.</summary>
/// <param name="View">Null: no connection.</param>
internal sealed record SupplierPage(Supplier Supplier, EnvironmentKind Kind, ConnectionView? View)
{
    public Agreement? Agreement { get; private init; }

    /// <summary>The municipality has an answer about protected persons.</summary>
    public bool ProtectedAnswered { get; private init; }

    /// <summary>A code of ours is another municipality's at a supplier where both are.</summary>
    public bool HasTakenCodes { get; private init; }

    /// <summary>The other environment's connection, if there is one.</summary>
    public ConnectionView? Other { get; private init; }

    /// <summary>The first part of the addresses of its pages.</summary>
    public string Path => $"/suppliers/{Supplier.Key}";

    /// <summary>An address of one of its pages, in this environment.</summary>
    public string At(string page = "") => $"{Path}{(page.Length > 0 ? "/" + page : "")}{(Kind is EnvironmentKind.Test ? "?environment=test" : "")}";

    public string EnvironmentName => Kind is EnvironmentKind.Test ? "Test" : "Skarp";

    /// <summary>The connection as the audit log names it.</summary>
    public string Title => $"{Supplier.Name} ({EnvironmentName})";

    /// <summary>What must be there before anything is sent, each with the page where it is done; empty: it may start.</summary>
    public IEnumerable<(string Text, string Address)> Missing(DateOnly today)
    {
        var shared = Supplier.Profile.Key is KeyScope.Shared;
        if (Agreement?.Holds(today) is not true)
            yield return ("Ange personuppgiftsbiträdesavtalet.", At("agreement"));
        if (Kind is EnvironmentKind.Production && Agreement?.Subscription is not true)
            yield return ("Ange att ni har ett abonnemang.", At("agreement"));
        if (!ProtectedAnswered)
            yield return ("Svara på frågan om skyddade personuppgifter.", "/setup/protected");
        if (HasTakenCodes)
            yield return ("En av era skolenhetskoder används redan av en annan huvudman hos leverantören. Kontrollera koderna.", "/schools");
        if (View?.Details is { NeedsConfirmation: true } || (shared && View?.Details.SealedKey is null))
            yield return ($"{Supplier.Name} eller den som driver Skolsynk har inte bekräftat er. Inget skickas i Skarp.", At("connection"));
        if (!shared && View?.Start is { KeyAcceptedAt: null })
            yield return ("Ange nyckeln och testa anslutningen.", At("connection"));
    }

    /// <summary>Null: there is no such supplier, or it has no such environment.</summary>
    public static Task<SupplierPage?> Find(PageModel page, PortalTools tools, string key, string? environment)
    {
        var tenant = page.HttpContext.Here().Id;
        var kind = environment == "test" ? EnvironmentKind.Test : EnvironmentKind.Production;
        return tools.Database.Read(session => Load(session, tenant, key, kind), page.HttpContext.RequestAborted);
    }

    public static SupplierPage? Load(Session session, TenantId tenant, string key, EnvironmentKind kind)
    {
        using var context = session.Context(tenant);
        if (context.Set<Supplier>().AsNoTracking().FirstOrDefault(one => one.Key == key) is not { } supplier
            || !context.Set<SupplierEnvironment>().Any(one => one.SupplierId == supplier.Id && one.Kind == kind))
            return null;
        var views = ConnectionView.All(session, tenant).Where(one => one.Details.Supplier.Id == supplier.Id).ToList();
        var setup = TenantSetups.Load(session, tenant);
        return new(supplier, kind, views.Find(one => one.Details.Environment.Kind == kind))
        {
            Agreement = Agreements.Load(session, tenant, supplier.Id),
            ProtectedAnswered = setup is null or { Protected: not ProtectedAnswer.None } || ProtectedPersons.Load(session, tenant).All.Count > 0 || context.Set<Tenant>().Any(one => one.Id == tenant.Value && one.ProtectedGroup != null),
            HasTakenCodes = TakenCodes.Among(session, tenant, SchoolCodes.Load(session, tenant).Values).Count > 0,
            Other = views.Find(one => one.Details.Environment.Kind != kind),
        };
    }

    /// <summary>What the supplier takes, after its profile.</summary>
    public static string Takes(CapabilityProfile profile) => profile.Groups switch
    {
        GroupsTaken.All => "skolor, elever, lärare, klasser och undervisningsgrupper",
        GroupsTaken.Classes => "skolor, elever, lärare och klasser",
        _ => "skolor, elever och lärare",
    };

    public static string SignsInBy(CapabilityProfile profile) => profile.SignInKey switch { SignInKey.Upn => "inloggningsnamn", SignInKey.Email => "e-postadress", _ => "kontots id" };

    public static string OnDelete(CapabilityProfile profile) => profile.OnDelete switch
    {
        Skolsynk.Suppliers.OnDelete.Erase => "raderas direkt",
        Skolsynk.Suppliers.OnDelete.Archive => $"sparas i {profile.ArchiveDays} dagar",
        _ => "stängs av",
    };
}
