using Skolsynk.Data;
using Skolsynk.Deliveries;
using Skolsynk.Rosters;
using Skolsynk.Stores;
using Skolsynk.Suppliers;

namespace Skolsynk.Portal.Connections;

/// <summary>All that a preview is made of, read in one view; what it does is worked out when nothing is held any more.</summary>
/// <param name="Before">Null: nothing was ever sent.</param>
/// <param name="Version">Of the roster and of everything that decides what a connection may have.</param>
internal sealed record PreviewInput(ConnectionView View, Roster Roster, ScopeInput? Before, ScopeInput After, (long Roster, long Input) Version)
{
    /// <summary>The settings as they were chosen.</summary>
    public required ScopeSettings Wanted { get; init; }

    public PreviewEffect Effect() => PreviewEffect.Between(Before is null ? null : Scope.Select(Roster, Before), Scope.Select(Roster, After));

    public static PreviewInput Load(Session session, ConnectionView view, ScopeSettings wanted) =>
        Load(session, view, view.IsDraft ? null : view.Details.Chosen, wanted);

    /// <param name="before">Settings that are compared with; null: nothing was ever sent.</param>
    public static PreviewInput Load(Session session, ConnectionView view, ScopeSettings? before, ScopeSettings wanted)
    {
        var details = view.Details;
        ScopeInput With(ScopeSettings settings) => details.Scope with { Settings = ConnectionStore.Resolved(session, details.Tenant, settings) };
        return new(view, RosterStore.Load(details.Tenant, session).Roster, before is null ? null : With(before), With(wanted), RosterTotals.Version(session, details.Tenant))
        {
            Wanted = wanted,
        };
    }
}
