using Skolsynk.Data;
using Skolsynk.Portal.SignIn;
using Skolsynk.Stores;
using Skolsynk.Tenants;

namespace Skolsynk.Portal.Reviews;

/// <summary>What an administrator answers.</summary>
internal enum Answer
{
    None,
    Approve,
    Keep,
    Same,
    Other,
}

/// <summary>What came of it.</summary>
internal enum Answered
{
    Done,

    /// <summary>Something else waits than what was shown, or somebody else has decided: nothing was done.</summary>
    Changed,

    /// <summary>“Same person” where that cannot be: the earlier account is still there.</summary>
    BothThere,

    /// <summary>“Same person” of one account for two.</summary>
    TwoPersons,
}

/// <summary>One decision, bound to what was shown.</summary>
/// <param name="Fingerprint">Of what was shown.</param>
/// <param name="Ids">What was chosen; null: all of it.</param>
/// <param name="Until">Of what is kept.</param>
internal sealed record ReviewAnswer(Answer Answer, string Fingerprint, IReadOnlyCollection<Guid>? Ids, HoldReason Reason = HoldReason.None, DateTimeOffset Until = default)
{
    /// <summary>
    /// Decides in this transaction, if what waits is still what was shown. What is not shown (protected persons) is never decided
    /// here.
    /// </summary>
    public Answered Decide(Session session, Tenant tenant, Review seen, Visitor by)
    {
        var of = new TenantId(tenant.Id);
        var number = seen.Hold.Number;
        var shown = ShownHolds.All(of, session).FirstOrDefault(hold => hold.Number == number);
        if (shown is null || shown.Fingerprint.Length == 0 || shown.Fingerprint != Fingerprint || HoldStore.Load(of, session, number) is not { } stored)
            return Answered.Changed;
        var only = seen.OnlyWhole && Answer is Answer.Approve ? null : Ids ?? [.. shown.Waiting.Select(loss => loss.Id).Distinct()];
        var who = Who(by);
        return Answer switch
        {
            Answer.Keep => HoldDecisions.Keep(of, session, number, Until, only, who),
            Answer.Same => HoldDecisions.SamePerson(of, session, number, stored.Fingerprint, only, who),
            Answer.Other or Answer.Approve => HoldDecisions.Approve(of, session, number, stored.Fingerprint, only, who, Reason),
            _ => Decided.Changed,
        } switch
        {
            Decided.Done => Answered.Done,
            Decided.BothThere => Answered.BothThere,
            Decided.TwoPersons => Answered.TwoPersons,
            _ => Answered.Changed,
        };
    }

    /// <summary>As decisions name an administrator.</summary>
    public static string Who(Visitor visitor) => visitor.Name.Length > 0 ? $"{visitor.Name} ({visitor.Account})" : visitor.Account;

    /// <summary>Which rows a choice of schools and kinds means.</summary>
    public static IReadOnlyList<ReviewRow> Chosen(Review review, IReadOnlySet<Guid> schools, IReadOnlySet<ReviewKind> kinds) =>
        [.. review.Rows.Where(row => schools.Contains(row.School) && kinds.Contains(row.Kind))];
}
