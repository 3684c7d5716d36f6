using Skolsynk.Deliveries.Reasons;
using Skolsynk.Rosters;

namespace Skolsynk.Portal.People;

/// <summary>One thing that must be so before somebody is sent to a supplier.</summary>
/// <param name="IsSo">Null: it is looked at when what stands before it is so.</param>
internal sealed record Check(string Text, bool? IsSo)
{
    /// <summary>
    /// Always in the same order, which is the one in which the selection looks; it stops at the first that is not so. Pure: what is not so is the
    /// reason that the selection gave.
    /// </summary>
    /// <param name="reason">Null: nothing is in the way.</param>
    public static IReadOnlyList<Check> Of(EntityKind kind, Reason? reason, CheckWords words)
    {
        var all = kind is EntityKind.Person ? OfPerson(words) : OfGroup(words);
        var stop = reason is { } why ? all.FindIndex(one => one.Codes.Contains(why.Code)) : all.Count;
        if (stop < 0)
            stop = all.Count - 1;
        return [.. all.Select((one, i) => i < stop ? new Check(one.Yes, true) : i == stop ? new Check(one.No, false) : new Check(one.Yes, null))];
    }

    private static List<(string Yes, string No, ReasonCode[] Codes)> OfPerson(CheckWords words) =>
    [
        ("Finns i Microsoft 365", "Finns inte i Microsoft 365", []),
        ("Är inte undantagen", $"Är undantagen för {words.Supplier}", [ReasonCode.Excluded]),
        (words.Role, "Är varken elev eller lärare i School Data Sync", [ReasonCode.NoRole]),
        ("Rollen är vald", $"Rollen är inte vald för {words.Supplier}", [ReasonCode.RoleNotSelected]),
        ("Hör till en skola", "Hör inte till någon skola", [ReasonCode.NoSchool]),
        ("Skolan har kod", $"{words.Schools} saknar skolenhetskod", [ReasonCode.SchoolNoCode]),
        ("Skolan är vald", $"{words.Schools} är inte vald för {words.Supplier}", [ReasonCode.SchoolNotSelected]),
        ("Uppgifterna är fullständiga", words.Why, [ReasonCode.SchoolNoName, ReasonCode.NoName, ReasonCode.NoUserName, ReasonCode.NoEmail]),
        ($"{words.Supplier} tar emot", words.Why, []),
    ];

    private static List<(string Yes, string No, ReasonCode[] Codes)> OfGroup(CheckWords words) =>
    [
        ("Finns i Microsoft 365", "Finns inte i Microsoft 365", []),
        ("Är inte undantagen", $"Är undantagen för {words.Supplier}", [ReasonCode.Excluded]),
        ("Grupptypen tas emot och är vald", words.Why, [ReasonCode.GroupType, ReasonCode.GroupTypeNotSelected]),
        ("Hör till en skola", "Hör inte till någon skola", [ReasonCode.GroupNoSchool, ReasonCode.NoSchool]),
        ("Skolan har kod", $"{words.Schools} saknar skolenhetskod", [ReasonCode.SchoolNoCode]),
        ("Skolan är vald", $"{words.Schools} är inte vald för {words.Supplier}", [ReasonCode.SchoolNotSelected]),
        ("Uppgifterna är fullständiga", words.Why, [ReasonCode.SchoolNoName, ReasonCode.GroupNoName]),
        ("Har någon elev eller lärare som skickas", "Ingen elev eller lärare i gruppen skickas", [ReasonCode.GroupEmpty]),
        ($"{words.Supplier} tar emot", words.Why, []),
    ];
}

/// <param name="Role">“Elev” or “Lärare”.</param>
/// <param name="Schools">Names of the schools.</param>
/// <param name="Why">The reason in words.</param>
internal sealed record CheckWords(string Supplier, string Role, string Schools, string Why);
