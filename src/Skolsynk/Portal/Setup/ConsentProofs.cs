using System.Collections.Concurrent;
using Skolsynk.Access;
using Skolsynk.Data;
using Skolsynk.Portal.SignIn;
using Skolsynk.Source;
using Skolsynk.Tenants;

namespace Skolsynk.Portal.Setup;

/// <summary>How far the proof of a consent has come: an app token, and one call to Graph.</summary>
/// <param name="Consent">Entra gives a token.</param>
/// <param name="Access">The token holds both permissions.</param>
/// <param name="Education">Graph answers a question about schools.</param>
/// <param name="Problem">What stands in the way; null: nothing, or it only takes a while.</param>
/// <param name="Lags">Microsoft has not put the consent to work yet.</param>
internal sealed record ConsentProof(bool Consent, bool Access, bool Education, Problem? Problem, bool Lags)
{
    public bool IsWhole => Consent && Access && Education;

    public static readonly ConsentProof Nothing = new(false, false, false, null, false);
}

/// <summary>Proves consents; asks Microsoft at most every ten seconds for each organisation, however often pages ask.</summary>
internal sealed class ConsentProofs(PortalTools tools)
{
    public const string Roster = "EduRoster.Read.All";
    public const string HiddenMembers = "Member.Read.Hidden";

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);
    private readonly ConcurrentDictionary<Guid, (long At, ConsentProof Proof)> last = new();

    public async Task<ConsentProof> Check(Visitor visitor, CancellationToken cancellation)
    {
        if (last.TryGetValue(visitor.EntraTenantId, out var known) && tools.Time.GetElapsedTime(known.At) < Pause && !known.Proof.IsWhole)
            return known.Proof;
        var proof = await Prove(visitor.EntraTenantId, cancellation);
        last[visitor.EntraTenantId] = (tools.Time.GetTimestamp(), proof);
        if (proof.IsWhole)
            await tools.Database.Write(session => Keep(session, visitor), cancellation);
        return proof;
    }

    private static void Keep(Session session, Visitor visitor)
    {
        var isNew = TenantOpening.Find(session, visitor.EntraTenantId) is null;
        TenantSetups.Consented(session, TenantOpening.Open(session, visitor.EntraTenantId, visitor.Domain), isNew);
        if (!isNew)
            return;
        var visit = Visit.Of(session, visitor);
        AccountBook.SignedIn(session, visit.Id, visitor.ObjectId, visitor.Name, visitor.Account, visitor.IsGlobalAdministrator);
        AuditLog.Add(session, visit.Id, visit.Actor, AuditEvent.Consented, after: $"{Roster}, {HiddenMembers}");
    }

    private async Task<ConsentProof> Prove(Guid entraTenant, CancellationToken cancellation)
    {
        if (tools.Tokens is not { } tokens || tools.Reader is not { } reader)
            return ConsentProof.Nothing with { Problem = Text(FailureKind.OwnCredentialWrong) };
        var outcome = await tokens.Get(entraTenant, renew: true, cancellation);
        if (outcome is TokenOutcome.Refused { Failure: var failure })
            return failure.Kind is FailureKind.ConsentLost
                ? ConsentProof.Nothing with { Lags = true }
                : ConsentProof.Nothing with { Problem = Text(failure.Kind) };
        var roles = ((TokenOutcome.Granted)outcome).Roles;
        if (!roles.Contains(Roster))
            return new(true, false, false, null, Lags: true);
        if (!roles.Contains(HiddenMembers))
            return new(true, false, false, Partial, Lags: false);
        var question = new Question(QuestionKind.School, $"{Guid.Empty}");
        return await reader.Ask(new(entraTenant, ReadBudget.Unconfirmed), [question], cancellation) switch
        {
            AskOutcome.Answered => new(true, true, true, null, false),
            AskOutcome.Failed { Failure.Kind: FailureKind.ConsentLost or FailureKind.PermissionMissing } => new(true, true, false, null, Lags: true),
            AskOutcome.Failed failed => new(true, true, false, Text(failed.Failure.Kind), false),
            _ => throw new InvalidOperationException("An outcome of asking that is not known."),
        };
    }

    private static Problem Partial { get; } = new(
        "En behörighet saknas", $"{HiddenMembers} är inte godkänd. Därför saknas elever i klasserna.", "Godkänn på nytt.",
        "Det som går att läsa läses. Inget tas bort för att något inte kan läsas.");

    private Problem Text(FailureKind kind) => kind switch
    {
        FailureKind.NotEducationTenant => new("Er Microsoft-miljö saknar utbildningsdata",
            "Microsoft 365 svarar att miljön inte är en utbildningsmiljö, eller att School Data Sync aldrig har körts.",
            "Sätt upp School Data Sync i Microsoft 365. Kom sedan tillbaka hit.", "Skolsynk försöker inte igen av sig självt. Dina val är sparade."),
        FailureKind.OwnCredentialWrong => SignInProblems.Of(SignInProblems.OwnCredential, tools.Options.Operator)!,
        _ => new("Microsoft 365 svarar inte", "Microsoft har ett tillfälligt fel.", "Du behöver inte göra något.",
            "Skolsynk försöker igen. Uppgifter hos leverantörerna påverkas inte."),
    };
}
