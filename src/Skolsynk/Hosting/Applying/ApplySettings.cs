using System.Text.RegularExpressions;
using Skolsynk.Suppliers;

namespace Skolsynk.Hosting.Applying;

/// <summary>The names that an apply file may use, with what each sets.</summary>
internal static class ApplySettings
{
    public static readonly IReadOnlyList<Setting<CapabilityProfile>> Profile =
    [
        Setting<CapabilityProfile>.Choice("key", p => p.Key, (p, v) => p with { Key = v }),
        Setting<CapabilityProfile>.Text("authHeader", p => p.AuthHeader, (p, v) => p with { AuthHeader = v }),
        Setting<CapabilityProfile>.Text("mediaType", p => p.MediaType, (p, v) => p with { MediaType = v }),
        Setting<CapabilityProfile>.Decimal("ratePerSecond", 0.01, 10_000, p => p.RatePerSecond, (p, v) => p with { RatePerSecond = v }),
        Setting<CapabilityProfile>.Whole("parallelism", 1, 256, p => p.Parallelism, (p, v) => p with { Parallelism = v ?? 32 }),
        Setting<CapabilityProfile>.Flag("http2", p => p.Http2, (p, v) => p with { Http2 = v }),
        Setting<CapabilityProfile>.Choice("groups", p => p.Groups, (p, v) => p with { Groups = v }),
        Setting<CapabilityProfile>.Choice("schoolsPerPerson", p => p.SchoolsPerPerson, (p, v) => p with { SchoolsPerPerson = v }),
        Setting<CapabilityProfile>.Flag("emailNeeded", p => p.EmailNeeded, (p, v) => p with { EmailNeeded = v }),
        Setting<CapabilityProfile>.Choice("onDelete", p => p.OnDelete, (p, v) => p with { OnDelete = v }),
        Setting<CapabilityProfile>.Whole("archiveDays", 1, 3650, p => p.ArchiveDays, (p, v) => p with { ArchiveDays = v }),
        Setting<CapabilityProfile>.Whole("removalWaitDays", 0, Skolsynk.Suppliers.Connection.MostWaitDays, p => p.RemovalWaitDays == 0 ? null : p.RemovalWaitDays, (p, v) => p with { RemovalWaitDays = v ?? 0 }),
        Setting<CapabilityProfile>.Flag("restoresSameId", p => p.RestoresSameId, (p, v) => p with { RestoresSameId = v }),
        Setting<CapabilityProfile>.Choice("signInKey", p => p.SignInKey, (p, v) => p with { SignInKey = v }),
        Setting<CapabilityProfile>.Choice("matchesExistingBy", p => p.MatchesExistingBy, (p, v) => p with { MatchesExistingBy = v }),
        Setting<CapabilityProfile>.Optional("serverKeyPin", p => p.ServerKeyPin, (p, v) => p with { ServerKeyPin = v }, PinProblem),
        NeedsSetting(),
    ];

    public static readonly IReadOnlyList<Setting<SupplierState>> Supplier =
    [
        Setting<SupplierState>.Text("name", s => s.Name, (s, v) => s with { Name = v }),
    ];

    public static readonly IReadOnlyList<Setting<EnvironmentState>> Environment =
    [
        Setting<EnvironmentState>.Flag("stopped", e => e.Stopped, (e, v) => e with { Stopped = v }),
    ];

    public static readonly IReadOnlyList<Setting<TenantState>> Tenant =
    [
        Setting<TenantState>.Text("name", t => t.Name, (t, v) => t with { Name = v }),
        Setting<TenantState>.Optional("municipalityCode", t => t.MunicipalityCode, (t, v) => t with { MunicipalityCode = v },
            v => v.Length == 4 && v.All(char.IsAsciiDigit) ? null : "Kommunkoden ska vara fyra siffror."),
        Setting<TenantState>.Flag("active", t => t.Active, (t, v) => t with { Active = v }),
        Setting<TenantState>.Flag("confirmed", t => t.Confirmed, (t, v) => t with { Confirmed = v }),
        Setting<TenantState>.Flag("includeGuests", t => t.IncludeGuests, (t, v) => t with { IncludeGuests = v }),
        Setting<TenantState>.Flag("includeDisabled", t => t.IncludeDisabled, (t, v) => t with { IncludeDisabled = v }),
        Setting<TenantState>.Flag("includeHandmadeGroups", t => t.IncludeHandmadeGroups, (t, v) => t with { IncludeHandmadeGroups = v }),
        Setting<TenantState>.Flag("keepSchoolYear", t => t.KeepSchoolYear, (t, v) => t with { KeepSchoolYear = v }),
        Setting<TenantState>.Optional("classPattern", t => t.ClassPattern, (t, v) => t with { ClassPattern = v }, PatternProblem),
        Setting<TenantState>.Flag("madeUpCodes", t => t.MadeUpCodes, (t, v) => t with { MadeUpCodes = v }),
        LimitsSetting.OfTenant,
        LimitsSetting.Window,
        Setting<TenantState>.Optional("protectedGroup", t => t.ProtectedGroup, (t, v) => t with { ProtectedGroup = v?.ToLowerInvariant() },
            v => Guid.TryParseExact(v, "D", out _) ? null : "Ska vara gruppens id i Microsoft Entra, till exempel 0b1c2d3e-…-00000000aaaa."),
    ];

    public static readonly IReadOnlyList<Setting<ConnectionState>> Connection =
    [
        Setting<ConnectionState>.Flag("paused", c => c.Paused, (c, v) => c with { Paused = v }),
        Setting<ConnectionState>.Whole("removalWaitDays", 0, Skolsynk.Suppliers.Connection.MostWaitDays, c => c.RemovalWaitDays, (c, v) => c with { RemovalWaitDays = v }),
    ];

    /// <summary>What of a scope is simply set; schools, roles, attributes and exclusions are read by <see cref="ScopeReader"/>.</summary>
    public static readonly IReadOnlyList<Setting<ScopeSettings>> Scope =
    [
        Setting<ScopeSettings>.Choice("groups", s => s.Groups, (s, v) => s with { Groups = v }),
    ];

    private static Setting<CapabilityProfile> NeedsSetting() => new("needs", (profile, reader) =>
    {
        if (reader.Object("needs") is not { } needs)
            return profile;
        string[] names = ["email", "schoolYear"];
        var given = names.Select(name => (name, why: needs.Text(name))).Where(n => n.why is not null).ToDictionary(n => n.name, n => n.why!);
        needs.Done();
        return profile with { Needs = given };
    }, profile => [.. profile.Needs.OrderBy(n => n.Key, StringComparer.Ordinal).Select(n => $"{n.Key}: {n.Value}")]);

    private static string? PatternProblem(string pattern)
    {
        try
        {
            _ = new Regex(pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
            return null;
        }
        catch (Exception failure) when (failure is ArgumentException or NotSupportedException)
        {
            return "Mönstret är inget reguljärt uttryck, eller använder något som inte kan köras utan bakåtsökning.";
        }
    }

    private static string? PinProblem(string pin)
    {
        Span<byte> hash = stackalloc byte[64];
        return Convert.TryFromBase64String(pin, hash, out var length) && length == 32 ? null : "Ska vara Base64 av en SHA-256 (44 tecken).";
    }
}
