using Skolsynk.Data;
using Skolsynk.Retention;
using Skolsynk.Suppliers;
using Skolsynk.Tenants;

namespace Skolsynk.Portal.Protection;

/// <summary>What is known of protected persons: ids, counts and times, read in one view.</summary>
internal sealed record ProtectionView(
    IReadOnlyList<(Guid Person, MarkOrigin Origin, DateTimeOffset At, bool Waits)> Marks, IReadOnlyList<LateMark> Late, Tenant Tenant, DateTimeOffset Now)
{
    /// <summary>Persons whose removal waits because their marks came in a mass.</summary>
    public int Waiting { get; private init; }

    /// <summary>Some of them were named by the group, which would name them again.</summary>
    public bool WaitsForGroup => Marks.Any(mark => mark is { Waits: true, Origin: MarkOrigin.EntraGroup });

    /// <summary>Null: the group was never read, or there is none.</summary>
    public GroupState? Group { get; private init; }

    public IReadOnlyDictionary<int, ConnectionDetails> Connections { get; private init; } = new Dictionary<int, ConnectionDetails>();

    /// <summary>There is an agreement, so that persons may be asked for.</summary>
    public bool HasAgreement { get; private init; }

    public int Persons => Marks.Select(mark => mark.Person).Distinct().Count();

    public static ProtectionView Load(Session session, Tenant tenant)
    {
        var id = new TenantId(tenant.Id);
        return new(ProtectedPersons.Marks(session, id), LateMarks.All(session, id), tenant, DateTimeOffset.FromUnixTimeMilliseconds(session.Now))
        {
            Waiting = ProtectedPersons.Load(session, id).WaitingPersons,
            Group = ProtectedGroups.Load(session, id),
            Connections = ConnectionStore.OfTenant(session, id).ToDictionary(one => one.Id),
            HasAgreement = TenantSetups.Load(session, id) is null || Agreements.AllowReading(session, id, DateOnly.FromDateTime(Frame.Text.Local(session.Now).DateTime)),
        };
    }

    public static string Of(MarkOrigin origin) => origin switch
    {
        MarkOrigin.Operator => "Driften",
        MarkOrigin.EntraGroup => "Gruppen i Entra ID",
        _ => "Angiven här",
    };

    public string NameOf(int connection) => Connections.TryGetValue(connection, out var details)
        ? $"{details.Supplier.Name} ({(details.Environment.Kind is EnvironmentKind.Test ? "Test" : "Skarp")})" : "en avslutad leverantör";
}
