namespace Skolsynk.Rosters;

/// <summary>What a next roster would lose of the stored one. A pure function of the two.</summary>
internal sealed class SourceLosses
{
    private static readonly Losses Nothing = new()
    {
        All = [],
        Persons = 0,
        Groups = 0,
        BySchool = new Dictionary<Guid, List<LostPerson>>(),
        SchoolSizes = new Dictionary<Guid, int>(),
    };

    private readonly Roster before;
    private readonly Roster next;
    private readonly RosterLookup now;
    private readonly HashSet<Guid> live;
    private readonly List<Loss> all = [];
    private readonly Dictionary<Guid, Loss> goneThrough = [];
    private readonly Dictionary<Guid, List<LostPerson>> bySchool = [];
    private readonly Dictionary<Guid, List<LostPerson>> byGroup = [];

    private SourceLosses(RosterIndex stored, Roster before, Roster next)
    {
        (this.before, this.next) = (before, next);
        now = new RosterLookup(next);
        live = stored.Persons.Where(row => !row.Gone).Select(row => row.Id).ToHashSet();
    }

    /// <param name="stored">What is stored of every person and group.</param>
    /// <param name="before">The stored roster, at least all of it that <paramref name="next"/> changes.</param>
    /// <param name="next">What would be stored.</param>
    public static Losses Between(RosterIndex stored, Roster before, Roster next)
    {
        if (before.IsEmpty && next.Persons.Count <= stored.Persons.Count(row => !row.Gone)) return Nothing;
        var losses = new SourceLosses(stored, before, next);
        losses.OfPersons(losses.Successors());
        losses.OfGroups();
        losses.all.AddRange(before.Schools.Where(school => !losses.now.Schools.ContainsKey(school.Id))
            .Select(school => new Loss(LossKind.Removed, EntityKind.School, school.Id)));
        var sizes = losses.bySchool.Count == 0 ? [] : losses.SchoolSizes();
        return new Losses
        {
            All = losses.all,
            Persons = losses.live.Count,
            Groups = stored.Groups.Count(row => !row.Gone),
            BySchool = losses.bySchool,
            SchoolSizes = sizes,
            Emptied = losses.Emptied(),
            ByGroup = losses.byGroup,
            GroupSizes = before.Groups.ToDictionary(group => group.Id, group => group.Members.Count),
            GroupSchools = before.Groups.ToDictionary(group => group.Id, group => group.Schools),
        };
    }

    private void OfPersons(Dictionary<Guid, Guid> successors)
    {
        foreach (var person in before.Persons)
        {
            var there = now.Persons.GetValueOrDefault(person.Id);
            Loss? whole = successors.TryGetValue(person.Id, out var heir)
                ? new Loss(there is null ? LossKind.Succeeded : LossKind.NameTaken, EntityKind.Person, person.Id, heir)
                : there is null ? new Loss(LossKind.Removed, EntityKind.Person, person.Id) : null;
            if (whole is { } loss) all.Add(loss);
            if (there is null && whole is { } gone) goneThrough.Add(person.Id, gone);
            foreach (var school in person.Schools)
                if (there is null || !there.Schools.Contains(school))
                    Lost(bySchool, school, person.Id, there is null ? whole!.Value : Tie(LossKind.LeftSchool, EntityKind.Person, person.Id, school));
            successors.Remove(person.Id);
        }
        // Unchanged themselves, so the source names two at once: nobody knows yet whose the name is.
        all.AddRange(successors.Select(pair => new Loss(LossKind.NameTaken, EntityKind.Person, pair.Key, pair.Value)));
    }

    private void OfGroups()
    {
        foreach (var group in before.Groups)
        {
            if (!now.Groups.TryGetValue(group.Id, out var there))
            {
                all.Add(new Loss(LossKind.Removed, EntityKind.Group, group.Id));
                continue;
            }
            foreach (var school in group.Schools)
                if (!there.Schools.Contains(school)) Tie(LossKind.LeftSchool, EntityKind.Group, group.Id, school);
            var stays = there.Members.Select(member => member.Person).ToHashSet();
            foreach (var member in group.Members)
                if (!stays.Contains(member.Person))
                    Lost(byGroup, group.Id, member.Person, goneThrough.TryGetValue(member.Person, out var gone)
                        ? gone : Tie(LossKind.LeftGroup, EntityKind.Person, member.Person, group.Id));
        }
    }

    private Loss Tie(LossKind what, EntityKind kind, Guid id, Guid of)
    {
        var loss = new Loss(what, kind, id, of);
        all.Add(loss);
        return loss;
    }

    private static void Lost(Dictionary<Guid, List<LostPerson>> places, Guid place, Guid person, Loss through)
    {
        if (!places.TryGetValue(place, out var lost)) places.Add(place, lost = []);
        lost.Add(new LostPerson(person, through));
    }

    /// <summary>
    /// Stored persons whose user name or mail address a new account has. A mail address may be shared; a user name may not, so that a
    /// person who still has it is only not proven gone.
    /// </summary>
    private Dictionary<Guid, Guid> Successors()
    {
        var successors = new Dictionary<Guid, Guid>();
        if (live.Count == 0) return successors;
        var userNames = new Dictionary<string, Guid>(StringComparer.OrdinalIgnoreCase);
        var mails = new Dictionary<string, Guid>(StringComparer.OrdinalIgnoreCase);
        foreach (var person in next.Persons)
        {
            if (live.Contains(person.Id)) continue;
            if (person.UserName is { } name) userNames.TryAdd(name, person.Id);
            if (person.Mail is { } mail) mails.TryAdd(mail, person.Id);
        }
        if (userNames.Count + mails.Count == 0) return successors;
        foreach (var person in next.Persons)
            if (live.Contains(person.Id) && person.UserName is { } name && userNames.TryGetValue(name, out var byTheSame)) successors.Add(person.Id, byTheSame);
        foreach (var person in before.Persons)
        {
            var there = now.Persons.GetValueOrDefault(person.Id);
            if (successors.ContainsKey(person.Id)) continue;
            if (person.UserName is { } had && userNames.TryGetValue(had, out var byName)) successors.Add(person.Id, byName);
            else if (Heir(mails, person.Mail, there?.Mail) is { } byMail) successors.Add(person.Id, byMail);
        }
        return successors;
    }

    private static Guid? Heir(Dictionary<string, Guid> newcomers, string? had, string? has) =>
        had is not null && !string.Equals(had, has, StringComparison.OrdinalIgnoreCase) && newcomers.TryGetValue(had, out var heir) ? heir : null;

    /// <summary>Persons by school as stored: those that change as they were, the others as they still are.</summary>
    private Dictionary<Guid, int> SchoolSizes()
    {
        var touched = before.Persons.Select(person => person.Id).ToHashSet();
        var sizes = new Dictionary<Guid, int>();
        foreach (var person in before.Persons.Concat(next.Persons.Where(person => !touched.Contains(person.Id) && live.Contains(person.Id))))
            foreach (var school in person.Schools) sizes[school] = sizes.GetValueOrDefault(school) + 1;
        return sizes;
    }

    private HashSet<Guid> Emptied()
    {
        if (bySchool.Count == 0) return [];
        var emptied = bySchool.Keys.ToHashSet();
        foreach (var school in next.Persons.SelectMany(person => person.Schools)) emptied.Remove(school);
        return emptied;
    }
}
