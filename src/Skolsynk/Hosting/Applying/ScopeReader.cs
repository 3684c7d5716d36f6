using System.Text.Json;
using Skolsynk.Hosting.Settings;
using Skolsynk.Rosters;
using Skolsynk.Suppliers;

namespace Skolsynk.Hosting.Applying;

/// <summary>Reads the <c>scope</c> of a connection; a list that is named replaces the whole list.</summary>
internal sealed class ScopeReader(TenantState tenant, SchoolNames schools)
{
    public ScopeSettings Read(ObjectReader connection, ScopeSettings scope, bool known)
    {
        if (connection.Object("scope") is not { } reader)
        {
            if (!known)
                connection.Missing("scope", "en ny anslutning behöver minst ”schools”: ”all” eller en lista.");
            return scope;
        }
        if (!known && reader.Member("schools") is null)
            reader.Missing("schools", "”all” eller en lista med skolor.");
        scope = Schools(reader, ApplyReader.Set(ApplySettings.Scope, scope, reader));
        scope = Attributes(reader, Roles(reader, scope));
        scope = scope with
        {
            ExcludedPersons = Excluded(reader, "excludedPersons", EntityKind.Person) ?? scope.ExcludedPersons,
            ExcludedGroups = Excluded(reader, "excludedGroups", EntityKind.Group) ?? scope.ExcludedGroups,
        };
        reader.Done();
        return scope;
    }

    private ScopeSettings Schools(ObjectReader reader, ScopeSettings scope)
    {
        if (reader.Member("schools") is not { } node)
            return scope;
        if (node is { Kind: JsonValueKind.String, Text: "all" })
            return scope with { AllSchools = true, Schools = [] };
        if (node.Kind != JsonValueKind.Array)
        {
            reader.Note(node, "Ska vara ”all” eller en lista med skolor.");
            return scope;
        }
        var ids = (reader.Texts("schools") ?? []).Select(text => schools.Find(text, node, reader)).OfType<Guid>();
        return scope with { AllSchools = false, Schools = Sorted(ids) };
    }

    private static ScopeSettings Roles(ObjectReader reader, ScopeSettings scope)
    {
        if (Words(reader, "roles", "students", "teachers") is not { } roles)
            return scope;
        return scope with { Students = roles.Contains("students"), Teachers = roles.Contains("teachers") };
    }

    private static ScopeSettings Attributes(ObjectReader reader, ScopeSettings scope)
    {
        if (Words(reader, "attributes", "email", "emailFromUserName", "schoolYear") is not { } names)
            return scope;
        return scope with
        {
            Email = names.Contains("email"),
            EmailFromUserName = names.Contains("emailFromUserName"),
            SchoolYear = names.Contains("schoolYear"),
        };
    }

    private List<Guid>? Excluded(ObjectReader reader, string name, EntityKind kind) => reader.Texts(name) is { } texts
        ? Sorted(texts.Select(text => Ids.Of(tenant.EntraTenantId, kind, text)))
        : null;

    private static IReadOnlyList<string>? Words(ObjectReader reader, string name, params string[] accepted)
    {
        var words = reader.Texts(name);
        foreach (var word in words?.Where(w => !accepted.Contains(w)) ?? [])
            reader.Note(reader.Member(name)!, $"”{word}” går inte. Här får stå: {string.Join(", ", accepted)}.");
        return words;
    }

    private static List<Guid> Sorted(IEnumerable<Guid> ids) => [.. ids.Distinct().Order(Comparer<Guid>.Create(Ids.Compare))];
}
