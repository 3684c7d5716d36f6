using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Skolsynk.Sandbox.Municipalities;
using Skolsynk.Sandbox.Pages;
using Skolsynk.Sandbox.Suppliers;

namespace Skolsynk.Sandbox.Expected;

/// <summary>
/// The comparison of what a supplier holds with what it must hold: <c>GET /expected?supplier=…&amp;environment=…</c>, and
/// <c>POST</c> there with an array of connections to say what they are from now on.
/// </summary>
internal static class ExpectedRoutes
{
    private const int Shown = 200;

    private static readonly JsonSerializerOptions Json = new(SupplierRoutes.Json)
    {
        Converters = { new JsonStringEnumConverter<DifferenceKind>(JsonNamingPolicy.CamelCase), new JsonStringEnumConverter<GroupChoice>(JsonNamingPolicy.CamelCase) },
    };

    public static void Map(WebApplication app, SandboxSuppliers suppliers)
    {
        var comparisons = new Comparisons(app.Services.GetService<IReadOnlyList<Municipality>>() ?? []);
        app.MapGet("/expected", IResult (string supplier, string? environment) =>
            suppliers.Find(supplier)?.Environment(environment) is { } receiver ? Answer(receiver, comparisons.Of(receiver)) : Unknown(suppliers));
        app.MapPost("/expected", Task<IResult> (HttpRequest request, string supplier, string? environment) =>
            suppliers.Find(supplier)?.Environment(environment) is { } receiver ? DescribeAsync(request, comparisons, receiver) : Task.FromResult<IResult>(Unknown(suppliers)));
        app.MapGet("/suppliers/{name}/{environment}/comparison", IResult (string name, string environment) =>
            suppliers.Find(name)?.Environment(environment) is { } receiver
                ? Layout.Page("Jämförelse", Page(receiver, comparisons.Of(receiver)))
                : new NotFoundPage());
    }

    private static async Task<IResult> DescribeAsync(HttpRequest request, Comparisons comparisons, ScimReceiver receiver)
    {
        List<ConnectionDescription>? connections;
        try
        {
            connections = await request.ReadFromJsonAsync<List<ConnectionDescription>>(Json, request.HttpContext.RequestAborted);
        }
        catch (JsonException problem)
        {
            return TypedResults.Problem($"The connections cannot be read at {problem.Path ?? "$"}.", statusCode: 400);
        }

        if (comparisons.Unknown(connections ?? []) is [var unknown, ..])
            return TypedResults.Problem($"No municipality of this sandbox has the tenant id {unknown}.", statusCode: 400);
        comparisons.Describe(receiver, connections ?? []);
        return Answer(receiver, comparisons.Of(receiver));
    }

    private static JsonHttpResult<Told> Answer(ScimReceiver receiver, Comparison comparison) => TypedResults.Json(
        new Told(receiver.Profile.Name, receiver.Environment, comparison.Expected, comparison.Held)
        {
            Missing = comparison.Count(DifferenceKind.Missing),
            Surplus = comparison.Count(DifferenceKind.Surplus),
            Different = comparison.Count(DifferenceKind.Different),
            Divergences = [.. comparison.Divergences.Take(Shown)],
        },
        Json);

    private static ProblemHttpResult Unknown(SandboxSuppliers suppliers) => TypedResults.Problem(
        $"supplier or environment is not known. Suppliers: {string.Join(", ", suppliers.All.Select(one => one.Profile.Name))}; environments: production, test.",
        statusCode: 400);

    private static Html Page(ScimReceiver receiver, Comparison comparison) => Html.Of($"""
        <p><a href="/suppliers/{receiver.Profile.Name}?environment={receiver.Environment}">{InboxPage.Title(receiver)}</a> jämförd med det som kommunens uppgifter ger, uträknat av sandlådan själv.</p>
        <p>{comparison.Expected:N0} väntade, {comparison.Held:N0} finns.
        <strong class="{(comparison.Divergences.Count == 0 ? "good" : "bad")}">{(comparison.Divergences.Count == 0 ? "Allt stämmer." : "Det stämmer inte.")}</strong></p>
        {Html.When(comparison.Divergences.Count > 0, () => Html.Of($"""
            <p>{comparison.Count(DifferenceKind.Missing):N0} saknas, {comparison.Count(DifferenceKind.Surplus):N0} för mycket, {comparison.Count(DifferenceKind.Different):N0} skiljer sig.</p>
            <div class="wide" tabindex="0" role="region" aria-label="Avvikelser">
            <table>
            <caption>De första {Math.Min(Shown, comparison.Divergences.Count):N0} av {comparison.Divergences.Count:N0}</caption>
            <thead><tr><th scope="col">Slag</th><th scope="col">Id</th><th scope="col">Hur</th></tr></thead>
            <tbody>{Html.Each(comparison.Divergences.Take(Shown), one => Html.Of($"<tr><td>{SupplierTexts.Title(one.Endpoint)}</td><td class=\"id\">{one.Id}</td><td>{How(one)}</td></tr>"))}</tbody>
            </table>
            </div>
            """))}
        """);

    private static string How(Divergence one) => one.Kind switch
    {
        DifferenceKind.Missing => "saknas",
        DifferenceKind.Surplus => "för mycket",
        _ => "skiljer sig: " + one.Reason,
    };

    /// <summary>The comparison as the API tells it: all counts, the first divergences.</summary>
    private sealed record Told(string Supplier, string Environment, int Expected, int Held)
    {
        public required int Missing { get; init; }

        public required int Surplus { get; init; }

        public required int Different { get; init; }

        public required IReadOnlyList<Divergence> Divergences { get; init; }
    }
}
