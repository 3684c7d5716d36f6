using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Skolsynk.Sandbox.Suppliers;

/// <summary>JSON for tests and for the scripts that set a sandbox up.</summary>
internal static class SupplierApi
{
    public static void Map(WebApplication app, SandboxSuppliers suppliers)
    {
        app.MapGet("/suppliers.json", () => Answer(suppliers.All.Select(Described)));
        var group = app.MapGroup("/suppliers/{name}");
        group.MapGet("/keys", (string name, Guid tenant) => With(suppliers, name, supplier => Answer(Keys(supplier, tenant))));
        group.MapGet("/objects", (string name, string? environment, string? endpoint, Guid? tenant) =>
            In(suppliers, name, environment, receiver => Objects(receiver, endpoint, tenant)));
        group.MapGet("/stats", (string name, string? environment) =>
            In(suppliers, name, environment, receiver => Answer(Stats(receiver))));
        group.MapPost("/reset", (string name, string? environment) => In(suppliers, name, environment, Reset));
        group.MapPost("/settings", (string name, string? environment, double? rate) =>
            In(suppliers, name, environment, receiver => Settings(receiver, rate)));
        group.MapGet("/faults", (string name, string? environment) =>
            In(suppliers, name, environment, receiver => Answer(receiver.Faults.Current)));
        group.MapPost("/faults", (HttpRequest request, string name, string? environment) =>
            SwitchOnAsync(request, suppliers, name, environment));
        group.MapDelete("/faults", (string name, string? environment, string? kind) =>
            In(suppliers, name, environment, receiver => SwitchOff(receiver, kind)));
    }

    private static object Described(Supplier supplier) => new
    {
        supplier.Profile.Name,
        supplier.Profile.Title,
        supplier.Profile.SharedKey,
        supplier.Profile.AuthHeader,
        MediaType = supplier.Profile.MediaTypes[0],
        supplier.Profile.ClassesOnly,
        supplier.Profile.OneSchoolPerPerson,
        supplier.Profile.Http2,
        RatePerSecond = supplier.Production.RatePerSecond,
        Production = supplier.Profile.BasePath,
        Test = supplier.Test.BasePath,
    };

    private static object Keys(Supplier supplier, Guid tenant) => new
    {
        supplier.Profile.AuthHeader,
        Production = supplier.Production.Keys.KeyFor(tenant),
        Test = supplier.Test.Keys.KeyFor(tenant),
    };

    /// <summary>What a receiver holds and has been asked.</summary>
    private static object Stats(ScimReceiver receiver) => new
    {
        receiver.Environment,
        Objects = receiver.Tenants.ToDictionary(
            tenant => tenant,
            tenant => ScimEndpoints.All.ToDictionary(endpoint => endpoint.Name(), endpoint => receiver.HeldBy(tenant).Count(endpoint))),
        Dangling = receiver.Tenants.Sum(tenant => receiver.HeldBy(tenant).Dangling().Count),
        receiver.Journal.Counts,
        Last = receiver.Journal.Last(50),
    };

    private static IResult Objects(ScimReceiver receiver, string? endpoint, Guid? tenant)
    {
        if (endpoint is not null && ScimEndpoints.Find(endpoint) is null)
            return Problem("endpoint", endpoint, ScimEndpoints.All.Select(ScimEndpoints.Name));
        var tenants = tenant is { } id && !receiver.Profile.SharedKey ? [id.ToString("D")] : receiver.Tenants;
        var endpoints = endpoint is null ? ScimEndpoints.All : [ScimEndpoints.Find(endpoint)!.Value];
        return Answer(endpoints.ToDictionary(
            type => type.Name(),
            type => tenants.SelectMany(owner => receiver.HeldBy(owner).All(type)).Select(held => JsonElement.Parse(held.Body))));
    }

    private static NoContent Reset(ScimReceiver receiver)
    {
        receiver.Reset();
        return TypedResults.NoContent();
    }

    private static NoContent Settings(ScimReceiver receiver, double? rate)
    {
        receiver.RatePerSecond = rate;
        return TypedResults.NoContent();
    }

    private static async Task<IResult> SwitchOnAsync(HttpRequest request, SandboxSuppliers suppliers, string name, string? environment)
    {
        Fault? fault;
        try
        {
            fault = await request.ReadFromJsonAsync<Fault>(SupplierRoutes.Json, request.HttpContext.RequestAborted);
        }
        catch (JsonException problem)
        {
            return Problem("fault", problem.Path ?? "$", Enum.GetNames<FaultKind>().Select(JsonNamingPolicy.CamelCase.ConvertName));
        }

        return In(suppliers, name, environment, receiver =>
        {
            receiver.Faults.On(fault!);
            return Answer(receiver.Faults.Current);
        });
    }

    private static IResult SwitchOff(ScimReceiver receiver, string? kind)
    {
        if (kind is null)
            receiver.Faults.Off();
        else if (Enum.TryParse<FaultKind>(kind, ignoreCase: true, out var known))
            receiver.Faults.Off(known);
        else
            return Problem("kind", kind, Enum.GetNames<FaultKind>().Select(JsonNamingPolicy.CamelCase.ConvertName));
        return Answer(receiver.Faults.Current);
    }

    private static IResult In(SandboxSuppliers suppliers, string name, string? environment, Func<ScimReceiver, IResult> answer) =>
        With(suppliers, name, supplier => supplier.Environment(environment) is { } receiver
            ? answer(receiver)
            : Problem("environment", environment!, ["production", "test"]));

    private static IResult With(SandboxSuppliers suppliers, string name, Func<Supplier, IResult> answer) =>
        suppliers.Find(name) is { } supplier
            ? answer(supplier)
            : Problem("supplier", name, suppliers.All.Select(known => known.Profile.Name));

    private static JsonHttpResult<T> Answer<T>(T value) => TypedResults.Json(value, SupplierRoutes.Json);

    private static ProblemHttpResult Problem(string what, string bad, IEnumerable<string> taken) =>
        TypedResults.Problem($"{what} '{bad}' is not known. Take one of: {string.Join(", ", taken)}.", statusCode: 400);
}
