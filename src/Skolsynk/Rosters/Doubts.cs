using Skolsynk.Source;

namespace Skolsynk.Rosters;

/// <summary>
/// What the source has to be asked, id by id, before anything is believed to be gone. A read is no snapshot: the source moves
/// while it is read, so what is missing from the lists may have been on its way from one to another.
/// </summary>
/// <remarks>
/// Asked in two rounds: first for schools, persons and groups that are missing; when those are settled, for ties and members that
/// were lost by what is still there. Most losses follow from an entity that left, and need no question of their own.
/// </remarks>
public static class Doubts
{
    /// <summary>
    /// Schools, persons and groups that are stored, and of which the source said nothing at all. Who is there but left out by a fact
    /// (a guest, a disabled account, an ended class) is in no doubt.
    /// </summary>
    /// <param name="before">The stored roster, at least all of it that the next one changes.</param>
    /// <param name="next">What the read says.</param>
    public static IReadOnlyList<Question> OfEntities(Roster before, NormalisedRoster next)
    {
        if (before.IsEmpty) return [];
        var lookup = new RosterLookup(next.Roster);
        var questions = new List<Question>();
        foreach (var school in before.Schools)
            if (!lookup.Schools.ContainsKey(school.Id)) questions.Add(About(QuestionKind.School, school.Id, school.SourceId));
        foreach (var person in before.Persons)
            if (!lookup.Persons.ContainsKey(person.Id) && !next.LeftOut.Contains(person.Id))
                questions.Add(About(QuestionKind.Person, person.Id, person.SourceId));
        foreach (var group in before.Groups)
            if (!lookup.Groups.ContainsKey(group.Id) && !next.LeftOut.Contains(group.Id))
                questions.Add(About(QuestionKind.Class, group.Id, group.SourceId));
        return questions;
    }

    /// <summary>
    /// Persons and groups that are there and lost a tie to a school that is there, and groups that are there and lost a member
    /// who is there.
    /// </summary>
    /// <inheritdoc cref="OfEntities"/>
    public static IReadOnlyList<Question> OfTies(Roster before, Roster next)
    {
        if (before.IsEmpty) return [];
        var lookup = new RosterLookup(next);
        var questions = new List<Question>();
        foreach (var person in before.Persons)
            if (lookup.Persons.TryGetValue(person.Id, out var now) && lookup.LostTie(person.Schools, now.Schools))
                questions.Add(About(QuestionKind.PersonSchools, person.Id, person.SourceId));
        foreach (var group in before.Groups)
        {
            if (!lookup.Groups.TryGetValue(group.Id, out var now)) continue;
            if (lookup.LostTie(group.Schools, now.Schools)) questions.Add(About(QuestionKind.ClassSchools, group.Id, group.SourceId));
            if (lookup.LostMember(group.Members, now.Members)) questions.Add(About(QuestionKind.Members, group.Id, group.SourceId));
        }
        return questions;
    }

    /// <summary>The question about a stored entity, under the id as the source writes it.</summary>
    internal static Question About(QuestionKind kind, Guid id, string? sourceId) => new(kind, sourceId ?? id.ToString("D"));
}
