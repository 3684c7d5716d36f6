using Skolsynk.Data;
using Skolsynk.Portal.Frame;
using Skolsynk.Rosters;
using Skolsynk.Stores;
using Skolsynk.Suppliers;
using Skolsynk.Tenants;

namespace Skolsynk.Portal.Schools;

/// <summary>The schools of a municipality with their codes, read in one view.</summary>
internal sealed record SchoolsView(IReadOnlyList<School> Schools, IReadOnlyDictionary<Guid, string> Codes)
{
    /// <summary>Started connections, for what a changed code does.</summary>
    public IReadOnlyList<ConnectionDetails> Started { get; init; } = [];

    /// <summary>The huvudman in the register; null: not chosen.</summary>
    public string? OrganisationNumber { get; private init; }

    public int WithCode => Schools.Count(school => Codes.ContainsKey(school.Id));

    public IReadOnlyDictionary<Guid, string> Names => Schools.ToDictionary(school => school.Id, NameOf);

    public static string NameOf(School school) => school.Name ?? "Skola utan namn";

    /// <summary>Started connections that have chosen the school; without a code they wait for one.</summary>
    public IReadOnlyList<ConnectionDetails> Takers(Guid school) =>
        [.. Started.Where(one => one.Scope.Settings.AllSchools || one.Scope.Settings.Schools.Contains(school))];

    public static SchoolsView Load(Session session, TenantId tenant) => new(
        [.. RosterStore.LoadSchools(tenant, session).OrderBy(NameOf, Text.Order)], SchoolCodes.Load(session, tenant))
    {
        Started = [.. Connections.ConnectionView.All(session, tenant).Where(view => !view.IsDraft).Select(view => view.Details)],
        OrganisationNumber = TenantSetups.Load(session, tenant)?.OrganisationNumber,
    };
}
