using Skolsynk.Sandbox.Municipalities;
using Skolsynk.Sandbox.Pages;

namespace Skolsynk.Sandbox.Suppliers;

/// <summary>The pages on which people see what arrived at the suppliers.</summary>
internal static class SupplierPages
{
    public static void Map(WebApplication app, SandboxSuppliers suppliers)
    {
        var municipalities = app.Services.GetService<IReadOnlyList<Municipality>>() ?? [];
        string Name(string tenant) => tenant == ReceiverKeys.Everyone
            ? "Alla kommuner"
            : municipalities.FirstOrDefault(one => one.EntraTenantId.ToString("D") == tenant)?.Name ?? tenant;

        app.MapGet("/suppliers", () => Layout.Page("Leverantörerna", SuppliersPage.Of(suppliers, Name)));
        app.MapGet("/suppliers/{name}", IResult (string name, string? environment, string? tenant, string? endpoint, int? start) =>
            suppliers.Find(name)?.Environment(environment) is { } receiver
                ? Layout.Page(
                    InboxPage.Title(receiver),
                    new InboxPage(receiver, new(tenant, ScimEndpoints.Find(endpoint ?? ""), start ?? 0), Name).Main())
                : Missing());
        app.MapGet("/suppliers/{name}/{environment}/{tenant}/{endpoint}/{id}", IResult (string name, string environment, string tenant, string endpoint, string id) =>
            suppliers.Find(name)?.Environment(environment) is { } receiver ? One(receiver, tenant, endpoint, id) : Missing());
        app.MapPost("/suppliers/{name}/switch", (HttpRequest request, string name) => SwitchAsync(request, suppliers, name));
    }

    private static IResult One(ScimReceiver receiver, string tenant, string endpoint, string id)
    {
        if (!receiver.Tenants.Contains(tenant) || ScimEndpoints.Find(endpoint) is not { } type
            || receiver.HeldBy(tenant).Find(type, id) is not { } one)
            return Missing();
        var view = new ObjectView(receiver, tenant, receiver.HeldBy(tenant));
        return Layout.Page(view.NameOf(one), view.Whole(one));
    }

    private static async Task<IResult> SwitchAsync(HttpRequest request, SandboxSuppliers suppliers, string name)
    {
        if (!request.HasFormContentType)
            return TypedResults.StatusCode(StatusCodes.Status415UnsupportedMediaType);
        var form = await request.ReadFormAsync(request.HttpContext.RequestAborted);
        if (suppliers.Find(name)?.Environment(form["environment"]) is not { } receiver)
            return Missing();
        FaultSwitchesView.Carry(receiver, form);
        return TypedResults.LocalRedirect($"/suppliers/{name}?environment={receiver.Environment}");
    }

    private static NotFoundPage Missing() => new();
}
