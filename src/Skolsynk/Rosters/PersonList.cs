using Skolsynk.Source;

namespace Skolsynk.Rosters;

/// <summary>The persons of a snapshot, in order, and where each stands.</summary>
internal sealed class PersonList
{
    /// <summary>Fewer persons than this are not worth a second core.</summary>
    private const int SmallestPart = 2_000;

    private readonly SortedById<(Guid Id, string? SourceId, SourceUser User)> sorted;
    private readonly RosterSettings settings;

    /// <summary>Of those who have had several accounts: the one that counts.</summary>
    private readonly Dictionary<Guid, Guid> current = [];

    public PersonList(SourceSnapshot snapshot, RosterSettings settings, SortedById<School> schools, Notes notes)
    {
        this.settings = settings;
        var found = new List<(Guid Id, string? SourceId, SourceUser User)>(snapshot.Users.Count);
        foreach (var user in snapshot.Users)
        {
            if (IsProtected(user, out var marked))
            {
                notes.LeftOut.Add(marked);
                continue;
            }
            if (!notes.TryId(settings, EntityKind.Person, user.Id, out var account, out var sourceId)) continue;
            var id = settings.Aliases.PersonOf(account);
            if (IsIn(user)) found.Add((id, id == account ? sourceId : user.Id, user));
            else notes.LeftOut.Add(id);
        }
        if (!settings.Aliases.IsEmpty) LeaveOutEarlierAccounts(found, notes);
        sorted = new SortedById<(Guid Id, string? SourceId, SourceUser User)>(found, row => row.Id, EntityKind.Person, notes);
        var ties = new Ties(settings.EntraTenantId, snapshot.UsersBySchool, schools, PlaceOf);
        Persons = new Person[sorted.Items.Length];
        foreach (var findings in InParts(settings, ties)) notes.Findings.AddRange(findings);
    }

    public Person[] Persons { get; }

    /// <summary>The place of a person in <see cref="Persons"/> by the id of her account, or -1; an account that does not count has none.</summary>
    public int PlaceOf(string sourceId)
    {
        var account = Ids.Of(settings.EntraTenantId, EntityKind.Person, sourceId);
        var person = settings.Aliases.PersonOf(account);
        return settings.Aliases.Has(person) && current.GetValueOrDefault(person) != account ? -1 : sorted.IndexOf(person);
    }

    /// <summary>An earlier account that is back, or never went: neither it nor what it is a member of counts.</summary>
    private void LeaveOutEarlierAccounts(List<(Guid Id, string? SourceId, SourceUser User)> found, Notes notes)
    {
        Guid Account(SourceUser user) => Ids.Of(settings.EntraTenantId, EntityKind.Person, user.Id);
        foreach (var (person, _, user) in found)
        {
            if (!settings.Aliases.Has(person)) continue;
            var account = Account(user);
            if (!current.TryGetValue(person, out var best) || settings.Aliases.Since(account) > settings.Aliases.Since(best)) current[person] = account;
        }
        foreach (var person in current.Keys.Where(person => found.Exists(row => row.Id == person && Account(row.User) != current[person])))
            notes.Findings.Add(new Finding(FindingKind.SecondAccount, EntityKind.Person, person, Field.Id));
        found.RemoveAll(row => current.TryGetValue(row.Id, out var account) && Account(row.User) != account);
    }

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
    private bool IsProtected(SourceUser user, out Guid id)
    {
        id = default;
        if (settings.Protected.Count == 0) return false;
        var account = Ids.Of(settings.EntraTenantId, EntityKind.Person, user.Id);
        id = settings.Aliases.PersonOf(account);
        return settings.Protected.Contains(id) || settings.Protected.Contains(account);
    }

    private bool IsIn(SourceUser user) =>
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
