using Skolsynk.Deliveries;
using Skolsynk.Rosters;
using Skolsynk.Ss12000;
using Skolsynk.Suppliers;

namespace Skolsynk.Portal.People;

/// <summary>What goes to a supplier of a person or group, in words, out of the same selection that is delivered.</summary>
internal static class SentWords
{
    public static (string Sent, string NotSent) Of(EntityKind kind, Guid id, ScopedRoster scoped, ScopeInput input)
    {
        if (kind is EntityKind.Group)
            return scoped.Groups.Any(group => group.Id == id) ? ("namn, typ, skola, elever och lärare", "") : ("", "");
        if (scoped.Persons.FirstOrDefault(one => one.Id == id) is not { } person)
            return ("", "");
        var (sent, left) = (new List<string> { "inloggningsnamn", "namn", "skola" }, new List<string>());
        if (scoped.Groups.Any(group => group.Students.Contains(id) || group.Teachers.Contains(id)))
            sent.Add("grupper");
        if (person.Email is not null)
            sent.Add("e-postadress");
        else
            left.Add(input.Settings.Email || input.Profile.EmailNeeded ? "e-postadress (saknas)" : "e-postadress (valt bort)");
        if (person.SchoolYear is not null)
            sent.Add("årskurs");
        else if (person.EnrolledAt.Count > 0)
            left.Add(input.Settings.SchoolYear ? "årskurs (saknas)" : "årskurs (valt bort)");
        return (string.Join(", ", sent), string.Join(", ", left));
    }

    /// <summary>The resources that stand for it on the wire; empty: it is not in scope.</summary>
    public static IEnumerable<(Endpoint Endpoint, Guid Id)> Resources(EntityKind kind, Guid id, ScopedRoster scoped)
    {
        if (scoped.Groups.FirstOrDefault(one => kind is EntityKind.Group && one.Id == id) is { } group)
            return StoredStanding.Resources(kind, id, [group.Owner]);
        if (scoped.Persons.FirstOrDefault(one => kind is EntityKind.Person && one.Id == id) is { } person)
            return StoredStanding.Resources(kind, id, person.EmployedAt);
        return [];
    }

    public static string SignsInBy(CapabilityProfile profile) => profile.SignInKey switch { SignInKey.Upn => "inloggningsnamnet", SignInKey.Email => "e-postadressen", _ => "kontots id" };
}
