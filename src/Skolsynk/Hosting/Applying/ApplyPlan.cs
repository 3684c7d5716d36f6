using Skolsynk.Hosting.Settings;
using Skolsynk.Suppliers;

namespace Skolsynk.Hosting.Applying;

/// <summary>One thing that becomes another. <paramref name="Old"/> or <paramref name="New"/> is empty when there was or will be nothing.</summary>
/// <param name="Thing">Of what, as it is shown: “kommun ekhult”.</param>
/// <param name="Name">The setting; empty: the thing itself comes or goes.</param>
internal sealed record Difference(string Thing, string Name, IReadOnlyList<string> Old, IReadOnlyList<string> New);

/// <summary>What a file would change; empty when everything is so already.</summary>
internal sealed record ApplyPlan(IReadOnlyList<Difference> Differences)
{
    /// <summary>Those of each tenant, by its key; the same objects.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<Difference>> OfTenants { get; init; }

    public bool TouchesProtected => Differences.Any(one => one.Name is "protected" or "approveProtected");

    public static ApplyPlan Between(ApplyState current, ApplyState wanted)
    {
        var found = new List<Difference>();
        foreach (var (key, before, after) in Pairs(current.Suppliers, wanted.Suppliers))
            Suppliers(found, key, before, after);
        var ofTenants = new Dictionary<string, IReadOnlyList<Difference>>();
        foreach (var (key, before, after) in Pairs(current.Tenants, wanted.Tenants))
        {
            var own = new List<Difference>();
            Tenants(own, key, before, after);
            found.AddRange(own);
            ofTenants[key] = own;
        }
        return new(found) { OfTenants = ofTenants };
    }

    private static void Suppliers(List<Difference> found, string key, SupplierState? before, SupplierState? after)
    {
        var thing = $"leverantör {key}";
        Existence(found, thing, before, after);
        Compare(found, thing, ApplySettings.Supplier, before ?? new(key), after);
        Compare(found, thing, ApplySettings.Profile, before?.Profile ?? new(), after?.Profile, "profile.");
        foreach (var (kind, old, now) in Pairs(before?.Environments, after?.Environments))
        {
            var environment = $"{thing}, {ObjectReader.Camel($"{kind}")}";
            Existence(found, environment, old, now);
            Compare(found, environment, [new("address", (e, _) => e, e => [e.Address]), new("receiver", (e, _) => e, Receiver)], old, now);
            Compare(found, environment, ApplySettings.Environment, old ?? new(kind), now);
        }
    }

    private static string[] Receiver(EnvironmentState environment) => environment switch
    {
        { Receiver: ReceiverIs.Same } => ["same (jämförs först)"],
        { Receiver: ReceiverIs.New } => ["new (tom: allt skickas)"],
        { MovedFrom: not null } => ["(inte sagt: inget skickas)"],
        _ => [],
    };

    private static void Tenants(List<Difference> found, string key, TenantState? before, TenantState? after)
    {
        var thing = $"kommun {key}";
        Existence(found, thing, before, after);
        Compare(found, thing, [new("entraTenantId", (t, _) => t, t => [$"{t.EntraTenantId}"])], before, after);
        Compare(found, thing, ApplySettings.Tenant, before ?? new(key), after);
        Add(found, thing, "protected", [.. (before?.Protected ?? []).Select(id => $"{id}")], [.. (after?.Protected ?? []).Select(id => $"{id}")]);
        if (before is not null && before.ProtectedWaiting != after?.ProtectedWaiting)
            Add(found, thing, "approveProtected", [], [$"{before.ProtectedWaiting}"]);
        if (before is { ShrunkGroup: { } left } && after is { ShrunkGroup: null } && before.ProtectedGroup == after.ProtectedGroup)
            Add(found, thing, "acceptProtectedGroup", [], [$"{left}"]);
        foreach (var (school, old, now) in Pairs(before?.Codes, after?.Codes))
        {
            var name = after?.Schools.GetValueOrDefault(school) is { } known ? $"skola {known} ({school})" : $"skola {school}";
            Add(found, thing, $"kod för {name}", old is null ? [] : [old], now is null ? [] : [now]);
        }
        foreach (var (name, old, now) in Pairs(before?.Connections, after?.Connections))
            Connections(found, $"{thing} → {name.Supplier}, {ObjectReader.Camel($"{name.Environment}")}", old, now);
    }

    private static void Connections(List<Difference> found, string thing, ConnectionState? before, ConnectionState? after)
    {
        Existence(found, thing, before, after);
        if (after is not null && before?.Key != after.Key)
            found.Add(new(thing, "key", before?.Key is null ? [] : ["(dold)"], after.Key is null ? [] : ["(dold, ny)"]));
        Compare(found, thing, ApplySettings.Connection, before ?? after, after);
        Compare(found, thing, ApplySettings.Scope, before?.Scope, after?.Scope, "scope.");
        Compare(found, thing, ScopeLists, before?.Scope, after?.Scope, "scope.");
    }

    /// <summary>How the parts of a scope are shown that <see cref="ScopeReader"/> reads.</summary>
    private static readonly IReadOnlyList<Setting<ScopeSettings>> ScopeLists =
    [
        new("schools", (s, _) => s, s => s.AllSchools ? ["alla"] : [.. s.Schools.Select(id => $"{id}")]),
        new("roles", (s, _) => s, s => Words((s.Students, "students"), (s.Teachers, "teachers"))),
        new("attributes", (s, _) => s, s => Words((s.Email, "email"), (s.EmailFromUserName, "emailFromUserName"), (s.SchoolYear, "schoolYear"))),
        new("excludedPersons", (s, _) => s, s => [.. s.ExcludedPersons.Select(id => $"{id}")]),
        new("excludedGroups", (s, _) => s, s => [.. s.ExcludedGroups.Select(id => $"{id}")]),
    ];

    private static string[] Words(params (bool On, string Word)[] words) => [.. words.Where(w => w.On).Select(w => w.Word)];

    private static void Existence(List<Difference> found, string thing, object? before, object? after)
    {
        if (before is null != after is null)
            found.Add(new(thing, "", before is null ? [] : ["finns"], after is null ? [] : ["finns"]));
    }

    /// <summary>A thing that goes is told by its own line alone; a new one is compared with what it is when nothing is said.</summary>
    private static void Compare<T>(
        List<Difference> found, string thing, IEnumerable<Setting<T>> settings, T? before, T? after, string prefix = "") where T : class
    {
        if (after is null)
            return;
        foreach (var setting in settings)
            Add(found, thing, prefix + setting.Name, before is null ? [] : setting.Show(before), setting.Show(after));
    }

    private static void Add(List<Difference> found, string thing, string name, IReadOnlyList<string> old, IReadOnlyList<string> now)
    {
        if (!old.SequenceEqual(now))
            found.Add(new(thing, name, old, now));
    }

    private static IEnumerable<(TKey Key, TValue? Old, TValue? New)> Pairs<TKey, TValue>(
        IReadOnlyDictionary<TKey, TValue>? old, IReadOnlyDictionary<TKey, TValue>? now) where TKey : notnull where TValue : class
    {
        old ??= new Dictionary<TKey, TValue>();
        now ??= new Dictionary<TKey, TValue>();
        foreach (var key in old.Keys.Union(now.Keys).OrderBy(k => $"{k}", StringComparer.Ordinal))
            yield return (key, old.GetValueOrDefault(key), now.GetValueOrDefault(key));
    }
}
