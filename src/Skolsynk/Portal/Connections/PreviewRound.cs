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
}

/// <summary>Makes previews of settings, and applies what was seen. What is shown is what the deliveries do, by the same functions.</summary>
internal static class PreviewRound
{
    /// <summary>What the settings would do now.</summary>
    public static SettingsPreview Of(Session session, ConnectionView view, ScopeSettings wanted)
    {
        var details = view.Details;
        var roster = RosterStore.Load(details.Tenant, session).Roster;
        var before = view.IsDraft ? null : Scope.Select(roster, details.Scope);
        return SettingsPreview.Between(before, Scope.Select(roster, details.Scope with { Settings = ConnectionStore.Resolved(session, details.Tenant, wanted) }));
    }

    /// <summary>Keeps a preview to be looked at; its id.</summary>
    public static Guid Keep(Session session, ConnectionView view, ScopeSettings wanted) =>
        StoredPreview.Keep(session, view.Details.Tenant, view.Details.Id, wanted, Of(session, view, wanted));

    /// <summary>Applies a preview in this transaction if what it does now is what was seen; a draft is started with it.</summary>
    /// <param name="added">What came to it.</param>
    public static Approved Approve(Session session, ConnectionView view, StoredPreview seen, out int added)
    {
        // Exclusions are no part of what a preview changes.
        var wanted = seen.Scope.WithExclusionsOf(view.Details.Chosen);
        var now = Of(session, view, wanted);
        if (!now.MayStandFor(SettingsPreview.Unpack(seen.Pairs), out added))
            return Approved.Grew;
        // Exactly this was seen: the plan brake does not ask for it once more. What comes to it later is no part of it.
        HoldStore.Seen(view.Details.Tenant, session, view.Details.Id, now.Losses);
        ConnectionSettings.SetScope(session, view.Details.Tenant, view.Details.Id, wanted);
        if (view.IsDraft)
            ConnectionSettings.Start(session, view.Details.Tenant, view.Details.Id);
        return Approved.Done;
    }
}
