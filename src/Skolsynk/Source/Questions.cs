namespace Skolsynk.Source;

/// <summary>What is asked for one id by itself, before anything is believed to be gone (proof of removal).</summary>
public enum QuestionKind
{
    /// <summary><c>GET /education/schools/{id}</c> → <see cref="Answer.SchoolIs"/></summary>
    School,

    /// <summary><c>GET /education/users/{id}</c> → <see cref="Answer.UserIs"/></summary>
    Person,

    /// <summary><c>GET /education/users/{id}/schools</c> → <see cref="Answer.IdsAre"/></summary>
    PersonSchools,

    /// <summary><c>GET /education/classes/{id}</c> → <see cref="Answer.ClassIs"/></summary>
    Class,

    /// <summary><c>GET /education/classes/{id}/schools</c> → <see cref="Answer.IdsAre"/></summary>
    ClassSchools,

    /// <summary><c>/members</c> and <c>/teachers</c> of a class, to the last page → <see cref="Answer.MembersAre"/></summary>
    Members,
}

/// <summary>One question about one source id.</summary>
public readonly record struct Question(QuestionKind Kind, string Id);

/// <summary>What the source says of one id. Only <see cref="Gone"/> proves a removal.</summary>
public abstract record Answer
{
    private Answer() { }

    /// <summary>404 with Graph's own error body: the id does not exist.</summary>
    public sealed record Gone : Answer;

    public sealed record SchoolIs(SourceSchool School) : Answer;

    public sealed record UserIs(SourceUser User) : Answer;

    public sealed record ClassIs(SourceClass Class) : Answer;

    public sealed record IdsAre(IReadOnlyList<string> Ids) : Answer;

    public sealed record MembersAre(ClassMembers Members) : Answer;

    /// <summary>Anything else (<paramref name="Status"/> is the HTTP status, 0 when there was none): what is stored stays.</summary>
    public sealed record NotProven(int Status) : Answer;
}
