using Skolsynk.Source;

namespace Skolsynk.Rosters;

/// <summary>What the answers to the doubts come to.</summary>
/// <param name="Snapshot">The snapshot with everything put back that the source, asked by itself, still has.</param>
/// <param name="Kept">What the answers leave unproven: it stays as it is stored.</param>
public sealed record Settled(SourceSnapshot Snapshot, Kept Kept);

/// <summary>
/// Settles doubts. 404 for a school, person or class is the one proof that it is gone, unless the lists of the same read still have
/// it: then the source is not at one with itself, as it is for a while after something was made. What is answered stands; anything
/// else proves nothing, and what is stored stays. Invariant 1.
/// </summary>
public static class Proof
{
    public static Settled Settle(
        SourceSnapshot snapshot, IReadOnlyList<Question> questions, IReadOnlyDictionary<Question, Answer> answers, RosterSettings settings)
    {
        var found = new FoundAgain(snapshot);
        HashSet<Guid> entities = [], ties = [], members = [];
        var listed = snapshot.Classes.Select(item => item.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var question in questions)
        {
            var answer = answers.GetValueOrDefault(question);
            if (IsEntity(question.Kind) && answer is Answer.Gone && !(question.Kind == QuestionKind.Class && listed.Contains(question.Id))) continue;
            if (answer is not null && found.Take(question, answer)) continue;
            var set = IsEntity(question.Kind) ? entities : question.Kind == QuestionKind.Members ? members : ties;
            set.Add(settings.IdOf(KindOf(question.Kind), question.Id));
        }
        return new Settled(found.Snapshot(), new Kept { Entities = entities, Ties = ties, Members = members });
    }

    private static bool IsEntity(QuestionKind kind) => kind is QuestionKind.School or QuestionKind.Person or QuestionKind.Class;

    private static EntityKind KindOf(QuestionKind kind) => kind switch
    {
        QuestionKind.School => EntityKind.School,
        QuestionKind.Person or QuestionKind.PersonSchools => EntityKind.Person,
        _ => EntityKind.Group,
    };
}
