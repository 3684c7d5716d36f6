using Skolsynk.Source;

namespace Skolsynk.Rosters;

/// <summary>The persons of a snapshot, in order, and where each stands.</summary>
internal sealed class PersonList
{
    /// <summary>Fewer persons than this are not worth a second core.</summary>
    private const int SmallestPart = 2_000;

    private readonly SortedById<(Guid Id, string? SourceId, SourceUser User)> sorted;

    public PersonList(SourceSnapshot snapshot, RosterSettings settings, SortedById<School> schools, Notes notes)
    {
        var found = new List<(Guid Id, string? SourceId, SourceUser User)>(snapshot.Users.Count);
        foreach (var user in snapshot.Users)
        {
            if (IsProtected(user, settings, out var marked))
            {
                notes.LeftOut.Add(marked);
                continue;
            }
            if (!notes.TryId(settings, EntityKind.Person, user.Id, out var id, out var sourceId)) continue;
            if (IsIn(user, settings)) found.Add((id, sourceId, user));
            else notes.LeftOut.Add(id);
        }
        sorted = new SortedById<(Guid Id, string? SourceId, SourceUser User)>(found, row => row.Id, EntityKind.Person, notes);
        var ties = new Ties(settings.EntraTenantId, EntityKind.Person, snapshot.UsersBySchool, schools, sorted.IndexOf);
        Persons = new Person[sorted.Items.Length];
        foreach (var findings in InParts(settings, ties)) notes.Findings.AddRange(findings);
    }

    public Person[] Persons { get; }

    public int IndexOf(Guid id) => sorted.IndexOf(id);

    /// <summary>No person depends on another: on all cores, a stretch each, and the findings in the order of the persons.</summary>
    private List<Finding>[] InParts(RosterSettings settings, Ties ties)
    {
        var parts = Math.Clamp(Persons.Length / SmallestPart, 1, Environment.ProcessorCount);
        var findings = new List<Finding>[parts];
        Parallel.For(0, parts, part =>
        {
            var notes = new Notes();
            var end = (int)((long)Persons.Length * (part + 1) / parts);
            for (var i = (int)((long)Persons.Length * part / parts); i < end; i++)
                Persons[i] = PersonOf(sorted.Items[i], ties.Of(i), settings, notes);
            findings[part] = notes.Findings;
        });
        return findings;
    }

    /// <summary>Asked first: of a protected person not even a finding is noted.</summary>
    private static bool IsProtected(SourceUser user, RosterSettings settings, out Guid id)
    {
        id = default;
        if (settings.Protected.Count == 0) return false;
        id = Ids.Of(settings.EntraTenantId, EntityKind.Person, user.Id);
        return settings.Protected.Contains(id);
    }

    private static bool IsIn(SourceUser user, RosterSettings settings) =>
        (settings.IncludeDisabled || user.AccountEnabled != false)
        && (settings.IncludeGuests || !SourceFields.Is(user.UserType.AsSpan().Trim(), "guest"));

    private static Person PersonOf(
        (Guid Id, string? SourceId, SourceUser User) row, IReadOnlyList<Guid> schools, RosterSettings settings, Notes notes)
    {
        var (id, sourceId, user) = row;
        var role = SourceFields.RoleOf(user.PrimaryRole);
        return new Person
        {
            Id = id,
            SourceId = sourceId,
            GivenName = notes.Keep(user.GivenName, EntityKind.Person, id, Field.GivenName),
            FamilyName = notes.Keep(user.Surname, EntityKind.Person, id, Field.FamilyName),
            UserName = notes.Keep(user.UserPrincipalName, EntityKind.Person, id, Field.UserName),
            Mail = notes.Keep(user.Mail, EntityKind.Person, id, Field.Mail),
            Role = role,
            Schools = schools,
            SchoolYear = settings.KeepSchoolYear && role == PersonRole.Student ? SourceFields.SchoolYearOf(user.StudentGrade) : null,
        };
    }
}
