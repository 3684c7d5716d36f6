using System.Text.Json;
using System.Text.Json.Serialization;
using Skolsynk.Sandbox.Expected;
using Skolsynk.Sandbox.Pages;

namespace Skolsynk.Sandbox.Suppliers;

/// <summary>Puts the stand-in suppliers into the sandbox's host: their receivers, and the API that tests and people steer them by.</summary>
internal static class SupplierRoutes
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter<FaultKind>(JsonNamingPolicy.CamelCase), new JsonStringEnumConverter<ScimEndpoint>() },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static SandboxSuppliers MapSuppliers(this WebApplication app, SandboxSuppliers? suppliers = null)
    {
        suppliers ??= new(TimeProvider.System, app.Lifetime.ApplicationStopping);
        app.Use((context, next) => suppliers.TryHandle(context, out var handled) ? handled : next(context));
        app.MapLayout();
        SupplierApi.Map(app, suppliers);
        SupplierPages.Map(app, suppliers);
        ExpectedRoutes.Map(app, suppliers);
        return suppliers;
    }
}
