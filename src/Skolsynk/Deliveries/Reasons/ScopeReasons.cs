using Skolsynk.Rosters;
using Skolsynk.Suppliers;

namespace Skolsynk.Deliveries.Reasons;

/// <summary>
/// What <see cref="Scope"/> left out, by the names that people read. Pure. It decides nothing: who is sent and who is not comes from the
/// selection alone; this only tells apart what the selection sums up (which school is in the way, and whether the supplier or the
/// administrator takes no such group).
/// </summary>
public sealed class ScopeReasons
{
    private readonly ScopeInput input;
    private readonly Dictionary<(EntityKind, Guid), NotSentReason> notSent;
    private readonly Dictionary<(EntityKind, Guid), IReadOnlyList<Guid>> schools;

    /// <param name="roster">Of which <paramref name="scoped"/> was selected.</param>
    public ScopeReasons(Roster roster, ScopeInput input, ScopedRoster scoped)
    {
        this.input = input;
        notSent = scoped.NotSent.ToDictionary(one => (one.Kind, one.Id), one => one.Reason);
        schools = [];
        foreach (var person in roster.Persons)
        {
            if (notSent.ContainsKey((EntityKind.Person, person.Id)))
                schools[(EntityKind.Person, person.Id)] = person.Schools;
        }
        foreach (var group in roster.Groups)
        {
            if (notSent.ContainsKey((EntityKind.Group, group.Id)))
                schools[(EntityKind.Group, group.Id)] = group.Schools;
        }
    }

    /// <summary>Null: it is in scope, or not in the roster at all.</summary>
    public Reason? Of(EntityKind kind, Guid id) => notSent.TryGetValue((kind, id), out var reason)
        ? Of(new NotSent(kind, id, reason), schools.GetValueOrDefault((kind, id)) ?? [], school => notSent.TryGetValue((EntityKind.School, school), out var why) ? why : null, input)
        : null;

    /// <param name="atSchools">The schools of the person or group; of a school, none.</param>
    /// <param name="ofSchool">Why the selection left a school out; null: it is in scope.</param>
    public static Reason Of(NotSent one, IReadOnlyList<Guid> atSchools, Func<Guid, NotSentReason?> ofSchool, ScopeInput input) => new(one.Reason switch
    {
        NotSentReason.NoSchoolInScope => Nearest(atSchools, ofSchool, input),
        NotSentReason.NoSchool => one.Kind is EntityKind.Group ? ReasonCode.GroupNoSchool : ReasonCode.NoSchool,
        NotSentReason.GroupKindNotTaken => IsTaken(input) ? ReasonCode.GroupTypeNotSelected : ReasonCode.GroupType,
        NotSentReason.SchoolNotChosen => OfSchool(one.Id, NotSentReason.SchoolNotChosen, input),
        NotSentReason.SchoolWithoutCode => ReasonCode.SchoolNoCode,
        NotSentReason.SchoolWithoutName => ReasonCode.SchoolNoName,
        NotSentReason.NoRole => ReasonCode.NoRole,
        NotSentReason.RoleNotChosen => ReasonCode.RoleNotSelected,
        NotSentReason.NameMissing => ReasonCode.NoName,
        NotSentReason.UserNameMissing => ReasonCode.NoUserName,
        NotSentReason.EmailMissing => ReasonCode.NoEmail,
        NotSentReason.Excluded => ReasonCode.Excluded,
        NotSentReason.GroupEmpty => ReasonCode.GroupEmpty,
        NotSentReason.GroupWithoutName => ReasonCode.GroupNoName,
        _ => throw new ArgumentOutOfRangeException(nameof(one), one.Reason, "The reason has no name."),
    });

    /// <summary>Of several schools the one that lacks least: what is to be done about it is enough.</summary>
    private static ReasonCode Nearest(IReadOnlyList<Guid> atSchools, Func<Guid, NotSentReason?> ofSchool, ScopeInput input)
    {
        var codes = atSchools.Select(id => ofSchool(id) is { } why ? OfSchool(id, why, input) : ReasonCode.NoSchool).ToList();
        return codes.Contains(ReasonCode.SchoolNotSelected) ? ReasonCode.SchoolNotSelected
            : codes.Contains(ReasonCode.SchoolNoCode) ? ReasonCode.SchoolNoCode
            : codes.Contains(ReasonCode.SchoolNoName) ? ReasonCode.SchoolNoName
            : ReasonCode.NoSchool;
    }

    /// <summary>Without a code a school cannot be chosen at all, so that is told first.</summary>
    private static ReasonCode OfSchool(Guid id, NotSentReason why, ScopeInput input) => why switch
    {
        NotSentReason.SchoolNotChosen when !string.IsNullOrWhiteSpace(input.SchoolUnitCodes.GetValueOrDefault(id)) => ReasonCode.SchoolNotSelected,
        NotSentReason.SchoolWithoutName => ReasonCode.SchoolNoName,
        _ => ReasonCode.SchoolNoCode,
    };

    /// <summary>The supplier takes more kinds of groups than were chosen, so it is the choice that leaves this one out.</summary>
    private static bool IsTaken(ScopeInput input) => input.Settings.Groups < input.Profile.Groups;
}
