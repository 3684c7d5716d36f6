using Skolsynk.Hosting.Settings;
using Skolsynk.Rosters;

namespace Skolsynk.Hosting.Applying;

/// <summary>Finds a school by what an operator calls it: its id, its id in the source, or its name when that is read and unique.</summary>
internal sealed class SchoolNames(TenantState tenant)
{
    private readonly ILookup<string, Guid> byName = tenant.Schools.ToLookup(s => s.Value, s => s.Key, StringComparer.OrdinalIgnoreCase);

    public Guid? Find(string text, PlacedJson at, ObjectReader reader)
    {
        if (Guid.TryParseExact(text, "D", out var id))
            return id;
        var named = byName[text].ToList();
        if (named.Count == 1)
            return named[0];
        var ofSource = Ids.Of(tenant.EntraTenantId, EntityKind.School, text);
        if (named.Count == 0 && (tenant.Schools.Count == 0 || tenant.Schools.ContainsKey(ofSource)))
            return ofSource;
        reader.Note(at, named.Count > 1
            ? $"{named.Count} skolor heter ”{text}”. Skriv skolans id i stället."
            : $"Ingen läst skola har namnet eller id:t ”{text}”. Kör ”skolsynk status --tenant {tenant.Key} --schools” för att se skolorna.");
        return null;
    }
}
