namespace Skolsynk.Rosters;

/// <summary>What a tenant has chosen about what becomes part of its roster.</summary>
public sealed record RosterSettings
{
    /// <summary>The Entra tenant, part of the name of ids that are no GUIDs.</summary>
    public required Guid EntraTenantId { get; init; }

    /// <summary>Guest accounts (<c>userType</c> Guest). Off: they are not in the roster.</summary>
    public bool IncludeGuests { get; init; }

    /// <summary>Accounts with <c>accountEnabled</c> false. Off: they are not in the roster.</summary>
    public bool IncludeDisabled { get; init; }

    /// <summary>Classes made by hand in Teams (<c>externalSource</c> null or manual). On by default: without SDS every class is such.</summary>
    public bool IncludeHandmadeGroups { get; init; } = true;

    /// <summary>Keep the pupil's school year. Off by default: least data.</summary>
    public bool KeepSchoolYear { get; init; }

    /// <summary>Protected persons, by whatever id: dropped before anything else is looked at.</summary>
    public IReadOnlySet<Guid> Protected { get; init; } = new HashSet<Guid>();

    /// <summary>Accounts that go on as the person of an earlier account.</summary>
    public Aliases Aliases { get; init; } = Aliases.None;

    /// <summary>The id in the roster of what the source calls so.</summary>
    public Guid IdOf(EntityKind kind, string sourceId)
    {
        var id = Ids.Of(EntraTenantId, kind, sourceId);
        return kind == EntityKind.Person ? Aliases.PersonOf(id) : id;
    }

    public GroupKindRule GroupKind { get; init; } = GroupKindRule.Default;
}
