using Skolsynk.Data;
using Skolsynk.Rosters;
using Skolsynk.Source;
using Skolsynk.Tenants;

namespace Skolsynk.Sync;

/// <summary>
/// Brings the marks of protected persons in step with the tenant's group, after the lists were read and before anything of them is
/// looked at: whoever is in the lists was there before the group was asked.
/// </summary>
internal sealed class GroupMarking(Database database, Tenant settings, TenantSource source, MarkGroup? mark)
{
    private TenantId Tenant => new(settings.Id);

    /// <summary>Nobody knows whether a new person is protected: nobody new is taken in.</summary>
    public bool BlocksNew { get; private set; }

    public async Task Run(Lease lease, CancellationToken cancellation)
    {
        BlocksNew = false;
        if (settings.ProtectedGroup is not { } group)
            return;
        var outcome = await source.Members(group, cancellation);
        var erased = await database.Write(session =>
        {
            Leases.Check(session, lease);
            return outcome is GroupOutcome.Whole whole ? TakeOver(session, whole.Members) : Fail(session, ((GroupOutcome.Failed)outcome).Failure);
        }, cancellation);
        if (erased)
            await database.Scrub(cancellation);
    }

    private bool Fail(Session session, ReadFailure failure)
    {
        BlocksNew = true;
        ProtectedGroups.Failed(session, Tenant, failure.Status switch
        {
            401 or 403 => GroupProblem.NotAllowed,
            404 => GroupProblem.NotFound,
            _ => GroupProblem.Unreadable,
        });
        return false;
    }

    /// <summary>A group that has shrunk a lot takes no mark away until somebody has said that it may; it still sets marks.</summary>
    private bool TakeOver(Session session, IReadOnlyList<string> ids)
    {
        var members = ids.Select(id => Ids.Of(settings.EntraTenantId, EntityKind.Person, id)).ToHashSet();
        var marked = ProtectedPersons.Of(session, Tenant, MarkOrigin.EntraGroup);
        var gone = marked.Count(id => !members.Contains(id));
        BlocksNew = ProtectedGroups.HasShrunk(marked.Count, gone, members.Count) && ProtectedGroups.Accepted(session, Tenant) != members.Count;
        if (BlocksNew)
            ProtectedGroups.Failed(session, Tenant, GroupProblem.Shrunk, members.Count);
        else
            ProtectedGroups.TakenOver(session, Tenant, members.Count);
        if (BlocksNew)
            members.UnionWith(marked);
        return (mark ?? throw new InvalidOperationException("Nobody sets marks here."))(session, Tenant, members);
    }
}
