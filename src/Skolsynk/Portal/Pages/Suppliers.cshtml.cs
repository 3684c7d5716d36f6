using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Skolsynk.Access;
using Skolsynk.Data;
using Skolsynk.Portal.Connections;
using Skolsynk.Portal.Frame;
using Skolsynk.Portal.Setup;
using Skolsynk.Portal.SignIn;
using Skolsynk.Suppliers;

namespace Skolsynk.Portal.Pages;

/// <summary><c>/suppliers</c>: the municipality's suppliers, and those that it may add.</summary>
[Rights(Who.Everyone, Who.Administrators)]
internal sealed class SuppliersModel(PortalTools tools) : PageModel
{
    public IReadOnlyList<ConnectionView> Views { get; private set; } = [];

    /// <summary>Suppliers without a connection, and whether they have a test environment.</summary>
    public IReadOnlyList<(Supplier Supplier, bool HasTest)> Catalogue { get; private set; } = [];

    public bool InSetup { get; private set; }

    public async Task OnGet(CancellationToken cancellation)
    {
        InSetup = await this.InSteps(tools, SetupStep.Supplier) is not null;
        var tenant = HttpContext.Here().Id;
        (Views, Catalogue) = await tools.Database.Read(session => (ConnectionView.All(session, tenant), Free(session, tenant)), cancellation);
    }

    public async Task<IActionResult> OnPost(string? supplier, CancellationToken cancellation)
    {
        var tenant = HttpContext.Here().Id;
        var added = await tools.Database.Write(session =>
        {
            using var context = session.Context(tenant);
            var environment = context.Set<SupplierEnvironment>().AsNoTracking().FirstOrDefault(one => one.Kind == EnvironmentKind.Production
                && context.Set<Supplier>().Any(row => row.Id == one.SupplierId && row.Key == supplier));
            if (environment is null)
                return (int?)null;
            this.Log(session, AuditEvent.SupplierAdded, context.Set<Supplier>().Single(row => row.Id == environment.SupplierId).Name);
            return ConnectionSettings.Add(session, tenant, environment.Id);
        }, cancellation);
        return added is null ? NotFound() : Redirect($"/suppliers/{supplier}/agreement");
    }

    private static List<(Supplier Supplier, bool HasTest)> Free(Session session, TenantId tenant)
    {
        using var context = session.Context(tenant);
        var environments = context.Set<SupplierEnvironment>().AsNoTracking().ToList();
        var used = context.Set<Connection>().AsNoTracking().Select(one => one.EnvironmentId).ToHashSet();
        var taken = environments.Where(one => used.Contains(one.Id)).Select(one => one.SupplierId).ToHashSet();
        return
        [
            .. context.Set<Supplier>().AsNoTracking().ToList().Where(one => !taken.Contains(one.Id) && environments.Exists(e => e.SupplierId == one.Id && e.Kind == EnvironmentKind.Production))
                .OrderBy(one => one.Name, Text.Order)
                .Select(one => (one, environments.Exists(e => e.SupplierId == one.Id && e.Kind == EnvironmentKind.Test))),
        ];
    }
}
