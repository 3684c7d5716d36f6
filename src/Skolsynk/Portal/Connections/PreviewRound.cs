using Skolsynk.Data;
using Skolsynk.Deliveries;
using Skolsynk.Stores;
using Skolsynk.Suppliers;

namespace Skolsynk.Portal.Connections;

/// <summary>What came of approving a preview.</summary>
internal enum Approved
{
    Done,

    /// <summary>More would happen than was seen: a new preview is to be looked at.</summary>
    Grew,

    /// <summary>It may not be approved now: it was ended, or lacks something, or there is no such preview any more.</summary>
    Gone,

    /// <summary>The source or the settings changed each time it was looked at: nothing was done.</summary>
    Overtaken,
}

/// <summary>What an approval came to.</summary>
/// <param name="Added">How many came to it since it was seen.</param>
/// <param name="Next">The preview to look at next; empty: none.</param>
internal sealed record PreviewAnswer(Approved Result, int Added, Guid Next);

/// <summary>
/// Makes previews of settings, and applies what was seen. What is shown is what the deliveries do, by the same functions. All of that is
/// worked out beside the database: a transaction that writes only looks whether it still stands on what was read.
/// </summary>
internal static class PreviewRound
{
    private const int MostTries = 8;

    /// <summary>What the settings would do now.</summary>
    public static async Task<PreviewEffect> Of(Database database, ConnectionView view, ScopeSettings wanted, CancellationToken cancellation = default) =>
        (await database.Read(session => PreviewInput.Load(session, view, wanted), cancellation)).Effect();

    /// <summary>Keeps a preview to be looked at; its id.</summary>
    /// <param name="also">In the same transaction.</param>
    public static async Task<Guid> Keep(
        Database database, ConnectionView view, ScopeSettings wanted, Action<Session>? also = null, CancellationToken cancellation = default)
    {
        var made = await Of(database, view, wanted, cancellation);
        return await database.Write(session =>
        {
            also?.Invoke(session);
            return StoredPreview.Keep(session, view.Details.Tenant, view.Details.Id, wanted, made.Preview);
        }, cancellation);
    }

    /// <summary>Applies a preview if what it does now is what was seen; a draft is started with it.</summary>
    /// <param name="look">The connection as it stands; null: it may not be approved now. Asked before and in the transaction.</param>
    /// <param name="done">What is entered with it; asked with the connection as it was.</param>
    public static async Task<PreviewAnswer> Approve(
        Database database, StoredPreview seen, Func<Session, ConnectionView?> look, Action<Session, ConnectionView> done, CancellationToken cancellation = default)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            // Exclusions are no part of what a preview changes.
            var input = await database.Read(
                session => look(session) is { } view ? PreviewInput.Load(session, view, seen.Scope.WithExclusionsOf(view.Details.Chosen)) : null, cancellation);
            if (input is null)
                return new(Approved.Gone, 0, Guid.Empty);
            var effect = input.Effect().Preview;
            if (await database.Write(session => Answer(session, seen, input, effect, look, done), cancellation) is { } answer)
                return answer;
        }
        return new(Approved.Overtaken, 0, Guid.Empty);
    }

    /// <summary>Null: something has changed since it was worked out.</summary>
    private static PreviewAnswer? Answer(
        Session session, StoredPreview seen, PreviewInput input, SettingsPreview effect, Func<Session, ConnectionView?> look, Action<Session, ConnectionView> done)
    {
        var tenant = new TenantId(seen.TenantId);
        if (look(session) is not { } view)
            return new(Approved.Gone, 0, Guid.Empty);
        if (StoredPreview.Load(session, tenant, seen.ConnectionId, seen.Id) is not { ApprovedAt: null })
            return new(Approved.Gone, 0, Guid.Empty);
        if (RosterTotals.Version(session, tenant) != input.Version || view.IsDraft != input.View.IsDraft)
            return null;
        if (!effect.MayStandFor(SettingsPreview.Unpack(seen.Pairs), out var added))
            return new(Approved.Grew, added, StoredPreview.Keep(session, tenant, seen.ConnectionId, seen.Scope, effect));
        // Exactly this was seen: the plan brake does not ask for it once more. What comes to it later is no part of it.
        HoldStore.Seen(tenant, session, seen.ConnectionId, effect.Losses);
        ConnectionSettings.SetScope(session, tenant, seen.ConnectionId, input.Wanted);
        var known = SettingsPreview.Unpack(seen.Pairs).ToHashSet();
        StoredPreview.Approve(session, tenant, seen.Id, view.IsDraft ? null : view.Details.Chosen, [.. effect.Pairs.Where(pair => !known.Contains(pair))]);
        done(session, view);
        if (view.IsDraft)
            ConnectionSettings.Start(session, tenant, seen.ConnectionId);
        return new(Approved.Done, added, Guid.Empty);
    }
}
