using System.Text.Json.Nodes;

namespace Skolsynk.Hosting.Demo;

/// <summary>
/// Asks the sandbox what it stands in for and writes the apply file that connects each of its municipalities to its two suppliers,
/// as an operator would write it by hand. Those that are new come by the portal.
/// </summary>
internal sealed class SandboxSetup(SandboxProcess sandbox)
{
    private static readonly string[] Suppliers = ["alfa", "beta"];

    public async Task<JsonObject> ApplyFile(CancellationToken cancellation)
    {
        var suppliers = (await Get("suppliers.json", cancellation)).AsArray().OfType<JsonObject>()
            .Where(one => Suppliers.Contains(Text(one, "name"))).ToList();
        var tenants = new JsonArray();
        foreach (var tenant in (await Get("sandbox/tenants", cancellation)).AsArray().OfType<JsonObject>().Where(one => !Flag(one, "isNew")))
            tenants.Add(await Tenant(tenant, suppliers, cancellation));
        return new JsonObject { ["suppliers"] = new JsonArray([.. suppliers.Select(Supplier)]), ["tenants"] = tenants };
    }

    /// <summary>A supplier's rate limit at the sandbox; a hundred thousand pupils would take it a quarter of an hour otherwise.</summary>
    public async Task SetRate(string supplier, int perSecond, CancellationToken cancellation)
    {
        using var answer = await sandbox.Client.PostAsync($"suppliers/{supplier}/settings?rate={perSecond}", null, cancellation);
        answer.EnsureSuccessStatusCode();
    }

    public async Task<JsonObject> Comparison(string supplier, CancellationToken cancellation) =>
        (await Get($"expected?supplier={supplier}&environment=production", cancellation)).AsObject();

    private JsonObject Supplier(JsonObject one)
    {
        var http2 = Flag(one, "http2");
        var host = http2 ? sandbox.Http2 : sandbox.Address;
        JsonObject Environment(string kind) => new() { ["kind"] = kind, ["address"] = new Uri(host, Text(one, kind)).ToString().TrimEnd('/') };
        return new JsonObject
        {
            ["key"] = Text(one, "name"),
            ["name"] = Text(one, "title"),
            ["profile"] = new JsonObject
            {
                ["key"] = Flag(one, "sharedKey") ? "shared" : "perTenant",
                ["authHeader"] = Text(one, "authHeader"),
                ["mediaType"] = Text(one, "mediaType"),
                ["http2"] = http2,
                ["groups"] = Flag(one, "classesOnly") ? "classes" : "all",
                ["schoolsPerPerson"] = Flag(one, "oneSchoolPerPerson") ? "one" : "many",
                ["ratePerSecond"] = one["ratePerSecond"]?.DeepClone(),
            },
            ["environments"] = new JsonArray(Environment("production"), Environment("test")),
        };
    }

    private async Task<JsonObject> Tenant(JsonObject tenant, List<JsonObject> suppliers, CancellationToken cancellation)
    {
        var id = Text(tenant, "entraTenantId");
        var schools = (await Get($"sandbox/tenants/{id}/schools", cancellation)).AsArray().OfType<JsonObject>();
        var connections = new JsonArray();
        foreach (var supplier in suppliers)
            connections.Add(await Connection(Text(supplier, "name"), id, cancellation));
        return new JsonObject
        {
            ["key"] = KeyOf(Text(tenant, "name")),
            ["name"] = Text(tenant, "name"),
            ["entraTenantId"] = id,
            ["confirmed"] = true,
            ["protectedGroup"] = Text(tenant, "protectedGroup"),
            ["madeUpCodes"] = Flag(tenant, "codesAreMadeUp"),
            ["codes"] = new JsonArray([.. schools.Where(s => s["schoolUnitCode"] is not null)
                .Select(s => new JsonObject { ["school"] = Text(s, "id"), ["code"] = Text(s, "schoolUnitCode") })]),
            ["connections"] = connections,
        };
    }

    private async Task<JsonObject> Connection(string supplier, string tenant, CancellationToken cancellation)
    {
        var keys = await Get($"suppliers/{supplier}/keys?tenant={tenant}", cancellation);
        return new JsonObject
        {
            ["supplier"] = supplier,
            ["environment"] = "production",
            ["key"] = Text(keys.AsObject(), "production"),
            ["scope"] = new JsonObject { ["schools"] = "all" },
        };
    }

    private async Task<JsonNode> Get(string path, CancellationToken cancellation) =>
        await sandbox.Client.GetFromJsonAsync<JsonNode>(path, cancellation) ?? throw new InvalidDataException($"The sandbox answered nothing at {path}.");

    /// <summary>“Ekhults kommun” → ekhults-kommun.</summary>
    internal static string KeyOf(string name)
    {
        var plain = name.ToLowerInvariant().Replace('å', 'a').Replace('ä', 'a').Replace('ö', 'o');
        var key = string.Concat(plain.Select(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) ? c : '-')).Trim('-');
        return key.Length is 0 ? "kommunen" : key.Length > 40 ? key[..40] : key;
    }

    private static string Text(JsonObject from, string name) => from[name]?.ToString() ?? "";

    private static bool Flag(JsonObject from, string name) => from[name]?.GetValue<bool>() is true;
}
