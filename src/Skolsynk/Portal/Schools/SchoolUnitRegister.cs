using System.Collections.Concurrent;
using System.Text.Json;
using Skolsynk.Deliveries;
using Skolsynk.Suppliers;

namespace Skolsynk.Portal.Schools;

/// <summary>A huvudman in the register.</summary>
internal sealed record Organizer(string Number, string Name);

/// <summary>A school unit in the register.</summary>
internal sealed record RegisteredUnit(string Code, string Name, bool IsActive);

/// <summary>What the register says of one code.</summary>
/// <param name="OrganizerNumber">Whose it is.</param>
internal sealed record UnitAnswer(RegisteredUnit Unit, string OrganizerNumber, string OrganizerName);

/// <summary>
/// Skolverket's register of school units, API v2. Only codes, names and status are taken; kept for a day. Every function gives null when
/// it does not answer, and then nobody is stopped by that.
/// </summary>
internal sealed class SchoolUnitRegister : IDisposable
{
    private static readonly TimeSpan Life = TimeSpan.FromHours(24);
    private readonly ConcurrentDictionary<string, (long At, object Value)> kept = new();
    private readonly TimeProvider time;
    private readonly HttpClient? http;

    /// <param name="address">Without the version; null: it is never asked.</param>
    /// <param name="allowLoopback">Development only.</param>
    /// <param name="time">Tells how old an answer is.</param>
    public SchoolUnitRegister(Uri? address, bool allowLoopback, TimeProvider time)
    {
        this.time = time;
        if (address is not null)
            http = new(SupplierHandlers.Create(new CapabilityProfile(), allowLoopback))
            {
                BaseAddress = new Uri(address.AbsoluteUri.TrimEnd('/') + "/v2/"),
                Timeout = TimeSpan.FromSeconds(8),
                MaxResponseContentBufferSize = 16 << 20,
            };
    }

    public async Task<IReadOnlyList<Organizer>?> Organizers(CancellationToken cancellation) =>
        await Kept("organizers", root => List(root, one => new Organizer(Text(one, "organizationNumber"), Text(one, "displayName"))), cancellation) is { } all
            ? all.Value : null;

    /// <summary>The units of a huvudman that are active or planned.</summary>
    public async Task<IReadOnlyList<RegisteredUnit>?> UnitsOf(string organizerNumber, CancellationToken cancellation) =>
        await Kept($"school-units?organization_number={Uri.EscapeDataString(organizerNumber)}&school_unit_type=SKOLENHET", root => List(root, Unit), cancellation) is { } units
            ? units.Value : null;

    /// <summary>Null inside: the register has no such code.</summary>
    public Task<Answered<UnitAnswer?>?> Find(string code, CancellationToken cancellation) => Kept($"school-units/{code}", root =>
    {
        var data = root.GetProperty("data");
        var attributes = data.GetProperty("attributes");
        var owner = root.GetProperty("included");
        return (UnitAnswer?)new(
            new(Text(data, "schoolUnitCode"), Text(attributes, "displayName"), !string.Equals(Text(attributes, "status"), "UPPHORT", StringComparison.OrdinalIgnoreCase)),
            Text(owner, "organizationNumber"), Text(owner.GetProperty("attributes"), "displayName"));
    }, cancellation);

    /// <summary>Four digits; null: the huvudman is no municipality, or the register does not answer.</summary>
    public async Task<string?> MunicipalityCodeOf(string organizerNumber, CancellationToken cancellation) => await Kept($"organizers/{organizerNumber}", root =>
    {
        var attributes = root.GetProperty("data").GetProperty("attributes");
        return Text(attributes, "organizerType") == "KOMMUN" && attributes.TryGetProperty("municipalities", out var all) && all.GetArrayLength() > 0
            ? Text(all[0], "municipalityCode") : null;
    }, cancellation) is { } answer ? answer.Value : null;

    public void Dispose() => http?.Dispose();

    private async Task<Answered<T>?> Kept<T>(string path, Func<JsonElement, T> read, CancellationToken cancellation)
    {
        if (kept.TryGetValue(path, out var known) && time.GetElapsedTime(known.At) < Life)
            return (Answered<T>)known.Value;
        if (http is null)
            return null;
        try
        {
            using var answer = await http.GetAsync(path, cancellation);
            if (answer.StatusCode is System.Net.HttpStatusCode.NotFound)
                return new Answered<T>(default!);
            answer.EnsureSuccessStatusCode();
            using var json = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(cancellation));
            var value = new Answered<T>(read(json.RootElement));
            kept[path] = (time.GetTimestamp(), value);
            return value;
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or JsonException or KeyNotFoundException or InvalidOperationException
            || (failure is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return null;
        }
    }

    private static IReadOnlyList<T> List<T>(JsonElement root, Func<JsonElement, T> read) => [.. root.GetProperty("data").GetProperty("attributes").EnumerateArray().Select(read)];

    private static RegisteredUnit Unit(JsonElement one) => new(Text(one, "schoolUnitCode"), Text(one, "name"), Text(one, "status") is "AKTIV" or "PLANERAD");

    private static string Text(JsonElement of, string name) => of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}

/// <summary>An answer, which may be that there is nothing.</summary>
internal sealed record Answered<T>(T Value);
