using Skolsynk.Data;
using Skolsynk.Rosters;
using Skolsynk.Ss12000;

namespace Skolsynk.Deliveries;

/// <summary>Takes what was recorded of persons out of the rows of the deliveries, in the caller's transaction.</summary>
public static class DeliveryErasure
{
    /// <summary>
    /// Stops everything that is being sent for a tenant: passes under way plan anew, their late answers are not recorded, and what they
    /// had in flight is uncertain. Waits that somebody's mark must not wait for end too.
    /// </summary>
    public static void Interrupt(Session session, TenantId tenant) => session.Execute(
        "UPDATE connection_state SET epoch = epoch + 1, input_v = input_v + 1, urgent = 1, next_due = 1, rest_until = 0 WHERE tenant = @tenant", ("@tenant", tenant.Value));

    /// <summary>
    /// Erases the history of persons: lines of the transfer log, refusals, reasons why they were not sent. Their receipts and numbers
    /// stay, bare ids, until the suppliers have confirmed the removal.
    /// </summary>
    public static void History(Session session, TenantId tenant, IReadOnlyCollection<Guid> persons, IReadOnlyCollection<Guid> schools)
    {
        var rids = Numbers(session, tenant, Endpoint.Users, persons)
            .Concat(Numbers(session, tenant, Endpoint.Employments, ProtectedResources.Employments(persons, schools))).ToList();
        SqlList.Execute(session, tenant, "DELETE FROM transfer_log WHERE tenant = @tenant AND rid IN ({0})", rids, rid => rid);
        SqlList.Execute(session, tenant, "DELETE FROM refusal WHERE tenant = @tenant AND rid IN ({0})", rids, rid => rid);
        Reasons(session, tenant, EntityKind.Person, persons);
    }

    /// <summary>Erases resources that no supplier has any more, with their numbers and their history.</summary>
    public static void Resources(Session session, TenantId tenant, IReadOnlyCollection<long> rids)
    {
        SqlList.Execute(session, tenant, "DELETE FROM transfer_log WHERE tenant = @tenant AND rid IN ({0})", rids, rid => rid);
        SqlList.Execute(session, tenant, "DELETE FROM refusal WHERE tenant = @tenant AND rid IN ({0})", rids, rid => rid);
        SqlList.Execute(session, tenant, "DELETE FROM resource WHERE tenant = @tenant AND rid IN ({0})", rids, rid => rid);
    }

    /// <summary>Erases why something was not sent.</summary>
    public static void Reasons(Session session, TenantId tenant, EntityKind kind, IEnumerable<Guid> ids) => SqlList.Execute(
        session, tenant, $"DELETE FROM not_sent WHERE tenant = @tenant AND kind = {(short)kind} AND src IN ({{0}})", ids, Ids.ToBytes);

    internal static List<long> Numbers(Session session, TenantId tenant, Endpoint endpoint, IEnumerable<Guid> ids) => SqlList.Query(
        session, tenant, $"SELECT rid FROM resource WHERE tenant = @tenant AND endpoint = {(short)endpoint} AND ext IN ({{0}})", ids, Ids.ToBytes,
        row => row.GetInt64(0));
}
